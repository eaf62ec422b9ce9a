"""The columns of a list of sites: what each holds, and by which names people call it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from proeftuin.core.folding import fold

_LOOSE = ("in", "eur", "euro")  # words that a head may hold without meaning anything else


@dataclass(frozen=True)
class Column:
    """A column: its short name, its label, what it holds, other names for it (folded), and a value for the template."""

    key: str
    label: str | Promise
    about: str | Promise
    names: tuple[str, ...]
    example: str | float | Promise = ""


COLUMNS: tuple[Column, ...] = (
    Column(
        "name",
        _("Name"),
        _("Needed. What the site is called."),
        ("name", "naam", "site", "plek", "locatie", "location", "site name", "naam site", "naam van de site", "name of the site", "terrein"),
        _("Example: old laundry (made up)"),
    ),
    Column(
        "municipality",
        _("Municipality"),
        _("Where it lies."),
        ("municipality", "gemeente", "stad", "city", "town"),
    ),
    Column(
        "homes",
        _("Number of homes"),
        _("The expected programme. Needed, unless the floor area is given."),
        ("homes", "woningen", "aantal woningen", "number of homes", "wooneenheden", "aantal wooneenheden", "dwellings", "dwelling units", "units"),
        24,
    ),
    Column(
        "floor_area_m2",
        _("Floor area of the homes in m²"),
        _("Of all homes together. When it is given, it counts instead of the number of homes."),
        ("floor area", "floor area of the homes", "vloeroppervlakte", "vloeroppervlakte woningen", "vloeroppervlakte van de woningen", "woonoppervlakte", "bvo"),
    ),
    Column(
        "land_area_m2",
        _("Land area in m²"),
        _("Or in hectares, with “ha” behind it. On a map file we take it from the outline."),
        ("land area", "area", "site area", "grondoppervlakte", "oppervlakte", "oppervlakte grond", "oppervlakte van de grond", "terreinoppervlakte", "perceeloppervlakte", "surface"),
        3200,
    ),
    Column(
        "land_price",
        _("Land price in €"),
        _("The whole price, or on a long lease the value of the land. Needed, unless the price per m² and the land area are given. Write 0 when the land costs nothing."),
        ("land price", "land value", "price of the land", "value of the land", "grondprijs", "grondwaarde", "prijs grond", "prijs van de grond", "waarde grond", "waarde van de grond"),
        960000,
    ),
    Column(
        "land_price_m2",
        _("Land price per m² in €"),
        _("Times the land area. Counts only when the whole price is empty."),
        ("land price m2", "land price per m2", "price per m2", "price m2", "grondprijs per m2", "grondprijs m2", "prijs per m2", "prijs m2"),
    ),
    Column(
        "tenure",
        _("Tenure"),
        _("“Bought” or “lease”. Empty: as in the plan."),
        ("tenure", "gekocht of erfpacht", "koop of erfpacht", "bought or leased", "zakelijk recht", "eigendomsvorm"),
    ),
    Column(
        "build_cost_m2",
        _("Building cost per m² in €"),
        _("Without VAT. All works of the plan become dearer or cheaper in the same measure. Empty: as in the plan."),
        ("build cost m2", "build cost per m2", "building cost per m2", "building cost m2", "bouwkost per m2", "bouwkost m2", "bouwkost", "bouwprijs per m2"),
    ),
)  # fmt: skip
_BY_NAME = {name: one.key for one in COLUMNS for name in (fold(one.key), *one.names)}
_TENURES: dict[str, Literal["bought", "leased"]] = {
    **dict.fromkeys(("gekocht", "koop", "kopen", "aankoop", "bought", "buy", "purchase", "volle eigendom", "eigendom", "owned"), "bought"),
    **dict.fromkeys(("erfpacht", "in erfpacht", "leased", "lease", "long lease", "on a long lease"), "leased"),
}  # fmt: skip


def column_of(head: Any) -> str | None:
    """The column that a head names, in either language, with or without its unit; None for any other."""
    words = [word for word in fold(str(head)[:100]).split() if word not in _LOOSE]
    name = " ".join(words)
    return _BY_NAME.get(name) or _BY_NAME.get(name.removesuffix(" m2"))


def columns_in(heads: Sequence[Any]) -> dict[str, list[int]]:
    """Each known column and the places at which a head names it."""
    found: dict[str, list[int]] = {}
    for place, head in enumerate(heads):
        if key := column_of(head):
            found.setdefault(key, []).append(place)
    return found


def looks_like_a_head(heads: Sequence[Any]) -> bool:
    """Whether a row is the head of the table: it names the sites and something else."""
    found = columns_in(heads)
    return "name" in found and len(found) > 1


def missing_from(columns: Mapping[str, Any]) -> Iterable[str | Promise]:
    """The labels of what a list cannot do without and does not have."""
    labels = {one.key: one.label for one in COLUMNS}
    if "name" not in columns:
        yield labels["name"]
    if not {"homes", "floor_area_m2"} & columns.keys():
        yield labels["homes"]
    if not {"land_price", "land_price_m2"} & columns.keys():
        yield labels["land_price"]


def tenure_of(text: str) -> Literal["bought", "leased"] | None:
    """What a cell says of the tenure; None when it cannot be read."""
    return _TENURES.get(fold(text))
