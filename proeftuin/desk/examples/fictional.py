"""Tell the fictional pathway up to a stage, by the real deeds; a stage that was told is not told again."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from proeftuin.calls.models import Call
from proeftuin.desk.examples import calls_story, network_story, pilots_story, review_story, words
from proeftuin.desk.examples.cast import Cast, gather
from proeftuin.desk.examples.clock import Clock, Stage
from proeftuin.events.models import Event
from proeftuin.library.models import Item
from proeftuin.mail.models import Message
from proeftuin.pathways.models import Assignment, Partner, Pathway, Phase
from proeftuin.pilots.models import Pilot

ROLES = [("coordination", "coordination"), ("expert", "expert"), ("reader", "reader")]


def reached() -> Stage:
    """How far the story was told already."""
    call = Call.objects.filter(slug=words.CALL["slug"]).first()
    if call is None:
        return Stage.NOTHING
    if Call.objects.filter(slug=words.SECOND_CALL["slug"]).exists():
        return Stage.NETWORK
    if Pilot.objects.filter(application__call=call).exists():
        return Stage.GUIDANCE
    return Stage.REVIEW if call.jurors.exists() else Stage.CALL


@transaction.atomic
def build(stage: Stage, now: datetime) -> Stage:
    """Tell the story from where it is to this stage; it never goes back."""
    told = reached()
    if told >= stage:
        return told
    clock = _clock(told, stage, now)
    cast = gather(clock.day(-20))
    pathway = _pathway(cast, clock)
    for chapter in (Stage.CALL, Stage.REVIEW, Stage.GUIDANCE, Stage.NETWORK):
        if told < chapter <= stage:
            CHAPTERS[chapter](pathway, cast, clock)
    _keep_mail_here()
    return stage


def _clock(told: Stage, stage: Stage, now: datetime) -> Clock:
    """A new story begins long enough ago; an existing one goes on, and its call closes if it has to."""
    call = Call.objects.filter(slug=words.CALL["slug"]).first()
    if told == Stage.NOTHING or call is None or call.opens_at is None or call.closes_at is None:
        return Clock.beginning(now, stage)
    closes = min(call.closes_at, now - timedelta(hours=2))
    if closes != call.closes_at:  # only an example can let time pass
        asked_until = min(call.question_deadline or closes, closes)
        Call.objects.filter(pk=call.pk).update(closes_at=closes, question_deadline=asked_until)
        session = Event.objects.filter(calls=call, starts_at__gt=closes - timedelta(hours=3))
        session.update(starts_at=closes - timedelta(hours=3), ends_at=closes - timedelta(minutes=30))
    return Clock(now, call.opens_at, closes)


def _pathway(cast: Cast, clock: Clock) -> Pathway:
    """The pathway with its phases, partners and people."""
    period = {"starts_on": clock.day(-30).date(), "ends_on": clock.day(900).date()}
    pathway, is_new = Pathway.objects.get_or_create(
        slug=words.PATHWAY["slug"],
        defaults={**words.PATHWAY, **period, "state": Pathway.State.RUNNING, "is_fictional": True},
    )
    if not is_new:
        return pathway
    for order, (title, title_en, text, text_en) in enumerate(words.PHASES, start=1):
        Phase.objects.create(
            pathway=pathway, order=order, title=title, title_en=title_en, text=text, text_en=text_en
        )
    for order, (name, role, role_en) in enumerate(words.PARTNERS, start=1):
        Partner.objects.create(pathway=pathway, order=order, name=name, role=role, role_en=role_en)
    for person, role in ROLES:
        Assignment.objects.create(pathway=pathway, user=cast.people[person], role=role)
    Item.objects.get_or_create(
        slug=words.LIBRARY["slug"], defaults={k: v for k, v in words.LIBRARY.items() if k != "slug"}
    )
    return pathway


def _call_of(pathway: Pathway) -> Call:
    return Call.objects.get(pathway=pathway, slug=words.CALL["slug"])


def _tell_call(pathway: Pathway, cast: Cast, clock: Clock) -> None:
    session = network_story.announce(pathway, cast, clock)
    calls_story.tell(pathway, cast, clock, session)
    network_story.subscribe(cast, clock)
    network_story.announce_network(pathway, cast, clock, now=clock.day(10))


def _tell_review(pathway: Pathway, cast: Cast, clock: Clock) -> None:
    call = _call_of(pathway)
    if call.information_session is not None:
        network_story.end_session(call.information_session, cast, clock)
    calls_story.answer_what_waits(call, cast, now=clock.closes)
    due_at = clock.now + timedelta(days=7)
    review_story.open_review(call, cast, now=clock.after(0.1), due_at=due_at)
    review_story.half_way(call, cast, now=clock.after(0.3))


def _tell_guidance(pathway: Pathway, cast: Cast, clock: Clock) -> None:
    call = _call_of(pathway)
    review_story.decide(call, cast, now=clock.after(0.5))
    pilots_story.tell(call, cast, clock)


CHAPTERS: dict[Stage, Any] = {
    Stage.CALL: _tell_call,
    Stage.REVIEW: _tell_review,
    Stage.GUIDANCE: _tell_guidance,
    Stage.NETWORK: network_story.tell,
}


def _keep_mail_here() -> None:
    """What the story wrote to made-up people is never sent, on no installation."""
    Message.objects.filter(state=Message.State.QUEUED, to__endswith="@example.org").update(
        state=Message.State.KEPT
    )
