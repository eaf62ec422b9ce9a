"""Searching all that is public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from proeftuin.website import searching
from proeftuin.website.menus import trail


def results(request: HttpRequest) -> HttpResponse:
    """What was found, in groups; one kind in full when it is chosen."""
    words = request.GET.get("q", "").strip()[:100]
    kind = request.GET.get("kind", "")
    groups = searching.find(words, get_language() or "nl", kind)
    context = {
        "words": words,
        "kind": kind,
        "groups": groups,
        "number": sum(group.number for group in groups),
        "trail": trail(_("Search")),
    }
    return render(request, "website/search.html", context)
