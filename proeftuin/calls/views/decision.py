"""The table of scores, the decision, its release and its letters."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from proeftuin.calls.actions import decision as actions
from proeftuin.calls.forms.jury import DecisionForm, ReasonForm, ReportForm
from proeftuin.calls.models import Decision, Jury
from proeftuin.calls.queries import judging
from proeftuin.calls.queries import jury as queries
from proeftuin.calls.queries.judging import ScoreTable
from proeftuin.calls.queries.jury import JuryRole
from proeftuin.calls.rules.jury import may_release
from proeftuin.calls.views.jury import at_desk, done, page, require
from proeftuin.core import pdf
from proeftuin.core.errors import Refused
from proeftuin.core.exports import csv_response
from proeftuin.core.numbers import row_number
from proeftuin.core.templatetags.house import day, localised
from proeftuin.record.actions import note

COMPARED = 4  # side by side on a wide screen


def _table(role: JuryRole) -> ScoreTable:
    require(role.sees_table)
    return judging.score_table(role)


@at_desk
@require_safe
def table(request: HttpRequest, slug: str) -> HttpResponse:
    """All scores that were handed in, in the place that the rule gives."""
    role = queries.call_for_jury(request.user, slug)
    require(role.sees_table)
    hidden = judging.hides_scores(role)
    return page(
        request,
        "jury_table",
        role.call,
        heading=_("Scores"),
        role=role,
        jury=role.jury,
        hidden=hidden,
        table=None if hidden else _table(role),
        compared=COMPARED,
    )


@at_desk
@require_safe
def table_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The table as a file, over the same applications as the page."""
    role = queries.call_for_jury(request.user, slug)
    require(role.sees_table and not judging.hides_scores(role))
    scores = _table(role)
    header = [_("Place"), _("Number"), _("Applicant"), _("Total"), _("Spread")]
    header += [localised(criterion, "title")[0] for criterion in scores.criteria]
    header += [str(juror) for juror in scores.jurors]
    rows = [
        [row.standing.rank, row.application.number, row.application.organisation.name]
        + [row.standing.total, row.standing.spread]
        + [points for _criterion, points in row.named_points]
        + [_("interest") if cell.is_recused else cell.total for cell in row.cells]
        for row in scores.rows
    ]
    note(by=request.user, verb="scores.exported", on=role.call, detail={"rows": len(rows)})
    return csv_response(f"jury-{slug}", header, rows, is_fictional=role.call.pathway.is_fictional)


@at_desk
@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """A few applications side by side, criterion by criterion, with the reasons of the jurors."""
    role = queries.call_for_jury(request.user, slug)
    require(role.sees_table and not judging.hides_scores(role))
    wanted = {row_number(text) for text in request.GET.getlist("a")}
    scores = _table(role)
    rows = [row for row in scores.rows if row.application.pk in wanted][:COMPARED]
    if len(rows) < 2:
        messages.error(request, _("Choose at least two applications to compare."))
        return redirect("calls:jury_table", slug)
    comparison = judging.comparison(scores, rows)
    return page(
        request,
        "jury_compare",
        role.call,
        heading=_("Comparison"),
        role=role,
        jury=role.jury,
        rows=rows,
        comparison=comparison,
    )


@at_desk
@require_safe
def decisions(request: HttpRequest, slug: str) -> HttpResponse:
    """The decision on every candidate, as prepared so far."""
    role = queries.call_for_jury(request.user, slug)
    return _decisions_page(request, role, ReportForm(instance=role.jury))


def _decisions_page(
    request: HttpRequest, role: JuryRole, form: ReportForm, status: int = 200
) -> HttpResponse:
    applications = judging.decidable(role)
    places = {row.application.pk: row for row in _table(role).rows}
    response = page(
        request,
        "jury_decisions",
        role.call,
        heading=_("Decisions"),
        role=role,
        jury=role.jury,
        lines=[(each, getattr(each, "decision", None), places.get(each.pk)) for each in applications],
        form=form,
        why_form=ReasonForm(),
        may_release=role.speaks_for_all and may_release(role.jury, request.user),  # type: ignore[arg-type]
    )
    response.status_code = status
    return response


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write the decision on one candidate."""
    role = queries.call_for_jury(request.user, slug)
    application = judging.candidate_to_decide(role, pk)
    require(role.jury.state == Jury.State.DECIDING)
    reason = "" if application.admissibility.is_admissible else judging.reason_of(application)
    form = DecisionForm(request.POST or None, application=application, reason=reason)
    if request.method == "POST" and form.is_valid():
        application.call = role.call
        try:
            actions.draft_decision(
                application=application,
                by=request.user,  # type: ignore[arg-type]
                now=timezone.now(),
                **form.cleaned_data,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The decision on %(n)s is kept.") % {"n": application.number})
            return redirect("calls:jury_decisions", slug)
    row = next((row for row in _table(role).rows if row.application.pk == pk), None)
    return page(
        request,
        "decision_form",
        role.call,
        heading=_("Decision on %(number)s") % {"number": application.number},
        role=role,
        jury=role.jury,
        application=application,
        form=form,
        row=row,
    )


@at_desk
@require_POST
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Prepare the decision for release by somebody else."""
    role = queries.call_for_jury(request.user, slug)
    require(role.sees_decisions and role.speaks_for_all)
    form = ReportForm(request.POST, instance=queries.jury_of(role.call))
    if form.is_valid():
        try:
            actions.propose(call=role.call, by=request.user, now=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The decision is prepared. Somebody else releases it now."))
            return redirect("calls:jury_decisions", slug)
    return _decisions_page(request, role, form, status=422)


@at_desk
@require_POST
def take_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a prepared decision once more."""
    role = queries.call_for_jury(request.user, slug)
    require(role.sees_decisions and role.speaks_for_all)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing changed. Say why."))
        return redirect("calls:jury_decisions", slug)
    return done(
        request,
        lambda: actions.take_back(
            call=role.call,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
            why=form.cleaned_data["why"],
        ),
        _("The decision can be changed again."),
        "calls:jury_decisions",
        slug,
    )


@at_desk
@require_POST
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the decision known to all at one moment."""
    role = queries.call_for_jury(request.user, slug)
    require(role.speaks_for_all and role.jury.state in (Jury.State.PROPOSED, Jury.State.RELEASED))
    return done(
        request,
        lambda: actions.release(call=role.call, by=request.user, now=timezone.now()),  # type: ignore[arg-type]
        _("The decision is released. All applicants get their letter, and the result is public."),
        "calls:jury",
        slug,
    )


@at_desk
@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter with the decision, for who writes in the application."""
    decision = judging.decision_for(request.user, pk)
    call = decision.application.call
    return page(
        request,
        "decision_letter",
        call,
        decision=decision,
        words=judging.decision_words(decision),
        application=decision.application,
        jury=call.jury,
    )


@at_desk
@require_safe
def letter_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same letter as a document."""
    decision = judging.decision_for(request.user, pk)
    application, call = decision.application, decision.application.call
    number = application.number
    content = pdf.render(
        "calls/typst/decision.typ",
        title=_("Decision on application %(number)s") % {"number": number},
        data=_letter_data(decision),
        is_fictional=call.pathway.is_fictional,
    )
    return pdf.response(f"{_('decision')}-{number}", content)


def _letter_data(decision: Decision) -> dict[str, Any]:
    application, call = decision.application, decision.application.call
    return {
        "to": application.organisation.name,
        "facts": [
            [_("Call"), localised(call, "title")[0]],
            [_("Application"), application.number],
            [_("Applicant"), application.organisation.name],
            [_("Date of the decision"), day(call.jury.released_at)],
        ],
        "decision": judging.decision_words(decision),
        "motive_title": _("Motive"),
        "motive": [part for part in decision.motive.splitlines() if part.strip()],
    }
