"""Who runs a moment, and what is allowed when."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from proeftuin.events.models import Event, Registration
from proeftuin.pathways import rules as pathways

REMIND_FROM = time(8)  # in the morning of the day before
NEEDS_KEPT = timedelta(days=30)  # what somebody needs to take part is kept this long after the moment
PROGRAMME_AHEAD = timedelta(days=30)
MATERIAL_WITHIN = timedelta(days=60)


def may_run(user: Any, event: Event) -> bool:
    """The programme office and the coordination team of its pathway."""
    return pathways.may_run(user, event.pathway)


def is_open_at(now: datetime) -> Q:
    """Moments for which one may register: the same as `Event.is_open`, for the database."""
    closes = Q(registration_closes_at__gt=now) | Q(registration_closes_at=None, starts_at__gt=now)
    return Q(state=Event.State.REGISTRATION) & closes


def still_promotes(event: Event, now: datetime) -> bool:
    """Whether a seat that falls free goes to the waiting list."""
    return event.is_expected and now < event.starts_at


def may_cancel(registration: Registration, now: datetime) -> bool:
    """Until the moment starts, people may say that they do not come."""
    event = registration.event
    is_to_come = event.state != Event.State.CANCELLED and now < event.starts_at
    return registration.state in Registration.ACTIVE and is_to_come


def remind_at(event: Event) -> datetime:
    """The morning before, in Brussels."""
    day_before = timezone.localtime(event.starts_at).date() - timedelta(days=1)
    return timezone.make_aware(datetime.combine(day_before, REMIND_FROM))


def next_states(event: Event) -> list[str]:
    """Where its staff can move it, ending only once it began."""
    return [state for state in Event.State.values if state in Event.MOVES[event.state]]
