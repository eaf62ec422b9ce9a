"""The learning pathways: the running ones, and those that ended as an archive."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proeftuin.core.templatetags.house import plain
from proeftuin.pathways.models import Pathway
from proeftuin.website import queries
from proeftuin.website.menus import trail


def overview(request: HttpRequest) -> HttpResponse:
    """All learning pathways."""
    pathways = list(Pathway.objects.all())
    context = {
        "running": [pathway for pathway in pathways if not pathway.is_archive],
        "ended": [pathway for pathway in pathways if pathway.is_archive],
        "trail": trail(_("Learning pathways")),
    }
    return render(request, "website/pathways.html", context)


def pathway(request: HttpRequest, slug: str) -> HttpResponse:
    """One pathway with its phases, partners, calls, pilots, moments and knowledge."""
    found = get_object_or_404(Pathway.objects.prefetch_related("phases", "partners"), slug=slug)
    here = trail(plain(found, "name"), (_("Learning pathways"), reverse("website:pathways")))
    context = {
        "pathway": found,
        **queries.of_pathway(found, timezone.now()),
        "trail": here,
        "fictional": found.is_fictional,
    }
    return render(request, "website/pathway.html", context)
