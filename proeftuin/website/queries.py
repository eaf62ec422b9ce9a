"""Reads of the public site: what goes on now, and what belongs to a pathway or a municipality."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from proeftuin.calls.models import Call
from proeftuin.calls.queries.call import public_calls
from proeftuin.core.templatetags.house import plain
from proeftuin.events.models import Event
from proeftuin.events.queries import public_events, upcoming
from proeftuin.library import queries as library
from proeftuin.library.models import Item
from proeftuin.pathways.models import Pathway
from proeftuin.pilots import queries as pilots_app
from proeftuin.pilots.models import Pilot
from proeftuin.places import tilemap
from proeftuin.places.models import Municipality
from proeftuin.places.tilemap import Mark
from proeftuin.website import menus
from proeftuin.website.models import NewsPage, SearchEntry


def going_on(now: datetime, language: str) -> dict[str, Any]:
    """What a visitor can do or read now: open calls, the next moments, the last news."""
    calls = [(call, "open") for call in open_calls(now)[:2]]
    events = list(coming_events(now)[:2])
    news = newest_news(language, 2)
    return {"calls": calls, "events": events, "news": news, "is_quiet": not (calls or events or news)}


def open_calls(now: datetime) -> QuerySet[Call]:
    """Calls on which one can apply now, the first deadline first."""
    calls = public_calls().filter(state=Call.State.PUBLISHED, opens_at__lte=now, closes_at__gte=now)
    return calls.order_by("closes_at", "pk")


def calls_with_badges(calls: QuerySet[Call], now: datetime) -> list[tuple[Call, str]]:
    """Calls with a word on whether one can apply now."""
    return [(call, _badge(call, now)) for call in calls]


def _badge(call: Call, now: datetime) -> str:
    if call.is_open(now):
        return "open"
    return "closed" if call.is_closed(now) else "coming"


def coming_events(now: datetime) -> QuerySet[Event]:
    """Moments that are still to come and are not called off, the first one first."""
    return upcoming(now).exclude(state=Event.State.CANCELLED)


def newest_news(language: str, most: int) -> list[dict[str, Any]]:
    """The newest messages with their addresses."""
    news = NewsPage.objects.live().public().filter(locale__language_code=language)
    return [
        {"page": page, "url": menus.url_of(page, language)} for page in news.order_by("-on", "-pk")[:most]
    ]


def pathways_of(item: Item) -> QuerySet[Pathway]:
    """The pathways on whose shelf this item stands."""
    return Pathway.objects.filter(shelf__items=item)


def shelf_of(pathway: Pathway) -> list[Item]:
    """The published items of a pathway."""
    return list(library.published().filter(shelves__pathway=pathway))


def pilots_of(pathway: Pathway | None) -> list[Pilot]:
    """Public pilots of one pathway or of all."""
    return list(pilots_app.public_pilots(pathway))


def of_pathway(pathway: Pathway, now: datetime) -> dict[str, Any]:
    """All that is shown on the page of a pathway."""
    return {
        "pilots": pilots_of(pathway),
        "items": shelf_of(pathway),
        "calls": calls_with_badges(public_calls().filter(pathway=pathway), now),
        "events": list(public_events().filter(pathway=pathway)),
    }


def place_word(municipality: Municipality) -> str:
    """How a municipality stands in an address: its name, or its code when the name says too little."""
    return municipality.folded_name.replace(" ", "-")


def municipality_url(municipality: Municipality) -> str:
    """The address of the page of a municipality."""
    return reverse("website:municipality", args=[place_word(municipality)])


def of_municipality(municipality: Municipality, now: datetime) -> dict[str, Any]:
    """What there is here, its former parts included."""
    here = [municipality.pk, *municipality.predecessors.values_list("pk", flat=True)]
    pilots = list(pilots_app.public_pilots().filter(municipality__in=here))
    calls = calls_with_badges(public_calls().filter(host__municipality__in=here), now)
    events = list(public_events().filter(municipality__in=here))
    return {
        "pilots": pilots,
        "calls": calls,
        "events": events,
        "map": tilemap.render([_mark(pilot) for pilot in pilots], here=municipality.nis, with_list=False),
        "parts": list(
            municipality.submunicipalities.exclude(name=municipality.name).values_list("name", flat=True)
        ),
        "is_empty": not (pilots or calls or events),
    }


def active_municipalities() -> list[tuple[Municipality, str]]:
    """Municipalities where there is a public pilot."""
    places = {pilot.municipality_id: pilot.municipality for pilot in pilots_app.public_pilots()}
    ordered = sorted(places.values(), key=lambda place: place.folded_name)
    return [(place, municipality_url(place)) for place in ordered]


def map_of(pilots: Iterable[Pilot]) -> str:
    """The schematic map with a mark for each pilot, of a kind for each pathway."""
    return tilemap.render([_mark(pilot) for pilot in pilots], title=_("Pilots on the map"))


def _mark(pilot: Pilot) -> Mark:
    return Mark(
        nis=pilot.municipality.nis,
        label=plain(pilot, "name"),
        url=reverse("pilots:public", args=[pilot.slug]),
        kind=plain(pilot.pathway, "name"),
        place=pilot.municipality.name,
    )


def sitemap() -> list[dict[str, Any]]:
    """Every public thing with its addresses by language."""
    places: dict[tuple[str, int], dict[str, Any]] = {}
    entries = SearchEntry.objects.filter(is_fictional=False).exclude(kind=SearchEntry.Kind.MUNICIPALITY)
    for kind, number, language, url in entries.order_by("kind", "thing_id", "-language").values_list(
        "kind", "thing_id", "language", "url"
    ):
        places.setdefault((kind, number), {})[language] = url
    return [{"languages": languages} for languages in places.values()]
