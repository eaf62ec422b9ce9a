"""One formula at one place of a ledger: worked out, and with its choices made. Slow and plain: it serves explanations and tests."""

from __future__ import annotations

import ast
import copy
import math
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from feasibility.compile.kernel import Ledger, counted
from feasibility.formula import HALF_UP, OVER_YEARS, Clock, Input, Line, call_word
from feasibility.returns import internal_rate_batch

TINY = 0.005  # half a cent: at or below it a number in a formula only guards against dividing by nought
_SUMS: dict[type[ast.AST], Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.Pow: operator.pow,
}  # fmt: skip
_TESTS: dict[type[ast.AST], Callable[[float, float], bool]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where a formula is looked at: the clock of its line, the month or year (nought is the start), and which element of which kind."""

    clock: Clock
    moment: int = 0
    per: str = ""
    element: int = 0


@dataclass(frozen=True)
class Reader:
    """Reads a ledger: any name of its model, any formula, at a place."""

    ledger: Ledger

    def known(self, name: str) -> Line | Input:
        """The line or input of this name."""
        model = self.ledger.model
        return model.by_name.get(name) or model.input_by_name[name]

    def count(self, per: str) -> int:
        """How many elements of a kind there are."""
        return self.ledger.count(per) if per else 0

    def formula(self, line: Line, place: Place) -> ast.expr:
        """What holds for a line at a place: its formula, or what it starts from."""
        starts = line.clock in {"month", "year"} and place.moment == 0
        return line.start_tree if starts else line.tree

    def series(self, name: str, element: int = 0) -> Sequence[float]:
        """A line over its months or years, the start first."""
        values: Sequence[Any] = self.ledger[name]
        return values[element] if self.known(name).per else values

    def value(self, name: str, word: str, place: Place) -> float:
        """What a name, or a word around a name, comes to."""
        known = self.known(name)
        if word in {"largest", "through"}:
            whole = replace(place, per=known.per)
            each = [self.value(name, "", replace(whole, element=one)) for one in range(self.count(known.per))]
            return max(each) if word == "largest" else sum(each[: place.element + 1])
        element = place.element if known.per == place.per else 0
        if isinstance(known, Input) or known.clock in {"once", "figure"}:
            source: Mapping[str, Any] = self.ledger.inputs if isinstance(known, Input) else self.ledger.values
            found = source[name]
            return float(found[element] if known.per else found)
        if word == "year_sum":
            sums = self.ledger.sums[name]
            return float((sums[element] if known.per else sums)[place.moment])
        moment = {"prev": place.moment - 1, "year_end": 12 * place.moment}.get(word, place.moment)
        return float(self.series(name, element)[moment])

    def folded(self, call: ast.Call, place: Place) -> float:
        """A word over the years."""
        word, name = call_word(call), named(call)
        years = self.series(name, place.element if self.known(name).per == place.per else 0)[1:]
        if word == "at":
            year = self.number(call.args[1], place)
            return next((value for t, value in enumerate(years, 1) if t == year), 0.0)
        if word == "irr":
            return float(internal_rate_batch(counted(years)[:, None])[0])
        folds: dict[str, Callable[[], float]] = {
            "lowest": lambda: min(years), "highest": lambda: max(years), "summed": lambda: sum(years), "last": lambda: years[-1],
            "first": lambda: float(next((t for t, value in enumerate(years, 1) if value > 0.5), 0)),
        }  # fmt: skip
        return folds[word]()

    def number(self, node: ast.AST, place: Place) -> float:
        """A formula worked out."""
        if isinstance(node, ast.Constant):
            return float(node.value)  # type: ignore[arg-type]
        if isinstance(node, ast.Name):
            return float(place.moment) if node.id == "t" else self.value(node.id, "", place)
        if isinstance(node, ast.UnaryOp):
            return -self.number(node.operand, place)
        if isinstance(node, ast.BinOp):
            return _SUMS[type(node.op)](self.number(node.left, place), self.number(node.right, place))
        if isinstance(node, ast.Compare):
            return float(self.holds(node, place))
        assert isinstance(node, ast.Call)
        return self._call(node, place)

    def holds(self, node: ast.AST, place: Place) -> bool:
        """Whether a test is met."""
        if isinstance(node, ast.BoolOp):
            parts = [self.holds(part, place) for part in node.values]
            return all(parts) if isinstance(node.op, ast.And) else any(parts)
        assert isinstance(node, ast.Compare)
        left, right = self.number(node.left, place), self.number(node.comparators[0], place)
        return _TESTS[type(node.ops[0])](left, right)

    def _call(self, node: ast.Call, place: Place) -> float:
        word = call_word(node)
        if word == "when":
            test, then, otherwise = node.args
            return self.number(then if self.holds(test, place) else otherwise, place)
        if word == "total":
            return sum(self.number(node.args[0], each) for each in self.each(node, place))
        if word in OVER_YEARS:
            return self.folded(node, place)
        if looks_at(node):
            return self.value(named(node), word, place)
        parts = [self.number(part, place) for part in node.args]
        if word in {"min", "max"}:
            return min(parts) if word == "min" else max(parts)
        if word == "abs":
            return abs(parts[0])
        return float(math.floor(parts[0])) if word == "whole" else math.floor(parts[0] * 100 + HALF_UP) / 100

    def owner(self, node: ast.AST) -> str:
        """The kind of element that a total runs over."""
        names = (
            part.id
            for part in ast.walk(node)
            if isinstance(part, ast.Name) and part.id not in {"t", "total", "prev"}
        )
        return next(filter(None, (self.known(name).per for name in names)), "")

    def each(self, total: ast.Call, place: Place) -> Iterator[Place]:
        """The places that a total adds up."""
        per = self.owner(total)
        return (replace(place, per=per, element=one) for one in range(self.count(per)))


def looks_at(node: ast.AST) -> bool:
    """Whether a node is a name, or a word around one name that is read as it stands."""
    if isinstance(node, ast.Name):
        return node.id != "t"
    return call_word(node) in OVER_YEARS | {"prev", "year_sum", "year_end", "largest", "through"}


def named(node: ast.AST) -> str:
    """The name that such a node looks at."""
    inner = node.args[0] if isinstance(node, ast.Call) else node
    assert isinstance(inner, ast.Name)
    return inner.id


def guarded(node: ast.AST) -> ast.expr | None:
    """What stands inside max(…, half a cent): a guard against dividing by nought."""
    if call_word(node) == "max" and isinstance(node, ast.Call) and len(node.args) == 2:
        inner, guard = node.args
        if isinstance(guard, ast.Constant) and 0 < float(guard.value) <= TINY:  # type: ignore[arg-type]
            return inner
    return None


@dataclass
class Chosen(ast.NodeTransformer):
    """Takes, at each `when` in a formula, the branch that holds at a place; keeps the tests that were made and how they came out."""

    reader: Reader
    place: Place
    tests: list[tuple[ast.expr, bool]] = field(default_factory=list)

    def of(self, tree: ast.expr) -> ast.expr:
        """The formula with its choices made."""
        made: ast.expr = self.visit(copy.deepcopy(tree))
        return made

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """One word: a choice is made, a total stays as it is, for the rest one goes on inside."""
        if call_word(node) == "total":
            return node
        if call_word(node) == "when":
            test, then, otherwise = node.args
            held = self.reader.holds(test, self.place)
            if all(ast.dump(test) != ast.dump(made) for made, _ in self.tests):
                self.tests.append((test, held))
            made: ast.AST = self.visit(then if held else otherwise)
            return made
        inner = guarded(node)
        if inner is not None and self.reader.number(inner, self.place) >= TINY:
            return self.guard(inner)
        self.generic_visit(node)
        return node

    def guard(self, inner: ast.expr) -> ast.AST:
        """What a guard keeps from being nought, without the guard."""
        made: ast.AST = self.visit(inner)
        return made
