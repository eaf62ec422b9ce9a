"""Uncertain inputs: what is believed of each, and draws of all of them together.

An input has a marginal: its own distribution, given by its `quantile` function. Inputs that move together have a
correlation matrix. Draws come from a scrambled Sobol' sequence: evenly spread points, of which a mean or a quantile
needs several times fewer than of independent ones. A seed gives the same draws as long as SciPy is the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

_BITS = 30  # of a Sobol' point
_HALF_CELL = 2.0 ** -(_BITS + 1)  # added, so that no point is 0: its normal would be infinite
_ROUNDING = 1e-12  # what counts as 0 in a correlation matrix


@dataclass(frozen=True)
class Normal:
    """A bell curve around `mean` with standard deviation `sd` > 0, both in the input's unit."""

    mean: float
    sd: float

    def __post_init__(self) -> None:
        _require(self.sd > 0, f"The standard deviation ({self.sd}) must be above 0.")

    def quantile(self, u: Array) -> Array:
        """The value below which a part `u`, in (0, 1), of the draws lies; as in each marginal."""
        return self.mean + self.sd * standard_normal(u)


@dataclass(frozen=True)
class Lognormal:
    """A positive amount with a long upper tail, with its own `mean` > 0 and standard deviation `sd` > 0."""

    mean: float
    sd: float

    def __post_init__(self) -> None:
        _require(
            self.mean > 0, f"The mean ({self.mean}) of an amount that is always positive must be above 0."
        )
        _require(self.sd > 0, f"The standard deviation ({self.sd}) must be above 0.")

    def quantile(self, u: Array) -> Array:
        """The logarithm is normal, with variance log(1 + (sd / mean)²)."""
        variance = np.log1p((self.sd / self.mean) ** 2)
        exponent: Array = np.sqrt(variance) * standard_normal(u) - variance / 2
        return self.mean * np.exp(exponent)


@dataclass(frozen=True)
class Triangular:
    """From `low` to `high`, most likely near `mode`."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        in_order = self.low <= self.mode <= self.high and self.low < self.high
        _require(
            in_order, f"Give low ≤ mode ≤ high and low < high, not {self.low}, {self.mode}, {self.high}."
        )

    def quantile(self, u: Array) -> Array:
        """The inverse of the two parabolas of the distribution function."""
        width, rise, fall = self.high - self.low, self.mode - self.low, self.high - self.mode
        rising, falling = self.low + np.sqrt(u * width * rise), self.high - np.sqrt((1 - u) * width * fall)
        return np.where(u * width < rise, rising, falling)


@dataclass(frozen=True)
class Uniform:
    """Anything from `low` to `high`, all as likely."""

    low: float
    high: float

    def __post_init__(self) -> None:
        _require(self.low < self.high, f"The low end ({self.low}) must be below the high end ({self.high}).")

    def quantile(self, u: Array) -> Array:
        """A straight line."""
        return self.low + (self.high - self.low) * u


@dataclass(frozen=True)
class Discrete:
    """One of `values`, each as likely as its weight; the weights need not sum to 1."""

    values: tuple[float, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        _require(
            len(self.values) == len(self.weights) > 0,
            f"Give each value one weight, not {len(self.values)} values and {len(self.weights)} weights.",
        )
        _require(min(self.weights) >= 0 < sum(self.weights), "Weights are 0 or more, and not all 0.")

    def quantile(self, u: Array) -> Array:
        """The lowest value at which the weights so far, from the lowest value up, reach a part `u`."""
        order = np.argsort(self.values)
        reached = np.cumsum(np.asarray(self.weights, float)[order])
        at = np.searchsorted(reached[:-1] / reached[-1], u)
        drawn: Array = np.asarray(self.values, float)[order][at]
        return drawn


class CorrelationError(ValueError):
    """No inputs can be correlated like this; `pair` are the two, counted from 0, whose correlation to change."""

    def __init__(self, i: int, j: int, words: str) -> None:
        super().__init__(f"The correlation of inputs {i + 1} and {j + 1} {words}")
        self.pair = (i, j)


Marginal = Normal | Lognormal | Triangular | Uniform | Discrete


def correlated(draws: int, marginals: Sequence[Marginal], correlation: ArrayLike, seed: int) -> Array:
    """Draws (draws, k) of k inputs, each with its own marginal, that move together.

    `correlation` (k, k) is that of the normal variable behind each input (a Gaussian copula): the input is its
    increasing function. For continuous marginals the rank correlation (Spearman) is then 6/π·asin(correlation / 2),
    at most 0.018 closer to 0. A count that is no power of two takes the first points of the next power of two: still
    right, but less evenly spread. CorrelationError, which names the pair, for a matrix that is no correlation matrix:
    it is never quietly replaced by one nearby.

    Source: Nelsen, "An Introduction to Copulas" (2006), 2.3 and 5.1.
    """
    factor = correlation_factor(correlation, len(marginals))
    normals = standard_normal(even_points(draws, len(marginals), seed)) @ factor.T
    return from_normals(normals, marginals)


def even_points(draws: int, dimensions: int, seed: int) -> Array:
    """Scrambled Sobol' points (draws, dimensions), strictly between 0 and 1.

    Source: Sobol' 1967 with the directions of Joe & Kuo 2008, scrambled as Matoušek 1998; by scipy.stats.qmc.
    """
    from scipy.stats import qmc  # type: ignore[import-untyped]

    engine = qmc.Sobol(dimensions, scramble=True, bits=_BITS, rng=np.random.default_rng(seed))
    points: Array = engine.random_base2(max(draws - 1, 0).bit_length())[:draws]
    return points + _HALF_CELL


def standard_normal(u: Array) -> Array:
    """The standard normal quantile of parts `u` in (0, 1), of any shape."""
    from scipy.special import ndtri  # type: ignore[import-untyped]

    normals: Array = ndtri(u)
    return normals


def from_normals(normals: Array, marginals: Sequence[Marginal]) -> Array:
    """The inputs (draws, k) behind which these standard normal variables (draws, k) lie."""
    from scipy.special import ndtr

    return from_parts(ndtr(normals), marginals)


def from_parts(parts: Array, marginals: Sequence[Marginal]) -> Array:
    """The inputs (draws, k) at these parts (draws, k) of their marginals, each part in (0, 1)."""
    return np.column_stack(
        [marginal.quantile(part) for marginal, part in zip(marginals, parts.T, strict=True)]
    )


def correlation_factor(correlation: ArrayLike, inputs: int) -> Array:
    """The lower triangle L with L·Lᵀ = correlation (Cholesky; also where inputs move as one).

    CorrelationError for a matrix that is no correlation matrix; in its words inputs count from 1.
    """
    matrix = np.asarray(correlation, float)
    _require(
        matrix.shape == (inputs, inputs),
        f"The correlation matrix is {' × '.join(map(str, matrix.shape))}. Give it {inputs} rows and columns.",
    )
    _check(matrix)
    lower = np.zeros_like(matrix)
    for j in range(inputs):
        rest = matrix[j:, j] - lower[j:, :j] @ lower[j, :j]
        if rest[0] > _ROUNDING:
            lower[j:, j] = rest / np.sqrt(rest[0])
    return lower


def _check(matrix: Array) -> None:
    """CorrelationError unless each entry can be a correlation, its two sides agree and none contradict."""
    for i, j in np.argwhere(~(np.abs(matrix) <= 1 + _ROUNDING)).tolist():
        raise CorrelationError(i, j, f"is {matrix[i, j]}. Give a number from −1 to 1.")
    for i, j in np.argwhere(np.abs(matrix - matrix.T) > _ROUNDING).tolist():
        raise CorrelationError(
            i, j, f"is {matrix[i, j]} but also {matrix[j, i]}. Give the same number twice."
        )
    for i in np.flatnonzero(np.abs(np.diag(matrix) - 1) > _ROUNDING).tolist():
        raise CorrelationError(i, i, f"is {matrix[i, i]}. Give 1, as of each input with itself.")
    eigenvalues, directions = np.linalg.eigh(matrix)
    if eigenvalues[0] < -_ROUNDING * len(matrix):
        _blame(matrix, directions[:, 0])


def _blame(matrix: Array, direction: Array) -> None:
    """CorrelationError for the pair that repairs most: it moves the lowest eigenvalue by 2·vᵢ·vⱼ."""
    gain = np.triu(np.outer(direction, direction), 1)
    i, j = divmod(int(np.argmax(np.abs(gain))), len(matrix))
    advice = "Raise" if gain[i, j] > 0 else "Lower"
    words = f"is {matrix[i, j]}, which the others contradict. {advice} it, or change another of these two."
    raise CorrelationError(i, j, words)


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise ValueError(message)
