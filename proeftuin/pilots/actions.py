"""Deeds with pilots: describe, publish, move, and keep the log of the team."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from itertools import chain, count
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from proeftuin.accounts.models import Membership, User, normalise
from proeftuin.calls.models import Application, Call, Decision, Jury
from proeftuin.core.errors import Refused
from proeftuin.files import actions as files
from proeftuin.files.models import StoredFile
from proeftuin.pilots import emails
from proeftuin.pilots.models import Milestone, Pilot, PilotNote, PilotPartner, SpinePhase, TeamMember
from proeftuin.pilots.queries import Part
from proeftuin.record import actions as record
from proeftuin.sites.models import Site
from proeftuin.studies.actions import study as studies
from proeftuin.studies.models import StudyVersion

TEXTS = (
    "name", "name_en", "place", "summary", "summary_en", "intention", "intention_en", "intention_source_url",
)  # fmt: skip


class PilotIsArchived(Refused):
    """A deed on a pilot of an ended pathway."""

    def __init__(self) -> None:
        super().__init__(_("This pathway has ended. Its pilots can be read, but no longer be changed."))


class ChangedMeanwhile(Refused):
    """Two people wrote the same text."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody else changed these texts while you were writing. Your words are still here. Compare them "
                "with the page of the pilot, then save again to replace them."
            )
        )


class NotPublishable(Refused):
    """A page that would be empty."""

    def __init__(self) -> None:
        super().__init__(_("Write a summary first. Then the page can be published."))


class UnknownPerson(Refused):
    """Nobody has an account with this address."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Nobody with this address has an account yet. Ask the person to sign in once, then add them here."
            )
        )


class NoMunicipality(Refused):
    """An applicant that lies nowhere on the map."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This organisation has no municipality. Fill that in with the organisation, then start the pilot."
            )
        )


class NotSelected(Refused):
    """An application that is no pilot: not selected, or not known to be."""

    def __init__(self) -> None:
        super().__init__(
            _("A pilot starts from a selected application, after the decision is released to everybody.")
        )


def refuse_archive(pilot: Pilot) -> None:
    """An ended pathway can be read and no longer be changed."""
    if pilot.pathway.is_archive:
        raise PilotIsArchived


@transaction.atomic
def start(application: Application, *, by: Any, now: datetime) -> Pilot:
    """Begin the pilot of a selected application, with its people; the same application gives the same pilot."""
    Application.objects.select_for_update().get(pk=application.pk)
    existing = Pilot.objects.filter(application=application).first()
    if existing is not None:
        return existing
    _refuse_unselected(application)
    organisation = application.organisation
    if organisation.municipality is None:
        raise NoMunicipality
    pilot = Pilot(
        pathway=application.call.pathway,
        slug=_free_slug(str(organisation.municipality)),
        name=str(organisation.municipality),
        municipality=organisation.municipality,
        organisation=organisation,
        application=application,
        site=_site_of(application),
        is_pioneer=True,
        started_at=now,
    )
    refuse_archive(pilot)
    pilot.save()
    _take_over(pilot, application, now=now)
    record.note(by=by, verb="pilot.started", on=pilot, at=now, detail={"application": application.pk})
    return pilot


def _refuse_unselected(application: Application) -> None:
    selected = Decision.objects.filter(
        application=application,
        outcome=Decision.Outcome.SELECTED,
        application__call__jury__state=Jury.State.RELEASED,
        application__call__level=Call.Level.MUNICIPALITIES,
    )
    if not selected.exists():
        raise NotSelected


def _site_of(application: Application) -> Site | None:
    """The first site that was brought in; others stay in the application."""
    brought = application.application_sites.select_related("site").first()
    return brought.site if brought else None


def _free_slug(name: str) -> str:
    """The name as an address; with a number when a pilot of another pathway has it."""
    base = slugify(name)[:70]
    taken = set(Pilot.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{n}" for n in count(2))
    return next(slug for slug in chain([base], numbered) if slug not in taken)


def _take_over(pilot: Pilot, application: Application, *, now: datetime) -> None:
    """Bring along the applicants, and the selection as the first milestone."""
    organisation = application.organisation
    PilotPartner.objects.create(
        pilot=pilot, name=organisation.name, role="brengt de site in", role_en="brings in the site"
    )
    Milestone.objects.create(
        pilot=pilot,
        title="Gekozen in de oproep",
        title_en="Chosen in the call",
        phase=SpinePhase.SITE,
        state=Milestone.State.REACHED,
        on=timezone.localdate(now),
    )
    approved = Q(memberships__organisation=organisation, memberships__state=Membership.State.APPROVED)
    writers = Q(pk=application.created_by_id) | Q(co_applications__application=application)
    for user in User.objects.filter(approved & writers, is_active=True).distinct():
        member = TeamMember.objects.create(
            pilot=pilot, user=user, role=TeamMember.Role.MUNICIPALITY, joined_at=now
        )
        emails.welcome(member, now=now)


@transaction.atomic
def describe(pilot: Pilot, *, texts: Mapping[str, str], seen_revision: int, by: Any, now: datetime) -> Pilot:
    """Save the texts of a pilot, unless somebody saved others since they were read."""
    refuse_archive(pilot)
    values = {name: texts[name] for name in TEXTS if name in texts}
    same = Pilot.objects.filter(pk=pilot.pk, revision=seen_revision)
    if not same.update(revision=F("revision") + 1):
        raise ChangedMeanwhile
    pilot.refresh_from_db()
    for name, value in values.items():
        setattr(pilot, name, value)
    pilot.save(update_fields=list(values))
    record.note(by=by, verb="pilot.described", on=pilot, at=now)
    return pilot


@transaction.atomic
def move(pilot: Pilot, *, to: str, by: Any, now: datetime, why: str = "") -> Pilot:
    """Bring a pilot in another state, with the reason."""
    refuse_archive(pilot)
    record.move(pilot, to=to, by=by, allowed=Pilot.MOVES, now=now, why=why)
    pilot.save(update_fields=["state"])  # so that cached public pages fall away
    return pilot


@transaction.atomic
def publish(pilot: Pilot, *, by: Any, now: datetime) -> Pilot:
    """Show the page of a pilot to everybody; doing it twice changes nothing."""
    refuse_archive(pilot)
    if not pilot.summary:
        raise NotPublishable
    if pilot.published_at is None:
        pilot.published_at = now
        pilot.save(update_fields=["published_at"])
        record.note(by=by, verb="pilot.published", on=pilot, at=now)
    return pilot


@transaction.atomic
def unpublish(pilot: Pilot, *, by: Any, now: datetime) -> Pilot:
    """Take the page of a pilot off the public site, and the key figures of its study with it."""
    refuse_archive(pilot)
    if pilot.published_at is not None:
        pilot.published_at = None
        pilot.save(update_fields=["published_at"])
        record.note(by=by, verb="pilot.unpublished", on=pilot, at=now)
        withdraw_study(pilot, by=by, now=now)
    return pilot


@transaction.atomic
def publish_study(pilot: Pilot, *, version: StudyVersion, by: Any, now: datetime) -> Pilot:
    """Show the key figures of this version on the page of a pilot, instead of those of another one."""
    if _show_study(pilot, version, by, now):
        detail = {"study": version.study_id, "version": version.serial}
        record.note(by=by, verb="pilot.study_published", on=pilot, at=now, detail=detail)
    return pilot


@transaction.atomic
def withdraw_study(pilot: Pilot, *, by: Any, now: datetime) -> Pilot:
    """Take the key figures off the page of a pilot; the lock of the version stays."""
    if _show_study(pilot, None, by, now):
        record.note(by=by, verb="pilot.study_withdrawn", on=pilot, at=now)
    return pilot


def _show_study(pilot: Pilot, version: StudyVersion | None, by: Any, now: datetime) -> bool:
    """Put one version in the place of another, which stays public while another pilot shows it; whether that changed anything."""
    refuse_archive(pilot)
    before = (
        Pilot.objects.select_for_update(no_key=True, of=("self",))
        .select_related("study_version")
        .get(pk=pilot.pk)
        .study_version
    )
    if before == version and (version is None or version.is_public):
        return False
    both = [one.pk for one in (before, version) if one is not None]
    list(StudyVersion.objects.select_for_update(no_key=True).filter(pk__in=both).order_by("pk"))
    pilot.study_version = version
    pilot.save(update_fields=["study_version"])
    if version is not None:
        studies.publish(version=version, by=by, now=now)
    if before is not None and before != version and not Pilot.objects.filter(study_version=before).exists():
        studies.withdraw(version=before, by=by, now=now)
    return True


@transaction.atomic
def save_part(pilot: Pilot, *, part: Part, by: Any, now: datetime) -> Part:
    """Add or change a milestone, a partner or a fact."""
    refuse_archive(pilot)
    part.pilot = pilot
    if part._state.adding and not part.order:
        part.order = type(part)._default_manager.filter(pilot=pilot).count() + 1
    part.save()
    record.note(
        by=by,
        verb=f"{part._meta.model_name}.saved",
        on=pilot,
        at=now,
        detail={"id": part.pk, "what": str(part)},
    )
    return part


@transaction.atomic
def remove_part(pilot: Pilot, *, part: Part, by: Any, now: datetime) -> None:
    """Take a milestone, a partner or a fact off the page."""
    refuse_archive(pilot)
    record.note(
        by=by,
        verb=f"{part._meta.model_name}.removed",
        on=pilot,
        at=now,
        detail={"id": part.pk, "what": str(part)},
    )
    part.delete()


@transaction.atomic
def add_member(pilot: Pilot, *, email: str, role: str, by: Any, now: datetime) -> TeamMember:
    """Take a person with an account into the team, or give them another role; they get a message."""
    refuse_archive(pilot)
    user = User.objects.filter(email=normalise(email), is_active=True).first()
    if user is None:
        raise UnknownPerson
    member, is_new = TeamMember.objects.get_or_create(
        pilot=pilot, user=user, defaults={"role": role, "joined_at": now}
    )
    if not is_new and member.role != role:
        member.role = role
        member.save(update_fields=["role"])
    detail = {"user": user.pk, "role": role}
    record.note(by=by, verb="pilot.member_added", on=pilot, at=now, detail=detail)
    if is_new:
        emails.welcome(member, now=now)
    return member


@transaction.atomic
def remove_member(pilot: Pilot, *, member: TeamMember, by: Any, now: datetime) -> None:
    """End the part of a person in the team: the private page is closed to them at once."""
    refuse_archive(pilot)
    detail = {"user": member.user_id, "role": member.role}
    record.note(by=by, verb="pilot.member_removed", on=pilot, at=now, detail=detail)
    member.delete()


@transaction.atomic
def write_note(pilot: Pilot, *, text: str, token: uuid.UUID, by: User, now: datetime) -> PilotNote:
    """Add a note to the log of the team; the same form sent twice gives one note."""
    refuse_archive(pilot)
    note, is_new = PilotNote.objects.get_or_create(
        token=token, defaults={"pilot": pilot, "author": by, "text": text, "written_at": now}
    )
    if is_new:
        record.note(by=by, verb="pilot.note_written", on=pilot, at=now, detail={"note": note.pk})
    return note


@transaction.atomic
def add_file(pilot: Pilot, *, upload: UploadedFile[Any], by: Any, now: datetime) -> StoredFile:
    """Keep a document for the team; the very same document once."""
    refuse_archive(pilot)
    stored = files.store(upload, owner_kind="pilot", owner_id=pilot.pk, by=by, now=now)
    same = StoredFile.objects.filter(
        owner_kind="pilot", owner_id=pilot.pk, digest=stored.digest, name=stored.name
    ).exclude(pk=stored.pk)
    if earlier := same.first():
        files.remove(stored)
        return earlier
    record.note(by=by, verb="pilot.file_added", on=pilot, at=now, detail={"name": stored.name})
    return stored


@transaction.atomic
def remove_file(pilot: Pilot, *, stored: StoredFile, by: Any, now: datetime) -> None:
    """Remove a document of the team."""
    refuse_archive(pilot)
    record.note(by=by, verb="pilot.file_removed", on=pilot, at=now, detail={"name": stored.name})
    files.remove(stored)
