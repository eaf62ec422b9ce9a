"""The sheets of the lines: once, months, years and figures, each a row a line, with the formula that the model gives."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator
from datetime import date
from typing import Any

from feasibility.compile.cells import CLOCK_ROW, FIRST_COLUMN, Cell, at
from feasibility.compile.kernel import Ledger
from feasibility.compile.workbook.book import MUTED, Book
from feasibility.compile.workbook.inputs import write_inputs
from feasibility.compile.workbook.outline import Outline, Plot, plot
from feasibility.formula import CLOCKS, Clock, Line, call_word

_ABOUT = {
    "once": ("Wat één keer wordt uitgerekend, vóór de tijd begint.", "What is worked out once, before time begins."),
    "month": ("Maand per maand: de bouw en de leningen. De eerste kolom is de stand bij de start.", "Month by month: the build and the loans. The first column is the position at the start."),
    "year": ("Jaar per jaar: al de rest. De eerste kolom is de stand bij de start.", "Year by year: all the rest. The first column is the position at the start."),
    "figure": ("Waar alle jaren samen op neerkomen.", "What all years together come down to."),
}  # fmt: skip


def write_model(book: Book, ledger: Ledger, outline: Outline | None = None) -> Plot:
    """Writes any model with its values: the inputs, and a sheet for each clock that it has lines of. Returns where everything stands."""
    placed = plot(book, ledger, outline or Outline())
    write_inputs(book, placed)
    for clock in CLOCKS:
        if placed.rows[clock]:
            (_write_single if clock in {"once", "figure"} else _write_over_time)(book, placed, clock)
    return placed


def _sheet(book: Book, plot: Plot, clock: Clock, widths: list[float]) -> Any:
    name = plot.sheets[clock]
    return book.sheet(name, name, book.say(*_ABOUT[clock]), widths)


def _write_single(book: Book, plot: Plot, clock: Clock) -> None:
    sheet = _sheet(book, plot, clock, [54, 18, 16, 24, 80])
    book.head(sheet, CLOCK_ROW - 1, _head(book)[:2])
    book.head(sheet, CLOCK_ROW - 1, [book.say("Waarde", "Value")], 2, align="right")
    book.head(
        sheet, CLOCK_ROW - 1, [book.say("Eenheid", "Unit"), book.say("Betekenis", "Meaning")], 3, indent=1
    )
    sheet.freeze_panes(CLOCK_ROW, 1)
    for row in plot.rows[clock]:
        if row.line is None:
            book.heading(sheet, row.number - 1, row.heading, 5)
            continue
        for number, element, name in _elements(plot, row.line):
            _begin(book, sheet, number, row.line, name, plot)
            cell = Cell(plot.layout, plot.sheets[clock], element, _guess(plot, row.line, element))
            value = _value(plot, row.line, element)
            said = plot.layout.none if math.isnan(value) else value
            style = book.single_style(row.line.unit, bold=row.line.name in plot.groups)
            book.formula(sheet, number, 2, cell.formula(row.line.tree, row.line.name), style, said)
            sheet.write_string(number, 3, book.unit(row.line.unit), book.style(font_color=MUTED, indent=1))
            if note := book.note(row.line):
                sheet.write_string(number, 4, note, book.style(font_color=MUTED, indent=1))
        _define(book, plot, row.line)


def _write_over_time(book: Book, plot: Plot, clock: Clock) -> None:
    periods = plot.ledger.years * (12 if clock == "month" else 1)
    sheet = _sheet(book, plot, clock, [50, 16, 18])
    sheet.set_column(FIRST_COLUMN, FIRST_COLUMN + periods, 11)
    _time_head(book, sheet, plot, clock, periods)
    sheet.freeze_panes(CLOCK_ROW, FIRST_COLUMN)
    for row in plot.rows[clock]:
        if row.line is None:
            book.heading(sheet, row.number - 1, row.heading, FIRST_COLUMN + periods + 1)
            continue
        for number, element, name in _elements(plot, row.line):
            _begin(book, sheet, number, row.line, name, plot)
            sheet.write_string(number, 2, book.unit(row.line.unit), book.style(font_color=MUTED))
            _write_row(book, sheet, plot, row.line, number, element)


def _write_row(book: Book, sheet: Any, plot: Plot, line: Line, number: int, element: int) -> None:
    """One line, or one element of it, through time: the opening column, then the same formula in every column."""
    cell = Cell(plot.layout, plot.layout.places[line.name].sheet, element)
    kept = plot.ledger[line.name]
    values = kept[element] if line.per else kept
    style = book.value_style(line.unit, bold=line.name in plot.groups)
    opening = book.value_style(line.unit, font_color=MUTED)
    if isinstance(line.start_tree, ast.Constant):
        sheet.write_number(number, FIRST_COLUMN, values[0], opening)
    else:
        book.formula(
            sheet, number, FIRST_COLUMN, cell.formula(line.start_tree, line.name), opening, values[0]
        )
    text = cell.formula(line.tree, line.name)
    for time in range(1, len(values)):
        book.formula(sheet, number, FIRST_COLUMN + time, at(text, time), style, values[time])


def _time_head(book: Book, sheet: Any, plot: Plot, clock: Clock, periods: int) -> None:
    """The clock itself, and the calendar over it."""
    book.head(sheet, CLOCK_ROW - 1, _head(book))
    months, wide = (1, 24) if clock == "month" else (12, 22)
    counted = book.style(bold=True, bottom=1, align="right", num_format="0")
    words = (
        book.say("maand", "month")
        if clock == "month"
        else book.say("jaar, tot en met", "year, up to and including")
    )
    if plot.outline.start:
        sheet.write_string(CLOCK_ROW - 2, FIRST_COLUMN, words, book.style(align="right", font_color=MUTED))
    for time in range(periods + 1):
        sheet.write_number(CLOCK_ROW - 1, FIRST_COLUMN + time, time, counted)
    write_calendar(book, sheet, plot, periods, months)
    sheet.repeat_rows(0, CLOCK_ROW - 1)
    sheet.repeat_columns(0, FIRST_COLUMN - 1)
    sheet.set_paper(8)
    sheet.fit_to_pages(math.ceil(periods / wide), 0)


def write_calendar(book: Book, sheet: Any, plot: Plot, periods: int, months: int) -> None:
    """The month in which each period ends, when the start is known; periods of so many months."""
    start, style = plot.outline.start, book.style(num_format="mmm yyyy", align="right", font_color=MUTED)
    for time in range(1, periods + 1 if start else 0):
        assert start
        passed = start.year * 12 + start.month - 2 + time * months
        sheet.write_datetime(
            CLOCK_ROW - 2, FIRST_COLUMN + time, date(passed // 12, passed % 12 + 1, 1), style
        )


def _head(book: Book) -> list[str]:
    return [book.say("Regel", "Line"), book.say("Van", "Of"), book.say("Eenheid", "Unit")]


def _elements(plot: Plot, line: Line) -> Iterator[tuple[int, int, str]]:
    """Row (from nought), number and name of each element of a line; one without a name when it has none."""
    row = plot.layout.places[line.name].row - 1
    names = plot.names(line.per) if line.per else [""]
    for element, name in enumerate(names):
        yield row + element, element, name


def _begin(book: Book, sheet: Any, number: int, line: Line, name: str, plot: Plot) -> None:
    """The label and whose it is; what a line over time says about itself is a comment, as it has no room."""
    sheet.write_string(number, 0, book.label(line), book.style(indent=1, bold=line.name in plot.groups))
    if name:
        sheet.write_string(number, 1, name, book.style(font_color=MUTED))
    if line.clock in {"month", "year"} and (note := book.note(line)):
        sheet.write_comment(number, 0, note, {"x_scale": 2, "author": ""})


def _value(plot: Plot, line: Line, element: int) -> float:
    kept = plot.ledger[line.name]
    return float(kept[element] if line.per else kept)


def _guess(plot: Plot, line: Line, element: int) -> float:
    """Where a search for an internal rate may begin: at the one that was found."""
    if call_word(line.tree) != "irr":
        return 0.03
    found = _value(plot, line, element)
    return 0.03 if math.isnan(found) else found


def _define(book: Book, plot: Plot, line: Line) -> None:
    place = plot.layout.places[line.name]
    if place.count != 0:
        last = f":${place.column}${place.row + place.count - 1}" if place.count and place.count > 1 else ""
        book.file.define_name(place.name, f"={plot.layout.address(line.name)}{last}")
