"""Requests to act for an organisation, for the programme office."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from proeftuin.accounts import actions, queries, rules
from proeftuin.accounts.forms.organisations import RefuseForm
from proeftuin.accounts.models import Membership
from proeftuin.core.errors import Refused

A_PAGE = 50


@login_required
def requests(request: HttpRequest) -> HttpResponse:
    """Who asks to act for which organisation; those that wait first."""
    if not rules.is_office(request.user):
        raise Http404
    page = Paginator(queries.all_memberships(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/requests.html", {"page": page})


@login_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a request, or refuse it with a reason."""
    membership = queries.membership_for_office(request.user, pk)
    form = RefuseForm(request.POST if request.POST.get("deed") == "refuse" else None)
    if request.method == "POST" and _decided(request, membership, form):
        return redirect("accounts:requests")
    others = queries.others_for(membership)
    waits = membership.state == Membership.State.REQUESTED
    return render(
        request,
        "accounts/decide.html",
        {"membership": membership, "form": form, "others": others, "waits": waits},
    )


def _decided(request: HttpRequest, membership: Membership, form: RefuseForm) -> bool:
    now = timezone.now()
    try:
        if request.POST.get("deed") == "approve":
            actions.approve(membership, by=request.user, now=now)
            messages.success(request, _("Approved. We mailed %(name)s.") % {"name": membership.user})
            return True
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            actions.refuse(membership, by=request.user, now=now, reason=reason)
            messages.success(
                request, _("Refused. We mailed %(name)s the reason.") % {"name": membership.user}
            )
            return True
    except Refused as refusal:
        messages.error(request, str(refusal))
        return True
    return False
