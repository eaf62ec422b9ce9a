"""A list of sites out of a file: each row with what it gives, or with what is wrong with it and what to do. One bad row stops no other."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from feasibility import formats
from proeftuin.places.formats import holds_register_number
from proeftuin.studies.numbers import read_number
from proeftuin.studies.portfolio.columns import COLUMNS, columns_in, missing_from, tenure_of
from proeftuin.studies.portfolio.maps import geojson_table, geopackage_table
from proeftuin.studies.portfolio.tables import NoList, Record, Table, csv_table, too_large, xlsx_table

LONGEST = 120  # letters in a name
KINDS: Mapping[str, Callable[[bytes], Table]] = {
    "csv": csv_table, "txt": csv_table, "xlsx": xlsx_table, "geojson": geojson_table, "json": geojson_table, "gpkg": geopackage_table
}  # fmt: skip
OUTLINE = "outline_m2"  # what a map says beside the cells
_LIMITS: Mapping[str, tuple[float, float]] = {
    "homes": (1, 5_000), "floor_area_m2": (10, 500_000), "land_area_m2": (1, 5_000_000), "land_price": (0, 1e9),
    "land_price_m2": (0, 1e5), "build_cost_m2": (100, 20_000),
}  # fmt: skip
_NAMES = {
    "name": ("de naam", "the name"),
    "municipality": ("de gemeente", "the municipality"),
    "homes": ("het aantal woningen", "the number of homes"),
    "floor_area_m2": ("de vloeroppervlakte", "the floor area"),
    "land_area_m2": ("de grondoppervlakte", "the land area"),
    "land_price": ("de grondprijs", "the land price"),
    "land_price_m2": ("de grondprijs per m²", "the land price per m²"),
    "build_cost_m2": ("de bouwkost per m²", "the building cost per m²"),
}
_HOME_M2 = (15, 500)  # floor area of a home: outside this, homes and area contradict each other
_ADORNED = re.compile(r"€|\beuro?\b|m²|\bm2\b|[\s'’]", re.IGNORECASE)
_NO_CENTS = re.compile(r"[.,][-–—]{1,2}$")
_HECTARES = re.compile(r"\s*(ha|hectaren?)\.?$", re.IGNORECASE)
Said = dict[str, str]


@dataclass(frozen=True)
class Values:
    """What a row says of a site."""

    name: str = ""
    municipality: str = ""
    homes: int | None = None
    floor_area_m2: float | None = None
    land_area_m2: float | None = None
    land_price: float | None = None
    tenure: Literal["", "bought", "leased"] = ""  # empty: as in the plan
    build_cost_m2: float | None = None  # empty: as in the plan


@dataclass(frozen=True)
class Row:
    """A row of the list: its number in the file, the cells as they were given, what they say, and what is wrong with them."""

    number: int
    given: dict[str, Any]
    values: Values
    faults: list[Said]


def read_sites(content: bytes, kind: str) -> list[Row]:
    """All rows of a file of this kind (the end of its name). Raises NoList when there is no list in it."""
    try:
        table = KINDS[kind](content)
    except MemoryError as error:
        raise too_large() from error
    columns = columns_in(table.heads)
    labels = {one.key: one.label for one in COLUMNS}
    if missing := [str(label) for label in missing_from(columns)]:
        raise NoList(
            _(
                "These columns are missing: %(missing)s. The first row names the columns; we read there: %(heads)s."
            )
            % {"missing": ", ".join(missing), "heads": ", ".join(filter(None, table.heads))[:300]}
        )
    if twice := [str(labels[key]) for key, places in columns.items() if len(places) > 1]:
        raise NoList(
            _("These columns stand there more than once: %(twice)s. Keep one of each.")
            % {"twice": ", ".join(twice)}
        )
    if not table.records:
        raise NoList(_("This list holds no sites. Write one on each row below the names of the columns."))
    return [_row(record, {key: places[0] for key, places in columns.items()}) for record in table.records]


def _row(record: Record, columns: Mapping[str, int]) -> Row:
    given = {
        key: _plain(record.cells[place] if place < len(record.cells) else None)
        for key, place in columns.items()
    }
    given = {key: value for key, value in given.items() if value != ""}
    if record.outline_m2:
        given[OUTLINE] = round(record.outline_m2, 1)
    faults = _of_the_row(record)
    if any(isinstance(value, str) and holds_register_number(value) for value in given.values()):
        given = {}
        faults = [
            _said(
                "deze rij bevat een rijksregisternummer, en dat mogen wij niet bewaren. Verwijder het.",
                "this row holds a national register number, and we may not keep one. Remove it.",
            )
        ]
        return Row(record.number, given, Values(), faults)
    values, wrong = values_of(given)
    return Row(record.number, given, values, faults + wrong)


def _of_the_row(record: Record) -> list[Said]:
    faults = []
    if record.is_too_long:
        faults.append(
            _said(
                "deze rij heeft meer cellen dan er kolommen zijn. Zet een tekst of getal met een komma of puntkomma tussen aanhalingstekens.",
                "this row has more cells than there are columns. Put a text or number with a comma or semicolon between quotation marks.",
            )
        )
    if record.is_bad_outline:
        faults.append(
            _said(
                "de omtrek kan niet kloppen: hij kruist zichzelf, is geen vlak of ligt niet in België (WGS84 of Lambert). Teken hem opnieuw, of laat hem weg en vul de grondoppervlakte in.",
                "the outline cannot be right: it crosses itself, is no area or does not lie in Belgium (WGS84 or Lambert). Draw it again, or leave it out and fill in the land area.",
            )
        )
    return faults


def _said(nl: str, en: str) -> Said:
    return {"nl": nl[:1].upper() + nl[1:], "en": en[:1].upper() + en[1:]}


def _plain(cell: Any) -> str | float:
    """A cell as it can be kept: a number, or text without what a database cannot hold."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) < 1e15:
        return cell
    text = "" if cell is None or (isinstance(cell, float) and math.isnan(cell)) else str(cell)[:200]
    return text.replace("\0", "").encode("utf-8", "ignore").decode().strip()


def values_of(given: Mapping[str, Any]) -> tuple[Values, list[Said]]:
    """What the cells of a row say, and everything that is wrong with them."""
    reader = _Reader(given)
    name, municipality = reader.text("name"), reader.text("municipality")
    numbers = {key: reader.number(key) for key in _LIMITS}
    if not name:
        reader.add("de naam ontbreekt. Vul hem in.", "the name is missing. Fill it in.")
    area = numbers["land_area_m2"] or given.get(OUTLINE)
    values = Values(
        name=name,
        municipality=municipality,
        homes=None if numbers["homes"] is None else int(numbers["homes"]),
        floor_area_m2=numbers["floor_area_m2"],
        land_area_m2=area,
        land_price=reader.land_price(numbers, area),
        tenure=reader.tenure(),
        build_cost_m2=numbers["build_cost_m2"],
    )
    reader.check_programme(values)
    return values, reader.faults


class _Reader:
    """Reads the cells of a row; goes on after a fault."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given
        self.faults: list[Said] = []
        self.doubted: set[str] = set()

    def add(self, nl: str, en: str, *keys: str) -> None:
        self.faults.append(_said(nl, en))
        self.doubted.update(keys)

    def text(self, key: str) -> str:
        """A text of one line, not longer than there is room for."""
        text = " ".join(str(self.given.get(key, "")).split())
        if len(text) > LONGEST:
            nl, en = _NAMES[key]
            self.add(
                f"{nl} is langer dan {LONGEST} letters. Kort hem in.",
                f"{en} is longer than {LONGEST} letters. Shorten it.",
                key,
            )
        return text[:LONGEST]

    def number(self, key: str) -> float | None:
        """The number in a cell, within its limits."""
        cell = self.given.get(key, "")
        if cell == "":
            return None
        found = cell if isinstance(cell, int | float) else _number(cell, is_area=key.endswith("area_m2"))
        (nl, en), (low, high) = _NAMES[key], _LIMITS[key]
        example = ("12", "12") if key == "homes" else ("1250,5", "1250.5")
        if found is None:
            self.add(
                f"{nl} is geen getal: “{_short(cell)}”. Schrijf het als {example[0]}.",
                f"{en} is no number: “{_short(cell)}”. Write it like {example[1]}.",
                key,
            )
        elif key == "homes" and not float(found).is_integer():
            self.add(
                f"{nl} is geen geheel getal: “{_short(cell)}”. Schrijf het zonder komma.",
                f"{en} is not a whole number: “{_short(cell)}”. Write it without a comma.",
                key,
            )
        elif not low <= found <= high:
            limits = {
                language: [formats.number(one, language) for one in (low, high)] for language in ("nl", "en")
            }
            self.add(
                "{} kan niet kloppen: “{}”. Geef {} tot {}.".format(nl, _short(cell), *limits["nl"]),
                "{} cannot be right: “{}”. Give {} to {}.".format(en, _short(cell), *limits["en"]),
                key,
            )
        else:
            return float(found)
        return None

    def land_price(self, numbers: Mapping[str, float | None], area: float | None) -> float | None:
        """The price as it is given, or by the m²."""
        by_m2 = numbers["land_price_m2"]
        if numbers["land_price"] is not None:
            return numbers["land_price"]
        if by_m2 is not None and area:
            return by_m2 * area
        if by_m2 is not None and "land_area_m2" not in self.doubted:
            self.add(
                "bij een grondprijs per m² hoort een grondoppervlakte. Vul die in, of de hele grondprijs.",
                "a land price per m² needs a land area. Fill it in, or the whole land price.",
            )
        elif not {"land_price", "land_price_m2", "land_area_m2"} & self.doubted:
            self.add(
                "de grondprijs ontbreekt. Vul hem in; schrijf 0 als de grond niets kost.",
                "the land price is missing. Fill it in; write 0 when the land costs nothing.",
            )
        return None

    def tenure(self) -> Literal["", "bought", "leased"]:
        """Bought or leased; empty when the cell is."""
        cell = str(self.given.get("tenure", ""))
        found = tenure_of(cell) if cell else ""
        if found is None:
            self.add(
                f"“{_short(cell)}” zegt niet of de grond gekocht wordt. Schrijf “gekocht” of “erfpacht”, of laat de cel leeg.",
                f"“{_short(cell)}” does not say whether the land is bought. Write “bought” or “lease”, or leave the cell empty.",
            )
        return found or ""

    def check_programme(self, values: Values) -> None:
        """Homes or floor area are there, and do not contradict each other."""
        homes, area = values.homes, values.floor_area_m2
        if not homes and not area and not {"homes", "floor_area_m2"} & self.doubted:
            self.add(
                "het aantal woningen ontbreekt. Vul het in, of hun vloeroppervlakte.",
                "the number of homes is missing. Fill it in, or their floor area.",
            )
        if homes and area and not _HOME_M2[0] <= area / homes <= _HOME_M2[1]:
            size = {language: formats.number(area / homes, language, 0) for language in ("nl", "en")}
            self.add(
                f"een woning zou {size['nl']} m² groot zijn. Kijk het aantal woningen en hun vloeroppervlakte na.",
                f"a home would measure {size['en']} m². Check the number of homes and their floor area.",
            )


def _number(text: str, *, is_area: bool) -> float | None:
    """The number in a text: € 1.250.000,00 · 1250,5 m² · 1,5 ha."""
    in_hectares = _HECTARES.search(text) if is_area else None
    bare = _ADORNED.sub("", text[: in_hectares.start()] if in_hectares else text)
    found = read_number(_NO_CENTS.sub("", bare), groups=not in_hectares)
    return found * 10_000 if found is not None and in_hectares else found


def _short(cell: Any) -> str:
    text = " ".join(str(cell).split())
    return text if len(text) <= 40 else f"{text[:40]}…"


def faults_of(found: Iterable[Any]) -> list[Said]:
    """Faults of the engine as those of a row."""
    return [_said(one.nl, one.en) for one in found]
