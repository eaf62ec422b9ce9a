"""Risk: draws reproduce, figures spread as they should, the shares of the inputs add up, and stresses hurt."""

from dataclasses import replace

import numpy as np
import pytest

from feasibility.assessment import assess
from feasibility.model import model
from feasibility.plan import Correlation, Uncertain
from feasibility.risk import (
    DEFAULT_UNCERTAIN,
    REQUIRED,
    STRESSES,
    RiskResult,
    correlation_matrix,
    cover_condition,
    distribution,
    marginal,
    risk,
    stresses,
)
from feasibility.sampling import CorrelationError
from feasibility.solve import Condition, solve
from tests.feasibility.plans import simple_plan

ON = simple_plan().start
COSTS = Uncertain(input="build_cost_factor", low=0.9, mode=1.0, high=1.4)
RATES = Uncertain(input="rate_rise", shape="uniform", low=-0.01, high=0.02)


@pytest.fixture(scope="module")
def result() -> RiskResult:
    return risk(simple_plan(uncertain=(COSTS, RATES), correlations=(Correlation(a="build_cost_factor", b="rate_rise", value=0.5),)),
                draws=512, seed=7, on=ON, base=256)  # fmt: skip


def test_the_same_seed_gives_the_same_answer(result: RiskResult) -> None:
    again = risk(result.plan, draws=512, seed=7, on=ON, base=256)
    assert {name: values.tobytes() for name, values in again.values.items()} == {
        name: values.tobytes() for name, values in result.values.items()
    }
    assert again.shapley is not None
    assert again.shapley.share.tobytes() == result.shapley.share.tobytes()  # type: ignore[union-attr]


def test_another_seed_gives_another_answer(result: RiskResult) -> None:
    other = risk(result.plan, draws=512, seed=8, on=ON, base=16)
    assert other.values["charge_1"].tobytes() != result.values["charge_1"].tobytes()


def test_the_required_charge_spreads_around_that_of_the_plan(result: RiskResult) -> None:
    low, *_, high = result.distributions[REQUIRED].quantiles
    assert low < assess(simple_plan(), on=ON).figures["charge_1"] * 1.1 < high  # type: ignore[operator]
    assert result.distributions[REQUIRED].none == 0


def test_each_home_has_a_distribution_of_its_own(result: RiskResult) -> None:
    assert result.distributions["home_charge_1[0]"].mean > result.distributions["home_charge_1[1]"].mean


def test_inputs_that_move_together_get_shapley_shares_that_add_up(result: RiskResult) -> None:
    assert result.sobol is None
    assert result.shapley is not None
    assert result.shapley.share.sum() == pytest.approx(1, abs=1e-9)
    assert result.shapley.share[0] > result.shapley.share[1] > 0


def test_independent_inputs_get_sobol_indices() -> None:
    found = risk(simple_plan(uncertain=(COSTS, RATES)), draws=64, seed=7, on=ON, base=256)
    assert found.shapley is None
    assert found.sobol is not None
    assert found.sobol.first.sum() == pytest.approx(1, abs=0.1)


def test_the_longest_bar_of_the_tornado_comes_first(result: RiskResult) -> None:
    swings = [bar.swing for bar in result.tornado]
    assert swings == sorted(swings, reverse=True)
    assert len(swings) == 2


def test_draws_move_together_as_asked(result: RiskResult) -> None:
    ranks = result.draws.argsort(axis=0).argsort(axis=0)
    assert np.corrcoef(ranks.T)[0, 1] == pytest.approx(0.48, abs=0.02)


def test_each_stress_asks_a_higher_charge(result: RiskResult) -> None:
    calm = result.distributions[REQUIRED].quantiles[0]
    assert [one.stress.name for one in result.stresses] == [stress.name for stress in STRESSES]
    assert all(one.required_charge > calm for one in result.stresses if one.stress.name != "delay_12")  # type: ignore[operator]


def test_twice_the_build_cost_is_worse_than_forty_percent_more(result: RiskResult) -> None:
    charges = {one.stress.name: one.required_charge for one in result.stresses}
    assert charges["build_cost_100"] > charges["build_cost_40"]  # type: ignore[operator]


def test_a_plan_that_names_nothing_uncertain_gets_our_assumptions_and_says_so() -> None:
    found = risk(simple_plan(), draws=32, seed=1, on=ON, base=4)
    assert found.assumed
    assert found.uncertain == DEFAULT_UNCERTAIN


def test_correlations_that_contradict_each_other_are_refused() -> None:
    uncertain = (COSTS, RATES, Uncertain(input="inflation", low=0.0, mode=0.02, high=0.04))
    contradiction = tuple(
        Correlation(a=a, b=b, value=v)
        for a, b, v in [
            ("build_cost_factor", "rate_rise", 0.9),
            ("rate_rise", "inflation", 0.9),
            ("build_cost_factor", "inflation", -0.9),
        ]
    )
    with pytest.raises(CorrelationError):
        risk(simple_plan(uncertain=uncertain, correlations=contradiction), draws=16, seed=1, on=ON)


@pytest.mark.parametrize("shape", ["normal", "lognormal"])
def test_low_and_high_are_the_ends_of_ninety_percent(shape: str) -> None:
    one = marginal(Uncertain(input="build_cost_factor", shape=shape, low=0.9, high=1.4))  # type: ignore[arg-type]
    np.testing.assert_allclose(one.quantile(np.array([0.05, 0.95])), [0.9, 1.4], rtol=1e-12)


def test_a_correlation_stands_on_both_sides_of_the_matrix() -> None:
    matrix = correlation_matrix(
        (COSTS, RATES), (Correlation(a="rate_rise", b="build_cost_factor", value=0.3),)
    )
    assert matrix.tolist() == [[1.0, 0.3], [0.3, 1.0]]


def test_draws_without_a_value_are_counted_and_not_averaged() -> None:
    found = distribution(np.array([1.0, 3.0, np.nan, np.nan]))
    assert (found.mean, found.none) == (2.0, 0.5)
    assert distribution(np.array([np.nan])).none == 1


def test_a_source_of_a_stress_is_an_address_or_is_there_in_both_languages() -> None:
    for stress in STRESSES:
        assert stress.source.startswith("https://") or stress.source_in("nl") != stress.source
        assert stress.source_in("en") == stress.source


def test_a_stress_asks_what_the_plan_with_it_asks() -> None:
    plan = simple_plan()
    condition = Condition(cover_condition(plan.start), model())
    for one in stresses(plan, condition):
        struck = replace(
            plan,
            shifts=replace(plan.shifts, **one.stress.shifts),
            operation=replace(
                plan.operation, vacancy_extra=plan.operation.vacancy_extra + one.stress.vacancy_extra
            ),
        )
        assert one.required_charge == pytest.approx(solve(struck, "charge", condition.text).value, rel=1e-6)
