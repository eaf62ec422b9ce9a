"""Deeds with sites: describe, change, make public, take back, remove; and its documents."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proeftuin.accounts.models import Organisation
from proeftuin.core.errors import Refused
from proeftuin.files import actions as files
from proeftuin.files.models import StoredFile
from proeftuin.places import coordinates
from proeftuin.record.actions import note
from proeftuin.sites.models import Parcel, Site, SiteFile
from proeftuin.sites.queries import is_held
from proeftuin.sites.rules import FILE_KIND, may_edit
from proeftuin.sites.rules import may_read_file as may_read

PLAIN = (
    "municipality", "name", "address", "description", "area_m2", "ownership", "ownership_note", "built", "buildings",
    "heritage", "heritage_note", "zoning", "parking", "intention", "conditions",
)  # fmt: skip
DOCUMENTS_LIMIT = 30


class ChangedMeanwhile(Refused):
    """Somebody else saved the same site while this person was typing."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody saved this site while you were typing. Your text is still here."
                " Look at the saved version first; if you save again, your text replaces it."
            )
        )


class NotYours(Refused):
    """A form that was already used for a site of another organisation."""

    def __init__(self) -> None:
        super().__init__(_("This form was already used for another site. Open a new form and try again."))


class InUse(Refused):
    """A site that cannot go because an application brings it in."""

    def __init__(self) -> None:
        super().__init__(_("This site is part of an application. It cannot be removed."))


class TooManyDocuments(Refused):
    """More documents than a site may carry."""

    def __init__(self) -> None:
        super().__init__(_("This site has as many documents as it may have. Remove one first."))


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a site for what a form gave; what is not given is not known."""
    position, outline = values.get("position"), values.get("outline")
    return {
        **{name: values[name] for name in PLAIN if name in values},
        "position": coordinates.geojson(position) if position else None,
        "position_system": position.system.value if position else "",
        "position_given": position.given if position else "",
        "outline": outline.geometry if outline else None,
        "outline_system": outline.system.value if outline else "",
        "outline_given": outline.given if outline else "",
        "outline_area_m2": outline.area_m2 if outline else None,
    }


def _keep_parcels(site: Site, keys: list[str], seen_on: date | None) -> None:
    site.parcels.exclude(key__in=keys).delete()
    Parcel.objects.bulk_create(
        [Parcel(site=site, key=key, seen_on=seen_on) for key in keys],
        update_conflicts=True,
        unique_fields=["site", "key"],
        update_fields=["seen_on"],
    )


@transaction.atomic
def describe(
    *, organisation: Organisation, values: Mapping[str, Any], token: UUID, by: Any, now: datetime
) -> Site:
    """A new site of an organisation; the same form sent twice is the same site."""
    site, is_new = Site.objects.get_or_create(
        token=token,
        defaults={
            **_columns(values),
            "organisation": organisation,
            "created_at": now,
            "created_by": by,
            "changed_at": now,
            "changed_by": by,
        },
    )
    if site.organisation_id != organisation.pk:
        raise NotYours
    if is_new:
        _keep_parcels(site, values.get("parcels", []), values.get("parcels_seen_on"))
        note(by=by, verb="site.described", on=site, at=now)
    return site


@transaction.atomic
def change(*, site: Site, values: Mapping[str, Any], version: int, by: Any, now: datetime) -> Site:
    """Other values for a site, unless somebody saved it since this version was opened."""
    columns = _columns(values)
    before = Site.objects.get(pk=site.pk)
    saved = Site.objects.filter(pk=site.pk, version=version).update(
        **columns, version=F("version") + 1, changed_at=now, changed_by=by
    )
    if not saved:
        raise ChangedMeanwhile
    _keep_parcels(site, values.get("parcels", []), values.get("parcels_seen_on"))
    site.refresh_from_db()
    changed = sorted(name for name in columns if getattr(before, name) != getattr(site, name))
    site.save(update_fields=["changed_at"])  # tells the page cache
    note(by=by, verb="site.changed", on=site, at=now, detail={"fields": changed, "version": site.version})
    return site


@transaction.atomic
def publish(*, site: Site, by: Any, now: datetime) -> Site:
    """Let the facts of a site stand on public pages; its documents stay confidential."""
    return _set_public(site, by=by, now=now, is_public=True)


@transaction.atomic
def withdraw(*, site: Site, by: Any, now: datetime) -> Site:
    """Take the facts of a site back from public pages."""
    return _set_public(site, by=by, now=now, is_public=False)


def _set_public(site: Site, *, by: Any, now: datetime, is_public: bool) -> Site:
    changed = Site.objects.filter(pk=site.pk, published_at__isnull=is_public).update(
        published_at=now if is_public else None
    )
    site.refresh_from_db()
    if changed:
        site.save(update_fields=["published_at"])  # tells the page cache
        note(by=by, verb="site.published" if is_public else "site.withdrawn", on=site, at=now)
    return site


@transaction.atomic
def remove(*, site: Site, by: Any, now: datetime) -> None:
    """Forget a site with its parcels and documents; refused when an application holds it."""
    note(by=by, verb="site.removed", on=site, at=now, detail={"organisation": site.organisation_id})
    documents = [one.stored for one in SiteFile.everything.filter(site=site).select_related("stored")]
    try:
        site.delete()
    except ProtectedError as error:
        raise InUse from error
    for stored in documents:
        files.remove(stored)


@transaction.atomic
def add_document(
    *, site: Site, upload: "UploadedFile[Any]", caption: str, by: Any, now: datetime
) -> SiteFile:
    """Keep a photo, plan or other document with a site; the same file again is not kept twice."""
    Site.objects.select_for_update().get(pk=site.pk)
    if site.documents.count() >= DOCUMENTS_LIMIT:
        raise TooManyDocuments
    stored = files.store(upload, owner_kind=FILE_KIND, owner_id=site.pk, by=by, now=now)
    same = site.documents.filter(stored__digest=stored.digest, caption=caption).first()
    if same:
        files.remove(stored)
        return same
    document = SiteFile.objects.create(site=site, stored=stored, caption=caption)
    note(by=by, verb="site.document_added", on=site, at=now, detail={"digest": stored.digest})
    return document


def note_reading(*, site: Site, by: Any, now: datetime, file: str = "") -> None:
    """Somebody who does not work on this site reads it, or a document of it: that leaves a line."""
    if not may_edit(by, site):
        note(by=by, verb="site.read", on=site, at=now, detail={"file": file} if file else {})


def may_read_file(user: Any, stored: StoredFile) -> bool:
    """The guard of documents of sites; who gets one of others leaves a line in the record."""
    if not may_read(user, stored):
        return False
    site = Site.objects.select_related("organisation").get(pk=stored.owner_id or 0)
    note_reading(site=site, by=user, now=timezone.now(), file=stored.name)
    return True


@transaction.atomic
def remove_document(*, document: SiteFile, by: Any, now: datetime) -> None:
    """Take a document off a site; it is destroyed, unless an application that holds the site may need it."""
    site, stored = document.site, document.stored
    note(by=by, verb="site.document_removed", on=site, at=now, detail={"digest": stored.digest})
    if is_held(site):
        SiteFile.everything.filter(pk=document.pk).update(removed_at=now)
        return
    document.delete()
    files.remove(stored)
