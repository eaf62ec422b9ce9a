"""What somebody without an account sees of one version: the page, the report and the workbook, and an own copy to vary."""

from collections.abc import Callable
from datetime import datetime
from functools import partial, wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from proeftuin.core import cache
from proeftuin.studies.actions import sharing as deeds
from proeftuin.studies.calculation import plan_of
from proeftuin.studies.forms.sharing import VaryForm
from proeftuin.studies.handing import report_of, workbook_of
from proeftuin.studies.lending import sheet
from proeftuin.studies.models import Link, StudyVersion
from proeftuin.studies.queries.sharing import link_of

# In no cache, in no search engine, and no other site learns the address.
PRIVATE = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
View = Callable[[HttpRequest, str, Link, datetime], HttpResponse]


def _behind_a_link(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """Only an open link opens; what a person saw is counted, what a machine fetched beforehand is not."""

    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        cache.never(request)
        now = timezone.now()
        link = link_of(token, now)
        if "prefetch" in (request.headers.get("Sec-Purpose") or request.headers.get("Purpose") or ""):
            response = HttpResponse(status=503)  # the browser asks again when a person really goes there
        else:
            response = view(request, token, link, now)
        if request.method != "HEAD" and response.status_code in {200, 422}:
            deeds.open_link(link=link, now=now)
        for name, value in PRIVATE.items():
            response[name] = value
        return response

    return opened


# Without a security code, as that needs a cookie: the token in the address is the only right here, and the one deed
# changes nothing but the reader's own copy.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@_behind_a_link
def page(request: HttpRequest, token: str, link: Link, now: datetime) -> HttpResponse:
    """One version for who holds the link, with the own copy beside it."""
    shifts = link.copy.shifts if link.may_vary and hasattr(link, "copy") else {}
    blank = partial(VaryForm, version=link.version, plan=plan_of(link.version), shifts=shifts)
    if request.method != "POST":
        return _page(request, token, link, shifts, blank())
    if not link.may_vary:
        raise Http404
    if "back" in request.POST:
        deeds.forget_copy(link=link)
        return redirect("studies:link", token=token)
    form = blank(request.POST)
    if not form.is_valid():
        return _page(request, token, link, shifts, form)
    deeds.vary(link=link, shifts=form.shifts, now=now)
    return redirect(f"{reverse('studies:link', args=[token])}#figures")


def _page(
    request: HttpRequest, token: str, link: Link, shifts: dict[str, float], form: VaryForm
) -> HttpResponse:
    words: dict[str, Any] = {
        "link": link, "token": token, "version": link.version, "form": form, "fictional": link.version.study.is_fictional,
        "sheet": sheet(link.version, shifts, get_language() or "nl"),
    }  # fmt: skip
    return render(request, "studies/link.html", words, status=422 if form.errors else 200)


@require_safe
@_behind_a_link
def report(request: HttpRequest, token: str, link: Link, now: datetime) -> HttpResponse:
    """The report of this version as PDF."""
    content = report_of(link.version, get_language() or "nl")
    return _file(content, link.version, "pdf", "application/pdf")


@require_safe
@_behind_a_link
def workbook(request: HttpRequest, token: str, link: Link, now: datetime) -> HttpResponse:
    """The workbook of this version with live formulas."""
    return _file(workbook_of(link.version, get_language() or "nl"), link.version, "xlsx", XLSX)


def _file(content: bytes, version: StudyVersion, ending: str, content_type: str) -> HttpResponse:
    name = f"{slugify(plan_of(version).name)[:80] or 'study'}-{version.serial}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=content_type, headers=headers)
