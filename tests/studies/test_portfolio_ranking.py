"""What each site of a list needs: the same as its own plan would, found for all of them at once."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from feasibility import PlanError
from feasibility.commands import EXAMPLE
from feasibility.plan import Plan, Uncertain
from feasibility.reading import read_plan
from feasibility.risk import cover_condition, risk
from feasibility.solve import solve
from feasibility.writing import write_plan
from proeftuin.studies.portfolio.ranking import Assumptions, assumptions, required_charges
from proeftuin.studies.portfolio.reading import Values

ON = date(2027, 1, 1)
TEXT = Path(EXAMPLE).read_text("utf-8")
PLAN = read_plan(TEXT)
BUILD_COST_M2 = (1800 * 2100 + 120 * 1700) / 1920


def assumed(plan: Plan = PLAN, draws: int = 8) -> Assumptions:
    return assumptions(write_plan(plan), ON, draws, 1)


def site(**values) -> Values:
    return Values(**{"name": "Plek", "homes": 20, "land_price": 900_000.0, **values})


def times(plan: Plan, factor: int) -> Plan:
    """The same project so many times as large, written out: land, deed and company stay what they were."""
    return replace(
        plan,
        parts=tuple(replace(one, area=one.area * factor, cost=one.cost * factor) for one in plan.parts),
        homes=tuple(replace(one, count=one.count * factor) for one in plan.homes),
        subsidies=tuple(replace(one, amount=one.amount * factor) for one in plan.subsidies),
        loans=tuple(replace(one, amount=one.amount * factor) for one in plan.loans),
        shares=tuple(replace(one, amount=one.amount * factor) for one in plan.shares),
        works=tuple(replace(one, cost=one.cost * factor) for one in plan.works),
        costs=replace(
            plan.costs,
            other=plan.costs.other * factor,
            working_capital=plan.costs.working_capital * factor,
        ),
        operation=replace(plan.operation, other_income=plan.operation.other_income * factor),
    )


def on_land(plan: Plan, **land) -> Plan:
    return replace(plan, site=replace(plan.site, **land))


def solved(plan: Plan) -> float:
    return solve(plan, "charge", cover_condition(ON), on=ON).value


def only(sites: Values, plan: Plan = PLAN) -> float:
    return required_charges(assumed(plan), [sites])[0].charge


def test_the_site_of_the_plan_needs_the_charge_of_the_plan():
    assert only(site()) == pytest.approx(solved(PLAN), abs=1e-6)


def test_a_site_with_three_times_the_homes_needs_what_a_plan_with_three_times_the_homes_needs():
    large = on_land(times(PLAN, 3), land_price=4_000_000.0)
    assert only(site(homes=60, land_price=4_000_000.0)) == pytest.approx(solved(large), abs=1e-6)


def test_scaling_the_programme_alone_would_be_another_charge():
    """The control: the engine's own factor leaves the other amounts as they are."""
    scaled = replace(PLAN, shifts=replace(PLAN.shifts, programme_scale=3.0))
    large = on_land(times(PLAN, 3), land_price=4_000_000.0)
    assert abs(solved(on_land(scaled, land_price=4_000_000.0)) - solved(large)) > 0.05


def test_a_tenure_of_its_own_is_that_of_a_plan_with_it():
    bought = on_land(times(PLAN, 2), tenure="bought", ground_rent_rate=0.0, land_price=1_500_000.0)
    found = only(site(homes=40, land_price=1_500_000.0, tenure="bought"))
    assert found == pytest.approx(solved(bought), abs=1e-6)
    assert abs(found - only(site(homes=40, land_price=1_500_000.0, tenure="leased"))) > 0.1


def test_a_ground_rent_as_an_amount_follows_the_value_of_the_land():
    plan = on_land(PLAN, ground_rent_rate=0.0, ground_rent=9000.0)
    large = on_land(times(plan, 2), ground_rent=27_000.0, land_price=2_700_000.0)
    assert only(site(homes=40, land_price=2_700_000.0), plan) == pytest.approx(solved(large), abs=1e-6)


def test_a_building_cost_of_its_own_makes_all_works_as_much_dearer():
    dear = replace(PLAN, shifts=replace(PLAN.shifts, build_cost_factor=1.2))
    assert only(site(build_cost_m2=1.2 * BUILD_COST_M2)) == pytest.approx(solved(dear), abs=1e-6)


def test_the_floor_area_counts_before_the_number_of_homes():
    area = sum(home.count * home.area for home in PLAN.homes)
    assert only(site(homes=None, floor_area_m2=2 * area)) == pytest.approx(only(site(homes=40)), abs=1e-9)
    assert only(site(homes=35, floor_area_m2=2 * area)) == pytest.approx(only(site(homes=40)), abs=1e-9)


def test_a_mixed_charge_is_ranked_by_all_that_residents_pay():
    mixed = replace(PLAN, charge=replace(PLAN.charge, kind="mixed", charge=5.0))
    assert only(site(), mixed) == pytest.approx(solved(PLAN), abs=1e-6)
    assert solved(mixed) < solved(PLAN) - 1  # the engine seeks the fixed part alone


def test_the_draws_are_those_of_the_risk_of_the_plan():
    found = required_charges(assumed(draws=32), [site()])[0]
    drawn = sorted(risk(PLAN, draws=32, seed=1, on=ON, base=2).values["required_charge"])
    assert (found.low, found.high) == pytest.approx((drawn[3], drawn[-4]), abs=1e-6)


def test_a_range_of_the_land_price_counts_in_proportion():
    uncertain = (Uncertain(input="land_price", shape="uniform", low=800_000.0, high=1_200_000.0),)
    plan = replace(PLAN, uncertain=uncertain, correlations=())
    found = required_charges(assumed(plan), [site(homes=40, land_price=3_600_000.0)])[0]
    low, high = (only(site(homes=40, land_price=4 * price), plan) for price in (800_000.0, 1_200_000.0))
    assert low < found.low < found.high < high


def test_a_site_says_the_same_alone_and_among_others():
    sites = [
        site(homes=4 + n, land_price=50_000.0 * n, tenure=("", "bought", "leased")[n % 3]) for n in range(9)
    ]
    together = required_charges(assumed(), sites)
    assert [required_charges(assumed(), [one])[0].charge for one in sites] == pytest.approx(
        [one.charge for one in together], abs=1e-6
    )


def test_a_site_that_no_charge_can_carry_has_none():
    found = required_charges(assumed(), [site(land_price=9e12)])[0]
    assert (found.charge, found.low, found.high, found.no_charge) == (None, None, None, 1.0)


def test_dearer_land_never_needs_less():
    charges = [
        one.charge for one in required_charges(assumed(), [site(land_price=1e5 * n) for n in range(12)])
    ]
    assert charges == sorted(charges)


def test_a_plan_in_which_no_loan_covers_what_is_missing_is_refused():
    loans = (replace(PLAN.loans[0], rest=False, amount=3_000_000.0), *PLAN.loans[1:])
    with pytest.raises(PlanError) as refused:
        assumed(replace(PLAN, loans=loans))
    assert "rest = true" in refused.value.faults[0].en


def test_without_that_loan_residents_would_pay_dearer_land_in_one_go():
    """The control: the engine finds a charge, but no sensible one."""
    loans = (replace(PLAN.loans[0], rest=False, amount=3_000_000.0), *PLAN.loans[1:])
    dear = {"tenure": "bought", "ground_rent_rate": 0.0, "land_price": 3e6}
    assert solved(on_land(replace(PLAN, loans=loans), **dear)) > 5 * solved(on_land(PLAN, **dear))


def test_a_lease_under_a_plan_without_ground_rent_does_not_fit():
    plan = on_land(PLAN, tenure="bought", ground_rent_rate=0.0)
    (fault,) = assumed(plan).misfits(site(tenure="leased"))
    assert "ground rent" in fault.en
    assert assumed(plan).misfits(site()) == assumed(PLAN).misfits(site(tenure="bought")) == ()


def test_a_building_cost_far_from_that_of_the_plan_does_not_fit():
    assert len(assumed().misfits(site(build_cost_m2=150.0))) == 1
    lump = replace(PLAN, parts=tuple(replace(one, area=0.0, cost=1e6) for one in PLAN.parts))
    assert "no building cost per m²" in assumed(lump).misfits(site(build_cost_m2=2000.0))[0].en
