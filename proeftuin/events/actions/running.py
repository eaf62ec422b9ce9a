"""Running a moment: writing it, moving it on, who came, what remains."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from proeftuin.core import cache
from proeftuin.core.errors import Refused
from proeftuin.events import emails, rules
from proeftuin.events.actions.registering import fill_free_seats, locked
from proeftuin.events.models import Event, Material, ProgrammePart, Registration
from proeftuin.files import actions as files
from proeftuin.pathways.rules import refuse_when_ended
from proeftuin.record import actions as record

CALENDAR_FIELDS = ("title", "starts_at", "ends_at", "hours_known", "mode", "place", "address", "online_url")
KEPT_BY_OTHERS = {"id", "seats_taken", "state", "revision"}


class SeatsTaken(Refused):
    """A capacity below the number of people who have a seat."""


@transaction.atomic
def write(*, event: Event, by: Any, now: datetime) -> Event:
    """Keep a new or changed moment; who has a seat hears of another hour, day or place."""
    refuse_when_ended(event.pathway)
    event.changed_at = now
    if event._state.adding:
        event.save()
        record.note(by=by, verb="event.written", on=event, at=now)
        return event
    was = locked(event.pk)
    refuse_when_ended(was.pathway)
    if event.capacity is not None and event.capacity < was.seats_taken:
        raise SeatsTaken(
            _("%(n)s people have a seat already. Choose a capacity of at least %(n)s.")
            % {"n": was.seats_taken}
        )
    event.save(update_fields=[f.name for f in event._meta.fields if f.name not in KEPT_BY_OTHERS])
    event.state, event.seats_taken = was.state, was.seats_taken
    changes = [name for name in CALENDAR_FIELDS if getattr(was, name) != getattr(event, name)]
    record.note(by=by, verb="event.written", on=event, at=now, detail={"calendar": changes})
    if changes:
        _tell(event, emails.changed, now)
    fill_free_seats(event=event, now=now)
    event.refresh_from_db(fields=["seats_taken", "revision"])
    return event


def _tell(event: Event, message: Any, now: datetime) -> None:
    """The calendar entry changed: a new revision, and a mail to everybody who still counts on it."""
    Event.objects.filter(pk=event.pk).update(revision=F("revision") + 1)
    event.refresh_from_db(fields=["revision"])
    if now >= event.starts_at and message is emails.changed:
        return
    for registration in event.registrations.filter(state__in=Registration.ACTIVE).select_related("contact"):
        registration.event = event
        message(registration, now=now)


@transaction.atomic
def move(*, event: Event, to: str, by: Any, now: datetime, why: str = "") -> Event:
    """To another state; calling it off tells everybody who registered, in the same deed."""
    event = locked(event.pk)
    refuse_when_ended(event.pathway)
    record.move(event, to=to, by=by, allowed=Event.MOVES, now=now, why=why)
    Event.objects.filter(pk=event.pk).update(changed_at=now)
    if to == Event.State.CANCELLED:
        _tell(event, emails.called_off, now)
    cache.bump()
    return event


@transaction.atomic
def arrange(
    *, event: Event, kept: Iterable[ProgrammePart], removed: Iterable[ProgrammePart], by: Any, now: datetime
) -> None:
    """The programme as its staff wrote it."""
    refuse_when_ended(event.pathway)
    for part in removed:
        part.delete()
    for part in kept:
        part.event = event
        part.save()
    record.note(by=by, verb="event.arranged", on=event, at=now)


@transaction.atomic
def add_material(
    *, material: Material, upload: "UploadedFile[Any] | None", by: Any, now: datetime
) -> Material:
    """Slides, a recording, a report: as a link or as a file; also to change one."""
    refuse_when_ended(material.event.pathway)
    old = material.file
    if upload is not None:
        material.file = files.store(
            upload, owner_kind="event_material", owner_id=material.event_id, by=by, now=now
        )
    material.save()
    if upload is not None and old is not None:
        files.remove(old)
    record.note(by=by, verb="material.written", on=material, at=now, detail={"public": material.is_published})
    return material


@transaction.atomic
def remove_material(*, material: Material, by: Any, now: datetime) -> None:
    """Take material away, with its file."""
    refuse_when_ended(material.event.pathway)
    record.note(by=by, verb="material.removed", on=material, at=now, detail={"title": material.title})
    stored = material.file
    material.delete()
    if stored is not None:
        files.remove(stored)


@transaction.atomic
def mark_attendance(*, event: Event, present: Collection[int], by: Any, now: datetime) -> int:
    """Who came, of those with a seat or waiting; the number of people."""
    refuse_when_ended(event.pathway)
    rows = event.registrations.filter(state__in=Registration.ACTIVE)
    rows.exclude(pk__in=present).update(attended=False)
    number = rows.filter(pk__in=present).update(attended=True)
    record.note(by=by, verb="event.attendance", on=event, at=now, detail={"present": number})
    return number


@transaction.atomic
def remind(*, registration: Registration, now: datetime) -> bool:
    """One reminder for each person, whoever asks for it and how often."""
    if not Registration.objects.filter(pk=registration.pk, reminded_at=None).update(reminded_at=now):
        return False
    emails.reminder(registration, now=now)
    return True


def end_past(*, now: datetime) -> int:
    """Moments that are over become ended, so that their material has a place."""
    number = 0
    for event in Event.objects.filter(state__in=Event.EXPECTED).select_related("pathway"):
        if event.is_past(now) and not event.pathway.is_archive:
            try:
                move(event=event, to=Event.State.ENDED, by=None, now=now)
            except record.MoveRefused:  # another worker was first
                continue
            number += 1
    return number


@transaction.atomic
def forget_needs(*, now: datetime) -> int:
    """What people need to take part is forgotten a month after the moment."""
    old = Registration.objects.filter(event__starts_at__lt=now - rules.NEEDS_KEPT).exclude(
        access_needs="", remarks=""
    )
    return old.update(access_needs="", remarks="")
