"""Reads of pathways."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proeftuin.core.waiting import Waiting
from proeftuin.pathways import rules
from proeftuin.pathways.models import Assignment, Enquiry, Pathway


def pathways_of(user: Any) -> QuerySet[Pathway]:
    """The pathways behind whose public page this person may look."""
    if rules.may_manage(user):
        return Pathway.objects.all()
    return Pathway.objects.filter(assignments__user=user).distinct()


def pathway_for(user: Any, slug: str) -> Pathway:
    """A pathway that this person follows; 404 for all others."""
    pathway = get_object_or_404(Pathway, slug=slug)
    if not rules.may_follow(user, pathway):
        raise Http404
    return pathway


def pathway_to_manage(user: Any, slug: str) -> Pathway:
    """A pathway that this person may change; 404 for all others."""
    if not rules.may_manage(user):
        raise Http404
    return get_object_or_404(Pathway, slug=slug)


def people_of(pathway: Pathway) -> QuerySet[Assignment]:
    """Who has which role in a pathway."""
    return (
        Assignment.objects.filter(pathway=pathway).select_related("user").order_by("role", "user__name", "pk")
    )


def next_states(pathway: Pathway) -> list[tuple[str, str]]:
    """The states to which a pathway may move now, with their names."""
    allowed = Pathway.MOVES.get(pathway.state, set())
    return [(str(state.value), str(state.label)) for state in Pathway.State if state.value in allowed]


def enquiries_in(state: str) -> QuerySet[Enquiry]:
    """Questions in one state: the open ones from the oldest on, the others from the newest."""
    order = "asked_at" if state == Enquiry.State.OPEN else "-asked_at"
    return Enquiry.objects.filter(state=state).select_related("contact", "pathway").order_by(order)


def roles_of(user: Any, pathway: Pathway) -> list[Assignment]:
    """The roles of a person in a pathway."""
    return list(Assignment.objects.filter(user=user, pathway=pathway))


def enquiry_for(user: Any, pk: int) -> Enquiry:
    """A question of a visitor, for who may answer it; 404 for all others."""
    if not rules.may_answer(user):
        raise Http404
    return get_object_or_404(Enquiry.objects.select_related("contact", "pathway", "answered_by"), pk=pk)


def open_enquiries() -> QuerySet[Enquiry]:
    """Questions that nobody answered yet, the oldest first."""
    return Enquiry.objects.filter(state=Enquiry.State.OPEN).order_by("asked_at")


def waiting_for(user: Any, now: datetime) -> list[Waiting]:
    """Questions of visitors that wait for the programme office."""
    if not rules.may_answer(user):
        return []
    number = open_enquiries().count()
    if not number:
        return []
    oldest = open_enquiries().values_list("subject", flat=True)[0]
    return [
        Waiting(
            title=ngettext("%(n)s question to answer", "%(n)s questions to answer", number) % {"n": number},
            url=reverse("pathways:enquiries"),
            context=_("Oldest: %(subject)s") % {"subject": oldest},
        )
    ]
