"""The sheet of inputs: what may be changed, what follows from it, what comes from the law and what is fixed."""

from __future__ import annotations

from typing import Any

from feasibility.compile.cells import Cell
from feasibility.compile.workbook.book import ACCENT, FIXED, GIVEN, LINKED, MUTED, RULE, Book, given_format
from feasibility.compile.workbook.outline import FIRST_FIELD, Plot, Section, Table
from feasibility.formula import Input, parse

_BLUE = "#1D4E89"  # what somebody typed, as bankers are used to see it


def write_inputs(book: Book, plot: Plot) -> None:
    """Writes the sheet, and gives each input a name that formulas use."""
    widest = max((len(table.inputs) for table in plot.tables), default=2)
    sheet = book.sheet(
        plot.sheets["inputs"],
        plot.sheets["inputs"],
        book.say(
            "Wijzig hier een getal en alle bladen rekenen opnieuw.",
            "Change a number here and every sheet is calculated again.",
        ),
        [66, *[17] * max(widest, 4)],
    )
    _legend(book, sheet)
    sheet.freeze_panes(5, 1)
    sheet.set_paper(8)
    for section in plot.sections:
        _section(book, sheet, plot, section)
    for table in plot.tables:
        _table(book, sheet, plot, table)


def _legend(book: Book, sheet: Any) -> None:
    kinds = (
        ("given", book.say("te wijzigen", "to change")),
        ("linked", book.say("uit Parameters", "from Parameters")),
        ("derived", book.say("volgt uit de rest", "follows from the rest")),
        ("fixed", book.say("ligt vast", "fixed")),
    )
    for column, (kind, words) in enumerate(kinds, 1):
        sheet.write_string(2, column, words, _style(book, kind, "", align="center"))
    sheet.write_string(
        3,
        0,
        book.say(
            "Wat vastligt, bepaalt welke wet geldt of hoeveel kolommen er zijn. De beveiliging heeft geen wachtwoord: u kunt ze opheffen.",
            "What is fixed decides which law holds or how many columns there are. The protection has no password: you may lift it.",
        ),
        book.style(font_color=MUTED, italic=True),
    )


def _style(book: Book, kind: str, unit: str, **about: Any) -> Any:
    looks: dict[str, dict[str, Any]] = {
        "given": {"bg_color": GIVEN, "font_color": _BLUE, "locked": False},
        "linked": {"bg_color": LINKED, "font_color": ACCENT},
        "derived": {"italic": True},
        "fixed": {"bg_color": FIXED, "font_color": MUTED},
    }
    shown = {"num_format": given_format(unit)} if unit else {}
    return book.style(border=1, border_color=RULE, **shown, **looks[kind], **about)


def _section(book: Book, sheet: Any, plot: Plot, section: Section) -> None:
    book.heading(sheet, section.row - 1, section.heading, 4)
    for given in section.inputs:
        row = plot.layout.places[given.name].row - 1
        sheet.write_string(row, 0, book.label(given), book.style(indent=1))
        kind = _write(book, sheet, plot, given, None)
        sheet.write_string(row, 2, book.unit(given.unit), book.style(font_color=MUTED, indent=1))
        if kind == "fixed":
            sheet.write_string(
                row, 4, plot.outline.fixed[given.name], book.style(font_color=MUTED, italic=True)
            )
        _define(book, plot, given)
        _limits(book, sheet, plot, given, kind)


def _table(book: Book, sheet: Any, plot: Plot, table: Table) -> None:
    top = table.row - 1
    book.heading(sheet, top - 3, table.heading, len(table.inputs) + FIRST_FIELD)
    sheet.set_row(top - 2, 62)
    book.head(sheet, top - 2, [book.say("Naam", "Name")], valign="bottom")
    book.head(sheet, top - 2, [book.label(given) for given in table.inputs], FIRST_FIELD, align="center", valign="bottom")  # fmt: skip
    small = book.style(
        font_color=MUTED, italic=True, align="center", text_wrap=True, font_size=9, valign="top"
    )
    sheet.set_row(top - 1, 26)
    for column, given in enumerate(table.inputs, FIRST_FIELD):
        sheet.write_string(top - 1, column, book.unit(given.unit), small)
    for row, name in enumerate(plot.names(table.kind), top):
        sheet.write_string(row, 0, name, book.style(indent=1))
    for given in table.inputs:
        kinds = {_write(book, sheet, plot, given, element) for element in range(table.count)}
        _define(book, plot, given)
        if kinds == {"given"}:
            _limits(book, sheet, plot, given, "given")


def _write(book: Book, sheet: Any, plot: Plot, given: Input, element: int | None) -> str:
    """Writes one value as what it is, and says what that was."""
    place, value = plot.layout.places[given.name], plot.value(given)
    row, number = place.row - 1 + (element or 0), value if element is None else value[element]  # type: ignore[index]
    column = plot.layout.places[given.name].column
    cell = (row, _number(column))
    link = plot.outline.links.get(given.name, "")
    link = link if isinstance(link, str) else link[element or 0]
    if derived := plot.outline.derived.get(given.name):
        formula = Cell(plot.layout, place.sheet, element or 0).formula(parse(derived, given.name), given.name)
        book.formula(sheet, *cell, formula, _style(book, "derived", given.unit), number)  # type: ignore[arg-type]
        return "derived"
    if link:
        book.formula(sheet, *cell, link, _style(book, "linked", given.unit), number)  # type: ignore[arg-type]
        return "linked"
    kind = "fixed" if given.name in plot.outline.fixed else "given"
    sheet.write_number(*cell, number, _style(book, kind, given.unit))
    return kind


def _define(book: Book, plot: Plot, given: Input) -> None:
    place = plot.layout.places[given.name]
    last = f":${place.column}${place.row + place.count - 1}" if place.count and place.count > 1 else ""
    book.file.define_name(place.name, f"={plot.layout.address(given.name)}{last}")


def _number(column: str) -> int:
    """The number of a column, from nought."""
    number = 0
    for letter in column:
        number = 26 * number + ord(letter) - 64
    return number - 1


def _limits(book: Book, sheet: Any, plot: Plot, given: Input, kind: str) -> None:
    """What a cell accepts, said when somebody types something else."""
    low, high = (0, 1) if given.unit == "flag" else (given.low, given.high)
    if kind != "given" or (low is None and high is None):
        return
    place = plot.layout.places[given.name]
    column = _number(place.column)
    words, rule = _rule(book, low, high)
    rule |= {"validate": "integer" if given.unit == "flag" else "decimal", "error_title": book.say("Dit kan niet", "Not possible"), "error_message": words}  # fmt: skip
    sheet.data_validation(place.row - 1, column, place.row - 2 + (place.count or 1), column, rule)


def _rule(book: Book, low: float | None, high: float | None) -> tuple[str, dict[str, Any]]:
    if low is not None and high is not None:
        return book.say(f"Geef een getal van {low:g} tot {high:g}.", f"Give a number from {low:g} to {high:g}."), {
            "criteria": "between", "minimum": low, "maximum": high,
        }  # fmt: skip
    if low is not None:
        return book.say(f"Geef een getal van {low:g} of meer.", f"Give a number of {low:g} or more."), {"criteria": ">=", "value": low}  # fmt: skip
    return book.say(f"Geef een getal van hoogstens {high:g}.", f"Give a number of at most {high:g}."), {"criteria": "<=", "value": high}  # fmt: skip
