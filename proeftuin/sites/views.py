"""Pages of sites on the desk, and the squares of the basemap."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from proeftuin.accounts.rules import is_office
from proeftuin.core.errors import Refused
from proeftuin.sites import actions, basemap, queries, rules
from proeftuin.sites.drawing import draw
from proeftuin.sites.forms import DocumentForm, SiteForm, values_of
from proeftuin.sites.models import Site

ON_A_PAGE = 50


@login_required
@require_safe
def sites(request: HttpRequest) -> HttpResponse:
    """The sites that this person works with."""
    page = Paginator(queries.sites_for(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "may_add": queries.organisations_of(request.user).exists(),
        "sees_all": is_office(request.user),
    }
    return render(request, "sites/sites.html", context)


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    """What a form was sent with; nothing when the page is only looked at."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Describe a site."""
    organisations = list(queries.organisations_of(request.user))
    if not organisations:
        raise Http404
    first = organisations[0]
    form = SiteForm(
        *_sent(request),
        organisations=organisations,
        initial={"organisation": first.pk, "municipality": first.municipality},
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            site = actions.describe(
                organisation=values["organisation"],
                values=values,
                token=values["token"],
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The site is saved. You can add photos and documents below."))
            return redirect("sites:show", pk=site.pk)
    return _form_page(request, form, fictional=first.is_fictional)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of a site."""
    site = queries.site_to_edit(request.user, pk)
    form = SiteForm(*_sent(request), organisations=[site.organisation], initial=values_of(site))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(
                site=site,
                values=form.cleaned_data,
                version=form.cleaned_data["version"] or 0,
                by=request.user,
                now=timezone.now(),
            )
        except actions.ChangedMeanwhile as refusal:
            form = _on_the_saved_version(form, site)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The site is saved."))
            return redirect("sites:show", pk=site.pk)
    return _form_page(request, form, site=site, fictional=site.organisation.is_fictional)


def _on_the_saved_version(form: SiteForm, site: Site) -> SiteForm:
    """The same typed text once more, now on top of the version that somebody else saved."""
    saved = Site.objects.values_list("version", flat=True).get(pk=site.pk)
    return SiteForm({**dict(form.data.items()), "version": saved}, organisations=[site.organisation])


def _form_page(
    request: HttpRequest, form: SiteForm, *, fictional: bool, site: Site | None = None
) -> HttpResponse:
    context = {"form": form, "site": site, "fictional": fictional, **basemap.words()}
    return render(request, "sites/form.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is known of a site."""
    site = queries.site_for(request.user, pk)
    actions.note_reading(site=site, by=request.user, now=timezone.now())
    return _show_page(request, site, DocumentForm())


def _show_page(request: HttpRequest, site: Site, form: DocumentForm) -> HttpResponse:
    may_edit = rules.may_edit(request.user, site)
    context: dict[str, Any] = {
        "site": site,
        "drawing": draw(site),
        "form": form if may_edit else None,
        "may_edit": may_edit,
        "may_publish": rules.may_publish(request.user, site),
        "fictional": site.organisation.is_fictional,
    }
    return render(request, "sites/show.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the facts of a site stand on public pages."""
    site = queries.site_to_publish(request.user, pk)
    actions.publish(site=site, by=request.user, now=timezone.now())
    messages.success(request, _("The facts of this site may now stand on public pages."))
    return redirect("sites:show", pk=pk)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the facts of a site back from public pages."""
    site = queries.site_to_publish(request.user, pk)
    actions.withdraw(site=site, by=request.user, now=timezone.now())
    messages.success(request, _("This site is no longer public."))
    return redirect("sites:show", pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a site, after a question."""
    site = queries.site_to_edit(request.user, pk)
    if request.method != "POST":
        return render(
            request, "sites/remove.html", {"site": site, "fictional": site.organisation.is_fictional}
        )
    try:
        actions.remove(site=site, by=request.user, now=timezone.now())
    except actions.InUse as refusal:
        messages.error(request, str(refusal))
        return redirect("sites:show", pk=pk)
    messages.success(request, _("The site is removed."))
    return redirect("sites:list")


@login_required
@require_POST
def add_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a photo, plan or other document to a site."""
    site = queries.site_to_edit(request.user, pk)
    form = DocumentForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.add_document(
                site=site,
                upload=form.cleaned_data["file"],
                caption=form.cleaned_data["caption"],
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("The document is saved."))
            return redirect("sites:show", pk=pk)
    return _show_page(request, site, form)


@login_required
@require_POST
def remove_document(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """Remove a document of a site."""
    found = queries.document_for(request.user, pk, document)
    actions.remove_document(document=found, by=request.user, now=timezone.now())
    messages.success(request, _("The document is removed."))
    return redirect("sites:show", pk=pk)


@require_safe
def basemap_tile(request: HttpRequest, zoom: int, column: int, row: int) -> HttpResponse:
    """A square of the basemap, for a day in the browser's own store; 404 while the basemap is off."""
    try:
        content, kind = basemap.tile(zoom, column, row)
    except basemap.NoTile as error:
        raise Http404 from error
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Cache-Control": "public, max-age=86400", "X-Content-Type-Options": "nosniff"},
    )
