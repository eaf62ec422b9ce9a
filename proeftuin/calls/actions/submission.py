"""Hand in, replace and withdraw an application: judged by the database on the moment of receipt."""

import hashlib
import json
import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from proeftuin.accounts.models import User
from proeftuin.calls.actions.attachments import TooLate, too_late
from proeftuin.calls.emails.application import receipt, withdrawal
from proeftuin.calls.models import Application, ApplicationFile, Call, Submission, SubmissionStudy
from proeftuin.calls.queries.checks import Missing, missing
from proeftuin.calls.queries.snapshot import snapshot
from proeftuin.calls.queries.studies import Brought, versions_to_hand_in
from proeftuin.core.errors import Refused
from proeftuin.record.actions import move, note
from proeftuin.studies.actions.study import lock

LOCKED_FOR = 200  # characters of what a version is locked for


class Incomplete(Refused):
    """An application in which something is missing; `missing` tells what."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(_("Your application is not complete yet. Nothing was handed in, nothing was lost."))
        self.missing = missing


def canonical(content: Any) -> bytes:
    """One spelling of the content, so that everybody computes the same hash."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(content: Any) -> str:
    """SHA-256 of the canonical content."""
    return hashlib.sha256(canonical(content)).hexdigest()


@transaction.atomic
def submit(*, application: Application, token: uuid.UUID, by: User, received_at: datetime) -> Submission:
    """Hand in the working copy as it is now; the same token is the same deed and gives the same receipt."""
    Application.objects.select_for_update(no_key=True).get(pk=application.pk)
    before = Submission.objects.filter(token=token, application=application).first()
    if before is not None:
        return before
    _judge_the_moment(application, received_at)
    lacking = missing(application)
    if lacking:
        raise Incomplete(lacking)
    application.refresh_from_db()
    number = application.number or _next_number(application.call)
    files = list(application.application_files.filter(removed_at=None, followed=False).select_related("file"))
    studies = _lock_studies(application, number, by, received_at)
    content = snapshot(application, number=number, files=files, studies=studies)
    submission = _keep(application, content, files, token, by, received_at)
    SubmissionStudy.objects.bulk_create(
        SubmissionStudy(
            submission=submission,
            question_id=one.question_id,
            version=one.version,
            is_alternative=one.is_alternative,
        )
        for one in studies
    )
    application.number, application.digest = number, submission.digest
    application.submitted_at, application.withdrawn_at = received_at, None
    application.save(update_fields=["number", "digest", "submitted_at", "withdrawn_at"])
    detail = {"number": number, "serial": submission.serial, "digest": submission.digest}
    if application.is_submitted:
        note(by=by, verb="application.replaced", on=application, at=received_at, detail=detail)
    else:
        move(application, to=Application.State.SUBMITTED, by=by, allowed=Application.MOVES, now=received_at)
        note(by=by, verb="application.received", on=application, at=received_at, detail=detail)
    receipt(submission, now=received_at)
    return submission


def _judge_the_moment(application: Application, received_at: datetime) -> None:
    """The database compares the moment of receipt with the call's dates; a trigger does it once more."""
    in_time = Application.objects.filter(
        pk=application.pk,
        call__state=Call.State.PUBLISHED,
        call__opens_at__lte=received_at,
        call__closes_at__gte=received_at,
    ).exclude(call__pathway__state="ended")
    if in_time.update(changed_at=F("changed_at")):
        return
    call = application.call
    if call.opens_at is not None and received_at < call.opens_at:
        raise TooLate(_("The call is not open yet. Your draft is kept; hand it in once the call opens."))
    raise TooLate(
        _("The deadline had passed when your application came in. Nothing was handed in; your draft is kept.")
    )


def _next_number(call: Call) -> str:
    Call.objects.filter(pk=call.pk).update(last_number=F("last_number") + 1)
    call.refresh_from_db(fields=["last_number"])
    assert call.closes_at is not None
    return f"{call.closes_at.year}-{call.last_number:03d}"


def _lock_studies(application: Application, number: str, by: User, received_at: datetime) -> list[Brought]:
    """The versions that go along, locked; what a colleague saves from now on is a later version."""
    brought = versions_to_hand_in(application, hold=True)
    for_ = f"{application.call.title[: LOCKED_FOR - len(number) - 1]} {number}"
    for one in brought:
        lock(version=one.version, for_=for_, by=by, now=received_at)
    return brought


def _keep(
    application: Application,
    content: dict[str, Any],
    files: list[ApplicationFile],
    token: uuid.UUID,
    by: User,
    received_at: datetime,
) -> Submission:
    submission = Submission.objects.create(
        application=application,
        serial=application.submissions.count() + 1,
        token=token,
        received_at=received_at,
        submitted_by=by,
        snapshot=content,
        digest=digest_of(content),
    )
    submission.files.set(files)
    return submission


@transaction.atomic
def withdraw(*, application: Application, by: User, now: datetime, why: str = "") -> Application:
    """Take back what was handed in, until the deadline; the versions stay in the record, unopened."""
    Application.objects.select_for_update(no_key=True).get(pk=application.pk)
    application.refresh_from_db()
    if application.state == Application.State.WITHDRAWN:
        return application
    in_time = Application.objects.filter(
        pk=application.pk,
        state=Application.State.SUBMITTED,
        call__state=Call.State.PUBLISHED,
        call__closes_at__gte=now,
    ).exclude(call__pathway__state="ended")
    if not in_time.update(withdrawn_at=now):
        raise too_late()
    application.withdrawn_at = now
    move(application, to=Application.State.WITHDRAWN, by=by, allowed=Application.MOVES, now=now, why=why)
    withdrawal(application, by=by, now=now)
    return application
