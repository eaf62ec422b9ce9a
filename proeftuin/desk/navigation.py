"""The menu of the signed-in pages: only what this person may use."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the menu."""

    title: str
    url: str
    count: int = 0
    here: bool = False


def links(request: HttpRequest) -> list[Link]:
    """The entries for this person, the page that is open marked."""
    user = request.user
    if not user.is_authenticated:
        return []
    return [_link(request, _("What waits for me"), "desk:home")]


def _link(request: HttpRequest, title: str, name: str, count: int = 0) -> Link:
    url = reverse(name)
    here = request.path == url or (name != "desk:home" and request.path.startswith(url))
    return Link(title, url, count, here)
