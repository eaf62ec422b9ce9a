"""Belgian formats, on the vectors file and on what people type."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from proeftuin.places import formats

VECTORS = [
    pytest.param(*row, id=f"{row[0]}:{row[1]}")
    for row in list(csv.reader((Path(__file__).parent / "vectors.csv").open(encoding="utf-8")))[1:]
]


def passes(check, text):
    try:
        check(text)
    except ValidationError:
        return False
    return True


CHECKS = {
    "enterprise_number": lambda text: passes(formats.enterprise_number, text),
    "iban_be": lambda text: passes(formats.iban, text),
    "ogm": lambda text: passes(formats.payment_reference, text),
    "capakey": formats.is_capakey,
    "national_register_number": formats.holds_register_number,
}


@pytest.mark.parametrize(("kind", "value", "expected", "note"), VECTORS)
def test_vector(kind, value, expected, note):
    assert CHECKS[kind](value) == (expected == "valid"), note


@pytest.mark.parametrize("text", ["0207451227", "0207.451.227", "BE 0207.451.227", " be0207 451 227 "])
def test_every_spelling_of_an_enterprise_number_is_stored_the_same(text):
    assert formats.enterprise_number(text) == "0207451227"
    assert formats.show_enterprise_number("0207451227") == "0207.451.227"


def test_the_old_enterprise_number_of_nine_digits_is_answered_with_the_number_to_type():
    with pytest.raises(ValidationError, match=r"0207\.451\.227"):
        formats.enterprise_number("207451227")


def test_digits_of_other_alphabets_are_no_digits():
    assert not passes(formats.enterprise_number, "٠٢٠٧٤٥١٢٢٧")
    assert not passes(formats.payment_reference, "٠٩٠٩٣٣٧٥٥٤٩٣")


def test_iban_and_payment_reference_are_shown_in_groups():
    assert formats.show_iban(formats.iban("be68 5390 0754 7034")) == "BE68 5390 0754 7034"
    assert formats.payment_reference("+++ 090/9337/55493 +++") == "090933755493"
    assert formats.show_payment_reference("090933755493") == "+++090/9337/55493+++"


@pytest.mark.parametrize("number", [0, 1, 97, 100070, 909337554, 9_999_999_999])
def test_a_reference_that_we_make_passes_our_own_check(number):
    reference = formats.reference_for(number)
    assert formats.payment_reference(reference) == reference


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("40613A1154/02C000", "40613A1154/02C000"),
        ("40613A1154-02C000", "40613A1154/02C000"),
        ("40613_A_1154_C_000_02", "40613A1154/02C000"),
        ("44021_A_0001___000_00", "44021A0001/00_000"),
        (" 44021 a 0001/00 a 000 ", "44021A0001/00A000"),
    ],
)
def test_the_spellings_of_a_parcel_key_are_stored_as_one(text, key):
    assert formats.parcel_key(text) == key


def test_a_list_of_parcel_keys_keeps_order_and_drops_doubles():
    text = "44021A0001/00A000\r\n\r\n40613A1154-02C000, 44021a0001/00A000;"
    assert formats.parcel_keys(text) == ["44021A0001/00A000", "40613A1154/02C000"]


def test_every_wrong_parcel_key_of_a_list_is_named():
    with pytest.raises(ValidationError) as refused:
        formats.parcel_keys("44021A0001/00A000\n4421A0001/00A000\nperceel 12")
    assert [("4421A" in message, "perceel 12" in message) for message in refused.value.messages] == [
        (True, False),
        (False, True),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Mijn nummer is 85.07.30-000.61.",
        "85073000061",
        "850730 000 61",
        "rrn:01.02.03-000.71,",
        "85/07/30-000-61",
    ],
)
def test_a_register_number_in_free_text_is_refused_without_repeating_it(text):
    with pytest.raises(ValidationError) as refused:
        formats.refuse_register_number(text)
    assert "000" not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0207.451.227",
        "BE68 5390 0754 7034",
        "0470 12 34 56",
        "850730000612",
        "99.99.99-000.61",
        "44021A0001/00A000",
    ],
)
def test_other_numbers_are_not_taken_for_register_numbers(text):
    formats.refuse_register_number(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234", "1234"),
        ("1 234,50", "1234.50"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1234.5", "1234.5"),
        ("1.234", "1234"),
        ("0.125", "0.125"),
        ("12.3456", "12.3456"),
        ("1,234", "1.234"),
        ("1.234.567", "1234567"),
        ("€ 1 234,50", "1234.50"),
        ("-12,5", "-12.5"),
    ],
)
def test_numbers_are_read_with_comma_or_point(text, value):
    assert formats.number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "veel", "12 m", "1,2,3.4.5", "١٢", "1e9", "NaN", "9" * 40])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValidationError):
        formats.number(text)


def test_a_number_that_we_show_can_be_read_again():
    assert formats.show_number(Decimal("1234567.5"), 2) == "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,50"
    assert formats.number(formats.show_number(Decimal("1234567.5"), 2)) == Decimal("1234567.50")


@pytest.mark.parametrize(
    "text",
    [
        "5/3/2026",
        "05-03-2026",
        "5.3.2026",
        "2026-03-05",
        "5 maart 2026",
        "5 mrt. 2026",
        "5 March 2026",
        "5 maart  2026",
    ],
)
def test_a_day_is_read_in_the_usual_spellings(text):
    assert formats.day(text) == date(2026, 3, 5)


@pytest.mark.parametrize("text", ["", "31/2/2026", "5/13/2026", "maart 2026", "5/3/26", "5 brumaire 2026"])
def test_a_day_that_does_not_exist_is_refused(text):
    with pytest.raises(ValidationError):
        formats.day(text)


def test_a_day_in_figures_has_no_zeros_in_front():
    assert formats.show_day(date(2026, 3, 5)) == "5/3/2026"


@pytest.mark.parametrize(
    ("text", "stored", "shown"),
    [
        ("0470 12 34 56", "+32470123456", "0470 12 34 56"),
        ("+32 (0)470/12.34.56", "+32470123456", "0470 12 34 56"),
        ("0032 2 123 45 67", "+3221234567", "02 123 45 67"),
        ("02/123.45.67", "+3221234567", "02 123 45 67"),
        ("050 12 34 56", "+3250123456", "050 12 34 56"),
        ("+31 20 123 45 67", "+31201234567", "+31201234567"),
    ],
)
def test_a_telephone_number_is_stored_with_its_country(text, stored, shown):
    assert formats.phone(text) == stored
    assert formats.show_phone(stored) == shown


@pytest.mark.parametrize("text", ["", "12", "0470 12 34", "00", "+32 0470 12 34 56 78", "bel mij"])
def test_a_telephone_number_that_cannot_be_dialled_is_refused(text):
    with pytest.raises(ValidationError):
        formats.phone(text)
