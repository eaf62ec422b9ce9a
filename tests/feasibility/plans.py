"""Plans to test with: a simple one that reads well, and random ones that go everywhere a valid plan can go."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any, Protocol

import numpy as np
from hypothesis import strategies as st

from feasibility.plan import (
    Charge,
    Costs,
    Home,
    Loan,
    Members,
    Operation,
    Part,
    Plan,
    Scenario,
    ShareClass,
    Shifts,
    Site,
    Subsidy,
    Tax,
    Work,
)

ON = date(2024, 7, 1)  # the day of the calculation

SIMPLE = Plan(
    name="Simple",
    start=date(2024, 7, 1),
    years=40,
    site=Site(tenure="bought", land_price=600_000.0, registration="none"),
    parts=(Part(name="Homes", kind="new", area=1000.0, cost_m2=2000.0, vat=0.06, months=24),),
    homes=(Home(name="Large", count=6, area=90.0), Home(name="Small", count=4, area=60.0)),
    costs=Costs(contingency=0.05, working_capital=25_000.0, delivery_month=24),
    loans=(Loan(name="Bank", rest=True, rate=0.03, years=25),),
    shares=(ShareClass(name="Residents", kind="resident", per_home=50_000.0, at_start=0.5),),
    operation=Operation(management=600.0, insurance=0.001, vacancy=0.02),
)


def simple_plan(**changes: Any) -> Plan:
    """A plan with round numbers. A change is a whole field of the plan, or a mapping of fields in a section: `costs={"delivery_month": 15}`."""
    return replace(SIMPLE, **{name: _section(name, given) for name, given in changes.items()})


def _section(name: str, given: Any) -> Any:
    held = getattr(SIMPLE, name)
    return replace(held, **given) if isinstance(given, Mapping) and is_dataclass(held) else given


def loan(**given: Any) -> Loan:
    """A loan of 3 % in 25 years, unless said otherwise."""
    return Loan(**{"name": "Bank", "rate": 0.03, **given})


def residents(**given: Any) -> ShareClass:
    """A class of residents who bring nothing yet, unless said otherwise."""
    return ShareClass(**{"name": "Residents", "kind": "resident", **given})


# Random plans. Every number is a whole number of steps, so that plans read well and their edges (nought, the whole) do occur.


class Dice(Protocol):
    """Where chance comes from: a generator of NumPy, or hypothesis, which then can make a failing plan smaller."""

    def whole(self, low: int, high: int) -> int: ...


class _Rolled:
    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng

    def whole(self, low: int, high: int) -> int:
        return int(self.rng.integers(low, high + 1))


class _Drawn:
    def __init__(self, draw: Callable[[Any], Any]) -> None:
        self.draw = draw

    def whole(self, low: int, high: int) -> int:
        return int(self.draw(st.integers(low, high)))


def random_plan(rng: np.random.Generator) -> Plan:
    """A valid plan by chance."""
    return _plan(_Rolled(rng))


@st.composite
def plans(draw: Callable[[Any], Any]) -> Plan:
    """The same for hypothesis."""
    return _plan(_Drawn(draw))


def _steps(dice: Dice, low: float, high: float, step: float) -> float:
    return round(low + step * dice.whole(0, round((high - low) / step)), 6)


def _one(dice: Dice, options: Sequence[Any]) -> Any:
    return options[dice.whole(0, len(options) - 1)]


def _often(dice: Dice, one_in: int) -> bool:
    return dice.whole(1, one_in) == one_in


def _some(dice: Dice, one_in: int, low: float, high: float, step: float, otherwise: float = 0.0) -> float:
    """Once in so many times a number, else the other."""
    return _steps(dice, low, high, step) if _often(dice, one_in) else otherwise


def _plan(dice: Dice) -> Plan:
    delivery, years = dice.whole(3, 48), dice.whole(30, 60)
    site = _site(dice, delivery, years)
    tax = Tax(regime=_one(dice, ("small", "general", "exempt")), recognised=not _often(dice, 4))
    lived_in = not _often(dice, 5)  # whether residents have a class of shares
    by_home = lived_in and _often(dice, 2)  # whether they bring in by home, or by class
    parts_left = [20]  # twentieths of the investment that loans and shares may still name as theirs
    loans = _loans(dice, years, site, delivery, parts_left)
    shares = _shares(dice, site, lived_in, by_home, 0.06 if tax.recognised else 0.09, parts_left)
    return Plan(
        name="Random",
        start=date(dice.whole(2020, 2024), dice.whole(1, 12), 1),
        years=years,
        site=site,
        parts=_parts(dice, delivery),
        homes=tuple(_home(dice, number, by_home) for number in range(dice.whole(1, 6))),
        costs=_costs(dice, delivery, site.deed_month),
        subsidies=tuple(_subsidy(dice, number, delivery) for number in range(max(0, dice.whole(-2, 3)))),
        loans=loans,
        shares=shares,
        charge=_charge(dice, lived_in),
        operation=_operation(dice),
        works=tuple(_work(dice, number) for number in range(max(0, dice.whole(-1, 4)))),
        members=Members(
            reentry=_one(dice, (1.0, 1.0, 0.9, 0.5, 0.0)), reserves_locked=_one(dice, (1.0, 0.5, 0.0))
        ),
        tax=tax,
        scenario=Scenario(**{field.name: _steps(dice, -0.01, 0.05, 0.0025) for field in fields(Scenario)}),
        shifts=_shifts(dice, loans),
    )


def _site(dice: Dice, delivery: int, years: int) -> Site:
    tenure = _one(dice, ("bought", "leased", "contributed"))
    leased = tenure == "leased"
    return Site(
        tenure=tenure,
        land_price=0.0 if _often(dice, 8) else _steps(dice, 50_000, 2_000_000, 10_000),
        building_price=0.0 if leased else _some(dice, 3, 50_000, 1_500_000, 10_000),
        building_life=dice.whole(10, 60),
        deed_month=dice.whole(1, min(delivery, 6)),
        registration=_one(dice, ("sale", "none")),
        ground_rent=_some(dice, 2, 0, 20_000, 500) if leased else 0.0,
        ground_rent_rate=_steps(dice, 0.0, 0.03, 0.0025) if leased else 0.0,
        lease_years=dice.whole(years, 99),
        deed_costs=_steps(dice, 0, 20_000, 1000),
    )


def _parts(dice: Dice, delivery: int) -> tuple[Part, ...]:
    kinds = ("new", "demolition_rebuild", "renovation", "demolition", "parking", "commons")
    found = []
    for number in range(0 if _often(dice, 25) else dice.whole(1, 5)):
        start = dice.whole(0, delivery - 1)
        found.append(
            Part(
                name=f"Part {number}",
                kind=_one(dice, kinds),
                area=_steps(dice, 0, 2000, 50),
                cost_m2=_steps(dice, 0, 3500, 50),
                cost=_some(dice, 3, 0, 300_000, 5000),
                start=start,
                months=dice.whole(1, delivery - start),
                vat=_some(dice, 4, 0.0, 0.21, 0.03, -1.0),
                life=dice.whole(10, 60),
            )
        )
    return tuple(found)


def _home(dice: Dice, number: int, by_home: bool) -> Home:
    return Home(
        name=f"Home {number}",
        count=dice.whole(1, 20),
        area=_steps(dice, 25, 150, 2.5),
        units=_steps(dice, 0.5, 3, 0.25),
        cost_share=_steps(dice, 0.5, 2, 0.05),
        own_capital=_steps(dice, 0, 150_000, 2500) if by_home else 0.0,
        cadastral_income=_some(dice, 2, 300, 2000, 50),
        other_costs=_some(dice, 2, 50, 400, 10),
    )


def _costs(dice: Dice, delivery: int, deed: int) -> Costs:
    return Costs(
        contingency=_steps(dice, 0, 0.15, 0.01),
        architect=_steps(dice, 0, 0.14, 0.01),
        architect_at_permit=_steps(dice, 0, 1, 0.1),
        delegated_client=_steps(dice, 0, 0.05, 0.01),
        project_fee=_steps(dice, 0, 0.06, 0.01),
        fee_vat=_some(dice, 3, 0, 0.21, 0.03, -1.0),
        other=_some(dice, 2, 0, 200_000, 5000),
        working_capital=_some(dice, 2, 0, 100_000, 5000),
        build_inflation=_some(dice, 2, -0.02, 0.08, 0.01),
        permit_month=dice.whole(deed, delivery),
        delivery_month=delivery,
    )


def _subsidy(dice: Dice, number: int, delivery: int) -> Subsidy:
    return Subsidy(
        name=f"Subsidy {number}", amount=_steps(dice, 0, 500_000, 10_000), month=dice.whole(1, delivery)
    )


def _part_of_investment(dice: Dice, left: list[int], most: int) -> float:
    """A number of twentieths of the investment; all together stay within the whole."""
    taken = dice.whole(0, min(left[0], most))
    left[0] -= taken
    return round(taken / 20, 2)


def _loans(dice: Dice, years: int, site: Site, delivery: int, left: list[int]) -> tuple[Loan, ...]:
    longest = min(40, years)
    if site.tenure == "leased":
        longest = min(longest, (12 * site.lease_years + site.deed_month - 1 - delivery) // 12)
    rest = not _often(dice, 5)
    return tuple(
        _loan(dice, number, rest and number == 0, longest, left) for number in range(dice.whole(0, 4))
    )


def _loan(dice: Dice, number: int, rest: bool, longest: int, left: list[int]) -> Loan:
    term = dice.whole(3, longest)
    grace = dice.whole(0, min(36, 12 * term - 1)) if _often(dice, 3) else 0
    soonest = grace // 12 + 1
    first = dice.whole(soonest, term - 1) if soonest < term and _often(dice, 2) else 0
    second = dice.whole(first + 1, term - 1) if 0 < first < term - 1 and _often(dice, 2) else 0
    part = 0.0 if rest or _often(dice, 2) else _part_of_investment(dice, left, 10)
    rate = _steps(dice, 0, 0.07, 0.0025)
    least = 0.0025 if rate else 0.0
    return Loan(
        name=f"Loan {number}",
        kind=_one(dice, ("annuity", "annuity", "linear", "bullet")),
        amount=0.0 if rest or part else _steps(dice, 10_000, 2_000_000, 10_000),
        share=part,
        rest=rest,
        rate=rate,
        convention=_one(dice, ("actuarial", "nominal")),
        years=term,
        grace=grace,
        revision_1=first,
        rate_2=_steps(dice, least, 0.08, 0.0025) if first else 0.0,
        revision_2=second,
        rate_3=_steps(dice, least, 0.08, 0.0025) if second else 0.0,
        cost=_some(dice, 2, 0, 0.02, 0.001),
        mortgage=_often(dice, 2),
        subordinated=_often(dice, 4),
    )


def _shares(
    dice: Dice, site: Site, lived_in: bool, by_home: bool, cap: float, left: list[int]
) -> tuple[ShareClass, ...]:
    kinds = [kind for kind in ("supporter", "investor", "solidarity") if _often(dice, 2)]
    if lived_in:
        kinds.insert(dice.whole(0, len(kinds)), "resident")
    if site.tenure == "contributed":
        kinds.insert(dice.whole(0, len(kinds)), "in_kind")
    return tuple(_share(dice, kind, by_home and kind == "resident", cap, left) for kind in kinds)


def _share(dice: Dice, kind: Any, by_home: bool, cap: float, left: list[int]) -> ShareClass:
    brought = (
        {}
        if kind == "in_kind"
        else {
            "amount": _some(dice, 3, 0, 500_000, 10_000),
            "per_home": 0.0 if by_home else _some(dice, 3, 0, 60_000, 2500),
            "per_m2": _some(dice, 3, 0, 600, 25),
            "share": _part_of_investment(dice, left, 6) if _often(dice, 4) else 0.0,
            "at_start": _steps(dice, 0, 1, 0.25),
        }
    )
    return ShareClass(
        name=kind,
        kind=kind,
        dividend=_some(dice, 2, 0, cap, 0.005),
        turnover=_some(dice, 2, 0, 0.15, 0.01),
        value=_one(dice, ("nominal", "indexed", "lower_of_index_and_book")),
        index=_some(dice, 2, -0.01, 0.04, 0.005),
        **brought,
    )


def _charge(dice: Dice, lived_in: bool) -> Charge:
    kind = _one(dice, ("cost_rent", "fixed", "mixed"))
    return Charge(
        kind=kind,
        charge=0.0 if kind == "cost_rent" else _steps(dice, 0.25, 25, 0.25),
        cover=_steps(dice, 0.9, 1.5, 0.05),
        charge_indexation=_steps(dice, -0.01, 0.03, 0.005),
        saving_share=_one(dice, (0.0, 0.0, 0.5, 1.0)) if lived_in else 0.0,
        key=_one(dice, ("area", "unit", "cost")),
        refund=_some(dice, 3, 0, 1, 0.1),
    )


def _operation(dice: Dice) -> Operation:
    return Operation(
        management=_some(dice, 2, 0, 1000, 50),
        guidance=_some(dice, 2, 0, 60, 5),
        maintenance=_some(dice, 2, 0, 0.01, 0.001),
        insurance=_some(dice, 2, 0, 0.002, 0.0005),
        common=_some(dice, 2, 0, 800, 50),
        operating_rate=_some(dice, 4, 0, 0.0325, 0.0025),
        fixed_costs=_some(dice, 2, 0, 10_000, 500),
        solidarity=_some(dice, 3, 0, 0.5, 0.05),
        reserve_rate=_some(dice, 2, 0, 0.015, 0.001),
        vacancy=_some(dice, 2, 0, 0.1, 0.01),
        vacancy_extra=_some(dice, 3, 0, 0.3, 0.02),
        default=_some(dice, 3, 0, 0.05, 0.005),
        other_income=_some(dice, 3, 0, 20_000, 500),
        cadastral_index=_steps(dice, 1, 2.5, 0.1),
        surcharges=_steps(dice, 0, 15, 0.5),
        cash_rate=_some(dice, 3, 0, 0.02, 0.0025),
    )


def _work(dice: Dice, number: int) -> Work:
    return Work(
        name=f"Work {number}",
        year=dice.whole(1, 30),
        every=_one(dice, (0, 0, 1, 5, 12, 20)),
        cost=_steps(dice, 0, 400_000, 5000),
    )


def _shifts(dice: Dice, loans: tuple[Loan, ...]) -> Shifts:
    if _often(dice, 2):
        return Shifts()
    rates = [
        rate
        for one in loans
        for rate, from_ in ((one.rate, 1), (one.rate_2, one.revision_1), (one.rate_3, one.revision_2))
        if from_
    ]
    lowest = min(rates, default=0.0)
    return Shifts(
        rate_rise=_steps(dice, -min(0.01, lowest), 0.02, 0.0005),
        build_cost_factor=_steps(dice, 0.7, 1.6, 0.05),
        delay=_steps(dice, 0, 14, 0.25),
        equity_factor=_steps(dice, 0.5, 1.5, 0.1),
        subsidy_factor=_steps(dice, 0, 2, 0.25),
        extra_subsidy=_some(dice, 2, 0, 200_000, 5000),
        programme_scale=_steps(dice, 0.5, 2, 0.1),
        turnover_factor=_steps(dice, 0, 3, 0.25),
    )
