"""Writing to subscribers, and who they are."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from proeftuin.accounts.models import User
from proeftuin.core.errors import Refused
from proeftuin.core.exports import csv_response
from proeftuin.newsletter import actions, audiences, emails, queries, rules, tasks
from proeftuin.newsletter.forms import CampaignForm
from proeftuin.newsletter.models import Campaign, Subscription
from proeftuin.record.actions import note


@login_required
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """All messages, and how many people follow us."""
    page = Paginator(queries.campaigns_for(request.user), 25).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "numbers": queries.numbers(),
        "may_read": rules.may_read_subscriptions(request.user),
    }
    return render(request, "newsletter/campaigns.html", context)


@login_required
def write(request: HttpRequest) -> HttpResponse:
    """A new message."""
    if not rules.may_write(request.user):
        raise Http404
    return _campaign_form(request, Campaign(created_by=cast(User, request.user), created_at=timezone.now()))


@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a message that was not sent yet."""
    found = queries.campaign_for(request.user, pk)
    if not rules.is_draft(found):
        messages.warning(request, _("This message was already sent; it cannot be changed any more."))
        return redirect("newsletter:campaign", pk=pk)
    return _campaign_form(request, found)


def _campaign_form(request: HttpRequest, found: Campaign) -> HttpResponse:
    form = CampaignForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.write(campaign=form.save(commit=False), audience=form.audience(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("newsletter:campaign", pk=saved.pk)
    context = {"form": form, "campaign": found, "municipalities": queries.municipality_names()}
    return render(request, "newsletter/campaign_form.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """One message: how it will look and whom it reaches, or what became of it."""
    found = queries.campaign_for(request.user, pk)
    languages = ["nl", "en"] if found.subject_en or found.body_en else ["nl"]
    receivers = audiences.select(found.audience, purpose=found.purpose, is_fictional=found.is_fictional)
    context: dict[str, Any] = {
        "campaign": found,
        "is_draft": rules.is_draft(found),
        "count": receivers.count() if rules.is_draft(found) else found.receivers,  # type: ignore[attr-defined]
        "audience": audiences.describe(found.audience),
        "previews": [emails.preview(found, language) for language in languages],
        "fictional": found.is_fictional,
    }
    return render(request, "newsletter/campaign.html", context)


@login_required
@require_POST
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it to myself."""
    found = queries.campaign_for(request.user, pk)
    to = cast(User, request.user).email
    emails.trial(found, to=to, language=get_language() or "nl", now=timezone.now())
    messages.success(request, _("A trial is on its way to %(address)s.") % {"address": to})
    return redirect("newsletter:campaign", pk=pk)


@login_required
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it to everybody it is for; a second click finds it already on its way."""
    found = queries.campaign_for(request.user, pk)
    if rules.is_draft(found):
        try:
            actions.send(campaign=found, by=request.user, now=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            tasks.wake()
            messages.success(request, _("The message is on its way."))
    return redirect("newsletter:campaign", pk=pk)


@login_required
@require_safe
def subscriptions(request: HttpRequest) -> HttpResponse:
    """Who follows us."""
    found = queries.subscriptions_for(request.user)
    state = request.GET.get("state", "")
    if state in Subscription.State.values:
        found = found.filter(state=state)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "state": state,
        "states": Subscription.State.choices,
        "numbers": queries.numbers(),
    }
    return render(request, "newsletter/subscriptions.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """All subscriptions as CSV; that somebody took them is noted."""
    found = list(queries.subscriptions_for(request.user))
    header = [
        _("E-mail address"), _("Name"), _("Role"), _("Municipality"), _("Topics"), _("Newsletter"),
        _("Invitations"), _("Language"), _("State"), _("Confirmed"), _("Unsubscribed"),
    ]  # fmt: skip
    note(
        by=request.user,
        verb="subscriptions.exported",
        on=cast(User, request.user),
        detail={"rows": len(found)},
    )
    is_fictional = any(one.is_fictional for one in found)
    return csv_response(_("subscriptions"), header, map(_row, found), is_fictional=is_fictional)


def _row(one: Subscription) -> list[object]:
    return [
        one.contact.email,
        one.name,
        one.get_role_display(),
        one.municipality or one.place,
        ", ".join(topic.title for topic in one.topics.all()),
        one.wants_newsletter,
        one.wants_invitations,
        one.language,
        one.get_state_display(),
        *(
            f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
            for at in (one.confirmed_at, one.unsubscribed_at)
        ),
    ]
