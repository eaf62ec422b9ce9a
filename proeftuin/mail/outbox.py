"""Write a message into the outbox: text first, HTML from the same words, in the receiver's language."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import translation
from django.utils.html import urlize
from django.utils.translation import gettext as _

from proeftuin.core.templatetags.house import render_markdown
from proeftuin.mail.models import Message


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message."""

    name: str
    content_type: str
    content: bytes

    def as_row(self) -> dict[str, str]:
        """As kept in the message's row."""
        return {
            "name": self.name,
            "type": self.content_type,
            "content": base64.b64encode(self.content).decode(),
        }


def one_line(text: str) -> str:
    """A header never holds a line break."""
    return " ".join(text.split())[:250]


def from_markdown(text: str) -> str:
    """Markdown as in a letter: the end of a line is the end of a line."""
    return str(render_markdown(text.replace("\n", "  \n")))


def as_html(text: str, language: str, *, markdown: bool = False) -> str:
    """The same words as the text part: paragraphs with links that can be clicked, or markdown as its author meant it."""
    if markdown:
        body = from_markdown(text)
    else:
        parts = text.strip().split("\n\n")
        body = "".join(
            f"<p>{urlize(escape(part), autoescape=False)}</p>".replace("\n", "<br>") for part in parts
        )
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"></head>'
        f'<body style="font-family:sans-serif;line-height:1.5;max-width:40em">{body}</body></html>'
    )


def as_text(template: str, words: Mapping[str, Any]) -> str:
    """A text template filled in as plain text: nothing is escaped, as the HTML is made from it afterwards."""
    return str(get_template(template).template.render(Context(dict(words), autoescape=False))).strip()  # type: ignore[attr-defined]


def absolute(path: str) -> str:
    """An address that works in a mail."""
    return f"{settings.SITE_URL}{path}"


@dataclass(frozen=True, slots=True)
class Words:
    """A message as its receiver will read it."""

    subject: str
    text: str
    html: str


def compose(
    template: str,
    *,
    context: Mapping[str, Any] | None = None,
    subject: str | None = None,
    language: str = "nl",
    is_fictional: bool = False,
    markdown: bool = False,
) -> Words:
    """The words of a message in the receiver's language: also for a preview."""
    with translation.override(language):
        words = {"operator": settings.OPERATOR, "site_url": settings.SITE_URL, **(context or {})}
        text = as_text(f"{template}.txt", words)
        if subject is None:
            subject, _sep, text = text.partition("\n")
        if is_fictional:
            warning = _("EXAMPLE: municipalities, people and figures in this message are fictional.")
            subject, text = f"[{_('Example')}] {subject}", f"{warning}\n\n{text.strip()}"
        text = f"{text.strip()}\n\n-- \n{settings.OPERATOR['name']}\n{settings.SITE_URL}\n"
    return Words(one_line(subject), text, as_html(text, language, markdown=markdown))


def post(
    *,
    to: str,
    template: str,
    key: str,
    now: datetime,
    subject: str | None = None,
    context: Mapping[str, Any] | None = None,
    language: str = "nl",
    headers: Mapping[str, str] | None = None,
    attachments: Sequence[Attachment] = (),
    due_at: datetime | None = None,
    is_fictional: bool = False,
    is_secret: bool = False,
    markdown: bool = False,
) -> Message:
    """Queue the message of a deed, once: `key` names the deed, and the same key gives the same row again.

    `template` is a text template; its first line is the subject, unless `subject` is given.
    """
    words = compose(
        template,
        context=context,
        subject=subject,
        language=language,
        is_fictional=is_fictional,
        markdown=markdown,
    )
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "kind": template.replace("/emails/", ".").replace("/", "."),
            "to": to.strip(),
            "subject": words.subject,
            "text": words.text,
            "html": words.html,
            "headers": {name: one_line(value) for name, value in (headers or {}).items()},
            "attachments": [attachment.as_row() for attachment in attachments],
            "language": language,
            "is_fictional": is_fictional,
            "is_secret": is_secret,
            "written_at": now,
            "due_at": due_at or now,
        },
    )
    if is_new:
        _wake_on_commit()
    return message


def _wake_on_commit() -> None:
    """Once for each transaction, however many messages it writes."""
    if not any(entry[1] is _wake for entry in connection.run_on_commit):
        transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    """Wake the worker; the row is the truth, and a sweep every minute finds what this misses."""
    from proeftuin.mail.tasks import wake

    wake()
