"""The schematic map of Flanders: one square for each municipality, marks that are links, and the same as a list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from proeftuin.core.folding import fold
from proeftuin.places import reference

CELL = 10
SHAPES = (  # a form of its own for each kind, so that colour is never the only difference
    "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0z",
    "M0-8.5 8.5 0 0 8.5-8.5 0z",
    "M-6.5-6.5h13v13h-13z",
    "M0-8 8.3 6.4H-8.3z",
)
ISLAND = (0, 13)  # where fictional municipalities lie: a row of squares off the coast
ISLAND_WIDTH = 13
LABELS = {  # beside the provinces, where no mark can hide them
    "10000": (247, 10),
    "20001": (226, 135),
    "30000": (16, 14),
    "40000": (86, 34),
    "70000": (274, 34),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to point at: where, what it is called, where it leads, and of which kind it is (shown as a legend)."""

    nis: str
    label: str
    url: str
    kind: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of mark is drawn."""

    number: int
    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A square that is drawn: its corner and the name that appears on pointing at it."""

    name: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Land:
    """The squares of one province and the place of its name."""

    name: str
    tiles: list[Tile]
    label_x: str
    label_y: str


@dataclass(frozen=True, slots=True)
class Pin:
    """The marks of one municipality on the map: a link to the one thing, or to the first of several in the list."""

    place: str
    x: str
    y: str
    look: Look
    url: str
    marks: list[Mark]


@dataclass(frozen=True, slots=True)
class Row:
    """A mark in the list beside the map; the first of a municipality carries the anchor of its pin."""

    mark: Mark
    place: str
    anchor: str


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {row.nis: row.name for row in reference.municipalities()}


@lru_cache(maxsize=1)
def _successors() -> dict[str, str]:
    return {merger.nis: merger.became for merger in reference.mergers()}


@lru_cache(maxsize=1)
def _squares() -> dict[str, tuple[int, int]]:
    return {tile.nis: (tile.column, tile.row) for tile in reference.tiles()}


@lru_cache(maxsize=1)
def land() -> tuple[Land, ...]:
    """The five provinces with their squares."""
    provinces = {row.nis: row.province for row in reference.municipalities()}
    tiles: dict[str, list[Tile]] = {row.nis: [] for row in reference.provinces()}
    for nis, (column, row) in _squares().items():
        tiles[provinces[nis]].append(Tile(_names()[nis], column * CELL, row * CELL))
    return tuple(
        Land(row.name, tiles[row.nis], f"{LABELS[row.nis][0]:g}", f"{LABELS[row.nis][1]:g}")
        for row in reference.provinces()
    )


@lru_cache(maxsize=1)
def borders() -> str:
    """The lines around and between the provinces as the path of a drawing."""
    provinces = {row.nis: row.province for row in reference.municipalities()}
    cells = {square: provinces[nis] for nis, square in _squares().items()}
    lines = []
    for column, row in sorted({(c + x, r + y) for c, r in cells for x in (0, 1) for y in (0, 1)}):
        corner = f"M{column * CELL - 0.5:g} {row * CELL - 0.5:g}"
        if cells.get((column, row)) != cells.get((column - 1, row)):
            lines.append(f"{corner}v{CELL}")
        if cells.get((column, row)) != cells.get((column, row - 1)):
            lines.append(f"{corner}h{CELL}")
    return "".join(lines)


def place_of(mark: Mark) -> str:
    """The municipality of a mark in words."""
    return mark.place or _names().get(_today(mark.nis), "")


def _today(nis: str) -> str:
    return _successors().get(nis, nis)


def _fictional(marks: Sequence[Mark], here: str) -> dict[str, tuple[int, int]]:
    """The squares of fictional municipalities, in a row off the coast."""
    codes = sorted({nis for nis in (*(mark.nis for mark in marks), here) if nis.startswith("99")})
    left, top = ISLAND
    step = 2 if len(codes) * 2 <= ISLAND_WIDTH else 1
    return {nis: (left + index * step % ISLAND_WIDTH, top) for index, nis in enumerate(codes)}


def _looks(marks: Sequence[Mark]) -> dict[str, Look]:
    kinds = list(dict.fromkeys(mark.kind for mark in marks))
    count = len(SHAPES)  # from the fifth kind on, a form comes back in another colour
    return {
        kind: Look(index % count + 1, SHAPES[(index + index // count) % count], kind)
        for index, kind in enumerate(kinds)
    }


def _pins(
    marks: Sequence[Mark], squares: Mapping[str, tuple[int, int]], looks: Mapping[str, Look], listed_in: str
) -> list[Pin]:
    """One pin for each marked municipality, from north to south so that none hides the one below it."""
    together: dict[tuple[int, int], list[Mark]] = {}
    for mark in marks:
        if _today(mark.nis) in squares:
            together.setdefault(squares[_today(mark.nis)], []).append(mark)
    pins = []
    for (column, row), group in sorted(together.items(), key=lambda item: (item[0][1], item[0][0])):
        first = group[0]
        url = f"#{_anchor(listed_in, first)}" if len(group) > 1 and listed_in else first.url
        x, y = f"{column * CELL + 4.5:g}", f"{row * CELL + 4.5:g}"
        pins.append(Pin(place_of(first), x, y, looks[first.kind], url, group))
    return pins


def _anchor(uid: str, mark: Mark) -> str:
    return f"{uid}-{_today(mark.nis)}"


def _rows(marks: Sequence[Mark], uid: str) -> list[Row]:
    """The list beside the map, in the order of the places."""
    rows: list[Row] = []
    seen: set[str] = set()
    for mark in sorted(marks, key=lambda mark: (fold(place_of(mark)), fold(mark.label))):
        anchor = _anchor(uid, mark)
        rows.append(Row(mark, place_of(mark), "" if anchor in seen else anchor))
        seen.add(anchor)
    return rows


def render(
    marks: Iterable[Mark] = (), *, here: str = "", uid: str = "map", title: str = "", with_list: bool = True
) -> SafeString:
    """The map with its marks; `here` rings one municipality, `uid` keeps two maps on one page apart."""
    shown = list(marks)
    looks = _looks(shown)
    island = _fictional(shown, here)
    squares = {**_squares(), **island}
    names = {mark.nis: place_of(mark) for mark in shown}
    ring = squares.get(_today(here))
    context = {
        "uid": uid,
        "title": title,
        "land": land(),
        "borders": borders(),
        "island": [Tile(names.get(nis, ""), x * CELL, y * CELL) for nis, (x, y) in island.items()],
        "pins": _pins(shown, squares, looks, uid if with_list else ""),
        "ring": Tile("", ring[0] * CELL, ring[1] * CELL) if ring else None,
        "looks": [look for look in looks.values() if look.kind],
        "rows": _rows(shown, uid) if with_list else [],
    }
    return SafeString(render_to_string("places/tilemap.html", context))
