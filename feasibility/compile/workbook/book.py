"""The file being written: its sheets, its look, and the words in the language of the reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any

import xlsxwriter

from feasibility.formats import unit_name

INK, MUTED, ACCENT = "#1F2933", "#6B7280", "#1F5C57"
BAND, RULE, GIVEN, LINKED, FIXED = "#E4EFED", "#9AA5B1", "#FFF6D6", "#E7F0FA", "#ECEEF0"
GOOD, BAD, UNSURE = "#DCF1E3", "#FAD9D5", "#FBE3B5"
SERIES = ("#1F5C57", "#D9822B", "#3E7CB1", "#8C6BB1", "#A3B18A")
NO_DEBT = 998  # from here on a cover only says that there is no debt

_NOTHING = '"–"'
EUROS = f"[>=0.5]#,##0;[Red][<=-0.5]-#,##0;{_NOTHING}"  # less than half a euro is nothing, never −0
_CENTS = f"[>=0.005]#,##0.00;[Red][<=-0.005]-#,##0.00;{_NOTHING}"
_FORMATS = {
    "eur": EUROS, "share": f"[>={NO_DEBT}]{_NOTHING};[Red][<0]-0.00%;0.00%", "share_year": f"0.00%;[Red]-0.00%;{_NOTHING}",
    "share_month": f"0.0000%;[Red]-0.0000%;{_NOTHING}", "factor": f"[>={NO_DEBT}]{_NOTHING};0.000", "flag": f"0;-0;{_NOTHING}", "m2": "#,##0.0",
    "points": "#,##0.00", "year": f"0;-0;{_NOTHING}",
}  # fmt: skip
_GIVEN = {
    "eur": "#,##0", "share": "0.00%", "share_year": "0.00%", "share_month": "0.0000%", "factor": "0.000###", "m2": "#,##0.0", "points": "#,##0.00",
}  # fmt: skip


def number_format(unit: str) -> str:
    """How a value in this unit is shown: nought as a dash."""
    return _FORMATS.get(unit) or (_CENTS if unit.startswith("eur_") else "General")


def given_format(unit: str) -> str:
    """How a value that was given is shown: nought as nought."""
    return _GIVEN.get(unit) or ("#,##0.00" if unit.startswith("eur_") else "General")


def _as_it_is(formula: str, *_: Any) -> str:
    """XlsxWriter looks for 29 functions of newer versions in each formula, which takes longer than all the rest: ours has none of them."""
    return formula.removeprefix("=")


class Book:
    """A workbook in one language. `day` is written as the day it was made, so that the same input gives the same bytes."""

    def __init__(self, target: str | Path | IO[bytes], language: str, day: date, title: str) -> None:
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}  # fmt: skip
        self.file = xlsxwriter.Workbook(str(target) if isinstance(target, str | Path) else target, options)
        self.language = language
        self._styles: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.file.set_properties({"title": title, "created": datetime.combine(day, time())})
        self.file.set_calc_mode("auto")

    def say(self, nl: str, en: str) -> str:
        """The words in the language of the reader."""
        return nl if self.language == "nl" else en

    def label(self, thing: Any) -> str:
        """The name of a line or an input."""
        return str(self.say(thing.nl, thing.en))

    def note(self, thing: Any) -> str:
        """What a line says about itself."""
        return str(self.say(thing.note_nl, thing.note_en))

    def unit(self, unit: str) -> str:
        """A unit in words."""
        return unit_name(unit, self.language)

    def style(self, **about: Any) -> Any:
        """A look; the same one for the same wish."""
        key = tuple(sorted(about.items()))
        if key not in self._styles:
            self._styles[key] = self.file.add_format({"font_color": INK, "valign": "vcenter", **about})
        return self._styles[key]

    def value_style(self, unit: str, **about: Any) -> Any:
        """A look for a value in a unit."""
        return self.style(num_format=number_format(unit), **about)

    def single_style(self, unit: str, **about: Any) -> Any:
        """The same for a value that stands alone: an amount of nought is then nought, no dash."""
        shown = EUROS.replace(_NOTHING, "0") if unit == "eur" else number_format(unit)
        return self.style(num_format=shown, align="right", **about)

    def reserve(self, *names: str) -> None:
        """Gives sheets their order, whatever is written first."""
        for name in names:
            self.file.add_worksheet(name)

    def sheet(self, name: str, title: str, about: str, widths: Sequence[float]) -> Any:
        """A new sheet with its title and what it holds."""
        sheet = self.file.get_worksheet_by_name(name) or self.file.add_worksheet(name)
        sheet._prepare_formula = _as_it_is
        sheet.hide_gridlines(2)
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width)
        sheet.write_string(0, 0, title, self.style(bold=True, font_size=16, font_color=ACCENT))
        sheet.write_string(1, 0, about, self.style(font_color=MUTED, italic=True))
        sheet.set_row(0, 24)
        self._page(sheet)
        return sheet

    def _page(self, sheet: Any) -> None:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&A&R{self.say('blad', 'page')} &P / &N")
        sheet.protect("", {"format_columns": True, "format_rows": True})

    def formula(self, sheet: Any, row: int, column: int, text: str, style: Any, value: float | str) -> None:
        """A formula with the value that it has; row and column from nought."""
        sheet.write_formula(row, column, f"={text}", style, value)

    def heading(self, sheet: Any, row: int, text: str, columns: int) -> None:
        """A heading over a group of rows: a band as wide as the columns."""
        style = self.style(bold=True, bg_color=BAND, font_color=ACCENT)
        sheet.write_string(row, 0, text, style)
        for column in range(1, columns):
            sheet.write_blank(row, column, None, style)

    def head(self, sheet: Any, row: int, texts: Iterable[str], first: int = 0, **about: Any) -> None:
        """The names of columns; what does not fit is wrapped."""
        style = self.style(bold=True, bottom=1, bottom_color=RULE, text_wrap=True, **about)
        for column, text in enumerate(texts, first):
            sheet.write_string(row, column, text, style)

    def close(self) -> None:
        """Writes the file."""
        self.file.close()
