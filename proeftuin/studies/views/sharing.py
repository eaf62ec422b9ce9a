"""The desk page of a study: the people with whom it is shared, the links, and who opened them."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from proeftuin.core.errors import Refused
from proeftuin.mail.outbox import absolute
from proeftuin.studies.actions import sharing as deeds
from proeftuin.studies.forms.sharing import GiveForm, LinkForm
from proeftuin.studies.models import Study
from proeftuin.studies.queries import sharing as queries
from proeftuin.studies.queries.study import study_to_share, versions_of


@login_required
@require_safe
def sharing(request: HttpRequest, pk: int) -> HttpResponse:
    """With whom a study is shared."""
    study = study_to_share(request.user, pk)
    return _page(request, study, GiveForm(), LinkForm(versions=versions_of(study)))


def _page(request: HttpRequest, study: Study, give_form: GiveForm, link_form: LinkForm) -> HttpResponse:
    now = timezone.now()
    wrong = next((form for form in (give_form, link_form) if form.errors), None)
    words: dict[str, Any] = {
        "study": study, "give_form": give_form, "link_form": link_form, "wrong_form": wrong,
        "grants": queries.grants_of(study), "links": _addressed(study, now), "closed_links": queries.closed_links(study, now),
        "openings": queries.openings_of(study), "trail": _trail(study), "fictional": study.is_fictional,
    }  # fmt: skip
    return render(request, "studies/sharing.html", words, status=422 if wrong else 200)


def _trail(study: Study) -> list[dict[str, str]]:
    return [
        {"title": _("Studies"), "url": reverse("studies:studies")},
        {"title": study.name, "url": reverse("studies:study", args=[study.pk])},
        {"title": _("Share")},
    ]


def _addressed(study: Study, now: datetime) -> list[dict[str, Any]]:
    """The open links with their addresses."""
    return [
        {"link": link, "url": absolute(reverse("studies:link", args=[queries.token_of(link)]))}
        for link in queries.open_links(study, now)
    ]


@login_required
@require_POST
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Share a study with a person."""
    study = study_to_share(request.user, pk)
    form = GiveForm(request.POST)
    if form.is_valid():
        try:
            grant = deeds.give(
                study=study, **form.cleaned_data, by=request.user, now=timezone.now(), language=get_language() or "nl",  # type: ignore[arg-type]
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            said = _("The study is shared with %(who)s. A message is on its way.")
            messages.success(request, said % {"who": grant.contact.email})
            return redirect("studies:sharing", pk=pk)
    return _page(request, study, form, LinkForm(versions=versions_of(study)))


@login_required
@require_POST
def take_back(request: HttpRequest, pk: int, grant_pk: int) -> HttpResponse:
    """A person does not see the study any more; pressed twice is the same."""
    study = study_to_share(request.user, pk)
    grant = queries.grants_of(study).filter(pk=grant_pk).first()
    if grant is not None:
        deeds.take_back(grant=grant, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        said = _("%(who)s does not see the study any more.")
        messages.success(request, said % {"who": grant.contact.email})
    return redirect("studies:sharing", pk=pk)


@login_required
@require_POST
def make_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link to one version."""
    study = study_to_share(request.user, pk)
    form = LinkForm(request.POST, versions=versions_of(study))
    if form.is_valid():
        try:
            deeds.make_link(**form.cleaned_data, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The link is made. Copy its address below and send it."))
            return redirect(f"{reverse('studies:sharing', args=[pk])}#links")
    return _page(request, study, GiveForm(), form)


@login_required
@require_POST
def revoke(request: HttpRequest, pk: int, link_pk: int) -> HttpResponse:
    """A link opens nothing any more; pressed twice is the same."""
    study = study_to_share(request.user, pk)
    link = queries.link_in(study, link_pk)
    if link is not None:
        deeds.revoke(link=link, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("The link is revoked. Who opens it finds nothing."))
    return redirect(f"{reverse('studies:sharing', args=[pk])}#links")
