"""What a message says: once for each deed, in the receiver's language, the same words as text and as HTML."""

import html
import re

import pytest
from django.utils import timezone

from proeftuin.mail import outbox
from proeftuin.mail.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(tmp_path, settings):
    """A text template of our own making: `letter("…")` posts it."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]

    def post(text: str, **fields):
        (tmp_path / "letter.txt").write_text(text, encoding="utf-8")
        fields = {"to": "ann@example.org", "key": "letter:1", "now": timezone.now(), **fields}
        return outbox.post(template="letter", **fields)

    return post


def words(text: str) -> str:
    """The words of a text or of HTML, on one line."""
    body = re.sub(r"^.*<body[^>]*>|</body>.*$", "", text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"</?(p|br)>", " ", re.sub(r"</?a[^>]*>", "", body))).split())


def test_the_first_line_is_the_subject(letter):
    message = letter("Welcome\n\nHello {{ name }}.", context={"name": "Ann"})
    assert message.subject == "Welcome"
    assert message.text.startswith("Hello Ann.\n")


def test_names_are_written_as_people_write_them(letter):
    message = letter("For {{ name }}\n\n{{ name }}", context={"name": "O'Brien & <Co>"})
    assert message.subject == "For O'Brien & <Co>"
    assert message.text.startswith("O'Brien & <Co>\n")
    assert "<p>O&#x27;Brien &amp; &lt;Co&gt;</p>" in message.html


def test_html_says_the_same_words_as_the_text(letter):
    message = letter("S\n\nGo to https://example.org/a?b=1&c=2 now.\nSecond line.\n\nThird & last.")
    assert words(message.html) == words(message.text)
    assert '<a href="https://example.org/a?b=1&amp;c=2">' in message.html


def test_the_same_deed_never_mails_twice(letter):
    first = letter("One\n\n1")
    again = letter("Two\n\n2")
    assert again == first
    assert Message.objects.get().subject == "One"


def test_a_header_never_holds_a_line_break(letter):
    message = letter(
        "Hello {{ name }}\n\nText",
        context={"name": "x\r\nBcc: victim@example.org"},
        headers={"List-Unsubscribe": "<https://example.org>\r\nBcc: victim@example.org"},
    )
    assert message.subject == "Hello x"
    assert message.headers == {"List-Unsubscribe": "<https://example.org> Bcc: victim@example.org"}


def test_an_example_says_so_first(letter):
    message = letter("Welcome\n\nHello", is_fictional=True, language="en")
    assert message.subject == "[Example] Welcome"
    assert message.text.startswith(
        "EXAMPLE: municipalities, people and figures in this message are fictional."
    )
    assert words(message.html).startswith("EXAMPLE")
    assert not letter("Welcome\n\nHello", key="letter:2").subject.startswith("[")  # control


def test_a_message_speaks_the_language_of_its_receiver(letter):
    text = "{% load i18n %}{% translate 'Sign in' %}\n\nx"
    assert letter(text, language="nl").subject == "Aanmelden"
    assert letter(text, language="en", key="letter:2").subject == "Sign in"
