"""Pilots, their parts and their teams for tests."""

from io import BytesIO
from itertools import count
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from proeftuin.accounts.models import User
from proeftuin.calls.models import Admissibility, Application, Decision, Jury, Submission
from proeftuin.pathways.models import Assignment, Pathway
from proeftuin.pilots.models import Milestone, Pilot, TeamMember
from tests.factories import accounts, calls, places

_numbers = count(1)


def pilot(**fields: Any) -> Pilot:
    """A published pilot of a running example pathway."""
    n = next(_numbers)
    fields.setdefault("pathway", None)
    fields["pathway"] = fields["pathway"] or calls.pathway()
    fields.setdefault("municipality", None)
    fields["municipality"] = fields["municipality"] or places.municipality()
    values = {
        "slug": f"pilot-{n}",
        "name": f"Proeftuin {n}",
        "summary": "Een oude school.",
        "published_at": timezone.now(),
    }
    return Pilot.objects.create(**{**values, **fields})


def archived(**fields: Any) -> Pilot:
    """A pilot of an ended pathway."""
    return pilot(pathway=calls.pathway(state=Pathway.State.ENDED), **fields)


def member(pilot: Pilot, role: str = TeamMember.Role.MUNICIPALITY) -> User:
    """A person in the team."""
    user = accounts.user()
    TeamMember.objects.create(pilot=pilot, user=user, role=role, joined_at=timezone.now())
    return user


def coordinator(pathway: Pathway) -> User:
    """A person of the coordination team of a pathway."""
    user = accounts.user()
    Assignment.objects.create(pathway=pathway, user=user, role=Assignment.Role.COORDINATION)
    return user


def milestone(pilot: Pilot, **fields: Any) -> Milestone:
    """A planned step."""
    values = {"title": f"Stap {next(_numbers)}", "phase": "plan", "when": "najaar"}
    return Milestone.objects.create(**{**values, "pilot": pilot, **fields})


def document(name: str = "schets.png") -> SimpleUploadedFile:
    """A small drawing."""
    content = BytesIO()
    Image.new("RGB", (2, 2)).save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/png")


def selected(*, is_released: bool = True, outcome: str = Decision.Outcome.SELECTED) -> Application:
    """An application on which the jury has decided; released unless told otherwise."""
    now = timezone.now()
    application = calls.draft(organisation=accounts.organisation(municipality=places.municipality()))
    Submission.objects.create(
        application=application, serial=1, token=uuid4(), received_at=now, submitted_by=application.created_by,
        snapshot={}, digest="0" * 64,
    )  # fmt: skip
    application.state, application.submitted_at = "submitted", now
    application.number, application.digest = "2026-001", "0" * 64
    application.save()
    jury = Jury.objects.create(call=application.call)
    Admissibility.objects.create(
        application=application, is_admissible=outcome != "inadmissible", checked_at=now
    )
    for jury.state in ("scoring", "deciding"):
        jury.save()
    Decision.objects.create(
        application=application, outcome=outcome, motive="Een goede site.", drafted_at=now
    )
    if is_released:
        release(application)
    return application


def release(application: Application) -> Jury:
    """Make the decision known to all."""
    jury, now = application.call.jury, timezone.now()
    jury.state, jury.prepared_by, jury.prepared_at = "proposed", accounts.office(), now
    jury.save()
    jury.state, jury.released_by, jury.released_at = "released", accounts.office(), now
    jury.save()
    return jury
