"""Pages of lists of sites on the desk."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from proeftuin.core.errors import Refused
from proeftuin.core.exports import csv_response
from proeftuin.files.checks import safe_name
from proeftuin.record.actions import MoveRefused, note
from proeftuin.studies import tasks
from proeftuin.studies.actions import portfolio as actions
from proeftuin.studies.forms.portfolio import PortfolioForm
from proeftuin.studies.models import Portfolio
from proeftuin.studies.portfolio import pages
from proeftuin.studies.portfolio.columns import COLUMNS
from proeftuin.studies.queries import portfolio as queries

ON_A_PAGE = 100
BUSY = (Portfolio.State.WAITING, Portfolio.State.RUNNING)


@login_required
@require_safe
def portfolios(request: HttpRequest) -> HttpResponse:
    """The lists that this person sees."""
    page = Paginator(queries.portfolios_for(request.user), 50).get_page(request.GET.get("page"))
    return render(request, "studies/portfolios.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Upload a list."""
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PortfolioForm(*sent, user=request.user)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            made = actions.begin(
                name=values["name"], organisation=values["organisation"], file_name=safe_name(values["file"].name), plan=values["plan"],
                on=form.on, rows=form.rows, token=values["token"], by=request.user, now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            tasks.wake_for_portfolios()
            return redirect("studies:portfolio", pk=made.pk)
    context = {"form": form, "columns": COLUMNS}
    return render(request, "studies/portfolio_form.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """A list to start from, with the columns and one row that is visibly an example."""
    head, rows = pages.template_rows()
    return csv_response(_("list-of-sites"), head, rows)


@login_required
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One list: how far it is, or its answer."""
    found = queries.portfolio_for(request.user, pk)
    context: dict[str, Any] = _context(found) | pages.plan_words(found)
    if found.state == Portfolio.State.DONE:
        context["answer"] = pages.answer(found)
        context["page"] = Paginator(queries.ranked(found), ON_A_PAGE).get_page(request.GET.get("page"))
        context["lines"] = pages.lines(context["page"].object_list)
        if context["page"].number == 1:
            context["chart"] = pages.chart(context["page"].object_list[: pages.DRAWN])
    return render(request, "studies/portfolio.html", context)


def _context(found: Portfolio) -> dict[str, Any]:
    return {
        "portfolio": found,
        "is_busy": found.state in BUSY,
        "fictional": bool(found.organisation and found.organisation.is_fictional),
    }


@login_required
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a list is, as a part of its page; when there is something new to see, the whole page is fetched again."""
    found = queries.portfolio_for(request.user, pk)
    answer = render(request, "studies/_portfolio_progress.html", _context(found))
    if found.state not in BUSY:
        answer["HX-Refresh"] = "true"
    return answer


@login_required
@require_safe
def left_out(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that were left out, each with what to do."""
    found = queries.portfolio_for(request.user, pk)
    page = Paginator(queries.left_out(found), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {**_context(found), "page": page, "faults": pages.faults(page.object_list)}
    return render(request, "studies/portfolio_left_out.html", context)


@login_required
@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """All rows with what they need, as CSV; that somebody took it is noted."""
    found = queries.portfolio_for(request.user, pk)
    note(by=request.user, verb="portfolio.exported", on=found)
    is_fictional = bool(_context(found)["fictional"])
    name = f"{_('sites')}-{found.pk}"
    return csv_response(name, pages.header(), pages.exported(found), is_fictional=is_fictional)


@login_required
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Calculate a list that failed once more."""
    found = queries.portfolio_for(request.user, pk)
    try:
        actions.again(portfolio=found, by=request.user, now=timezone.now())
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        tasks.wake_for_portfolios()
    return redirect("studies:portfolio", pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a list, after a question."""
    found = queries.portfolio_for(request.user, pk)
    if request.method != "POST":
        return render(request, "studies/portfolio_remove.html", _context(found))
    actions.remove(portfolio=found, by=request.user, now=timezone.now())
    messages.success(request, _("The list is removed."))
    return redirect("studies:portfolios")
