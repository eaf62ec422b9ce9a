"""What every page knows of the house: its operator and the same page in the other language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.http import escape_leading_slashes
from django.utils.translation import get_language


def house(request: HttpRequest) -> dict[str, Any]:
    """The operator, the addresses of this page per language, and whether the role switcher is on."""
    path = escape_leading_slashes(request.get_full_path())  # a second slash would name another host
    return {
        "operator": settings.OPERATOR,
        "site_url": settings.SITE_URL,
        "role_switcher": settings.ROLE_SWITCHER,
        "language_links": [
            {"code": code, "name": native, "url": translate_url(path, code), "here": code == get_language()}
            for code, native in (("nl", "Nederlands"), ("en", "English"))
        ],
    }
