"""The published rule: exact, the same on every machine, with ties explained."""

from decimal import Decimal
from fractions import Fraction

import pytest

from proeftuin.calls.rules.ranking import Measure, Sheet, by_weight, digest, hundredths, ranking

HEAVY = Measure(key="1", weight=60, bottom=0, top=5)
LIGHT = Measure(key="2", weight=40, bottom=1, top=5)
MEASURES = [LIGHT, HEAVY]


def sheet(heavy, light):
    return Sheet({"1": heavy, "2": light})


def test_a_top_score_gives_the_whole_weight_and_a_lowest_score_none():
    best, worst = ranking(MEASURES, {"A": [sheet(5, 5)], "B": [sheet(0, 1)]})
    assert (best.total, worst.total) == (Decimal("100.00"), Decimal("0.00"))


def test_the_total_is_the_weighted_mean_over_jurors():
    only = ranking(MEASURES, {"A": [sheet(5, 5), sheet(4, 3), sheet(3, 3)]})[0]
    assert only.points == {"1": Decimal("48.00"), "2": Decimal("26.67")}
    assert only.total == Decimal("74.67")
    assert only.spread == Decimal("44.00")


def test_equal_totals_are_broken_by_the_heaviest_criterion_and_say_so():
    first, second = ranking(MEASURES, {"A": [sheet(0, 5)], "B": [sheet(2, 3)]}), None
    assert [s.total for s in first] == [Decimal("44.00"), Decimal("40.00")]
    even = [Measure("1", 50, 0, 5), Measure("2", 50, 0, 5)]
    first, second = ranking(even, {"A": [sheet(2, 4)], "B": [sheet(4, 2)]})
    assert (first.number, first.rank, first.broken_by) == ("B", 1, "1")
    assert (second.number, second.rank, second.broken_by) == ("A", 2, "1")


def test_what_stays_equal_shares_its_place_and_the_next_place_is_skipped():
    standings = ranking(MEASURES, {"A": [sheet(3, 3)], "B": [sheet(3, 3)], "C": [sheet(1, 1)]})
    assert [(s.number, s.rank, s.is_tied) for s in standings] == [
        ("A", 1, True),
        ("B", 1, True),
        ("C", 3, False),
    ]


def test_an_application_without_scores_comes_last_without_a_place():
    scored, unscored = ranking(MEASURES, {"A": [], "B": [sheet(0, 1)]})
    assert (scored.number, unscored.number, unscored.rank, unscored.total) == ("B", "A", None, None)


@pytest.mark.parametrize(
    ("number", "rounded"),
    [
        (Fraction(1, 200), "0.01"),
        (Fraction(-1, 200), "-0.01"),
        (Fraction(2, 3), "0.67"),
        (Fraction(1, 3), "0.33"),
    ],
)
def test_halves_round_away_from_zero(number, rounded):
    assert hundredths(number) == Decimal(rounded)


def test_thirds_do_not_depend_on_the_order_of_jurors():
    sheets = [sheet(5, 5), sheet(4, 2), sheet(2, 3)]
    assert ranking(MEASURES, {"A": sheets}) == ranking(MEASURES, {"A": sheets[::-1]})
    assert digest("call", MEASURES, {"A": sheets}) == digest("call", MEASURES, {"A": sheets[::-1]})


def test_the_digest_moves_with_one_score():
    one, other = {"A": [sheet(5, 5)]}, {"A": [sheet(5, 4)]}
    assert digest("call", MEASURES, one) != digest("call", MEASURES, other)
    assert digest("call", MEASURES, one) != digest("other", MEASURES, one)


def test_equal_weights_keep_the_order_of_the_call():
    even = [Measure(str(n), 10, 0, 5) for n in range(3)]
    assert by_weight(even) == even
