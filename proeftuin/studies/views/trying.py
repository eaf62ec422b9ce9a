"""Trying out: sliders that answer at once, and goal seek. Nothing is kept until somebody asks for it."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from feasibility import Assessment, NoSolution, Plan, PlanError
from feasibility.formats import money, number
from proeftuin.core.errors import Refused
from proeftuin.studies import calculation, results
from proeftuin.studies.actions import study as deeds
from proeftuin.studies.editing.differences import differences
from proeftuin.studies.forms.trying import GoalForm, TryForm
from proeftuin.studies.models import StudyVersion
from proeftuin.studies.queries import study as queries
from proeftuin.studies.trying import GOALS, sought, tried
from proeftuin.studies.views.study import token_in, words_of

KEPT_AS = {"keep", "beside"}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def trying(request: HttpRequest, pk: int, serial: int) -> HttpResponse:
    """The sliders of a version and what they come to, beside the version itself."""
    version = queries.version_for(request.user, pk, serial)
    plan = calculation.plan_of(version)
    form = TryForm(request.POST or None, plan=plan)
    outcome, refused = None, ""
    if request.method == "POST" and form.is_valid():
        other = tried(plan, form.values)
        try:
            if KEPT_AS & request.POST.keys():
                return _keep(request, version, other)
            with calculation.as_known(version):
                outcome = calculation.calculate(other, version.on)
        except PlanError as error:
            refused = error.message(get_language() or "nl")
        except deeds.ChangedMeanwhile:
            refused = _(
                "There is a newer version of this study. Try it out there, or keep this as an alternative."
            )
        except Refused as error:
            refused = str(error)
    words = _words(request, version, plan, outcome) | {"form": form, "refused": refused}
    return _page(request, words, "_tried", is_wrong=bool(form.errors or refused))


def _page(request: HttpRequest, words: dict[str, Any], part: str, *, is_wrong: bool) -> HttpResponse:
    """The whole page, or only the part that a script asked for: htmx shows it whatever was wrong, so it is always 200."""
    if "HX-Request" in request.headers:
        return render(request, f"studies/{part}.html", words)
    return render(request, "studies/trying.html", words, status=422 if is_wrong else 200)


def _words(
    request: HttpRequest, version: StudyVersion, plan: Plan, outcome: Assessment | None
) -> dict[str, Any]:
    language = get_language() or "nl"
    with calculation.as_known(version):
        before = calculation.assessment_of(version)
        after = outcome or before
        return words_of(request, version, "trying") | {
            "answer": results.result(after, language).answer, "rows": list(_rows(before, after, language)), "checks": list(results.checks(after, language)),
            "chart": results.build_up(after, language), "goal_form": GoalForm(plan=plan, initial={"target": "land_price"}),
        }  # fmt: skip


def _rows(before: Assessment, after: Assessment, language: str) -> Iterator[tuple[str, str, str, str]]:
    """The charge of each home and what else counts: as it was, as it is now, the difference."""
    pairs = [
        (home.name, before.lines["home_charge_1"][place], after.lines["home_charge_1"][place], 2)
        for place, home in enumerate(before.plan.homes)
    ]
    pairs += [
        (str(words), before.lines[name], after.lines[name], 0)
        for name, words in (("total_investment", _("investment")), ("equity_delivery", _("own means at handover")), ("lowest_cash", _("lowest free cash")))
    ]  # fmt: skip
    for name, was, now, decimals in pairs:
        gap = now - was
        said = f"{'+' if gap > 0 else ''}{money(gap, language, decimals)}" if abs(gap) >= 0.005 else "="
        yield name, money(was, language, decimals), money(now, language, decimals), said


def _keep(request: HttpRequest, version: StudyVersion, plan: Plan) -> HttpResponse:
    """What was tried as a next version, or as an alternative beside the study."""
    study = queries.study_to_edit(request.user, version.study_id)
    now = timezone.now()
    changed = [one.key for one in differences(calculation.plan_of(version), plan, "nl")]
    if "beside" in request.POST:
        queries.study_to_share(request.user, study.pk)
        copy = deeds.copy(
            version=version,
            plan=plan,
            alternative=_("tried out"),
            by=request.user,
            now=now,
            given=changed,
            token=token_in(request),
        )
        messages.success(request, _("Kept as an alternative."))
        return redirect("studies:alternatives", pk=copy.alternative_of_id)
    deeds.save(
        study=study,
        plan=plan,
        given=changed,
        serial=version.serial,
        by=request.user,
        now=now,
        why=_("tried out"),
    )
    messages.success(request, _("Kept as the next version."))
    return redirect("studies:study", pk=study.pk)


@login_required
@require_POST
def goal(request: HttpRequest, pk: int, serial: int) -> HttpResponse:
    """What the land may cost at most, and such questions."""
    version = queries.version_for(request.user, pk, serial)
    plan = calculation.plan_of(version)
    form = GoalForm(request.POST, plan=plan)
    found: dict[str, Any] = {}
    if form.is_valid():
        found = _sought(version, plan, form.cleaned_data["target"], form.cleaned_data["ceiling"])
    words = _words(request, version, plan, None) | found | {"form": TryForm(plan=plan), "goal_form": form}
    return _page(request, words, "_goal", is_wrong=bool(form.errors))


def _sought(version: StudyVersion, plan: Plan, target: str, ceiling: float) -> dict[str, Any]:
    """The answer in words, and the plan behind it as what it comes to."""
    language = get_language() or "nl"
    try:
        with calculation.as_known(version):
            solution = sought(plan, target, ceiling, version.on)
            value = (
                number(solution.value, language, 0)
                if target == "homes"
                else money(solution.value, language, 0)
            )
            words = next(one.answer for one in GOALS if one.target == target) % {"value": value}
            return {"found": words, "found_answer": results.result(solution.assessment, language).answer}
    except NoSolution as error:
        return {"not_found": error.nl if language == "nl" else error.en}
    except PlanError as error:
        return {"not_found": error.message(language)}
