"""What goes on in each pathway, for who runs or follows it; small numbers of people stay hidden."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from proeftuin.calls.models import Application, Call
from proeftuin.events.models import Event, Registration
from proeftuin.newsletter.models import Subscription
from proeftuin.pathways import queries as pathways
from proeftuin.pathways.models import Assignment, Pathway
from proeftuin.pilots.models import Pilot

SMALL = 5


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call, with the number of applications where this person may know it."""

    call: Call
    applications: int | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class EventLine:
    """A moment, with its number of people."""

    event: Event
    people: str


@dataclass(slots=True)
class Overview:
    """What goes on in one pathway."""

    pathway: Pathway
    calls: list[CallLine] = field(default_factory=list)
    pilots: list[Pilot] = field(default_factory=list)
    events: list[EventLine] = field(default_factory=list)


def people(number: int) -> str:
    """A number of people in words that point to nobody: 0, "fewer than 5" or the number."""
    return f"< {SMALL}" if 0 < number < SMALL else str(number)


def overviews(user: Any, now: datetime) -> list[Overview]:
    """One overview for each pathway that this person runs or follows, in a constant number of queries."""
    followed = list(_followed(user))
    found = {pathway.pk: Overview(pathway) for pathway in followed}
    _add_calls(found, runs=_run_by(user, followed), now=now)
    for pilot in Pilot.objects.filter(pathway__in=followed).select_related("municipality"):
        found[pilot.pathway_id].pilots.append(pilot)
    _add_events(found)
    return list(found.values())


def _followed(user: Any) -> QuerySet[Pathway]:
    if user.is_office:
        return pathways.pathways_of(user)
    roles = (Assignment.Role.COORDINATION, Assignment.Role.READER)
    return Pathway.objects.filter(assignments__user=user, assignments__role__in=roles).distinct()


def _run_by(user: Any, followed: Iterable[Pathway]) -> set[int]:
    """The pathways in which this person sees how many applied before the deadline."""
    if user.is_office:
        return {pathway.pk for pathway in followed}
    coordinated = Assignment.objects.filter(user=user, role=Assignment.Role.COORDINATION)
    return set(coordinated.values_list("pathway_id", flat=True))


def _add_calls(found: dict[int, Overview], *, runs: set[int], now: datetime) -> None:
    handed_in = Count("applications", filter=Q(applications__state=Application.State.SUBMITTED))
    calls = Call.objects.filter(pathway__in=found).annotate(handed_in=handed_in).select_related("host")
    for call in calls:
        may_know = call.pathway_id in runs or call.is_closed(now)
        if call.state == Call.State.DRAFT and call.pathway_id not in runs:
            continue
        number = call.handed_in if may_know else None
        found[call.pathway_id].calls.append(CallLine(call, number, call.is_open(now)))


def _add_events(found: dict[int, Overview]) -> None:
    coming = Count("registrations", filter=Q(registrations__state=Registration.State.SEAT))
    events = Event.objects.filter(pathway__in=found, state__in=Event.PUBLIC).annotate(coming=coming)
    for event in events.order_by("starts_at"):
        if event.pathway_id is not None:
            found[event.pathway_id].events.append(EventLine(event, people(event.coming)))


def subscribers() -> str:
    """How many confirmed that they want our news."""
    return people(Subscription.objects.filter(state=Subscription.State.CONFIRMED).count())
