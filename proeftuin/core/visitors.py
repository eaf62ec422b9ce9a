"""Who asks, as far as counting requests needs it."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's address: behind our proxy the one that the proxy wrote last, never one that a visitor chose."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.BEHIND_PROXY:
        return direct
    return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or direct
