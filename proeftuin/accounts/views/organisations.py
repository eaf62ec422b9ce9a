"""The organisations for which a person acts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from proeftuin.accounts import actions, queries
from proeftuin.accounts.forms.organisations import JoinForm, OrganisationForm, SearchForm
from proeftuin.accounts.models import Organisation
from proeftuin.core.errors import Refused


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """My memberships, with their state."""
    memberships = queries.memberships_of(request.user)
    return render(request, "accounts/organisations.html", {"memberships": memberships, "form": SearchForm()})


@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Organisations that fit what was typed."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found = queries.find_organisations(words)
    return render(request, "accounts/search.html", {"form": form, "words": words, "found": found})


@login_required
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to act for an organisation."""
    organisation = get_object_or_404(Organisation, pk=pk)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_to_act_for(
                organisation, by=request.user, function=form.cleaned_data["function"], now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _asked(request)
    return render(request, "accounts/join.html", {"form": form, "organisation": organisation})


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Add an organisation that we do not know yet."""
    form = OrganisationForm(request.POST or None, initial={"name": request.GET.get("name", "")[:200]})
    if request.method == "POST" and form.is_valid():
        fields = {name: value for name, value in form.cleaned_data.items() if name != "token"}
        try:
            actions.add_organisation(by=request.user, now=timezone.now(), **fields)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _asked(request)
    return render(request, "accounts/new.html", {"form": form})


def _asked(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Your request is with the programme office. You can start working already."))
    return redirect("accounts:organisations")


@login_required
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop acting for an organisation."""
    membership = queries.membership_of(request.user, pk)
    try:
        actions.leave(membership, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("You no longer act for %(name)s.") % {"name": membership.organisation})
    return redirect("accounts:organisations")
