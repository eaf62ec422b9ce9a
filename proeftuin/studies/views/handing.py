"""Handing over: the page, the report and the workbook of a version; publishing is for who stands above."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from proeftuin.core import pdf
from proeftuin.studies import handing
from proeftuin.studies.models import StudyVersion
from proeftuin.studies.queries import study as queries
from proeftuin.studies.views.study import words_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_safe
def hand_over(request: HttpRequest, pk: int, serial: int) -> HttpResponse:
    """What can be taken along of a version, and its lock."""
    version = queries.version_for(request.user, pk, serial)
    return render(request, "studies/hand_over.html", words_of(request, version, "hand-over"))


@login_required
@require_safe
def report(request: HttpRequest, pk: int, serial: int) -> HttpResponse:
    """The report as PDF."""
    version = queries.version_for(request.user, pk, serial)
    return pdf.response(file_name(version), handing.report_of(version, get_language() or "nl"))


@login_required
@require_safe
def workbook(request: HttpRequest, pk: int, serial: int) -> HttpResponse:
    """The workbook with live formulas."""
    version = queries.version_for(request.user, pk, serial)
    return workbook_response(version, handing.workbook_of(version, get_language() or "nl"))


def file_name(version: StudyVersion) -> str:
    """A plain name for a file of a version."""
    return f"{slugify(version.name)[:60] or 'studie'}-{version.serial}"


def workbook_response(version: StudyVersion, content: bytes) -> HttpResponse:
    """A workbook as a download."""
    return HttpResponse(
        content,
        content_type=XLSX,
        headers={
            "Content-Disposition": f'attachment; filename="{file_name(version)}.xlsx"',
            "X-Content-Type-Options": "nosniff",
        },
    )
