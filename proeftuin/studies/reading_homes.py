"""A table of homes from a CSV or XLSX file. Every fault with its row and column, all at once; nothing is guessed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from openpyxl import load_workbook

from feasibility import Fault, PlanError
from feasibility.fields import MOST, Field, fields_of, shown, stand_in, value_fault
from feasibility.plan import Home
from proeftuin.core.exports import DANGEROUS
from proeftuin.studies.numbers import read_number
from proeftuin.studies.portfolio.tables import check_workbook

LARGEST_FILE = 1_000_000  # bytes
UNPACKED = 20_000_000  # bytes that an .xlsx may hold
SHEET = 2_000_000  # bytes of a sheet, and of the texts that the sheets share
WIDEST = 50  # columns that are looked at
LINES = MOST + 50  # rows that are looked at: blank ones and a head may stand between
_MANY = 100  # faults that are each named
_FIELDS = fields_of(Home)
_NEEDED = tuple(one for one in _FIELDS if one.required)
_MARK = re.compile("'+[" + re.escape("".join(DANGEROUS)) + "]")
_ADORNED = re.compile(r"€|m²|\s", re.IGNORECASE)
_SHEET, _OLD_SHEET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Cell:
    """What stands in a cell; `is_formula` when it is one that holds no value."""

    value: Any
    is_formula: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands there."""
        return not self.is_formula and (self.value is None or str(self.value).strip() == "")


Line = tuple[int, Sequence[Cell]]  # the number of the row as a spreadsheet counts, and its cells


def read_homes(content: bytes, file_name: str) -> tuple[Home, ...]:
    """The homes in a table. Raises PlanError with a message for each fault: row, column, what was given, what is allowed."""
    if len(content) > LARGEST_FILE:
        raise _refused(
            f"{file_name} is larger than 1 MB: a table of homes needs less. Remove what does not belong to it.",
            f"{file_name} is groter dan 1 MB: een tabel met woningen heeft minder nodig. Verwijder wat er niet bij hoort.",
        )
    lines = [line for line in _lines(content, file_name) if not all(cell.is_empty for cell in line[1])]
    head = next((place for place, line in enumerate(lines) if _is_head(line[1])), None)
    if head is None:
        raise _no_table(file_name)
    reader = _Reader(_known(lines[head][1]))
    reader.check_head(lines[head])
    if not reader.faults:
        reader.read(lines[head + 1 :])
    reader.finish()
    return tuple(reader.homes)


def _refused(en: str, nl: str) -> PlanError:
    return PlanError([Fault("", en, nl)])


def _no_table(file_name: str) -> PlanError:
    en, nl = (", ".join(f"“{one.label(language)}”" for one in _NEEDED) for language in ("en", "nl"))
    return _refused(
        f"{file_name} holds no table of homes. Save it as CSV or XLSX, with a first row that names at least the columns {en}.",
        f"{file_name} bevat geen tabel met woningen. Bewaar het als CSV of XLSX, met een eerste rij die minstens de kolommen {nl} noemt.",
    )


def _lines(content: bytes, file_name: str) -> Iterator[Line]:
    if content.startswith(_SHEET):
        return _xlsx_lines(content, file_name)
    if content.startswith(_OLD_SHEET):
        raise _no_table(file_name)
    return _csv_lines(_decoded(content, file_name), file_name)


def _decoded(content: bytes, file_name: str) -> str:
    """The text of a CSV in the encodings that spreadsheets write."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise _no_table(file_name)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _csv_lines(text: str, file_name: str) -> Iterator[Line]:
    """The rows of a CSV, apart at the mark that shows a head."""
    try:
        for mark in ";\t,":
            rows = islice(csv.reader(io.StringIO(text, newline=""), delimiter=mark), LINES + 1)
            lines = [
                (number, [Cell(_unmarked(cell)) for cell in row[:WIDEST]])
                for number, row in enumerate(rows, 1)
            ]
            if any(_is_head(cells) for _, cells in lines):
                return iter(lines)
    except csv.Error:
        pass
    raise _no_table(file_name)


def _unmarked(text: str) -> str:
    """Takes off the apostrophe that an export puts before what a spreadsheet would calculate."""
    return text[1:] if _MARK.match(text) else text


def _xlsx_lines(content: bytes, file_name: str) -> Iterator[Line]:
    """The rows of the first sheet, with the values that were kept with formulas."""
    try:
        check_workbook(content, sheet=SHEET, unpacked=UNPACKED)
        pair = [
            load_workbook(io.BytesIO(content), read_only=True, data_only=kept, keep_links=False).worksheets[0]
            for kept in (True, False)
        ]
        both = zip(*(sheet.iter_rows(max_row=LINES + 1, max_col=WIDEST) for sheet in pair), strict=True)
        return iter(
            [
                (number, [_cell(*cells) for cells in zip(*rows, strict=False)])
                for number, rows in enumerate(both, 1)
            ]
        )
    except Exception:  # too much, or damaged: its reader fails in many ways
        raise _no_table(file_name) from None


def _cell(kept: Any, written: Any) -> Cell:
    is_formula = getattr(written, "data_type", "") == "f"
    return Cell(kept.value, is_formula=is_formula and kept.value is None)


def _known(cells: Sequence[Cell]) -> dict[int, Field]:
    """Column → the field that its head names, in either language or by its short name."""
    names = {_folded(name): one for one in _FIELDS for name in (one.name, one.nl, one.en)}
    return {
        column: names[_folded(cell.value)]
        for column, cell in enumerate(cells)
        if _folded(cell.value) in names
    }


def _is_head(cells: Sequence[Cell]) -> bool:
    return len(_known(cells)) >= 2


def _folded(value: Any) -> str:
    return " ".join(str(value if value is not None else "").casefold().split())


@dataclass
class _Reader:
    """Reads row after row; goes on after a fault."""

    columns: dict[int, Field]
    homes: list[Home] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def add(self, place: tuple[str, str], en: str, nl: str) -> None:
        self.faults.append(Fault("", f"{place[0]}: {en}", f"{place[1]}: {nl}"))

    def check_head(self, line: Line) -> None:
        """Each column once, none unknown, none that is needed left out."""
        number, cells = line
        place = (f"row {number}", f"rij {number}")
        there = list(self.columns.values())
        for one in _FIELDS:
            if there.count(one) > 1:
                self.add(place, f"the column “{one.en}” stands there twice. Remove one.", f"de kolom “{one.nl}” staat er twee keer. Verwijder er een.")  # fmt: skip
        for one in _NEEDED:
            if one not in there:
                self.add(place, f"the column “{one.en}” is missing. Add it.", f"de kolom “{one.nl}” ontbreekt. Voeg ze toe.")  # fmt: skip
        listed = [", ".join(f"“{one.label(language)}”" for one in _FIELDS) for language in ("en", "nl")]
        for column, cell in enumerate(cells):
            if column not in self.columns and not cell.is_empty:
                en, nl = shown(str(cell.value))
                self.add(place, f"{en} is no column of this table. Remove it, or name it one of {listed[0]}.", f"{nl} is geen kolom van deze tabel. Verwijder ze, of noem ze een van {listed[1]}.")  # fmt: skip

    def read(self, lines: Sequence[Line]) -> None:
        """The homes below the head."""
        if not lines:
            self.faults.append(Fault("", "the table holds no homes. Write a row for each type.", "de tabel bevat geen woningen. Schrijf een rij per type."))  # fmt: skip
        if len(lines) > MOST:
            self.faults.append(Fault("", f"the table holds more than {MOST} rows: put homes of one type together.", f"de tabel bevat meer dan {MOST} rijen: voeg woningen van één type samen."))  # fmt: skip
            return
        for number, cells in lines:
            values = {
                one.name: self.value(number, one, cells[column] if column < len(cells) else Cell(None))
                for column, one in self.columns.items()
            }
            self.homes.append(Home(**values))

    def value(self, row: int, one: Field, cell: Cell) -> Any:
        """The value in a cell; after a fault one that fits."""
        place = (f"row {row}, “{one.en}”", f"rij {row}, “{one.nl}”")
        if cell.is_formula:
            self.add(place, "a formula without a value stands here. Open the file in a spreadsheet and save it, or write the number.", "hier staat een formule zonder waarde. Open het bestand in een rekenblad en bewaar het, of schrijf het getal.")  # fmt: skip
            return stand_in(one)
        if cell.is_empty:
            if one.required:
                self.add(place, "nothing is filled in, and it is needed.", "er is niets ingevuld, en het is nodig.")  # fmt: skip
            return stand_in(one)
        found = str(cell.value) if one.kind == "text" else _number(cell.value)
        if found is None:
            en, nl = shown(cell.value)
            self.add(place, f"{en} is no number. Write it like 1250.50 or 1250,50.", f"{nl} is geen getal. Schrijf het als 1250,50 of 1250.50.")  # fmt: skip
            return stand_in(one)
        if one.kind == "whole" and isinstance(found, float) and found.is_integer():
            found = int(found)
        if fault := value_fault(one, found, ""):
            self.add(place, fault.en, fault.nl)
            return stand_in(one)
        return found

    def finish(self) -> None:
        """Raises PlanError when anything is wrong."""
        if (left := len(self.faults) - _MANY) > 0:
            self.faults[_MANY:] = [Fault("", f"and {left} more faults.", f"en nog {left} fouten.")]
        if self.faults:
            raise PlanError(self.faults)


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    return read_number(_ADORNED.sub("", value)) if isinstance(value, str) else None
