"""Questions about a call: asked by anybody, answered in public."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from proeftuin.accounts.models import Contact, User
from proeftuin.calls.emails import call as emails
from proeftuin.calls.models import Call, PublicQuestion
from proeftuin.core.errors import Refused
from proeftuin.record.actions import move, note

MOST_IN_AN_HOUR = {"address": 5, "call": 60}  # of one address, and about one call


WORDS = ("public_text", "public_text_en", "answer", "answer_en")


class CannotAsk(Refused):
    """A question that comes too late or is one too many."""


@transaction.atomic
def ask(
    *, call: Call, email: str, text: str, token: uuid.UUID, now: datetime, language: str
) -> PublicQuestion:
    """Put a question before the question deadline; the same token is the same question."""
    before = PublicQuestion.objects.filter(token=token).first()
    if before is not None:
        return before
    if not call.takes_questions(now) or call.pathway.is_archive:
        raise CannotAsk(
            _(
                "The time for questions about this call has passed. Read the answers below, or use the contact."
            )
        )
    contact = Contact.of(email)
    lately = PublicQuestion.objects.filter(call=call, asked_at__gte=now - timedelta(hours=1))
    if (
        lately.filter(contact=contact).count() >= MOST_IN_AN_HOUR["address"]
        or lately.count() >= MOST_IN_AN_HOUR["call"]
    ):
        raise CannotAsk(_("Many questions came in at once. Try again in an hour; your text is still here."))
    words = {"contact": contact, "text": text.replace("\0", ""), "asked_at": now, "language": language}
    question, is_new = PublicQuestion.objects.get_or_create(token=token, defaults={"call": call, **words})
    if not is_new:  # the other half of a double click was first
        return question
    note(by="", verb="call.question_asked", on=question, at=now)
    return question


@transaction.atomic
def answer(*, question: PublicQuestion, by: User, now: datetime) -> PublicQuestion:
    """Publish question and answer, without the asker; an answer that is public can still be improved."""
    if question.state == PublicQuestion.State.PUBLISHED:
        question.save(update_fields=WORDS)
        note(by=by, verb="call.answer_changed", on=question, at=now)
        return question
    question.published_at, question.answered_by = now, by
    question.save(update_fields=[*WORDS, "published_at", "answered_by"])
    move(question, to=PublicQuestion.State.PUBLISHED, by=by, allowed=PublicQuestion.MOVES, now=now)
    emails.answer(question, now=now)
    return question


def set_aside(*, question: PublicQuestion, by: User, now: datetime, why: str = "") -> PublicQuestion:
    """Leave a question without a public answer: spam, or not about this call."""
    with transaction.atomic():
        move(
            question, to=PublicQuestion.State.SET_ASIDE, by=by, allowed=PublicQuestion.MOVES, now=now, why=why
        )
    return question
