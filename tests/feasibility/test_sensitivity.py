"""Which inputs matter: published functions, closed forms, and shares that are fair where inputs move together."""

from functools import cache
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feasibility.sampling import Discrete, Lognormal, Normal, Uniform
from feasibility.sensitivity import Bar, shapley_shares, sobol_indices, tornado
from tests.feasibility.vectors import vectors

unhurried = settings(deadline=None)  # the processor may be busy with other tests

STANDARD = Normal(0.0, 1.0)


def ishigami(x):
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def sobol_g(x):
    a = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])
    return np.prod((np.abs(4 * x - 2) + a) / (1 + a), axis=1)


PUBLISHED = {
    "ishigami": (ishigami, [Uniform(-np.pi, np.pi)] * 3),
    "sobol-g8": (sobol_g, [Uniform(0.0, 1.0)] * 8),
}


def published(name):
    (case,) = [case for case in vectors("sensitivity") if case["id"] == name]
    return case


def linear(weights):
    return lambda x: x @ np.asarray(weights)


def correlation_of(seed, inputs):
    root = np.random.default_rng(seed).normal(size=(inputs, inputs + 2))
    covariance = root @ root.T
    return covariance / np.sqrt(np.outer(np.diag(covariance), np.diag(covariance)))


def exact_shares(weights, correlation):
    """The Shapley shares of a linear model of standard normals: over each order, what each next input explains."""
    weights, correlation = np.asarray(weights), np.asarray(correlation)
    inputs, shares = len(weights), np.zeros(len(weights))

    @cache
    def explained(known):
        known = sorted(known)
        seen = correlation[np.ix_(known, range(inputs))] @ weights
        return seen @ np.linalg.solve(correlation[np.ix_(known, known)], seen) if known else 0.0

    orders = list(permutations(range(inputs)))
    for order in orders:
        for place, joining in enumerate(order):
            shares[joining] += explained(frozenset(order[: place + 1])) - explained(frozenset(order[:place]))
    return shares / len(orders) / (weights @ correlation @ weights)


# Sobol' indices


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_indices_are_found(name):
    model, marginals = PUBLISHED[name]
    case = published(name)
    found = sobol_indices(model, marginals, base=4096, seed=0)
    assert found.first == pytest.approx(case["expected"]["S1"], abs=case["atol"])
    assert found.total == pytest.approx(case["expected"]["ST"], abs=case["atol"])


@pytest.mark.parametrize("name", PUBLISHED)
def test_indices_of_twenty_seeds_lie_within_their_errors(name):
    model, marginals = PUBLISHED[name]
    expected = published(name)["expected"]
    for seed in range(20):
        found = sobol_indices(model, marginals, base=4096, seed=seed)
        assert (np.abs(found.first - expected["S1"]) < 3 * found.first_error + 1e-6).all()
        assert (np.abs(found.total - expected["ST"]) < 3 * found.total_error + 1e-6).all()


def test_several_figures_at_once_are_as_good_as_one_by_one():
    model, marginals = PUBLISHED["ishigami"]
    both = sobol_indices(lambda x: np.column_stack([model(x), x[:, 0]]), marginals, base=64, seed=1)
    alone = sobol_indices(model, marginals, base=64, seed=1)
    assert both.first[:, 0] == pytest.approx(alone.first, rel=1e-12)
    assert both.total[:, 0] == pytest.approx(alone.total, rel=1e-12)
    assert both.total[:, 1] == pytest.approx([1.0, 0.0, 0.0], abs=0.2)
    assert both.total_error.shape == both.first_error.shape == (3, 2)


def test_the_model_is_called_once_with_a_scenario_for_each_exchange():
    calls = []
    sobol_indices(lambda x: calls.append(x.shape) or x[:, 0], [STANDARD] * 3, base=8, seed=1)
    assert calls == [(8 * (3 + 2), 3)]


def test_a_figure_that_never_varies_has_no_indices():
    found = sobol_indices(lambda x: 0 * x[:, 0] + 0.1, [STANDARD] * 2, base=8, seed=1)
    assert np.isnan(found.first).all()
    assert np.isnan(found.total).all()


# Shapley shares


@pytest.mark.parametrize("correlation", [-0.9, -0.3, 0.0, 0.5, 0.9])
def test_two_inputs_share_as_in_the_closed_form_of_owen_and_prieur(correlation):
    (b1, s1), (b2, s2) = (1.0, 2.0), (-2.0, 3.0)
    variance = (b1 * s1) ** 2 + (b2 * s2) ** 2 + 2 * correlation * b1 * b2 * s1 * s2
    together = correlation * b1 * b2 * s1 * s2
    half = correlation**2 / 2
    first = ((b1 * s1) ** 2 * (1 - half) + together + (b2 * s2) ** 2 * half) / variance
    matrix = [[1.0, correlation], [correlation, 1.0]]
    found = shapley_shares(linear([b1, b2]), [Normal(5.0, s1), Normal(1.0, s2)], matrix, base=4096, seed=1)
    assert found.share == pytest.approx([first, 1 - first], abs=2e-3)


def test_eight_inputs_that_move_together_share_as_worked_out_over_all_orders():
    weights, correlation = np.random.default_rng(3).normal(size=8), correlation_of(3, 8)
    exact = exact_shares(weights, correlation)
    for seed in range(3):
        found = shapley_shares(linear(weights), [STANDARD] * 8, correlation, base=1024, seed=seed)
        assert found.share == pytest.approx(exact, abs=0.005)
        assert (np.abs(found.share - exact) < 3 * found.error).all()


@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
@unhurried
def test_shares_sum_to_one(seed, inputs):
    found = shapley_shares(
        lambda x: np.exp(0.3 * x.sum(axis=1)) + x[:, 0] ** 2,
        [STANDARD] * inputs,
        correlation_of(seed, inputs),
        base=32,
        seed=seed,
    )
    assert found.share.sum() == pytest.approx(1.0, abs=1e-12)


def test_independent_inputs_halve_what_they_do_together():
    expected = published("ishigami")["expected"]
    half = expected["S13"] / 2
    exact = [expected["S1"][0] + half, expected["S1"][1], expected["S1"][2] + half]
    model, marginals = PUBLISHED["ishigami"]
    found = shapley_shares(model, marginals, np.eye(3), base=8192, seed=1)
    assert found.share == pytest.approx(exact, abs=0.01)


def test_an_input_that_moves_with_the_cause_shares_in_it_where_sobol_sees_nothing():
    def model(x):
        return x[:, 0]

    blind = sobol_indices(model, [STANDARD] * 2, base=1024, seed=1)
    assert blind.total.tolist()[1] == 0.0
    found = shapley_shares(model, [STANDARD] * 2, [[1.0, 0.8], [0.8, 1.0]], base=4096, seed=1)
    assert found.share == pytest.approx([1 - 0.8**2 / 2, 0.8**2 / 2], abs=2e-3)


def test_inputs_that_move_as_one_share_alike():
    found = shapley_shares(linear([5.0, 1.0]), [STANDARD] * 2, np.ones((2, 2)), base=256, seed=1)
    assert found.share == pytest.approx([0.5, 0.5])


def test_an_input_that_does_nothing_and_moves_with_nothing_has_exactly_no_share():
    coin = Discrete((0.0, 1.0), (1.0, 1.0))
    found = shapley_shares(lambda x: x[:, 0], [coin, STANDARD], np.eye(2), base=64, seed=1)
    assert found.share.tolist() == [1.0, 0.0]


def test_shares_are_about_the_order_of_an_input_not_its_scale():
    weights, correlation = [1.0, 2.0, -1.0], correlation_of(5, 3)
    spread = Lognormal(1.0, np.sqrt(np.e - 1))  # the logarithm has standard deviation 1
    found = shapley_shares(
        lambda x: np.log(x) @ np.asarray(weights), [spread] * 3, correlation, base=1024, seed=1
    )
    plain = shapley_shares(linear(weights), [STANDARD] * 3, correlation, base=1024, seed=1)
    assert found.share == pytest.approx(plain.share, abs=1e-9)


def test_shares_of_several_figures_are_those_one_by_one():
    weights, correlation = [1.0, 2.0, -1.0], correlation_of(5, 3)
    both = shapley_shares(
        lambda x: np.column_stack([x @ weights, x[:, 0], 0 * x[:, 0]]),
        [STANDARD] * 3,
        correlation,
        base=64,
        seed=1,
    )
    alone = shapley_shares(linear(weights), [STANDARD] * 3, correlation, base=64, seed=1)
    assert both.share[:, 0] == pytest.approx(alone.share, rel=1e-12)
    assert both.error[:, 0] == pytest.approx(alone.error, rel=1e-12)
    assert np.isnan(both.share[:, 2]).all()


def test_the_same_seed_gives_the_same_indices_and_shares():
    model, marginals = PUBLISHED["ishigami"]
    first, again = (sobol_indices(model, marginals, base=64, seed=9).first.tolist() for _ in range(2))
    share, same = (shapley_shares(model, marginals, np.eye(3), base=64, seed=9).share.tolist() for _ in "ab")
    assert (first, share) == (again, same)


def test_more_inputs_than_subsets_can_be_tried_of_are_refused():
    with pytest.raises(ValueError, match="take up to 12 inputs, not 13"):
        shapley_shares(linear(np.ones(13)), [STANDARD] * 13, np.eye(13), base=8, seed=1)


# Tornado


def test_a_tornado_moves_one_input_at_a_time_and_puts_the_longest_bar_first():
    calls = []

    def model(x):
        calls.append(x.tolist())
        return 2 * x[:, 0] - x[:, 1]

    bars = tornado(model, base_point=[1.0, 1.0], low=[0.0, -4.0], high=[2.0, 3.0])
    assert bars == (Bar(input=1, at_low=6.0, at_high=-1.0), Bar(input=0, at_low=-1.0, at_high=3.0))
    assert [bar.swing for bar in bars] == [7.0, 4.0]
    assert calls == [[[0.0, 1.0], [1.0, -4.0], [2.0, 1.0], [1.0, 3.0]]]
