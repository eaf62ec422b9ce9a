"""Reads of sites; the one place where a site is fetched for a person."""

from typing import Any

from django.db.models import Prefetch, ProtectedError, Q, QuerySet
from django.db.models.deletion import Collector
from django.http import Http404
from django.shortcuts import get_object_or_404

from proeftuin.accounts.models import Membership, Organisation
from proeftuin.accounts.rules import is_office
from proeftuin.sites import rules
from proeftuin.sites.models import Site, SiteFile


def organisations_of(user: Any) -> QuerySet[Organisation]:
    """The public bodies for which a person may describe sites; approval may follow later."""
    return Organisation.objects.filter(
        kind__in=Organisation.PUBLIC_KINDS, pk__in=_memberships(user, *Membership.ACTING)
    ).select_related("municipality")


def _memberships(user: Any, *states: str) -> Any:
    return Membership.objects.filter(user=user, state__in=states).values("organisation")


def sites_of(user: Any) -> QuerySet[Site]:
    """The sites that a person may change; the same rule as `rules.may_edit`."""
    approved = Q(organisation__in=_memberships(user, Membership.State.APPROVED))
    begun = Q(created_by=user, organisation__in=_memberships(user, *Membership.ACTING))
    return _in_order().filter(approved | begun)


def sites_for(user: Any) -> QuerySet[Site]:
    """The sites that a person works with: all for the programme office, for others those they may change."""
    return _in_order() if is_office(user) else sites_of(user)


def _in_order() -> QuerySet[Site]:
    return Site.objects.select_related("organisation", "municipality").order_by(
        "organisation__folded_name", "name", "pk"
    )


def _all() -> QuerySet[Site]:
    return Site.objects.select_related("organisation", "municipality", "changed_by").prefetch_related(
        "parcels", Prefetch("documents", SiteFile.objects.select_related("stored"))
    )


def site_for(user: Any, pk: int) -> Site:
    """A site that this person may read; 404 for all others."""
    site = get_object_or_404(_all(), pk=pk)
    if not rules.may_read(user, site):
        raise Http404
    return site


def site_to_edit(user: Any, pk: int) -> Site:
    """A site that this person may change; 404 for all others."""
    site = site_for(user, pk)
    if not rules.may_edit(user, site):
        raise Http404
    return site


def site_to_publish(user: Any, pk: int) -> Site:
    """A site that this person may make public or take back; 404 for all others."""
    site = site_for(user, pk)
    if not rules.may_publish(user, site):
        raise Http404
    return site


def document_for(user: Any, pk: int, document: int) -> SiteFile:
    """A document of a site that this person may change."""
    return get_object_or_404(
        SiteFile.objects.select_related("stored"), pk=document, site=site_to_edit(user, pk)
    )


def is_held(site: Site) -> bool:
    """Whether something above, such as an application, holds the site so that it cannot go."""
    try:
        Collector(using=site._state.db or "default", origin=site).collect([site])
    except ProtectedError:
        return True
    return False


def snapshot(site: Site) -> dict[str, Any]:
    """All that is known of a site now, as plain values: what an application keeps when it is handed in."""
    plain = (
        "name", "address", "description", "area_m2", "ownership", "ownership_note", "built", "buildings", "heritage",
        "heritage_note", "zoning", "parking", "intention", "conditions", "position", "position_system",
        "position_given", "outline", "outline_system", "outline_area_m2",
    )  # fmt: skip
    return {
        "id": site.pk,
        "version": site.version,
        "municipality": {"nis": site.municipality.nis, "name": site.municipality.name},
        **{name: getattr(site, name) for name in plain},
        "parcels": [
            {"key": parcel.key, "seen_on": parcel.seen_on.isoformat() if parcel.seen_on else None}
            for parcel in site.parcels.all()
        ],
        "documents": [
            {
                "name": one.stored.name,
                "digest": one.stored.digest,
                "key": one.stored.key,
                "caption": one.caption,
            }
            for one in site.documents.select_related("stored")
        ],
    }
