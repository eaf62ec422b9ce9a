"""Reads of studies; the one place where a study or a version is fetched for a person."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from proeftuin.accounts.models import Membership, Organisation
from proeftuin.sites.models import Site
from proeftuin.sites.queries import sites_of
from proeftuin.studies import rules
from proeftuin.studies.models import Draft, RiskRun, Study, StudyVersion

LOST = timedelta(minutes=10)  # a worker that takes longer is taken for dead


def _memberships(user: Any, *states: str) -> Any:
    return Membership.objects.filter(user=user, state__in=states).values("organisation")


def workspaces_of(user: Any) -> QuerySet[Organisation]:
    """The organisations in whose workspace a person may begin a study."""
    return Organisation.objects.filter(pk__in=_memberships(user, *Membership.ACTING))


def sites_to_study(user: Any) -> QuerySet[Site]:
    """The sites from which a person may begin a study."""
    return sites_of(user)


def studies_of(user: Any) -> QuerySet[Study]:
    """The studies that a person may change because of the workspace; the same rule as `rules.is_in_workspace`."""
    approved = Q(organisation__in=_memberships(user, Membership.State.APPROVED))
    begun = Q(created_by=user, organisation__in=_memberships(user, *Membership.ACTING))
    alone = Q(created_by=user, organisation=None)
    return _in_order().filter(approved | begun | alone)


def studies_for(user: Any) -> QuerySet[Study]:
    """The studies that a person may read: of the workspace, and shared; the same rule as `rules.may_read`."""
    shared = Q(pk__in=Study.objects.filter(grants__contact=user.contact_id).values("pk"))
    return _in_order().filter(Q(pk__in=studies_of(user).values("pk")) | shared)


def _in_order() -> QuerySet[Study]:
    return Study.objects.select_related("organisation", "site__municipality", "created_by").order_by(
        "-changed_at", "-pk"
    )


def study_for(user: Any, pk: int) -> Study:
    """A study that this person may read; 404 for all others."""
    study = get_object_or_404(_in_order(), pk=pk)
    if not rules.may_read(user, study):
        raise Http404
    return study


def study_to_edit(user: Any, pk: int) -> Study:
    """A study that this person may change; 404 for all others."""
    study = study_for(user, pk)
    if not rules.may_edit(user, study):
        raise Http404
    return study


def study_to_share(user: Any, pk: int) -> Study:
    """A study of this person's workspace; 404 for all others, also for who may read it."""
    study = study_for(user, pk)
    if not rules.may_share(user, study):
        raise Http404
    return study


def version_for(user: Any, pk: int, serial: int) -> StudyVersion:
    """A version that this person may read; 404 for all others."""
    version = get_object_or_404(_versions(), study=pk, serial=serial)
    if not rules.may_read_version(user, version):
        raise Http404
    return version


def _versions() -> QuerySet[StudyVersion]:
    return StudyVersion.objects.select_related(
        "study__organisation", "study__site__municipality", "made_by", "locked_by"
    )


def newest(study: Study) -> StudyVersion:
    """The version that was made last."""
    return _versions().get(study=study, serial=study.last_serial)


def versions_of(study: Study) -> QuerySet[StudyVersion]:
    """All versions of a study, the newest first, without their plans."""
    return _versions().filter(study=study).defer("plan", "parameters", "given").order_by("-serial")


def versions_for(user: Any) -> QuerySet[StudyVersion]:
    """The newest version of each study that a person may read, the last changed first."""
    return (
        _versions()
        .filter(study__in=studies_for(user).values("pk"), serial=F("study__last_serial"))
        .order_by("-study__changed_at", "-study__pk")
    )


def alternatives_of(study: Study) -> QuerySet[Study]:
    """The study and what was copied from it to set beside it; from a copy the same."""
    root = study.alternative_of_id or study.pk
    return Study.objects.filter(Q(pk=root) | Q(alternative_of=root)).order_by("pk")


def newest_of(studies: QuerySet[Study], user: Any) -> list[StudyVersion]:
    """The newest version of each of these studies that the person may read."""
    readable = studies_for(user).filter(pk__in=studies.values("pk"))
    return list(
        _versions()
        .filter(study__in=readable.order_by().values("pk"), serial=F("study__last_serial"))
        .order_by("study__pk")
    )


def draft_of(user: Any, study: Study, subject: str) -> Draft | None:
    """What this person typed in a part and could not save yet."""
    return Draft.objects.filter(user=user, study=study, subject=subject).first()


def risk_runs_due(now: datetime) -> QuerySet[RiskRun]:
    """Calculations of risk that wait, and those whose worker gave no sign for long; the oldest first."""
    waiting = Q(state=RiskRun.State.WAITING)
    lost = Q(state=RiskRun.State.RUNNING, started_at__lt=now - LOST)
    return RiskRun.objects.filter(waiting | lost).select_related("version").order_by("asked_at", "pk")


def last_run(version: StudyVersion) -> RiskRun | None:
    """The long calculation of a version that was asked last."""
    return version.risk_runs.order_by("-asked_at", "-pk").first()
