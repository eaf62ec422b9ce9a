"""Lists of sites out of tables: CSV as spreadsheets write it, and XLSX."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from proeftuin.core.errors import Refused
from proeftuin.core.exports import DANGEROUS
from proeftuin.files.checks import PACKED
from proeftuin.studies.portfolio.columns import looks_like_a_head

ROWS = 20_000  # sites in a list
WIDEST = 60  # columns that are looked at
UNPACKED = 60_000_000  # bytes that an .xlsx may hold
SHEET = 20_000_000  # bytes of a sheet, and of the texts that the sheets share
_PART = 1_000_000  # bytes of any other part of an .xlsx
_PARTS = 1000
_IN_A_ROW = 3000  # elements in one row (a thousand cells with a value and a formula) or in one text
_OUTSIDE = 50_000  # elements that are in no row or text
_ELEMENTS = 1_500_000  # in one part
_LAST_ROW = 1_048_576  # of a spreadsheet, blank ones too
_LONGEST_ROW = 200_000  # characters of a CSV in one row
_CHUNK = 1 << 16
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
            raise too_long()
        self.records.append(record)


def too_long() -> NoList:
    """The refusal of a list with more sites than there is room for."""
    return NoList(_("This list has more than %(n)s rows. Split it and upload each part.") % {"n": ROWS})


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
    """The cells that are looked at of each row. A row without end is refused before it is taken apart."""
    length = 0

    def lines() -> Iterator[str]:
        nonlocal length
        for line in io.StringIO(text, newline=""):
            length += len(line)
            if length > _LONGEST_ROW:
                raise NoList(
                    _(
                        "A row of this file is longer than a list of sites needs. Save the list alone and retry."
                    )
                )
            yield line

    try:
        for row in csv.reader(lines(), delimiter=mark):
            length = 0
            yield [_unmarked(cell) for cell in row[:WIDEST]]
    except csv.Error as error:
        raise NoList(_("This file cannot be read as a table. Save it as CSV again and retry.")) from error


def _unmarked(text: str) -> str:
    """Takes off the apostrophe that an export puts before what a spreadsheet would calculate."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(DANGEROUS) else text


class TooMuch(Exception):
    """A workbook that would take too much memory or time to read."""


class _Counter:
    """Counts the elements of a part as a reader meets them: so many in one row or text, so many outside."""

    def __init__(self, name: str) -> None:
        self.unit = ("row", 3) if _is_sheet(name) else ("si", 2) if _is_big(name) else ("", 99)
        self.depth = self.total = self.within = self.outside = self.sheets = 0
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _start(self, name: str, about: Mapping[str, str]) -> None:
        self.depth += 1
        self.total += 1
        local = name.rpartition("}")[2]
        if (local, self.depth) == self.unit:
            self.within = 0
        elif self.depth > self.unit[1]:
            self.within += 1
        else:
            self.outside += 1
            self._check_role(local, about)
        if self.within > _IN_A_ROW or self.outside > _OUTSIDE or self.total > _ELEMENTS:
            raise TooMuch

    def _check_role(self, local: str, about: Mapping[str, str]) -> None:
        """What a reader takes in as a whole may be no big part: the book, and a chart with all that it calls on."""
        self.sheets += local == "sheet"
        place = about.get("PartName", "")
        is_book = "main+xml" in about.get("ContentType", "")
        if "chartsheet" in about.get("Type", "") or (
            is_book and (_is_big(place[1:]) or place[-4:] != ".xml")
        ):
            raise TooMuch

    def _end(self, _name: str) -> None:
        self.depth -= 1

    def _refuse(self, *_about: object) -> None:
        raise TooMuch  # a document type may hold texts that grow without end


def _is_sheet(name: str) -> bool:
    return "worksheets/" in name and "_rels/" not in name


def _is_big(name: str) -> bool:
    return _is_sheet(name) or name == "xl/sharedStrings.xml"


def check_workbook(content: bytes, *, sheet: int, unpacked: int) -> None:
    """Goes through a workbook in small pieces; raises TooMuch when its reader would need too much. The sizes that it gives itself do not count."""
    size = largest = sheets = 0
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entries = package.infolist()
        if len(entries) > _PARTS or any(entry.compress_type not in PACKED for entry in entries):
            raise TooMuch
        for entry in entries:
            counter = _Counter(entry.filename)
            length = _unpack(
                package, entry, counter, sheet if _is_big(entry.filename) else _PART, unpacked - size
            )
            size, sheets = size + length, sheets + counter.sheets
            largest = max(largest, length if _is_sheet(entry.filename) else 0)
    if sheets * largest > unpacked:  # each sheet that it names is gone through, also when it names one twice
        raise TooMuch


def _unpack(package: zipfile.ZipFile, entry: zipfile.ZipInfo, counter: _Counter, most: int, left: int) -> int:
    """The length of a part. What is not XML, such as an image, is not read by anyone and may be larger."""
    length, is_xml, honest = 0, True, copy(entry)
    honest.file_size = left + 2 * _CHUNK  # otherwise a package that lies is read no further than it says
    with package.open(honest) as part:
        while chunk := part.read(_CHUNK):
            length += len(chunk)
            if length > (min(most, left) if is_xml else left):
                raise TooMuch
            try:
                if is_xml:
                    counter.parser.Parse(chunk)
            except expat.ExpatError:
                if entry.filename.endswith((".xml", ".rels")):
                    raise
                is_xml = False
    return length


def xlsx_table(content: bytes) -> Table:
    """The table on the first sheet, with the values that were kept with formulas."""
    try:
        check_workbook(content, sheet=SHEET, unpacked=UNPACKED)
        sheet = load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        ).worksheets[0]
        rows = sheet.iter_rows(max_row=ROWS + 100, max_col=WIDEST, values_only=True)
        return _table((list(row) for row in rows), before=0)
    except (NoList, MemoryError):
        raise
    except TooMuch as error:
        raise too_large() from error
    except Exception as error:  # its reader fails in many ways on what is damaged
        raise NoList(_("This file is damaged. Open it in a spreadsheet, save it again and retry.")) from error


def too_large() -> NoList:
    """The refusal of a file that would take too much to read."""
    return NoList(_("This file becomes too large when it is unpacked. Save the list alone and retry."))


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
        if number > _LAST_ROW:
            raise too_long()
        if any(cell not in (None, "") and str(cell).strip() for cell in row):
            is_too_long = any(str(cell).strip() for cell in row[width:] if cell is not None)
            table.add(Record(number, row[:WIDEST], is_too_long=is_too_long))
    return table
