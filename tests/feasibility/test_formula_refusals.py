"""What the language refuses: always before anything is worked out, with the line named and with words that help."""

from itertools import pairwise

import pytest

from feasibility.formula import ModelError, parse
from tests.feasibility.small_models import line, refused, run

WRONG = {
    "sqrt(a)": "unknown word sqrt()",
    "a.real": "Attribute is no part of the language",
    "a.conjugate()": "unknown word a.conjugate()",
    "x[0]": "Subscript is no part of the language",
    "'text'": "only numbers may stand in a formula, not 'text'",
    "True": "only numbers may stand in a formula, not True",
    "None": "only numbers may stand in a formula, not None",
    "a if b > 1 else 2": "IfExp is no part of the language",
    "lambda: a": "Lambda is no part of the language",
    "[a, b]": "List is no part of the language",
    "(a, b)": "Tuple is no part of the language",
    "a // b": "FloorDiv is no part of the language",
    "a % b": "Mod is no part of the language",
    "not a": "Not is no part of the language",
    "a := 3": "the formula cannot be read: 'a := 3'",
    "a +": "the formula cannot be read: 'a +'",
    "": "the formula cannot be read: ''",
    "1 < a < 3": "one comparison at a time",
    "max(a)": "max() takes two or more arguments",
    "abs(a, b)": "abs() takes 1 arguments",
    "when(a > 1, 2)": "when() takes 3 arguments",
    "abs(x=a)": "unknown word abs()",
    "min(*x)": "min() takes two or more arguments",
    "prev(a + b)": "prev() takes the name of a line",
    "largest(2 * x)": "largest() takes the name of a line",
    "lowest(a + 1)": "lowest() takes the name of a line",
    "total(max(x, 1))": "in total() only arithmetic, comparisons and prev() may stand",
    "total(total(x))": "in total() only arithmetic, comparisons and prev() may stand",
    "__import__('os')": "unknown word __import__()",
}


@pytest.mark.parametrize("formula", WRONG, ids=list(WRONG))
def test_what_is_no_part_of_the_language_is_refused_with_the_line_named(formula):
    assert refused(line("odd_one", formula)) == f"odd_one: {WRONG[formula]}"


def test_the_text_alone_is_held_to_the_language_too():
    with pytest.raises(ModelError, match=r"until: unknown word open\(\)"):
        parse("open('x')", "until")


@pytest.mark.parametrize(
    "formula", ["(a > 1 and b > 1) * 2", "a > 1 and b > 1", "total(x > 1) + (a > 1 or b > 1)"]
)
def test_and_and_or_stand_only_in_the_test_of_a_choice(formula):
    assert "odd_one" in refused(line("odd_one", formula))


@pytest.mark.parametrize("test", ["a", "2", "a + b", "a > 1 and b"])
def test_a_choice_needs_a_comparison(test):
    assert "odd_one" in refused(line("odd_one", f"when({test}, 1, 2)"))


def test_a_name_that_is_not_there_is_refused():
    assert refused(line("odd_one", "a + nowhere")) == "odd_one: there is no line or input called nowhere"


def test_a_name_is_used_once():
    assert (
        refused(line("a", "1"), line("two", "2"), line("two", "3"))
        == "more than one line or input is called a, two"
    )
    assert refused(line("t", "1")) == "more than one line or input is called t"


def test_a_circle_prints_its_path():
    said = refused(
        line("rent", "cost + 1", "year"), line("cost", "tax * 2", "year"), line("tax", "rent / 3", "year")
    )
    begin, _, path = said.partition(": ")
    assert begin == "these lines go round in a circle"
    steps = path.split(" → ")
    assert steps[0] == steps[-1]
    assert set(steps) == {"rent", "cost", "tax"}
    follows = {"rent": "cost", "cost": "tax", "tax": "rent"}
    assert all(follows[one] == two for one, two in pairwise(steps))


def test_a_look_at_the_period_before_is_no_circle():
    lines = run(line("rent", "cost + 1", "year"), line("cost", "prev(rent) * 2", "year"))
    assert lines["rent"] == [0.0, 1.0, 3.0, 7.0]


def test_a_line_that_looks_at_itself_is_a_circle():
    assert refused(line("rent", "rent + 1", "year")) == "these lines go round in a circle: rent → rent"


# Clocks

MONTHLY, YEARLY, ONCE_LINE = line("m", "t", "month"), line("y", "a", "year"), line("o", "a")
CLOCKS = {
    "once looks at a month": line("odd_one", "m"),
    "once looks at a year": line("odd_one", "y"),
    "a month looks at a year": line("odd_one", "y", "month"),
    "a month looks at the year before": line("odd_one", "prev(y)", "month"),
    "a year looks at a month": line("odd_one", "m", "year"),
    "a year looks at a month, partly well": line("odd_one", "m + year_sum(m)", "year"),
    "a figure looks at a year": line("odd_one", "y", "figure"),
    "a figure looks at a month": line("odd_one", "m", "figure"),
    "a figure sums months": line("odd_one", "year_sum(m)", "figure"),
    "a year sums years": line("odd_one", "year_sum(y)", "year"),
    "a year looks at the end of a year": line("odd_one", "year_end(y)", "year"),
    "a month sums months": line("odd_one", "year_sum(m)", "month"),
    "a year folds years": line("odd_one", "lowest(y)", "year"),
    "a month folds months": line("odd_one", "highest(m)", "month"),
    "once folds years": line("odd_one", "last(y)"),
    "once looks back": line("odd_one", "prev(o)"),
    "a figure looks back": line("odd_one", "prev(y)", "figure"),
    "a year looks back at what is once": line("odd_one", "prev(o)", "year"),
    "a year looks back at an input": line("odd_one", "prev(a)", "year"),
    "a year sums an input": line("odd_one", "year_sum(a)", "year"),
    "a figure folds what is once": line("odd_one", "lowest(o)", "figure"),
    "once asks for the time": line("odd_one", "t"),
    "a figure asks for the time": line("odd_one", "t + last(y)", "figure"),
    "a start looks at a month": line("odd_one", "prev(odd_one)", "month", start="m"),
    "a start asks for the time": line("odd_one", "prev(odd_one)", "month", start="t"),
    "a start looks at nothing": line("odd_one", "prev(odd_one)", "month", start="nowhere"),
}


@pytest.mark.parametrize("odd", CLOCKS.values(), ids=list(CLOCKS))
def test_a_look_at_another_clock_is_refused_with_the_line_named(odd):
    assert refused(MONTHLY, YEARLY, ONCE_LINE, odd).startswith("odd_one")


# Elements

ELEMENTS = {
    "one of many": line("odd_one", "x"),
    "one of many, partly well": line("odd_one", "x / total(x)"),
    "another kind": line("odd_one", "w", per="loan"),
    "the largest of one": line("odd_one", "largest(a)"),
    "up to and including of one": line("odd_one", "through(a)", per="loan"),
    "the sum of nothing per element": line("odd_one", "total(a)"),
    "two kinds in one sum": line("odd_one", "total(x * w)"),
    "a start per element of a line for all": line("odd_one", "prev(odd_one)", "year", start="x"),
}


@pytest.mark.parametrize("odd", ELEMENTS.values(), ids=list(ELEMENTS))
def test_a_look_at_other_elements_is_refused_with_the_line_named(odd):
    assert refused(odd).startswith("odd_one")


def test_the_refusal_of_one_of_many_says_what_to_write():
    assert refused(line("odd_one", "x")) == "odd_one: x is per loan; say total(x)"
