"""The facts of a site and its small map, wherever a page shows them."""

from typing import Any

from django import template

from proeftuin.sites.drawing import draw
from proeftuin.sites.facts import facts
from proeftuin.sites.models import Site

register = template.Library()


@register.inclusion_tag("sites/_facts.html")
def site_facts(site: Site, unknown_text: str = "") -> dict[str, Any]:
    """All facts of a site; what is not known says so ("Not publicly documented", or the given words)."""
    return {"facts": facts(site), "unknown_text": unknown_text}


@register.inclusion_tag("sites/_drawing.html")
def site_map(site: Site) -> dict[str, Any]:
    """The small map of a site, or nothing where there is nothing to draw."""
    return {"drawing": draw(site), "site": site}
