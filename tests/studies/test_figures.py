"""Figures in words: the same wherever they are shown, and cover never larger than it is."""

import pytest
from django.utils.translation import override

from feasibility import assess
from feasibility.formats import measured
from feasibility.model import model
from proeftuin.studies import funding
from proeftuin.studies.figures import figure_words, input_words
from proeftuin.studies.side_by_side import columns
from tests.factories import studies
from tests.feasibility.plans import simple_plan


def test_cover_has_two_decimals_and_is_never_shown_larger_than_it_is():
    assert [figure_words("factor", one, "nl") for one in (1.1748, 1.1, 1.0999, -0.001)] == ["1,17", "1,10", "1,09", "-0,01"]  # fmt: skip
    assert measured(1.1748, "factor", "nl") == "1,1748"  # what it would be


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), (1.0, 2.0)])
def test_what_says_nothing_is_a_dash(value):
    assert figure_words("factor", value, "nl") == figure_words("eur", value, "nl") == "–"


def test_cover_of_a_plan_without_debt_is_a_dash():
    assert figure_words("factor", 999.0, "nl") == "–"
    assert figure_words("eur", 999.0, "nl") == "€ 999"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [("build_cost_factor", 1.4, "+40%"), ("build_cost_factor", 0.9, "-10%"), ("inflation", 0.02, "2% per jaar"), ("delay", 3.0, "3 maanden")],
)  # fmt: skip
def test_an_uncertain_input_is_said_as_people_say_it(name, value, words):
    assert input_words(model().input_by_name[name], value, "nl") == words


def test_a_rise_of_rates_is_in_points():
    with override("en"):
        said = input_words(model().input_by_name["rate_rise"], -0.01, "en")
    assert said == "-1 pt"


@pytest.mark.django_db
def test_the_columns_of_a_comparison_show_cover_with_two_decimals():
    version = studies.version()
    cover = next(line for line in columns([version], "nl").figures if "dekking" in line.label)
    assert [cell[:2] for cell in cover.marked] == [("1,10", False)]


def test_the_items_of_the_uses_together_are_the_investment():
    assessment = assess(simple_plan())
    found = dict(funding.items(assessment, "nl"))
    assert len(found) > 3
    assert sum(found.values()) == pytest.approx(assessment.lines["total_investment"], abs=0.02)


def test_the_sum_of_what_nobody_knows_is_not_nought():
    assert funding.total([None, None]) is None
    assert funding.total([None, 0.0]) == 0.0
    assert funding.total([None, 2.0, 3.0]) == 5.0
