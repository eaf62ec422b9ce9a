"""From formulas to Python source: the part that the kernels share.

One walk over the model writes a function that steps through months and years. The `Dialect` says how an operation is written: for plain
floats (one scenario, every value kept in a ledger) or for NumPy arrays (many scenarios, only what is needed kept).

Names in the written source: `v_` value now, `p_` value one period earlier, `s_` sum over the months of this year, `f_` figure being folded,
`b_` and `bs_` values and year sums of the base ledger, which did not change.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from feasibility.formula import OVER_YEARS, Clock, Line, Model, Reference, call_word, references

_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip


@dataclass
class Expression:
    """Writes one formula; sums over elements become statements that come before it."""

    source: Source
    line: Line
    before: list[str] = field(default_factory=list)

    def value(self, node: ast.AST) -> str:
        """The node as a number."""
        if isinstance(node, ast.Constant):
            return repr(float(node.value))  # type: ignore[arg-type]
        if isinstance(node, ast.Name):
            return "t" if node.id == "t" else self.source.name(Reference(node.id), self.line)
        if isinstance(node, ast.UnaryOp):
            return f"(-{self.value(node.operand)})"
        if isinstance(node, ast.BinOp):
            return f"({self.value(node.left)} {_OPERATORS[type(node.op)]} {self.value(node.right)})"
        if isinstance(node, ast.Compare):
            return f"({self.test(node)} * 1.0)"
        assert isinstance(node, ast.Call)
        return self.call(node)

    def test(self, node: ast.AST) -> str:
        """The node as a condition."""
        if isinstance(node, ast.BoolOp):
            word = self.source.both if isinstance(node.op, ast.And) else self.source.either
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
            return self.source.fold(word, node, self)
        if word in {"prev", "year_sum", "year_end", "largest", "through"}:
            inner = node.args[0]
            assert isinstance(inner, ast.Name)
            return self.source.name(Reference(inner.id, word), self.line)
        parts = [self.value(part) for part in node.args]
        if word in {"min", "max"}:
            written = parts[0]
            for part in parts[1:]:
                written = f"{self.source.names[word]}({written}, {part})"
            return written
        if word == "cents":
            return f"({self.source.names['whole']}({parts[0]} * 100.0 + 0.5) / 100.0)"
        return f"{self.source.names[word]}({parts[0]})"

    def when(self, node: ast.Call) -> str:
        """A choice: lazy where the test is one plain truth value, element by element where it is an array."""
        test, then, otherwise = node.args
        written = self.test(test), self.value(then), self.value(otherwise)
        if self.source.is_fixed(test):
            return f"({written[1]} if {written[0]} else {written[2]})"
        return f"where({written[0]}, {written[1]}, {written[2]})"

    def total(self, node: ast.Call) -> str:
        """A sum over the elements of a kind, worked out in a loop before the line."""
        owner = self.source.owner(node.args[0])
        name = f"_{len(self.before)}"
        inner = Expression(self.source, _as_owned(self.line, owner))
        body = inner.value(node.args[0])
        self.before += [f"{name} = 0.0", f"for e in range(n_{owner}):", f"    {name} = {name} + {body}"]
        return name


def _as_owned(line: Line, owner: str) -> Line:
    """The line as if it had one value an element of this kind: names in it are then looked at element by element."""
    return Line(line.name, line.unit, "0", "", "", clock=line.clock, per=owner)


@dataclass
class Source:
    """One function being written: which lines it works out, which it keeps, and how operations are spelled.

    With `ledger` every value is kept and everything is worked out. Without it only the lines in `needed` are; those not in `changed` are read
    from the base ledger, where those in `arrays` have a value for each scenario. Of the lines in `keep` the years are kept.
    """

    model: Model
    varied: frozenset[str]
    needed: frozenset[str]
    figures: tuple[str, ...]
    ledger: bool
    arrays: frozenset[str] = frozenset()
    keep: tuple[str, ...] = ()
    folds: list[tuple[str, str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.changed = (
            self.model.downstream(self.varied) if not self.ledger else frozenset(self.model.by_name)
        )
        self.work = [line for line in self.model.lines if line.name in self.changed & self.needed]
        looks = [(ref, line) for line in self.work for ref in references(line.tree)]
        self.lagged = {ref.name for ref, _ in looks if ref.through in {"prev", "year_end"}}
        self.summed = {ref.name for ref, _ in looks if ref.through == "year_sum"}
        self.both, self.either = ("and", "or") if self.ledger else ("&", "|")
        self.names = (
            {"min": "min", "max": "max", "abs": "abs", "whole": "floor"}
            if self.ledger
            else {"min": "minimum", "max": "maximum", "abs": "absolute", "whole": "floor"}
        )

    def keeps(self, line: Line) -> bool:
        """Whether the values of a line are kept: all of them in a ledger, else the years of those asked for."""
        return self.ledger or line.name in self.keep

    def sums(self, line: Line) -> bool:
        """Whether the sum over the months of a year is wanted of a line."""
        wanted = line.name in self.summed or (self.keeps(line) and not self.ledger)
        return line.clock == "month" and wanted

    def owner(self, node: ast.AST) -> str:
        """The kind of element that the names in an expression belong to."""
        for name in (part.id for part in ast.walk(node) if isinstance(part, ast.Name)):
            known = self.model.by_name.get(name) or self.model.input_by_name.get(name)
            if known is not None and known.per:
                return known.per
        raise ValueError(f"nothing per element in {ast.unparse(node)}")

    def is_fixed(self, test: ast.AST) -> bool:
        """Whether a condition is the same for all scenarios."""
        return not any(self.varies(name.id) for name in ast.walk(test) if isinstance(name, ast.Name))

    def name(self, ref: Reference, line: Line) -> str:
        """How a value is read: from this run, from the inputs, or from the base ledger."""
        known = self.model.by_name.get(ref.name)
        per = known.per if known else self.model.input_by_name[ref.name].per
        if ref.through == "largest":
            return f"largest({self.name(Reference(ref.name), _as_owned(line, ''))})"
        if ref.through == "through":
            return f"sum({self.name(Reference(ref.name), _as_owned(line, ''))}[: e + 1])"
        element = "[e]" if per and line.per == per else ""
        if known is None:
            return f"v_{ref.name}{element}"
        if ref.name in self.changed:
            prefix = {"prev": "p_", "year_end": "p_", "year_sum": "s_"}.get(ref.through, "v_")
            return f"{prefix}{ref.name}{element}"
        if known.clock == "once" or known.clock == "figure":
            return f"b_{ref.name}{element}"
        moment = {"prev": "t - 1", "year_end": "12 * t"}.get(ref.through, "t")
        return f"{'bs_' if ref.through == 'year_sum' else 'b_'}{ref.name}{element}[{moment}]"

    def varies(self, name: str) -> bool:
        """Whether a name may hold an array."""
        return not self.ledger and (name in self.varied or name in self.changed or name in self.arrays)

    def fold(self, word: str, node: ast.Call, expression: Expression) -> str:
        """A word over the years: registered, worked out year by year, read when the years are done."""
        inner = node.args[0]
        assert isinstance(inner, ast.Name)
        line = expression.line
        year = expression.value(node.args[1]) if word == "at" else ""
        name = f"f_{len(self.folds)}"
        known = self.model.by_name[inner.id]
        self.folds.append((name, word, inner.id, year))
        return f"{name}{'[e]' if known.per and line.per == known.per else ''}"

    def lines(self, clock: Clock) -> list[Line]:
        """The lines of a clock that this function works out, in order."""
        return [line for line in self.work if line.clock == clock]
