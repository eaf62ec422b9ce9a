"""What every page gets from this app."""

from typing import Any

from django.http import HttpRequest


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The main menu, the footer and the addresses in the header."""
    return {"navigation": [], "footer_links": [], "home_url": "/", "search_url": "/"}
