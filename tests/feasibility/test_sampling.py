"""Uncertain inputs: each follows its own distribution, and together they move as asked."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import ndtri
from scipy.stats import qmc

from feasibility.sampling import (
    CorrelationError,
    Discrete,
    Lognormal,
    Normal,
    Triangular,
    Uniform,
    correlated,
    correlation_factor,
    even_points,
)
from tests.feasibility.vectors import vectors

unhurried = settings(deadline=None)  # the processor may be busy with other tests

# Each marginal beside the distribution that SciPy knows by the same name.
LOG = np.sqrt(np.log1p(0.25))
MARGINALS = {
    "normal": (Normal(3.0, 2.0), stats.norm(3, 2)),
    "lognormal": (Lognormal(10.0, 5.0), stats.lognorm(LOG, scale=10 / np.sqrt(1.25))),
    "triangular": (Triangular(1.0, 2.0, 5.0), stats.triang(0.25, 1, 4)),
    "triangular, mode at the low end": (Triangular(1.0, 1.0, 5.0), stats.triang(0, 1, 4)),
    "triangular, mode at the high end": (Triangular(1.0, 5.0, 5.0), stats.triang(1, 1, 4)),
    "uniform": (Uniform(-1.0, 3.0), stats.uniform(-1, 4)),
}
TWO = [Normal(0.0, 1.0), Lognormal(1.0, 0.5)]


def pair(correlation):
    return [[1.0, correlation], [correlation, 1.0]]


def all_but_one(others, one):
    """Correlations of four inputs: all the same, but for that of the second and the fourth."""
    matrix = np.full((4, 4), others) + (1 - others) * np.eye(4)
    matrix[1, 3] = matrix[3, 1] = one
    return matrix


def turned(matrix):
    """The same with the last input counted the other way."""
    sides = np.array([1, 1, 1, -1])
    return matrix * np.outer(sides, sides)


# Marginals


@pytest.mark.parametrize("name", MARGINALS)
def test_quantiles_are_those_of_the_known_distribution(name):
    marginal, known = MARGINALS[name]
    parts = np.concatenate([[1e-9, 1 - 1e-9], np.linspace(0.001, 0.999, 999)])
    assert marginal.quantile(parts) == pytest.approx(known.ppf(parts), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", MARGINALS)
def test_draws_follow_their_marginal_far_closer_than_chance_does(name):
    marginal, known = MARGINALS[name]
    drawn = correlated(4096, [marginal], [[1.0]], seed=7)[:, 0]
    by_chance = known.ppf(np.random.default_rng(7).uniform(size=4096))
    assert stats.kstest(drawn, known.cdf).statistic < 1 / 4096
    assert stats.kstest(by_chance, known.cdf).statistic > 10 / 4096


def test_a_lognormal_amount_has_the_mean_and_spread_that_were_given():
    drawn = Lognormal(10.0, 5.0).quantile(even_points(2**16, 1, seed=1)[:, 0])
    assert (drawn.mean(), drawn.std()) == (pytest.approx(10.0, rel=1e-3), pytest.approx(5.0, rel=2e-3))


def test_discrete_values_come_as_often_as_they_weigh_in_whatever_order_they_are_given():
    drawn = correlated(4096, [Discrete((5.0, 1.0, 3.0), (1, 2, 1))], [[1.0]], seed=1)[:, 0]
    assert [np.sum(drawn == value) for value in (1.0, 3.0, 5.0)] == [2048, 1024, 1024]
    assert Discrete((5.0, 1.0, 3.0), (1, 2, 1)).quantile(np.array([0.1, 0.6, 0.9])).tolist() == [1, 3, 5]


@given(st.floats(1e-6, 1 - 1e-6), st.floats(1e-6, 1 - 1e-6))
@unhurried
def test_a_higher_part_never_gives_a_lower_value(one, other):
    parts = np.array(sorted([one, other]))
    marginals = [marginal for marginal, _ in MARGINALS.values()]
    for marginal in [*marginals, Discrete((2.0, 1.0), (1, 3))]:
        low, high = marginal.quantile(parts)
        assert low <= high


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Normal(1.0, 0.0), "must be above 0"),
        (lambda: Lognormal(0.0, 1.0), "always positive"),
        (lambda: Lognormal(1.0, -1.0), "must be above 0"),
        (lambda: Triangular(2.0, 1.0, 3.0), "low ≤ mode ≤ high"),
        (lambda: Triangular(1.0, 1.0, 1.0), "low < high"),
        (lambda: Uniform(1.0, 1.0), "below the high end"),
        (lambda: Discrete((1.0, 2.0), (1.0,)), "2 values and 1 weights"),
        (lambda: Discrete((), ()), "0 values and 0 weights"),
        (lambda: Discrete((1.0, 2.0), (0.0, 0.0)), "not all 0"),
        (lambda: Discrete((1.0, 2.0), (2.0, -1.0)), "0 or more"),
    ],
)
def test_an_impossible_marginal_is_refused_in_words(make, words):
    with pytest.raises(ValueError, match=words):
        make()


# Points


def test_the_generator_gives_the_published_points_before_it_scrambles():
    (published,) = [case["expected"] for case in vectors("qmc") if case["id"] == "sobol-2d"]
    assert qmc.Sobol(2, scramble=False).random_base2(3).tolist() == published


@given(st.integers(0, 2**32 - 1), st.integers(0, 8))
@unhurried
def test_points_fill_every_box_of_every_shape_once(seed, halvings):
    points = even_points(2**8, 2, seed)
    boxes = np.floor(points * [2**halvings, 2 ** (8 - halvings)]).astype(int)
    assert len(np.unique(boxes, axis=0)) == 2**8


def test_points_by_chance_leave_boxes_empty():
    points = np.random.default_rng(1).uniform(size=(2**8, 2))
    assert len(np.unique(np.floor(points * 2**4).astype(int), axis=0)) < 0.7 * 2**8


def test_no_point_is_nought_of_which_the_normal_is_infinite():
    assert ndtri(qmc.Sobol(1, scramble=False).random_base2(0)[0, 0]) == -np.inf
    assert np.isfinite(correlated(2**14, TWO, pair(0.5), seed=3)).all()
    assert even_points(2**14, 3, seed=3).min() > 0


@pytest.mark.parametrize("draws", [1, 2, 3, 1000, 1024])
def test_any_count_of_draws_is_the_beginning_of_the_next_power_of_two(draws):
    power = 1 << (draws - 1).bit_length()
    assert even_points(draws, 3, seed=5).tolist() == even_points(power, 3, seed=5)[:draws].tolist()


def test_the_same_seed_gives_the_same_draws_and_another_seed_others():
    same, again, other = (correlated(100, TWO, pair(0.5), seed=seed) for seed in (1, 1, 2))
    assert same.tolist() == again.tolist()
    assert same.tolist() != other.tolist()


# Correlations


@given(st.floats(-0.99, 0.99))
@unhurried
def test_inputs_move_together_as_asked_whatever_their_marginals(correlation):
    drawn = correlated(2**13, [Triangular(0.0, 1.0, 9.0), Lognormal(1.0, 2.0)], pair(correlation), seed=11)
    rank = stats.spearmanr(drawn).statistic
    assert rank == pytest.approx(6 / np.pi * np.arcsin(correlation / 2), abs=2e-3)
    assert abs(rank - correlation) < 0.018 + 2e-3


def test_the_correlation_asked_is_that_of_the_normal_variables():
    rng = np.random.default_rng(2)
    root = rng.normal(size=(5, 8))
    covariance = root @ root.T
    asked = covariance / np.sqrt(np.outer(np.diag(covariance), np.diag(covariance)))
    drawn = correlated(2**14, [Normal(i, i + 1.0) for i in range(5)], asked, seed=4)
    assert np.corrcoef(drawn.T) == pytest.approx(asked, abs=3e-3)
    assert correlation_factor(asked, 5) == pytest.approx(np.linalg.cholesky(asked), abs=1e-14)


def test_inputs_may_move_as_one_where_the_textbook_factor_fails():
    as_one = [[1.0, 1.0, -1.0], [1.0, 1.0, -1.0], [-1.0, -1.0, 1.0]]
    with pytest.raises(np.linalg.LinAlgError):
        np.linalg.cholesky(as_one)
    one, same, opposite = correlated(64, [Normal(0.0, 1.0)] * 3, as_one, seed=1).T
    assert same.tolist() == one.tolist()
    assert opposite == pytest.approx(-one)


@pytest.mark.parametrize(
    ("matrix", "at_fault", "words"),
    [
        (
            [[1, 0.2, 1.2], [0.2, 1, 0], [1.2, 0, 1]],
            (0, 2),
            "inputs 1 and 3 is 1.2. Give a number from −1 to 1",
        ),
        ([[1, np.nan], [0, 1]], (0, 1), "inputs 1 and 2 is nan"),
        ([[1, 0.3], [0.2, 1]], (0, 1), "inputs 1 and 2 is 0.3 but also 0.2"),
        ([[1, 0.3], [0.3, 0.9]], (1, 1), "inputs 2 and 2 is 0.9"),
        (all_but_one(0.8, -0.8), (1, 3), "inputs 2 and 4 is -0.8, which the others contradict. Raise it"),
        (
            turned(all_but_one(0.8, -0.8)),
            (1, 3),
            "inputs 2 and 4 is 0.8, which the others contradict. Lower it",
        ),
    ],
)
def test_what_is_no_correlation_matrix_is_refused_with_the_pair_at_fault(matrix, at_fault, words):
    with pytest.raises(CorrelationError, match=words) as refusal:
        correlated(8, [Normal(0.0, 1.0)] * len(matrix), matrix, seed=1)
    assert refusal.value.pair == at_fault


def test_a_contradiction_that_is_quietly_repaired_gives_other_correlations_than_asked():
    asked = np.array([[1, 0.9, 0.8], [0.9, 1, -0.5], [0.8, -0.5, 1]])
    eigenvalues, directions = np.linalg.eigh(asked)
    nearby = directions * np.sqrt(np.maximum(eigenvalues, 0))
    drawn = np.random.default_rng(1).normal(size=(10_000, 3)) @ nearby.T
    assert np.abs(np.corrcoef(drawn.T) - asked).max() > 0.2


def test_a_matrix_of_another_size_than_the_inputs_is_refused():
    with pytest.raises(ValueError, match=r"is 3 × 3\. Give it 2 rows"):
        correlated(8, TWO, np.eye(3), seed=1)
