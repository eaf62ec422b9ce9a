"""Pathways as the programme office makes and ends them, and what others see of that."""

import pytest
from django.urls import reverse
from django.utils import timezone

from proeftuin.accounts.models import User
from proeftuin.pathways import actions, rules
from proeftuin.pathways.models import Assignment, Pathway, Phase
from proeftuin.record.models import Entry
from tests.factories import accounts
from tests.factories import pathways as make
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
NOW = timezone.now()
FORM = {
    "name": "Leertraject Voorbeeld",
    "slug": "voorbeeld",
    "starts_on": "2026-01-01",
    "ends_on": "2027-12-31",
}


@pytest.fixture
def olga(client) -> User:
    person = accounts.office()
    client.force_login(person)
    return person


def test_the_office_makes_a_pathway_with_phases_partners_and_people(client, olga):
    assert client.post("/desk/pathways/new/", FORM).url == "/desk/pathways/voorbeeld/"
    client.post(
        "/desk/pathways/voorbeeld/phase/new/", {"order": 1, "title": "Oproep", "when": "voorjaar 2026"}
    )
    client.post(
        "/desk/pathways/voorbeeld/partner/new/",
        {"order": 1, "name": "Partner Voorbeeld", "role": "begeleiding"},
    )
    accounts.user(email="els@example.org", name="Els Expert")
    client.post("/desk/pathways/voorbeeld/people/", {"address": "Els@example.org", "role": "expert"})
    page = client.get("/desk/pathways/voorbeeld/").content.decode()
    for word in ("Oproep", "voorjaar 2026", "Partner Voorbeeld", "Els Expert"):
        assert word in page
    assert list(Entry.objects.values_list("verb", flat=True)) == [
        "pathway.added", "phase.saved", "partner.saved", "assignment.added"
    ]  # fmt: skip


def test_wrong_dates_and_taken_addresses_are_told_and_nothing_is_lost(client, olga):
    make.pathway(slug="voorbeeld")
    page = client.post("/desk/pathways/new/", {**FORM, "ends_on": "2025-01-01"}).content.decode()
    assert "Het einde ligt voor het begin" in page
    assert 'value="Leertraject Voorbeeld"' in page
    assert client.post("/desk/pathways/new/", {**FORM, "slug": "new"}).status_code == 200
    assert Pathway.objects.count() == 1


def test_a_pathway_starts_and_ends_once_and_then_is_read_only(client, olga):
    pathway = make.pathway(state="prepared", slug="voorbeeld")
    for state in ("running", "ended", "running"):
        client.post("/desk/pathways/voorbeeld/state/", {"to": state})
    pathway.refresh_from_db()
    assert pathway.state == "ended"
    client.post("/desk/pathways/voorbeeld/edit/", FORM)
    client.post("/desk/pathways/voorbeeld/phase/new/", {"order": 1, "title": "Te laat"})
    pathway.refresh_from_db()
    assert pathway.name != "Leertraject Voorbeeld"
    assert not Phase.objects.exists()
    for deed in (
        lambda: actions.save_pathway(pathway, by=olga, now=NOW),
        lambda: actions.assign(pathway, address=olga.email, role="expert", by=olga, now=NOW),
    ):
        with pytest.raises(rules.PathwayEnded):
            deed()


def test_a_role_opens_the_pathway_and_its_removal_closes_it_at_once(client):
    pathway = make.pathway(slug="voorbeeld")
    person = accounts.user(email="els@example.org")
    client.force_login(person)
    assert client.get("/desk/pathways/voorbeeld/").status_code == 404
    olga = accounts.office()
    assignment = actions.assign(pathway, address="els@example.org", role="reader", by=olga, now=NOW)
    assert client.get("/desk/pathways/voorbeeld/").status_code == 200
    actions.remove_part(assignment, pathway=pathway, by=olga, now=NOW)
    assert client.get("/desk/pathways/voorbeeld/").status_code == 404


@pytest.mark.parametrize("role", Assignment.Role.values)
def test_only_the_office_changes_a_pathway(client, role):
    pathway = make.pathway(slug="voorbeeld")
    phase = Phase.objects.create(pathway=pathway, title="Oproep")
    client.force_login(make.assigned(role, to=pathway))
    pages = [
        reverse("pathways:new"), reverse("pathways:edit", args=["voorbeeld"]), reverse("pathways:state", args=["voorbeeld"]),
        reverse("pathways:assign", args=["voorbeeld"]), reverse("pathways:part", args=["voorbeeld", "phase", phase.pk]),
        reverse("pathways:remove-part", args=["voorbeeld", "phase", phase.pk]),
    ]  # fmt: skip
    assert {client.post(page, FORM).status_code for page in pages} == {404}
    assert client.get("/desk/pathways/voorbeeld/").status_code == 200  # control: reading is allowed
    with pytest.raises(actions.NotAllowed):
        actions.save_pathway(pathway, by=make.assigned(role, to=pathway), now=NOW)


def test_a_role_needs_an_account(client, olga):
    make.pathway(slug="voorbeeld")
    client.post("/desk/pathways/voorbeeld/people/", {"address": "nobody@example.org", "role": "expert"})
    assert not Assignment.objects.exists()
    assert "Niemand heeft al een account" in client.get("/desk/pathways/voorbeeld/").content.decode()


def test_rules_tell_who_runs_and_who_follows():
    pathway = make.pathway()
    coordinator, expert = make.assigned("coordination", to=pathway), make.assigned("expert", to=pathway)
    assert rules.may_run(coordinator, pathway)
    assert not rules.may_run(expert, pathway)
    assert rules.may_follow(expert, pathway)
    assert not rules.may_follow(expert, make.pathway())
    assert rules.may_run(accounts.office(), pathway)


def test_parts_of_another_pathway_are_not_there(client, olga):
    make.pathway(slug="een")
    other = Phase.objects.create(pathway=make.pathway(slug="twee"), title="Oproep")
    assert client.get(f"/desk/pathways/een/phase/{other.pk}/").status_code == 404
    assert client.get(f"/desk/pathways/twee/phase/{other.pk}/").status_code == 200
    assert client.get(f"/desk/pathways/twee/nonsense/{other.pk}/").status_code == 404


def test_the_pages_take_the_same_queries_for_more(client, olga):
    pathway = make.pathway(slug="voorbeeld")
    assert_same_queries(lambda: client.get("/desk/pathways/"), make.pathway)

    def add() -> None:
        Phase.objects.create(pathway=pathway, title="Fase")
        make.assigned("expert", to=pathway)

    assert_same_queries(lambda: client.get("/desk/pathways/voorbeeld/"), add)
