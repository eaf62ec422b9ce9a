"""The worker's hands for campaigns: what is due and not done."""

from django.utils import timezone
from procrastinate import exceptions
from procrastinate.contrib.django import app

from proeftuin.newsletter import actions
from proeftuin.newsletter.models import Campaign


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="newsletter.campaigns")
def queue_campaigns(timestamp: int) -> None:
    """Fill the outbox for campaigns that are being sent, batch by batch."""
    fill_outbox()


@app.task
def queue_campaigns_now() -> None:
    """The same, at once."""
    fill_outbox()


def wake() -> None:
    """Ask the worker to look now; the sweep finds what this misses."""
    try:
        queue_campaigns_now.configure(queueing_lock="newsletter.now").defer()
    except exceptions.AlreadyEnqueued:
        return


def fill_outbox() -> None:
    """A batch is a transaction: a worker that dies loses nothing, two workers never take the same receiver."""
    for campaign in Campaign.objects.filter(state=Campaign.State.SENDING):
        while actions.queue_some(campaign=campaign, now=timezone.now()):
            pass
        actions.finish(campaign=campaign, now=timezone.now())


@app.periodic(cron="20 4 * * *")
@app.task(queueing_lock="newsletter.forget")
def forget_unconfirmed(timestamp: int) -> None:
    """Forget addresses that never confirmed."""
    actions.forget_unconfirmed(now=timezone.now())
