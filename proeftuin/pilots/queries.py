"""Reads of pilots: what everybody sees, and the one place where a private page is fetched."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proeftuin.calls.models import Application, Call, Decision, Jury, Submission, SubmissionStudy
from proeftuin.core.waiting import Waiting
from proeftuin.files.models import StoredFile
from proeftuin.pathways.models import Assignment, Pathway
from proeftuin.pilots import rules
from proeftuin.pilots.models import Milestone, Pilot, PilotFact, PilotPartner, SpinePhase, TeamMember
from proeftuin.sites.models import Site
from proeftuin.studies.models import StudyVersion
from proeftuin.studies.queries import chain
from proeftuin.studies.queries.study import studies_of

Part = Milestone | PilotPartner | PilotFact
PARTS: dict[str, type[Milestone] | type[PilotPartner] | type[PilotFact]] = {
    "milestone": Milestone,
    "partner": PilotPartner,
    "fact": PilotFact,
}


@dataclass(frozen=True, slots=True)
class PhaseStep:
    """A phase of the spine and how far this pilot is with it."""

    phase: SpinePhase
    is_done: bool
    is_here: bool


def public_pilots(pathway: Pathway | None = None) -> QuerySet[Pilot]:
    """Pilots that everybody may read, with what a list or a map shows of them."""
    pilots = Pilot.objects.filter(published_at__isnull=False).select_related(
        "pathway", "municipality", "site__municipality"
    )
    return pilots.filter(pathway=pathway) if pathway else pilots


def public_pilot(slug: str) -> Pilot:
    """A published pilot with all its page shows, or 404."""
    pilots = public_pilots().select_related("study_version__study__organisation")
    found = pilots.prefetch_related("milestones", "partners", "facts").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def pilots_of(user: Any) -> QuerySet[Pilot]:
    """Pilots whose private page this person may open."""
    pilots = Pilot.objects.select_related("pathway", "municipality", "site__municipality")
    if not user.is_authenticated or not user.is_active:
        return pilots.none()
    if user.is_office:
        return pilots
    coordinated = user.assignments.filter(role=Assignment.Role.COORDINATION).values("pathway")
    return pilots.filter(Q(team__user=user) | Q(pathway__in=coordinated)).distinct()


def pilots_to_edit(user: Any) -> QuerySet[Pilot]:
    """Pilots of running pathways that this person may change: `rules.may_edit` for a list."""
    pilots = pilots_of(user).exclude(pathway__state=Pathway.State.ENDED)
    if not user.is_authenticated or user.is_office:
        return pilots
    coordinated = user.assignments.filter(role=Assignment.Role.COORDINATION).values("pathway")
    in_team = Q(team__user=user, team__role=TeamMember.Role.MUNICIPALITY)
    return pilots.filter(in_team | Q(pathway__in=coordinated)).distinct()


def to_start(user: Any) -> QuerySet[Application]:
    """Selected applications of municipalities whose decision is released and that are not a pilot yet."""
    if not user.is_authenticated or not user.is_active:
        return Application.objects.none()
    ready = (
        Application.objects.filter(
            decision__outcome=Decision.Outcome.SELECTED,
            call__jury__state=Jury.State.RELEASED,
            call__level=Call.Level.MUNICIPALITIES,
            pilot=None,
        )
        .exclude(call__pathway__state=Pathway.State.ENDED)
        .select_related("call__pathway", "organisation")
    )
    if user.is_office:
        return ready
    coordinated = user.assignments.filter(role=Assignment.Role.COORDINATION).values("pathway")
    return ready.filter(call__pathway__in=coordinated)


def application_to_start(user: Any, pk: int) -> Application:
    """An application that this person may start as a pilot, or has been started; 404 for all others."""
    application = to_start(user).filter(pk=pk).first()
    if application is None:
        application = Application.objects.filter(pk=pk, pilot__in=pilots_of(user)).first()
    if application is None:
        raise Http404
    return application


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


def reads_study(user: Any, version: StudyVersion) -> bool:
    """The circle of a pilot reads the version whose key figures stand on its page."""
    return any(rules.may_see(user, pilot) for pilot in version.pilots.select_related("pathway"))


def versions_to_publish(user: Any, pilot: Pilot) -> QuerySet[StudyVersion]:
    """What this person may put on the page: newest and locked versions of own studies, and what was handed in with the application."""
    ready = Q(serial=F("study__last_serial")) | Q(locked_at__isnull=False)
    own = StudyVersion.objects.filter(ready, study__in=studies_of(user).order_by().values("pk"))
    counted = Submission.objects.filter(application__pilot=pilot).order_by("-serial").values("pk")[:1]
    brought = SubmissionStudy.objects.filter(submission__in=counted)
    found = StudyVersion.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=brought.values("version")))
    light = found.defer("parameters", "figures", "given", "beside", "equity", "answer")
    return light.select_related("study").order_by("study__name", "-serial")


@dataclass(frozen=True, slots=True)
class Feasibility:
    """The key figures of the version that a pilot shows, in words."""

    version: StudyVersion
    facts: chain.Facts
    sources: list[tuple[str, str]]
    unverified: int


def feasibility_of(pilot: Pilot, language: str) -> Feasibility | None:
    """What the public page tells of the study; nothing while no version is public."""
    version = pilot.study_version
    if version is None or not version.is_public:
        return None
    facts = chain.in_words(chain.proof(version), language, chain.CAPITAL)
    return Feasibility(version, facts, chain.sources(version, language), chain.unverified(version))


def reads_site(user: Any, site: Site) -> bool:
    """The circle of a pilot reads the site on which it works."""
    return any(rules.may_see(user, pilot) for pilot in site.pilots.select_related("pathway"))


def spine(milestones: list[Milestone]) -> list[PhaseStep]:
    """The phases in order; the furthest one with a reached milestone is where the pilot is."""
    reached = {m.phase for m in milestones if m.state == Milestone.State.REACHED}
    order = list(SpinePhase)
    furthest = max((order.index(SpinePhase(phase)) for phase in reached), default=-1)
    return [
        PhaseStep(phase=phase, is_done=phase in reached and n != furthest, is_here=n == furthest)
        for n, phase in enumerate(order)
    ]


def part_for(pilot: Pilot, kind: str, part_pk: int | None) -> Part:
    """A milestone, partner or fact of this pilot; a new one without number; 404 for what is not its own."""
    model = PARTS.get(kind)
    if model is None:
        raise Http404
    if part_pk is None:
        return model(pilot=pilot)
    return cast(Part, get_object_or_404(model, pilot=pilot, pk=part_pk))


def files_of(pilot: Pilot) -> QuerySet[StoredFile]:
    """The documents of the team, the newest first."""
    return StoredFile.objects.filter(owner_kind="pilot", owner_id=pilot.pk).order_by("-uploaded_at", "-id")


def waiting_for(user: Any, now: datetime) -> list[Waiting]:
    """What pilots ask of this person: a page to complete, a milestone whose day has passed."""
    editable = list(pilots_to_edit(user))
    waiting = [
        Waiting(
            title=_("Complete and publish the page of %(pilot)s") % {"pilot": pilot},
            url=reverse("pilots:team", args=[pilot.pk]),
            context=str(pilot.pathway),
        )
        for pilot in editable
        if not pilot.is_public
    ]
    passed = Milestone.objects.filter(
        pilot__in=editable, state=Milestone.State.PLANNED, on__lt=timezone.localdate(now)
    ).select_related("pilot")
    waiting += [
        Waiting(
            title=_("Is this milestone reached? %(milestone)s") % {"milestone": milestone},
            url=reverse("pilots:part", args=[milestone.pilot_id, "milestone", milestone.pk]),
            context=str(milestone.pilot),
        )
        for milestone in passed
    ]
    starts = [
        Waiting(
            title=_("Start the pilot of %(organisation)s") % {"organisation": application.organisation},
            url=reverse("pilots:mine"),
            context=str(application.call),
        )
        for application in to_start(user)
    ]
    return starts + waiting
