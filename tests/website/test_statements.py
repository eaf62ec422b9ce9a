"""What we say of ourselves holds, and is not too old."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from proeftuin import places
from proeftuin.events import rules as events
from proeftuin.newsletter import rules as newsletter
from proeftuin.website import statements

pytestmark = pytest.mark.django_db
README = Path(places.__file__).parent / "data" / "README.md"


def test_the_statement_is_not_older_than_eleven_months():
    age = date.today() - statements.accessibility().drawn_up_on  # noqa: DTZ011
    assert age < timedelta(days=335), "Test again and draw up the accessibility statement anew (WCAG 2.2 AA)."


def test_the_statement_has_its_five_parts_and_says_what_is_not_tested(client):
    page = client.get("/toegankelijkheid/").text
    assert [line[0] for line in re.findall(r"<h2>(\d)\. ", page)] == ["1", "2", "3", "4", "5"]
    for line in statements.accessibility().untested:
        assert line["nl"] in page.replace("&#x27;", "'")


def test_the_statement_claims_no_more_than_was_tested():
    statement = statements.accessibility()
    assert statement.conforms == "partly"
    assert statement.untested
    for test in statement.tests:
        assert test["on"] <= statement.drawn_up_on


def test_the_statement_is_linked_on_every_page(client):
    for address in ("/leertrajecten/", "/kennisbank/", "/privacy/", "/bestaat-niet/"):
        assert 'href="/toegankelijkheid/"' in client.get(address).text


def test_the_cookie_page_names_the_cookies_that_exist(client, settings):
    page = client.get("/cookies/").text
    assert settings.SESSION_COOKIE_NAME in page
    assert settings.CSRF_COOKIE_NAME in page
    assert "<code>messages</code>" in page
    assert set(client.get("/contact/").cookies) == {settings.CSRF_COOKIE_NAME}


def test_the_time_that_data_is_kept_is_that_of_the_rules(client):
    page = client.get("/privacy/").text
    assert {events.NEEDS_KEPT, newsletter.FORGET_AFTER} == {timedelta(days=30)}
    assert page.count("30 dagen") == 2


def test_the_colophon_names_every_source_of_data(client):
    page = client.get("/colofon/").text
    for source in ("Statbel", "GeoNames", "crabpy", "lblod", "Natural Earth"):
        assert source in page
        assert source in README.read_text(encoding="utf-8")
