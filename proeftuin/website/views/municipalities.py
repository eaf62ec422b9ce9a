"""What there is in a municipality, or an honest "nothing yet"."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proeftuin.places.queries import find
from proeftuin.website import queries
from proeftuin.website.menus import trail


def overview(request: HttpRequest) -> HttpResponse:
    """Type a municipality or submunicipality: one found leads straight to its page."""
    words = request.GET.get("q", "").strip()[:60]
    found = find(words)
    if len(found) == 1:
        return HttpResponseRedirect(queries.municipality_url(found[0].municipality))
    context = {
        "words": words,
        "found": [(one, queries.municipality_url(one.municipality)) for one in found],
        "active": queries.active_municipalities() if not words else [],
        "trail": trail(_("Your municipality")),
    }
    return render(request, "website/municipalities.html", context)


def municipality(request: HttpRequest, place: str) -> HttpResponse:
    """The page of one municipality; a former one leads to what it became."""
    found = find(place.replace("-", " "))
    if len(found) != 1:
        raise Http404
    here = found[0].municipality
    if place != queries.place_word(here):
        return HttpResponseRedirect(queries.municipality_url(here))
    crumbs = trail(here.name, (_("Your municipality"), reverse("website:municipalities")))
    context = {
        "municipality": here,
        **queries.of_municipality(here, timezone.now()),
        "trail": crumbs,
        "fictional": here.is_fictional,
    }
    return render(request, "website/municipality.html", context)
