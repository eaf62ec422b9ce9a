"""Calendar files, read back by a calendar library: one event, nothing added, whatever the names."""

import base64
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.utils import timezone

from proeftuin.events import actions, calendar
from proeftuin.mail import delivery
from proeftuin.mail.models import Message
from tests.factories import events as factories
from tests.mail.smtp import Mailbox, server

pytestmark = pytest.mark.django_db
NASTY = [
    "Naam\r\nATTENDEE:mailto:victim@example.org",
    "a\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:extra",
    'Met "aanhalingstekens", komma; puntkomma \\ en : dubbelpunt',
    "🏘️ wonen 𝕊amen " * 10,
    "x" * 200,
    "controle\x00\x07\x1btekens",
    "rechts\u202enaar links",
]


def entries(content):
    return icalendar.Calendar.from_ical(content).walk("VEVENT")


def of(message):
    return [base64.b64decode(file["content"]) for file in message.attachments]


@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_text_stays_one_event_without_added_properties(text):
    text = text.replace("\0", "")
    event = factories.event(title=text[:200], place=text[:150], summary=text)
    registration = factories.register(event)
    content = calendar.invitation(registration, now=timezone.now())
    (entry,) = entries(content)
    assert sorted(entry.keys()) == sorted(
        ["UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION", "URL", "STATUS",
         "ORGANIZER", "ATTENDEE"]
    )  # fmt: skip
    assert str(entry["ATTENDEE"]) == f"mailto:{registration.contact.email}"
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert len(entries(calendar.feed([event]))) == 1


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        (datetime(2027, 3, 28, 3), datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (datetime(2027, 10, 31, 3), datetime(2027, 10, 31, 2, tzinfo=UTC)),
        (datetime(2027, 7, 1, 14), datetime(2027, 7, 1, 12, tzinfo=UTC)),
    ],
)
def test_hours_are_exact_around_the_changes_of_the_clock(local, utc):
    event = factories.event(starts_at=timezone.make_aware(local))
    (entry,) = entries(calendar.feed([event]))
    assert entry.decoded("DTSTART") == utc
    assert entry.decoded("DTEND") == utc + timedelta(hours=3)


def test_a_moment_of_which_the_hours_are_unknown_is_a_whole_day():
    event = factories.event(
        starts_at=timezone.make_aware(datetime(2022, 11, 10)), ends_at=None, hours_known=False
    )
    (entry,) = entries(calendar.feed([event]))
    assert (entry.decoded("DTSTART"), entry.decoded("DTEND")) == (date(2022, 11, 10), date(2022, 11, 11))


def test_a_change_and_a_cancellation_reach_the_same_entry_with_a_higher_number():
    event = factories.event()
    registration = factories.register(event)
    event.refresh_from_db()
    event.place = "Andere zaal"
    actions.write(event=event, by=None, now=timezone.now())
    actions.cancel(registration=registration, by="visitor", now=timezone.now())
    mails = Message.objects.order_by("pk")
    found = [(mail.kind, *entries(of(mail)[0])) for mail in mails if mail.attachments]
    assert [kind for kind, _entry in found] == [
        "events.confirmation",
        "events.changed",
        "events.cancellation",
    ]
    assert len({str(entry["UID"]) for _kind, entry in found}) == 1
    assert [entry["SEQUENCE"] for _kind, entry in found] == [0, 1, 2]
    assert [str(entry["STATUS"]) for _kind, entry in found] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert str(found[1][1]["LOCATION"]) == "Andere zaal"
    methods = [icalendar.Calendar.from_ical(of(mail)[0])["METHOD"] for mail in mails if mail.attachments]
    assert methods == ["REQUEST", "REQUEST", "CANCEL"]


def test_the_online_link_is_for_people_with_a_seat_only():
    event = factories.event(capacity=1, mode="online", online_url="https://meet.example.org/geheim")
    factories.register(event)
    factories.register(event)
    seat, waiting = Message.objects.order_by("pk")
    assert "geheim" in seat.text
    assert b"geheim" in of(seat)[0].replace(b"\r\n ", b"")
    assert "geheim" not in waiting.text
    assert b"geheim" not in calendar.feed([event])


def test_over_smtp_the_calendar_file_arrives_whole_and_nobody_else_gets_it(settings):
    event = factories.event(title="Café\r\nBcc: victim@example.org", online_url="https://meet.example.org/x")
    registration = factories.register(event, name="Ann\r\nBcc: victim@example.org", language="en")
    box = Mailbox()
    with server(settings, box):
        delivery.deliver_all(clock=timezone.now)
    (mail,) = box.received
    assert (mail["X-Envelope-To"], mail["Bcc"]) == (registration.contact.email, None)
    assert mail["Subject"].strip().startswith("[Example] You have a seat: Café Bcc:")
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert part.get_param("method") == "REQUEST"
    assert part.get_filename() == "moment.ics"
    (entry,) = entries(part.get_payload(decode=True))
    assert str(entry["UID"]).startswith(f"registration-{registration.pk}@")
    assert "https://meet.example.org/x" in str(entry["DESCRIPTION"])


@pytest.mark.parametrize("is_fictional", [True, False])
def test_an_example_says_so_in_every_calendar(is_fictional):
    moment = factories.event(title="Moment", pathway=factories.pathway(is_fictional=is_fictional))
    registration = factories.register(moment)
    for content in (calendar.feed([moment]), calendar.invitation(registration, now=timezone.now())):
        (entry,) = entries(content)
        assert str(entry["SUMMARY"]) == ("[Voorbeeld] Moment" if is_fictional else "Moment")
