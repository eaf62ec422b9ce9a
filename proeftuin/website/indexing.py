"""What the search table holds: for each kind of public thing, which rows are public and what can be found of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from proeftuin.calls.models import Call
from proeftuin.calls.queries.call import public_calls
from proeftuin.core.templatetags.house import localised
from proeftuin.events.models import Event
from proeftuin.events.queries import public_events
from proeftuin.library.models import Item
from proeftuin.pathways.models import Pathway
from proeftuin.pilots.models import Pilot
from proeftuin.places.models import Municipality
from proeftuin.website import menus
from proeftuin.website.models import ContentPage, HomePage, NewsPage, SearchEntry
from proeftuin.website.queries import place_word

Kind = SearchEntry.Kind
LANGUAGES = ("nl", "en")


@dataclass(frozen=True)
class Source:
    """One kind of public thing: its rows, its address and the fields that can be searched."""

    kind: str
    model: type[models.Model]
    rows: Callable[[], models.QuerySet[Any]]
    url_name: str
    title: str
    fields: tuple[str, ...]
    argument: Callable[[Any], Any] = lambda thing: thing.slug
    is_fictional: Callable[[Any], bool] = lambda thing: bool(getattr(thing, "is_fictional", False))

    def entries(self, thing: Any) -> list[SearchEntry]:
        """The row of a thing in each language."""
        return [self._entry(thing, language) for language in LANGUAGES]

    def _entry(self, thing: Any, language: str) -> SearchEntry:
        with translation.override(language):
            return SearchEntry(
                kind=self.kind,
                thing_id=thing.pk,
                language=language,
                title=localised(thing, self.title)[0][:255],
                text="\n".join(filter(None, (localised(thing, field)[0] for field in self.fields))),
                url=reverse(self.url_name, args=[self.argument(thing)]),
                is_fictional=self.is_fictional(thing),
            )


class PageSource(Source):
    """Editorial pages: each page is in one language."""

    def entries(self, thing: Any) -> list[SearchEntry]:
        language = thing.locale.language_code
        words = [thing.lead, *_words_of(getattr(thing, "body", None) or [])]
        return [
            SearchEntry(
                kind=self.kind,
                thing_id=thing.pk,
                language=language,
                title=thing.title[:255],
                text="\n".join(words),
                url=menus.url_of(thing, language),
                is_fictional=bool(getattr(thing, "is_fictional", False)),
            )
        ]


def _words_of(body: Iterable[Any]) -> list[str]:
    return [str(text) for block in body for text in block.block.get_searchable_content(block.value)]


def _pages(model: type[Page]) -> Callable[[], models.QuerySet[Any]]:
    return lambda: model.objects.live().public().select_related("locale")


def _source_of_pages(kind: str, model: type[Page]) -> Source:
    return PageSource(kind, model, _pages(model), "", "title", ())


SOURCES: tuple[Source, ...] = (
    _source_of_pages(Kind.PAGE, HomePage),
    _source_of_pages(Kind.PAGE, ContentPage),
    _source_of_pages(Kind.NEWS, NewsPage),
    Source(Kind.PATHWAY, Pathway, Pathway.objects.all, "website:pathway", "name", ("summary", "body", "period")),
    Source(
        Kind.ITEM, Item, lambda: Item.objects.published(), "website:item", "title",
        ("summary", "authors", "publisher", "body", "transcript"),
    ),
    Source(
        Kind.CALL,
        Call,
        public_calls,
        "calls:call",
        "title",
        ("summary", "reasons", "conditions", "support"),
        is_fictional=lambda call: call.pathway.is_fictional,
    ),
    Source(
        Kind.EVENT,
        Event,
        public_events,
        "events:event",
        "title",
        ("summary", "text", "place"),
        is_fictional=lambda event: event.pathway.is_fictional,
    ),
    Source(
        Kind.PILOT, Pilot, lambda: Pilot.objects.filter(published_at__isnull=False).select_related("pathway"),
        "pilots:public", "name", ("summary", "place", "intention"),
    ),
    Source(
        Kind.MUNICIPALITY, Municipality, lambda: Municipality.objects.current().real(), "website:municipality",
        "name", (), place_word,
    ),
)  # fmt: skip


@transaction.atomic
def rebuild() -> int:
    """Fill the table anew; readers see the old rows until it is done."""
    SearchEntry.objects.all().delete()
    rows = [entry for source in SOURCES for thing in source.rows() for entry in source.entries(thing)]
    SearchEntry.objects.bulk_create(rows, batch_size=500)
    return len(rows)


@transaction.atomic
def refresh(model: type[models.Model], number: int) -> None:
    """Bring the rows of one thing up to date; what is not public has none."""
    for source in SOURCES:
        if source.model is model:
            SearchEntry.objects.filter(kind=source.kind, thing_id=number).delete()
            SearchEntry.objects.bulk_create(
                [entry for thing in source.rows().filter(pk=number) for entry in source.entries(thing)]
            )


def follow(instance: models.Model, **_signal: Any) -> None:
    """A public thing was saved or removed: the search follows once it is committed."""
    model, number = type(instance), instance.pk
    transaction.on_commit(lambda: refresh(model, number), robust=True)
