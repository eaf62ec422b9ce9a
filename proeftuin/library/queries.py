"""Reads of the library: what a visitor asks for, and where to go from an item."""

from collections.abc import Mapping

from django.contrib.postgres.search import SearchRank
from django.db.models import F, Q
from django.db.models.functions import Greatest

from proeftuin.core import searching
from proeftuin.library.models import Audience, Item, ItemQuerySet, Phase


def published() -> ItemQuerySet:
    """Items that everybody may read, with their topics."""
    return Item.objects.published().defer("search", "search_en", "transcript").prefetch_related("topics")


def found(asked: Mapping[str, str]) -> ItemQuerySet:
    """Published items for the filters `topic`, `audience`, `phase`, `kind` and the words `q`; best first."""
    items = published()
    if asked.get("topic"):
        items = items.filter(topics__slug=asked["topic"])
    if asked.get("audience") in Audience.values:
        items = items.filter(audiences__contains=[asked["audience"]])
    if asked.get("phase") in Phase.values:
        items = items.filter(phases__contains=[asked["phase"]])
    if asked.get("kind") in Item.Kind.values:
        items = items.filter(kind=asked["kind"])
    return with_words(items, asked.get("q", ""))


def with_words(items: ItemQuerySet, words: str) -> ItemQuerySet:
    """Only the items that hold these words, in Dutch or in English, best first."""
    dutch, english = searching.question(words), searching.question(words, "en")
    if dutch is None or english is None:
        return items if not words.strip() else items.none()
    return (
        items.filter(Q(search=dutch) | Q(search_en=english))
        .annotate(rank=Greatest(SearchRank(F("search"), dutch), SearchRank(F("search_en"), english)))
        .order_by("-rank", F("published_on").desc(nulls_last=True), "title", "id")
    )


def related(item: Item, most: int = 3) -> list[Item]:
    """Other items on the same topics, newest first."""
    topics = [topic.pk for topic in item.topics.all()]
    return list(published().filter(topics__in=topics).exclude(pk=item.pk).distinct()[:most])
