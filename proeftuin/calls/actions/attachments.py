"""Files, sites and studies of an application."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proeftuin.accounts.models import User
from proeftuin.calls.emails import application as emails
from proeftuin.calls.models import Application, ApplicationFile, ApplicationSite, ApplicationStudy, Question
from proeftuin.calls.rules.application import may_change, may_follow
from proeftuin.core.errors import Refused
from proeftuin.files import actions as files
from proeftuin.files.models import StoredFile
from proeftuin.record.actions import note
from proeftuin.studies.models import Study

FILE_KIND = "application"  # the owner kind under which `files` asks who may read


class TooLate(Refused):
    """The deadline has passed; what was there stays as it is."""


class TooMany(Refused):
    """More files, sites or studies than the question takes."""


def too_late() -> TooLate:
    """The refusal after the deadline, in words that fit every deed."""
    return TooLate(
        _("The deadline of this call has passed. Nothing was changed; what you had is still there to read.")
    )


def _lock(application: Application) -> None:
    Application.objects.select_for_update(no_key=True).get(pk=application.pk)


@transaction.atomic
def add_file(
    *, application: Application, question: Question, upload: "UploadedFile[Any]", by: User, now: datetime
) -> ApplicationFile:
    """Keep a file with a question; a decision that may follow also after the deadline."""
    follows = question.may_follow and may_follow(application, now)
    if not (follows or may_change(application, now)):
        raise too_late()
    _lock(application)
    here = application.application_files.filter(question=question, removed_at=None)
    digest_before = {one.file.digest: one for one in here.select_related("file")}
    if len(digest_before) >= question.max_files:
        raise TooMany(
            _("At most %(n)s files are allowed here. Remove one first.") % {"n": question.max_files}
        )
    stored = files.store(
        upload,
        owner_kind=FILE_KIND,
        owner_id=application.pk,
        by=by,
        now=now,
        allowed=tuple(question.file_kinds) or None,
    )
    twin = digest_before.get(stored.digest)
    if twin is not None:  # the same file twice: a double click, or a retry after a lost answer
        files.remove(stored)
        return twin
    kept = ApplicationFile.objects.create(
        application=application, question=question, file=stored, added_at=now, followed=follows
    )
    _touch(application, now, counts=not follows)
    note(by=by, verb="application.file_added", on=application, at=now, detail={"file": stored.digest})
    if follows:
        emails.decision_received(application, stored.name, file_id=kept.pk, now=now)
    return kept


@transaction.atomic
def remove_file(*, kept: ApplicationFile, by: User, now: datetime) -> None:
    """Take a file out of the working copy; one that was handed in stays with that version."""
    application = kept.application
    if kept.followed or not may_change(application, now):
        raise too_late()
    _lock(application)
    note(by=by, verb="application.file_removed", on=application, at=now, detail={"file": kept.file.digest})
    if kept.submissions.exists():
        kept.removed_at = now
        kept.save(update_fields=["removed_at"])
    else:
        stored: StoredFile = kept.file
        kept.delete()
        files.remove(stored)
    _touch(application, now)


@transaction.atomic
def choose_sites(
    *, application: Application, question: Question, sites: list[Any], by: User, now: datetime
) -> None:
    """Bring these sites into the application, and no others."""
    if not may_change(application, now):
        raise too_late()
    if len(sites) > question.max_files:
        raise TooMany(_("At most %(n)s sites are allowed here.") % {"n": question.max_files})
    _lock(application)
    chosen = {site.pk for site in sites}
    here = set(application.application_sites.filter(question=question).values_list("site_id", flat=True))
    if chosen == here:
        return
    application.application_sites.filter(question=question).exclude(site_id__in=chosen).delete()
    ApplicationSite.objects.bulk_create(
        ApplicationSite(application=application, question=question, site=site, added_at=now)
        for site in sites
        if site.pk not in here
    )
    _touch(application, now)
    note(by=by, verb="application.sites_chosen", on=application, at=now, detail={"sites": sorted(chosen)})


@transaction.atomic
def choose_studies(
    *, application: Application, question: Question, chosen: Mapping[int, bool], by: User, now: datetime
) -> None:
    """Bring these studies into the application, and no others; each with or without its alternatives."""
    if not may_change(application, now):
        raise too_late()
    if len(chosen) > question.max_files:
        raise TooMany(
            ngettext(
                "At most %(n)s study is allowed here.",
                "At most %(n)s studies are allowed here.",
                question.max_files,
            )
            % {"n": question.max_files}
        )
    _lock(application)
    held = Study.objects.select_for_update(no_key=True).filter(pk__in=chosen)  # nobody removes one meanwhile
    wanted = {study.pk: chosen[study.pk] for study in held.order_by("pk")}
    here = application.application_studies.filter(question=question)
    if wanted == dict(here.values_list("study_id", "with_alternatives")):
        return
    here.exclude(study_id__in=wanted).delete()
    for study, along in wanted.items():
        ApplicationStudy.objects.update_or_create(
            application=application, question=question, study_id=study,
            defaults={"with_alternatives": along}, create_defaults={"with_alternatives": along, "added_at": now},
        )  # fmt: skip
    _touch(application, now)
    note(by=by, verb="application.studies_chosen", on=application, at=now, detail={"studies": sorted(wanted)})


def _touch(application: Application, now: datetime, *, counts: bool = True) -> None:
    if counts:
        Application.objects.filter(pk=application.pk).update(changed_at=now)
