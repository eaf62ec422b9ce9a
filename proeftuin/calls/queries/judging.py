"""Scores as a table, the ranking that follows from them, the decision and the public result."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.translation import gettext as _

from proeftuin.accounts.models import Membership, User
from proeftuin.calls.models import Application, Call, Criterion, Decision, Declaration, Juror, Jury, Review
from proeftuin.calls.queries.jury import JuryRole, admissible, candidates, dossiers, visible_applications
from proeftuin.calls.rules.application import writes_along
from proeftuin.calls.rules.jury import measures
from proeftuin.calls.rules.ranking import Measure, Sheet, Standing, digest, hundredths, ranking, sheet_total


@dataclass(frozen=True, slots=True)
class Cell:
    """What one juror did with one application."""

    juror: Juror
    review: Review | None
    is_recused: bool
    total: Decimal | None


@dataclass(frozen=True, slots=True)
class Row:
    """An application in the table, in the place that its scores give it."""

    application: Application
    standing: Standing
    named_points: list[tuple[Criterion, Decimal | None]]
    cells: list[Cell]
    tie: Criterion | None

    @property
    def missing(self) -> list[Juror]:
        """Jurors who still have to hand in."""
        return [cell.juror for cell in self.cells if cell.total is None and not cell.is_recused]

    @property
    def recused(self) -> list[Juror]:
        """Jurors who do not judge this application."""
        return [cell.juror for cell in self.cells if cell.is_recused]


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """All that was handed in for the applications that a person may see."""

    criteria: list[Criterion]
    jurors: list[Juror]
    rows: list[Row]
    digest: str

    @property
    def top(self) -> int:
        """The highest total that there can be."""
        return sum(criterion.weight for criterion in self.criteria)

    @property
    def missing(self) -> int:
        """How many reviews are not handed in yet."""
        return sum(len(row.missing) for row in self.rows)


def _counted(call: Call, applications: Sequence[Application]) -> list[Review]:
    """The reviews that count: handed in, by somebody who still sits in the jury."""
    return list(
        Review.objects.filter(
            application__in=applications, state=Review.State.HANDED_IN, juror__state=Juror.State.ACTIVE
        ).prefetch_related("scores")
    )


def _sheet(review: Review, keys: dict[int, str]) -> Sheet:
    return Sheet(
        {keys[score.criterion_id]: score.value for score in review.scores.all() if score.value is not None}
    )


def sheets_of(
    criteria: Sequence[Criterion], applications: Sequence[Application], reviews: Iterable[Review]
) -> dict[str, list[Sheet]]:
    """The scores that count, by the number of the application."""
    keys = {criterion.pk: str(place) for place, criterion in enumerate(criteria, start=1)}
    numbers = {application.pk: application.number for application in applications}
    sheets: dict[str, list[Sheet]] = {number: [] for number in numbers.values()}
    for review in reviews:
        sheets[numbers[review.application_id]].append(_sheet(review, keys))
    return sheets


@dataclass(frozen=True, slots=True)
class Ranking:
    """The ranking of a whole call, computed anew from what is stored."""

    criteria: list[Criterion]
    applications: dict[str, Application]
    standings: list[Standing]
    digest: str


def ranking_of(call: Call) -> Ranking:
    """The ranking and its hash, from the scores in the database and the published rule."""
    criteria, applications = list(call.criteria.all()), list(admissible(call))
    sheets = sheets_of(criteria, applications, _counted(call, applications))
    measured = measures(criteria)
    return Ranking(
        criteria=criteria,
        applications={each.number: each for each in applications},
        standings=ranking(measured, sheets),
        digest=digest(call.slug, measured, sheets),
    )


def _total(measured: Sequence[Measure], review: Review | None, keys: dict[int, str]) -> Decimal | None:
    return None if review is None else hundredths(sheet_total(measured, _sheet(review, keys)))


def score_table(role: JuryRole) -> ScoreTable:
    """The table for the office or the chair, over the applications that they may see."""
    if not role.sees_table:
        raise Http404
    criteria, applications = list(role.call.criteria.all()), list(visible_applications(role))
    jurors = list(role.call.jurors.filter(state=Juror.State.ACTIVE).select_related("user"))
    reviews = _counted(role.call, applications)
    recused: dict[int, set[int]] = defaultdict(set)
    for declaration in Declaration.objects.filter(application__in=applications, has_conflict=True):
        recused[declaration.application_id].add(declaration.juror_id)
    by_pair = {(review.application_id, review.juror_id): review for review in reviews}
    measured, sheets = measures(criteria), sheets_of(criteria, applications, reviews)
    keys = {criterion.pk: measure.key for criterion, measure in zip(criteria, measured, strict=True)}
    found = {each.number: each for each in applications}
    rows = []
    for standing in ranking(measured, sheets):
        application = found[standing.number]
        cells = [
            Cell(juror, review, juror.pk in recused[application.pk], _total(measured, review, keys))
            for juror in jurors
            for review in [by_pair.get((application.pk, juror.pk))]
        ]
        points = [
            (criterion, standing.points.get(measure.key))
            for criterion, measure in zip(criteria, measured, strict=True)
        ]
        tie = criteria[int(standing.broken_by) - 1] if standing.broken_by else None
        rows.append(Row(application, standing, points, cells, tie))
    return ScoreTable(criteria, jurors, rows, digest(role.call.slug, measured, sheets))


def hides_scores(role: JuryRole) -> bool:
    """A chair who also scores sees no scores of others until the own ones are in or the scores are closed."""
    if role.is_office or role.juror is None or role.jury.state != Jury.State.SCORING:
        return False
    own = role.juror.reviews.filter(state=Review.State.HANDED_IN).count()
    return own < visible_applications(role).count()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one juror is; numbers only."""

    juror: Juror
    dossiers: int
    handed_in: int
    undeclared: int


def progress(role: JuryRole) -> list[Progress]:
    """How far each juror is, counted over the applications that the reader may know of."""
    known = dossiers(role) if role.juror is not None else admissible(role.call)
    counted = set(known.values_list("pk", flat=True))
    said: dict[int, dict[int, bool]] = defaultdict(dict)
    for declaration in Declaration.objects.filter(juror__call=role.call, application__in=counted):
        said[declaration.juror_id][declaration.application_id] = declaration.has_conflict
    done: dict[int, int] = defaultdict(int)
    for review in Review.objects.filter(application__in=counted, state=Review.State.HANDED_IN):
        done[review.juror_id] += 1
    return [
        Progress(
            juror,
            dossiers=sum(not conflict for conflict in said[juror.pk].values()),
            handed_in=done[juror.pk],
            undeclared=len(counted - set(said[juror.pk])),
        )
        for juror in role.call.jurors.filter(state=Juror.State.ACTIVE).select_related("user")
    ]


def decidable(role: JuryRole) -> list[Application]:
    """All candidates with their draft decision, for who writes decisions; without recused ones."""
    if not role.sees_decisions:
        raise Http404
    everything = candidates(role.call).select_related("decision", "decision__drafted_by")
    shown = everything if role.is_office else everything.filter(pk__in=visible_applications(role))
    return list(shown.prefetch_related("admissibility__findings"))


def candidate_to_decide(role: JuryRole, pk: int) -> Application:
    """One candidate for who writes decisions; 404 for what they may not see."""
    found = next((each for each in decidable(role) if each.pk == pk), None)
    if found is None:
        raise Http404
    return found


def reason_of(application: Application) -> str:
    """Why an application is not admissible, in the words of the check; motives are written in Dutch."""
    unmet = [finding for finding in application.admissibility.findings.all() if not finding.is_met]
    with translation.override("nl"):
        return "\n".join(
            _("Not met: %(ground)s. %(reason)s")
            % {"ground": finding.get_ground_display(), "reason": finding.reason}
            for finding in unmet
        )


def writers(application: Application) -> list[User]:
    """Who gets the letter: all who write in the application, and at least the one who began it."""
    memberships = application.organisation.memberships.filter(state__in=Membership.ACTING)
    invited = set(application.co_applicants.exclude(user=None).values_list("user", flat=True))
    users = [
        membership.user
        for membership in memberships.select_related("user").order_by("user")
        if membership.user.is_active
        and (
            membership.state == Membership.State.APPROVED
            or membership.user_id == application.created_by_id
            or membership.user_id in invited
        )
    ]
    return users or [application.created_by]


def decision_for(user: Any, pk: int) -> Decision:
    """The released decision for who writes in the application; before the release there is none."""
    decision = get_object_or_404(
        Decision.objects.select_related(
            "application__call__pathway",
            "application__call__jury",
            "application__organisation",
            "application__call__host",
        ),
        application=pk,
        application__call__jury__state=Jury.State.RELEASED,
    )
    if not writes_along(user, decision.application):
        raise Http404
    return decision


def released_decision(application: Application) -> Decision | None:
    """The decision on an application for its writers; None until it is released."""
    return Decision.objects.filter(
        application=application, application__call__jury__state=Jury.State.RELEASED
    ).first()


@dataclass(frozen=True, slots=True)
class Result:
    """What everybody may know of a released decision: who was selected, and how many there were."""

    jury: Jury
    selected: list[Decision]
    candidates: int


def released_result(call: Call) -> Result | None:
    """The public result; None until it is released. Who was not selected is not in it."""
    jury = Jury.objects.filter(call=call, state=Jury.State.RELEASED).first()
    if jury is None:
        return None
    decisions = Decision.objects.filter(application__call=call)
    selected = decisions.filter(outcome=Decision.Outcome.SELECTED).select_related("application__organisation")
    return Result(jury, list(selected.order_by("application__organisation__name")), decisions.count())


def decision_words(decision: Decision) -> str:
    """The decision in one sentence to the applicant: the same words in mail, page and PDF."""
    words = {
        Decision.Outcome.SELECTED: _("Your application is selected."),
        Decision.Outcome.RESERVE: _(
            "Your application is not selected now. It is on the reserve list, in place %(place)s."
        )
        % {"place": decision.reserve_place},
        Decision.Outcome.INADMISSIBLE: _("Your application is not admissible. The jury did not judge it."),
        Decision.Outcome.NOT_SELECTED: _("Your application is not selected."),
    }
    return words[Decision.Outcome(decision.outcome)]


@dataclass(frozen=True, slots=True)
class Opinion:
    """One juror on one criterion of one application."""

    juror: Juror
    value: int
    reason: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One criterion over a few applications."""

    criterion: Criterion
    columns: list[tuple[Row, Decimal | None, list[Opinion]]]


def comparison(table: ScoreTable, rows: Sequence[Row]) -> list[Compared]:
    """Criterion by criterion, what each juror gave these applications and why."""
    return [
        Compared(criterion, [(row, row.named_points[place][1], _opinions(row, criterion)) for row in rows])
        for place, criterion in enumerate(table.criteria)
    ]


def _opinions(row: Row, criterion: Criterion) -> list[Opinion]:
    return [
        Opinion(cell.juror, score.value, score.reason)
        for cell in row.cells
        if cell.review is not None
        for score in cell.review.scores.all()
        if score.criterion_id == criterion.pk and score.value is not None
    ]
