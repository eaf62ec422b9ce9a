"""The search of the site: one table of public things only (filled by `indexing`)."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from proeftuin.core import searching
from proeftuin.website.models import SearchEntry

Kind = SearchEntry.Kind
FEW = 5  # of each kind, when no kind is chosen
MANY = 50


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind, and how many there are in all."""

    kind: str
    label: str
    entries: list[SearchEntry]
    number: int


def find(words: str, language: str, kind: str = "") -> list[Group]:
    """Public things that hold these words in this language, in groups, best first."""
    query = searching.question(words, language)
    if query is None:
        return []
    hits = SearchEntry.objects.filter(language=language, search=query).defer("search")
    most = FEW
    if kind in Kind.values:
        hits, most = hits.filter(kind=kind), MANY
    ranked = hits.annotate(
        rank=SearchRank(F("search"), query),
        place=Window(RowNumber(), partition_by="kind", order_by=[F("rank").desc(), F("title").asc()]),
        number=Window(Count("pk"), partition_by="kind"),
    ).filter(place__lte=most)
    by_kind: dict[str, list[Any]] = {}
    for entry in ranked.order_by("kind", "place"):
        by_kind.setdefault(entry.kind, []).append(entry)
    groups = [
        Group(kind=code, label=str(Kind(code).label), entries=entries, number=entries[0].number)
        for code, entries in by_kind.items()
    ]
    return sorted(groups, key=lambda group: -max(float(getattr(entry, "rank", 0)) for entry in group.entries))
