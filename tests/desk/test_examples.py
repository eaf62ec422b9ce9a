"""The fictional pathway: each stage is told by the real deeds, once, and is visibly made up."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from proeftuin.accounts.models import Organisation, User
from proeftuin.calls.models import Application, Call, Decision, Jury, Review
from proeftuin.desk.examples import fictional
from proeftuin.desk.examples.clock import Stage
from proeftuin.desk.queries.waiting import waiting_for
from proeftuin.events.models import Event, Registration
from proeftuin.mail.models import Message
from proeftuin.newsletter.models import Campaign, Subscription
from proeftuin.pathways.models import Pathway
from proeftuin.pilots.models import Milestone, Pilot
from proeftuin.places.models import Municipality

pytestmark = pytest.mark.django_db
STAGES = [Stage.CALL, Stage.REVIEW, Stage.GUIDANCE, Stage.NETWORK]


def counts() -> dict[str, int]:
    """The number of rows of every table of ours."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("proeftuin.")]
    return {model._meta.label: model._default_manager.count() for model in ours}


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_loads_and_loading_it_again_changes_nothing(stage):
    now = timezone.now()
    assert fictional.build(stage, now) == stage
    before = counts()
    assert fictional.build(stage, now + timedelta(hours=1)) == stage
    assert counts() == before


def test_the_story_moves_forward_stage_by_stage_and_never_back():
    now = timezone.now()
    for hours, stage in enumerate(STAGES):
        assert fictional.build(stage, now + timedelta(hours=hours)) == stage
        assert fictional.reached() == stage
    before = counts()
    assert fictional.build(Stage.CALL, now) == Stage.NETWORK
    assert counts() == before


def test_everything_of_the_story_is_visibly_fictional():
    fictional.build(Stage.NETWORK, timezone.now())
    assert Pathway.objects.get().is_fictional
    assert all(person.is_fictional and person.email.endswith("@example.org") for person in User.objects.all())
    assert all(body.is_fictional for body in Organisation.objects.all())
    assert all(place.is_fictional and place.nis.startswith("99") for place in Municipality.objects.all())
    assert all(subscription.is_fictional for subscription in Subscription.objects.all())
    assert Campaign.objects.get().is_fictional
    assert all(message.to.endswith("@example.org") for message in Message.objects.all())


def test_no_message_of_the_story_waits_to_be_sent():
    fictional.build(Stage.NETWORK, timezone.now())
    assert Message.objects.count() > 30
    assert {message.state for message in Message.objects.all()} == {Message.State.KEPT}
    assert sorted({message.kind for message in Message.objects.filter(is_fictional=False)}) == []


def test_at_the_call_applications_come_in():
    fictional.build(Stage.CALL, timezone.now())
    call = Call.objects.get()
    assert call.is_open(timezone.now())
    assert sorted(call.applications.values_list("state", flat=True)) == ["draft", *["submitted"] * 3]
    assert call.public_questions.filter(state="published").count() == 1
    assert Event.objects.get(kind="information_session").registrations.filter(state="seat").count() == 4


def test_at_the_review_the_jury_is_half_way():
    fictional.build(Stage.REVIEW, timezone.now())
    call = Call.objects.get()
    assert call.is_closed(timezone.now())
    assert call.jury.state == Jury.State.SCORING
    assert Review.objects.filter(state="handed_in").count() == 4
    assert Review.objects.filter(state="draft").count() == 1
    assert Event.objects.get(kind="information_session").state == "ended"


def test_at_the_guidance_two_pilots_run():
    fictional.build(Stage.GUIDANCE, timezone.now())
    assert sorted(Decision.objects.values_list("outcome", flat=True)) == ["reserve", "selected", "selected"]
    assert {pilot.name for pilot in Pilot.objects.all()} == {"Wonen in de school", "De Ommuurde Tuin"}
    assert all(pilot.is_public and pilot.site for pilot in Pilot.objects.all())
    assert Pilot.objects.get(name="Wonen in de school").state == Pilot.State.GUIDED


def test_in_the_network_every_screen_has_something():
    now = timezone.now()
    fictional.build(Stage.NETWORK, now)
    assert Call.objects.count() == 3
    assert sum(call.is_open(now) for call in Call.objects.all()) == 1
    local = Call.objects.get(level="initiators")
    assert local.jury.state == Jury.State.SCORING
    moment = Event.objects.get(slug="voorbeeld-netwerkmoment")
    states = Registration.objects.filter(event=moment).values_list("state", flat=True)
    assert sorted(states) == ["seat"] * 4 + ["waiting"] * 2
    assert Campaign.objects.get().state == "sent"
    assert Subscription.objects.filter(state="pending").count() == 1
    assert Milestone.objects.filter(state="planned", on__lt=now.date()).exists()
    assert Application.objects.filter(state="draft").count() == 2


def test_each_call_has_its_form_on_paper(client):
    fictional.build(Stage.NETWORK, timezone.now())
    for call in Call.objects.all():
        paper = client.get(reverse("calls:form_pdf", args=[call.slug]))
        assert paper.status_code == 200
        assert paper.content.startswith(b"%PDF")


def test_every_role_but_the_readers_finds_something_on_its_desk():
    now = timezone.now()
    fictional.build(Stage.NETWORK, now)
    idle = {person.email for person in User.objects.all() if not waiting_for(person, now)}
    assert idle == {
        f"{name}@example.org"
        for name in (
            "chair",
            "expert",
            "reader",
            "editor",
            "citizen",
            "initiator",
            "initiator-2",
            "official-2",
            "official-3",
        )
    }


def test_the_story_has_no_moment_in_the_future_but_what_is_announced():
    fictional.build(Stage.NETWORK, timezone.now())
    now = timezone.now()
    for label, moment in (
        ("calls.Submission", "received_at"),
        ("record.Entry", "at"),
        ("mail.Message", "written_at"),
    ):
        later = apps.get_model(label).objects.filter(**{f"{moment}__gt": now})
        assert list(later) == [], label


def test_the_command_loads_both_pathways(capsys):
    call_command("load_examples", stage="call")
    call_command("load_examples", stage="call")
    assert set(Pathway.objects.values_list("slug", flat=True)) == {"2022-2024", "voorbeeld"}
