"""Messages to people who registered: one function each."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation

from proeftuin.core.templatetags.house import localised
from proeftuin.core.tokens import link_token
from proeftuin.events import calendar
from proeftuin.events.models import Registration
from proeftuin.mail import outbox
from proeftuin.mail.models import Message


def personal_link(registration: Registration) -> str:
    """The page of one registration, where it can be cancelled."""
    token = link_token("events.registration", registration.key)
    with translation.override(registration.language):
        return outbox.absolute(reverse("events:registration", args=[token]))


def _post(
    name: str, registration: Registration, *, now: datetime, key: str = "", calendar_file: str = ""
) -> Message:
    """`calendar_file` is "" for none, "on" for an entry and "off" to take it away."""
    event = registration.event
    with translation.override(registration.language):
        page = outbox.absolute(reverse("events:event", args=[event.slug]))
        title = outbox.one_line(localised(event, "title")[0])
        place = calendar.where(event)
    attachments = []
    if calendar_file:
        is_off = calendar_file == "off"
        method = "CANCEL" if is_off else "REQUEST"
        content = calendar.invitation(registration, now=now, is_off=is_off)
        attachments.append(
            outbox.Attachment("moment.ics", f"text/calendar; method={method}; charset=utf-8", content)
        )
    return outbox.post(
        to=registration.contact.email,
        template=f"events/emails/{name}",
        key=key or f"events.{name}:{registration.pk}",
        now=now,
        language=registration.language,
        is_fictional=event.pathway.is_fictional,
        attachments=attachments,
        context={
            "registration": registration,
            "event": event,
            "title": title,
            "place": place,
            "page": page,
            "personal": personal_link(registration),
        },
    )


def confirmation(registration: Registration, *, now: datetime) -> Message:
    """You have a seat."""
    return _post("confirmation", registration, now=now, calendar_file="on")


def waiting(registration: Registration, *, now: datetime) -> Message:
    """You are on the waiting list."""
    return _post("waiting", registration, now=now)


def promoted(registration: Registration, *, now: datetime) -> Message:
    """A seat fell free, and it is yours."""
    return _post("promoted", registration, now=now, calendar_file="on")


def again(registration: Registration, *, now: datetime) -> Message:
    """Somebody filled in an address that is registered already: at most one such mail an hour."""
    key = f"events.again:{registration.pk}:{now:%Y%m%d%H}"
    return _post("again", registration, now=now, key=key)


def cancellation(registration: Registration, *, was_seat: bool, now: datetime) -> Message:
    """You do not come; the entry leaves the calendar."""
    return _post("cancellation", registration, now=now, calendar_file="off" if was_seat else "")


def changed(registration: Registration, *, now: datetime) -> Message:
    """The moment changed: another hour, day or place."""
    key = f"events.changed:{registration.pk}:{registration.event.revision}"
    has_seat = registration.state == Registration.State.SEAT
    return _post("changed", registration, now=now, key=key, calendar_file="on" if has_seat else "")


def called_off(registration: Registration, *, now: datetime) -> Message:
    """The moment does not take place."""
    has_seat = registration.state == Registration.State.SEAT
    return _post("called_off", registration, now=now, calendar_file="off" if has_seat else "")


def reminder(registration: Registration, *, now: datetime) -> Message:
    """Tomorrow it is."""
    return _post("reminder", registration, now=now)
