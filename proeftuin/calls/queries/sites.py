"""The sites that an application can bring in, and what is kept of them when it is handed in."""

from typing import Any

from proeftuin.calls.models import Application
from proeftuin.sites.models import Site

FACTS = (
    "description", "ownership", "ownership_note", "built", "buildings", "heritage", "heritage_note", "zoning",
    "parking", "intention", "conditions",
)  # fmt: skip


def sites_to_choose(application: Application) -> list[Site]:
    """The sites that the organisation of this application described."""
    return list(Site.objects.filter(organisation=application.organisation_id).select_related("municipality"))


def site_snapshot(site: Site) -> dict[str, Any]:
    """All that is known of a site at the moment of handing in."""
    return {
        "id": site.pk,
        "name": site.name,
        "municipality": {"nis": site.municipality.nis, "name": site.municipality.name},
        "address": site.address,
        "description": site.description,
        "area_m2": site.area_m2,
        "ownership": site.ownership,
        "ownership_note": site.ownership_note,
        "built": site.built,
        "buildings": site.buildings,
        "heritage": site.heritage,
        "heritage_note": site.heritage_note,
        "zoning": site.zoning,
        "parking": site.parking,
        "intention": site.intention,
        "conditions": site.conditions,
        "position": site.position,
        "outline": site.outline,
        "parcels": [{"key": parcel.key} for parcel in site.parcels.all()],
        "documents": [
            {
                "caption": one.caption,
                "name": one.stored.name,
                "digest": one.stored.digest,
                "key": one.stored.key,
            }
            for one in site.documents.select_related("stored")
        ],
        "version": site.version,
    }


def _facts(site: dict[str, Any]) -> list[dict[str, str]]:
    """What was handed in about a site, with labels in the reader's language; only what was filled in."""
    facts = []
    for name in FACTS:
        field = Site._meta.get_field(name)
        value = site.get(name)
        if value:
            words = dict(getattr(field, "flatchoices", None) or {})
            label = str(getattr(field, "verbose_name", name))
            facts.append({"label": label[:1].upper() + label[1:], "value": str(words.get(value, value))})
    return facts


def readable(content: dict[str, Any]) -> dict[str, Any]:
    """A snapshot to show: its sites with their facts in words. The snapshot itself stays as it is."""
    answers = [
        line | {"sites": [site | {"facts": _facts(site)} for site in line["sites"]]}
        if "sites" in line
        else line
        for line in content["answers"]
    ]
    return content | {"answers": answers}
