"""The knowledge library: what there is, filtered and searched, and a page for each item."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from proeftuin.core.templatetags.house import plain
from proeftuin.library import queries
from proeftuin.website.forms import LibraryFilter
from proeftuin.website.menus import trail
from proeftuin.website.queries import pathways_of

A_PAGE = 12


def overview(request: HttpRequest) -> HttpResponse:
    """Published items by topic, audience, phase, kind and words."""
    form = LibraryFilter(request.GET)
    asked = form.asked()
    page = Paginator(queries.found(asked), A_PAGE).get_page(request.GET.get("page"))
    here = trail(_("Knowledge library"))
    context = {"form": form, "page": page, "asked": asked, "trail": here}
    return render(request, "website/library.html", context)


def item(request: HttpRequest, slug: str) -> HttpResponse:
    """One published item."""
    found = get_object_or_404(queries.published(), slug=slug)
    here = trail(plain(found, "title"), (_("Knowledge library"), reverse("website:library")))
    context = {
        "item": found,
        "related": queries.related(found),
        "pathways": pathways_of(found),
        "trail": here,
        "fictional": found.is_fictional,
    }
    return render(request, "website/item.html", context)
