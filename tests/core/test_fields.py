"""Fields that refuse what would go wrong later."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from proeftuin.core import tokens
from proeftuin.core.forms import AddressField, MomentField

WRONG = [
    "a@example.org\r\nBcc: b@example.org",
    "a@example.org, b@example.org",
    "a@example.org;b@example.org",
    '"quoted name"@example.org',
    "a@[127.0.0.1]",
    f"{'a' * 65}@example.org",
    "a\u202eb@example.org",
    "Anna <a@example.org>",
    "a b@example.org",
    "a@example",
    "a@@example.org",
]


@pytest.mark.parametrize("address", WRONG)
def test_an_address_that_is_not_one_plain_address_is_refused(address):
    with pytest.raises(ValidationError):
        AddressField().clean(address)


@pytest.mark.parametrize("address", ["a@example.org", "anna.o'neil+x@sub.example.org", "a_b-c@example.org"])
def test_a_plain_address_is_taken(address):
    assert AddressField().clean(f" {address} ") == address


@pytest.mark.parametrize("text", ["2027-03-28T02:30", "2027-10-31T02:30", "2026-10-25T02:00"])
def test_an_hour_that_the_clock_skips_or_repeats_is_refused_with_help(text):
    with pytest.raises(ValidationError, match=r"klok|clock"):
        MomentField().clean(text)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2027-03-28T01:59", datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        ("2027-03-28T03:00", datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        ("2027-10-31T03:00", datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
        ("2028-02-29T23:59", datetime(2028, 2, 29, 22, 59, tzinfo=UTC)),
        ("2027-12-31T23:59", datetime(2027, 12, 31, 22, 59, tzinfo=UTC)),
    ],
)
def test_other_hours_of_those_nights_are_exact(text, utc):
    assert MomentField().clean(text) == utc


def test_a_moment_is_shown_again_as_it_was_typed():
    field = MomentField()
    assert (
        field.widget.format_value(field.prepare_value(field.clean("2027-06-01T09:30"))) == "2027-06-01T09:30"
    )


def test_a_personal_link_works_for_its_own_purpose_only():
    token = tokens.link_token("one", "key")
    assert tokens.key_of("one", token) == "key"
    assert tokens.key_of("two", token) is None
    assert tokens.key_of("one", token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    assert tokens.key_of("one", "") is None
    assert tokens.key_of("one", token, within=timezone.timedelta(seconds=-1)) is None
