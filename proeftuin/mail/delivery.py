"""Take messages that are due from the outbox and hand them to the mail server."""

import base64
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q

from proeftuin.mail.models import Message

LEASE = timedelta(minutes=10)  # a worker that died leaves its claim behind; then another takes over
LONGEST_PAUSE = timedelta(minutes=30)
ATTEMPTS = 150  # about three days: longer than a server's bad weekend

log = logging.getLogger(__name__)


def back_off(attempts: int) -> timedelta:
    """1, 2, 4 … minutes, at most half an hour."""
    return min(timedelta(minutes=2 ** min(max(attempts - 1, 0), 10)), LONGEST_PAUSE)


def due(now: datetime) -> Q:
    """Which messages should leave now, those of a worker that died included."""
    waiting = Q(state=Message.State.QUEUED, due_at__lte=now)
    abandoned = Q(state=Message.State.SENDING, claimed_at__lt=now - LEASE)
    return waiting | abandoned


@transaction.atomic
def claim(now: datetime) -> Message | None:
    """One due message, for this worker only: others skip the row while it is locked, and then it is not due."""
    waiting = Message.objects.select_for_update(skip_locked=True)
    message = waiting.filter(due(now)).order_by("due_at", "id").first()
    if message is not None:
        message.state, message.claimed_at = Message.State.SENDING, now
        message.attempts += 1
        message.save(update_fields=["state", "claimed_at", "attempts"])
    return message


def as_email(message: Message, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The message as it goes over the wire; its Message-ID never changes, so a repeat can be seen as one."""
    domain = settings.SITE_URL.split("//")[-1].split("/")[0].split(":")[0]
    headers = {"Message-ID": f"<{message.pk}.{message.written_at:%Y%m%d%H%M%S}@{domain}>", **message.headers}
    email = EmailMultiAlternatives(
        message.subject,
        message.text,
        settings.DEFAULT_FROM_EMAIL,
        [message.to],
        headers=headers,
        connection=connection,
    )
    if message.html:
        email.attach_alternative(message.html, "text/html")
    for file in message.attachments:
        email.attach(file["name"], base64.b64decode(file["content"]), file["type"])
    return email


def deliver(message: Message, *, now: datetime, connection: BaseEmailBackend | None = None) -> bool:
    """Send one claimed message and note how it went; False when the server itself is in trouble."""
    if settings.MAIL_KEPT:
        return _ended(message, Message.State.KEPT, sent_at=now)
    try:
        as_email(message, connection).send()
    except SMTPRecipientsRefused as error:
        code = max((code for code, _reason in error.recipients.values()), default=0)
        return _refused(message, error, now=now, for_good=code >= 500)
    except SMTPDataError as error:
        return _refused(message, error, now=now, for_good=error.smtp_code >= 500)
    except (SMTPException, OSError) as error:
        _refused(message, error, now=now, for_good=False)
        return False
    except Exception as error:  # a message that cannot be built must not hold up the others
        log.exception("message %s cannot be sent", message.pk)
        return _refused(message, error, now=now, for_good=True)
    return _ended(message, Message.State.SENT, sent_at=now)


def _refused(message: Message, error: Exception, *, now: datetime, for_good: bool) -> bool:
    why = repr(error)[:2000]
    if for_good or message.attempts >= ATTEMPTS:
        return _ended(message, Message.State.FAILED, last_error=why)
    return _ended(message, Message.State.QUEUED, due_at=now + back_off(message.attempts), last_error=why)


def _ended(message: Message, state: str, **values: object) -> bool:
    """Note the outcome, unless another worker took the message over in the meantime."""
    values = {"state": state, "last_error": "", **values}
    mine = Message.objects.filter(pk=message.pk, state=Message.State.SENDING, attempts=message.attempts)
    mine.update(**values)
    for name, value in values.items():
        setattr(message, name, value)
    return True


def deliver_all(*, clock: Callable[[], datetime], most: int = 500) -> int:
    """Send what is due over one connection, and stop when the server is in trouble; the number handled."""
    connection = None if settings.MAIL_KEPT else _connection()
    handled, goes_on = 0, True
    try:
        while goes_on and handled < most and (message := claim(clock())) is not None:
            goes_on = deliver(message, now=clock(), connection=connection)
            handled += 1
    finally:
        if connection is not None:
            connection.close()
    return handled


def _connection() -> BaseEmailBackend:
    """A connection that stays open for many messages; where it cannot be opened, the first message tells why."""
    connection: BaseEmailBackend = get_connection()
    try:
        connection.open()
    except (SMTPException, OSError):
        connection.close()
    return connection


def send_again(message: Message, *, now: datetime) -> bool:
    """Put a failed message back in the queue."""
    return bool(
        Message.objects.filter(pk=message.pk, state=Message.State.FAILED).update(
            state=Message.State.QUEUED, attempts=0, due_at=now
        )
    )
