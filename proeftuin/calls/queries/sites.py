"""The sites that an application can bring in, and what is kept of them when it is handed in."""

from typing import Any

from proeftuin.calls.models import Application
from proeftuin.sites.models import Site
from proeftuin.sites.queries import snapshot

FACTS = (
    "description", "ownership", "ownership_note", "built", "buildings", "heritage", "heritage_note", "zoning",
    "parking", "intention", "conditions",
)  # fmt: skip


def sites_to_choose(application: Application) -> list[Site]:
    """The sites that the organisation of this application described."""
    return list(Site.objects.filter(organisation=application.organisation_id).select_related("municipality"))


def site_snapshot(site: Site) -> dict[str, Any]:
    """All that is known of a site at the moment of handing in, with the keys under which its documents lie."""
    content = snapshot(site)
    keys = dict(site.documents.values_list("stored__digest", "stored__key"))
    documents = [one | {"key": keys[one["digest"]]} for one in content["documents"]]
    return content | {"documents": documents}


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


def _shown(site: dict[str, Any]) -> dict[str, Any]:
    """A site of a snapshot with its facts in words and something to draw its small map from."""
    drawn = Site(pk=site["id"], name=site["name"], position=site.get("position"), outline=site.get("outline"))
    return site | {"facts": _facts(site), "drawn": drawn}


def readable(content: dict[str, Any]) -> dict[str, Any]:
    """A snapshot to show: its sites with their facts in words. The snapshot itself stays as it is."""
    answers = [
        line | {"sites": [_shown(site) for site in line["sites"]]}
        if "sites" in line
        else line
        for line in content["answers"]
    ]
    return content | {"answers": answers}
