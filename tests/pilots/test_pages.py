"""The public page, the screens of the team, and their lists."""

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from proeftuin.pilots.models import Milestone, Pilot, PilotFact, PilotNote, PilotPartner
from tests.factories import accounts, calls, pilots
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


def public(pilot, language="nl"):
    with translation.override(language):
        return reverse("pilots:public", args=[pilot.slug])


def test_the_public_page_shows_each_fact_with_its_source_and_leaves_the_unknown_open(client):
    pilot = pilots.archived()
    PilotFact.objects.create(
        pilot=pilot, subject="Site", statement="Negen woningen.", source_name="vlaanderen.be",
        source_url="https://example.org/bron",
    )  # fmt: skip
    PilotFact.objects.create(pilot=pilot, subject="Resultaat")
    page = client.get(public(pilot)).content.decode()
    assert 'href="https://example.org/bron"' in page
    assert page.count('class="unknown"') == 5  # outcome, intention, the fact, milestones, partners
    assert "archief" in page
    assert '<form method="post"' not in page.split("<main")[1]


def test_the_public_page_is_there_in_english(client):
    pilot = pilots.pilot(name_en="Pilot one", summary_en="An old school.")
    page = client.get(public(pilot, "en")).content.decode()
    assert "Pilot one" in page
    assert "An old school." in page
    assert "How far this pilot is" in page


def test_an_example_pilot_carries_the_banner_and_a_real_one_does_not(client):
    assert 'class="fictional"' in client.get(public(pilots.pilot())).content.decode()
    real = pilots.pilot(pathway=calls.pathway(is_fictional=False))
    assert 'class="fictional"' not in client.get(public(real)).content.decode()


def test_a_page_that_is_not_public_is_404_for_everybody(client):
    pilot = pilots.pilot(published_at=None)
    assert client.get(public(pilot)).status_code == 404
    client.force_login(accounts.office())
    assert client.get(public(pilot)).status_code == 404


def test_the_public_page_never_shows_the_team_or_its_log(client):
    pilot = pilots.pilot()
    user = pilots.member(pilot)
    user.name = "Geheime Persoon"
    user.save()
    PilotNote.objects.create(
        pilot=pilot, author=user, token=uuid.uuid4(), text="Vertrouwelijk overleg", written_at=timezone.now()
    )
    page = client.get(public(pilot)).content.decode()
    assert "Geheime Persoon" not in page
    assert "Vertrouwelijk" not in page


def test_lists_take_as_many_queries_for_three_as_for_one(client):
    pathway = calls.pathway()
    pilot = pilots.pilot(pathway=pathway)

    def add():
        other = pilots.pilot(pathway=pathway)
        pilots.member(pilot)
        pilots.milestone(pilot)
        pilots.selected()
        PilotFact.objects.create(pilot=pilot, subject="Site")
        PilotPartner.objects.create(pilot=pilot, name="Partner")
        PilotNote.objects.create(
            pilot=pilot, author=pilots.member(other), token=uuid.uuid4(), text="x", written_at=timezone.now()
        )

    assert_same_queries(lambda: client.get(public(pilot)), add)
    client.force_login(accounts.office())
    assert_same_queries(lambda: client.get(reverse("pilots:mine")), add)
    assert_same_queries(lambda: client.get(reverse("pilots:team", args=[pilot.pk])), add)


def test_the_team_writes_its_texts(client):
    pilot = pilots.pilot()
    client.force_login(pilots.member(pilot))
    path = reverse("pilots:texts", args=[pilot.pk])
    data = {"name": "Nieuwe naam", "summary": "Kort.", "seen_revision": "0"}
    assert client.post(path, data).status_code == 302
    pilot.refresh_from_db()
    assert (pilot.name, pilot.summary) == ("Nieuwe naam", "Kort.")
    again = client.post(path, {**data, "summary": "Van een tweede tabblad."})
    assert again.status_code == 200
    assert "Van een tweede tabblad." in again.content.decode()
    assert "Iemand anders" in again.content.decode()
    assert client.post(path, {**data, "summary": "Toch deze.", "seen_revision": "1"}).status_code == 302


def test_a_milestone_without_time_or_a_fact_without_source_comes_back_with_words(client):
    pilot = pilots.pilot()
    client.force_login(pilots.member(pilot))
    milestone = client.post(
        reverse("pilots:new-part", args=[pilot.pk, "milestone"]),
        {"title": "Plan klaar", "phase": "plan", "state": "planned"},
    )
    assert "zeg in woorden wanneer" in milestone.content.decode()
    assert "Plan klaar" in milestone.content.decode()
    fact = client.post(
        reverse("pilots:new-part", args=[pilot.pk, "fact"]), {"subject": "Site", "statement": "Een school"}
    )
    assert "bron van dit feit" in fact.content.decode()
    assert Milestone.objects.count() == PilotFact.objects.count() == 0


def test_milestones_partners_and_facts_are_added_changed_and_removed(client):
    pilot = pilots.pilot()
    client.force_login(pilots.member(pilot))
    new = reverse("pilots:new-part", args=[pilot.pk, "milestone"])
    client.post(new, {"title": "Plan", "phase": "plan", "state": "planned", "on": "2027-03-01"})
    milestone = Milestone.objects.get()
    assert milestone.on == date(2027, 3, 1)
    change = reverse("pilots:part", args=[pilot.pk, "milestone", milestone.pk])
    assert 'value="2027-03-01"' in client.get(change).content.decode()
    client.post(change, {"title": "Plan", "phase": "plan", "state": "reached", "on": "2027-03-01"})
    milestone.refresh_from_db()
    assert milestone.state == "reached"
    client.post(reverse("pilots:remove-part", args=[pilot.pk, "milestone", milestone.pk]))
    client.post(
        reverse("pilots:new-part", args=[pilot.pk, "partner"]), {"name": "Zorghuis", "url": "example.org"}
    )
    assert PilotPartner.objects.get().url == "https://example.org"
    assert Milestone.objects.count() == 0


def test_notes_documents_members_and_state_go_through_the_page(client):
    pilot = pilots.pilot()
    client.force_login(pilots.coordinator(pilot.pathway))
    at = lambda name: reverse(f"pilots:{name}", args=[pilot.pk])  # noqa: E731
    token = str(uuid.uuid4())
    for _twice in range(2):
        client.post(at("write-note"), {"text": "Overleg **gehad**", "token": token})
    upload = pilots.document()
    client.post(at("add-file"), {"file": upload})
    client.post(at("add-member"), {"email": accounts.user(name="Els Expert").email, "role": "expert"})
    client.post(at("state"), {"to": "guided", "why": "Begonnen."})
    page = client.get(at("team")).content.decode()
    assert page.count("<strong>gehad</strong>") == 1
    assert "schets.png" in page
    assert "Els Expert" in page
    assert Pilot.objects.get(pk=pilot.pk).state == "guided"


def test_wrong_input_on_the_team_page_keeps_the_page_and_says_what_is_wrong(client):
    pilot = pilots.pilot()
    client.force_login(pilots.coordinator(pilot.pathway))
    at = lambda name: reverse(f"pilots:{name}", args=[pilot.pk])  # noqa: E731
    nobody = client.post(at("add-member"), {"email": "niemand@example.org", "role": "expert"})
    assert nobody.status_code == 422
    assert "nog geen account" in nobody.content.decode() or "al een account" in nobody.content.decode()
    assert client.post(at("write-note"), {"text": "", "token": str(uuid.uuid4())}).status_code == 422
    upload = SimpleUploadedFile("x.exe", b"MZ", content_type="application/pdf")
    assert client.post(at("add-file"), {"file": upload}).status_code == 422
    assert client.post(at("state"), {"to": "completed", "why": "x"}).status_code == 422
