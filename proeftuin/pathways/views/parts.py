"""Phases, partners and people of a pathway."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from proeftuin.core.errors import Refused
from proeftuin.pathways import actions, queries
from proeftuin.pathways.forms import AssignForm, PartnerForm, PhaseForm
from proeftuin.pathways.models import Assignment, Partner, Phase

KINDS: dict[str, tuple[Any, Any]] = {"phase": (Phase, PhaseForm), "partner": (Partner, PartnerForm)}


def _kind(kind: str) -> tuple[Any, Any]:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


@login_required
def part(request: HttpRequest, slug: str, kind: str, pk: int | None = None) -> HttpResponse:
    """Add or change a phase or a partner."""
    model, form_class = _kind(kind)
    pathway = queries.pathway_to_manage(request.user, slug)
    instance = get_object_or_404(model, pk=pk, pathway=pathway) if pk else model(pathway=pathway)
    form = form_class(request.POST or None, instance=instance)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_part(form.save(commit=False), by=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("pathways:manage", slug)
    context = {"form": form, "pathway": pathway, "kind": kind, "pk": pk, "fictional": pathway.is_fictional}
    return render(request, "pathways/part.html", context)


@login_required
@require_POST
def remove(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """Take out a phase or a partner."""
    return _remove(request, slug, _kind(kind)[0], pk)


@login_required
@require_POST
def unassign(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a role away; it works on the next request of that person."""
    return _remove(request, slug, Assignment, pk)


def _remove(request: HttpRequest, slug: str, model: Any, pk: int) -> HttpResponse:
    pathway = queries.pathway_to_manage(request.user, slug)
    thing = get_object_or_404(model, pk=pk, pathway=pathway)
    try:
        actions.remove_part(thing, pathway=pathway, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("pathways:manage", slug)


@login_required
@require_POST
def assign(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a person a role."""
    pathway = queries.pathway_to_manage(request.user, slug)
    form = AssignForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write one e-mail address and choose a role."))
        return redirect("pathways:manage", slug)
    try:
        assignment = actions.assign(pathway, by=request.user, now=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s has this role now.") % {"name": assignment.user})
    return redirect("pathways:manage", slug)
