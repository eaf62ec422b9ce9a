"""The dashboard: what goes on, with numbers only for who may know them, and no small numbers of people."""

from datetime import timedelta

import pytest
from django.utils import timezone

from proeftuin.desk.queries import dashboard
from tests.factories import accounts
from tests.factories import calls as make_calls
from tests.factories import pathways as make
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.mark.parametrize(("number", "words"), [(0, "0"), (1, "< 5"), (4, "< 5"), (5, "5"), (812, "812")])
def test_small_numbers_of_people_stay_hidden(number, words):
    assert dashboard.people(number) == words


def line(user, now=NOW):
    return dashboard.overviews(user, now)[0].calls[0]


def test_how_many_applied_is_known_to_readers_only_after_the_deadline():
    pathway = make.pathway()
    call = make_calls.call(pathway=pathway)
    reader, coordinator = make.assigned("reader", to=pathway), make.assigned("coordination", to=pathway)
    assert line(reader).applications is None
    assert line(coordinator).applications == 0
    assert line(accounts.office()).applications == 0
    assert line(reader, call.closes_at + timedelta(seconds=1)).applications == 0


def test_a_draft_call_is_not_shown_to_readers():
    pathway = make.pathway()
    make_calls.call(pathway=pathway, state="draft", published_at=None)
    assert dashboard.overviews(make.assigned("reader", to=pathway), NOW)[0].calls == []
    assert len(dashboard.overviews(accounts.office(), NOW)[0].calls) == 1


def test_one_sees_only_the_pathways_that_one_follows(client):
    mine, other = make.pathway(name="Mijn traject"), make.pathway(name="Ander traject")
    client.force_login(make.assigned("reader", to=mine))
    page = client.get("/desk/overview/").content.decode()
    assert "Mijn traject" in page
    assert other.name not in page


@pytest.mark.parametrize("role", ["expert"])
def test_others_have_no_dashboard(client, role):
    client.force_login(make.assigned(role, to=make.pathway()))
    assert client.get("/desk/overview/").status_code == 404
    client.force_login(accounts.user())
    assert client.get("/desk/overview/").status_code == 404


def test_the_page_takes_the_same_queries_for_more(client):
    client.force_login(accounts.office())
    assert_same_queries(lambda: client.get("/desk/overview/"), make_calls.call)
