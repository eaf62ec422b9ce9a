"""Messages about a call to who asked something in public."""

from datetime import datetime

from django.urls import reverse

from proeftuin.calls.models import PublicQuestion
from proeftuin.mail.outbox import absolute, post


def answer(question: PublicQuestion, *, now: datetime) -> None:
    """The answer to who asked, with the address where everybody reads it."""
    post(
        to=question.contact.email,
        template="calls/emails/answer",
        key=f"call-answer:{question.pk}",
        now=now,
        context={
            "question": question,
            "call": question.call,
            "link": absolute(reverse("calls:call", args=[question.call.slug])) + "#questions",
        },
        language=question.language,
        is_fictional=question.call.pathway.is_fictional,
    )
