"""Who acts for whom; approval of a membership never blocks drafting or submitting, only admissibility."""

from typing import Any

from proeftuin.accounts.models import Membership, Organisation
from proeftuin.places.models import Municipality


def is_office(user: Any) -> bool:
    """A person of the programme office."""
    return bool(user.is_authenticated and user.is_active and user.is_office)


def acts_for(user: Any, organisation: Organisation) -> bool:
    """Whether a person acts for an organisation: approved, or asked and not yet answered."""
    return bool(
        user.is_authenticated
        and Membership.objects.filter(
            user=user, organisation=organisation, state__in=Membership.ACTING
        ).exists()
    )


def is_approved_for(user: Any, organisation: Organisation) -> bool:
    """Whether the programme office confirmed that this person acts for the organisation."""
    return bool(
        user.is_authenticated
        and Membership.objects.filter(
            user=user, organisation=organisation, state=Membership.State.APPROVED
        ).exists()
    )


def is_official(user: Any) -> bool:
    """Whether a person acts for any public body."""
    return bool(
        user.is_authenticated
        and Membership.objects.filter(
            user=user, organisation__kind__in=Organisation.PUBLIC_KINDS, state__in=Membership.ACTING
        ).exists()
    )


def is_official_of(user: Any, municipality: Municipality) -> bool:
    """Whether a person acts for a public body of this municipality."""
    return bool(
        user.is_authenticated
        and Membership.objects.filter(
            user=user,
            organisation__municipality=municipality,
            organisation__kind__in=Organisation.PUBLIC_KINDS,
            state__in=Membership.ACTING,
        ).exists()
    )


def is_initiator(user: Any) -> bool:
    """Whether a person acts for a group, association or company that starts a project."""
    return bool(
        user.is_authenticated
        and Membership.objects.filter(
            user=user, organisation__kind__in=Organisation.INITIATOR_KINDS, state__in=Membership.ACTING
        ).exists()
    )


def may_approve(user: Any, membership: Membership) -> bool:
    """The programme office approves, but nobody approves himself."""
    return is_office(user) and membership.user_id != user.pk
