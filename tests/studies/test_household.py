"""From what was typed on the calculator to the engine, and back to the words of the page."""

from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from feasibility import PlanError
from feasibility.household import compare, example, read_household
from proeftuin.studies.household.comparing import (
    OWN,
    QUESTIONS,
    SIMPLE,
    calculate,
    choice_names,
    example_values,
    household_of,
)
from proeftuin.studies.household.page import GROWTHS, Page, page_of

TODAY = date(2026, 11, 25)
MINE = {"rent_amount": 950.0, "own_money": 60_000.0, "income": 3_400.0, "start": date(2026, 12, 1)}


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def values(**more: Any) -> dict[str, Any]:
    """The example's values with a household's own."""
    return {**example_values(), **MINE, **more}


def page(language: str = "en", typed: dict[str, bool] | None = None, **more: Any) -> Page:
    """What the page shows of a household."""
    with override(language):
        return page_of(calculate(household_of(values(**more)), TODAY), None, typed or {})


def test_the_example_with_its_own_figures_is_the_household_of_the_engine():
    assert household_of(values()) == read_household(example())


def test_the_page_says_the_engines_own_sentence_and_figures():
    direct = compare(read_household(example()), on=TODAY)
    shown = page("nl")
    assert shown.answer.replace("\xa0", " ") == direct.answer("nl")
    assert shown.comparison.sides == direct.sides


def test_rent_own_money_and_income_are_never_filled_in():
    assert not set(OWN) & set(example_values())
    assert {"rent_amount", "own_money"} <= {one.name for one in QUESTIONS if one.field.required}


def test_a_field_that_is_left_empty_takes_the_default_of_the_engine():
    assert (
        household_of(values(buy_file_cost=None, buy_loan=None)).buy
        == household_of(values(buy_file_cost=-1.0)).buy
    )


def test_every_choice_has_a_name_in_both_languages():
    for one in QUESTIONS:
        if one.field.kind != "choice":
            continue
        for language in ("nl", "en"):
            with override(language):
                names = choice_names(one, language)
            bare = {value for value, name in names.items() if value == name}
            assert bare <= {"A", "B", "C", "D", "E", "F", "actuarial"}, one.key


def test_the_charge_of_a_study_cannot_be_chosen_by_hand():
    assert "path" not in next(one for one in QUESTIONS if one.name == "cooperative_capital").choices


def test_a_way_that_cannot_be_started_is_named_and_the_others_go_on():
    outcome = calculate(household_of(values(own_money=10_000.0)), TODAY)
    assert outcome.comparison.household.sides == ("rent", "buy")
    assert outcome.missed is not None
    assert outcome.missed.side == "cooperative"
    with pytest.raises(PlanError):
        compare(household_of(values(own_money=10_000.0)), on=TODAY)  # the control: the engine stops here
    said = page("en", own_money=10_000.0).missed
    assert said.startswith(
        "Cooperative living is not in this comparison. Your own money leaves €10,000 to pay in"
    )


def test_without_two_ways_that_can_be_started_there_is_no_comparison():
    with pytest.raises(PlanError) as caught:
        calculate(household_of(values(own_money=0.0)), TODAY)
    assert {fault.key for fault in caught.value.faults} == {"own_money"}


def test_another_fault_is_not_hidden_behind_a_way_that_is_left_out():
    with pytest.raises(PlanError) as caught:
        calculate(household_of(values(own_money=10_000.0, buy_loan=9_000_000.0)), TODAY)
    assert "buy.loan" in {fault.key for fault in caught.value.faults}


def test_break_even_is_a_range_over_the_growth_of_house_prices():
    with override("en"):
        turns = page().turns
        sentences = page().turn_words
    assert [turn.growth for turn in turns] == ["0%", "1%", "2%", "3%", "4%"]
    assert [turn.is_chosen for turn in turns] == [False, False, True, False, False]
    assert len({cells for turn in turns for cells in [turn.cells]}) > 1
    assert "0% a year" in sentences[0]
    assert "at 4%" in sentences[0]


def test_the_range_agrees_with_a_calculation_at_each_growth():
    for growth, turn in zip(GROWTHS, page().turns, strict=True):
        alone = calculate(household_of(values(outlook_house_growth=growth)), TODAY).comparison
        with override("en"):
            said = [
                page()._ahead((one.first, one.second), {key: alone.lines[key] for key in (f"{one.first}_over_{one.second}", f"{one.second}_over_{one.first}")})
                for one in alone.break_even
                if "buy" in {one.first, one.second}
            ]  # fmt: skip
        assert [what for _pair, what in turn.cells] == said


def test_an_own_growth_of_house_prices_stands_among_the_others():
    with override("en"):
        turns = page(outlook_house_growth=0.015).turns
    assert [turn.growth for turn in turns if turn.is_chosen] == ["1.5%"]


def test_the_slider_goes_from_the_lowest_contribution_to_all_own_money():
    capital = page(own_money=90_000.0, cooperative_own_capital=50_000.0).capital
    assert capital is not None
    assert (capital.low, capital.now, capital.high, capital.is_fixed) == ("40000", "50000", "90000", False)


def test_the_charge_falls_with_the_contribution():
    with override("en"):
        capital = page().capital
    assert capital is not None
    assert capital.charge is not None
    charges = [float(row[1].replace("€", "").replace(",", "")) for row in capital.charge.table.rows]
    assert charges == sorted(charges, reverse=True)
    assert len(set(charges)) == 5


def test_what_the_example_filled_in_is_an_assumption_and_what_was_typed_is_yours():
    with override("en"):
        rows = {one.field: one for one in page(typed={"buy_price": True}).basis if one.field}
    assert (rows["buy_price"].status, rows["buy_price"].source) == ("assumption", "example value")
    assert rows["rent_amount"].status == "yours"
    assert rows["outlook_inflation"].status == "assumption"


def test_everything_that_the_engine_assumes_is_on_the_page_with_a_status_and_a_day():
    with override("nl"):
        shown = page("nl")
        assert len(shown.basis) == len(shown.comparison.assumptions)
        assert all(one.status and one.day and one.label for one in shown.basis)
        assert {one.address[:8] for one in shown.basis} == {"", "https://"}


def test_what_is_not_verified_is_named_in_words():
    with override("en"):
        said = " ".join(page().warnings)
    assert "Not verified at the source:" in said
    assert "registration.own_home" not in said


def test_no_sentence_advises():
    for language in ("nl", "en"):
        with override(language):
            shown = page(language)
            text = " ".join([shown.answer, *shown.turn_words, *shown.warnings, *shown.not_counted, *(said for said, _here in shown.checks)])  # fmt: skip
        words = set(text.lower().replace(",", " ").replace(".", " ").split())
        assert not words & {
            "beter",
            "voordeliger",
            "aanrader",
            "best",
            "slimmer",
            "better",
            "cheaper",
            "recommend",
        }


def test_six_questions_stand_in_front():
    assert len(SIMPLE) == 6
    assert set(SIMPLE) <= {one.name for one in QUESTIONS}
