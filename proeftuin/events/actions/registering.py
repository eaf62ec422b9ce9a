"""A seat or a place on the waiting list: counted by the database, never by us."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from proeftuin.accounts.models import Contact
from proeftuin.core.errors import Refused
from proeftuin.events import emails, rules
from proeftuin.events.models import Event, Registration
from proeftuin.pathways.models import Pathway
from proeftuin.record import actions as record


class NotOpen(Refused):
    """Nobody can register for this moment now."""


class TooLate(Refused):
    """A registration that can no longer be cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What somebody filled in."""

    name: str
    organisation: str = ""
    role: str = "other"
    remarks: str = ""
    access_needs: str = ""
    language: str = "nl"


@transaction.atomic
def register(*, event: Event, contact: Contact, details: Details, token: UUID, now: datetime) -> Registration:
    """Give a seat while there is one, else a place on the waiting list; the same form sent twice counts once.

    An address that is registered already keeps its registration and gets it by mail: compare `.token`.
    """
    before = Registration.objects.filter(token=token).select_related("event", "contact").first()
    if before is not None:
        return before
    try:
        with transaction.atomic():
            registration = Registration.objects.create(
                event=event, contact=contact, token=token, registered_at=now, **asdict(details)
            )
    except IntegrityError:
        return _registered_already(event, contact, token, now)
    _place(registration, now)
    record.note(
        by="visitor",
        verb=f"registration.{registration.state}",
        on=registration,
        at=now,
        detail={"event": event.pk},
    )
    if registration.state == Registration.State.SEAT:
        emails.confirmation(registration, now=now)
    else:
        emails.waiting(registration, now=now)
    return registration


def _registered_already(event: Event, contact: Contact, token: UUID, now: datetime) -> Registration:
    found = Registration.objects.select_related("event__pathway", "contact")
    same_form = found.filter(token=token).first()
    if same_form is not None:
        return same_form
    registration = found.get(event=event, contact=contact, state__in=Registration.ACTIVE)
    emails.again(registration, now=now)
    return registration


def _place(registration: Registration, now: datetime) -> None:
    """Take a seat in one statement; only when there is none, wait for the lock and look again in fair order."""
    free = Q(capacity=None) | Q(seats_taken__lt=F("capacity"))
    running = Q(pathway__in=Pathway.objects.exclude(state=Pathway.State.ENDED))
    here = Event.objects.filter(rules.is_open_at(now), free, running, pk=registration.event_id)
    if here.update(seats_taken=F("seats_taken") + 1):
        Registration.objects.filter(pk=registration.pk).update(state=Registration.State.SEAT)
        registration.state = Registration.State.SEAT
        return
    event = locked(registration.event_id)
    if not event.is_open(now) or event.pathway.is_archive:
        raise NotOpen(_("Registration for this moment is closed. Write to us when you still want to come."))
    _promote(event, now, newcomer=registration)


def locked(event_pk: int) -> Event:
    """The moment, held until this transaction ends; a registration under way does not wait for itself."""
    return (
        Event.objects.select_for_update(no_key=True, of=("self",)).select_related("pathway").get(pk=event_pk)
    )


def _promote(event: Event, now: datetime, newcomer: Registration | None = None) -> list[Registration]:
    """Give what is free to who waits longest; the moment is locked."""
    if not rules.still_promotes(event, now):
        return []
    waiting = event.registrations.filter(state=Registration.State.WAITING).select_related("contact")
    queue = waiting.order_by("registered_at", "pk")
    free = None if event.capacity is None else max(event.capacity - event.seats_taken, 0)
    chosen = list(queue if free is None else queue[:free])
    for registration in chosen:
        registration.event = event
        record.move(registration, to=Registration.State.SEAT, by=None, allowed=Registration.MOVES, now=now)
        if newcomer is not None and registration.pk == newcomer.pk:
            newcomer.state = Registration.State.SEAT
            continue
        Registration.objects.filter(pk=registration.pk).update(promoted_at=now)
        emails.promoted(registration, now=now)
    if chosen:
        Event.objects.filter(pk=event.pk).update(seats_taken=F("seats_taken") + len(chosen))
        event.seats_taken += len(chosen)
    return chosen


@transaction.atomic
def fill_free_seats(*, event: Event, now: datetime) -> list[Registration]:
    """Promote from the waiting list; safe to run at any time, by anybody, twice."""
    return _promote(locked(event.pk), now)


@transaction.atomic
def cancel(*, registration: Registration, by: Any, now: datetime) -> Registration:
    """Somebody does not come: the seat goes to who waits longest. Cancelling twice is cancelling once."""
    event = locked(registration.event_id)
    registration = (
        Registration.objects.select_for_update(of=("self",)).select_related("contact").get(pk=registration.pk)
    )
    registration.event = event
    if registration.state == Registration.State.CANCELLED:
        return registration
    if not rules.may_cancel(registration, now):
        raise TooLate(_("This moment has begun or was called off: nothing can be changed here any more."))
    was_seat = registration.state == Registration.State.SEAT
    record.move(registration, to=Registration.State.CANCELLED, by=by, allowed=Registration.MOVES, now=now)
    Registration.objects.filter(pk=registration.pk).update(cancelled_at=now)
    registration.cancelled_at = now
    emails.cancellation(registration, was_seat=was_seat, now=now)
    if was_seat:
        Event.objects.filter(pk=event.pk).update(seats_taken=F("seats_taken") - 1)
        event.seats_taken -= 1
        _promote(event, now)
    return registration
