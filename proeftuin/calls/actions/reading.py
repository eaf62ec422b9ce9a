"""Every reading of a dossier by a juror or by staff leaves a line in the record."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from proeftuin.calls.models import Application, ApplicationFile
from proeftuin.calls.queries import application as queries
from proeftuin.calls.rules.application import writes_along
from proeftuin.calls.rules.jury import sits_in_jury
from proeftuin.files.models import StoredFile
from proeftuin.record.actions import note
from proeftuin.record.models import Entry


def note_reading(*, by: Any, application: Application, now: datetime, seat: str, file: str = "") -> Entry:
    """Note who read which dossier, from which seat, and which file of it."""
    detail = {"seat": seat, "number": application.number}
    return note(
        by=by,
        verb="application.read",
        on=application,
        at=now,
        detail=detail | ({"file": file} if file else {}),
    )


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
