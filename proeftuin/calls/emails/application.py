"""Messages to applicants: receipt, withdrawal, invitation, the call that is called off."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from proeftuin.accounts.models import User
from proeftuin.calls.models import Application, CoApplicant, Submission
from proeftuin.mail.outbox import absolute, post


def writers(application: Application) -> list[User]:
    """Who gets the receipts: the maker and the colleagues who accepted to write along."""
    others = User.objects.filter(co_applications__application=application)
    return list({user.pk: user for user in [application.created_by, *others]}.values())


def _to_writers(application: Application, name: str, deed: str, now: datetime, words: dict[str, Any]) -> None:
    for user in writers(application):
        post(
            to=user.email,
            template=f"calls/emails/{name}",
            key=f"{deed}:{user.pk}",
            now=now,
            context={
                "application": application,
                "call": application.call,
                "link": absolute(reverse("calls:application", args=[application.pk])),
                **words,
            },
            language=user.language,
            is_fictional=application.call.pathway.is_fictional,
        )


def receipt(submission: Submission, *, now: datetime) -> None:
    """The proof of receipt: number, moment and hash."""
    application = submission.application
    deed = f"application-receipt:{submission.pk}"
    _to_writers(application, "receipt", deed, now, {"submission": submission})


def withdrawal(application: Application, *, by: User, now: datetime) -> None:
    """The confirmation that an application no longer counts."""
    deed = f"application-withdrawn:{application.pk}:{now.isoformat()}"
    _to_writers(application, "withdrawal", deed, now, {"by": by})


def decision_received(application: Application, name: str, *, file_id: int, now: datetime) -> None:
    """The proof that a decision which may follow came in."""
    _to_writers(application, "decision_received", f"application-decision:{file_id}", now, {"name": name})


def call_cancelled(application: Application, *, now: datetime) -> None:
    """The call is called off, with the reason."""
    _to_writers(application, "call_cancelled", f"call-cancelled:{application.pk}", now, {})


def invitation(co_applicant: CoApplicant, *, now: datetime, language: str) -> None:
    """A colleague is asked to write along."""
    application = co_applicant.application
    post(
        to=co_applicant.contact.email,
        template="calls/emails/invitation",
        key=f"application-invitation:{co_applicant.pk}",
        now=now,
        context={
            "application": application,
            "call": application.call,
            "by": co_applicant.invited_by,
            "link": absolute(reverse("calls:invitation", args=[co_applicant.token])),
        },
        language=language,
        is_fictional=application.call.pathway.is_fictional,
    )
