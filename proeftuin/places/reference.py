"""The reference data that ships with the project, as rows; `data/README.md` says from where and under which licence."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class MunicipalityRow:
    """A municipality of today."""

    nis: str
    name: str
    province: str
    region: str
    kbo: str
    ovo: str


@dataclass(frozen=True, slots=True)
class MergerRow:
    """A municipality that went into another one; with the same code twice, it is the one that took the others in."""

    nis: str
    name: str
    became: str
    on: date

    @property
    def keeps_its_code(self) -> bool:
        """Whether the merged municipality goes on under this code."""
        return self.nis == self.became


@dataclass(frozen=True, slots=True)
class SubMunicipalityRow:
    """A submunicipality and the NIS code of its municipality."""

    code: str
    name: str
    municipality: str


@dataclass(frozen=True, slots=True)
class BodyRow:
    """An intermunicipal body: its kind, its enterprise number where known, the NIS code of its seat."""

    name: str
    kind: str
    kbo: str
    seat: str


@dataclass(frozen=True, slots=True)
class ProvinceRow:
    """A province with its European statistical code."""

    nis: str
    name: str
    nuts2: str


@dataclass(frozen=True, slots=True)
class TileRow:
    """The square of a municipality on the tile map."""

    nis: str
    column: int
    row: int


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def municipalities() -> list[MunicipalityRow]:
    """The 285 Flemish municipalities as they are since 1 January 2025."""
    return [MunicipalityRow(**row) for row in _rows("municipalities.csv")]


def mergers() -> list[MergerRow]:
    """The 28 municipalities that became 13 on 1 January 2025."""
    return [
        MergerRow(row["nis"], row["name"], row["became"], date.fromisoformat(row["on"]))
        for row in _rows("mergers.csv")
    ]


def submunicipalities() -> list[SubMunicipalityRow]:
    """The submunicipalities of all municipalities."""
    return [SubMunicipalityRow(**row) for row in _rows("submunicipalities.csv")]


def intermunicipal_bodies() -> list[BodyRow]:
    """The intermunicipal bodies that were active in 2023."""
    return [BodyRow(**row) for row in _rows("intermunicipal_bodies.csv")]


def provinces() -> list[ProvinceRow]:
    """The five Flemish provinces."""
    return [ProvinceRow(**row) for row in _rows("provinces.csv")]


@lru_cache(maxsize=1)
def tiles() -> tuple[TileRow, ...]:
    """One square for each municipality."""
    return tuple(TileRow(row["nis"], int(row["column"]), int(row["row"])) for row in _rows("tiles.csv"))
