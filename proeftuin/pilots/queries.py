"""Reads of pilots: what everybody sees, and the one place where a private page is fetched."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from proeftuin.files.models import StoredFile
from proeftuin.pathways.models import Assignment, Pathway
from proeftuin.pilots import rules
from proeftuin.pilots.models import Milestone, Pilot, SpinePhase


@dataclass(frozen=True, slots=True)
class PhaseStep:
    """A phase of the spine and how far this pilot is with it."""

    phase: SpinePhase
    is_done: bool
    is_here: bool


def public_pilots(pathway: Pathway | None = None) -> QuerySet[Pilot]:
    """Pilots that everybody may read, with what a list or a map shows of them."""
    pilots = Pilot.objects.filter(published_at__isnull=False).select_related("pathway", "municipality")
    return pilots.filter(pathway=pathway) if pathway else pilots


def public_pilot(slug: str) -> Pilot:
    """A published pilot with all its page shows, or 404."""
    found = public_pilots().prefetch_related("milestones", "partners", "facts").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def pilots_of(user: Any) -> QuerySet[Pilot]:
    """Pilots whose private page this person may open."""
    pilots = Pilot.objects.select_related("pathway", "municipality")
    if not user.is_authenticated or not user.is_active:
        return pilots.none()
    if user.is_office:
        return pilots
    coordinated = user.assignments.filter(role=Assignment.Role.COORDINATION).values("pathway")
    return pilots.filter(Q(team__user=user) | Q(pathway__in=coordinated)).distinct()


def pilot_for(user: Any, pk: int) -> Pilot:
    """The one way to a pilot's private page: 404 for who is not in its circle."""
    pilot = pilots_of(user).filter(pk=pk).first()
    if pilot is None:
        raise Http404
    return pilot


def may_read_file(user: Any, stored: StoredFile) -> bool:
    """Files of a pilot are for those who may see its private page."""
    pilot = Pilot.objects.select_related("pathway").filter(pk=stored.owner_id or 0).first()
    return pilot is not None and rules.may_see(user, pilot)


def spine(milestones: list[Milestone]) -> list[PhaseStep]:
    """The phases in order; the furthest one with a reached milestone is where the pilot is."""
    reached = {m.phase for m in milestones if m.state == Milestone.State.REACHED}
    order = list(SpinePhase)
    furthest = max((order.index(SpinePhase(phase)) for phase in reached), default=-1)
    return [
        PhaseStep(phase=phase, is_done=n < furthest, is_here=n == furthest) for n, phase in enumerate(order)
    ]
