"""Time value of money: published answers, laws, and internal rates that hide nothing."""

import math
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
import pyxirr
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feasibility.returns import (
    annuity,
    balance,
    effective_rate,
    future_value,
    interest_between,
    interest_part,
    internal_rate_batch,
    internal_rates,
    modified_internal_rate,
    monthly_rate,
    net_present_value,
    nominal_rate,
    periods,
    present_value,
    principal_between,
    principal_part,
)
from tests.feasibility.vectors import vectors

unhurried = settings(deadline=None)  # the processor may be busy with other tests

# How a spreadsheet asks for it: what is paid out is negative, `due` is 1 for payments in advance.
SPREADSHEET = {
    "PMT": lambda rate, nper, pv, fv, due: -annuity(rate, nper, pv, -fv, due == 1),
    "IPMT": lambda rate, per, nper, pv, fv, due: -interest_part(rate, per, nper, pv, -fv, due == 1),
    "PPMT": lambda rate, per, nper, pv, fv, due: -principal_part(rate, per, nper, pv, -fv, due == 1),
    "PV": lambda rate, nper, pmt, fv, due: -present_value(rate, nper, pmt, fv, due == 1),
    "FV": lambda rate, nper, pmt, pv, due: -future_value(rate, nper, pmt, pv, due == 1),
    "NPER": lambda rate, pmt, pv, fv, due: periods(rate, -pmt, pv, -fv, due == 1),
    "NPV": lambda rate, values: net_present_value(rate, [0.0, *values]),
    "NPV0": lambda rate, values: net_present_value(rate, values),
    "MIRR": lambda values, finance_rate, reinvest_rate: modified_internal_rate(
        values, finance_rate, reinvest_rate
    ),
    # Excel rounds a broken first payment up, a broken last one and a broken number of times down.
    "CUMIPMT": lambda rate, nper, pv, start, end, due: (
        -interest_between(rate, math.ceil(start), math.floor(end), nper, pv, due == 1)
    ),
    "CUMPRINC": lambda rate, nper, pv, start, end, due: (
        -principal_between(rate, math.ceil(start), math.floor(end), nper, pv, due == 1)
    ),
    "EFFECT": lambda nominal, npery: effective_rate(nominal, math.floor(npery)),
    "NOMINAL": lambda effect, npery: nominal_rate(effect, math.floor(npery)),
}

# Answers of Excel 2010 that are not the root but where its search stopped. The root of each is exactly 0.
STOPPED_EARLY = {
    "excel-irr-4": "-1.6e-13; the flows sum to 0",
    "excel-rate-4": "4.3e-09; ten payments of 10 repay 100",
    "excel-rate-5": "4.3e-09; ten payments of 10 repay 100",
}


def loses_everything(case):
    """Whether a rate of −100 % or less is asked for: a spreadsheet answers, for us it is a mistake."""
    return any(value <= -1 for name, value in case["args"].items() if name.endswith("rate"))


def agrees(answer, case):
    absolute = case.get("atol") or (0 if case.get("rtol") else 1e-6)
    return math.isclose(answer, case["expected"], rel_tol=case.get("rtol") or 0, abs_tol=absolute or 1e-12)


def is_internal_rate(rate, flows):
    """Whether the net present value is 0, within the rounding of its terms and of the rate itself."""
    rounding = 1e-12 + 4e-16 * len(flows) / (1 + rate)
    return abs(net_present_value(rate, flows)) <= rounding * net_present_value(rate, np.abs(flows))


def flows_of_rate(nper, pmt, pv, fv, due, **_):
    """The flows of which a spreadsheet's RATE is an internal rate."""
    flows = np.zeros(int(nper) + 1)
    flows[0] += pv
    flows[-1] += fv
    flows[slice(0, -1) if due else slice(1, None)] += pmt
    return flows


@pytest.mark.parametrize("function", sorted(SPREADSHEET))
def test_published_answers_of_spreadsheets_are_given(function):
    rows = [
        case
        for file in ("excel2010_fsprojects", "numpy_financial")
        for case in vectors(file)
        if case["function"] == function and not loses_everything(case)
    ]
    wrong = [case["id"] for case in rows if not agrees(SPREADSHEET[function](**case["args"]), case)]
    assert (wrong, rows == []) == ([], False)


def test_a_rate_of_minus_all_is_refused_in_each_published_case_that_has_one():
    rows = [
        case
        for case in vectors("excel2010_fsprojects")
        if case["function"] in SPREADSHEET and loses_everything(case)
    ]
    for case in rows:
        with pytest.raises(ValueError, match="A rate of −100 % or less"):
            SPREADSHEET[case["function"]](**case["args"])
    assert len(rows) == 322


@pytest.mark.parametrize("file", ["excel2010_fsprojects", "numpy_financial"])
def test_each_published_internal_rate_is_among_ours_and_ours_are_rates(file):
    missed = []
    for case in vectors(file):
        if case["function"] not in ("IRR", "RATE"):
            continue
        flows = case["args"].get("values") or flows_of_rate(**case["args"])
        rates = internal_rates(flows)
        assert all(is_internal_rate(rate, flows) for rate in rates)
        if case["id"] in STOPPED_EARLY:
            assert 0.0 in rates
        elif not any(agrees(rate, case) for rate in rates):
            missed.append(case["id"])
    assert missed == []


# Loans


loans = {
    "rate": st.floats(0, 0.2) | st.just(0.0),
    "count": st.integers(1, 480),
    "amount": st.floats(1, 1e7),
    "in_advance": st.booleans(),
}


@unhurried
@given(**loans, part=st.floats(0, 1))
def test_an_annuity_repays_its_loan_exactly_down_to_what_remains(rate, count, amount, in_advance, part):
    payment = annuity(rate, count, amount, part * amount, in_advance)
    owed = amount
    for _ in range(count):
        owed = (owed - payment) * (1 + rate) if in_advance else owed * (1 + rate) - payment
    rounding = 1e-13 * count * amount * (1 + rate) ** count
    assert owed == pytest.approx(part * amount, abs=rounding)


@unhurried
@given(count=st.integers(1, 480), amount=st.floats(1, 1e7), in_advance=st.booleans())
def test_without_interest_all_parts_are_equal(count, amount, in_advance):
    each = np.arange(1.0, count + 1)
    paid = principal_part(0.0, each, count, amount, 0.0, in_advance)
    assert paid == pytest.approx(np.full(count, amount / count), rel=1e-12)
    assert interest_part(0.0, each, count, amount, 0.0, in_advance).tolist() == [0.0] * count


@unhurried
@given(**loans)
def test_interest_and_principal_are_the_whole_payment_and_add_up_over_the_loan(
    rate, count, amount, in_advance
):
    each = np.arange(1.0, count + 1)
    interest = interest_part(rate, each, count, amount, 0.0, in_advance)
    principal = principal_part(rate, each, count, amount, 0.0, in_advance)
    payment = annuity(rate, count, amount, 0.0, in_advance)
    assert interest + principal == pytest.approx(np.full(count, payment), rel=1e-12)
    assert principal.sum() == pytest.approx(amount, rel=1e-10)
    assert principal_between(rate, 1, count, count, amount, in_advance) == pytest.approx(amount, rel=1e-12)
    whole = interest_between(rate, 1, count, count, amount, in_advance)
    assert interest.sum() == pytest.approx(whole, rel=1e-10, abs=1e-10 * amount)
    assert balance(rate, count, count, amount, 0.0, in_advance) == 0.0


@unhurried
@given(**loans)
def test_periods_undo_the_annuity(rate, count, amount, in_advance):
    payment = annuity(rate, count, amount, 0.0, in_advance)
    still_visible = payment > 1.001 * amount * rate / (1 + rate * in_advance)
    if still_visible:
        assert periods(rate, payment, amount, 0.0, in_advance) == pytest.approx(count, rel=1e-9)


def test_a_payment_below_the_interest_never_repays():
    assert math.isnan(periods(0.05, 49.0, 1000.0))
    assert math.isnan(periods(0.0, 0.0, 1000.0))


def test_the_smallest_rate_is_nearly_none_where_the_textbook_formula_gives_no_answer():
    rate, count = 1e-17, 360
    textbook = 1 - (1 + rate) ** -count
    assert textbook == 0.0
    assert annuity(rate, count, 3600.0) == pytest.approx(10.0, rel=1e-14)


def test_a_loan_without_periods_is_refused_where_division_would_give_infinity():
    with np.errstate(divide="ignore"):
        assert np.float64(1000.0) / 0.0 == np.inf
    with pytest.raises(ValueError, match="A loan of 0 periods has no payments"):
        annuity(0.03, 0, 1000.0)


def test_numbers_give_numbers_and_arrays_broadcast():
    assert isinstance(annuity(0.03, 30, 1000.0), float)
    rates, counts = np.array([[0.0], [0.03]]), np.array([20.0, 30.0, 40.0])
    table = annuity(rates, counts, 1000.0)
    assert table.tolist() == [[annuity(rate, count, 1000.0) for count in counts] for rate in (0.0, 0.03)]


# Rates a month and a year


@unhurried
@given(st.floats(-0.5, 1.0))
def test_twelve_actuarial_months_make_the_year_and_nominal_ones_more(yearly):
    assert (1 + monthly_rate(yearly, "actuarial")) ** 12 - 1 == pytest.approx(yearly, abs=1e-14)
    assert effective_rate(nominal_rate(yearly, 12), 12) == pytest.approx(yearly, abs=1e-14)
    assert (1 + monthly_rate(yearly, "nominal")) ** 12 - 1 >= yearly - 1e-14


def test_an_unknown_convention_is_refused():
    with pytest.raises(ValueError, match='Choose "actuarial" or "nominal"'):
        monthly_rate(0.03, "daily")


# Internal rates


def flows_with(*rates, times=(1.0,)):
    """Flows with exactly these internal rates above −1: `times` are all positive, and add none."""
    flows = np.asarray(times)
    for rate in rates:
        flows = np.convolve(flows, [-1.0, 1 + rate])
    return flows


def newton(flows, guess=0.1):
    """How a spreadsheet looks for the internal rate."""
    rate = guess
    for _ in range(20):
        with np.errstate(all="ignore"):
            slope = (net_present_value(rate + 1e-7, flows) - net_present_value(rate, flows)) / 1e-7
            rate = max(rate - net_present_value(rate, flows) / slope, -0.99)
    return rate


def sturm_count(flows):
    """The number of internal rates above −1 by Sturm's theorem, in exact fractions."""
    first = [Fraction(int(flow)) for flow in np.trim_zeros(np.array(flows))]  # lowest power first
    chain = [first, [power * value for power, value in enumerate(first)][1:]]
    while chain[-1]:
        chain.append([-value for value in remainder(*chain[-2:])])
    return changes(p[0] for p in chain[:-1]) - changes(p[-1] for p in chain[:-1])


def remainder(dividend, divisor):
    rest = list(dividend)
    while len(rest) >= len(divisor):
        factor, shift = rest[-1] / divisor[-1], len(rest) - len(divisor)
        for i, value in enumerate(divisor):
            rest[shift + i] -= factor * value
        while rest and rest[-1] == 0:
            rest.pop()
    return rest


def changes(values):
    signs = [value > 0 for value in values if value]
    return sum(a != b for a, b in pairwise(signs))


def test_both_internal_rates_of_a_project_are_found_where_a_search_from_a_guess_finds_one():
    flows = [-100.0, 230.0, -132.0]
    assert internal_rates(flows) == pytest.approx((0.1, 0.2), rel=1e-13)
    assert newton(flows, guess=0.0) == pytest.approx(0.1)
    assert newton(flows, guess=0.3) == pytest.approx(0.2)
    assert pyxirr.irr(flows) in (pytest.approx(0.1), pytest.approx(0.2))


def test_a_project_without_internal_rate_has_none_where_a_search_from_a_guess_ends_somewhere():
    flows = [100.0, -200.0, 150.0]
    assert internal_rates(flows) == ()
    assert abs(net_present_value(newton(flows), flows)) > 1
    assert internal_rates([-100.0, -10.0]) == internal_rates([5.0]) == internal_rates([0.0, 0.0]) == ()
    assert np.isnan(internal_rate_batch(np.array([flows]).T)).tolist() == [True]


SEVERAL = [(0.05,), (0.002, 0.004), (0.05, 0.0501), (-0.01, 0.003, 0.02), (-0.3, 0.0, 0.4), (-0.9, 9.0)]


@pytest.mark.parametrize("length", [1, 41, 479, 719])
@pytest.mark.parametrize("rates", [*SEVERAL, (-0.02, 0.0, 0.01, 0.03, 0.08)])
def test_all_internal_rates_of_series_of_years_and_months_are_found(length, rates):
    times = np.random.default_rng(1).uniform(1, 2, length)
    assert internal_rates(flows_with(*rates, times=times)) == pytest.approx(rates, abs=1e-6)


@pytest.mark.parametrize("length", [1, 41, 719])
def test_a_double_rate_that_only_touches_nought_is_found_once_though_no_sign_changes(length):
    flows = flows_with(0.1, 0.1, times=np.random.default_rng(1).uniform(1, 2, length))
    sampled = net_present_value(np.linspace(-0.5, 2, 1234), flows[:, None])
    assert (sampled > 0).all()
    assert internal_rates(flows) == pytest.approx((0.1,), abs=1e-6)


def test_rates_that_only_rounding_parts_count_as_one():
    assert internal_rates(flows_with(0.05, 0.05 + 1e-9)) == pytest.approx((0.05,), abs=1e-6)


def test_a_rate_of_exactly_nought_is_exact():
    assert internal_rates([-100.0, 40.0, 60.0]) == (0.0,)
    assert internal_rates(flows_with(0.0, 0.0, 0.0)) == (0.0,)


def test_the_rate_of_a_loan_of_forty_years_in_months_is_its_own():
    rate = monthly_rate(0.031, "actuarial")
    flows = np.full(481, -annuity(rate, 480, 4e6))
    flows[0] = 4e6
    assert internal_rates(flows) == pytest.approx((rate,), rel=1e-12)


@unhurried
@given(st.lists(st.integers(-50, 50), min_size=2, max_size=9).filter(any))
@example(
    [-28, 54, -45, 20, 8, -3, -6]
)  # Newton's first step falls on the rate of 0 beside the one it looks for
def test_the_number_of_internal_rates_is_sturms(flows):
    assert len(internal_rates(flows)) == sturm_count(flows)


amounts = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60)


@unhurried
@given(amounts)
def test_the_net_present_value_at_each_internal_rate_is_nought(flows):
    assert all(is_internal_rate(rate, flows) for rate in internal_rates(flows))


@unhurried
@given(st.lists(st.floats(1, 1e6), min_size=2, max_size=60), st.floats(0.1, 10))
def test_a_second_witness_finds_the_same_rate_where_there_is_one(income, times):
    flows = [-sum(income) / times, *income]
    (rate,) = internal_rates(flows)
    assert rate == pytest.approx(pyxirr.irr(flows, guess=rate), rel=1e-8, abs=1e-10)


@unhurried
@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_a_batch_gives_of_each_series_the_rate_nearest_to_nought(seed, length):
    flows = np.random.default_rng(seed).normal(0, 100, (length, 12)).round()
    expected = [min(internal_rates(series), key=abs, default=np.nan) for series in flows.T]
    assert internal_rate_batch(flows) == pytest.approx(expected, rel=1e-12, nan_ok=True)


def test_a_batch_passes_over_series_that_are_not_numbers_and_works_in_pieces():
    flows = np.repeat([[-100.0], [110.0]], 10_000, axis=1)
    flows[1, 5000], flows[1, 9999] = np.nan, np.inf
    rates = internal_rate_batch(flows)
    assert np.flatnonzero(np.isnan(rates)).tolist() == [5000, 9999]
    assert set(np.delete(rates, [5000, 9999]).round(12)) == {0.1}
    assert internal_rate_batch(np.empty((3, 0))).tolist() == []


def test_of_two_rates_as_near_a_batch_gives_the_positive():
    flows = flows_with(-0.5, 0.5)
    assert internal_rates(flows) == pytest.approx((-0.5, 0.5))
    assert internal_rate_batch(flows[:, None]) == pytest.approx([0.5])


@pytest.mark.parametrize("flows", [[], [-1.0, math.nan], [-1.0, math.inf]])
def test_internal_rates_of_missing_flows_are_refused(flows):
    with pytest.raises(ValueError, match="Some flows are missing"):
        internal_rates(flows)


def test_a_modified_rate_needs_a_shortage_and_a_surplus():
    assert math.isnan(modified_internal_rate([-1.0, -2.0], 0.05, 0.05))
    assert math.isnan(modified_internal_rate([1.0, 2.0], 0.05, 0.05))


@unhurried
@given(st.floats(-0.5, 1), amounts)
def test_the_net_present_value_is_the_sum_of_discounted_flows(rate, flows):
    discounted = sum(flow / (1 + rate) ** year for year, flow in enumerate(flows))
    scale = sum(abs(flow) / (1 + rate) ** year for year, flow in enumerate(flows))
    assert net_present_value(rate, flows) == pytest.approx(discounted, abs=1e-12 * scale + 1e-300)


def test_a_rate_that_rounds_to_minus_all_is_left_out():
    flows = [1.0, -1e-20]
    assert -1 + Fraction(1e-20) > -1 == -1 + 1e-20
    assert internal_rates(flows) == ()
