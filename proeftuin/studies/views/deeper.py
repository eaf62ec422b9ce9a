"""Behind the answer: the risk, the years, the explanation of a figure."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from feasibility import Assessment, PlanError
from feasibility.compile.explain import explain_line, subject_of
from feasibility.compile.explanation import Explanation, Term
from feasibility.formats import number
from feasibility.statements import Row, Statement, balance_sheet, cash_flow, long_table, profit_and_loss
from proeftuin.core.numbers import row_number
from proeftuin.studies import calculation, risks, tasks
from proeftuin.studies.actions import risk as risk_deeds
from proeftuin.studies.models import StudyVersion
from proeftuin.studies.queries import study as queries
from proeftuin.studies.views.study import words_of

LONG = 100_000  # draws of a long calculation
SHOWN = 40  # terms of an explanation


@login_required
@require_safe
def risk(request: HttpRequest, pk: int, serial: int) -> HttpResponse:
    """How sure the answer is."""
    version = queries.version_for(request.user, pk, serial)
    run = queries.last_run(version)
    long = run is not None and run.state == run.State.DONE
    shown = risks.shown(
        run.result if run is not None and long else risks.of_page(version), get_language() or "nl"
    )
    words = words_of(request, version, "risk") | {
        "risk": shown,
        "run": run,
        "long": LONG,
        "follows": calculation.plan_of(version).charge.kind == "cost_rent",
    }
    return render(request, "studies/risk.html", words)


@login_required
@require_POST
def ask_risk(request: HttpRequest, pk: int, serial: int) -> HttpResponse:
    """Ask the worker for many draws; asked twice is asked once."""
    version = queries.version_for(request.user, pk, serial)
    risk_deeds.ask(version=version, draws=LONG, by=request.user, now=timezone.now())
    tasks.wake_for_risk()
    return redirect("studies:risk", pk=pk, serial=serial)


@login_required
@require_safe
def risk_progress(request: HttpRequest, pk: int, serial: int) -> HttpResponse:
    """How far the worker is."""
    version = queries.version_for(request.user, pk, serial)
    run = queries.last_run(version)
    answer = render(request, "studies/_risk_progress.html", {"version": version, "run": run})
    if run is None or run.state in {run.State.DONE, run.State.FAILED}:
        answer["HX-Refresh"] = "true"
    return answer


@login_required
@require_safe
def years(request: HttpRequest, pk: int, serial: int) -> HttpResponse:
    """Profit and loss, balance sheet, cash flow: ten years at a time; and thirty years at a glance."""
    version = queries.version_for(request.user, pk, serial)
    language = get_language() or "nl"
    with calculation.as_known(version):
        assessment = calculation.assessment_of(version)
        first = min(max(1, row_number(request.GET.get("from", ""))), assessment.plan.years)
        span = range(first, min(first + 10, assessment.plan.years + 1))
        made = [
            profit_and_loss(assessment, span),
            balance_sheet(assessment, span),
            cash_flow(assessment, span),
            long_table(assessment),
        ]
    words = words_of(request, version, "years") | {
        "tables": [_table(one, assessment, language) for one in made], "first": span[0], "last": span[-1], "years": assessment.plan.years,
        "steps": [(start, min(start + 9, assessment.plan.years)) for start in range(1, assessment.plan.years + 1, 10)],
    }  # fmt: skip
    return render(request, "studies/years.html", words)


def _table(statement: Statement, assessment: Assessment, language: str) -> dict[str, Any]:
    """A statement as words; a year with the year of the calendar under it."""
    heads = [(year, assessment.plan.start.year + year - 1) for year in statement.years]
    rows = [
        (row, row.label(language), [_cell(row, value, language) for value in row.values])
        for row in statement.rows
    ]
    return {"title": statement.title(language), "heads": heads, "rows": rows}


def _cell(row: Row, value: float | None, language: str) -> str:
    if value is None:
        return "–"
    decimals = 2 if row.unit in {"factor", "eur_m2_month"} else 0
    return number(value, language, decimals, trim=False)


@login_required
@require_safe
def explain(request: HttpRequest, pk: int, serial: int, name: str) -> HttpResponse:
    """Why a figure is what it is: the formula in words, the values in it, where each comes from."""
    version = queries.version_for(request.user, pk, serial)
    with calculation.as_known(version):
        assessment = calculation.assessment_of(version)
        explanation = _explained(request, assessment, name)
    terms = [(term, _address(version, assessment, term)) for term in explanation.terms[:SHOWN]]
    words = words_of(request, version, "answer") | {
        "why": explanation,
        "terms": terms,
        "more": max(0, len(explanation.terms) - SHOWN),
    }
    return render(request, "studies/explain.html", words)


def _address(version: StudyVersion, assessment: Assessment, term: Term) -> str:
    """Where a term is explained in turn; nothing for what the plan or the law gives."""
    if term.origin != "line":
        return ""
    clock = assessment.lines.model.by_name[term.name].clock
    asked: dict[str, int] = {clock: term.moment} if clock in {"year", "month"} else {}
    if term.element is not None:
        asked["element"] = term.element
    return (
        f"{reverse('studies:explain', args=[version.study_id, version.serial, term.name])}?{urlencode(asked)}"
    )


def _explained(request: HttpRequest, assessment: Assessment, name: str) -> Explanation:
    """The line at the moment and for the element that the address names; 404 for one that is not there."""
    asked = {key: row_number(request.GET[key]) for key in ("year", "month", "element") if key in request.GET}
    try:
        return explain_line(subject_of(assessment, get_language() or "nl"), name, **asked)
    except PlanError as error:
        raise Http404 from error
