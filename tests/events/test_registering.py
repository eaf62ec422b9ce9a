"""A seat or a waiting place, and what happens when somebody leaves."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from proeftuin.events import actions
from proeftuin.events.actions import NotOpen, SeatsTaken, TooLate
from proeftuin.events.models import Event, Registration
from proeftuin.mail.models import Message
from proeftuin.pathways.rules import PathwayEnded
from proeftuin.record.actions import MoveRefused
from tests.factories import accounts
from tests.factories import events as factories

pytestmark = pytest.mark.django_db


def states(event):
    return list(event.registrations.order_by("pk").values_list("state", flat=True))


def kinds():
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def cancel(registration, now=None):
    return actions.cancel(registration=registration, by="visitor", now=now or timezone.now())


def test_register_gives_a_seat_or_a_waiting_place():
    event = factories.event(capacity=2)
    for _ in range(3):
        factories.register(event)
    assert states(event) == ["seat", "seat", "waiting"]
    assert kinds() == ["events.confirmation", "events.confirmation", "events.waiting"]
    event.refresh_from_db()
    assert event.seats_taken == 2


def test_without_a_capacity_there_is_room_for_everybody():
    event = factories.event(capacity=None)
    for _ in range(4):
        factories.register(event)
    assert states(event) == ["seat"] * 4


def test_the_same_form_twice_is_one_registration_and_one_mail():
    event, token = factories.event(), uuid4()
    one, two = (factories.register(event, "ann@example.org", token=token) for _ in range(2))
    assert one.pk == two.pk
    assert len(kinds()) == 1


def test_a_known_address_keeps_its_registration_and_is_told_by_mail_at_most_once_an_hour():
    event, now = factories.event(), timezone.now().replace(minute=5)
    one = factories.register(event, "ann@example.org", now=now)
    for minute in (6, 7, 8):
        other = factories.register(
            event, "Ann@Example.org", now=now.replace(minute=minute), name="Iemand anders"
        )
        assert other.pk == one.pk
    one.refresh_from_db()
    assert one.name == "Gust Voorbeeld"
    assert kinds() == ["events.confirmation", "events.again"]
    event.refresh_from_db()
    assert event.seats_taken == 1


def test_when_somebody_cancels_who_waits_longest_gets_the_seat():
    event = factories.event(capacity=1)
    first, second, third = (factories.register(event) for _ in range(3))
    cancel(first)
    assert states(event) == ["cancelled", "seat", "waiting"]
    assert Message.objects.get(kind="events.promoted").to == second.contact.email
    cancel(third)
    cancel(second)
    event.refresh_from_db()
    assert event.seats_taken == 0


def test_cancelling_twice_frees_one_seat():
    event = factories.event(capacity=2)
    first, _second = factories.register(event), factories.register(event)
    cancel(first)
    cancel(first)
    event.refresh_from_db()
    assert event.seats_taken == 1
    assert kinds().count("events.cancellation") == 1


def test_after_cancelling_one_may_register_again():
    event = factories.event(capacity=1)
    cancel(factories.register(event, "ann@example.org"))
    assert factories.register(event, "ann@example.org").state == Registration.State.SEAT


def test_more_seats_promote_from_the_waiting_list():
    event = factories.event(capacity=1)
    for _ in range(4):
        factories.register(event)
    event.refresh_from_db()
    event.capacity = 3
    actions.write(event=event, by=accounts.office(), now=timezone.now())
    assert states(event) == ["seat", "seat", "seat", "waiting"]
    event.capacity = None
    actions.write(event=event, by=accounts.office(), now=timezone.now())
    assert states(event) == ["seat"] * 4


def test_fewer_seats_than_taken_are_refused():
    event = factories.event(capacity=2)
    factories.register(event)
    factories.register(event)
    event.capacity = 1
    with pytest.raises(SeatsTaken, match="2"):
        actions.write(event=event, by=accounts.office(), now=timezone.now())


def test_the_database_itself_refuses_one_seat_too_many():
    event = factories.event(capacity=1)
    with pytest.raises(IntegrityError, match="event_seats"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(seats_taken=2)


@pytest.mark.parametrize("state", ["draft", "announced", "programme", "ended", "cancelled"])
def test_registration_is_only_possible_while_it_is_open(state):
    with pytest.raises(NotOpen):
        factories.register(factories.event(state=state))
    assert not Registration.objects.exists()


def test_registration_closes_on_its_exact_moment():
    closes = timezone.now() + timedelta(days=1)
    event = factories.event(registration_closes_at=closes)
    assert factories.register(event, now=closes - timedelta(seconds=1)).state == "seat"
    with pytest.raises(NotOpen):
        factories.register(event, now=closes)


def test_a_page_that_was_loaded_before_registration_closed_is_refused_after():
    event = factories.event()
    Event.objects.filter(pk=event.pk).update(state="programme")
    with pytest.raises(NotOpen):
        factories.register(event)


def test_after_the_start_nothing_can_be_cancelled():
    event = factories.event()
    registration = factories.register(event)
    with pytest.raises(TooLate):
        cancel(registration, now=event.starts_at)


def test_calling_off_tells_everybody_in_the_same_deed():
    event = factories.event(capacity=1)
    seat, waiting = factories.register(event), factories.register(event)
    office = accounts.office()
    actions.move(event=event, to="cancelled", by=office, now=timezone.now(), why="ziek")
    mails = Message.objects.filter(kind="events.called_off").order_by("pk")
    assert [(mail.to, len(mail.attachments)) for mail in mails] == [
        (seat.contact.email, 1),
        (waiting.contact.email, 0),
    ]
    with pytest.raises(MoveRefused):
        actions.move(event=event, to="registration", by=office, now=timezone.now())


def test_another_hour_is_told_and_another_text_is_not():
    event = factories.event()
    factories.register(event)
    event.refresh_from_db()
    event.text = "Meer uitleg"
    actions.write(event=event, by=None, now=timezone.now())
    assert kinds() == ["events.confirmation"]
    event.starts_at += timedelta(hours=1)
    event.ends_at += timedelta(hours=1)
    actions.write(event=event, by=None, now=timezone.now())
    assert kinds() == ["events.confirmation", "events.changed"]
    assert event.revision == 1


def test_writing_never_overwrites_the_seats():
    event = factories.event(capacity=5)
    stale = Event.objects.get(pk=event.pk)
    factories.register(event)
    actions.write(event=stale, by=None, now=timezone.now())
    event.refresh_from_db()
    assert event.seats_taken == 1


def test_an_ended_pathway_is_read_only():
    event = factories.event(pathway=factories.pathway(state="ended"))
    with pytest.raises(NotOpen):
        factories.register(event)
    for deed in (
        lambda: actions.write(event=event, by=None, now=timezone.now()),
        lambda: actions.move(event=event, to="ended", by=None, now=timezone.now()),
        lambda: actions.mark_attendance(event=event, present=[], by=None, now=timezone.now()),
        lambda: actions.arrange(event=event, kept=[], removed=[], by=None, now=timezone.now()),
    ):
        with pytest.raises(PathwayEnded):
            deed()


def test_attendance_counts_only_who_registered_here():
    event, other = factories.event(), factories.event()
    came, stayed, stranger = factories.register(event), factories.register(event), factories.register(other)
    number = actions.mark_attendance(
        event=event, present=[came.pk, stranger.pk], by=accounts.office(), now=timezone.now()
    )
    assert number == 1
    marks = [Registration.objects.get(pk=one.pk).attended for one in (came, stayed, stranger)]
    assert marks == [True, False, None]


def test_needs_are_forgotten_a_month_after_the_moment():
    event = factories.event()
    factories.register(event, access_needs="rolstoel", remarks="later")
    assert actions.forget_needs(now=event.starts_at + timedelta(days=29)) == 0
    assert actions.forget_needs(now=event.starts_at + timedelta(days=31)) == 1
    assert actions.forget_needs(now=event.starts_at + timedelta(days=31)) == 0
    assert Registration.objects.get().access_needs == ""
