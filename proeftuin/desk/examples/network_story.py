"""The moments of the pathway, and the last chapter: a network moment, an invitation and two more calls."""

from datetime import datetime, timedelta
from typing import Any

from proeftuin.accounts.models import Contact
from proeftuin.calls.models import Call
from proeftuin.desk.examples import calls_story, review_story, words
from proeftuin.desk.examples.cast import Cast
from proeftuin.desk.examples.clock import Clock, token
from proeftuin.events import actions as events
from proeftuin.events.models import Event, Material, ProgrammePart
from proeftuin.newsletter import actions as newsletter
from proeftuin.newsletter.models import Campaign, Purpose, Subscription, Topic
from proeftuin.pathways.models import Pathway

PROGRAMME = [
    ("Welkom", "Welcome", "Olivia Overzicht"),
    ("Wat een wooncoöperatie is", "What a housing cooperative is", "Eva Expert"),
    ("Vragen en gesprek", "Questions and talk", ""),
]
VISITORS = [
    ("citizen", "Billie Burger", "citizen"),
    ("initiator", "Ines Initiatief", "initiator"),
    ("official-3", "Dina Denkbeeld", "official"),
    ("expert", "Eva Expert", "expert"),
    ("official-4", "Victor Verzin", "official"),
    ("initiator-2", "Tuur Tuin", "initiator"),
]


def write_moment(
    values: dict[str, Any], *, pathway: Pathway, cast: Cast, now: datetime, states: tuple[str, ...]
) -> Event:
    """A moment with its programme, brought along these states."""
    office = cast.people["office"]
    values.setdefault("ends_at", values["starts_at"] + timedelta(hours=2, minutes=30))
    event = events.write(event=Event(pathway=pathway, **values), by=office, now=now)
    if Event.State.PROGRAMME in states:
        parts = [
            ProgrammePart(title=title, title_en=title_en, speakers=speakers, order=order)
            for order, (title, title_en, speakers) in enumerate(PROGRAMME)
        ]
        events.arrange(event=event, kept=parts, removed=[], by=office, now=now)
    for state in states:
        event = events.move(event=event, to=state, by=office, now=now)
    return event


def register(event: Event, cast: Cast, visitors: list[tuple[str, str, str]], now: datetime) -> None:
    """People register, one minute after the other."""
    for minute, (person, name, role) in enumerate(visitors):
        events.register(
            event=event,
            contact=Contact.of(cast.people[person].email),
            details=events.Details(name=name, role=role),
            token=token(f"{event.slug} {person}"),
            now=now + timedelta(minutes=minute),
        )


def announce(pathway: Pathway, cast: Cast, clock: Clock) -> Event:
    """At the call: an info moment with registration, and a network moment of which only the day is known."""
    session = write_moment(
        {
            "kind": Event.Kind.INFORMATION,
            "slug": "voorbeeld-infomoment",
            "title": "Infomoment over de voorbeeldoproep",
            "title_en": "Information session about the example call",
            "summary": "Uitleg over de oproep, en tijd voor uw vragen.",
            "summary_en": "The call explained, and time for your questions.",
            "starts_at": clock.day(27),
            "mode": Event.Mode.HYBRID,
            "place": "Zaal Het Verzinsel",
            "address": "Denkbeeldplein 1, Voorbeeldegem",
            "municipality": cast.municipalities["voorbeeldegem"],
            "online_url": "https://example.org/infomoment",
            "capacity": 30,
        },
        pathway=pathway,
        cast=cast,
        now=clock.day(-6),
        states=(Event.State.ANNOUNCED, Event.State.PROGRAMME, Event.State.REGISTRATION),
    )
    register(session, cast, VISITORS[:4], clock.day(2))
    return session


def end_session(session: Event, cast: Cast, clock: Clock) -> None:
    """After the info moment: who came, and what remains."""
    office = cast.people["office"]
    now = max(clock.after(0.05), session.ends_at or session.starts_at)
    present = list(session.registrations.values_list("pk", flat=True)[:3])
    events.mark_attendance(event=session, present=present, by=office, now=now)
    events.move(event=session, to=Event.State.ENDED, by=office, now=now)
    for kind, title, title_en in (
        (Material.Kind.SLIDES, "Dia’s van het infomoment", "Slides of the information session"),
        (Material.Kind.RECORDING, "Opname van het infomoment", "Recording of the information session"),
    ):
        material = Material(
            event=session,
            kind=kind,
            title=title,
            title_en=title_en,
            url=f"https://example.org/{kind}",
            is_published=True,
        )
        events.add_material(material=material, upload=None, by=office, now=now)


def subscribe(cast: Cast, clock: Clock) -> None:
    """Six people follow along; one never confirmed."""
    topic, _new = Topic.objects.get_or_create(
        slug="proeftuinen", defaults={"title": "Proeftuinen", "title_en": "Pilots"}
    )
    for day, (person, name, role) in enumerate(VISITORS):
        wishes = newsletter.Wishes(
            wants_newsletter=True, wants_invitations=True, role=role, name=name, topics=[topic],
            municipality=cast.municipalities["voorbeeldegem"],
        )  # fmt: skip
        now = clock.day(day + 1)
        email = cast.people[person].email
        Subscription.objects.get_or_create(
            contact=Contact.of(email), defaults={"created_at": now, "is_fictional": True}
        )
        asked = newsletter.sign_up(
            email=email, wishes=wishes, token=token(f"sign-up {person}"), page="/", now=now
        )
        if person != "initiator-2":
            newsletter.confirm(sign_up=asked, now=now + timedelta(hours=1))


def announce_network(pathway: Pathway, cast: Cast, clock: Clock, *, now: datetime) -> Event:
    """A network moment of which the day is known and the programme follows."""
    return write_moment(
        {
            "kind": Event.Kind.NETWORK,
            "slug": "voorbeeld-netwerkmoment-2",
            "title": "Tweede netwerkmoment van het voorbeeld",
            "title_en": "Second network moment of the example",
            "summary": "De dag staat vast. Het programma volgt.",
            "summary_en": "The day is fixed. The programme follows.",
            "starts_at": (clock.now + timedelta(days=75)).replace(hour=12, minute=0, second=0, microsecond=0),
        },
        pathway=pathway,
        cast=cast,
        now=now,
        states=(Event.State.ANNOUNCED,),
    )


def tell(pathway: Pathway, cast: Cast, clock: Clock) -> None:
    """The network moment takes registrations, an invitation went out, and two more calls run."""
    now = clock.after(0.9)
    event = write_moment(
        {
            "kind": Event.Kind.NETWORK,
            "slug": "voorbeeld-netwerkmoment",
            "title": "Eerste netwerkmoment van het voorbeeld",
            "title_en": "First network moment of the example",
            "summary": "Wat leerden de eerste proeftuinen? Kom luisteren en stel uw vragen.",
            "summary_en": "What did the first pilots learn? Come and listen, and ask your questions.",
            "starts_at": (clock.now + timedelta(days=16)).replace(
                hour=12, minute=30, second=0, microsecond=0
            ),
            "place": "Oude Lagere School",
            "address": "Verzonnenstraat 1, Voorbeeldegem",
            "municipality": cast.municipalities["voorbeeldegem"],
            "capacity": 4,
        },
        pathway=pathway,
        cast=cast,
        now=now,
        states=(Event.State.ANNOUNCED, Event.State.PROGRAMME, Event.State.REGISTRATION),
    )
    _invite(event, cast, clock.after(0.92))
    register(event, cast, VISITORS, clock.after(0.94))
    _second_call(pathway, cast, clock)
    _local_call(pathway, cast, clock)


def _invite(event: Event, cast: Cast, now: datetime) -> None:
    """One message to all who want invitations."""
    campaign = Campaign(
        purpose=Purpose.INVITATIONS,
        subject=f"Uitnodiging: {event.title}",
        subject_en=f"Invitation: {event.title_en}",
        body="Beste,\n\nwe nodigen u uit. Inschrijven kan op de pagina van het netwerkmoment.",
        body_en="Hello,\n\nyou are invited. You can register on the page of the network moment.",
        is_fictional=True,
        created_at=now,
        created_by=cast.people["office"],
    )
    newsletter.write(campaign=campaign, audience={}, by=cast.people["office"])
    newsletter.send(campaign=campaign, by=cast.people["office"], now=now)
    while newsletter.queue_some(campaign=campaign, now=now):
        pass
    newsletter.finish(campaign=campaign, now=now)


def _second_call(pathway: Pathway, cast: Cast, clock: Clock) -> Call:
    """A call that is open today, with an application that came in and one that is being written."""
    times = (clock.after(0.9), clock.after(0.91), _noon(clock.now + timedelta(days=24)))
    call = calls_story.write_call(words.SECOND_CALL, pathway=pathway, cast=cast, clock=times)
    site = calls_story.describe_site("denkbeeldekerke", cast=cast, by="official-3", now=clock.after(0.92))
    second = calls_story.draft(
        call, "denkbeeldekerke", cast=cast, by="official-3", now=clock.after(0.93), site=site
    )
    calls_story.hand_in(second, by="official-3", cast=cast, now=clock.after(0.95))
    calls_story.draft(call, "verzinnegem", cast=cast, by="official-4", now=clock.after(0.96))
    text = "Mag de site ook een leegstaande kerk zijn?"
    calls_story.ask(call, cast, by="official-2", text=text, now=clock.after(0.99))
    return call


def _local_call(pathway: Pathway, cast: Cast, clock: Clock) -> Call:
    """A municipality looks for initiators; its jury is at work."""
    times = (clock.after(0.7), clock.after(0.72), clock.after(0.85))
    call = calls_story.write_call(
        words.LOCAL_CALL,
        pathway=pathway,
        cast=cast,
        clock=times,
        host="voorbeeldegem",
        level=Call.Level.INITIATORS,
    )
    for key, by in (("verzonnen-huis", "initiator"), ("bedachte-tuin", "initiator-2")):
        application = calls_story.draft(call, key, cast=cast, by=by, now=clock.after(0.75))
        calls_story.hand_in(application, by=by, cast=cast, now=clock.after(0.8))
    due_at = _noon(clock.now + timedelta(days=9))
    review_story.open_review(call, cast, now=clock.after(0.88), due_at=due_at, office="official")
    review_story.half_way(call, cast, now=clock.after(0.93))
    return call


def _noon(moment: datetime) -> datetime:
    return moment.replace(hour=11, minute=0, second=0, microsecond=0)
