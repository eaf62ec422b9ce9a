"""What every page gets from this app."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from proeftuin.website import menus


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The main menu, the footer and the addresses in the header."""
    if request.path.startswith("/cms/"):
        return {}
    language = get_language() or "nl"
    chosen, others = menus.editorial(language)
    editorial = [menus.link(page["title"], page["url"], request.path) for page in chosen]
    own = menus.addresses(menus.MENU, request.path)
    return {
        "navigation": [*editorial[:1], *own, *editorial[1:]],
        "footer_links": [*others, *menus.addresses(menus.FOOTER, request.path)],
        "home_url": menus.home_url(language),
        "search_url": reverse("website:search"),
    }
