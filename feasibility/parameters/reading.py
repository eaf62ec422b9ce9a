"""From TOML files to figures: reads all, refuses all that is not in order, and says so of everything at once."""

import math
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
STATUSES = ("law", "practice", "assumption", "unverified")
REGIONS = ("flanders", "belgium", "netherlands", "germany", "switzerland", "united_states")
UNITS = (
    *("share", "eur", "eur_per_year", "eur_per_home", "eur_per_home_month", "eur_per_m2"),
    *("months", "years", "persons", "homes", "m2", "places_per_home"),
)
_ADDRESS = re.compile(r"https?://[^/\s]+/\S+")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
_FRACTION = re.compile(r"(\d+)/([1-9]\d*)")


@dataclass(frozen=True)
class Bracket:
    """A rate (a fraction of one) on the part above `from_` euro, up to the next bracket."""

    from_: float
    rate: float


@dataclass(frozen=True)
class Parameter:
    """One figure during one period. `value` is in `unit`; a share is a fraction of one (2 % = 0.02).

    `status` is law, practice (the sector does it so), assumption (our choice) or unverified (no source that can be
    opened: show it as such). `from_` is None when the sources do not say since when, `until` (inclusive) when the
    value still holds; `first` and `last` are the days between which the files vouch for it.
    """

    name: str
    value: float | tuple[Bracket, ...]
    unit: str
    region: str
    status: str
    source: str
    article: str
    from_: date | None
    until: date | None
    verified_on: date | None
    read_on: date
    label: Mapping[str, str] = field(hash=False)
    note: Mapping[str, str] = field(hash=False)
    file: str
    first: date
    last: date

    @property
    def number(self) -> float:
        """The value as one number; TypeError for a scale of brackets."""
        if isinstance(self.value, tuple):
            raise TypeError(f"{self.name} is a scale of {len(self.value)} brackets: ask for .brackets.")
        return self.value

    @property
    def brackets(self) -> tuple[Bracket, ...]:
        """The value as a scale; one rate is a scale of one bracket."""
        return self.value if isinstance(self.value, tuple) else (Bracket(0.0, self.value),)


class ParameterError(LookupError):
    """An error with the same words in English and Dutch; `str()` is the English."""

    def __init__(self, en: str, nl: str) -> None:
        super().__init__(en, nl)

    def __str__(self) -> str:
        return self.message("en")

    def message(self, language: str) -> str:
        """The words in `language`: "nl", or English for any other."""
        return str(self.args[1 if language == "nl" else 0])


class ParameterFileError(ParameterError):
    """The files cannot be trusted; `faults` lists all that is wrong in all of them."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        lines = "".join(f"\n- {fault}" for fault in self.faults)
        super().__init__(
            f"The parameter files have {len(self.faults)} fault(s). Correct them in {FOLDER}:{lines}",
            f"De parameterbestanden bevatten {len(self.faults)} fout(en). Verbeter ze in {FOLDER}:{lines}",
        )

    def __reduce__(self) -> tuple[type["ParameterFileError"], tuple[tuple[str, ...]]]:
        return type(self), (self.faults,)


def read_files(paths: Iterable[Path]) -> dict[str, tuple[Parameter, ...]]:
    """All parameters in these files by name. Raises ParameterFileError with every fault of every file."""
    faults: list[str] = []
    read: dict[str, tuple[Parameter, ...]] = {}
    for path in paths:
        for name, periods in _read_file(path, faults):
            if name in read:
                faults.append(f"{path.name} [{name}]: this name is also in {read[name][0].file}")
            read[name] = periods
    if faults:
        raise ParameterFileError(faults)
    return dict(sorted(read.items()))


@dataclass
class _Table:
    """A table that is emptied key by key: what is missing, of a wrong kind or left over becomes a fault.

    After a fault a reading goes on with an empty value, to find the next one; no such value leaves `read_files`.
    """

    where: str
    rest: dict[str, Any]
    faults: list[str]

    def fault(self, what: str) -> None:
        self.faults.append(f"{self.where}: {what}")

    def take(self, key: str, kind: type | tuple[type, ...], what: str, *, optional: bool = False) -> Any:
        found = self.rest.pop(key, None)
        if found is None and not optional:
            self.fault(f"{key} is missing")
        if found is not None and not isinstance(found, kind):
            self.fault(f"{key} = {found!r} is not {what}")
            return None
        return found

    def text(self, key: str, among: tuple[str, ...] = (), *, optional: bool = False) -> str:
        found: str | None = self.take(key, str, "a text", optional=optional)
        if found is not None and among and found not in among:
            self.fault(f"{key} = {found!r} is not one of {', '.join(among)}")
        if found == "" and not optional:
            self.fault(f"{key} is empty")
        return found or ""

    def day(self, key: str, *, optional: bool = False) -> date | None:
        found: date | None = self.take(key, date, "a day (2024-01-31)", optional=optional)
        if isinstance(found, datetime):
            self.fault(f"{key} = {found} has a time: write the day only")
            return None
        return found

    def words(self, key: str, *, optional: bool = False) -> dict[str, str]:
        found = self.take(key, dict, 'words in two languages { nl = "…", en = "…" }', optional=optional)
        if found is None:
            return {}
        languages = _Table(f"{self.where} {key}", dict(found), self.faults)
        words = {language: languages.text(language) for language in ("nl", "en")}
        languages.close()
        return words

    def amount(self, key: str) -> float:
        found = self.take(key, (int, float), "a number")
        if found is None:
            return 0.0
        if isinstance(found, bool) or not math.isfinite(found) or found < 0:
            self.fault(f"{key} = {found} is not a number of zero or more")
            return 0.0
        return float(found)

    def share(self, key: str) -> float:
        found = self.take(key, (str, int, float), "a share")
        if found is None:
            return 0.0
        share = _as_share(found)
        if share is None:
            self.fault(f'{key} = {found!r} is not a share of at most 100%: write it like "2.5%" or "1/3"')
        return float(share or 0)

    def tables(self, key: str) -> "list[_Table]":
        rows = self.take(key, list, "a list of tables")
        if rows is not None and not (rows and all(isinstance(row, dict) for row in rows)):
            self.fault(f"{key} is not a list of tables")
            return []
        return [
            _Table(f"{self.where} {key} {n}", dict(row), self.faults) for n, row in enumerate(rows or [], 1)
        ]

    def value(self, unit: str) -> float | tuple[Bracket, ...]:
        if unit != "share":
            return self.amount("value")
        return self.scale("value") if isinstance(self.rest.get("value"), list) else self.share("value")

    def scale(self, key: str) -> tuple[Bracket, ...]:
        brackets = []
        for table in self.tables(key):
            brackets.append(Bracket(table.amount("from"), table.share("rate")))
            table.close()
        starts = [bracket.from_ for bracket in brackets]
        if brackets and (starts[0] != 0 or any(high <= low for low, high in pairwise(starts))):
            self.fault(f"brackets start at 0 and rise, not {starts}")
        return tuple(brackets)

    def close(self) -> None:
        for key in self.rest:
            self.fault(f"unknown key {key}")


def _as_share(written: str | float) -> Fraction | None:
    if not isinstance(written, str):
        return None
    if percent := _PERCENT.fullmatch(written):
        share = Fraction(percent[1]) / 100
    elif parts := _FRACTION.fullmatch(written):
        share = Fraction(int(parts[1]), int(parts[2]))
    else:
        return None
    return share if share <= 1 else None


def _read_file(path: Path, faults: list[str]) -> Iterator[tuple[str, tuple[Parameter, ...]]]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"{path.name}: not a TOML file: {error}")
        return
    top = _Table(
        path.name, {key: tables.pop(key) for key in list(tables) if key.startswith("known_")}, faults
    )
    known = top.day("known_since") or date.min, top.day("known_until") or date.max
    top.close()
    group = path.stem.partition("-")[0]
    for key, table in tables.items():
        if not isinstance(table, dict):
            faults.append(f"{path.name}: unknown key {key}")
            continue
        periods = _read_periods(
            f"{group}.{key}", path.name, _Table(f"{path.name} [{key}]", table, faults), known
        )
        if periods:
            yield f"{group}.{key}", periods


def _read_periods(name: str, file: str, table: _Table, known: tuple[date, date]) -> tuple[Parameter, ...]:
    known = (
        table.day("known_since", optional=True) or known[0],
        table.day("known_until", optional=True) or known[1],
    )
    head: dict[str, Any] = {
        "name": name,
        "file": file,
        "label": table.words("label"),
        "note": table.words("note", optional=True),
        "unit": table.text("unit", UNITS),
        "region": table.text("region", REGIONS),
    }
    rows = table.tables("values")
    table.close()
    read = [_read_period(row, head, known) for row in rows]
    periods = sorted((period for period in read if period), key=lambda period: period.first)
    for earlier, later in pairwise(periods):
        if later.first <= earlier.last:
            table.fault(f"the period from {later.first} overlaps with the one until {earlier.last}")
    return tuple(periods)


def _read_period(row: _Table, head: dict[str, Any], known: tuple[date, date]) -> Parameter | None:
    from_, until = row.day("from", optional=True), row.day("until", optional=True)
    first, last = from_ or known[0], until or known[1]
    status, source = row.text("status", STATUSES), row.text("source")
    verified_on = row.day("verified_on", optional=True)
    period = Parameter(
        **head,
        value=row.value(head["unit"]),
        status=status,
        source=source,
        article=row.text("article", optional=True),
        from_=from_,
        until=until,
        verified_on=verified_on,
        read_on=row.day("read_on") or date.min,
        first=first,
        last=last,
    )
    row.close()
    if status in ("law", "practice") and not (_ADDRESS.fullmatch(source) and verified_on):
        row.fault(
            f"{status} needs a full address in source and a day in verified_on; without them it is unverified"
        )
    if status in ("assumption", "unverified") and verified_on:
        row.fault(f"verified_on stands beside {status}: only law and practice are verified")
    if first > last:
        row.fault(f"the last day, {last}, is before the first, {first}")
        return None
    return period
