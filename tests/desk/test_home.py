"""The signed-in home: what waits, sorted; a menu with only what one may use; help where nothing waits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from proeftuin.accounts.models import Membership
from proeftuin.core.waiting import Waiting
from proeftuin.desk import doors, navigation
from proeftuin.desk.queries import people, waiting
from proeftuin.desk.queries.standing import Standing, standing_of
from tests.factories import accounts, studies
from tests.factories import calls as make_calls
from tests.factories import pathways as make
from tests.support import assert_same_queries, queries_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_urgent_comes_first_then_deadlines_then_the_rest(monkeypatch):
    rows = [
        Waiting("geen datum", "/"),
        Waiting("volgende week", "/", due_at=NOW + timedelta(days=7)),
        Waiting("morgen", "/", due_at=NOW + timedelta(days=1)),
        Waiting("dringend", "/", urgent=True),
    ]
    monkeypatch.setattr(waiting, "SOURCES", (lambda user, now: rows,))
    assert [row.title for row in waiting.waiting_for(None, NOW)] == [
        "dringend",
        "morgen",
        "volgende week",
        "geen datum",
    ]


def test_a_visitor_is_led_to_signing_in_and_back(client):
    assert client.get("/desk/").url == "/account/login/code/?next=/desk/"


def test_a_new_person_is_helped_on(client):
    client.force_login(accounts.user())
    page = client.get("/desk/").content.decode()
    assert "Er wacht nu niets op u" in page
    assert "Zeg voor wie u optreedt" in page


def titles(person) -> list[str]:
    """The menu of a person, in Dutch."""
    from django.test import RequestFactory

    request = RequestFactory().get("/desk/")
    request.user = person
    return [str(link.title) for link in navigation.links(request)]


def test_the_menu_holds_only_what_a_role_may_use():
    pathway = make.pathway()
    official = accounts.membership().user
    assert titles(accounts.user()) == ["Wat op mij wacht", "Mijn gegevens"]
    assert titles(official) == [
        "Wat op mij wacht",
        "Mijn kandidaatstellingen",
        "Sites",
        "Studies",
        "Proeftuinen",
        "Mijn gegevens",
    ]
    assert "Logboek" in titles(accounts.office())
    for role in ("coordination", "expert", "reader"):
        assert "Logboek" not in titles(make.assigned(role, to=pathway))
        assert "Trajecten" in titles(make.assigned(role, to=pathway))


def test_who_has_a_study_finds_it_in_the_menu_and_is_still_helped_on():
    person = accounts.user()
    assert "Studies" not in titles(person)
    studies.study(by=person, organisation=None)
    assert "Studies" in titles(person)
    assert standing_of(person).is_new


def person_with(role: str):
    """A person of each role."""
    if role == "office":
        return accounts.office()
    if role in {"coordination", "expert", "reader"}:
        return make.assigned(role, to=make.pathway())
    if role == "official":
        return accounts.membership().user
    if role == "initiator":
        return accounts.membership(organisation=accounts.organisation(kind="nonprofit_association")).user
    return accounts.user()


ROLES = ["office", "coordination", "expert", "reader", "official", "initiator", "citizen"]


@pytest.mark.parametrize("role", ROLES)
def test_every_entry_of_every_menu_opens(client, role):
    client.force_login(person_with(role))
    page = client.get("/desk/")
    entries = navigation.links(page.wsgi_request)
    assert entries[0].here
    for link in entries:
        assert client.get(link.url).status_code == 200, link.url


@pytest.mark.parametrize("role", ROLES)
def test_every_door_opens(client, role):
    person = person_with(role)
    client.force_login(person)
    for door in doors.doors_for(standing_of(person)):
        assert client.get(door.url).status_code == 200, door.url


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("role", ROLES)
def test_every_role_starts_on_the_home_in_both_languages(client, role, language):
    client.force_login(person_with(role))
    assert client.get(f"{language}/desk/").status_code == 200


def test_an_ended_membership_gives_no_role():
    person = accounts.membership(state=Membership.State.ENDED).user
    assert standing_of(person) == Standing()
    assert people.roles(person) == ["burger"]


def test_several_roles_are_shown_together(client):
    person = accounts.office()
    accounts.membership(user=person, organisation=accounts.organisation(name="OCMW Testegem"))
    client.force_login(person)
    assert "programmabureau · medewerker van OCMW Testegem" in client.get("/desk/").content.decode()


def test_the_home_takes_the_same_queries_for_more(client):
    person = accounts.office()
    client.force_login(person)

    def add() -> None:
        accounts.membership(state=Membership.State.REQUESTED)
        make.enquiry()
        accounts.membership(user=person)
        make_calls.call()

    assert_same_queries(lambda: client.get("/desk/"), add)


def test_the_home_of_an_applicant_takes_the_same_queries_for_more(client):
    person = accounts.user()
    client.force_login(person)

    def add() -> None:
        organisation = accounts.organisation()
        accounts.membership(user=person, organisation=organisation)
        make_calls.draft(organisation=organisation, by=person)

    assert_same_queries(lambda: client.get("/desk/"), add)


def test_a_public_page_costs_a_visitor_nothing_of_the_desk(client):
    sql = " ".join(queries_of(lambda: client.get("/account/login/code/")))
    for table in (
        "accounts_user",
        "accounts_membership",
        "pathways_assignment",
        "django_session",
        "mail_message",
    ):
        assert table not in sql
