"""Several workers at once, and a worker that dies: each message goes out once."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from proeftuin.mail import delivery
from proeftuin.mail.models import Message
from tests.mail import smtp
from tests.mail.test_delivery import at, message, states

pytestmark = pytest.mark.django_db(transaction=True)
WORKER = (
    "import django; django.setup()\n"
    "from django.utils import timezone; from proeftuin.mail import delivery\n"
    "delivery.deliver_all(clock=timezone.now)"
)


def work_in_parallel(workers: int) -> None:
    """Empty the outbox with several workers that start together."""
    start = threading.Barrier(workers)

    def work() -> None:
        start.wait()
        try:
            delivery.deliver_all(clock=timezone.now)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def careless_claim(now):
    """As `claim`, without the lock: look first, then take."""
    found = Message.objects.filter(delivery.due(now)).order_by("due_at", "id").first()
    time.sleep(0.01)
    if found:
        found.state, found.claimed_at, found.attempts = Message.State.SENDING, now, found.attempts + 1
        found.save()
    return found


@pytest.fixture
def mailbox(settings):
    box = smtp.Mailbox()
    with smtp.server(settings, box):
        yield box


def test_workers_at_once_send_each_message_once(mailbox):
    for number in range(60):
        message(number)
    work_in_parallel(4)
    assert set(mailbox.receivers().values()) == {1}
    assert len(mailbox.received) == 60
    assert set(states()) == {Message.State.SENT}


def test_without_the_lock_messages_go_out_twice(mailbox, monkeypatch):
    monkeypatch.setattr(delivery, "claim", careless_claim)
    for number in range(20):
        message(number)
    work_in_parallel(4)
    assert max(mailbox.receivers().values()) > 1


def test_a_worker_that_is_killed_while_sending_loses_nothing(mailbox):
    handed_over = threading.Event()
    go_on = threading.Event()

    def stall() -> None:
        handed_over.set()
        go_on.wait(10)

    mailbox.before_data = stall
    row = message()
    environment = os.environ | {
        "PROEFTUIN_SMTP_HOST": "127.0.0.1",
        "PROEFTUIN_SMTP_PORT": str(_port()),
    }
    worker = subprocess.Popen([sys.executable, "-c", WORKER], env=environment)
    assert handed_over.wait(30)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    mailbox.before_data = lambda: None
    go_on.set()
    assert states() == [Message.State.SENDING]
    row.refresh_from_db()
    assert delivery.deliver_all(clock=at(row.claimed_at + timedelta(minutes=9))) == 0, (
        "it may still be sending"
    )
    assert delivery.deliver_all(clock=at(row.claimed_at + timedelta(minutes=11))) == 1
    assert states() == [Message.State.SENT]
    # The server may have taken the first one too: both carry the same Message-ID.
    assert len({received["Message-ID"] for received in mailbox.received}) == 1


def _port() -> int:
    from django.conf import settings

    return int(settings.EMAIL_PORT)
