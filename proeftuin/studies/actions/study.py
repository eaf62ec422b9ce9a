"""Deeds with a study: begin, save a version, set an alternative beside it, lock, publish, take back, remove."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feasibility import Plan
from feasibility.writing import write_plan
from proeftuin.accounts.models import Organisation
from proeftuin.core import cache
from proeftuin.core.errors import Refused
from proeftuin.core.numbers import row_number
from proeftuin.record.actions import note
from proeftuin.sites.models import Site
from proeftuin.studies.calculation import calculate, kept
from proeftuin.studies.models import Draft, Study, StudyVersion


class ChangedMeanwhile(Refused):
    """Somebody else saved a version while this person was typing; what was typed is kept as a draft."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody saved this study while you were typing. Nothing of yours is lost: look at what changed, and save again."
            )
        )


class NotYours(Refused):
    """A form that was already used for a study of another workspace."""

    def __init__(self) -> None:
        super().__init__(_("This form was already used for another study. Open a new form and try again."))


class InUse(Refused):
    """A study that cannot go because a locked version stands somewhere."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This study was locked, or somebody chose it for an application: it was handed in or put before somebody. It cannot be removed."
            )
        )


@transaction.atomic
def begin(
    *, plan: Plan, given: Collection[str], organisation: Organisation | None, site: Site | None, token: UUID, by: Any, now: datetime,
    beside: Mapping[str, Any] | None = None, equity: Mapping[str, Any] | None = None, alternative_of: Study | None = None, alternative: str = "", why: str = "",
) -> Study:  # fmt: skip
    """A new study with its first version; the same form sent twice is the same study. Raises PlanError."""
    study, is_new = Study.objects.get_or_create(
        token=token,
        defaults={
            "name": plan.name, "organisation": organisation, "site": site, "alternative_of": alternative_of,
            "alternative": alternative, "created_at": now, "created_by": by, "changed_at": now,
        },
    )  # fmt: skip
    if study.created_by_id != by.pk or study.organisation != organisation:
        raise NotYours
    if is_new:
        note(by=by, verb="study.begun", on=study, at=now)
        _add(study, 0, plan, given, equity or {}, beside or {}, why, by, now)
    return study


@transaction.atomic
def save(
    *, study: Study, plan: Plan, given: Collection[str], serial: int, by: Any, now: datetime,
    beside: Mapping[str, Any] | None = None, equity: Mapping[str, Any] | None = None, why: str = "",
) -> StudyVersion:  # fmt: skip
    """A version on top of the one with this serial. Nothing changed: that one. Sent twice: the same. Raises PlanError, ChangedMeanwhile."""
    newest = StudyVersion.objects.get(
        study=study, serial=Study.objects.values_list("last_serial").get(pk=study.pk)[0]
    )
    before = (
        newest if newest.serial == serial else study.versions.filter(serial=row_number(str(serial))).first()
    )
    if before is None:
        raise ChangedMeanwhile
    kept_beside = {**before.beside, **(beside or {})}
    kept_equity = before.equity if equity is None else dict(equity)
    same = (write_plan(plan), kept_beside, kept_equity)
    for version in (before, newest):
        if same == (version.plan, version.beside, version.equity) and (
            version is before or version.made_by_id == by.pk
        ):
            return version
    return _add(study, serial, plan, set(before.given) | set(given), kept_equity, kept_beside, why, by, now)


def _add(
    study: Study, serial: int, plan: Plan, given: Collection[str], equity: Mapping[str, Any], beside: Mapping[str, Any],
    why: str, by: Any, now: datetime,
) -> StudyVersion:  # fmt: skip
    """The next version, unless somebody added one since `serial`."""
    assessment = calculate(plan, timezone.localdate(now))
    changed = Study.objects.filter(pk=study.pk, last_serial=serial).update(
        last_serial=serial + 1, changed_at=now, name=plan.name
    )
    if not changed:
        raise ChangedMeanwhile
    study.last_serial, study.name = serial + 1, plan.name
    return StudyVersion.objects.create(
        study=study, serial=serial + 1, plan=write_plan(plan), given=sorted(given), equity=dict(equity), beside=dict(beside),
        why=why, made_by=by, made_at=now, **kept(assessment),
    )  # fmt: skip


@transaction.atomic
def copy(
    *, version: StudyVersion, plan: Plan, alternative: str, by: Any, now: datetime, token: UUID | None = None,
    given: Collection[str] = (), equity: Mapping[str, Any] | None = None,
) -> Study:  # fmt: skip
    """A copy of a version in the same workspace, to set side by side: the same plan but for what `alternative` says."""
    root = version.study.alternative_of or version.study
    plan = replace(plan, name=f"{root.name[: 117 - len(alternative)]} – {alternative}")
    return begin(
        plan=plan, given={*version.given, *given}, organisation=version.study.organisation, site=version.study.site, token=token or uuid4(),
        by=by, now=now, beside=version.beside, equity=version.equity if equity is None else equity, alternative_of=root, alternative=alternative, why=alternative,
    )  # fmt: skip


@transaction.atomic
def copy_for_myself(
    *, version: StudyVersion, plan: Plan, alternative: str, by: Any, now: datetime, token: UUID, given: Collection[str] = (),
    equity: Mapping[str, Any] | None = None,
) -> Study:  # fmt: skip
    """A copy in one's own workspace, for who may change a study and not decide what stands in its workspace."""
    plan = replace(plan, name=f"{plan.name[: 117 - len(alternative)]} – {alternative}")
    return begin(
        plan=plan, given={*version.given, *given}, organisation=None, site=None, token=token, by=by, now=now, beside=version.beside,
        equity=version.equity if equity is None else equity, why=alternative,
    )  # fmt: skip


@transaction.atomic
def lock(*, version: StudyVersion, for_: str, by: Any, now: datetime) -> StudyVersion:
    """This version never changes and is no draft any more: it was handed in, or put before a council. Once is enough."""
    Study.objects.select_for_update(no_key=True).get(pk=version.study_id)
    changed = StudyVersion.objects.filter(pk=version.pk, locked_at=None).update(
        locked_at=now, locked_by=by, locked_for=for_
    )
    version.refresh_from_db(fields=["locked_at", "locked_by", "locked_for"])
    if changed:
        note(by=by, verb="study.locked", on=version, at=now, detail={"for": for_})
    return version


@transaction.atomic
def publish(*, version: StudyVersion, by: Any, now: datetime) -> StudyVersion:
    """Everybody may see the key figures of this version; it is locked then."""
    lock(version=version, for_=str(_("the public site")), by=by, now=now)
    if StudyVersion.objects.filter(pk=version.pk, published_at=None).update(published_at=now):
        note(by=by, verb="study.published", on=version, at=now)
        cache.bump()
    version.refresh_from_db(fields=["published_at"])
    return version


@transaction.atomic
def withdraw(*, version: StudyVersion, by: Any, now: datetime) -> StudyVersion:
    """The key figures are not public any more; the lock stays."""
    if StudyVersion.objects.filter(pk=version.pk, published_at__isnull=False).update(published_at=None):
        note(by=by, verb="study.withdrawn", on=version, at=now)
        cache.bump()
    version.published_at = None
    return version


@transaction.atomic
def remove(*, study: Study, by: Any, now: datetime) -> None:
    """Forget a study with all its versions; not when one was locked."""
    Study.objects.select_for_update().get(pk=study.pk)
    if study.versions.filter(locked_at__isnull=False).exists():
        raise InUse
    note(by=by, verb="study.removed", on=study, at=now, detail={"name": study.name})
    try:
        with transaction.atomic():
            study.alternatives.update(alternative_of=None, alternative="")
            study.delete()
    except ProtectedError as error:
        raise InUse from error


def keep_draft(
    *, study: Study, subject: str, serial: int, data: Mapping[str, Any], by: Any, now: datetime
) -> Draft:
    """What was typed and cannot be saved yet, as it was typed."""
    values = {"serial": serial, "data": dict(data), "kept_at": now}
    return Draft.objects.update_or_create(study=study, user=by, subject=subject, defaults=values)[0]


def drop_draft(*, study: Study, subject: str, by: Any) -> None:
    """The draft was saved, or is not wanted any more."""
    Draft.objects.filter(study=study, user=by, subject=subject).delete()
