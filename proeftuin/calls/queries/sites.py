"""The sites that an application can bring in, and what is kept of them when it is handed in."""

from typing import Any

from django.db.models import Q

from proeftuin.calls.models import Application
from proeftuin.calls.queries.studies import in_words
from proeftuin.sites.models import Site
from proeftuin.sites.queries import sites_of, snapshot

FACTS = (
    "description", "ownership", "ownership_note", "built", "buildings", "heritage", "heritage_note", "zoning",
    "parking", "intention", "conditions",
)  # fmt: skip


def sites_to_choose(application: Application, user: Any) -> list[Site]:
    """The sites of the organisation that this person may see, and those that a colleague brought in already."""
    mine = sites_of(user).filter(organisation=application.organisation_id).order_by()
    brought_in = application.application_sites.values("site")
    chosen = Site.objects.filter(Q(pk__in=mine.values("pk")) | Q(pk__in=brought_in))
    return list(chosen.select_related("municipality"))


def site_snapshot(site: Site) -> dict[str, Any]:
    """All that is known of a site at the moment of handing in, with the keys under which its documents lie."""
    return snapshot(site)


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
    """A snapshot to show: its sites and studies in words. The snapshot itself stays as it is."""
    return content | {"answers": [_readable(line) for line in content["answers"]]}


def _readable(line: dict[str, Any]) -> dict[str, Any]:
    if "sites" in line:
        return line | {"sites": [_shown(site) for site in line["sites"]]}
    if "studies" in line:
        return line | {"studies": in_words(line["studies"])}
    return line
