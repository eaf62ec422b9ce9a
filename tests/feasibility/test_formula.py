"""The language of lines: what each word means, groups, and that one definition is enough for a new cost."""

import math
from dataclasses import replace

import numpy as np
import pytest

from feasibility.checks import faults
from feasibility.compile.kernel import Ledger, batch, ledger
from feasibility.formula import MEMBERS, WORDS, Input, Line, Model
from feasibility.inputs import resolve
from feasibility.model import model
from tests.feasibility.plans import ON, random_plan, simple_plan
from tests.feasibility.small_models import GIVEN, YEARS, line, refused, run, small

# What the words mean

ONCE = [
    ("a + b * 2 - 1", -6.0),
    ("a / b", 2.0 / -3.5),
    ("a ** 3", 8.0),
    ("-a - -b", -5.5),
    ("min(a, b, 1)", -3.5),
    ("max(a, b, 1)", 2.0),
    ("abs(b)", 3.5),
    ("whole(b)", -4.0),
    ("whole(3.999)", 3.0),
    ("cents(0.125)", 0.13),
    ("cents(0 - 0.125)", -0.12),
    ("cents(a / 3)", 0.67),
    ("when(a > b, 10, 20)", 10.0),
    ("when(a > 1 and b > 0, 10, 20)", 20.0),
    ("when(a > 1 or b > 0, 10, 20)", 10.0),
    ("when(a == 2, when(b != 2, 1, 2), 3)", 1.0),
    ("(a >= 2) * 5 + (a < 2) * 7 + (b <= 0)", 6.0),
    ("total(x)", 7.5),
    ("total(x * x) + total(w)", 53.25),
    ("total(x * (x > 2) + a)", 12.5),
    ("largest(x)", 4.0),
]


@pytest.mark.parametrize(("formula", "expected"), ONCE, ids=[formula for formula, _ in ONCE])
def test_a_formula_means_what_it_says(formula, expected):
    assert run(line("result", formula))["result"] == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(("formula", "expected"), ONCE, ids=[formula for formula, _ in ONCE])
def test_a_formula_means_the_same_in_a_batch(formula, expected):
    base = run(line("result", formula), a=0.5)
    found = batch(base, {"a": np.array([1.5, 2.0, 4.0])}, ("result",))["result"]
    assert found[1] == pytest.approx(expected, rel=1e-15)
    assert found == pytest.approx([run(line("result", formula), a=a)["result"] for a in (1.5, 2.0, 4.0)])


def test_a_line_per_element_has_a_value_for_each():
    lines = run(line("part", "x / total(x)", per="loan"), line("so_far", "through(x)", per="loan"))
    assert lines["part"] == pytest.approx([1 / 7.5, 4 / 7.5, 2.5 / 7.5])
    assert lines["so_far"] == pytest.approx([1.0, 5.0, 7.5])


def test_a_line_per_element_may_sum_over_other_elements():
    lines = run(line("mixed", "x * total(w)", per="loan"))
    assert lines["mixed"] == pytest.approx([30.0, 120.0, 75.0])


MONTHLY = line("m", "t", "month")
SERIES = (
    line("saved", "prev(saved) + a", "month", start="b"),
    line("level", "when(t == 1, 1, prev(level) * a)", "year", start="1"),
    line("from_months", "year_sum(saved)", "year"),
    line("at_year_end", "year_end(saved)", "year"),
    line("each", "prev(each) + x", "year", per="loan", start="x"),
    line("all_before", "total(prev(each))", "year"),
)


def test_prev_is_the_value_one_period_earlier_and_start_the_first_of_them():
    lines = run(*SERIES)
    assert lines["saved"] == pytest.approx([-3.5 + 2 * month for month in range(37)])
    assert lines["level"] == [1.0, 1.0, 2.0, 4.0]
    assert lines["each"][1] == [4.0, 8.0, 12.0, 16.0]


def test_year_sum_and_year_end_look_at_the_twelve_months_of_the_year():
    lines = run(*SERIES)
    months = lines["saved"]
    assert lines["from_months"][1:] == pytest.approx(
        [sum(months[1:13]), sum(months[13:25]), sum(months[25:37])]
    )
    assert lines["at_year_end"][1:] == pytest.approx([months[12], months[24], months[36]])
    assert lines["from_months"][0] == lines["at_year_end"][0] == 0.0


def test_total_of_prev_sums_the_values_of_the_period_before():
    assert run(*SERIES)["all_before"][1:] == [7.5, 15.0, 22.5]


def test_t_is_the_month_or_the_year():
    lines = run(MONTHLY, line("y", "t", "year"))
    assert lines["m"] == [0.0, *range(1, 37)]
    assert lines["y"] == [0.0, 1.0, 2.0, 3.0]


FLOW = line("flow", "when(t == 1, 0 - 50 * a, 60)", "year")
FIGURES = [
    ("lowest(flow)", -100.0),
    ("highest(flow)", 60.0),
    ("summed(flow)", 20.0),
    ("last(flow)", 60.0),
    ("at(flow, 1)", -100.0),
    ("at(flow, a + 1)", 60.0),
    ("at(flow, 9)", 0.0),
    ("first(rising)", 2.0),
    ("first(never)", 0.0),
    ("irr(flow)", (0.6 + math.sqrt(0.36 + 2.4)) / 2 - 1),
    ("summed(flow) / last(flow) + a", 2 + 1 / 3),
]
TESTS = (line("rising", "when(flow > 0, 1, 0)", "year"), line("never", "0 * flow", "year"))


@pytest.mark.parametrize(("formula", "expected"), FIGURES, ids=[formula for formula, _ in FIGURES])
def test_a_figure_folds_the_years(formula, expected):
    lines = (FLOW, *TESTS, line("result", formula, "figure"))
    assert run(*lines)["result"] == pytest.approx(expected, rel=1e-12)
    found = batch(run(*lines, a=1.0), {"a": np.array([1.0, 2.0])}, ("result",))["result"]
    assert found == pytest.approx([run(*lines, a=1.0)["result"], expected], rel=1e-12)


def test_a_figure_without_an_internal_rate_is_no_number():
    assert math.isnan(run(line("cost", "0 - t", "year"), line("rate", "irr(cost)", "figure"))["rate"])


def test_flows_of_less_than_half_a_cent_are_no_return():
    flow = line("flow", "when(t == 1, 0 - 1000, when(t == 2, 0 - 10, 0.000000001))", "year")
    lines = (flow, line("rate", "irr(flow)", "figure"))
    assert math.isnan(run(*lines)["rate"])


def test_figures_per_element_fold_each_element():
    lines = run(
        line("each", "x * t", "year", per="loan"), line("most", "highest(each)", "figure", per="loan")
    )
    assert lines["most"] == [3.0, 12.0, 7.5]


def test_nothing_of_a_kind_sums_to_nought_and_has_no_largest():
    lines = (line("sum", "total(x)"), line("most", "largest(x)"), line("shares", "a / max(total(x), 1)"))
    assert [run(*lines, x=())[name] for name in ("sum", "most", "shares")] == [0.0, 0.0, 2.0]
    base = run(*lines, x=())
    assert batch(base, {"a": np.array([3.0])}, ("shares", "most"))["shares"][0] == 3.0


def test_a_start_may_sum_over_elements():
    assert run(line("stock", "prev(stock) + 1", "year", start="total(x) + a"))["stock"] == [
        9.5,
        10.5,
        11.5,
        12.5,
    ]


def test_every_word_is_tried_here():
    tried = " ".join(
        [formula for formula, _ in ONCE + FIGURES] + [one.formula for one in SERIES] + ["through(x)"]
    )
    assert {word for word in WORDS if f"{word}(" not in tried} == set()


# Groups

GROUP = line("costs", MEMBERS, "year")


def test_a_group_is_the_sum_of_the_lines_that_go_into_it():
    lines = run(GROUP, line("light", "a * t", "year", into="costs"), line("heat", "10", "year", into="costs"))
    assert lines["costs"] == [0.0, 12.0, 14.0, 16.0]


def test_a_group_takes_in_lines_that_come_later():
    first = small(GROUP, line("light", "a * t", "year", into="costs"))
    second = first.plus(line("heat", "10", "year", into="costs"), line("water", "1", "year", into="costs"))
    assert ledger(second, GIVEN, YEARS)["costs"] == [0.0, 13.0, 15.0, 17.0]
    assert ledger(first, GIVEN, YEARS)["costs"] == [0.0, 2.0, 4.0, 6.0]


def test_a_group_may_be_empty_until_a_line_comes():
    empty = small(GROUP)
    assert ledger(empty, GIVEN, YEARS)["costs"] == [0.0, 0.0, 0.0, 0.0]
    assert (
        ledger(empty.plus(line("heat", "10", "year", into="costs")), GIVEN, YEARS)["costs"][1:] == [10.0] * 3
    )


def test_a_group_that_is_not_there_is_refused():
    assert refused(line("light", "a", "year", into="costs")) == "there is no group called costs"


def test_what_moves_with_an_input_and_what_a_line_needs_is_known():
    known = small(GROUP, line("light", "a * t", "year", into="costs"), line("other", "b", "year"))
    assert known.downstream({"a"}) == {"light", "costs"}
    assert known.upstream({"costs"}) == {"light", "costs"}


# A new cost is one definition

LIFT = Line(
    "lift_check",
    "eur",
    "lift_price * price_level * use",
    "Keuring van de lift",
    "Inspection of the lift",
    sign="-",
    into="operating_costs",
    needs=(Input("lift_price", "eur_year", "Prijs van een keuring", "Price of an inspection"),),
)


def lifted(price: float, **changes: object) -> tuple[Model, Ledger]:
    wider = model().plus(LIFT)
    plan = simple_plan(extra={"lift_price": price}, **changes)
    assert faults(plan, on=ON, model=wider) == ()
    return wider, ledger(wider, resolve(plan, ON).values, plan.years)


def test_adding_a_cost_line_is_one_definition():
    plain = ledger(model(), resolve(simple_plan(), ON).values, 40)
    wider, lines = lifted(1200.0)
    expected = [0.0, 0.0, 0.0] + [1200.0 * 1.02 ** (year - 1) for year in range(3, 41)]
    assert lines["lift_check"] == pytest.approx(expected)
    added = [
        after - before
        for before, after in zip(plain["operating_costs"], lines["operating_costs"], strict=True)
    ]
    assert added == pytest.approx(expected, abs=1e-8)
    assert lines["cost_rent"][3] - plain["cost_rent"][3] == pytest.approx(expected[3] / 0.98)
    assert lines["charge_1"] > plain["charge_1"]
    assert lines["balance_check"] < 1e-6
    assert "lift_check" in {line.name for line in wider.of("year")}


def test_an_added_cost_line_takes_part_in_a_batch():
    _, lines = lifted(1200.0)
    prices = np.array([0.0, 1200.0, 2400.0])
    found = batch(lines, {"lift_price": prices}, ("charge_1", "balance_check"))
    assert found["charge_1"] == pytest.approx([lifted(float(price))[1]["charge_1"] for price in prices])
    assert np.all(found["balance_check"] < 1e-6)


def test_an_added_cost_line_leaves_the_balance_closed_on_any_plan():
    wider = model().plus(LIFT)
    for seed in range(10):
        plan = replace(random_plan(np.random.default_rng(seed)), extra={"lift_price": 900.0})
        assert ledger(wider, resolve(plan, ON).values, plan.years)["balance_check"] < 1e-4


def test_a_plan_is_asked_for_what_an_added_line_needs():
    (fault,) = faults(simple_plan(), on=ON, model=model().plus(LIFT))
    assert fault.key == "extra.lift_price"
    assert "Price of an inspection" in fault.en
