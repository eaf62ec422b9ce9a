"""From ten answers to a whole plan. The first three are asked and never assumed; each other answer has a default that says where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from math import ceil

from feasibility import Charge, Costs, Home, Loan, Operation, Part, Plan, ShareClass, Site
from feasibility.assessment import assess_unfinanced
from feasibility.parameters import Parameter, parameter
from feasibility.plan import PartKind, Tenure

GROSS = 1.18  # m² of floor area built for each m² of homes: an assumption
SIZES: tuple[
    tuple[str, float, float, float], ...
] = (  # name, m², cadastral income, share of the homes: assumptions
    ("1-slaapkamerwoning", 55.0, 700.0, 0.30),
    ("2-slaapkamerwoning", 78.0, 900.0, 0.45),
    ("3-slaapkamerwoning", 98.0, 1100.0, 0.25),
)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What somebody says of a project. Amounts in euros, shares as fractions; the last four are None until they are answered or taken by default."""

    name: str
    start: date
    tenure: Tenure
    land_price: float
    homes: int
    one_bedroom: int | None = None
    two_bedrooms: int | None = None
    three_bedrooms: int | None = None
    kind: PartKind = "new"
    cost_m2: float | None = None
    own_share: float | None = None
    rate: float = 0.035
    loan_years: int | None = None
    backers: float | None = None


# Which norm a default is taken from; what is not named here is an assumption of ours.
NORMS: Mapping[str, str] = {
    "own_share": "norms.member_share_start", "loan_years": "norms.loan_term", "backers": "norms.investor_share",
}  # fmt: skip
# Which keys of the plan an answer fills in.
KEYS: Mapping[str, tuple[str, ...]] = {
    "tenure": ("site.tenure",), "land_price": ("site.land_price",), "homes": (),
    "one_bedroom": (f"homes[{SIZES[0][0]}].count",), "two_bedrooms": (f"homes[{SIZES[1][0]}].count",), "three_bedrooms": (f"homes[{SIZES[2][0]}].count",),
    "kind": ("parts[Woningen].kind",), "cost_m2": ("parts[Woningen].cost_m2",), "own_share": (),
    "rate": ("loans[Bank].rate",), "loan_years": ("loans[Bank].years",), "backers": ("shares[Beleggers].share",), "start": ("start",),
}  # fmt: skip


def norm(answer: str, on: date) -> Parameter | None:
    """The norm behind the default of an answer; None where the default is an assumption."""
    return parameter(NORMS[answer], on) if answer in NORMS else None


def defaults(homes: int, on: date) -> dict[str, float]:
    """What is taken for the answers that nobody gave yet."""
    middle = (
        parameter("norms.building_cost_house_low", on).number
        + parameter("norms.building_cost_house_high", on).number
    ) / 2
    return {
        **dict(zip(("one_bedroom", "two_bedrooms", "three_bedrooms"), split(homes), strict=True)), "cost_m2": middle, "rate": 0.035,
        **{name: round(parameter(key, on).number, 4) for name, key in NORMS.items()},
    }  # fmt: skip


def split(homes: int) -> tuple[int, int, int]:
    """So many homes over the three sizes, none lost."""
    one, three = round(homes * SIZES[0][3]), round(homes * SIZES[2][3])
    return one, homes - one - three, three


def plan_from(answers: Answers, on: date) -> Plan:
    """The plan of these answers, with defaults for the rest. An own contribution is a part of what a home costs, in hundreds of euros."""
    known = defaults(answers.homes, on) | {
        one.name: value for one in fields(answers) if (value := getattr(answers, one.name)) is not None
    }
    plan = _plan(answers, known, on)
    prices = assess_unfinanced(plan, on=on).lines["home_price"]
    homes = tuple(
        replace(home, own_capital=float(round(price * known["own_share"], -2)))
        for home, price in zip(plan.homes, prices, strict=True)
    )
    return replace(plan, homes=homes)


def _plan(answers: Answers, known: Mapping[str, float], on: date) -> Plan:
    counts = (int(known[name]) for name in ("one_bedroom", "two_bedrooms", "three_bedrooms"))
    homes = tuple(
        Home(name=name, count=count, area=area, units=1.0, cost_share=1.0, cadastral_income=income)
        for count, (name, area, income, _) in zip(counts, SIZES, strict=True)
        if count
    )
    gross = round(GROSS * sum(home.count * home.area for home in homes))
    term = int(known["loan_years"])
    return Plan(
        name=answers.name, start=answers.start, years=ceil(24 / 12) + max(term, int(parameter("norms.plan_years", on).number)) + 1,
        site=_site(answers, on),
        parts=(Part(name="Woningen", kind=answers.kind, area=gross, cost_m2=known["cost_m2"], start=6, months=18),),
        homes=homes, costs=_costs(answers.homes, on),
        loans=(Loan(name="Bank", rest=True, rate=known["rate"], years=term, mortgage=True),),
        shares=_shares(known["backers"], on), charge=Charge(cover=1 + parameter("norms.cover", on).number), operation=_operation(on),
    )  # fmt: skip


def _site(answers: Answers, on: date) -> Site:
    leased = answers.tenure == "leased"
    rent = parameter("norms.ground_rent", on).number if leased else 0.0
    return Site(tenure=answers.tenure, land_price=answers.land_price, ground_rent_rate=rent)


def _costs(homes: int, on: date) -> Costs:
    share = {name: parameter(f"norms.{name}", on).number for name in ("contingency", "architect", "architect_at_permit", "delegated_client", "project_fee")}  # fmt: skip
    return Costs(**share, working_capital=1000.0 * homes, permit_month=6, delivery_month=24)


def _shares(backers: float, on: date) -> tuple[ShareClass, ...]:
    residents = ShareClass(name="Bewoners", kind="resident", at_start=0.5, turnover=0.03)
    dividend = parameter("norms.investor_rate_open", on).number
    investors = ShareClass(
        name="Beleggers", kind="investor", share=backers, at_start=0.5, dividend=dividend, turnover=0.02
    )
    return (residents, investors) if backers else (residents,)


def _operation(on: date) -> Operation:
    return Operation(
        management=250.0, guidance=parameter("norms.guidance", on).number, maintenance=0.002, insurance=0.0006, fixed_costs=2500.0,
        reserve_rate=parameter("norms.renovation_fund", on).number, vacancy=parameter("norms.vacancy", on).number, cadastral_index=2.3, surcharges=8.0,
    )  # fmt: skip
