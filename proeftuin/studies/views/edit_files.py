"""A plan and its homes as files: to take along, and to bring in as a new version."""

from collections.abc import Callable, Collection

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from feasibility import Plan, PlanError
from proeftuin.core.exports import csv_response
from proeftuin.core.numbers import row_number
from proeftuin.studies import calculation, handover
from proeftuin.studies.actions import study as deeds
from proeftuin.studies.editing.differences import differences
from proeftuin.studies.forms.files import HomesForm, PlanForm
from proeftuin.studies.models import StudyVersion
from proeftuin.studies.queries import study as queries
from proeftuin.studies.views.handing import XLSX, file_name
from proeftuin.studies.views.study import words_of

TOML = "application/toml; charset=utf-8"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan as TOML, as the next version of a study."""
    form = PlanForm(request.POST, request.FILES) if request.method == "POST" else PlanForm()
    after = redirect("studies:study", pk=pk)
    return _import(request, pk, form, lambda before: form.plan(), "studies/edit_import.html", after)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_homes(request: HttpRequest, pk: int) -> HttpResponse:
    """A table of homes in the place of the homes of a study."""
    form = HomesForm(request.POST, request.FILES) if request.method == "POST" else HomesForm()
    after = redirect("studies:edit", pk=pk, subject="programme")
    return _import(request, pk, form, form.plan, "studies/edit_import_homes.html", after)


def _import(
    request: HttpRequest,
    pk: int,
    form: PlanForm | HomesForm,
    read: Callable[[Plan], Plan],
    template: str,
    after: HttpResponse,
) -> HttpResponse:
    """What was sent as the next version, or the page with what is wrong with it."""
    newest = queries.newest(queries.study_to_edit(request.user, pk))
    found: Collection[str] = ()
    if form.is_bound and form.is_valid():
        try:
            _bring_in(request, newest, read(calculation.plan_of(newest)), form.source)
        except PlanError as error:
            found = [fault.words(_language()) for fault in error.faults]
        except deeds.ChangedMeanwhile:
            newest = queries.newest(queries.study_to_edit(request.user, pk))
            form.add_error(None, _changed_meanwhile(newest))
        else:
            return after
    words = words_of(request, newest, "edit") | {"form": form, "found": found}
    return render(request, template, words, status=422 if found or form.errors else 200)


def _bring_in(request: HttpRequest, newest: StudyVersion, plan: Plan, source: str) -> None:
    """The plan as the next version, on top of the version that lay before this person."""
    serial = row_number(request.POST.get("serial", ""))
    if not serial:
        raise deeds.ChangedMeanwhile  # nobody knows on top of what
    queries.version_for(request.user, newest.study_id, serial)
    before = calculation.plan_of(newest)
    given = [one.key for one in differences(before, plan, "en")]
    saved = deeds.save(
        study=newest.study, plan=plan, given=given, serial=serial, by=request.user, now=timezone.now(),
        why=(_("imported from %(source)s") % {"source": source})[:200],
    )  # fmt: skip
    if saved.pk == newest.pk:
        messages.info(request, _("The file holds what was saved already, so there is no new version."))
    else:
        said = _("Imported as version %(serial)s.") % {"serial": saved.serial}
        messages.success(request, f"{said} {saved.answer.get(_language(), '')}")


def _changed_meanwhile(newest: StudyVersion) -> str:
    return _("The newest version is %(serial)s, saved by %(name)s. Send your file again to put it on top; that version stays in the list.") % {
        "name": newest.made_by, "serial": newest.serial,
    }  # fmt: skip


def _language() -> str:
    return get_language() or "nl"


def _is_fictional(version: StudyVersion) -> bool:
    organisation = version.study.organisation
    return organisation is not None and organisation.is_fictional


@login_required
@require_safe
def plan_toml(request: HttpRequest, pk: int, serial: int) -> HttpResponse:
    """The plan of a version as TOML."""
    version = queries.version_for(request.user, pk, serial)
    text = handover.plan_toml(calculation.plan_of(version), language=_language())
    if _is_fictional(version):
        text = f"# {_('EXAMPLE: municipalities, people and figures in this file are fictional.')}\n\n{text}"
    return _download(text.encode(), TOML, f"{file_name(version)}.toml")


@login_required
@require_safe
def homes_csv(request: HttpRequest, pk: int, serial: int) -> HttpResponse:
    """The homes of a version as CSV."""
    version = queries.version_for(request.user, pk, serial)
    head, rows = handover.homes_csv(calculation.plan_of(version), _language())
    return csv_response(f"{file_name(version)}-{_('homes')}", head, rows, is_fictional=_is_fictional(version))


@login_required
@require_safe
def homes_xlsx(request: HttpRequest, pk: int, serial: int) -> HttpResponse:
    """The homes of a version as a workbook."""
    version = queries.version_for(request.user, pk, serial)
    content = handover.homes_xlsx(
        calculation.plan_of(version), _language(), is_fictional=_is_fictional(version)
    )
    return _download(content, XLSX, f"{file_name(version)}-{_('homes')}.xlsx")


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
