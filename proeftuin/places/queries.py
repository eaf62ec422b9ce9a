"""Looking up municipalities by what people type."""

from dataclasses import dataclass

from django.db import models

from proeftuin.core.folding import fold
from proeftuin.places.models import Municipality, SubMunicipality

ALIKE_LIMIT = 12


@dataclass(frozen=True, slots=True)
class Found:
    """A municipality of today, and the other name under which it was found (a former or submunicipality)."""

    municipality: Municipality
    via: str = ""

    def __str__(self) -> str:
        return f"{self.via} ({self.municipality.name})" if self.via else self.municipality.name


def find(text: str) -> list[Found]:
    """The municipalities of today that somebody may mean: by code, name, former name or submunicipality.

    An exact name wins over longer names that only begin with what was typed.
    """
    wanted = fold(text)
    if not wanted:
        return []
    if wanted.isdigit():
        return _once([_today(found) for found in _municipalities().filter(nis=wanted)])
    exact = _named(wanted, "exact")
    return exact or _named(wanted, "startswith")[:ALIKE_LIMIT]


def _named(wanted: str, how: str) -> list[Found]:
    by_name = {f"folded_name__{how}": wanted}
    municipalities = _municipalities().filter(**by_name)
    subs = (
        SubMunicipality.objects.filter(**by_name)
        .select_related("municipality")
        .order_by("municipality__folded_name")
    )
    found = sorted((_today(one) for one in municipalities), key=lambda one: bool(one.via))
    return _once([*found, *(_of(sub) for sub in subs)])


def _municipalities() -> models.QuerySet[Municipality]:
    return Municipality.objects.select_related("successor")


def _today(municipality: Municipality) -> Found:
    """The municipality, or the one it became; also after more than one merger."""
    today = municipality
    while today.successor is not None:
        today = today.successor
    return Found(today, via="" if municipality.name == today.name else municipality.name)


def _of(sub: SubMunicipality) -> Found:
    return Found(sub.municipality, via="" if sub.name == sub.municipality.name else sub.name)


def _once(found: list[Found]) -> list[Found]:
    """Each municipality once, under the first name that was found for it."""
    return list({one.municipality.pk: one for one in reversed(found)}.values())[::-1]


def names() -> list[str]:
    """The names of all municipalities of today, in order, for suggestions."""
    return list(Municipality.objects.current().values_list("name", flat=True))
