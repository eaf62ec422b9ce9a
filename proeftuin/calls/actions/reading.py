"""Every reading of a dossier by a juror or by staff leaves a line in the record."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from proeftuin.calls.models import Application, ApplicationFile
from proeftuin.calls.queries import application as queries
from proeftuin.calls.queries.studies import application_read_with
from proeftuin.calls.rules.application import writes_along
from proeftuin.calls.rules.jury import sits_in_jury
from proeftuin.files.models import StoredFile
from proeftuin.record.actions import note
from proeftuin.record.models import Entry
from proeftuin.studies.models import StudyVersion


def note_reading(*, by: Any, application: Application, now: datetime, seat: str, **part: Any) -> Entry:
    """Note who read which dossier, from which seat, and which part of it: a file, a version of a study."""
    detail = {"seat": seat, "number": application.number, **part}
    return note(by=by, verb="application.read", on=application, at=now, detail=detail)


def may_read_file(user: Any, stored: StoredFile) -> bool:
    """The guard of files of applications; a juror or staff who gets one leaves a line in the record."""
    if not queries.may_read_file(user, stored):
        return False
    kept = ApplicationFile.objects.select_related("application__call").get(file=stored)
    application = kept.application
    if not writes_along(user, application):
        seat = "juror" if sits_in_jury(user, application.call) else "office"
        note_reading(by=user, application=application, now=timezone.now(), seat=seat, file=stored.name)
    return True


def may_read_version(user: Any, version: StudyVersion) -> bool:
    """Who reads a study that was handed in; that a juror or staff opened it is noted once."""
    application = application_read_with(user, version)
    if application is None:
        return False
    detail = {"study": version.study_id, "version": version.serial}
    lines = Entry.objects.filter(
        verb="application.read", kind=application._meta.label_lower, thing_id=str(application.pk)
    )
    if not lines.filter(actor_id=user.pk, detail__contains=detail).exists():
        seat = "juror" if sits_in_jury(user, application.call) else "office"
        note_reading(by=user, application=application, now=timezone.now(), seat=seat, **detail)
    return True
