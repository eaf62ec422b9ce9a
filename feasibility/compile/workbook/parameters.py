"""The sheet of parameters: the figures of law and practice that were used, each with its period, its source and how sure it is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from feasibility.compile.workbook.book import MUTED, UNSURE, Book, given_format
from feasibility.formats import day
from feasibility.parameters import Parameter

SHEET = ("Parameters", "Parameters")
_TOP, _VALUE = 5, "B"
_ARTICLE, _NOTE = 40, 60  # how wide
_STATUS = {
    "law": ("wet", "law"), "practice": ("praktijk", "practice"), "assumption": ("aanname", "assumption"),
    "unverified": ("NIET NAGEKEKEN", "NOT VERIFIED"),
}  # fmt: skip
_UNITS = {"eur_per_year": "eur_year", "eur_per_home": "eur_home", "eur_per_home_month": "eur_home_month", "eur_per_m2": "eur_m2"}  # fmt: skip


@dataclass(frozen=True)
class Number:
    """One number of a parameter, which is several for a scale, and the row (from 1) where it stands."""

    parameter: Parameter
    row: int
    value: float
    unit: str
    label: str


@dataclass(frozen=True)
class Numbers:
    """All numbers on the sheet, to be referred to."""

    sheet: str
    rows: tuple[Number, ...]

    def link(self, parameter: Parameter, value: float, unit: str) -> str:
        """The address of the number of a parameter with this value, in euro or not; nothing when it has none."""
        key, money = (parameter.name, parameter.from_), unit.startswith("eur")
        return next(
            (
                f"{self.sheet}!${_VALUE}${one.row}"
                for one in self.rows
                if (one.parameter.name, one.parameter.from_) == key
                and one.value == value
                and one.unit.startswith("eur") == money
            ),
            "",
        )


def numbers(book: Book, parameters: Sequence[Parameter]) -> Numbers:
    """Gives each number of these parameters its row."""
    rows = [found for parameter in parameters for found in _numbers(book, parameter)]
    placed = (
        Number(one, row, value, unit, label) for row, (one, value, unit, label) in enumerate(rows, _TOP)
    )
    return Numbers(book.say(*SHEET), tuple(placed))


def _numbers(book: Book, parameter: Parameter) -> Iterator[tuple[Parameter, float, str, str]]:
    label = parameter.label[book.language]
    if not isinstance(parameter.value, tuple):
        yield parameter, parameter.value, _UNITS.get(parameter.unit, parameter.unit), label
        return
    for number, bracket in enumerate(parameter.value, 1):
        yield (
            parameter,
            bracket.rate,
            "share",
            book.say(f"{label}, schijf {number}", f"{label}, bracket {number}"),
        )
        yield parameter, bracket.from_, "eur", book.say(f"{label}, schijf {number} begint bij", f"{label}, bracket {number} begins at")  # fmt: skip


def write_parameters(book: Book, found: Numbers, on: date) -> None:
    """Writes the sheet; what no source confirms stands out."""
    sheet = book.sheet(
        found.sheet,
        book.say("Parameters van wet en praktijk", "Parameters of law and practice"),
        book.say(
            f"Zoals bekend op {day(on, book.language)}, elk opgezocht op zijn eigen datum. Een andere datum van akte, vergunning, bouw of oplevering kan een andere wet geven: maak dan een nieuw werkboek.",
            f"As known on {day(on, book.language)}, each looked up on its own date. Another date of deed, permit, build or handover may give another law: make a new workbook then.",
        ),
        [58, 14, 14, 12, 12, 18, 14, 13, _ARTICLE, _NOTE, 110],
    )
    names = (("Parameter", "Parameter"), ("Waarde", "Value"), ("Eenheid", "Unit"), ("Van", "From"), ("Tot en met", "Up to and including"),
             ("Status", "Status"), ("Nagekeken op", "Verified on"), ("Gelezen op", "Read on"), ("Artikel", "Article"), ("Toelichting", "Note"), ("Bron", "Source"))  # fmt: skip
    book.head(sheet, _TOP - 2, [book.say(*name) for name in names], valign="bottom")
    sheet.set_row(_TOP - 2, 32)
    sheet.freeze_panes(_TOP - 1, 1)
    sheet.set_paper(8)
    for one in found.rows:
        _row(book, sheet, one)


def _row(book: Book, sheet: Any, one: Number) -> None:
    row, parameter = one.row - 1, one.parameter
    unsure: Mapping[str, Any] = {"bg_color": UNSURE} if parameter.status == "unverified" else {}
    text, dated = (
        book.style(text_wrap=True, **unsure),
        book.style(num_format="dd/mm/yyyy", align="right", **unsure),
    )
    sheet.write_string(row, 0, one.label, book.style(indent=1, **unsure))
    sheet.write_number(row, 1, one.value, book.style(num_format=given_format(one.unit), bold=True, **unsure))  # fmt: skip
    sheet.write_string(row, 2, book.unit(one.unit), book.style(font_color=MUTED, indent=1, **unsure))
    status = book.style(bold=parameter.status == "unverified", **unsure)
    sheet.write_string(row, 5, book.say(*_STATUS[parameter.status]), status)
    for column, moment in ((3, parameter.from_), (4, parameter.until), (6, parameter.verified_on), (7, parameter.read_on)):  # fmt: skip
        if moment:
            sheet.write_datetime(row, column, moment, dated)
        else:
            sheet.write_blank(row, column, None, text)
    note = parameter.note.get(book.language, "")
    sheet.write_string(row, 8, parameter.article, text)
    sheet.write_string(row, 9, note, text)
    if parameter.source.startswith("http"):
        sheet.write_url(row, 10, parameter.source, book.style(underline=1, **unsure))
    else:
        sheet.write_string(row, 10, parameter.source, text)
    sheet.set_row(
        row, 15 * max(1, math.ceil(len(note) / _NOTE), math.ceil(len(parameter.article) / _ARTICLE))
    )
