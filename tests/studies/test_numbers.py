"""Numbers as people write them, in both languages."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from proeftuin.studies.forms.numbers import AmountField, PercentField, WholeField
from proeftuin.studies.numbers import read_number, write_number

AMOUNTS = {
    "1250": 1250.0,
    "1250.5": 1250.5,
    "1250,5": 1250.5,
    "1.250,50": 1250.5,
    "1,250.50": 1250.5,
    "1.250": 1250.0,
    "1,250": 1250.0,
    "12.50": 12.5,
    "12,50": 12.5,
    "0,125": 0.125,
    "0.125": 0.125,
    ",5": 0.5,
    "5,": 5.0,
    "1250,500": 1250.5,
    "1.000.000": 1_000_000.0,
    "1,000,000": 1_000_000.0,
    "1.000.000,00": 1_000_000.0,
    "1.000,00": 1000.0,
    "€ 950": 950.0,
    "950 €": 950.0,
    "€950,-": 950.0,
    "€ 950,--": 950.0,
    "950 euro": 950.0,
    "EUR 950": 950.0,
    "€ 1 250": 1250.0,
    "1 250": 1250.0,
    "1 250,50": 1250.5,
    "  1250  ": 1250.0,
    "\t1250\n": 1250.0,
    "0": 0.0,
    "007": 7.0,
    "-5": -5.0,
    "− 5": -5.0,
    "€ -5": -5.0,
    "999999999999": 999_999_999_999.0,
}
NO_NUMBERS = [
    "veel", "-", "€", ".", ",", "1.2.3", "1,2,3", "1.25,50", "1.250.50", "1.250,500.5", "12,50.5", "0,250.5", "1e5", "1E400", "0x10",
    "NaN", "inf", "-inf", "1_000", "١٢", "１２", "²", "½", "1 2", "10 20", "12 34,5", "5-3", "--5", "1+1", "=1+1", "<b>5</b>", "1\x0050", "5%",
    "1000 1000",
]  # fmt: skip
PERCENTS = {"3,5": 0.035, "3.5%": 0.035, "3,5 %": 0.035, "3,5 procent": 0.035, "0": 0.0, "100": 1.0, "-2": -0.02, "3,125": 0.03125, "0,07": 0.0007}  # fmt: skip
WHOLES = {"12": 12, "12,0": 12, "1.250": 1250, "1 250": 1250, "-3": -3}


def complaint(field: forms.Field, typed: str, language: str = "en") -> str:
    """What the field says about what was typed."""
    with override(language), pytest.raises(ValidationError) as caught:
        field.clean(typed)
    return " ".join(caught.value.messages)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("typed", "meant"), AMOUNTS.items())
def test_an_amount_is_read_as_it_is_meant(typed, meant, language):
    with override(language):
        assert AmountField().clean(typed) == meant


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_what_is_no_number_is_said_so_with_what_was_typed(typed):
    assert "cannot be read as a number" in complaint(AmountField(), typed)


@pytest.mark.parametrize(("typed", "meant"), PERCENTS.items())
def test_a_percentage_becomes_a_fraction_without_noise(typed, meant):
    assert PercentField().clean(typed) == meant


@pytest.mark.parametrize(("typed", "meant"), WHOLES.items())
def test_a_whole_number_stays_whole(typed, meant):
    found = WholeField().clean(typed)
    assert found == meant
    assert isinstance(found, int)


def test_half_a_year_is_not_a_whole_number():
    assert "“2,5” is not a whole number" in complaint(WholeField(), "2,5")
    assert AmountField().clean("2,5") == 2.5, "the control: elsewhere it is a number"


def test_a_field_that_cannot_hold_a_thousand_reads_three_decimals_as_decimals():
    assert AmountField(max_value=10).clean("1,125") == 1.125
    assert AmountField(max_value=10_000).clean("1,125") == 1125, "the control"


def test_an_empty_field_says_what_is_expected():
    assert complaint(AmountField(), "  ") == "Fill in a number, for instance 1,250.50."
    assert AmountField(required=False).clean(" ") is None


def test_the_limits_are_said_in_the_unit_of_the_field():
    assert complaint(WholeField(min_value=1, max_value=40), "41").endswith("give 1 to 40.")
    assert complaint(PercentField(min_value=0, max_value=0.3), "35 %").endswith("give 0% to 30%.")
    assert complaint(AmountField(min_value=0), "-5") == "“-5” is not possible here: give 0 or more."
    assert (
        complaint(AmountField(min_value=0), "9999999999999") == "“9999999999999” is too large to reckon with."
    )


@pytest.mark.parametrize("field", [AmountField(), AmountField(min_value=0), PercentField(), WholeField()])
@pytest.mark.parametrize("typed", ["9" * 500, "9" * 50_000, "-" + "9" * 400, "1" + ".000" * 200])
def test_a_huge_number_is_refused_and_repeated_in_short(field, typed):
    said = complaint(field, typed)
    assert "not possible here" in said or "too large" in said
    assert len(said) < 200


def test_the_value_stands_in_the_field_in_the_language_of_the_page():
    shown = [
        (AmountField(), 240_000, "240.000", "240,000"),
        (AmountField(), 1250.5, "1.250,5", "1,250.5"),
        (AmountField(), 12.125, "12,1250", "12.1250"),
        (PercentField(), 0.035, "3,5", "3.5"),
        (PercentField(), 0.07, "7", "7"),
        (WholeField(groups=False), 2028, "2028", "2028"),
    ]
    for field, value, dutch, english in shown:
        with override("nl"):
            assert field.prepare_value(value) == dutch
        with override("en"):
            assert field.prepare_value(value) == english


@given(st.decimals(-999_999_999, 999_999_999, places=4), st.booleans(), st.sampled_from(["nl", "en"]))
def test_what_is_written_is_read_back_exactly(value, groups, language):
    assert read_number(write_number(float(value), language, groups=groups), groups=groups) == float(value)


@given(st.decimals(-1, 1, places=10).map(float), st.sampled_from(["nl", "en"]))
def test_a_fraction_that_is_shown_is_read_back_exactly(value, language):
    with override(language):
        assert PercentField().clean(PercentField().prepare_value(value)) == value


@given(st.text(max_size=60))
def test_no_text_leads_to_anything_but_a_number_or_a_message(typed):
    for field in (AmountField(min_value=0), PercentField(), WholeField(min_value=1, max_value=40)):
        try:
            found = field.clean(typed)
        except ValidationError:
            continue
        assert isinstance(found, int | float)


class Household(forms.Form):
    rent = AmountField(min_value=0, max_value=50_000)
    growth = PercentField(min_value=0, max_value=0.3)
    years = WholeField(min_value=1, max_value=40)


def test_after_a_mistake_everything_stands_there_as_it_was_typed():
    typed = {"rent": "€ 1.250,50", "growth": "3,50 %", "years": "veel <b>"}
    form = Household(typed)
    assert list(form.errors) == ["years"]
    page = form.as_p()
    assert 'value="€ 1.250,50"' in page
    assert 'value="3,50 %"' in page
    assert 'value="veel &lt;b&gt;"' in page


def test_a_phone_shows_a_keyboard_with_digits():
    assert 'inputmode="decimal"' in str(Household()["rent"])
    assert 'inputmode="numeric"' in str(Household()["years"])
    assert 'type="text"' in str(Household()["rent"])
