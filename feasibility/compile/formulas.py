"""The formulas of a model as a kernel works them out: as they are, or without what a plan does not use.

A kernel for many scenarios of one plan need not add nought ten thousand times: a cost that the plan does not have, a choice that is made, a kind of
element of which there is none. What is left out changes no digit: nought times a number, a number plus nought, a number times one, and the
branch of a choice that is never taken.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from feasibility.formula import OVER_MONTHS, Line, Model, Reference, call_word, references

_SUMS: dict[type[ast.AST], Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.Pow: operator.pow
}  # fmt: skip
_TESTS: dict[type[ast.AST], Callable[[float, float], bool]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge
}  # fmt: skip
_WORDS: dict[str, Callable[..., float]] = {"min": min, "max": max, "abs": abs, "whole": math.floor}
_NEUTRAL: dict[type[ast.AST], tuple[float | None, float | None]] = {
    ast.Add: (0.0, 0.0), ast.Sub: (None, 0.0), ast.Mult: (1.0, 1.0), ast.Div: (None, 1.0)
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Formulas:
    """The formulas of a model, and what looks at what in them."""

    model: Model
    trees: Mapping[str, ast.expr]

    @cached_property
    def looks(self) -> Mapping[str, tuple[Reference, ...]]:
        """For each line what its formula looks at."""
        return {name: tuple(references(tree)) for name, tree in self.trees.items()}

    @cached_property
    def uses(self) -> Mapping[str, frozenset[str]]:
        """For each line the names that its formula and start look at."""
        starts = {line.name: references(line.start_tree) for line in self.model.lines}
        return {
            name: frozenset(ref.name for ref in (*refs, *starts[name])) for name, refs in self.looks.items()
        }

    def downstream(self, names: Iterable[str]) -> frozenset[str]:
        """All lines that change when these inputs (or lines) change."""
        changed = set(names)
        while more := {
            line for line, used in self.uses.items() if line not in changed and not used.isdisjoint(changed)
        }:
            changed |= more
        return frozenset(changed & self.trees.keys())

    def upstream(self, names: Iterable[str]) -> frozenset[str]:
        """These lines and all lines that they need."""
        needed = set(names) & self.trees.keys()
        while more := {used for name in needed for used in self.uses[name] & self.trees.keys()} - needed:
            needed |= more
        return frozenset(needed)


def plain(model: Model) -> Formulas:
    """The formulas as they are."""
    return Formulas(model, {line.name: line.tree for line in model.lines})


def simplified(model: Model, known: Mapping[str, float]) -> Formulas:
    """The formulas when these inputs have these values."""
    fold = _Fold(model, dict(known))
    return Formulas(model, {line.name: fold.line(line) for line in model.lines})


def names(node: ast.AST) -> Iterator[str]:
    """All names in an expression."""
    return (part.id for part in ast.walk(node) if isinstance(part, ast.Name))


class _Fold:
    def __init__(self, model: Model, known: dict[str, float]) -> None:
        self.model, self.known = model, known

    def line(self, line: Line) -> ast.expr:
        """The formula of a line. When it has one value that is known from now on; over time only when it is nought from the start."""
        tree = self.value(line.tree)
        value = _number(tree)
        over_time = line.clock in {"month", "year"}
        nought = value == 0.0 and over_time and _number(self.value(line.start_tree)) == 0.0
        if value is not None and (line.clock == "once" or nought):
            self.known[line.name] = value
        return tree

    def value(self, node: ast.expr) -> ast.expr:
        """The formula, simplified."""
        if isinstance(node, ast.Name):
            return ast.Constant(self.known[node.id]) if node.id in self.known else node
        if isinstance(node, ast.UnaryOp):
            inner = self.value(node.operand)
            number = _number(inner)
            return ast.UnaryOp(node.op, inner) if number is None else ast.Constant(-number)
        if isinstance(node, ast.BinOp):
            return _operation(node.op, self.value(node.left), self.value(node.right))
        if isinstance(node, ast.Compare):
            test = self.test(node)
            return ast.Constant(float(test)) if isinstance(test, bool) else test
        return self.call(node) if isinstance(node, ast.Call) else node

    def call(self, node: ast.Call) -> ast.expr:
        word = call_word(node)
        if word == "when":
            return self.when(node)
        if word == "prev" or word in OVER_MONTHS:
            return ast.Constant(0.0) if self.is_nought(node.args[0]) else node
        if word == "total":
            return self.total(node)
        if word in _WORDS:
            parts = [self.value(part) for part in node.args]
            numbers = [number for part in parts if (number := _number(part)) is not None]
            return (
                ast.Constant(float(_WORDS[word](*numbers)))
                if len(numbers) == len(parts)
                else ast.Call(node.func, parts, [])
            )
        return node

    def total(self, node: ast.Call) -> ast.expr:
        """A sum over elements stays one as long as something in it is per element."""
        inner = self.value(node.args[0])
        known = (self.model.by_name.get(name) or self.model.input_by_name.get(name) for name in names(inner))
        owned = any(one.per for one in known if one is not None)
        return ast.Call(node.func, [inner], []) if owned else inner if _number(inner) == 0.0 else node

    def is_nought(self, node: ast.expr) -> bool:
        """Whether a line over time is nought always."""
        assert isinstance(node, ast.Name)
        return self.known.get(node.id) == 0.0

    def when(self, node: ast.Call) -> ast.expr:
        test, then, otherwise = self.test(node.args[0]), self.value(node.args[1]), self.value(node.args[2])
        if isinstance(test, bool):
            return then if test else otherwise
        return ast.Call(node.func, [test, then, otherwise], [])

    def test(self, node: ast.expr) -> ast.expr | bool:
        """The condition: known, or simplified."""
        if isinstance(node, ast.BoolOp):
            parts = [self.test(part) for part in node.values]
            decides = isinstance(node.op, ast.Or)  # one that holds decides an or, one that fails an and
            if decides in [part for part in parts if isinstance(part, bool)]:
                return decides
            open_ = [part for part in parts if not isinstance(part, bool)]
            return ast.BoolOp(node.op, open_) if len(open_) > 1 else open_[0] if open_ else not decides
        assert isinstance(node, ast.Compare)
        left, right = self.value(node.left), self.value(node.comparators[0])
        numbers = _number(left), _number(right)
        if numbers[0] is None or numbers[1] is None:
            return ast.Compare(left, node.ops, [right])
        return _TESTS[type(node.ops[0])](numbers[0], numbers[1])


def _number(node: ast.expr) -> float | None:
    return float(node.value) if isinstance(node, ast.Constant) else None  # type: ignore[arg-type]


def _operation(how: ast.operator, left: ast.expr, right: ast.expr) -> ast.expr:
    first, second = _number(left), _number(right)
    if first is not None and second is not None:
        try:
            return ast.Constant(float(_SUMS[type(how)](first, second)))
        except (ArithmeticError, TypeError):
            return ast.BinOp(left, how, right)
    if (first == 0.0 and isinstance(how, ast.Mult | ast.Div)) or (
        second == 0.0 and isinstance(how, ast.Mult)
    ):
        return ast.Constant(0.0)
    before, after = _NEUTRAL.get(type(how), (None, None))
    if second is not None and second == after:
        return left
    return right if first is not None and first == before else ast.BinOp(left, how, right)
