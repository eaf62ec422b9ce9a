"""Alternatives of a study side by side, up to four."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from feasibility import NoSolution, PlanError
from proeftuin.core.errors import Refused
from proeftuin.core.numbers import row_number
from proeftuin.studies import calculation, side_by_side
from proeftuin.studies.actions import study as deeds
from proeftuin.studies.alternatives import alternative, offered
from proeftuin.studies.models import Study, StudyVersion
from proeftuin.studies.queries import study as queries
from proeftuin.studies.views.study import token_in, words_of


@login_required
@require_safe
def alternatives(request: HttpRequest, pk: int) -> HttpResponse:
    """The study and its alternatives in columns, what differs marked."""
    study = queries.study_for(request.user, pk)
    version = queries.newest(study)
    choosable = queries.newest_of(queries.alternatives_of(study), request.user)
    chosen = _chosen(request, choosable)
    columns = side_by_side.columns(chosen, get_language() or "nl")
    plan = calculation.plan_of(version)
    words = words_of(request, version, "alternatives") | {
        "choosable": choosable, "chosen": {one.study_id for one in chosen}, "table": columns, "offered": list(offered(plan)),
        "most": side_by_side.MOST,
    }  # fmt: skip
    return render(request, "studies/alternatives.html", words)


def _chosen(request: HttpRequest, choosable: list[StudyVersion]) -> list[StudyVersion]:
    """The columns that were asked for; without asking the first four."""
    asked = [row_number(text) for text in request.GET.getlist("study")]
    found = [one for one in choosable if one.study_id in asked] or choosable
    return found[: side_by_side.MOST]


@login_required
@require_POST
def add_alternative(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy of the newest version with one thing done otherwise."""
    study = queries.study_to_share(request.user, pk)
    version = queries.newest(study)
    plan = calculation.plan_of(version)
    wanted = alternative(request.POST.get("how", ""), plan)
    if wanted is None:
        messages.error(request, _("Choose what is done otherwise."))
        return redirect("studies:alternatives", pk=pk)
    try:
        made = _added(request, version, wanted)
    except NoSolution as error:
        messages.error(request, error.nl if get_language() == "nl" else error.en)
    except PlanError as error:
        messages.error(request, error.message(get_language() or "nl"))
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("The alternative “%(name)s” stands beside the study.") % {"name": made.alternative}
        )
    return redirect("studies:alternatives", pk=pk)


def _added(request: HttpRequest, version: StudyVersion, wanted: Any) -> Study:
    now = timezone.now()
    plan = wanted.change(calculation.plan_of(version), timezone.localdate(now))
    return deeds.copy(
        version=version,
        plan=plan,
        alternative=str(wanted.words),
        by=request.user,
        now=now,
        token=token_in(request),
    )
