"""The worker's hands for moments: what is due and not done."""

from django.utils import timezone
from procrastinate.contrib.django import app

from proeftuin.events import actions, queries


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="events.sweep")
def sweep(timestamp: int) -> None:
    """Reminders, seats that fell free and moments that are over."""
    do_what_is_due()


def do_what_is_due() -> None:
    """Each deed once, also when two workers do this at the same time."""
    now = timezone.now()
    for registration in queries.reminders_due(now):
        actions.remind(registration=registration, now=now)
    for event in queries.with_free_seats_and_waiting(now):
        actions.fill_free_seats(event=event, now=now)
    actions.end_past(now=now)


@app.periodic(cron="40 4 * * *")
@app.task(queueing_lock="events.forget")
def forget_needs(timestamp: int) -> None:
    """Forget what people needed to take part."""
    actions.forget_needs(now=timezone.now())
