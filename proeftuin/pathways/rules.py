"""Who may do what in a learning pathway."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from proeftuin.core.errors import Refused
from proeftuin.pathways.models import Assignment, Pathway


class PathwayEnded(Refused):
    """A deed on a pathway that is an archive."""

    def __init__(self) -> None:
        super().__init__(_("This pathway has ended. It can be read, but nothing in it can be changed."))


def refuse_when_ended(pathway: Pathway) -> None:
    """An ended pathway is read-only: raise where a deed would change it."""
    if pathway.is_archive:
        raise PathwayEnded


def has_role(user: Any, pathway: Pathway, *roles: str) -> bool:
    """Whether a person has one of these roles in the pathway."""
    return bool(
        user.is_authenticated
        and Assignment.objects.filter(pathway=pathway, user=user, role__in=roles).exists()
    )


def may_manage(user: Any) -> bool:
    """The programme office makes pathways and gives people their role in them."""
    return bool(user.is_authenticated and user.is_active and user.is_office)


def may_run(user: Any, pathway: Pathway) -> bool:
    """The programme office and the coordination team run a pathway."""
    return may_manage(user) or has_role(user, pathway, Assignment.Role.COORDINATION)


def may_follow(user: Any, pathway: Pathway) -> bool:
    """Everybody with a role in the pathway may look behind its public page."""
    return may_manage(user) or has_role(user, pathway, *Assignment.Role.values)


def may_answer(user: Any) -> bool:
    """The programme office answers what visitors ask."""
    return may_manage(user)
