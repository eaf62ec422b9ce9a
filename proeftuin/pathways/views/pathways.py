"""The list of pathways, and one of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from proeftuin.core.errors import Refused
from proeftuin.pathways import actions, queries, rules
from proeftuin.pathways.forms import AssignForm, PathwayForm
from proeftuin.pathways.models import Pathway


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The pathways in which this person has a role."""
    pathways = queries.pathways_of(request.user)
    return render(
        request,
        "pathways/mine.html",
        {"pathways": pathways, "may_manage": rules.may_manage(request.user)},
    )


@login_required
def manage(request: HttpRequest, slug: str) -> HttpResponse:
    """All that makes up a pathway, and the ways to change it."""
    pathway = queries.pathway_for(request.user, slug)
    context = {
        "pathway": pathway,
        "fictional": pathway.is_fictional,
        "phases": pathway.phases.all(),
        "partners": pathway.partners.all(),
        "assignments": queries.people_of(pathway),
        "form": AssignForm(),
        "may_change": rules.may_manage(request.user) and not pathway.is_archive,
        "moves": queries.next_states(pathway) if rules.may_manage(request.user) else [],
    }
    return render(request, "pathways/manage.html", context)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Make a pathway."""
    if not rules.may_manage(request.user):
        raise Http404
    return _form(request, Pathway())


@login_required
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the words and dates of a pathway."""
    return _form(request, queries.pathway_to_manage(request.user, slug))


def _form(request: HttpRequest, pathway: Pathway) -> HttpResponse:
    form = PathwayForm(request.POST or None, instance=pathway)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_pathway(form.save(commit=False), by=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The pathway is saved."))
            return redirect("pathways:manage", pathway.slug)
    return render(request, "pathways/form.html", {"form": form, "fictional": pathway.is_fictional})


@login_required
@require_POST
def state(request: HttpRequest, slug: str) -> HttpResponse:
    """Start or end a pathway."""
    pathway = queries.pathway_to_manage(request.user, slug)
    try:
        actions.move_pathway(pathway, to=request.POST.get("to", ""), by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("pathways:manage", slug)
