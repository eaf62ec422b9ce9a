"""Changing a study by subject: the form, what was typed and could not be saved, and two people at once."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid5

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from feasibility import Fault, PlanError
from proeftuin.core.lines import one_line, without_nul
from proeftuin.core.numbers import row_number
from proeftuin.studies import calculation, rules
from proeftuin.studies.actions import study as deeds
from proeftuin.studies.editing.differences import Difference, differences
from proeftuin.studies.editing.effects import abouts, states
from proeftuin.studies.editing.merging import Clash, Merge, merged
from proeftuin.studies.editing.subjects import (
    BY_SLUG,
    SUBJECTS,
    Sheet,
    Subject,
    equity_with,
    given_by,
    plan_with,
    sheet_of,
)
from proeftuin.studies.editing.wording import clash_label, clash_value, fault_words, label_of, parted
from proeftuin.studies.forms.subjects import SubjectForm
from proeftuin.studies.models import Draft, Study, StudyVersion
from proeftuin.studies.queries import study as queries
from proeftuin.studies.views.study import words_of

LONGEST_KEPT = 1000  # characters of one field that a draft keeps
WHY = 200


def _language() -> str:
    return get_language() or "nl"


def _subject(slug: str) -> Subject:
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


def _sheet(version: StudyVersion, subject: Subject) -> Sheet:
    return sheet_of(calculation.plan_of(version), version.equity, subject)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int, subject: str) -> HttpResponse:
    """One subject of a study, to change."""
    about = _subject(subject)
    study = queries.study_to_edit(request.user, pk)
    if request.method == "POST":
        return _save(request, study, about)
    draft = queries.draft_of(request.user, study, subject)
    version = queries.version_for(request.user, pk, draft.serial) if draft else queries.newest(study)
    form = SubjectForm(draft.data if draft else None, subject=about, sheet=_sheet(version, about))
    return _page(request, version, form, draft=draft)


def _save(request: HttpRequest, study: Study, subject: Subject) -> HttpResponse:
    """Saves what was typed; whatever stands in the way, it is kept as a draft."""
    serial = row_number(request.POST.get("serial", ""))
    version = queries.version_for(request.user, study.pk, serial) if serial else queries.newest(study)
    form = SubjectForm(_typed(request.POST), subject=subject, sheet=_sheet(version, subject))
    if form.is_valid() and not serial:
        form.add_error(
            None, _("This form came in incomplete. Look whether all is as you want it, and save again.")
        )
    if not form.is_valid():
        return _not_saved(request, version, form)
    plan = form.plan(calculation.plan_of(version))
    given = given_by(form.before, form.sheet(), version.given, subject)
    why = one_line(request.POST.get("why", ""), WHY) or str(subject.title)
    try:
        saved = deeds.save(
            study=study, plan=plan, given=given, serial=serial, by=request.user, now=timezone.now(), equity=form.equity(version.equity), why=why,
        )  # fmt: skip
    except PlanError as error:
        form.add_faults(plan, error.faults)
        return _not_saved(request, version, form)
    except deeds.ChangedMeanwhile as refusal:
        _keep(request, version, form)
        return _merge_page(request, subject, version, form, [str(refusal)])
    deeds.drop_draft(study=study, subject=subject.slug, by=request.user)
    return _saved(request, saved, subject, is_changed=saved.pk != version.pk)


def _typed(sent: QueryDict) -> dict[str, str]:
    """What was typed, as it was typed, without what no form asks and beyond any sensible length."""
    return {name: without_nul(value)[:LONGEST_KEPT] for name, value in sent.items() if isinstance(value, str)}


def _keep(request: HttpRequest, version: StudyVersion, form: SubjectForm) -> Draft:
    data = {name: value for name, value in form.data.items() if name in form.fields}
    return deeds.keep_draft(
        study=version.study, subject=form.subject.slug, serial=version.serial, data=data, by=request.user, now=timezone.now()
    )  # fmt: skip


def _not_saved(request: HttpRequest, version: StudyVersion, form: SubjectForm) -> HttpResponse:
    _keep(request, version, form)
    return _page(request, version, form, status=422)


def _saved(
    request: HttpRequest, version: StudyVersion, subject: Subject, *, is_changed: bool
) -> HttpResponse:
    if is_changed:
        said = _("Saved as version %(serial)s.") % {"serial": version.serial}
        messages.success(request, f"{said} {version.answer.get(_language(), '')}")
    else:
        messages.info(request, _("Nothing was changed, so there is no new version."))
    if request.POST.get("then") == "stay":
        return redirect("studies:edit", pk=version.study_id, subject=subject.slug)
    return redirect("studies:study", pk=version.study_id)


def _page(
    request: HttpRequest,
    version: StudyVersion,
    form: SubjectForm,
    *,
    draft: Draft | None = None,
    status: int = 200,
) -> HttpResponse:
    subject, language = form.subject, _language()
    plan = calculation.plan_of(version)
    with calculation.as_known(version):
        beside = abouts(version, subject, language), states(version, plan, subject)
    words = words_of(request, version, "edit") | {
        "subjects": SUBJECTS, "subject": subject, "form": form, "draft": draft, "blocks": list(form.blocks(*beside)),
        "answer": version.answer.get(language, ""), "is_fixed": plan.charge.kind == "fixed", "why": request.POST.get("why", "")[:WHY],
        "is_behind": version.serial != version.study.last_serial,
    }  # fmt: skip
    return render(request, "studies/edit.html", words, status=status)


@login_required
@require_POST
def drop_draft(request: HttpRequest, pk: int, subject: str) -> HttpResponse:
    """Forget what was typed and not saved."""
    about = _subject(subject)
    study = queries.study_to_edit(request.user, pk)
    deeds.drop_draft(study=study, subject=about.slug, by=request.user)
    messages.success(request, _("What you had typed is dropped. You see the study as it was saved last."))
    return redirect("studies:edit", pk=pk, subject=subject)


# Two people at once ------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, pk: int, subject: str) -> HttpResponse:
    """What I typed beside what somebody else saved meanwhile: mine on top, mine as a copy, or not at all."""
    about = _subject(subject)
    study = queries.study_to_edit(request.user, pk)
    draft = queries.draft_of(request.user, study, subject)
    if draft is None or draft.serial == study.last_serial:
        return redirect("studies:edit", pk=pk, subject=subject)
    base = queries.version_for(request.user, pk, draft.serial)
    form = SubjectForm(draft.data, subject=about, sheet=_sheet(base, about))
    if not form.is_valid():
        return redirect("studies:edit", pk=pk, subject=subject)
    if request.method != "POST":
        return _merge_page(request, about, base, form, [], status=200)
    if request.POST.get("deed") == "copy":
        return _copy(request, base, form, draft)
    return _on_top(request, base, form)


def _on_top(request: HttpRequest, base: StudyVersion, form: SubjectForm) -> HttpResponse:
    """What this person changed on top of the version that lay before them; what both changed only where it was ticked."""
    study, subject = base.study, form.subject
    serial = row_number(request.POST.get("onto", ""))
    theirs = queries.version_for(request.user, study.pk, serial) if serial else queries.newest(study)
    before = _sheet(theirs, subject)
    outcome = merged(form.before, form.sheet(), before, set(request.POST.getlist("take"))).sheet
    plan = plan_with(calculation.plan_of(theirs), outcome, subject)
    try:
        saved = deeds.save(
            study=study, plan=plan, given=given_by(before, outcome, theirs.given, subject), serial=theirs.serial, by=request.user,
            now=timezone.now(), equity=equity_with(theirs.equity, outcome), why=str(subject.title),
        )  # fmt: skip
    except PlanError as error:
        return _merge_page(request, subject, base, form, [_in_words(plan, fault) for fault in error.faults])
    except deeds.ChangedMeanwhile as refusal:
        return _merge_page(request, subject, base, form, [str(refusal)])
    deeds.drop_draft(study=study, subject=subject.slug, by=request.user)
    return _saved(request, saved, subject, is_changed=saved.pk != theirs.pk)


def _in_words(plan: Any, fault: Fault) -> str:
    language = _language()
    said = fault_words(plan, fault.nl if language == "nl" else fault.en, parted(fault.key)[0], language)
    return f"{label_of(plan, fault.key, language)}: {said}" if fault.key else said


def _copy(request: HttpRequest, base: StudyVersion, form: SubjectForm, draft: Draft) -> HttpResponse:
    """What this person typed as a study of its own, beside the one that the other saved."""
    now, subject = timezone.now(), form.subject
    alternative = _("copy of %(name)s") % {"name": str(request.user)[:60]}
    token = uuid5(base.study.token, f"{draft.pk} {draft.kept_at.isoformat()}")
    copy = deeds.copy if rules.may_share(request.user, base.study) else deeds.copy_for_myself
    try:
        made = copy(
            version=base, plan=form.plan(calculation.plan_of(base)), alternative=alternative, by=request.user, now=now, token=token,
            given=given_by(form.before, form.sheet(), base.given, subject), equity=form.equity(base.equity),
        )  # fmt: skip
    except PlanError as error:
        plan = calculation.plan_of(base)
        return _merge_page(request, subject, base, form, [_in_words(plan, fault) for fault in error.faults])
    deeds.drop_draft(study=base.study, subject=subject.slug, by=request.user)
    messages.success(
        request, _("What you typed is kept as a study of its own, beside the one that was saved meanwhile.")
    )
    return redirect("studies:study", pk=made.pk)


def _merge_page(
    request: HttpRequest,
    subject: Subject,
    base: StudyVersion,
    form: SubjectForm,
    said: list[str],
    *,
    status: int = 422,
) -> HttpResponse:
    """What the others changed since, what this person changed, and what both did."""
    language, newest = _language(), queries.newest(queries.study_to_edit(request.user, base.study_id))
    outcome = merged(form.before, form.sheet(), _sheet(newest, subject))
    since = queries.versions_of(base.study).filter(serial__gt=base.serial)
    words = words_of(request, newest, "edit") | {
        "subject": subject, "said": said, "since": since, "theirs": _changes(base, newest), "mine": _mine(base, form),
        "clashes": list(_told(outcome, subject, language)), "chosen": request.POST.getlist("take"),
    }  # fmt: skip
    return render(request, "studies/edit_merge.html", words, status=status)


def _changes(base: StudyVersion, newest: StudyVersion) -> list[Difference]:
    plans = calculation.plan_of(base), calculation.plan_of(newest)
    return differences(*plans, _language(), equity=(base.equity, newest.equity))


def _mine(base: StudyVersion, form: SubjectForm) -> list[Difference]:
    plan = calculation.plan_of(base)
    return differences(plan, form.plan(plan), _language(), equity=(base.equity, form.equity(base.equity)))


def _told(outcome: Merge, subject: Subject, language: str) -> Any:
    """Each key that both changed, in words."""
    fields: Mapping[str, Any] = {group.key: group.fields for group in subject.groups}
    for clash in outcome.clashes:
        yield _clash(clash, fields[clash.part], language)


def _clash(clash: Clash, fields: Mapping[str, Any], language: str) -> dict[str, str]:
    mine, theirs = (clash_value(fields, clash.name, value, language) for value in (clash.mine, clash.theirs))
    return {
        "key": clash.key,
        "label": clash_label(fields, clash.row, clash.name, language),
        "mine": mine,
        "theirs": theirs,
    }
