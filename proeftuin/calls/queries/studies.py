"""The studies that an application can bring in, the versions that go along, and who reads them then."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language

from proeftuin.calls.models import Application, Submission, SubmissionStudy
from proeftuin.calls.queries.jury import is_recused, may_read_as_juror
from proeftuin.calls.rules.call import may_see_applications
from proeftuin.calls.rules.jury import is_office
from proeftuin.studies import side_by_side
from proeftuin.studies.models import Study, StudyVersion
from proeftuin.studies.queries import chain
from proeftuin.studies.queries.study import studies_of


@dataclass(frozen=True, slots=True)
class Brought:
    """A version that goes along with an application, for one question of its form."""

    question_id: int
    version: StudyVersion
    is_alternative: bool


def studies_to_choose(application: Application, user: Any) -> list[StudyVersion]:
    """The newest versions of what this person may share for the applicant, and of what a colleague brought in; alternatives after their study."""
    ours = Q(organisation=application.organisation_id) | Q(organisation=None)
    mine = studies_of(user).filter(ours).order_by().values("pk")
    brought_in = application.application_studies.values("study")
    root = OuterRef("root")
    beside = Study.objects.filter(Q(pk=root) | Q(alternative_of=root)).exclude(pk=OuterRef("study"))
    ids = Study.objects.filter(Q(pk__in=mine) | Q(pk__in=brought_in)).order_by().values("pk")
    found = chain.newest_versions(ids).annotate(root=Coalesce("study__alternative_of", "study"))
    light = found.defer("plan", "parameters", "figures", "given", "beside", "equity")
    return list(light.annotate(has_alternatives=Exists(beside)).order_by("-root", "study_id"))


def versions_to_hand_in(application: Application, *, hold: bool = False) -> list[Brought]:
    """The newest version of each chosen study, then of the alternatives that go along; each once for a question."""
    chosen = list(application.application_studies.select_related("study"))
    asked = {(one.question_id, one.study_id): False for one in chosen}
    for one in chosen:
        if one.with_alternatives:
            for other in chain.siblings_of(one.study):
                asked.setdefault((one.question_id, other.pk), True)
    newest = chain.newest_by_study({study for _question, study in asked}, hold=hold)
    return [
        Brought(question, newest[study], other)
        for (question, study), other in asked.items()
        if study in newest
    ]


def study_snapshot(one: Brought) -> dict[str, Any]:
    """What is kept of a version at the moment of handing in."""
    return {"is_alternative": one.is_alternative} | chain.proof(one.version)


def in_words(studies: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was handed in of studies, in the reader's language."""
    return [one | {"words": chain.in_words(one, get_language() or "nl")} for one in studies]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A study in a dossier: its version, what to look at, and its alternatives in columns beside it."""

    version: StudyVersion
    checks: list[str]
    tables: list[side_by_side.Columns]


def handed_in(submission: Submission) -> list[HandedIn]:
    """The studies that went along with a submission."""
    rows = list(submission.studies.select_related("version__study"))
    language = get_language() or "nl"
    return [
        HandedIn(row.version, chain.checks(row.version, language), _tables(row, rows, language))
        for row in rows
        if not row.is_alternative
    ]


def _tables(
    row: SubmissionStudy, rows: Sequence[SubmissionStudy], language: str
) -> list[side_by_side.Columns]:
    """The alternatives beside the study itself, as many tables as their number takes."""
    others = [
        one.version
        for one in rows
        if one.is_alternative
        and one.question_id == row.question_id
        and _root(one.version) == _root(row.version)
    ]
    step = side_by_side.MOST - 1
    return [
        side_by_side.columns([row.version, *others[start : start + step]], language)
        for start in range(0, len(others), step)
    ]


def _root(version: StudyVersion) -> int:
    return version.study.alternative_of_id or version.study_id


def application_read_with(user: Any, version: StudyVersion) -> Application | None:
    """The application whose dossier lets this person read a version: the office after the deadline, jurors as they read its files."""
    newest = (
        Submission.objects.filter(application=OuterRef("application")).order_by("-serial").values("pk")[:1]
    )
    counted = Submission.objects.filter(
        pk=Subquery(newest), studies__version=version, application__state=Application.State.SUBMITTED
    )
    applications = list(
        Application.objects.filter(pk__in=counted.values("application")).select_related(
            "call__pathway", "call__host"
        )
    )
    if any(is_recused(user, application) for application in applications):
        return None
    now = timezone.now()
    return next((one for one in applications if _may_read(user, one, now)), None)


def _may_read(user: Any, application: Application, now: Any) -> bool:
    is_staff = may_see_applications(application.call, now) and is_office(user, application.call)
    return is_staff or may_read_as_juror(user, application)
