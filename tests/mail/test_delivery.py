"""Delivery over real SMTP, with servers that refuse, hang and disappear."""

import socket
from datetime import timedelta

import pytest
from django.utils import timezone

from proeftuin.mail import delivery
from proeftuin.mail.models import Message
from tests.mail import smtp

pytestmark = pytest.mark.django_db
NOW = timezone.now()
State = Message.State


def at(moment=NOW):
    """A clock that stands still."""
    return lambda: moment


def message(number: int = 1, **fields) -> Message:
    """A message in the outbox."""
    return Message.objects.create(
        **{
            "key": f"test:{number}",
            "kind": "test.letter",
            "to": f"person{number}@example.org",
            "subject": f"Letter {number}",
            "text": "Hello",
            "html": "<p>Hello</p>",
            "written_at": NOW,
            "due_at": NOW,
            **fields,
        }
    )


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


@pytest.fixture
def mailbox(settings):
    box = smtp.Mailbox()
    with smtp.server(settings, box):
        yield box


@pytest.fixture
def no_server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp.free_port()
    return settings


def test_a_message_arrives_with_text_html_headers_and_attachment(mailbox):
    row = message(
        headers={"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        attachments=[{"name": "moment.ics", "type": "text/calendar", "content": "QkVHSU4="}],
    )
    assert delivery.deliver_all(clock=at()) == 1
    received = mailbox.received[0]
    assert received.get_body(("plain",)).get_content().strip() == "Hello"
    assert received.get_body(("html",)).get_content().strip() == "<p>Hello</p>"
    assert [part.get_filename() for part in received.iter_attachments()] == ["moment.ics"]
    assert received["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert received["Message-ID"].startswith(f"<{row.pk}.")
    assert states() == [State.SENT]


def test_what_is_not_due_stays(mailbox):
    message(due_at=NOW + timedelta(seconds=1))
    assert delivery.deliver_all(clock=at()) == 0
    assert delivery.deliver_all(clock=at(NOW + timedelta(seconds=1))) == 1  # control


def test_a_refused_receiver_does_not_hold_up_the_others(mailbox):
    mailbox.rcpt_answers["person1@example.org"] = ["550 no such user"]
    message(1), message(2)
    delivery.deliver_all(clock=at())
    assert states() == [State.FAILED, State.SENT]
    assert "no such user" in Message.objects.get(key="test:1").last_error


def test_a_greylisting_server_gets_it_again_later(mailbox):
    mailbox.rcpt_answers["person1@example.org"] = ["451 come back later"] * 2
    row = message()
    delivery.deliver_all(clock=at())
    row.refresh_from_db()
    assert (row.state, row.attempts, row.due_at) == (State.QUEUED, 1, NOW + timedelta(minutes=1))
    assert delivery.deliver_all(clock=at(NOW + timedelta(seconds=59))) == 0
    delivery.deliver_all(clock=at(NOW + timedelta(minutes=1)))
    delivery.deliver_all(clock=at(NOW + timedelta(minutes=3)))
    assert states() == [State.SENT]
    assert mailbox.receivers() == {"person1@example.org": 1}


def test_pauses_grow_to_half_an_hour_and_last_three_days():
    minutes = [delivery.back_off(number).total_seconds() / 60 for number in range(1, delivery.ATTEMPTS)]
    assert minutes[:7] == [1, 2, 4, 8, 16, 30, 30]
    assert sum(minutes) > 3 * 24 * 60 - 120


def test_after_the_last_attempt_it_is_given_up_and_can_be_sent_again(mailbox):
    mailbox.rcpt_answers["person1@example.org"] = ["451 later"]
    row = message(attempts=delivery.ATTEMPTS - 1)
    delivery.deliver_all(clock=at())
    assert states() == [State.FAILED]
    assert delivery.send_again(row, now=NOW)
    assert not delivery.send_again(row, now=NOW)
    delivery.deliver_all(clock=at())
    assert states() == [State.SENT]


def test_a_server_that_is_away_for_a_day_loses_nothing(no_server):
    for number in range(3):
        message(number)
    moment = NOW
    while moment < NOW + timedelta(hours=24):
        assert delivery.deliver_all(clock=at(moment)) <= 1, "one try is enough to know that it is away"
        moment += timedelta(minutes=10)
    assert states() == [State.QUEUED] * 3
    box = smtp.Mailbox()
    with smtp.server(no_server, box):
        delivery.deliver_all(clock=at(moment + delivery.LONGEST_PAUSE))
    assert sorted(box.receivers().values()) == [1, 1, 1]


def test_a_hanging_server_is_left_after_the_timeout(no_server):
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        no_server.EMAIL_PORT, no_server.EMAIL_TIMEOUT = deaf.getsockname()[1], 0.2
        message(1), message(2)
        started = timezone.now()
        assert delivery.deliver_all(clock=at()) == 1
    assert timezone.now() - started < timedelta(seconds=3)
    assert states() == [State.QUEUED, State.QUEUED]


def test_without_encryption_nothing_goes_when_encryption_is_asked(mailbox, settings):
    settings.EMAIL_USE_TLS = True
    message()
    delivery.deliver_all(clock=at())
    assert mailbox.received == []
    assert states() == [State.QUEUED]
    settings.EMAIL_USE_TLS = False  # control
    delivery.deliver_all(clock=at(NOW + timedelta(minutes=1)))
    assert states() == [State.SENT]


@pytest.mark.parametrize(
    ("field", "value"),
    [("to", "a@example.org\nBcc: b@example.org"), ("subject", "Hello\r\nBcc: b@example.org")],
)
def test_an_injected_header_never_leaves(mailbox, field, value):
    message(1, **{field: value})
    message(2)
    delivery.deliver_all(clock=at())
    assert states() == [State.FAILED, State.SENT]
    assert mailbox.receivers() == {"person2@example.org": 1}


def test_a_message_that_cannot_be_built_does_not_hold_up_the_others(mailbox):
    message(1, attachments=[{"name": "broken"}])
    message(2)
    delivery.deliver_all(clock=at())
    assert states() == [State.FAILED, State.SENT]


def test_on_a_trial_installation_messages_stay_here(mailbox, settings):
    settings.MAIL_KEPT = True
    message()
    delivery.deliver_all(clock=at())
    assert states() == [State.KEPT]
    assert mailbox.received == []


def test_a_worker_that_was_overtaken_changes_nothing(mailbox):
    message()
    slow = delivery.claim(NOW)
    later = NOW + delivery.LEASE + timedelta(seconds=1)
    quick = delivery.claim(later)
    assert slow.pk == quick.pk
    delivery.deliver(quick, now=later)
    mailbox.rcpt_answers["person1@example.org"] = ["451 later"]
    delivery.deliver(slow, now=later)
    assert states() == [State.SENT]
