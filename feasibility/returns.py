"""Time value of money: loans that are paid off, present values and internal rates of return.

One equation underlies the loan functions. A loan of `amount` at `rate` a period, paid off by `payment` a period,
after n periods still owes

    remaining = amount·(1 + rate)^n − payment·((1 + rate)^n − 1) / rate

and at a rate of nought amount − payment·n. Amounts are positive in the direction that their name says. A rate is
a fraction a period (0.03 is 3 %) above −1. `in_advance` puts each payment at the start of its period, as rent is
paid, and not at the end, as a loan is. Numbers and NumPy arrays mix by NumPy's broadcasting.

Source: the spreadsheet function in capitals in each docstring, as Microsoft documents it (PV gives the equation);
there money paid out is negative, here it is not.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Indices = NDArray[np.intp]
Numbers = float | Array
Convention = Literal["actuarial", "nominal"]

_EPSILON = float(np.finfo(np.float64).eps)
_CHUNK = 4096  # series at a time, so that what is worked on stays in the processor's cache
_STEPS = 120  # twice what halving alone needs


def monthly_rate(yearly: Numbers, convention: Convention) -> Numbers:
    """The rate a month: "actuarial" is (1 + yearly)^(1/12) − 1, "nominal" is yearly / 12."""
    if convention == "actuarial":
        return nominal_rate(yearly, 12) / 12
    if convention == "nominal":
        return yearly / 12
    raise ValueError(f'The convention "{convention}" is unknown. Choose "actuarial" or "nominal".')


def effective_rate(nominal: Numbers, times: Numbers) -> Numbers:
    """What a yearly rate comes to when nominal / times is charged `times` a year (EFFECT)."""
    return _plain(np.expm1(times * np.log1p(_checked(nominal / times))))


def nominal_rate(effective: Numbers, times: Numbers) -> Numbers:
    """The yearly rate that comes to `effective` when it is charged in parts, `times` a year (NOMINAL)."""
    return _plain(times * np.expm1(np.log1p(_checked(effective)) / times))


def annuity(
    rate: Numbers, periods: Numbers, amount: Numbers, remaining: Numbers = 0.0, in_advance: bool = False
) -> Numbers:
    """The payment a period that brings a loan of `amount` down to `remaining` after `periods` (PMT)."""
    if np.any(np.equal(periods, 0)):
        raise ValueError("A loan of 0 periods has no payments. Give it at least 1 period.")
    return (amount - remaining * _growth(rate, -periods)) / _annuity_factor(rate, periods, in_advance)


def balance(
    rate: Numbers,
    period: Numbers,
    periods: Numbers,
    amount: Numbers,
    remaining: Numbers = 0.0,
    in_advance: bool = False,
) -> Numbers:
    """What the loan still owes just after payment number `period` of its annuity; 0 is before the first.

    Found from the payments still to come: from those made, rounding would grow with interest on interest.
    """
    payment = annuity(rate, periods, amount, remaining, in_advance)
    owed = present_value(rate, periods - period, payment, remaining / (1 + rate * in_advance))
    return _plain(np.where(np.equal(period, 0), amount, owed))


def interest_part(
    rate: Numbers,
    period: Numbers,
    periods: Numbers,
    amount: Numbers,
    remaining: Numbers = 0.0,
    in_advance: bool = False,
) -> Numbers:
    """The interest in payment number `period`, counted from 1 (IPMT). In advance, the first holds none."""
    owed = balance(rate, period - 1, periods, amount, remaining, in_advance)
    return _plain(np.where(np.equal(period, 1) & in_advance, 0.0, rate * owed))


def principal_part(
    rate: Numbers,
    period: Numbers,
    periods: Numbers,
    amount: Numbers,
    remaining: Numbers = 0.0,
    in_advance: bool = False,
) -> Numbers:
    """What payment number `period`, counted from 1, takes off the loan (PPMT)."""
    payment = annuity(rate, periods, amount, remaining, in_advance)
    return payment - interest_part(rate, period, periods, amount, remaining, in_advance)


def principal_between(
    rate: Numbers, first: Numbers, last: Numbers, periods: Numbers, amount: Numbers, in_advance: bool = False
) -> Numbers:
    """What the payments `first` up to and including `last` take off the loan together (−CUMPRINC)."""
    before = balance(rate, first - 1, periods, amount, 0.0, in_advance)
    return before - balance(rate, last, periods, amount, 0.0, in_advance)


def interest_between(
    rate: Numbers, first: Numbers, last: Numbers, periods: Numbers, amount: Numbers, in_advance: bool = False
) -> Numbers:
    """The interest in the payments `first` up to and including `last` together (−CUMIPMT)."""
    paid = annuity(rate, periods, amount, 0.0, in_advance) * (last - first + 1)
    return paid - principal_between(rate, first, last, periods, amount, in_advance)


def present_value(
    rate: Numbers, periods: Numbers, payment: Numbers, future: Numbers = 0.0, in_advance: bool = False
) -> Numbers:
    """The value today of `payment` a period and of `future` after the last period (−PV)."""
    return payment * _annuity_factor(rate, periods, in_advance) + future * _growth(rate, -periods)


def future_value(
    rate: Numbers, periods: Numbers, payment: Numbers, present: Numbers = 0.0, in_advance: bool = False
) -> Numbers:
    """What `present` and a `payment` a period have grown to after `periods` (−FV)."""
    return _growth(rate, periods) * (present + payment * _annuity_factor(rate, periods, in_advance))


def periods(
    rate: Numbers, payment: Numbers, amount: Numbers, remaining: Numbers = 0.0, in_advance: bool = False
) -> Numbers:
    """In how many periods `payment` brings a loan of `amount` down to `remaining` (NPER).

    It may be a fraction; it is NaN where the payment never gets there.
    """
    paid = payment * (1 + _checked(rate) * in_advance)
    with np.errstate(divide="ignore", invalid="ignore"):
        grown = np.log1p((amount - remaining) * rate / np.subtract(paid, amount * rate)) / np.log1p(rate)
        count = np.where(np.equal(rate, 0), np.divide(amount - remaining, payment), grown)
    return _plain(np.where(np.isfinite(count), count, np.nan))


def net_present_value(rate: Numbers, flows: Array | Sequence[float]) -> Numbers:
    """The value today of `flows` (T,) or (T, N), of which the first falls today; `rate` is one or (N,).

    NPV of a spreadsheet lets the first flow fall after one period: ours divided by 1 + rate.
    """
    discount, value = 1 / (1 + _checked(rate)), np.zeros(())
    for flow in np.asarray(flows, float)[::-1]:
        value = flow + value * discount
    return _plain(value)


def modified_internal_rate(
    flows: Sequence[float] | Array, finance_rate: float, reinvest_rate: float
) -> float:
    """The one rate of `flows` (T,) if shortages are lent and surpluses put out at the given rates (MIRR).

    NaN if the flows hold no shortage or no surplus: then there is nothing to compare.
    """
    series = np.asarray(flows, float)
    length = len(series) - 1
    spent = -net_present_value(finance_rate, np.minimum(series, 0.0))
    gained = net_present_value(reinvest_rate, np.maximum(series, 0.0)) * _growth(reinvest_rate, length)
    return float((gained / spent) ** (1 / length) - 1) if np.all(spent > 0) and np.all(gained > 0) else np.nan


def internal_rates(flows: Sequence[float] | Array) -> tuple[float, ...]:
    """Every rate above −1 at which `flows` (T,), the first of which falls today, have a net present value of 0.

    In ascending order; empty if there is none (or if all flows are 0, when every rate would do). A project that
    renovates or repays at the end can have several, and then no single one tells its return. Complete up to
    rounding: rates between which the net present value is 0 within rounding count as one, so a double rate is
    exact to about six digits. ValueError for no flows, and for one that is not a finite number.

    Source: the sign changes of a polynomial's Bernstein coefficients bound the number of its zeros in an
    interval, exactly so at 0 and 1 (Descartes); halve until they do. Mourrain, Rouillier & Roy, "The Bernstein
    basis and real root isolation" (2005).
    """
    series = np.asarray(flows, float)
    if not len(series) or not np.isfinite(series).all():
        raise ValueError("Some flows are missing. Give each period a finite number, 0 where nothing moves.")
    return tuple(float(rate) for rate in _every_rate(series[:, None])[1])


def internal_rate_batch(flows: Array) -> Array:
    """The internal rate nearest to 0 of each of N series `flows` (T, N) → (N,); NaN for a series without one.

    Of two as near, the positive one. `internal_rates` gives all rates of one series, and its source. A series with
    a flow that is not a finite number gets NaN.
    """
    chunks = range(0, flows.shape[1], _CHUNK)
    return np.concatenate([np.empty(0), *(_nearest_rates(flows[:, at : at + _CHUNK]) for at in chunks)])


def _nearest_rates(flows: Array) -> Array:
    finite = np.isfinite(flows).all(axis=0)
    series, rates = _every_rate(np.where(finite, flows, 0.0))
    far_to_near = np.lexsort((rates, -np.abs(rates)))
    nearest = np.full(flows.shape[1], np.nan)
    nearest[series[far_to_near]] = rates[far_to_near]  # the last written stays
    return nearest


def _checked(rate: Numbers) -> Numbers:
    if np.any(np.less_equal(rate, -1)):
        raise ValueError("A rate of −100 % or less leaves nothing to count with. Give a rate above −1.")
    return rate


def _plain(values: Array) -> Numbers:
    """A number for a number, an array for an array."""
    plain: Numbers = np.asarray(values)[()]
    return plain


def _growth(rate: Numbers, periods: Numbers) -> Numbers:
    return _plain(np.exp(periods * np.log1p(_checked(rate))))


def _annuity_factor(rate: Numbers, periods: Numbers, in_advance: bool) -> Numbers:
    """The value today of 1 a period; by expm1, so exact for the smallest rates too."""
    divisor = np.where(np.equal(rate, 0), 1.0, _checked(rate))
    factor = np.where(np.equal(rate, 0), periods, -np.expm1(-periods * np.log1p(divisor)) / divisor)
    return _plain(factor * (1 + rate * in_advance))


# Internal rates. The net present value is a polynomial in x = 1/(1 + rate), with the flows as its coefficients. Rates
# from 0 up are its zeros on (0, 1]. The flows in reverse are a polynomial in y = 1 + rate, of which rates below 0 are
# the zeros on (0, 1). So N series become 2N polynomials on the same interval: first all in x, then all in y.


def _every_rate(flows: Array) -> tuple[Indices, Array]:
    """Series number and rate of every internal rate of `flows` (T, N), ascending in both, each rate checked."""
    count = flows.shape[1]
    polynomials = np.hstack([flows, flows[::-1]])
    column, low, high, sign = _brackets(polynomials)
    point = _zero(polynomials[:, column], low, high, sign)
    right = _vanishes(polynomials[:, column], point) & (point > _EPSILON)  # else the rate would round to −1
    column, point = column[right], point[right]
    rate = np.where(column < count, 1 / point - 1, point - 1)
    order = np.lexsort((rate, column % count))
    return _distinct(polynomials, column[order] % count, rate[order])


def _distinct(polynomials: Array, series: Indices, rate: Array) -> tuple[Indices, Array]:
    """Without each rate that only rounding parts from the one before it."""
    between = (rate[1:] + rate[:-1]) / 2
    below = between < 0
    column = series[1:] + np.where(below, polynomials.shape[1] // 2, 0)
    point = np.where(below, 1 + between, 1 / (1 + np.abs(between)))
    new = (series[1:] != series[:-1]) | ~_vanishes(polynomials[:, column], point)
    keep = np.concatenate([np.ones(min(1, len(rate)), bool), new])
    return series[keep], rate[keep]


def _brackets(polynomials: Array) -> tuple[Indices, Array, Array, Array]:
    """Column, low end, high end of intervals in (0, 1] with one zero, and the sign of the polynomial beyond it.

    The ends are the same where the zero is found already. An interval in which coefficients of one sign enclose
    some that are 0 within rounding may hide a double zero: it counts as two changes, and is halved.
    """
    degree = len(polynomials) - 1
    basis, left = _bernstein(degree), _left_half(degree)
    values, sizes = basis @ polynomials, basis @ np.abs(polynomials)
    column, width = np.arange(polynomials.shape[1]), 1.0
    low, found = np.zeros(len(column)), list[tuple[Indices, Array, Array, Array]]()
    while len(column) and width > _EPSILON:
        signs = np.sign(values) * (np.abs(values) > _noise(degree) * sizes)
        changes, last = _sign_changes(signs)
        at_end, once, more = (signs[-1] == 0) & (sizes[-1] > 0), changes == 1, changes > 1
        found.append((column[at_end], low[at_end] + width, low[at_end] + width, last[at_end]))
        found.append((column[once], low[once], low[once] + width, last[once]))
        values, sizes = (
            np.hstack([left @ x[:, more], left[::-1, ::-1] @ x[:, more]]) for x in (values, sizes)
        )
        width /= 2
        column, low = np.tile(column[more], 2), np.concatenate([low[more], low[more] + width])
    columns, lows, highs, lasts = zip(*found, strict=True)
    return np.concatenate(columns), np.concatenate(lows), np.concatenate(highs), np.concatenate(lasts)


def _sign_changes(signs: Array) -> tuple[Indices, Array]:
    """The number of sign changes in each column, and the last sign."""
    seen = np.maximum.accumulate(np.where(signs != 0, np.arange(len(signs))[:, None], 0), axis=0)
    filled = np.take_along_axis(signs, seen, axis=0)
    crossed = filled[1:] * filled[:-1] < 0
    enclosed = (signs[:-1] == 0) & (filled[:-1] * signs[1:] > 0)
    return crossed.sum(axis=0) + 2 * enclosed.sum(axis=0), filled[-1]


def _zero(coefficients: Array, low: Array, high: Array, sign: Array) -> Array:
    """The zero in each bracket: Newton's step, or the middle where that leaves the inside or no longer halves."""
    point, step = (low + high) / 2, high - low
    for _ in range(_STEPS):
        value, slope = _value_and_slope(coefficients, point)
        beyond = value * sign > 0
        low, high = np.where(beyond, low, point), np.where(beyond, point, high)
        with np.errstate(divide="ignore", invalid="ignore"):
            newton = point - value / slope
        settled = np.abs(newton - point) <= 2 * _EPSILON * point
        steady = (low < newton) & (newton < high) & (np.abs(newton - point) <= step / 2)
        following = np.where(settled, point, np.where(steady, newton, (low + high) / 2))
        step, point = np.abs(following - point), following
        if np.all(step <= _EPSILON * point):
            break
    return point


def _value_and_slope(coefficients: Array, point: Array) -> tuple[Array, Array]:
    value, slope = np.zeros(len(point)), np.zeros(len(point))
    for coefficient in coefficients[::-1]:
        slope = slope * point + value
        value = value * point + coefficient
    return value, slope


def _vanishes(coefficients: Array, point: Array) -> NDArray[np.bool_]:
    """Whether each polynomial is 0 at its point, within the rounding of its terms."""
    value, _ = _value_and_slope(coefficients, point)
    size, _ = _value_and_slope(np.abs(coefficients), point)
    return np.abs(value) <= _noise(len(coefficients) - 1) * size


def _noise(degree: int) -> float:
    """The part of the sum of absolute terms that rounding may leave of a sum that is 0."""
    return 8 * (degree + 1) * _EPSILON


@lru_cache(maxsize=8)
def _bernstein(degree: int) -> Array:
    """Matrix from the coefficients of the powers to those of Bernstein on [0, 1]: C(i, j) / C(degree, j)."""
    row, matrix = np.arange(degree + 1.0), np.ones((degree + 1, degree + 1))
    for power in range(degree):
        matrix[:, power + 1] = matrix[:, power] * np.maximum(row - power, 0) / (degree - power)
    return matrix


@lru_cache(maxsize=8)
def _left_half(degree: int) -> Array:
    """Matrix from Bernstein coefficients on [0, 1] to those on [0, 1/2]: C(i, j) / 2^i (de Casteljau)."""
    matrix = np.zeros((degree + 1, degree + 1))
    matrix[0, 0] = 1
    for row in range(degree):
        matrix[row + 1] = (matrix[row] + np.roll(matrix[row], 1)) / 2
    return matrix
