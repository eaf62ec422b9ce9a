"""The small language in which each line of the model is written, once.

A line has a name, a unit, a clock, an owner (`per`) and a formula: a Python expression as text, parsed here with `ast`. Everything else
(kernel, workbook, explanation, reference) is made from it. The words of the language are in `WORDS`; nothing else is allowed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Literal

Clock = Literal["once", "month", "year", "figure"]
CLOCKS: tuple[Clock, ...] = ("once", "month", "year", "figure")

WORDS: Mapping[str, int | None] = {
    "prev": 1,  # the value one period earlier
    "total": 1,  # the sum over all elements
    "largest": 1,  # the largest over all elements
    "through": 1,  # the sum over the elements up to and including this one
    "year_sum": 1,  # the sum over the twelve months of the year
    "year_end": 1,  # the value in the last month of the year
    "when": 3,  # when(test, then, otherwise)
    "min": None,
    "max": None,
    "abs": 1,
    "whole": 1,  # the whole number at or below
    "cents": 1,  # rounded to cents, half up
    "lowest": 1,  # over the years
    "highest": 1,
    "summed": 1,
    "at": 2,  # at(x, n): x in year n
    "last": 1,  # x in the last year
    "first": 1,  # the first year in which x is 1; 0 when it never is
    "irr": 1,  # internal rate of return over the years
}
OVER_ELEMENTS = frozenset({"total", "largest", "through"})
OVER_MONTHS = frozenset({"year_sum", "year_end"})
OVER_YEARS = frozenset({"lowest", "highest", "summed", "at", "last", "first", "irr"})
NAMED = OVER_YEARS | OVER_MONTHS | {"prev", "largest", "through"}  # their argument is a name
MEMBERS = "members()"
HALF_UP = (
    0.500001  # what cents() adds before it cuts: half a cent that a float holds a hair too low still goes up
)
_ALLOWED = (
    ast.Expression, ast.BinOp, ast.UnaryOp, ast.Compare, ast.BoolOp, ast.Call, ast.Name, ast.Load, ast.Constant,
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.USub, ast.And, ast.Or,
    ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE,
)  # fmt: skip


class ModelError(Exception):
    """A line that cannot be: says which, and why."""


@dataclass(frozen=True, slots=True)
class Input:
    """A number that the plan, or the parameters, give to the model; with `per`, one for each element."""

    name: str
    unit: str
    nl: str
    en: str
    per: str = ""
    default: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Line:
    """One line of the model.

    `sign` tells which way money goes seen from the cooperative: "+" in, "-" out, "" neither. `into` names the line whose formula is
    `members()`: the sum of all lines that go into it. `start` is the value at t = 0 (clocks month and year). `step` says that the line may
    jump when an input moves a little. `phase` says with what a month line comes to rest: afterwards it is nought, or stays as it is, and kernels
    no longer work it out. `needs` are inputs that only this line brings; the plan gives them under `extra`.
    """

    name: str
    unit: str
    formula: str
    nl: str
    en: str
    clock: Clock = "year"
    per: str = ""
    start: str = "0"
    sign: str = ""
    into: str = ""
    step: bool = False
    phase: Literal["", "build", "loan"] = ""
    note_nl: str = ""
    note_en: str = ""
    sources: tuple[str, ...] = ()
    needs: tuple[Input, ...] = ()

    @cached_property
    def tree(self) -> ast.expr:
        """The formula, parsed and held to the language."""
        return _with_tests(parse(self.formula, self.name), self.name)

    @cached_property
    def start_tree(self) -> ast.expr:
        """The start value, parsed."""
        return _with_tests(parse(self.start, self.name), self.name)


def parse(text: str, owner: str = "") -> ast.expr:
    """The expression in the text; ModelError when it uses anything beyond the language."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError as error:
        raise ModelError(f"{owner}: the formula cannot be read: {text!r}") from error
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED):
            raise ModelError(f"{owner}: {type(node).__name__} is no part of the language")
        if isinstance(node, ast.Constant) and (
            isinstance(node.value, bool) or not isinstance(node.value, int | float)
        ):
            raise ModelError(f"{owner}: only numbers may stand in a formula, not {node.value!r}")
        if isinstance(node, ast.Compare) and len(node.ops) != 1:
            raise ModelError(f"{owner}: one comparison at a time")
        if isinstance(node, ast.Call):
            _check_call(node, owner)
    return tree.body


def _check_call(node: ast.Call, owner: str) -> None:
    word = node.func.id if isinstance(node.func, ast.Name) else ""
    if word not in WORDS or node.keywords:
        raise ModelError(f"{owner}: unknown word {ast.unparse(node.func)}()")
    wanted = WORDS[word]
    if (wanted is None and len(node.args) < 2) or (wanted is not None and len(node.args) != wanted):
        raise ModelError(f"{owner}: {word}() takes {wanted or 'two or more'} arguments")
    if word in NAMED and not isinstance(node.args[0], ast.Name):
        raise ModelError(f"{owner}: {word}() takes the name of a line")
    if word == "total":
        for inner in ast.walk(node.args[0]):
            if call_word(inner) not in {"", "prev"} or isinstance(inner, ast.BoolOp):
                raise ModelError(f"{owner}: in total() only arithmetic, comparisons and prev() may stand")


def _with_tests(tree: ast.expr, owner: str) -> ast.expr:
    """The formula, held to this: a choice needs a comparison, or several joined by and, or; these stand nowhere else."""
    tests: set[ast.AST] = set()
    waiting = [
        node.args[0] for node in ast.walk(tree) if isinstance(node, ast.Call) and call_word(node) == "when"
    ]
    while waiting:
        test = waiting.pop()
        tests.add(test)
        if isinstance(test, ast.BoolOp):
            waiting += test.values
        elif not isinstance(test, ast.Compare):
            raise ModelError(f"{owner}: when() needs a comparison, not {ast.unparse(test)}")
    if any(isinstance(node, ast.BoolOp) and node not in tests for node in ast.walk(tree)):
        raise ModelError(f"{owner}: and, or stand only in the test of when()")
    return tree


def call_word(node: ast.AST) -> str:
    """The word of a call, or nothing for another node."""
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A name in a formula and how it is looked at: plainly, or through a word such as prev or year_sum."""

    name: str
    through: str = ""


def references(tree: ast.expr) -> Iterator[Reference]:
    """All names in a formula but `t`, each with the word that holds it directly or from further out."""

    def walk(node: ast.AST, through: str) -> Iterator[Reference]:
        if isinstance(node, ast.Name):
            if node.id != "t":
                yield Reference(node.id, through)
            return
        word = call_word(node)
        holds = word if word == "prev" or word in OVER_MONTHS | OVER_YEARS | OVER_ELEMENTS else through
        if word == "at":
            assert isinstance(node, ast.Call)
            yield from walk(node.args[0], "at")
            yield from walk(node.args[1], through)
            return
        children = node.args if isinstance(node, ast.Call) else ast.iter_child_nodes(node)
        for child in children:
            yield from walk(child, "prev" if through == "prev" else holds)

    yield from walk(tree, "")


@dataclass(frozen=True, eq=False)
class Model:
    """Lines and inputs that fit together, in the order in which they are computed.

    Raises ModelError for a name used twice, a name that is not there, a look from a faster clock at a slower one, or a circle (its path
    is in the message).
    """

    lines: tuple[Line, ...]
    inputs: tuple[Input, ...]
    by_name: Mapping[str, Line] = field(init=False, repr=False, compare=False)
    input_by_name: Mapping[str, Input] = field(init=False, repr=False, compare=False)
    groups: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        inputs = tuple(self.inputs) + tuple(need for line in self.lines for need in line.needs)
        lines = _with_groups(self.lines)
        names = [line.name for line in lines] + [given.name for given in inputs] + ["t"]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ModelError(f"more than one line or input is called {', '.join(twice)}")
        groups = frozenset(line.name for line in self.lines if line.formula == MEMBERS)
        object.__setattr__(self, "groups", groups)
        object.__setattr__(self, "inputs", inputs)
        object.__setattr__(self, "input_by_name", {given.name: given for given in inputs})
        object.__setattr__(self, "by_name", {line.name: line for line in lines})
        object.__setattr__(self, "lines", tuple(self._ordered(lines)))

    def plus(self, *lines: Line) -> Model:
        """This model with more lines; a group takes in those that say they belong to it."""
        known = {need.name for line in self.lines for need in line.needs}
        inputs = tuple(given for given in self.inputs if given.name not in known)
        kept = tuple(
            replace(line, formula=MEMBERS) if line.name in self.groups else line for line in self.lines
        )
        return Model(kept + lines, inputs)

    def _ordered(self, lines: tuple[Line, ...]) -> Iterator[Line]:
        for clock in CLOCKS:
            graph = {line.name: self._same_clock(line) for line in lines if line.clock == clock}
            try:
                for name in TopologicalSorter(graph).static_order():
                    yield self.by_name[name]
            except CycleError as error:
                path = " → ".join(reversed(error.args[1]))
                raise ModelError(f"these lines go round in a circle: {path}") from error

    def _same_clock(self, line: Line) -> list[str]:
        needed = []
        for ref in references(line.tree):
            other = self.by_name.get(ref.name)
            self._check(line, ref, other)
            if other is not None and other.clock == line.clock and ref.through != "prev":
                needed.append(other.name)
        for ref in references(line.start_tree):
            other = self.by_name.get(ref.name)
            if (other is None and ref.name not in self.input_by_name) or (other and other.clock != "once"):
                raise ModelError(
                    f"{line.name}: its start may only look at inputs and lines of the clock once, not {ref.name}"
                )
            self._check_owner(line, ref, line.start_tree)
        self._check_time(line)
        for tree in (line.tree, line.start_tree):
            self._check_totals(line, tree)
        return needed

    def _owner(self, name: str) -> str:
        known = self.by_name.get(name) or self.input_by_name.get(name)
        return known.per if known is not None else ""

    def _check_owner(self, line: Line, ref: Reference, tree: ast.expr) -> None:
        owner = self._owner(ref.name)
        if (
            owner
            and owner != line.per
            and ref.through not in OVER_ELEMENTS
            and not self._under(tree, ref.name, OVER_ELEMENTS)
        ):
            raise ModelError(f"{line.name}: {ref.name} is per {owner}; say total({ref.name})")

    def _check_word(self, line: Line, ref: Reference, other: Line | None) -> None:
        """Whether the word that holds a name may hold it in this line."""
        if ref.through in {"largest", "through"} and not self._owner(ref.name):
            raise ModelError(f"{line.name}: {ref.through}() takes a name per element, not {ref.name}")
        over_months = {word: {("year", "month")} for word in OVER_MONTHS}
        over_years = {word: {("figure", "year")} for word in OVER_YEARS}
        wanted = {"prev": {("month", "month"), ("year", "year")}} | over_months | over_years
        clocks = (line.clock, other.clock if other is not None else "")
        if ref.through in wanted and clocks not in wanted[ref.through]:
            raise ModelError(f"{line.name} ({line.clock}) cannot look at {ref.name} through {ref.through}()")

    def _check_time(self, line: Line) -> None:
        """`t` is there in months and years, not before the first of them nor after the last."""
        trees = (line.start_tree,) if line.clock in {"month", "year"} else (line.start_tree, line.tree)
        if any(isinstance(node, ast.Name) and node.id == "t" for tree in trees for node in ast.walk(tree)):
            raise ModelError(f"{line.name}: t is no month or year here")

    def _check_totals(self, line: Line, tree: ast.expr) -> None:
        """A sum goes over the elements of one kind."""
        for node in ast.walk(tree):
            if call_word(node) == "total":
                names = [part.id for part in ast.walk(node) if isinstance(part, ast.Name)]
                owners = sorted({self._owner(name) for name in names} - {""})
                if len(owners) != 1:
                    said = " and ".join(owners) or "none"
                    raise ModelError(f"{line.name}: total() sums over one kind of element, not {said}")

    def _check(self, line: Line, ref: Reference, other: Line | None) -> None:
        if other is None and ref.name not in self.input_by_name:
            raise ModelError(f"{line.name}: there is no line or input called {ref.name}")
        self._check_owner(line, ref, line.tree)
        self._check_word(line, ref, other)
        if other is None or other.clock == "once":
            return
        looks = {"once": (), "month": ("month",), "year": ("year",), "figure": ("figure",)}[line.clock]
        through = {("year", "month"): OVER_MONTHS, ("figure", "year"): OVER_YEARS}.get(
            (line.clock, other.clock)
        )
        if other.clock not in looks and (through is None or not self._under(line.tree, ref.name, through)):
            raise ModelError(
                f"{line.name} ({line.clock}) cannot look at {ref.name} ({other.clock}) like this"
            )

    def _under(self, tree: ast.expr, name: str, words: frozenset[str]) -> bool:
        """Whether each use of the name in the formula stands somewhere inside one of these words."""

        def naked(node: ast.AST) -> bool:
            if isinstance(node, ast.Name):
                return node.id == name
            if call_word(node) in words:
                return False
            return any(naked(child) for child in ast.iter_child_nodes(node))

        return not naked(tree)

    def of(self, clock: Clock) -> tuple[Line, ...]:
        """The lines of one clock, in order."""
        return tuple(line for line in self.lines if line.clock == clock)

    @cached_property
    def uses(self) -> Mapping[str, frozenset[str]]:
        """For each line the names that its formula and start look at."""
        return {
            line.name: frozenset(
                ref.name for tree in (line.tree, line.start_tree) for ref in references(tree)
            )
            for line in self.lines
        }

    def downstream(self, names: Iterable[str]) -> frozenset[str]:
        """All lines that change when these inputs (or lines) change."""
        changed = set(names)
        grown = True
        while grown:
            grown = False
            for line, used in self.uses.items():
                if line not in changed and not used.isdisjoint(changed):
                    changed.add(line)
                    grown = True
        return frozenset(changed & self.by_name.keys())

    def upstream(self, names: Iterable[str]) -> frozenset[str]:
        """These lines and all lines that they need."""
        needed: set[str] = set()
        waiting = [name for name in names if name in self.by_name]
        while waiting:
            name = waiting.pop()
            if name not in needed:
                needed.add(name)
                waiting.extend(self.uses[name] & self.by_name.keys())
        return frozenset(needed)

    @cached_property
    def elements(self) -> tuple[str, ...]:
        """The kinds of element: loan, home, part, …"""
        owners = [given.per for given in self.inputs] + [line.per for line in self.lines]
        return tuple(dict.fromkeys(owner for owner in owners if owner))


def _with_groups(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines, with `members()` written out as the sum of the lines that go into it."""
    into: dict[str, list[str]] = {}
    for line in lines:
        if line.into:
            into.setdefault(line.into, []).append(line.name)
    groups = {line.name for line in lines if line.formula == MEMBERS}
    if lost := sorted(set(into) - groups):
        raise ModelError(f"there is no group called {', '.join(lost)}")
    return tuple(
        replace(line, formula=" + ".join(into.get(line.name, ["0"]))) if line.name in groups else line
        for line in lines
    )
