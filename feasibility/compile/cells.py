"""From formulas to cells: each line of the model as a spreadsheet formula, in the words that Excel and LibreOffice share.

Inputs, lines of the clock once and figures have a defined name, so that formulas read like the model: `=home_count*home_area`. A line over time
is a row, t = 0 first, so `prev` is the cell to the left. A sum over elements is a SUMPRODUCT over their rows. Nothing volatile is used.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from xlsxwriter.utility import xl_col_to_name

from feasibility.formula import HALF_UP, OVER_YEARS, ModelError, call_word, references

LONGEST, DEEPEST = 8192, 64  # what Excel takes: characters in a formula, one function inside another
CLOCK_ROW, FIRST_COLUMN = (
    4,
    3,
)  # on a sheet over time: the row that holds t (counted from 1), the column of t = 0 (from 0)
_LIKE_A_CELL = re.compile(r"[a-z]{1,3}[0-9]+|r[0-9]*|c[0-9]*|r[0-9]*c[0-9]*|true|false", re.IGNORECASE)

# How strongly an operation holds its parts together, in a spreadsheet: there −2^2 is 4, and a power of a power is read from the left.
_ATOM, _POWER, _PRODUCT, _SUM, _TEST, _NEVER = 6, 4, 3, 2, 1, 0
_OPERATORS: dict[type[ast.AST], tuple[str, int, int, int]] = {  # sign, strength, what its left and its right side must have
    ast.Add: ("+", _SUM, _SUM, _PRODUCT), ast.Sub: ("-", _SUM, _SUM, _PRODUCT), ast.Mult: ("*", _PRODUCT, _PRODUCT, _POWER),
    ast.Div: ("/", _PRODUCT, _PRODUCT, _POWER), ast.Pow: ("^", _POWER, _ATOM, _ATOM),
}  # fmt: skip
_COMPARISONS: dict[type[ast.AST], str] = {
    ast.Eq: "=", ast.NotEq: "<>", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
_PLAIN = {"min": "MIN", "max": "MAX", "abs": "ABS", "whole": "INT"}
_FOLDS = {"lowest": "MIN", "highest": "MAX", "summed": "SUM"}


def safe_name(name: str) -> str:
    """A name that a spreadsheet cannot take for a cell: `fee1` becomes `fee1_`."""
    return f"{name}_" if _LIKE_A_CELL.fullmatch(name) else name


@lru_cache(maxsize=4096)
def column(time: int) -> str:
    """The letters of the column in which a moment stands."""
    return str(xl_col_to_name(FIRST_COLUMN + time))


@dataclass(frozen=True, slots=True)
class Place:
    """Where an input or a line stands: its first row (counted from 1), its column unless it runs over time, how many elements (None: it has none)."""

    sheet: str
    row: int
    column: str = ""
    count: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Layout:
    """Where everything stands. `none`: what a cell says where there is no internal rate of return."""

    places: Mapping[str, Place]
    years: int
    none: str

    @cached_property
    def span(self) -> tuple[str, str]:
        """The first and the last column of the years 1 … T."""
        return f"${column(1)}", f"${column(self.years)}"

    def address(self, name: str, element: int = 0, *, at: str = "") -> str:
        """The whole address of one value, from any sheet; over time in the column `at`."""
        place = self.places[name]
        return f"{quoted(place.sheet)}!${at or place.column}${place.row + element}"

    def over_years(self, name: str, element: int = 0, *, on: str = "") -> str:
        """The cells of a year line over the years 1 … T, with its sheet unless they are on the sheet `on`."""
        place, (first, last) = self.places[name], self.span
        row = place.row + element
        sheet = "" if place.sheet == on else f"{quoted(place.sheet)}!"
        return f"{sheet}{first}${row}:{last}${row}"


def quoted(sheet: str) -> str:
    """A sheet's name as a formula writes it."""
    return sheet if sheet.isalpha() else f"'{sheet}'"


@dataclass(frozen=True)
class Cell:
    """Writes formulas for one cell, or for all cells of a row.

    `element` says which element the cell belongs to; None: names stand for all elements, as inside total(). `guess` is where IRR begins. The text
    has {now}, {before}, {first} and {last} where the column, the one to its left, and the first and last month of the year belong: `at` fills them in.
    """

    layout: Layout
    sheet: str
    element: int | None = 0
    guess: float = 0.03

    def formula(self, tree: ast.expr, owner: str = "") -> str:
        """The whole formula, without its equals sign; ModelError when it is too long or too deep for a spreadsheet."""
        written = self.number(tree)
        if len(written) > LONGEST - 100 or _depth(tree) > DEEPEST:
            raise ModelError(f"{owner}: the formula is too long or too deep for a spreadsheet")
        return written

    def number(self, node: ast.AST) -> str:
        """The node as a number: a comparison becomes 0 or 1."""
        written, _ = self._written(node)
        return f"({written})*1" if isinstance(node, ast.Compare) else written

    def test(self, node: ast.AST) -> str:
        """The node as a condition."""
        if isinstance(node, ast.BoolOp):
            word = "AND" if isinstance(node.op, ast.And) else "OR"
            return f"{word}({','.join(self.test(part) for part in node.values)})"
        return self._written(node)[0]

    def _part(self, node: ast.AST, least: int) -> str:
        written, strength = self._written(node)
        return written if strength >= least else f"({written})"

    def _written(self, node: ast.AST) -> tuple[str, int]:
        """The text, and how strongly it holds together."""
        if isinstance(node, ast.Constant):
            return _constant(node.value), _ATOM  # type: ignore[arg-type]
        if isinstance(node, ast.Name):
            return self._look(node.id), _ATOM
        if isinstance(node, ast.UnaryOp):
            return f"-{self._part(node.operand, _ATOM)}", _NEVER
        if isinstance(node, ast.BinOp):
            sign, strength, left, right = _OPERATORS[type(node.op)]
            return f"{self._part(node.left, left)}{sign}{self._part(node.right, right)}", strength
        if isinstance(node, ast.Compare):
            sides = (self._side(side) for side in (node.left, node.comparators[0]))
            return _COMPARISONS[type(node.ops[0])].join(sides), _TEST
        assert isinstance(node, ast.Call)
        return self._call(node)

    def _side(self, node: ast.AST) -> str:
        """A side of a comparison: to a spreadsheet a truth value is never equal to a number."""
        return self.number(node) if isinstance(node, ast.Compare) else self._part(node, _SUM)

    def _call(self, node: ast.Call) -> tuple[str, int]:
        word, first = call_word(node), node.args[0]
        if word == "when":
            test, then, otherwise = node.args
            return f"IF({self.test(test)},{self.number(then)},{self.number(otherwise)})", _ATOM
        if word == "total":
            return self._total(first), _ATOM
        if word == "cents":
            return f"INT({self._part(first, _PRODUCT)}*100+{HALF_UP})/100", _PRODUCT
        if word in _PLAIN:
            return f"{_PLAIN[word]}({','.join(self.number(part) for part in node.args)})", _ATOM
        assert isinstance(first, ast.Name)
        if word in OVER_YEARS:
            return self._fold(word, first.id, node), _ATOM
        if word == "largest":
            return self._largest(first.id), _ATOM
        if word == "through":
            return self._through(first.id), _ATOM
        return self._look(first.id, word), _ATOM

    def _look(self, name: str, word: str = "") -> str:
        """One value, or those of all elements: by name, or in the row of its line."""
        if name == "t":
            return f"{{now}}${CLOCK_ROW}"
        place = self.layout.places[name]
        every = self.element is None and place.count is not None
        first = place.row + self._own(place)
        last = place.row + (place.count or 1) - 1 if every else first
        if place.column:
            by_name = every or place.count is None
            return place.name if by_name else self._at(place, f"${place.column}${first}")
        if word == "year_sum":
            return f"SUM({self._at(place, f'{{first}}{first}:{{last}}{last}')})"
        moment = {"prev": "{before}", "year_end": "{last}"}.get(word, "{now}")
        return self._at(place, f"{moment}{first}:{moment}{last}" if every else f"{moment}{first}")

    def _own(self, place: Place) -> int:
        """Which of the rows of a place belongs to this cell."""
        return 0 if place.count is None else self.element or 0

    def _at(self, place: Place, cells: str) -> str:
        return cells if place.sheet == self.sheet else f"{quoted(place.sheet)}!{cells}"

    def _over_elements(self) -> Cell:
        return replace(self, element=None)

    def _total(self, node: ast.expr) -> str:
        """The sum over all elements; nought where there are none."""
        if any(self.layout.places[ref.name].count == 0 for ref in references(node)):
            return "0"
        plain = isinstance(node, ast.Name) or call_word(node) == "prev"
        return f"{'SUM' if plain else 'SUMPRODUCT'}({self._over_elements().number(node)})"

    def _largest(self, name: str) -> str:
        return "0" if self.layout.places[name].count == 0 else f"MAX({self._over_elements()._look(name)})"

    def _through(self, name: str) -> str:
        place = self.layout.places[name]
        moment = f"${place.column}$" if place.column else "{now}"
        return f"SUM({self._at(place, f'{moment}{place.row}:{moment}{place.row + (self.element or 0)}')})"

    def _fold(self, word: str, name: str, node: ast.Call) -> str:
        """A word over the years 1 … T: never over the opening column."""
        place = self.layout.places[name]
        element = self._own(place)
        cells = self.layout.over_years(name, element, on=self.sheet)
        if word in _FOLDS:
            return f"{_FOLDS[word]}({cells})"
        if word == "last":
            return self.layout.address(name, element, at=column(self.layout.years))
        if word == "first":
            return f"IFERROR(MATCH(1,{cells},0),0)"
        if word == "at":  # nought for a year that is not there
            first, last = self.layout.span
            years = f"{quoted(place.sheet)}!{first}${CLOCK_ROW}:{last}${CLOCK_ROW}"
            return f"SUMIF({years},{self.number(node.args[1])},{cells})"
        rate, none = f"IRR({cells},{self.guess:.12g})".replace("e", "E"), f'"{self.layout.none}"'
        return f"IFERROR(IF({rate}>-1,{rate},{none}),{none})"


def at(text: str, time: int) -> str:
    """A formula in the column of one moment."""
    if "{" not in text:
        return text
    return text.format(
        now=column(time), before=column(time - 1), first=column(12 * time - 11), last=column(12 * time)
    )


def _constant(value: float) -> str:
    """A number in full: all its digits, no thousands, a point."""
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value).upper()


def _depth(node: ast.AST) -> int:
    """How many functions stand one inside another."""
    inside = max((_depth(child) for child in ast.iter_child_nodes(node)), default=0)
    return inside + isinstance(node, ast.Call | ast.BoolOp)
