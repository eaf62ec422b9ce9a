"""From formulas to Python source: how one formula is written, for one plain number or for many scenarios at once."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from feasibility.compile.schedule import at, difference, looks_at_clock, rise
from feasibility.compile.source import NOUGHT, PLAIN, Early, Source, as_owned
from feasibility.formula import HALF_UP, OVER_YEARS, Line, Reference, call_word

_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="
}  # fmt: skip
# What a test says before and after it turns, when its left side less its right rises with t.
_BEFORE_AND_AFTER: dict[type[ast.AST], tuple[bool, bool]] = {
    ast.Eq: (False, False), ast.NotEq: (True, True),
    ast.Lt: (True, False), ast.LtE: (True, False), ast.Gt: (False, True), ast.GtE: (False, True)
}  # fmt: skip


@dataclass
class Expression:
    """Writes one formula."""

    source: Source
    line: Line
    guarded: bool = False  # inside a choice that is only looked at when its test asks for it

    def value(self, node: ast.AST) -> str:
        """The node as a number."""
        if isinstance(node, ast.Constant):
            return repr(float(node.value))  # type: ignore[arg-type]
        if isinstance(node, ast.Name):
            return "t" if node.id == "t" else self.source.name(Reference(node.id), self.line)
        if isinstance(node, ast.Compare):
            return self.choice(node, "1.0", "0.0")
        if (part := self.early(node)) is not None:
            return self.early_name(part)
        return self.written(node)

    def written(self, node: ast.AST) -> str:
        """An operation, written out."""
        if isinstance(node, ast.UnaryOp):
            return f"(-{self.value(node.operand)})"
        if isinstance(node, ast.BinOp):
            if isinstance(node.op, ast.Mult) and any(isinstance(part, ast.Compare) for part in factors(node)):
                return self.switched(node)
            if isinstance(node.op, ast.Pow):
                dialect = PLAIN if self.source.is_fixed(node) else self.source.dialect
                return dialect.power.format(self.value(node.left), self.value(node.right))
            if isinstance(node.op, ast.Div) and not isinstance(node.right, ast.Constant):
                return self.ratio(node)
            return _plainly(node.op, self.value(node.left), self.value(node.right))
        assert isinstance(node, ast.Call)
        return self.call(node)

    def early(self, node: ast.AST) -> Early | None:
        """This part, when it differs between scenarios but stays the same over time: then it is worked out once."""
        source, line = self.source, self.line
        if source.ledger or self.guarded or line.clock not in {"month", "year"} or isinstance(node, ast.Name):
            return None
        if source.is_fixed(node) or not source.stays(node) or call_word(node) == "total":
            return None
        assert isinstance(node, ast.expr)
        owner = source.owner(node)
        return source.early_part("h", node, owner) if owner in {"", line.per} else None

    def early_name(self, part: Early) -> str:
        """How an early part is read."""
        return f"h_{part.number}" + ("[e]" if part.owner else "")

    def ratio(self, node: ast.BinOp) -> str:
        """A division by what may be nought."""
        return self.source.dialect.ratio.format(self.value(node.left), self.value(node.right))

    def switched(self, node: ast.BinOp) -> str:
        """A product with tests among its factors: the rest of it where they hold, else nought."""
        parts = factors(node)
        tests = [part for part in parts if isinstance(part, ast.Compare)]
        rest = [part for part in parts if not isinstance(part, ast.Compare)]
        test = tests[0] if len(tests) == 1 else ast.BoolOp(ast.And(), list[ast.expr](tests))
        kept, self.guarded = self.guarded, self.guarded or self.source.is_fixed(test)
        written = "1.0" if not rest else self.value(product(rest))
        self.guarded = kept
        return self.choice(test, written, "0.0")

    def test(self, node: ast.AST) -> str:
        """The node as a condition."""
        if isinstance(node, ast.BoolOp):
            dialect = PLAIN if self.source.is_fixed(node) else self.source.dialect
            word = dialect.both if isinstance(node.op, ast.And) else dialect.either
            return "(" + f" {word} ".join(self.test(part) for part in node.values) + ")"
        assert isinstance(node, ast.Compare)
        return f"({self.value(node.left)} {_OPERATORS[type(node.ops[0])]} {self.value(node.comparators[0])})"

    def call(self, node: ast.Call) -> str:
        """A word of the language."""
        word = call_word(node)
        if word == "when":
            return self.when(node)
        if word == "total":
            return self.total(node)
        if word in OVER_YEARS:
            return self.source.fold(word, node, self.line)
        if word in {"prev", "year_sum", "year_end", "largest", "through"}:
            inner = node.args[0]
            assert isinstance(inner, ast.Name)
            return self.source.name(Reference(inner.id, word), self.line)
        words = PLAIN.words if self.source.is_fixed(node) else self.source.dialect.words
        parts = [self.value(part) for part in node.args]
        if word in {"min", "max"}:
            written = parts[0]
            for part in parts[1:]:
                written = f"{words[word]}({written}, {part})"
            return written
        if word == "cents":
            return f"({words['whole']}({parts[0]} * 100.0 + {HALF_UP}) / 100.0)"
        return f"{words[word]}({parts[0]})"

    def when(self, node: ast.Call) -> str:
        """A choice between two values."""
        test, then, otherwise = node.args
        kept, self.guarded = self.guarded, self.guarded or self.source.is_fixed(test)
        written = self.value(then), self.value(otherwise)
        self.guarded = kept
        return self.choice(test, *written)

    def choice(self, test: ast.expr, then: str, otherwise: str) -> str:
        """Lazy where the test is one plain truth value; element by element where it is an array, but only around the moment at which it turns."""
        if self.source.is_fixed(test):
            return PLAIN.choice.format(test=self.test(test), then=then, otherwise=otherwise)
        chosen = self.source.dialect.choice.format(test=self.test(test), then=then, otherwise=otherwise)
        part, says = self.turn(test)
        if part is None:
            return chosen
        name = f"{part.number}" + ("[e]" if part.owner else "")
        if says[0] == says[1]:
            return f"({then if says[0] else otherwise} if t < a_{name} or t > z_{name} else {chosen})"
        first, last = (then, otherwise) if says[0] else (otherwise, then)
        return f"({first} if t < a_{name} else {last} if t > z_{name} else {chosen})"

    def turn(self, test: ast.expr) -> tuple[Early | None, tuple[bool, bool]]:
        """The moments around which a test on the clock turns, and what it says before and after."""
        source, line = self.source, self.line
        none = None, (False, False)
        if (
            not isinstance(test, ast.Compare)
            or not looks_at_clock(test)
            or line.clock not in {"month", "year"}
        ):
            return none
        gap = difference(test)
        way, start, owner = rise(gap), at(gap, 0.0), source.owner(gap)
        if not way or not source.stays(start) or owner not in {"", line.per}:
            return none
        before, after = _BEFORE_AND_AFTER[type(test.ops[0])]
        if way > 0:
            return source.early_part("a", ast.UnaryOp(ast.USub(), start), owner), (before, after)
        return source.early_part("a", start, owner), (after, before)

    def total(self, node: ast.Call) -> str:
        """A sum over the elements of a kind."""
        owner = self.source.owner(node.args[0])
        inner = Expression(self.source, as_owned(self.line, owner), self.guarded)
        return f"added([{inner.value(node.args[0])} for e in range(n_{owner})])"


def _plainly(operator: ast.operator, left: str, right: str) -> str:
    """An operation, without what adds or takes away nought."""
    if right == NOUGHT and isinstance(operator, ast.Add | ast.Sub):
        return left
    if left == NOUGHT and isinstance(operator, ast.Add):
        return right
    if NOUGHT in {left, right} and isinstance(operator, ast.Mult):
        return NOUGHT
    return f"({left} {_OPERATORS[type(operator)]} {right})"


def factors(node: ast.AST) -> list[ast.expr]:
    """The factors of a product, from left to right."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return [*factors(node.left), node.right]
    assert isinstance(node, ast.expr)
    return [node]


def product(parts: Sequence[ast.expr]) -> ast.expr:
    """The product of these factors, from left to right."""
    return reduce(lambda left, right: ast.BinOp(left, ast.Mult(), right), parts)
