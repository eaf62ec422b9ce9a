"""The worker is woken when a deed is done, once, and the sweep finds what a lost wake-up left."""

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from proeftuin.mail import outbox, tasks
from proeftuin.mail.models import Message

pytestmark = pytest.mark.django_db(transaction=True)


def post(key: str) -> Message:
    return outbox.post(
        to="ann@example.org", template="account/email/login_code_message", subject="Code", key=key, now=timezone.now(),
        context={"code": "ABC"},
    )  # fmt: skip


def woken() -> int:
    return ProcrastinateJob.objects.filter(task_name=tasks.send_due_messages.name).count()


def test_many_messages_of_one_deed_wake_the_worker_once():
    with transaction.atomic():
        for number in range(5):
            post(f"deed:{number}")
        assert woken() == 0
        assert len(connection.run_on_commit) == 1
    assert woken() == 1
    post("other:1")
    assert woken() == 1


def test_a_deed_that_is_undone_leaves_no_message():
    with transaction.atomic():
        post("undone:1")
        transaction.set_rollback(True)
    assert (Message.objects.count(), woken()) == (0, 0)


def test_a_deed_stands_when_the_worker_cannot_be_woken(monkeypatch):
    def broken() -> None:
        raise OSError("no queue")

    monkeypatch.setattr(tasks, "wake", broken)
    post("deed:1")
    assert Message.objects.count() == 1


def test_the_sweep_finds_what_a_lost_wake_up_left(settings):
    settings.MAIL_KEPT = True
    post("deed:1")
    tasks.sweep_outbox(timestamp=0)
    assert Message.objects.get().state == Message.State.KEPT
