"""What applicants may do with their application, and until when."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from proeftuin.accounts.models import Membership
from proeftuin.calls.models import Application, Call
from proeftuin.studies.models import Study

BRUSSELS = ZoneInfo("Europe/Brussels")


def writes_along(user: Any, application: Application) -> bool:
    """Its maker and invited colleagues while they act for the organisation, and its approved members.

    A member whom nobody approved yet sees only what he began or was invited to: who merely asks to act for
    an organisation must not read its dossier.
    """
    if not user.is_authenticated:
        return False
    membership = Membership.objects.filter(user=user, organisation=application.organisation_id).first()
    if membership is None or membership.state not in Membership.ACTING:
        return False
    return (
        membership.state == Membership.State.APPROVED
        or application.created_by_id == user.pk
        or application.co_applicants.filter(user=user).exists()
    )


def may_bring(application: Application, study: Study) -> bool:
    """A study of the workspace of the applicant, or of the own workspace of somebody who writes along."""
    if study.organisation_id is not None:
        return study.organisation_id == application.organisation_id
    return writes_along(study.created_by, application)


def may_change(application: Application, now: datetime) -> bool:
    """Until the deadline the working copy can be written in and handed in."""
    call = application.call
    return call.state == Call.State.PUBLISHED and not call.is_closed(now) and not call.pathway.is_archive


def may_submit(application: Application, now: datetime) -> bool:
    """Between opening and deadline; the database judges once more on the moment of receipt."""
    return application.call.is_open(now) and not application.call.pathway.is_archive


def may_withdraw(application: Application, now: datetime) -> bool:
    """What was handed in can be taken back until the deadline."""
    return application.is_submitted and may_change(application, now)


def may_follow(application: Application, now: datetime) -> bool:
    """A council or college decision may come after the deadline, until the day that the call names."""
    call = application.call
    return (
        application.is_submitted
        and call.is_closed(now)
        and call.council_decision_by is not None
        and now.astimezone(BRUSSELS).date() <= call.council_decision_by
        and not call.pathway.is_archive
    )
