"""Who can afford a home, by an income table that the user gives."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feasibility import PlanError
from feasibility.affordability import IncomeClass, reach, share_above
from feasibility.plan import Home
from tests.feasibility.plans import simple_plan
from tests.feasibility.words import EVERYTHING, assessed

TABLE = (IncomeClass(1500.0, 0.1), IncomeClass(2500.0, 0.3), IncomeClass(4000.0, 0.35), IncomeClass(None, 0.25))  # fmt: skip


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (-10.0, (1.0, 1.0, 1.0)),
        (0.0, (1.0, 1.0, 1.0)),
        (750.0, (0.95, 0.9, 1.0)),  # half of the first class
        (1500.0, (0.9, 0.9, 0.9)),  # on a bound nothing is estimated
        (2000.0, (0.75, 0.6, 0.9)),
        (4000.0, (0.25, 0.25, 0.25)),
        (5000.0, (None, 0.0, 0.25)),  # nothing is known within the open class
    ],
)
def test_the_share_above_a_limit(limit, expected):
    estimate, at_least, at_most = share_above(TABLE, limit)
    assert (at_least, at_most) == pytest.approx(expected[1:])
    assert estimate == (None if expected[0] is None else pytest.approx(expected[0]))


def test_beyond_a_closed_last_class_there_is_nobody():
    closed = (IncomeClass(2000.0, 0.4), IncomeClass(4000.0, 0.6))
    assert share_above(closed, 4000.0) == (0.0, 0.0, 0.0)


@given(st.floats(0, 6000), st.floats(0, 6000))
def test_a_higher_limit_is_never_reached_by_more_households(one, other):
    low, high = sorted((one, other))
    below, above = share_above(TABLE, low), share_above(TABLE, high)
    assert below[1] >= above[1] - 1e-12
    assert below[2] >= above[2] - 1e-12
    assert below[0] is None or below[1] - 1e-12 <= below[0] <= below[2] + 1e-12


def test_each_home_tells_the_income_it_takes_the_contribution_and_its_reach():
    result = assessed()
    found = reach(result, TABLE)
    for number, home in enumerate(found.homes):
        assert home.home == EVERYTHING.homes[number].name
        assert home.income_needed == result.figures["home_income_needed"][number]
        assert home.own_capital == result.lines["home_capital"][number]
        assert (home.share, home.at_least, home.at_most) == share_above(TABLE, home.income_needed)
    assert found.norm.name == "norms.housing_share"


def test_other_housing_costs_count_too():
    plain, costly = (assessed(simple_plan(homes=(Home(name="Large", count=6, area=90.0, other_costs=costs),))) for costs in (0.0, 150.0))  # fmt: skip
    needed = [reach(result, TABLE).homes[0].income_needed for result in (plain, costly)]
    assert needed[1] - needed[0] == pytest.approx(150 / 0.30)


def test_the_reach_reads_as_plain_words_with_the_norm_and_its_status():
    open_end = (IncomeClass(100.0, 0.1), IncomeClass(None, 0.9))
    dutch, english = (reach(assessed(), open_end).text(language).splitlines() for language in ("nl", "en"))
    assert dutch[0].startswith("‘Large’: betaalbaar vanaf € ")
    assert "dat is tussen 0% en 90% van de huishoudens" in dutch[0]
    assert dutch[-1] == "Betaalbaar: woonvergoeding en andere woonkosten zijn samen hoogstens 30% van het inkomen (praktijk)."  # fmt: skip
    assert "which is between 0% and 90% of households" in english[0]
    assert "(practice)" in english[-1]
    wide = (IncomeClass(100_000.0, 1.0),)
    assert "dat is naar schatting 9" in reach(assessed(), wide).text("nl")


def test_a_table_with_faults_is_refused_with_all_of_them_at_once():
    wrong = (IncomeClass(None, 0.5), IncomeClass(-3.0, -0.1), IncomeClass(2000.0, 0.7), IncomeClass(1000.0, 0.7))  # fmt: skip
    with pytest.raises(PlanError) as refused:
        reach(assessed(), wrong)
    assert [fault.key for fault in refused.value.faults] == [
        "incomes[0].upper", "incomes[1].share", "incomes[1].upper", "incomes[3].upper", "incomes",
    ]  # fmt: skip
    assert "de delen zijn samen 180%: dat moet 100% zijn." in refused.value.message("nl")


@pytest.mark.parametrize("share", [float("nan"), float("inf"), 1.5])
def test_a_share_that_is_no_share_is_refused(share):
    with pytest.raises(PlanError, match="no share of households"):
        reach(assessed(), (IncomeClass(2000.0, share),))


def test_an_empty_table_and_a_plan_without_a_full_year_are_refused():
    with pytest.raises(PlanError, match="the income table is empty"):
        reach(assessed(), ())
    with pytest.raises(PlanError, match="no full year of use"):
        reach(assessed(replace(EVERYTHING, years=2)), TABLE)


def test_a_published_table_may_be_off_by_a_rounding():
    assert reach(assessed(), (IncomeClass(2000.0, 0.333), IncomeClass(4000.0, 0.333), IncomeClass(None, 0.334))).homes  # fmt: skip
    assert reach(assessed(), (IncomeClass(2000.0, 0.3333), IncomeClass(None, 0.6664))).homes
