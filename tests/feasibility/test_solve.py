"""Goal seek: the value found meets the condition, and a little on the wrong side of it does not."""

from dataclasses import replace

import numpy as np
import pytest

from feasibility import NoSolution, Plan, PlanError
from feasibility.assessment import assess_unfinanced
from feasibility.compile.kernel import batch
from feasibility.solve import COVER, TARGETS, Condition, required, solve, with_target
from tests.feasibility.plans import simple_plan

ON = simple_plan().start
LEASED = simple_plan(site={"tenure": "leased", "ground_rent": 5_000.0})
CASES = [
    ("charge", COVER, simple_plan()),
    ("charge", "lowest_cash >= 0", simple_plan()),
    ("equity", "home_charge_1 <= 1900", simple_plan()),
    ("land_price", "charge_1 <= 21", simple_plan()),
    ("ground_rent", "charge_1 <= 19.5", LEASED),
    ("subsidy", "charge_1 <= 20", simple_plan()),
    ("homes", "charge_1 <= 21", simple_plan()),
]


def holds(plan: Plan, condition: str) -> bool:
    lines = assess_unfinanced(plan, on=ON).lines
    wanted = Condition(condition, lines.model)
    figures = {name: np.array(lines[name])[..., None] for name in wanted.figures}
    return bool(wanted.slack(figures)[0] >= 0)


def moved(plan: Plan, target: str, by: float) -> Plan:
    """The plan with the sought value a little more to the side where the condition fails."""
    factor = 1 - by if TARGETS[target].safe == "above" else 1 + by
    name = TARGETS[target].input
    for section in ("charge", "site", "shifts"):
        part = getattr(plan, section)
        if hasattr(part, name) and name not in {"charge_kind"}:
            return replace(plan, **{section: replace(part, **{name: getattr(part, name) * factor})})
    raise AssertionError(name)


@pytest.mark.parametrize(("target", "condition", "plan"), CASES)
def test_the_value_found_meets_the_condition(target: str, condition: str, plan: Plan) -> None:
    assert holds(solve(plan, target, condition, on=ON).plan, condition)


@pytest.mark.parametrize(("target", "condition", "plan"), [case for case in CASES if case[0] != "homes"])
def test_a_little_less_does_not_meet_it(target: str, condition: str, plan: Plan) -> None:
    found = solve(plan, target, condition, on=ON).plan
    assert not holds(moved(found, target, 1e-5), condition)


def test_homes_are_whole_and_one_fewer_is_not_enough() -> None:
    found = solve(simple_plan(), "homes", "charge_1 <= 21", on=ON)
    assert found.value == round(found.value)
    fewer = (found.value - 1) / 10
    assert not holds(
        replace(found.plan, shifts=replace(found.plan.shifts, programme_scale=fewer)), "charge_1 <= 21"
    )


def test_a_required_charge_of_a_cost_rent_plan_is_a_fixed_one() -> None:
    assert solve(simple_plan(), "charge", COVER, on=ON).plan.charge.kind == "fixed"


def test_the_worst_home_counts() -> None:
    found = solve(simple_plan(), "subsidy", "home_charge_1 <= 1900", on=ON).assessment
    assert max(found.figures["home_charge_1"]) == pytest.approx(1900, abs=1e-3)  # type: ignore[arg-type]


def test_no_value_is_said_in_words_in_both_languages() -> None:
    with pytest.raises(NoSolution, match="No price of the land meets") as caught:
        solve(simple_plan(), "land_price", "charge_1 <= 3", on=ON)
    assert caught.value.nl.startswith("Geen enkele prijs van de grond voldoet")


def test_a_condition_that_always_holds_gives_the_lowest_value() -> None:
    assert solve(simple_plan(), "subsidy", "charge_1 <= 99", on=ON).value == 0


def test_where_every_value_meets_the_condition_that_is_said() -> None:
    with pytest.raises(NoSolution, match="Any price of the land meets"):
        solve(simple_plan(), "land_price", "lowest_cash >= -1000", on=ON)


def test_rounding_is_no_shortage() -> None:
    with pytest.raises(
        NoSolution, match="Any price of the land meets"
    ):  # a cost rent covers what was asked, whatever the land costs
        solve(simple_plan(), "land_price", "min_dscr >= 1.10", on=ON)


def test_a_condition_that_wants_little_gives_the_highest_value() -> None:
    found = solve(simple_plan(), "charge", "home_charge_1 <= 900", on=ON)
    assert found.at_most
    assert max(found.assessment.figures["home_charge_1"]) == pytest.approx(900, abs=1e-4)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "condition",
    ["min_dscr", "min_dscr > 1", "min_dscr >= lowest_cash", "nothing >= 1", "operating_costs >= 1", "1 <= min_dscr <= 2",
     "min_dscr >= 1 or lowest_cash >= 0", "__import__('os')", "", "min_dscr >= 'a'"],
)  # fmt: skip
def test_what_is_no_condition_is_refused_in_words(condition: str) -> None:
    with pytest.raises(PlanError, match="is no condition"):
        solve(simple_plan(), "charge", condition, on=ON)


def test_an_unknown_target_is_refused_with_the_list() -> None:
    with pytest.raises(PlanError, match="Choose one of: charge, equity"):
        solve(simple_plan(), "rent", COVER, on=ON)


def test_many_scenarios_are_solved_as_each_alone() -> None:
    base = assess_unfinanced(with_target(simple_plan(), "charge"), on=ON).lines
    rng = np.random.default_rng(3)
    varied = {
        "build_cost_factor": rng.uniform(0.8, 1.6, 20), "rate_rise": rng.uniform(-0.01, 0.03, 20), "delay": rng.integers(0, 20, 20) * 1.0,
    }  # fmt: skip
    condition = Condition(COVER, base.model)
    together = required(base, varied, "charge", condition)
    alone = [
        required(base, {name: values[i : i + 1] for name, values in varied.items()}, "charge", condition)[0]
        for i in range(20)
    ]
    np.testing.assert_allclose(together, alone, rtol=1e-9)


def test_each_of_many_solutions_meets_the_condition_and_a_little_less_does_not() -> None:
    base = assess_unfinanced(with_target(simple_plan(), "charge"), on=ON).lines
    varied = {"build_cost_factor": np.linspace(0.7, 2.0, 300), "vacancy_extra": np.linspace(0.3, 0.0, 300)}
    condition = Condition(COVER, base.model)
    charges = required(base, varied, "charge", condition)

    def slack(values: np.ndarray) -> np.ndarray:
        return condition.slack(batch(base, {**varied, "charge": values}, condition.figures))

    assert (slack(charges) >= 0).all()
    assert (slack(charges * (1 - 1e-6)) < 0).all()


def test_where_no_charge_is_enough_there_is_no_number() -> None:
    plan = with_target(simple_plan(operation={"vacancy": 0.0, "vacancy_extra": 0.99}), "charge")
    base = assess_unfinanced(plan, on=ON).lines
    charges = required(base, {"vacancy_extra": np.array([0.1, 1.0])}, "charge", Condition(COVER, base.model))
    assert np.isfinite(charges[0])
    assert np.isnan(charges[1])
