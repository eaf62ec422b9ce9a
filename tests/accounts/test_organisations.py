"""Organisations, who acts for them, and what the programme office has to say about it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from proeftuin.accounts import actions, queries, rules
from proeftuin.accounts.forms.organisations import OrganisationForm
from proeftuin.accounts.models import Membership, Organisation
from proeftuin.mail.models import Message
from proeftuin.places import actions as places
from proeftuin.record.models import Entry
from tests.factories import accounts
from tests.factories.places import municipality, submunicipality
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
NOW = timezone.now()
State = Membership.State


def ask(person, organisation, **fields):
    return actions.ask_to_act_for(organisation, by=person, **{"function": "schepen", "now": NOW, **fields})


def test_all_public_bodies_are_loaded_once():
    places.load()
    loaded = actions.load_organisations()
    counts = {
        kind: Organisation.objects.filter(kind=kind).count()
        for kind in ("municipality", "province", "intermunicipal_body")
    }
    assert counts == {"municipality": 285, "province": 5, "intermunicipal_body": 150}
    assert loaded.added == 440
    again = actions.load_organisations()
    assert (again.added, again.changed) == (0, 0)


def test_a_person_who_asked_acts_at_once_and_approval_comes_later():
    person, organisation = accounts.user(), accounts.organisation()
    assert not rules.acts_for(person, organisation)
    membership = ask(person, organisation)
    assert rules.acts_for(person, organisation)
    assert not rules.is_approved_for(person, organisation)
    actions.approve(membership, by=accounts.office(), now=NOW)
    assert rules.is_approved_for(person, organisation)


def test_a_refusal_carries_its_reason_to_the_person_and_ends_the_right():
    membership = ask(accounts.user(email="ann@example.org"), accounts.organisation())
    actions.refuse(membership, by=accounts.office(), now=NOW, reason="Dit adres is niet van het OCMW.")
    assert not rules.acts_for(membership.user, membership.organisation)
    message = Message.objects.get(to="ann@example.org")
    assert "Dit adres is niet van het OCMW." in message.text
    ask(membership.user, membership.organisation)  # asking again starts anew
    assert rules.acts_for(membership.user, membership.organisation)


def test_nobody_approves_himself_and_nobody_outside_the_office_approves():
    olga = accounts.office()
    membership = ask(olga, accounts.organisation())
    for somebody in (olga, accounts.user()):
        with pytest.raises(actions.NotAllowed):
            actions.approve(membership, by=somebody, now=NOW)
    actions.approve(membership, by=accounts.office(), now=NOW)  # control


def test_a_decision_is_taken_once_and_is_recorded():
    membership = ask(accounts.user(), accounts.organisation())
    stale = Membership.objects.get(pk=membership.pk)
    actions.approve(membership, by=accounts.office(), now=NOW)
    with pytest.raises(actions.Refused):
        actions.refuse(stale, by=accounts.office(), now=NOW, reason="te laat")
    assert list(Entry.objects.values_list("verb", flat=True)) == [
        "membership.requested",
        "membership.approved",
    ]


def test_asking_twice_is_refused_in_words():
    person, organisation = accounts.user(), accounts.organisation()
    ask(person, organisation)
    with pytest.raises(actions.AlreadyMember):
        ask(person, organisation)
    assert Membership.objects.count() == 1


def test_roles_follow_the_kind_of_organisation():
    place = municipality("Testegem")
    official, initiator = accounts.user(), accounts.user()
    ask(official, accounts.organisation(kind="ocmw", municipality=place))
    ask(initiator, accounts.organisation(kind="de_facto_association", name="Groep", municipality=place))
    assert rules.is_official(official)
    assert rules.is_official_of(official, place)
    assert not rules.is_official_of(official, municipality("Elders"))
    assert not rules.is_official_of(initiator, place)
    assert rules.is_initiator(initiator)
    assert not rules.is_initiator(official)


@pytest.mark.parametrize("words", ["testegem", "TESTEGÉM", "deeldorp", "0207.451.227", "est"])
def test_an_organisation_is_found_by_name_place_or_number(words):
    place = municipality("Testegem")
    submunicipality("Deeldorp", of=place)
    found = accounts.organisation(name="Zorgbedrijf Testegem", municipality=place, kbo_number="0207451227")
    accounts.organisation(name="Iets anders")
    assert queries.find_organisations(words) == [found]


def test_one_letter_finds_nothing():
    accounts.organisation(name="A")
    assert queries.find_organisations("a") == []


def test_an_enterprise_number_belongs_to_one_organisation():
    accounts.organisation(name="Oud", kbo_number="0207451227")
    form = OrganisationForm({"kbo_number": "0207.451.227"})
    assert "Oud" in str(form.errors["kbo_number"])
    person = accounts.user()
    with pytest.raises(actions.KnownOrganisation):
        actions.add_organisation(
            by=person, now=NOW, name="Nieuw", kind="company", function="x", kbo_number="0207451227"
        )
    assert Membership.objects.count() == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        accounts.organisation(kbo_number="0207451227")


def test_a_wrong_enterprise_number_is_refused_with_the_fix():
    form = OrganisationForm({"kbo_number": "207451227"})
    assert "0207.451.227" in str(form.errors["kbo_number"])
    assert isinstance(form.errors.as_data()["kbo_number"][0], ValidationError)


def test_municipalities_are_never_made_by_hand():
    kinds = dict(OrganisationForm().fields["kind"].choices)
    assert "municipality" not in kinds
    assert "ocmw" in kinds


def test_the_whole_way_on_the_screens(client):
    person = accounts.user()
    client.force_login(person)
    form = {"name": "Groep Voorbeeld", "kind": "de_facto_association", "function": "trekker"}
    form["token"] = "4a3c1b3e-96f2-4e37-8f5e-9a3a14f2d6a1"
    assert client.post("/desk/organisations/new/", form).url == "/desk/organisations/"
    assert "wacht op goedkeuring" in client.get("/desk/organisations/").content.decode()
    olga = accounts.office()
    client.force_login(olga)
    membership = Membership.objects.get()
    assert "1 persoon goed te keuren" in client.get("/desk/").content.decode()
    wrong = client.post(f"/desk/requests/{membership.pk}/", {"deed": "refuse", "reason": ""})
    assert 'id="errors"' in wrong.content.decode()
    client.post(f"/desk/requests/{membership.pk}/", {"deed": "approve"})
    membership.refresh_from_db()
    assert (membership.state, membership.decided_by) == (State.APPROVED, olga)


def test_memberships_of_others_are_not_there(client):
    membership = accounts.membership()
    client.force_login(accounts.user())
    assert client.post(f"/desk/memberships/{membership.pk}/leave/").status_code == 404
    assert client.get("/desk/requests/").status_code == 404
    assert client.get(f"/desk/requests/{membership.pk}/").status_code == 404
    client.force_login(membership.user)  # control
    assert client.post(f"/desk/memberships/{membership.pk}/leave/").status_code == 302


@pytest.mark.parametrize(
    "page", ["/desk/organisations/", "/desk/organisations/search/?q=ocmw", "/desk/profile/"]
)
def test_own_pages_take_the_same_queries_for_more(client, page):
    person = accounts.user()
    client.force_login(person)
    assert_same_queries(lambda: client.get(page), lambda: accounts.membership(user=person))


def test_the_offices_list_takes_the_same_queries_for_more(client):
    client.force_login(accounts.office())
    assert_same_queries(lambda: client.get("/desk/requests/"), accounts.membership)


def test_a_person_sees_and_takes_along_what_we_hold(client):
    person = accounts.user(name="Ann Voorbeeld")
    accounts.membership(user=person, organisation=accounts.organisation(name="OCMW Testegem"))
    client.force_login(person)
    assert "OCMW Testegem" in client.get("/desk/profile/held/").content.decode()
    held = client.get("/desk/profile/held/download/")
    assert held["Content-Disposition"].startswith("attachment")
    assert held.json()["organisations"][0]["organisation"] == "OCMW Testegem"
    assert held.json()["email"] == person.email


def test_own_details_are_changed(client):
    person = accounts.user()
    client.force_login(person)
    client.post("/desk/profile/", {"name": "Ann Nieuw", "language": "en"})
    person.refresh_from_db()
    assert (person.name, person.language) == ("Ann Nieuw", "en")
    assert client.post("/desk/profile/", {"name": "", "language": "xx"}).status_code == 200
