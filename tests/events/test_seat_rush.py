"""200 people, 40 connections, 30 seats: exactly 30 each time, and more without the guard."""

import threading
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from proeftuin.events import actions, tasks
from proeftuin.events.models import Registration
from proeftuin.mail.models import Message
from tests import seat_rush
from tests.factories import events as factories

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 20


def together(deeds):
    """Run deeds at the same time, each on a connection of its own; their errors."""
    errors, start = [], threading.Barrier(len(deeds))

    def run(deed):
        try:
            connection.ensure_connection()
            start.wait()
            deed()
        except Exception as error:
            errors.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_each_round_gives_exactly_thirty_seats():
    for _ in range(ROUNDS):
        event = factories.event(capacity=30)
        result = seat_rush.rush(event, register=seat_rush.with_guard)
        event.refresh_from_db()
        assert (result.seats, result.waiting, result.lost, result.errors) == (30, 170, 0, [])
        assert event.seats_taken == 30
    assert Message.objects.filter(kind="events.confirmation").count() == 30 * ROUNDS


def test_without_the_guard_seats_are_overbooked():
    overbooked = 0
    for _ in range(5):
        result = seat_rush.rush(factories.event(capacity=30), register=seat_rush.without_guard)
        overbooked += result.seats - 30
    assert overbooked > 0


def test_the_same_form_sent_thirty_times_at_once_is_one_registration():
    event, person, token = factories.event(capacity=30), factories.contact(), uuid4()
    errors = together([lambda: factories.register(event, person.email, token=token)] * 30)
    event.refresh_from_db()
    assert errors == []
    assert (Registration.objects.count(), event.seats_taken) == (1, 1)


def test_one_address_on_many_forms_at_once_has_one_seat():
    event, person = factories.event(capacity=30), factories.contact()
    errors = together([lambda: factories.register(event, person.email)] * 30)
    event.refresh_from_db()
    assert errors == []
    assert (Registration.objects.count(), event.seats_taken) == (1, 1)


def test_cancelling_and_registering_at_once_keeps_the_count_and_leaves_no_seat_empty():
    event = factories.event(capacity=10)
    here = [factories.register(event) for _ in range(15)]
    leave = [partial(actions.cancel, registration=one, by="visitor", now=timezone.now()) for one in here[:8]]
    come = [partial(factories.register, event) for _ in range(8)]
    assert together([*leave, *come]) == []
    event.refresh_from_db()
    seats = event.registrations.filter(state="seat").count()
    assert (seats, event.seats_taken) == (10, 10)
    assert event.registrations.filter(state="waiting").count() == 15 + 8 - 8 - 10


def test_two_workers_at_once_remind_and_promote_once():
    event = factories.event(capacity=40, starts_at=timezone.now() + timezone.timedelta(hours=10))
    long_ago = timezone.now() - timezone.timedelta(days=9)
    for _ in range(5):
        factories.register(event, now=long_ago)
    assert together([tasks.do_what_is_due] * 4) == []
    assert Message.objects.filter(kind="events.reminder").count() == 5
