"""What goes on now: open calls, coming moments and news, on the first page and where they belong."""

from datetime import timedelta

import pytest
from django.utils import timezone

from proeftuin.accounts.models import Organisation
from proeftuin.calls.models import Call
from proeftuin.events.models import Event
from proeftuin.website import queries
from tests.factories import accounts, calls, places
from tests.factories import events as event_factories

NOW = timezone.now()
DAY = timedelta(days=1)


def call(**fields):
    made = calls.call(pathway=fields.pop("pathway", None) or calls.pathway())
    values = {
        "state": Call.State.PUBLISHED,
        "published_at": NOW - 3 * DAY,
        "opens_at": NOW - 2 * DAY,
        "closes_at": NOW + 5 * DAY,
        "question_deadline": None,
    }
    Call.objects.filter(pk=made.pk).update(**{**values, **fields})
    return Call.objects.get(pk=made.pk)


def event(**fields):
    made = event_factories.event()
    values = {
        "state": Event.State.ANNOUNCED,
        "starts_at": NOW + 9 * DAY,
        "ends_at": None,
        "registration_closes_at": None,
    }
    Event.objects.filter(pk=made.pk).update(**{**values, **fields})
    return Event.objects.get(pk=made.pk)


def test_the_first_page_shows_what_one_can_do_now(pages, client):
    call(title="Open oproep")
    call(title="Gesloten oproep", closes_at=NOW - DAY)
    call(title="Komende oproep", opens_at=NOW + DAY)
    call(title="Ontwerp van een oproep", state=Call.State.DRAFT)
    event(title="Komend moment")
    event(title="Voorbij moment", starts_at=NOW - 9 * DAY)
    event(title="Afgelast moment", state=Event.State.CANCELLED)
    event(title="Ontwerp van een moment", state=Event.State.DRAFT)
    page = client.get("/").text
    assert "Open oproep" in page
    assert "Komend moment" in page
    for hidden in ("Gesloten oproep", "Komende oproep", "Ontwerp", "Voorbij", "Afgelast"):
        assert hidden not in page


def test_the_first_page_says_when_nothing_goes_on(pages, client):
    page = client.get("/").text
    assert "Er loopt nu geen oproep" in page
    assert "Hou me op de hoogte" in page


@pytest.mark.django_db
def test_a_call_closes_on_the_first_page_at_its_deadline():
    made = call()
    assert [one.pk for one in queries.open_calls(made.closes_at)] == [made.pk]
    assert not queries.open_calls(made.closes_at + timedelta(seconds=1))


def test_an_open_call_disappears_from_the_cached_first_page(
    pages, client, django_capture_on_commit_callbacks
):
    made = call(title="Open oproep")
    assert "Open oproep" in client.get("/").text
    with django_capture_on_commit_callbacks(execute=True):
        made.state = Call.State.CANCELLED
        made.save()
    assert "Open oproep" not in client.get("/").text


@pytest.mark.django_db
def test_calls_and_moments_of_a_municipality_stand_on_its_page(client):
    town = places.municipality("Voorbeeldegem")
    host = accounts.organisation(kind=Organisation.Kind.MUNICIPALITY, municipality=town)
    call(title="Lokale oproep", host=host)
    event(title="Avond voor inwoners", municipality=town)
    page = client.get("/gemeenten/voorbeeldegem/").text
    assert "Lokale oproep" in page
    assert "Avond voor inwoners" in page
    assert "Nog niets" not in page


@pytest.mark.django_db
def test_a_pathway_shows_its_own_calls_and_moments(client):
    made, other = call(title="Van hier"), call(title="Van elders")
    event(title="Ons moment", pathway=made.pathway)
    page = client.get(f"/leertrajecten/{made.pathway.slug}/").text
    assert "Van hier" in page
    assert "Ons moment" in page
    assert other.title not in page
