"""Figures of law, tax and practice as dated data: which value held on a day, who says so, and how sure that is.

    parameter("registration.long_lease_duty", date(2024, 3, 1)).number  # 0.05

The figures stand in the TOML files beside this module, one table a parameter, one row a period; README.md there
gives the format. `norms-finance.toml` and `norms-building.toml` both fill the group `norms`. A value is never
carried on in silence: outside what the files know, `parameter` raises `ParameterNotKnown`.
"""

import csv
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache

from feasibility.parameters.keeping import keeping, kept
from feasibility.parameters.reading import (
    FOLDER,
    Bracket,
    Parameter,
    ParameterError,
    ParameterFileError,
    read_files,
)

__all__ = [
    "Bracket",
    "HousePrice",
    "Parameter",
    "ParameterError",
    "ParameterFileError",
    "ParameterNotKnown",
    "UnknownParameter",
    "health_index",
    "history",
    "house_price",
    "keeping",
    "names",
    "parameter",
    "read_files",
]


@dataclass(frozen=True)
class HousePrice:
    """Sales and median prices (euro) of one municipality in one year; None where too few sales were made to publish."""

    nis: str
    municipality: str
    year: int
    houses_sold: int
    house: float | None
    apartments_sold: int
    apartment: float | None


class UnknownParameter(ParameterError):
    """No file has a parameter of this name."""


class ParameterNotKnown(ParameterError):
    """The files have the parameter, but no value for the day that was asked."""


def parameter(name: str, on: date) -> Parameter:
    """The value of `name` that held on the day `on`; inside `keeping` the one that was kept, where there is one.

    Raises UnknownParameter for a name no file has, ParameterNotKnown for a day no period covers.
    """
    for period in kept(name):
        if period.first <= on <= period.last:
            return period
    periods = history(name)
    for period in periods:
        if period.first <= on <= period.last:
            return period
    raise _not_known(name, on, periods)


def history(name: str) -> tuple[Parameter, ...]:
    """All periods of `name`, oldest first. Raises UnknownParameter."""
    try:
        return _parameters()[name]
    except KeyError:
        near = get_close_matches(name, names(), n=3)
        raise UnknownParameter(
            f"There is no parameter {name}." + (f" Did you mean {' or '.join(near)}?" if near else ""),
            f"Parameter {name} bestaat niet." + (f" Bedoelde u {' of '.join(near)}?" if near else ""),
        ) from None


def names() -> tuple[str, ...]:
    """The full names of all parameters, in alphabetical order."""
    return tuple(_parameters())


def health_index(month: date) -> float:
    """The health index (2013 = 100) of the month in which `month` lies. Raises ParameterNotKnown."""
    index = _health_index()
    key = f"{month:%Y-%m}"
    if key not in index:
        where = _place("health-index.csv")
        raise ParameterNotKnown(
            f"The health index of {key} is not known: the table runs from {min(index)} to {max(index)}, with gaps. "
            f"Add the month, from Statbel's official file, to {where}.",
            f"De gezondheidsindex van {key} is niet bekend: de tabel loopt van {min(index)} tot {max(index)}, met "
            f"hiaten. Vul de maand uit het officiële bestand van Statbel aan in {where}.",
        )
    return index[key]


def house_price(nis: str) -> HousePrice:
    """Median prices of 2024 by NIS code, in the municipalities of 2025. Raises ParameterNotKnown."""
    try:
        return _house_prices()[nis]
    except KeyError:
        where = _place("house-prices-2024.csv")
        raise ParameterNotKnown(
            f"No Flemish municipality of 2025 has NIS code {nis}. Use the code after the mergers of 2025 "
            f"(those in {where}).",
            f"Geen Vlaamse gemeente van 2025 heeft NIS-code {nis}. Gebruik de code van na de fusies van 2025 "
            f"(die in {where}).",
        ) from None


@cache
def _parameters() -> dict[str, tuple[Parameter, ...]]:
    return read_files(sorted(FOLDER.glob("*.toml")))


@cache
def _health_index() -> dict[str, float]:
    return {row["month"]: float(row["index"]) for row in _rows("health-index.csv")}


@cache
def _house_prices() -> dict[str, HousePrice]:
    return {
        row["nis"]: HousePrice(
            nis=row["nis"],
            municipality=row["municipality"],
            year=2024,
            houses_sold=int(row["houses_sold"]),
            house=float(row["house_median"]) if row["house_median"] else None,
            apartments_sold=int(row["apartments_sold"]),
            apartment=float(row["apartment_median"]) if row["apartment_median"] else None,
        )
        for row in _rows("house-prices-2024.csv")
    }


def _rows(file: str) -> list[dict[str, str]]:
    with (FOLDER / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _place(file: str) -> str:
    return f"feasibility/parameters/{file}"


def _not_known(name: str, on: date, periods: tuple[Parameter, ...]) -> ParameterNotKnown:
    label, where = periods[0].label, _place(periods[-1].file)
    en = "; ".join(f"{period.first} to {period.last}" for period in periods)
    nl = "; ".join(f"{period.first} tot en met {period.last}" for period in periods)
    return ParameterNotKnown(
        f"{name} ({label['en']}) has no known value on {on}. Known: {en}. Look up the value with its source and "
        f"add the period to {where}; if the last value still holds, verify it and move known_until there.",
        f"{name} ({label['nl']}) heeft geen bekende waarde op {on}. Bekend: {nl}. Zoek de waarde met haar bron op en "
        f"vul de periode aan in {where}; geldt de laatste waarde nog, controleer ze dan en verleg daar known_until.",
    )
