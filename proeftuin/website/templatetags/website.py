"""Parts of pages that ask for more than the page itself holds."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from proeftuin.website import menus, queries

register = template.Library()


@register.inclusion_tag("website/_going_on.html")
def going_on() -> dict[str, Any]:
    """What a visitor can do or read now."""
    return queries.going_on(timezone.now(), get_language() or "nl")


@register.filter
def address(page: Any) -> str:
    """The address of an editorial page, without asking for the site; it is in the reader's language."""
    return menus.url_of(page, get_language() or "nl")
