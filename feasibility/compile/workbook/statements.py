"""The statements that a banker reads, as `feasibility.statements` has them: each row a link to its year line, each total a sum or a line that must equal it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from feasibility.assessment import Assessment
from feasibility.compile.cells import CLOCK_ROW, FIRST_COLUMN, at, column, quoted
from feasibility.compile.workbook.book import EUROS, RULE, Book
from feasibility.compile.workbook.lines import write_calendar
from feasibility.compile.workbook.outline import TOP, Plot
from feasibility.statements import Row, Statement, balance_sheet, cash_flow, profit_and_loss

_AMOUNT = EUROS.replace("[Red]", "")  # costs are negative here, so red would say nothing
_YEARS_WIDE = 22  # years on a page


@dataclass(frozen=True)
class Sum:
    """A line that must be the sum of rows: its label, and how far all years together are off, as a formula and as a number."""

    label: str
    formula: str
    value: float


def statements(assessment: Assessment) -> tuple[Statement, ...]:
    """The three statements over all years."""
    return profit_and_loss(assessment), balance_sheet(assessment), cash_flow(assessment)


def write_statement(book: Book, plot: Plot, statement: Statement) -> list[Sum]:
    """Writes one statement; returns what its totals must be."""
    name, years = statement.title(book.language), plot.ledger.years
    about = book.say("Wat vermindert, staat er met een minteken. Elke cel verwijst naar het blad Jaren.", "What lessens has a minus sign. Each cell refers to the sheet Years.")  # fmt: skip
    sheet = book.sheet(name, name, about, [50, 4, 15])
    sheet.set_column(
        FIRST_COLUMN, FIRST_COLUMN, 0, None, {"hidden": True}
    )  # so that columns are those of the year sheet
    sheet.set_column(FIRST_COLUMN + 1, FIRST_COLUMN + years, 11)
    _head(book, sheet, plot, statement)
    rows = dict(_places(statement))
    for row in statement.rows:
        if row.level == "heading":
            book.heading(sheet, rows[row.id] - 1, row.label(book.language), FIRST_COLUMN + years + 1)
        else:
            _write(book, sheet, plot, row, rows, flows=statement.id != "balance_sheet")
    sheet.repeat_columns(0, FIRST_COLUMN - 1)
    sheet.set_paper(8)
    sheet.fit_to_pages(math.ceil(years / _YEARS_WIDE), 0)
    return list(_sums(plot, statement, name, rows, book.language))


def _places(statement: Statement) -> Iterator[tuple[str, int]]:
    """The row (from 1) of each row, with room before a heading."""
    number = TOP
    for row in statement.rows:
        number += row.level == "heading" and number > TOP
        yield row.id, number
        number += 1


def _head(book: Book, sheet: Any, plot: Plot, statement: Statement) -> None:
    book.head(sheet, CLOCK_ROW - 1, ["", ""])
    counted = book.style(bold=True, bottom=1, bottom_color=RULE, align="right", num_format="0")
    words = "" if statement.id == "balance_sheet" else book.say("Alle jaren", "All years")
    sheet.write_string(CLOCK_ROW - 1, 2, words, counted)
    source = quoted(plot.sheets["year"])
    for time in range(1, plot.ledger.years + 1):
        clock = f"{source}!{column(time)}${CLOCK_ROW}"
        book.formula(sheet, CLOCK_ROW - 1, FIRST_COLUMN + time, clock, counted, time)
    write_calendar(book, sheet, plot, plot.ledger.years, 12)
    sheet.freeze_panes(CLOCK_ROW, FIRST_COLUMN)


def _write(book: Book, sheet: Any, plot: Plot, row: Row, rows: Mapping[str, int], *, flows: bool) -> None:
    about: dict[str, Any] = {"bold": True, "top": 1, "top_color": RULE} if row.level == "total" else {}
    number, style = rows[row.id] - 1, book.style(num_format=_AMOUNT, **about)
    label = book.style(indent=0 if row.level == "total" else 1, **about)
    sheet.write_string(number, 0, row.label(book.language), label)
    sheet.write_blank(number, 1, None, style)
    values, text = [value or 0.0 for value in row.values], _text(plot, row, rows)
    for time, value in enumerate(values, 1):
        book.formula(sheet, number, FIRST_COLUMN + time, at(text, time), style, value)
    if flows and row.line != "cash":
        span = f"{column(1)}{number + 1}:{column(plot.ledger.years)}{number + 1}"
        book.formula(sheet, number, 2, f"SUM({span})", style, sum(values))
    else:
        sheet.write_blank(number, 2, None, style)


def _text(plot: Plot, row: Row, rows: Mapping[str, int]) -> str:
    """The link to the year line, this year's or that of the year before; for a total that is no line, the sum of its parts."""
    if not row.line:
        return "+".join(f"{{now}}{rows[part]}" for part in row.parts)
    place, moment = plot.layout.places[row.line], "{before}" if row.lag else "{now}"
    return f"{'-' if row.sign < 0 else ''}{quoted(place.sheet)}!{moment}{place.row}"


def _sums(
    plot: Plot, statement: Statement, name: str, rows: Mapping[str, int], language: str
) -> Iterator[Sum]:
    first, last = plot.layout.span

    def span(row: str) -> str:
        return f"{quoted(name)}!{first}${rows[row]}:{last}${rows[row]}"

    for total in statement.rows:
        if total.line and total.parts:
            parts = [statement.row(part).values for part in total.parts]
            off = sum(abs(sum(one[year] or 0.0 for one in parts) - (value or 0.0)) for year, value in enumerate(total.values))  # fmt: skip
            formula = f"SUMPRODUCT(ABS({'+'.join(span(part) for part in total.parts)}-{span(total.id)}))"
            yield Sum(f"{name}: {total.label(language)}", formula, off)
