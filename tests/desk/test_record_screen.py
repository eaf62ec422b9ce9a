"""The record screen: the office finds who did what; nobody else finds the screen."""

import pytest

from proeftuin.record.actions import note
from tests.factories import accounts
from tests.factories import pathways as make
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


def test_the_office_finds_entries_by_who_deed_and_thing(client):
    olga, thing = accounts.office(name="Olga"), accounts.organisation()
    note(by=accounts.user(name="Ann"), verb="application.read", on=thing, detail={"why": "toetsing"})
    note(by=accounts.user(name="Bert"), verb="site.changed", on=accounts.organisation())
    client.force_login(olga)
    page = client.get("/desk/log/").content.decode()
    assert page.index("site.changed") < page.index("application.read")
    assert "why: toetsing" in page
    assert "site.changed" not in client.get("/desk/log/?who=ann").content.decode()
    assert "application.read" not in client.get("/desk/log/?verb=site").content.decode()
    narrow = client.get(f"/desk/log/?kind=accounts.organisation&thing={thing.pk}").content.decode()
    assert "application.read" in narrow
    assert "site.changed" not in narrow


@pytest.mark.parametrize("query", ["?kind=nonsense", "?page=99999999999", "?who=%01", "?thing=' OR 1=1 --"])
def test_odd_questions_get_a_page(client, query):
    client.force_login(accounts.office())
    assert client.get(f"/desk/log/{query}").status_code == 200


def test_the_record_is_for_the_office_only(client):
    assert client.get("/desk/log/").status_code == 302
    for person in (accounts.user(), make.assigned("coordination", to=make.pathway())):
        client.force_login(person)
        assert client.get("/desk/log/").status_code == 404


def test_the_page_takes_the_same_queries_for_more(client):
    client.force_login(accounts.office())
    thing = accounts.organisation()
    assert_same_queries(
        lambda: client.get("/desk/log/"), lambda: note(by=None, verb="thing.done", on=thing, detail={"a": 1})
    )
