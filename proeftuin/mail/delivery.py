"""Take messages that are due from the outbox and hand them to the mail server."""

import base64
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q

from proeftuin.mail.models import Message

LEASE = timedelta(minutes=10)  # a worker that died leaves its claim behind; then another takes over
ATTEMPTS = 8


def back_off(attempts: int) -> timedelta:
    """1, 2, 4 … minutes, at most six hours."""
    return min(timedelta(minutes=2 ** max(attempts - 1, 0)), timedelta(hours=6))


def due(now: datetime) -> Q:
    """Which messages should leave now, those of a worker that died included."""
    waiting = Q(state=Message.State.QUEUED, due_at__lte=now)
    abandoned = Q(state=Message.State.SENDING, claimed_at__lt=now - LEASE)
    return waiting | abandoned


def claim(now: datetime) -> Message | None:
    """One due message, for this worker only."""
    for pk in Message.objects.filter(due(now)).order_by("due_at", "id").values_list("pk", flat=True)[:20]:
        claimed = Message.objects.filter(due(now), pk=pk).update(
            state=Message.State.SENDING, claimed_at=now, attempts=F("attempts") + 1
        )
        if claimed:
            return Message.objects.get(pk=pk)
    return None


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


def deliver(message: Message, *, now: datetime, connection: BaseEmailBackend | None = None) -> Message:
    """Send one claimed message and note how it went."""
    if settings.MAIL_KEPT:
        return _set(message, state=Message.State.KEPT, sent_at=now, last_error="")
    try:
        as_email(message, connection).send()
    except SMTPRecipientsRefused as error:
        code = max((code for code, _reason in error.recipients.values()), default=0)
        return _failed(message, now=now, error=repr(error), for_good=code >= 550)
    except (SMTPException, OSError, ValueError) as error:
        return _failed(message, now=now, error=repr(error), for_good=isinstance(error, ValueError))
    return _set(message, state=Message.State.SENT, sent_at=now, last_error="")


def _failed(message: Message, *, now: datetime, error: str, for_good: bool) -> Message:
    if for_good or message.attempts >= ATTEMPTS:
        return _set(message, state=Message.State.FAILED, last_error=error[:2000])
    return _set(
        message, state=Message.State.QUEUED, due_at=now + back_off(message.attempts), last_error=error[:2000]
    )


def _set(message: Message, **values: object) -> Message:
    Message.objects.filter(pk=message.pk).update(**values)
    for name, value in values.items():
        setattr(message, name, value)
    return message


def deliver_all(*, now: datetime, most: int = 500) -> int:
    """Send what is due over one connection; the number that was handled."""
    connection = None if settings.MAIL_KEPT else get_connection()
    handled = 0
    try:
        while handled < most and (message := claim(now)) is not None:
            deliver(message, now=now, connection=connection)
            handled += 1
    finally:
        if connection is not None:
            connection.close()
    return handled


def send_again(message: Message, *, now: datetime) -> bool:
    """Put a failed message back in the queue."""
    return bool(
        Message.objects.filter(pk=message.pk, state=Message.State.FAILED).update(
            state=Message.State.QUEUED, attempts=0, due_at=now
        )
    )
