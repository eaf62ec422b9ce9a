"""Calendar files: a moment in the feed of all, and in the mail of one person."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import icalendar
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from proeftuin.core.templatetags.house import localised
from proeftuin.events.models import Event, Registration
from proeftuin.mail.outbox import absolute


def _clean(text: str) -> str:
    """Text without control characters: a name never adds a line of its own."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(c for c in line if c.isprintable()) for line in lines).strip()


def _domain() -> str:
    return settings.SITE_URL.split("//")[-1].split("/")[0].split(":")[0]


def _calendar(method: str) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{_clean(settings.OPERATOR['name'])}//proeftuin//NL")
    calendar.add("method", method)
    return calendar


def where(event: Event) -> str:
    """The place in one line."""
    parts = [event.place, event.address]
    if event.mode != Event.Mode.ON_SITE:
        parts.append(_("online"))
    return ", ".join(part for part in parts if part)


def title(event: Event) -> str:
    """The title in one line; an example says so in every calendar."""
    words = _clean(localised(event, "title")[0]).replace("\n", " ")
    return f"[{_('Example')}] {words}" if event.pathway.is_fictional else words


def _entry(event: Event, *, uid: str, sequence: int, stamp: datetime, notes: list[str]) -> icalendar.Event:
    entry = icalendar.Event()
    entry.add("uid", f"{uid}@{_domain()}")
    entry.add("dtstamp", stamp)
    entry.add("sequence", sequence)
    entry.add("summary", title(event))
    if event.hours_known:
        entry.add("dtstart", event.starts_at.astimezone(UTC))
        if event.ends_at:
            entry.add("dtend", event.ends_at.astimezone(UTC))
    else:
        day = timezone.localtime(event.starts_at).date()
        entry.add("dtstart", day)
        entry.add("dtend", day + timedelta(days=1))
    if where(event):
        entry.add("location", _clean(where(event)).replace("\n", " "))
    link = absolute(reverse("events:event", args=[event.slug]))
    entry.add("description", _clean("\n".join([localised(event, "summary")[0], *notes, link])))
    entry.add("url", link)
    is_off = event.state == Event.State.CANCELLED
    entry.add("status", "CANCELLED" if is_off else "CONFIRMED")
    return entry


def feed(events: Iterable[Event]) -> bytes:
    """All public moments, for a calendar program that looks again now and then."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", _clean(settings.OPERATOR["name"]))
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(
            _entry(event, uid=f"event-{event.pk}", sequence=event.revision, stamp=event.changed_at, notes=[])
        )
    return bytes(calendar.to_ical())


def invitation(registration: Registration, *, now: datetime, is_off: bool = False) -> bytes:
    """The entry of one person; with the same UID each time, so that a program changes what it has."""
    event = registration.event
    with translation.override(registration.language):
        notes = [_("Take part online: %(url)s") % {"url": event.online_url}] if event.online_url else []
        entry = _entry(
            event,
            uid=f"registration-{registration.pk}",
            sequence=event.revision + (1 if is_off else 0),
            stamp=now,
            notes=notes,
        )
    if is_off:
        entry["status"] = icalendar.vText("CANCELLED")
    organizer = icalendar.vCalAddress(f"mailto:{settings.OPERATOR['email']}")
    attendee = icalendar.vCalAddress(f"mailto:{registration.contact.email}")
    attendee.params["PARTSTAT"] = icalendar.vText("ACCEPTED")
    attendee.params["RSVP"] = icalendar.vText("FALSE")
    entry.add("organizer", organizer)
    entry.add("attendee", attendee)
    calendar = _calendar("CANCEL" if is_off else "REQUEST")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())
