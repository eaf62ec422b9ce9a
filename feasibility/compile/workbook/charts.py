"""Native charts, drawn by the spreadsheet from its own cells."""

from __future__ import annotations

from typing import Any

from feasibility.compile.cells import CLOCK_ROW, FIRST_COLUMN, quoted
from feasibility.compile.workbook.book import INK, MUTED, RULE, SERIES, Book
from feasibility.compile.workbook.outline import Plot

_WIDE, _HIGH = 580, 270
_SMALL = {"size": 9, "color": MUTED}


def charge(book: Book, sheet: Any, plot: Plot, cell: str) -> None:
    """What residents pay, year by year."""
    chart = book.file.add_chart({"type": "column"})
    chart.add_series({**_series(book, plot, "charge_m2", 0), "gap": 40})
    label = book.label(plot.ledger.model.by_name["charge_m2"])
    _finish(book, chart, label, "0")
    chart.set_legend({"none": True})
    sheet.insert_chart(cell, chart, {"description": label, "object_position": 2})


def cash_and_debt(book: Book, sheet: Any, plot: Plot, cell: str) -> None:
    """Debt as columns, cash as a line."""
    chart = book.file.add_chart({"type": "column"})
    chart.add_series({**_series(book, plot, "debt", 2), "gap": 40})
    line = book.file.add_chart({"type": "line"})
    line.add_series(
        _series(book, plot, "free_cash", 1) | {"line": {"color": SERIES[1], "width": 2.25}, "fill": None}
    )
    chart.combine(line)
    label = book.say("Leningen en vrije kas, in euro", "Loans and free cash, in euro")
    _finish(book, chart, label, "#,##0")
    chart.set_legend({"position": "bottom", "font": _SMALL})
    sheet.insert_chart(cell, chart, {"description": label, "object_position": 2})


def money(book: Book, sheet: Any, name: str, first: int, count: int, cell: str) -> None:
    """Sources and uses, a bar each; `first` is the row (from nought) of the first of the table on this sheet."""
    chart = book.file.add_chart({"type": "bar"})
    for column, colour in ((1, SERIES[0]), (2, SERIES[1])):
        chart.add_series(
            {
                "name": [name, first - 1, column],
                "categories": [name, first, 0, first + count - 1, 0],
                "values": [name, first, column, first + count - 1, column],
                "fill": {"color": colour},
                "gap": 30,
                "overlap": 100,
            }
        )
    label = book.say("Bronnen en bestedingen, in euro", "Sources and uses, in euro")
    _finish(book, chart, label, "#,##0", height=max(_HIGH, 22 * count + 90))
    chart.set_y_axis({"reverse": True, "num_font": _SMALL, "line": {"color": RULE}})
    chart.set_x_axis({"num_format": "#,##0", "num_font": _SMALL, "major_gridlines": {"visible": True, "line": {"color": "#E5E7EB"}}, "line": {"none": True}})  # fmt: skip
    chart.set_legend({"position": "bottom", "font": _SMALL})
    sheet.insert_chart(cell, chart, {"description": label, "object_position": 2})


def _series(book: Book, plot: Plot, name: str, colour: int) -> dict[str, Any]:
    """A year line over the years 1 … T."""
    place, last = plot.layout.places[name], FIRST_COLUMN + plot.ledger.years
    row = place.row - 1
    return {
        "name": f"={quoted(place.sheet)}!$A${place.row}",
        "categories": [place.sheet, CLOCK_ROW - 1, FIRST_COLUMN + 1, CLOCK_ROW - 1, last],
        "values": [place.sheet, row, FIRST_COLUMN + 1, row, last],
        "fill": {"color": SERIES[colour]},
    }


def _finish(book: Book, chart: Any, label: str, numbers: str, height: int = _HIGH) -> None:
    chart.set_title({"name": label, "name_font": {"size": 11, "color": INK, "bold": True}, "overlay": False})
    chart.set_size({"width": _WIDE, "height": height})
    chart.set_x_axis({"num_font": _SMALL, "line": {"color": RULE}, "interval_unit": 5, "name": book.say("jaar", "year"), "name_font": _SMALL | {"bold": False}})  # fmt: skip
    chart.set_y_axis({"num_format": numbers, "num_font": _SMALL, "line": {"none": True}, "major_gridlines": {"visible": True, "line": {"color": "#E5E7EB"}}})  # fmt: skip
    chart.set_chartarea({"border": {"color": "#D5DAE0"}})
