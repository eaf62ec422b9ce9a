"""What can be done with a pilot: texts, parts, team, log and state."""

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from proeftuin.core.errors import Refused
from proeftuin.files.models import StoredFile
from proeftuin.mail.models import Message
from proeftuin.pilots import actions, queries
from proeftuin.pilots.models import Milestone, PilotFact, PilotNote
from proeftuin.record.actions import MoveRefused
from tests.factories import accounts, pilots

pytestmark = pytest.mark.django_db


def test_two_people_who_write_the_same_texts_do_not_overwrite_each_other():
    pilot, by, now = pilots.pilot(), accounts.office(), timezone.now()
    seen = pilot.revision
    actions.describe(pilot, texts={"summary": "Eerste"}, seen_revision=seen, by=by, now=now)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.describe(pilot, texts={"summary": "Tweede"}, seen_revision=seen, by=by, now=now)
    pilot.refresh_from_db()
    assert pilot.summary == "Eerste"


def test_publishing_needs_a_summary_and_can_be_taken_back():
    pilot, by, now = pilots.pilot(summary="", published_at=None), accounts.office(), timezone.now()
    with pytest.raises(actions.NotPublishable):
        actions.publish(pilot, by=by, now=now)
    pilot.summary = "Een oude school."
    actions.publish(pilot, by=by, now=now)
    assert list(queries.public_pilots()) == [pilot]
    actions.unpublish(pilot, by=by, now=now)
    assert list(queries.public_pilots()) == []


def test_a_state_moves_only_along_the_table():
    pilot, by, now = pilots.pilot(), accounts.office(), timezone.now()
    with pytest.raises(MoveRefused):
        actions.move(pilot, to="completed", by=by, now=now)
    actions.move(pilot, to="guided", by=by, now=now, why="Het team is er.")
    actions.move(pilot, to="completed", by=by, now=now)
    pilot.refresh_from_db()
    assert pilot.outcome_is_known


def test_a_note_sent_twice_is_one_note():
    pilot, by, token = pilots.pilot(), accounts.office(), uuid.uuid4()
    for _twice in range(2):
        actions.write_note(pilot, text="Overleg", token=token, by=by, now=timezone.now())
    assert PilotNote.objects.count() == 1


def test_the_same_document_twice_is_kept_once():
    pilot, by = pilots.pilot(), accounts.office()
    for _twice in range(2):
        upload = pilots.document()
        actions.add_file(pilot, upload=upload, by=by, now=timezone.now())
    assert StoredFile.objects.count() == 1
    actions.remove_file(pilot, stored=StoredFile.objects.get(), by=by, now=timezone.now())
    assert list(queries.files_of(pilot)) == []


def test_a_wrong_kind_of_document_is_refused_with_words():
    upload = SimpleUploadedFile("plan.exe", b"MZ\x90\x00", content_type="application/pdf")
    with pytest.raises(Refused):
        actions.add_file(pilots.pilot(), upload=upload, by=accounts.office(), now=timezone.now())


def test_a_new_member_gets_one_message_and_another_role_none():
    pilot, by, user, now = pilots.pilot(), accounts.office(), accounts.user(), timezone.now()
    actions.add_member(pilot, email=user.email.upper(), role="expert", by=by, now=now)
    actions.add_member(pilot, email=user.email, role="partner", by=by, now=now)
    assert [(m.user, m.role) for m in pilot.team.all()] == [(user, "partner")]
    assert Message.objects.filter(to=user.email).count() == 1
    with pytest.raises(actions.UnknownPerson):
        actions.add_member(pilot, email="niemand@example.org", role="expert", by=by, now=now)


def test_the_message_of_an_example_pilot_says_so():
    pilot, user = pilots.pilot(), accounts.user(language="en")
    actions.add_member(pilot, email=user.email, role="expert", by=accounts.office(), now=timezone.now())
    message = Message.objects.get()
    assert message.is_fictional
    assert "/en/desk/pilots/" in message.text
    assert "expert" in message.text


def test_the_database_refuses_a_fact_without_source_and_a_milestone_without_time():
    pilot = pilots.pilot()
    with pytest.raises(IntegrityError), transaction.atomic():
        PilotFact.objects.create(pilot=pilot, subject="Site", statement="Een school")
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.create(pilot=pilot, title="Plan", phase="plan")


def test_the_spine_stands_at_the_furthest_reached_milestone():
    pilot = pilots.pilot()
    steps = queries.spine(list(pilot.milestones.all()))
    assert not any(step.is_here or step.is_done for step in steps)
    pilots.milestone(pilot, phase="site", state="reached")
    pilots.milestone(pilot, phase="plan", state="reached")
    pilots.milestone(pilot, phase="build", state="planned")
    steps = queries.spine(list(pilot.milestones.all()))
    assert [(s.phase.value, s.is_done, s.is_here) for s in steps] == [
        ("group", False, False), ("site", True, False), ("plan", False, True), ("build", False, False),
        ("live", False, False),
    ]  # fmt: skip


def test_what_waits_is_a_page_to_publish_and_a_day_that_passed():
    pilot = pilots.pilot(published_at=None)
    pilots.milestone(pilot, on=date(2026, 1, 1))
    pilots.milestone(pilot, on=date(2026, 1, 1), state="reached")
    member, expert = pilots.member(pilot), pilots.member(pilot, "expert")
    now = timezone.now()
    assert len(queries.waiting_for(member, now)) == 2
    assert queries.waiting_for(expert, now) == []
    selected = pilots.selected()
    titles = [row.title for row in queries.waiting_for(accounts.office(), now)]
    assert any(selected.organisation.name in title for title in titles)
