"""A real SMTP server on this machine that behaves as told."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class Mailbox:
    """What arrived, and how the server answers to each receiver and to each message."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.rcpt_answers: dict[str, list[str]] = {}
        self.before_data: Callable[[], None] = lambda: None

    async def handle_RCPT(self, server, session, envelope, address, options):
        answers = self.rcpt_answers.get(address, [])
        if answers:
            return answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.before_data()
        message = message_from_bytes(envelope.content, policy=policy.default)
        message["X-Envelope-To"] = ",".join(envelope.rcpt_tos)
        self.received.append(message)
        return "250 taken"

    def receivers(self) -> Counter[str]:
        """How often each address got something."""
        return Counter(str(message["X-Envelope-To"]) for message in self.received)


@contextmanager
def server(settings, mailbox: Mailbox) -> Iterator[Controller]:
    """The server, with the settings pointing at it."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port(), ready_timeout=20)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_TIMEOUT = 5
    try:
        yield controller
    finally:
        controller.stop()


def free_port() -> int:
    """A port on which nothing listens."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(happened: Callable[[], object], seconds: float = 20) -> None:
    """Wait for something that another process does."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
