"""Reads of people and organisations."""

from datetime import datetime
from typing import Any

from django.db.models import Case, QuerySet, When
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proeftuin.accounts import rules
from proeftuin.accounts.models import Membership, Organisation
from proeftuin.core.folding import fold
from proeftuin.core.waiting import Waiting
from proeftuin.places.models import Municipality

MOST_FOUND = 30


def organisations_of(user: Any) -> QuerySet[Organisation]:
    """The organisations for which a person acts."""
    return Organisation.objects.filter(
        memberships__user=user, memberships__state__in=Membership.ACTING
    ).distinct()


def memberships_of(user: Any) -> QuerySet[Membership]:
    """All memberships of a person, past ones included."""
    return Membership.objects.filter(user=user).select_related("organisation").order_by("organisation__name")


def membership_of(user: Any, pk: int) -> Membership:
    """A person's own membership; 404 for that of another."""
    return get_object_or_404(Membership.objects.select_related("organisation"), pk=pk, user=user)


def membership_for_office(user: Any, pk: int) -> Membership:
    """A membership that the programme office may judge; 404 for all others."""
    if not rules.is_office(user):
        raise Http404
    return get_object_or_404(Membership.objects.select_related("organisation", "user"), pk=pk)


def requested_memberships() -> QuerySet[Membership]:
    """Requests that wait for the programme office, the oldest first."""
    return Membership.objects.filter(state=Membership.State.REQUESTED).order_by("requested_at")


def find_organisations(words: str) -> list[Organisation]:
    """Organisations whose name, number or municipality (also a submunicipality) fits what was typed."""
    folded = fold(words)
    if len(folded) < 2:
        return []
    places = Municipality.objects.filter(folded_name__contains=folded).values_list("pk", flat=True)
    named = Municipality.objects.filter(submunicipalities__folded_name__startswith=folded)
    found = Organisation.objects.filter(folded_name__contains=folded) | Organisation.objects.filter(
        municipality__in=[*places, *named.values_list("pk", flat=True)]
    )
    digits = "".join(letter for letter in words if letter.isdigit())
    if len(digits) >= 9:
        found |= Organisation.objects.filter(kbo_number=digits.zfill(10))
    return list(found.select_related("municipality").order_by("folded_name")[:MOST_FOUND])


def waiting_for(user: Any, now: datetime) -> list[Waiting]:
    """Requests to act for an organisation, for the programme office."""
    if not rules.is_office(user):
        return []
    requested = list(requested_memberships().values_list("organisation__name", flat=True)[:100])
    if not requested:
        return []
    number = len(requested)
    return [
        Waiting(
            title=ngettext("%(n)s person to approve", "%(n)s people to approve", number) % {"n": number},
            url=reverse("accounts:requests"),
            context=_("Oldest: for %(name)s") % {"name": requested[0]},
        )
    ]


def all_memberships() -> QuerySet[Membership]:
    """Every membership for the office's list, those that wait first."""
    waits = Case(When(state=Membership.State.REQUESTED, then=0), default=1)
    return Membership.objects.select_related("organisation", "user").order_by(waits, "-requested_at", "-pk")


def others_for(membership: Membership) -> QuerySet[Membership]:
    """Who else acts for the same organisation: the office compares addresses."""
    others = Membership.objects.filter(
        organisation=membership.organisation_id, state__in=Membership.ACTING
    ).exclude(pk=membership.pk)
    return others.select_related("user").order_by("requested_at")


def held_of(user: Any) -> dict[str, Any]:
    """What accounts hold of a person; other apps show theirs on their own pages."""
    return {
        "name": user.name,
        "email": user.email,
        "email_confirmed_at": user.contact.verified_at,
        "language": user.language,
        "account_since": user.joined_at,
        "last_signed_in_at": user.last_login,
        "organisations": [
            {
                "organisation": membership.organisation.name,
                "function": membership.function,
                "state": str(membership.get_state_display()),
                "asked_at": membership.requested_at,
            }
            for membership in memberships_of(user)
        ],
    }
