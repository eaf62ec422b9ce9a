"""What is due and not done: once, late or halfway; also when the clock changes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from proeftuin.events import actions, queries, rules
from proeftuin.mail.models import Message
from tests.factories import accounts
from tests.factories import events as factories

pytestmark = pytest.mark.django_db


def brussels(*parts):
    return timezone.make_aware(datetime(*parts))


@pytest.mark.parametrize(
    ("starts", "remind"),
    [
        (brussels(2027, 3, 28, 10), datetime(2027, 3, 27, 7, tzinfo=UTC)),
        (brussels(2027, 3, 29, 10), datetime(2027, 3, 28, 6, tzinfo=UTC)),
        (brussels(2027, 10, 31, 10), datetime(2027, 10, 30, 6, tzinfo=UTC)),
        (brussels(2027, 11, 1, 0, 30), datetime(2027, 10, 31, 7, tzinfo=UTC)),
        (brussels(2028, 3, 1, 9), datetime(2028, 2, 29, 7, tzinfo=UTC)),
        (brussels(2027, 1, 1, 9), datetime(2026, 12, 31, 7, tzinfo=UTC)),
    ],
)
def test_a_reminder_is_due_at_eight_in_the_morning_before(starts, remind):
    assert rules.remind_at(factories.event(starts_at=starts)) == remind


def test_a_reminder_goes_once_also_when_the_worker_was_away():
    starts = brussels(2027, 3, 28, 10)
    event = factories.event(starts_at=starts)
    factories.register(event, now=starts - timedelta(days=20))
    due = rules.remind_at(event)
    assert queries.reminders_due(due - timedelta(seconds=1)) == []
    for now in (due, due + timedelta(hours=9), starts - timedelta(hours=1)):
        for registration in queries.reminders_due(now):
            actions.remind(registration=registration, now=now)
    assert Message.objects.filter(kind="events.reminder").count() == 1


def test_who_registers_on_the_last_day_or_waits_gets_no_reminder():
    starts = brussels(2027, 3, 28, 10)
    event = factories.event(starts_at=starts, capacity=1)
    due = rules.remind_at(event)
    factories.register(event, now=due + timedelta(minutes=5))
    factories.register(event, now=due - timedelta(days=3))
    assert queries.reminders_due(due + timedelta(hours=1)) == []
    assert queries.reminders_due(starts) == []


def test_moments_that_are_over_end_by_themselves():
    event = factories.event()
    assert actions.end_past(now=event.ends_at) == 0
    assert actions.end_past(now=event.ends_at + timedelta(seconds=1)) == 1
    assert actions.end_past(now=event.ends_at + timedelta(seconds=1)) == 0


def test_a_moment_without_end_is_over_after_six_hours():
    event = factories.event(ends_at=None)
    later = event.starts_at + timedelta(hours=5)
    assert list(queries.upcoming(later)) == [event]
    assert not event.is_past(later)
    later += timedelta(hours=2)
    assert list(queries.past(later)) == [event]
    assert event.is_past(later)


def test_what_waits_for_who_runs_a_moment():
    now = timezone.now()
    mine = factories.pathway()
    soon = factories.event(pathway=mine, starts_at=now + timedelta(days=20), title="Straks")
    over = factories.event(pathway=mine, starts_at=now - timedelta(days=2), state="ended", title="Voorbij")
    factories.event(starts_at=now + timedelta(days=20), title="Van anderen")
    person = factories.coordinator(mine)
    told = [waiting.title for waiting in queries.waiting_for(person, now)]
    assert len(told) == 2
    assert told[0].endswith("Straks")
    assert told[1].endswith("Voorbij")
    soon.programme.create(title="Welkom")
    over.materials.create(kind="link", title="Verslag", url="https://example.org", is_published=True)
    assert queries.waiting_for(person, now) == []
    assert len(queries.waiting_for(accounts.office(), now)) == 1
    assert queries.waiting_for(accounts.user(), now) == []
