"""Messages of the jury: an appointment, the opening of the dossiers, and the letter with the decision."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation

from proeftuin.accounts.models import User
from proeftuin.calls.models import Decision, Juror, Jury
from proeftuin.calls.queries.judging import decision_words
from proeftuin.core.templatetags.house import localised
from proeftuin.mail.models import Message
from proeftuin.mail.outbox import absolute, post


def _address(name: str, *args: Any) -> str:
    return absolute(reverse(name, args=args))


def appointed(juror: Juror, *, now: datetime) -> Message:
    """You sit in the jury: what is asked of you and where."""
    call, user = juror.call, juror.user
    with translation.override(user.language):
        context = {
            "juror": juror,
            "call_title": localised(call, "title")[0],
            "url": _address("calls:jury", call.slug),
        }
        return post(
            to=user.email,
            template="calls/emails/juror_appointed",
            key=f"juror.appointed.{juror.pk}.{juror.appointed_at.isoformat()}",
            now=now,
            context=context,
            language=user.language,
            is_fictional=call.pathway.is_fictional,
        )


def scoring_opened(juror: Juror, jury: Jury, *, now: datetime) -> Message:
    """The dossiers are ready: declare your interests first. No applicant is named."""
    call, user = jury.call, juror.user
    with translation.override(user.language):
        context = {
            "juror": juror,
            "jury": jury,
            "call_title": localised(call, "title")[0],
            "url": _address("calls:interests", call.slug),
        }
        return post(
            to=user.email,
            template="calls/emails/jury_opened",
            key=f"jury.opened.{juror.pk}.{now.isoformat()}",
            now=now,
            context=context,
            language=user.language,
            is_fictional=call.pathway.is_fictional,
        )


def letter(decision: Decision, user: User, *, now: datetime) -> Message:
    """What was decided on an application and why, once for each of its writers."""
    application = decision.application
    call = application.call
    with translation.override(user.language):
        context = {
            "decision": decision,
            "words": decision_words(decision),
            "application": application,
            "user": user,
            "call": call,
            "call_title": localised(call, "title")[0],
            "url": _address("calls:decision_letter", application.pk),
        }
        return post(
            to=user.email,
            template="calls/emails/decision",
            key=f"decision.{application.pk}.{user.pk}",
            now=now,
            context=context,
            language=user.language,
            is_fictional=call.pathway.is_fictional,
        )
