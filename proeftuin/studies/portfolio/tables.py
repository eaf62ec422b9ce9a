"""Lists of sites out of tables: CSV as spreadsheets write it, and XLSX."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from proeftuin.core.errors import Refused
from proeftuin.core.exports import DANGEROUS
from proeftuin.studies.portfolio.columns import looks_like_a_head

ROWS = 20_000  # sites in a list
WIDEST = 60  # columns that are looked at
UNPACKED = 60_000_000  # bytes that an .xlsx may hold
_HEAD_WITHIN = 10  # rows in which the head of the table must stand


class NoList(Refused):
    """A file that holds no list of sites, with what to do."""


@dataclass
class Record:
    """A row of a list: its number as a spreadsheet counts, what it holds, and the area of its outline on a map."""

    number: int
    cells: Sequence[Any]
    outline_m2: float | None = None
    is_too_long: bool = False
    is_bad_outline: bool = False


@dataclass
class Table:
    """The heads of the columns and the rows below them."""

    heads: list[str]
    records: list[Record] = field(default_factory=list)

    def add(self, record: Record) -> None:
        """One row more; a list that is too long is refused."""
        if len(self.records) == ROWS:
            raise NoList(
                _("This list has more than %(n)s rows. Split it and upload each part.") % {"n": ROWS}
            )
        self.records.append(record)


def csv_table(content: bytes) -> Table:
    """The table in a CSV with ; or , or tab, in the encodings that spreadsheets write."""
    text = _decoded(content)
    first, _newline, rest = text.partition("\n")
    if first.strip().lower() in {"sep=;", "sep=,", "sep=\t"}:
        return _table(_csv_rows(rest, first.strip()[4:] or "\t"), before=1)
    return _table(_csv_rows(text, _mark(text)), before=0)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content[:200]:
        return content.decode("utf-16-le" if content[1:2] == b"\0" else "utf-16-be", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _mark(text: str) -> str:
    """What separates the cells: the mark with which the first rows show a head, or the most used one."""
    for mark in ";\t,":
        rows = islice(csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=mark), _HEAD_WITHIN)
        try:
            if any(looks_like_a_head(row) for row in rows):
                return mark
        except csv.Error:
            continue
    return max(";\t,", key=text[:2000].count)


def _csv_rows(text: str, mark: str) -> Iterator[list[Any]]:
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            yield [_unmarked(cell) for cell in row]
    except csv.Error as error:
        raise NoList(_("This file cannot be read as a table. Save it as CSV again and retry.")) from error


def _unmarked(text: str) -> str:
    """Takes off the apostrophe that an export puts before what a spreadsheet would calculate."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(DANGEROUS) else text


def xlsx_table(content: bytes) -> Table:
    """The table on the first sheet, with the values that were kept with formulas."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            is_bomb = sum(entry.file_size for entry in package.infolist()) > UNPACKED
        if not is_bomb:
            sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
            rows = sheet.iter_rows(max_row=ROWS + 100, max_col=WIDEST, values_only=True)
            return _table((list(row) for row in rows), before=0)
    except NoList:
        raise
    except Exception as error:  # its reader fails in many ways on what is damaged
        raise NoList(_("This file is damaged. Open it in a spreadsheet, save it again and retry.")) from error
    raise NoList(_("This file becomes too large when it is unpacked. Save the list alone and retry."))


def _table(rows: Iterator[list[Any]], *, before: int) -> Table:
    """The rows below the head, with their numbers; blank rows are counted and left out."""
    numbered = enumerate(rows, before + 1)
    head = next((row for _number, row in islice(numbered, _HEAD_WITHIN) if looks_like_a_head(row)), None)
    if head is None:
        raise NoList(
            _(
                "We find no list of sites in this file. Its first row must name the columns; one of them is “Name”."
                " Take the template as a start."
            )
        )
    table = Table(["" if cell is None else str(cell) for cell in head[:WIDEST]])
    width = len(head)
    for number, row in numbered:
        if any(cell not in (None, "") and str(cell).strip() for cell in row):
            is_too_long = any(str(cell).strip() for cell in row[width:] if cell is not None)
            table.add(Record(number, row[:WIDEST], is_too_long=is_too_long))
    return table
