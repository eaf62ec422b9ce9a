"""Who may do what with a pilot."""

from typing import Any

from proeftuin.pathways.models import Assignment
from proeftuin.pilots.models import Pilot, TeamMember


def coordinates(user: Any, pilot: Pilot) -> bool:
    """Whether this person is in the coordination team of the pilot's pathway."""
    role = Assignment.Role.COORDINATION
    return Assignment.objects.filter(user=user, pathway=pilot.pathway_id, role=role).exists()


def may_see(user: Any, pilot: Pilot) -> bool:
    """The team, the coordination team of this pathway and the programme office."""
    if not user.is_authenticated or not user.is_active:
        return False
    return bool(user.is_office) or pilot.team.filter(user=user).exists() or coordinates(user, pilot)


def may_edit(user: Any, pilot: Pilot) -> bool:
    """The municipality in the team, the coordination team and the office; an archive is read only."""
    if pilot.pathway.is_archive or not user.is_authenticated or not user.is_active:
        return False
    in_team = pilot.team.filter(user=user, role=TeamMember.Role.MUNICIPALITY)
    return bool(user.is_office) or in_team.exists() or coordinates(user, pilot)


def may_guide(user: Any, pilot: Pilot) -> bool:
    """Who moves the state of a pilot and composes its team: the coordination team and the office."""
    if pilot.pathway.is_archive or not user.is_authenticated or not user.is_active:
        return False
    return bool(user.is_office) or coordinates(user, pilot)


def may_write_notes(user: Any, pilot: Pilot) -> bool:
    """Everybody who sees the private page of a running pathway may add to its log."""
    return not pilot.pathway.is_archive and may_see(user, pilot)
