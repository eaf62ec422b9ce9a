"""How a model is laid out in a workbook: what its maker says about it, and where every input and line then stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name

from feasibility.compile.cells import CLOCK_ROW, Layout, Place, safe_name
from feasibility.compile.kernel import Ledger, Value
from feasibility.compile.workbook.book import Book
from feasibility.formula import Clock, Input, Line, ModelError

TOP = CLOCK_ROW + 1  # the first row below a head, counted from 1
INPUT_TOP = 7
VALUE, FIRST_FIELD = (
    "C",
    1,
)  # the column of a value without time; on the sheet of inputs the first column of a table
SHEETS: Mapping[str, tuple[str, str]] = {
    "inputs": ("Invoer", "Inputs"), "once": ("Eenmalig", "Once"), "month": ("Maanden", "Months"), "year": ("Jaren", "Years"),
    "figure": ("Kengetallen", "Figures"),
}  # fmt: skip


@dataclass(frozen=True)
class Outline:
    """What is not in the model itself, in the language of the reader. Everything may be left out.

    `names`: what the elements of a kind are called; `tables`: the heading over them. `sections`: headings on the sheet of inputs, each with its inputs.
    `headings`: a line → the heading before it. `extra`: numbers beside the model's inputs, with their values, from which `derived` inputs follow by a
    formula. `links`: an input → the address of the cell that it takes its value from, or one for each element ("": none). `fixed`: inputs that are
    locked → why. `start`: the first day of month 1.
    """

    names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    sections: Sequence[tuple[str, Sequence[str]]] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[Input, Value] = field(default_factory=dict)
    derived: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    start: date | None = None


@dataclass(frozen=True)
class Row:
    """One line on a sheet, at a row counted from 1; or only a heading."""

    number: int
    heading: str = ""
    line: Line | None = None


@dataclass(frozen=True)
class Table:
    """The inputs of one kind of element: a heading, names and units, then a row an element. `row` is that of the first element."""

    kind: str
    heading: str
    row: int
    inputs: tuple[Input, ...]
    count: int


@dataclass(frozen=True)
class Section:
    """Inputs of the plan as a whole: `row` is that of its heading."""

    heading: str
    row: int
    inputs: tuple[Input, ...]


@dataclass(frozen=True)
class Plot:
    """Everything that will stand in the workbook, and where."""

    ledger: Ledger
    outline: Outline
    layout: Layout
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    rows: Mapping[Clock, tuple[Row, ...]]
    sheets: Mapping[str, str]

    @cached_property
    def groups(self) -> frozenset[str]:
        """The lines that other lines go into."""
        return frozenset(line.into for line in self.ledger.model.lines)

    def value(self, given: Input) -> Value:
        """The value of an input, one of the model's or one beside them."""
        return self.outline.extra[given] if given in self.outline.extra else self.ledger.inputs[given.name]

    def names(self, kind: str) -> Sequence[str]:
        """What the elements of a kind are called: by number when nobody said."""
        count = self.ledger.count(kind)
        return self.outline.names.get(kind) or [str(number) for number in range(1, count + 1)]


def plot(book: Book, ledger: Ledger, outline: Outline) -> Plot:
    """Gives every input and every line its place."""
    sheets = {key: book.say(*names) for key, names in SHEETS.items()}
    everything = (*outline.extra, *ledger.model.inputs)
    known = ledger.model.by_name.keys() | ledger.model.input_by_name.keys()
    if twice := sorted(given.name for given in outline.extra if given.name in known):
        raise ModelError(
            f"beside the model there are inputs with names that it has itself: {', '.join(twice)}"
        )
    sections, below = _sections(everything, outline, book.say("Andere invoer", "Other inputs"))
    tables = _tables(everything, ledger, outline, below)
    rows: dict[Clock, tuple[Row, ...]] = {
        clock: tuple(_rows(ledger, outline, clock)) for clock in ("once", "month", "year", "figure")
    }
    places = dict(_input_places(sheets["inputs"], sections, tables, ledger, everything))
    for clock, those in rows.items():
        places.update(_line_places(sheets[clock], clock, those, ledger))
    layout = Layout(_named(places), ledger.years, book.say("geen", "none"))
    return Plot(ledger, outline, layout, sections, tables, rows, sheets)


def _sections(everything: Sequence[Input], outline: Outline, rest: str) -> tuple[tuple[Section, ...], int]:
    """The sections, and the row below them; what nobody placed comes last."""
    single = {given.name: given for given in everything if not given.per}
    placed = [(heading, [name for name in names if name in single]) for heading, names in outline.sections]
    known = {name for _, names in placed for name in names}
    placed.append((rest, [name for name in single if name not in known]))
    found, row = [], INPUT_TOP
    for heading, names in placed:
        if names:
            found.append(Section(heading, row, tuple(single[name] for name in names)))
            row += len(names) + 2
    return tuple(found), row


def _tables(everything: Sequence[Input], ledger: Ledger, outline: Outline, row: int) -> tuple[Table, ...]:
    found = []
    for kind in ledger.model.elements:
        own = [given for given in everything if given.per == kind]
        inputs = tuple(
            sorted(own, key=lambda given: given.name in outline.derived)
        )  # what follows comes last
        count = ledger.count(kind)
        if count and inputs:
            found.append(Table(kind, outline.tables.get(kind, kind), row + 3, inputs, count))
            row += count + 4
    return tuple(found)


def _rows(ledger: Ledger, outline: Outline, clock: Clock) -> Iterator[Row]:
    """The lines of a clock in the order in which they were written down, which reads better than that of the calculation."""
    number = TOP
    for line in _as_written(line for line in ledger.model.by_name.values() if line.clock == clock):
        if heading := outline.headings.get(line.name):
            number += 1 if number > TOP else 0
            yield Row(number, heading=heading)
            number += 1
        yield Row(number, line=line)
        number += ledger.count(line.per) if line.per else 1


def _as_written(lines: Iterable[Line]) -> list[Line]:
    """The lines in order; one that was added later stands before the group that it goes into."""
    ordered: list[Line] = []
    for line in lines:
        after = next(
            (number for number, other in enumerate(ordered) if other.name == line.into), len(ordered)
        )
        ordered.insert(after, line)
    return ordered


def _input_places(
    sheet: str,
    sections: Sequence[Section],
    tables: Sequence[Table],
    ledger: Ledger,
    everything: Sequence[Input],
) -> Iterator[tuple[str, Place]]:
    for given in everything:
        if given.per:  # overwritten below where there are elements
            yield given.name, Place(sheet, 1, "B", 0, given.name)
    for section in sections:
        for row, given in enumerate(section.inputs, section.row + 1):
            yield given.name, Place(sheet, row, "B", None, given.name)
    for table in tables:
        for column, given in enumerate(table.inputs, FIRST_FIELD):
            yield given.name, Place(sheet, table.row, str(xl_col_to_name(column)), table.count, given.name)


def _line_places(
    sheet: str, clock: Clock, rows: Sequence[Row], ledger: Ledger
) -> Iterator[tuple[str, Place]]:
    column = VALUE if clock in {"once", "figure"} else ""
    for row in rows:
        if line := row.line:
            count = ledger.count(line.per) if line.per else None
            yield line.name, Place(sheet, row.number, column, count, line.name if column else "")


def _named(places: Mapping[str, Place]) -> dict[str, Place]:
    """The places with names that a spreadsheet takes, none twice: to it Fee and fee are the same."""
    taken: set[str] = set()
    named = {}
    for key, place in places.items():
        name = safe_name(place.name)
        while name.lower() in taken:
            name += "_"
        taken.add(name.lower() if name else "")
        named[key] = Place(place.sheet, place.row, place.column, place.count, name)
    return named
