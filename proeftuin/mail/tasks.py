"""The worker's hands for the outbox."""

from django.utils import timezone
from procrastinate import exceptions
from procrastinate.contrib.django import app

from proeftuin.mail import delivery


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="mail.sweep")
def sweep_outbox(timestamp: int) -> None:
    """Find what a lost wake-up left behind."""
    delivery.deliver_all(clock=timezone.now)


@app.task
def send_due_messages() -> None:
    """Send what is due."""
    delivery.deliver_all(clock=timezone.now)


def wake() -> None:
    """Ask the worker to look now; asking twice is once."""
    try:
        send_due_messages.configure(queueing_lock="mail.send").defer()
    except exceptions.AlreadyEnqueued:
        return
