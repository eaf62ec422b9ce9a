"""Pages of studies: the list, the ten questions, the answer, the versions."""

from dataclasses import fields, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from feasibility import Assessment, PlanError
from feasibility.formats import money
from proeftuin.core.errors import Refused
from proeftuin.core.lines import one_line
from proeftuin.core.numbers import row_number
from proeftuin.studies import calculation, results, rules
from proeftuin.studies.actions import study as deeds
from proeftuin.studies.editing.differences import differences
from proeftuin.studies.forms.incomes import IncomesForm, initial_of
from proeftuin.studies.forms.start import SIZES, TENURE_OF_SITE, QuestionsForm, StartForm, answers_of
from proeftuin.studies.models import Study, StudyVersion
from proeftuin.studies.queries import study as queries
from proeftuin.studies.starting import KEYS, Answers, defaults, plan_from

ON_A_PAGE = 30


def words_of(request: HttpRequest, version: StudyVersion, here: str) -> dict[str, Any]:
    """What every page of a version shows: its name, its state, the way back and the tabs that are open to this person."""
    study = version.study
    mine = rules.may_read(request.user, study)
    return {
        "study": study, "version": version, "here": here, "language": get_language() or "nl",
        "is_newest": version.serial == study.last_serial, "may_read_study": mine, "may_edit": rules.may_edit(request.user, study),
        "may_share": rules.may_share(request.user, study),
        "token": uuid4(),
        "trail": [{"title": _("Studies"), "url": reverse("studies:studies")}, {"title": study.name}] if mine else [],
        "fictional": study.is_fictional,
    }  # fmt: skip


def token_in(request: HttpRequest) -> UUID:
    """The token of the form that was sent, so that it counts once; a new one when it has none."""
    try:
        return UUID(request.POST.get("token", ""))
    except ValueError:
        return uuid4()


@login_required
@require_safe
def studies(request: HttpRequest) -> HttpResponse:
    """The studies that this person may read, with their answer."""
    page = Paginator(queries.versions_for(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "studies/studies.html", {"page": page, "language": get_language()})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The first three questions; with them there is a first answer."""
    now = timezone.now()
    workspaces, sites = queries.workspaces_of(request.user), queries.sites_to_study(request.user)
    form = StartForm(
        request.POST or None,
        workspaces=workspaces,
        sites=sites,
        initial=_first_values(request, workspaces, sites),
    )
    if request.method == "POST" and form.is_valid():
        answers, values = answers_of(form, timezone.localdate(now)), form.cleaned_data
        try:
            study = deeds.begin(
                plan=plan_from(answers, timezone.localdate(now)), given=_given({"tenure", "land_price"}), organisation=values["organisation"],
                site=values["site"], token=values["token"], by=request.user, now=now, beside={"answers": _plain(answers)},
            )  # fmt: skip
        except (Refused, PlanError) as refusal:
            form.add_error(None, _refusal(refusal))
        else:
            return redirect("studies:questions", pk=study.pk)
    return render(request, "studies/new.html", {"form": form}, status=422 if form.errors else 200)


def _first_values(request: HttpRequest, workspaces: Any, sites: Any) -> dict[str, Any]:
    """What is known before the first question: of the site from which this began, or the only workspace."""
    site = sites.filter(pk=row_number(request.GET.get("site", ""))).first()
    if site is None:
        return {"organisation": workspaces.first()}
    return {
        "site": site, "organisation": site.organisation, "name": site.name[:100], "tenure": TENURE_OF_SITE.get(site.intention),
    }  # fmt: skip


def _given(names: set[str]) -> list[str]:
    return [key for name in sorted(names) for key in KEYS.get(name, ())]


def _plain(answers: Answers) -> dict[str, Any]:
    return {one.name: getattr(answers, one.name) for one in fields(answers)} | {
        "start": answers.start.isoformat()
    }


def _refusal(error: Refused | PlanError) -> str:
    return error.message(get_language() or "nl") if isinstance(error, PlanError) else str(error)


def answers_in(version: StudyVersion) -> Answers | None:
    """The answers that a version was made from; None once its plan was changed in another way."""
    kept = version.beside.get("answers")
    if not kept:
        return None
    answers = Answers(**{**kept, "start": date.fromisoformat(kept["start"])})
    with calculation.as_known(version):
        return answers if plan_from(answers, version.on) == calculation.plan_of(version) else None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    """Questions four to ten, under the answer so far."""
    study = queries.study_to_edit(request.user, pk)
    version = queries.newest(study)
    answers = answers_in(version)
    if answers is None:
        messages.info(request, _("This study was changed after the ten questions. Change it by subject."))
        return redirect("studies:edit", pk=pk, subject="programme")
    known = {one.name: value for one in fields(answers) if (value := getattr(answers, one.name)) is not None}
    form = QuestionsForm(
        request.POST or None,
        homes=answers.homes,
        on=version.on,
        initial={**known, "serial": version.serial, "rent": version.beside.get("rent")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            _save_answers(request, study, version, answers, form.cleaned_data)
        except deeds.ChangedMeanwhile:
            form = _on_the_newest(form, version, homes=answers.homes, on=version.on)
        except (Refused, PlanError) as refusal:
            form.add_error(None, _refusal(refusal))
        else:
            messages.success(request, _("Your answers are saved."))
            return redirect("studies:study", pk=pk)
    words = words_of(request, version, "questions") | {
        "form": form, "sizes": [form[name] for name in SIZES], "result": results.result(calculation.assessment_of(version), get_language() or "nl"),
    }  # fmt: skip
    return render(request, "studies/questions.html", words, status=422 if form.errors else 200)


def _on_the_newest(form: Any, version: StudyVersion, **how: Any) -> Any:
    """The same typed answers once more, now on top of what somebody else saved; the person looks first."""
    again = type(form)({**form.data.dict(), "serial": version.serial}, **how)
    again.add_error(
        None,
        _(
            "Somebody saved this study while you were typing. What you typed is still here: look at the answer as it is now, and save again to put yours in its place."
        ),
    )
    return again


def _save_answers(
    request: HttpRequest, study: Study, version: StudyVersion, answers: Answers, values: dict[str, Any]
) -> None:
    on = timezone.localdate()
    serial, rent = values.pop("serial"), values.pop("rent")
    homes = sum(values[name] for name in SIZES)
    told = {name for name, value in values.items() if value != defaults(answers.homes, on).get(name, "new")}
    now_answered = replace(answers, **values, homes=homes)
    deeds.save(
        study=study, plan=plan_from(now_answered, on), given=_given(told), serial=serial, by=request.user, now=timezone.now(),
        beside={"answers": _plain(now_answered), "rent": rent}, why=_("the ten questions"),
    )  # fmt: skip


@login_required
@require_safe
def study(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest version of a study."""
    return _answer_page(request, queries.newest(queries.study_for(request.user, pk)))


@login_required
@require_safe
def version(request: HttpRequest, pk: int, serial: int) -> HttpResponse:
    """One version of a study."""
    return _answer_page(request, queries.version_for(request.user, pk, serial))


def _answer_page(request: HttpRequest, version: StudyVersion) -> HttpResponse:
    language = get_language() or "nl"
    assessment = calculation.assessment_of(version)
    with calculation.as_known(version):
        shown = results.result(assessment, language)
    rent = version.beside.get("rent")
    words = words_of(request, version, "answer") | {
        "result": shown, "differs": calculation.differs(version, assessment), "rent": money(rent, language) if rent else "",
        "unverified": [one for one in assessment.parameters if one.status == "unverified"],
        "is_from_questions": answers_in(version) is not None, "reach": _reach(version, assessment, language), "incomes_source": version.beside.get("incomes_source", ""),
    }  # fmt: skip
    return render(request, "studies/study.html", words)


def _reach(version: StudyVersion, assessment: Assessment, language: str) -> list[str]:
    """Who can afford it, when somebody brought a table of incomes that still fits."""
    try:
        with calculation.as_known(version):
            return results.within_reach(assessment, version.beside.get("incomes", []), language)
    except PlanError:
        return []


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def incomes(request: HttpRequest, pk: int) -> HttpResponse:
    """A table of incomes, to see which part of the households can pay a home."""
    study = queries.study_to_edit(request.user, pk)
    version = queries.newest(study)
    beside = version.beside
    form = IncomesForm(
        request.POST or None,
        initial={
            "serial": version.serial,
            "source": beside.get("incomes_source"),
            **initial_of(beside.get("incomes", [])),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            results.within_reach(calculation.assessment_of(version), form.classes(), get_language() or "nl")
            deeds.save(
                study=study, plan=calculation.plan_of(version), given=[], serial=form.cleaned_data["serial"], by=request.user, now=timezone.now(),
                beside={"incomes": form.classes(), "incomes_source": form.cleaned_data["source"]}, why=_("table of incomes"),
            )  # fmt: skip
        except deeds.ChangedMeanwhile:
            form = _on_the_newest(form, version)
        except (Refused, PlanError) as refusal:
            form.add_error(None, _refusal(refusal))
        else:
            messages.success(request, _("The table of incomes is saved."))
            return redirect("studies:study", pk=pk)
    return render(
        request,
        "studies/incomes.html",
        words_of(request, version, "answer") | {"form": form},
        status=422 if form.errors else 200,
    )


@login_required
@require_safe
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """All versions, and what changed between two of them."""
    study = queries.study_for(request.user, pk)
    rows = list(queries.versions_of(study))
    after = _chosen(request, "after", study.last_serial, study.last_serial)
    before = _chosen(request, "before", max(1, after - 1), study.last_serial)
    pair = [queries.version_for(request.user, pk, serial) for serial in (before, after)]
    with calculation.as_known(pair[0]):
        changes = differences(
            calculation.plan_of(pair[0]),
            calculation.plan_of(pair[1]),
            get_language() or "nl",
            on=pair[0].on,
            equity=(pair[0].equity, pair[1].equity),
        )
    words = words_of(request, queries.newest(study), "versions") | {
        "rows": rows, "before": pair[0], "after": pair[1], "changes": [(one, _effect(one.effect)) for one in changes], "outcomes": list(_outcomes(*pair)),
    }  # fmt: skip
    return render(request, "studies/versions.html", words)


def _effect(value: float | None) -> str:
    """What a change alone does to the charge."""
    if value is None:
        return "–"
    return (
        f"{'+' if value > 0 else ''}{money(value, get_language() or 'nl', 2)}" if abs(value) >= 0.005 else "="
    )


def _chosen(request: HttpRequest, name: str, default: int, last: int) -> int:
    asked = row_number(request.GET.get(name, ""))
    return asked if 1 <= asked <= last else default


def _outcomes(before: StudyVersion, after: StudyVersion) -> Any:
    """What the changes did to the charge, the capital and the cash."""
    language = get_language() or "nl"
    for name, label in (
        ("charge_1", _("occupancy charge per m² and month")), ("total_investment", _("investment")), ("equity_delivery", _("own means at handover")),
        ("debt_delivery", _("debt at handover")), ("lowest_cash", _("lowest free cash")),
    ):  # fmt: skip
        values = [one.figures.get(name) for one in (before, after)]
        if None not in values:
            decimals = 2 if name == "charge_1" else 0
            gap = values[1] - values[0]
            sign = "+" if gap > 0 else ""
            yield (
                label,
                *(money(value, language, decimals) for value in values),
                f"{sign}{money(gap, language, decimals)}" if abs(gap) > 0.005 else "=",
            )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a study, after a question."""
    study = queries.study_to_share(request.user, pk)
    if request.method != "POST":
        return render(request, "studies/remove.html", words_of(request, queries.newest(study), "remove"))
    try:
        deeds.remove(study=study, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("studies:study", pk=pk)
    messages.success(request, _("The study is removed."))
    return redirect("studies:studies")


@login_required
@require_POST
def lock(request: HttpRequest, pk: int, serial: int) -> HttpResponse:
    """Lock a version for somebody: a council, a bank, a notary."""
    queries.study_to_share(request.user, pk)
    version = queries.version_for(request.user, pk, serial)
    for_ = one_line(request.POST.get("for", ""), 200)
    if for_:
        deeds.lock(version=version, for_=for_, by=request.user, now=timezone.now())
        messages.success(
            request, _("This version is locked. It stays as it is; you can go on in a next version.")
        )
    else:
        messages.error(
            request,
            _("Say for whom or for what this version is locked, for instance: the municipal council."),
        )
    return redirect("studies:hand-over", pk=pk, serial=serial)
