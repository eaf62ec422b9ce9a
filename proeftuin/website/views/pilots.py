"""The pilots of all pathways: on a schematic map and as a list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from proeftuin.pathways.models import Pathway
from proeftuin.website import queries
from proeftuin.website.menus import trail


def overview(request: HttpRequest) -> HttpResponse:
    """Public pilots, of one pathway or of all."""
    chosen = Pathway.objects.filter(slug=request.GET.get("pathway", "")).first()
    pilots = queries.pilots_of(chosen)
    context = {
        "pathways": Pathway.objects.all(),
        "chosen": chosen,
        "pilots": pilots,
        "map": queries.map_of(pilots),
        "trail": trail(_("Pilots")),
        "fictional": bool(pilots) and all(pilot.is_fictional for pilot in pilots),
    }
    return render(request, "website/pilots.html", context)
