"""Writes formulas over the lanes of a block: a value is a variable of the loop, read from the workspace or from the tables."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from feasibility.compile.fast.groups import Group, Layout, indented, over_lanes
from feasibility.compile.formulas import names
from feasibility.compile.python import Expression
from feasibility.compile.source import NOUGHT, Dialect, Early, Source, as_owned
from feasibility.formula import Line, Reference

DIALECT = Dialect(
    "&", "|", {"min": "low", "max": "high", "abs": "abs", "whole": "floor"}, "pick({test}, {then}, {otherwise})", power="power({}, {})"
)  # fmt: skip


@dataclass(kw_only=True)
class Lanes(Source):
    """The source being written. `group` is the loop being filled, `loops` those of the same part so far."""

    layout: Layout
    group: Group = field(default_factory=lambda: Group(0))
    loops: list[Group] = field(default_factory=list)
    count: int = 0
    sums: dict[tuple[int, int], str] = field(default_factory=dict)

    def new(self, owner: str = "", guard: str = "", plain: bool = False) -> Group:
        """A new loop, from now on the one being filled."""
        self.count += 1
        self.group = Group(self.count, owner, guard, plain)
        return self.group

    # how a value is read
    def name(self, ref: Reference, line: Line) -> str:
        """How a value is read: a variable of the loop."""
        owner = self.per(ref.name) if self.per(ref.name) == line.per else ""
        if ref.through == "largest":
            return self.over_elements(ast.Name(ref.name), line, "largest")
        if ref.through == "through":
            return self.running(ref.name, line)
        if self.is_nought(ref.name):
            return NOUGHT
        if self.varies(ref.name):
            prefix = {"prev": "p_", "year_sum": "s_"}.get(ref.through, "v_")
            return self.group.read(prefix + ref.name, owner)
        return self.fixed(ref, owner)

    def fixed(self, ref: Reference, owner: str) -> str:
        """A number that is the same for all scenarios."""
        known = self.model.by_name.get(ref.name)
        if known is None or known.clock == "once":
            places = self.layout.single.setdefault(owner, {})
            return self.group.scalar(
                f"g_{ref.name}", f"{'F' if owner else 'G'}[{places.setdefault(ref.name, len(places))}]"
            )
        if ref.through == "year_sum":
            return self.group.scalar(f"gs_{ref.name}", self.dated("yearly", owner, f"s_{ref.name}", "m"))
        moment = {"prev": "m - 1", "year_end": "12 * m"}.get(ref.through, "m")
        prefix = {"prev": "gp_", "year_end": "ge_"}.get(ref.through, "g_")
        table = "monthly" if known.clock == "month" else "yearly"
        return self.group.scalar(prefix + ref.name, self.dated(table, owner, ref.name, moment))

    def dated(self, table: str, owner: str, name: str, moment: str) -> str:
        """Where a number of a month or a year stands."""
        places = getattr(self.layout, table).setdefault(owner, {})
        place = places.setdefault(name, len(places))
        return f"{'F' if owner else 'G'}[{table}_{owner or 'all'} + {place} * {table}_size + {moment}]"

    # sums over elements
    def over_elements(self, node: ast.expr, line: Line, how: str) -> str:
        """A sum, or the largest, over elements: added up in the loop that makes them, or in a loop of its own before the one being filled."""
        outer, owner, plain = self.group, self.owner(node), self.is_fixed(node)
        made = self.sums.get((id(node), outer.number))
        if made is None:
            inner = None if plain else self.maker(node, owner)
            if inner is None:
                inner = self.new(owner, plain=plain)
                outer.before.append(inner)
            self.group = inner
            self.count += 1
            made = self.sums[id(node), outer.number] = f"r_{self.count}"
            self.accumulate(made, LaneExpression(self, as_owned(line, owner)).value(node), how)
            self.group = outer
        return made if plain else outer.read(made, "")

    def accumulate(self, made: str, value: str, how: str) -> None:
        """Take one element's value into the sum, in the loop being filled."""
        group = self.group
        start = "0.0" if how == "total" else "-inf"
        old = made if group.plain else f"pick(e == 0, {start}, {group.read(made, '')})"
        text = f"{old} + {value}" if how == "total" else f"high({old}, {value})"
        if group.plain:
            group.first.append(f"{made} = {start}")
            group.body.append(f"{made} = {text}")
        else:
            group.first += self.without_elements(group.owner, made, start)
            group.define(made, "", text)

    def without_elements(self, owner: str, made: str, start: str) -> list[str]:
        """What a sum is where there is nothing to add."""
        return [f"if n_{owner} == 0:", *indented(over_lanes(f"{self.layout.row('', made)} = {start}"))]

    def maker(self, node: ast.expr, owner: str) -> Group | None:
        """The loop that has just made what is summed over its elements."""
        if self.group.guard or any(self.varies(name) and self.per(name) != owner for name in names(node)):
            return None
        return next(
            (group for group in reversed(self.loops[:-1]) if group.owner == owner and not group.guard), None
        )

    def running(self, name: str, line: Line) -> str:
        """The sum over the elements up to and including this one."""
        made = f"t_{name}"
        if made not in self.group.defined:
            old = f"pick(e == 0, 0.0, {self.group.read(made, '')})"
            self.group.define(made, "", f"{old} + {self.name(Reference(name), line)}")
        return self.group.local(made)

    def fold(self, word: str, node: ast.Call, line: Line) -> str:
        """A word over the years: what it came to stands in a row, or in the last value of its line."""
        text = super().fold(word, node, line)
        fold = self.folds[-1]
        owner = fold.inner.per if text.endswith("[e]") else ""
        if word != "last":
            return self.group.read(fold.name, owner)
        self.folds.pop()
        return self.name(Reference(fold.inner.name), as_owned(fold.inner, owner))


@dataclass
class LaneExpression(Expression):
    """One formula over lanes. `quiet`: for a period in which no test turns."""

    source: Lanes
    quiet: bool = False

    def early(self, node: ast.AST) -> Early | None:
        """Nothing stops here on a division by nought, so a part may be worked out before it is known whether it is asked for."""
        kept, self.guarded = self.guarded, False
        part = super().early(node)
        self.guarded = kept
        return part

    def early_name(self, part: Early) -> str:
        """How an early part is read."""
        return self.source.group.read(f"h_{part.number}", part.owner)

    def ratio(self, node: ast.BinOp) -> str:
        """A division; by what stays the same over time, a product with its inverse, which is worked out once."""
        if self.line.clock == "once" or not self.source.stays(node.right):
            return super().ratio(node)
        part = self.early(ast.BinOp(ast.Constant(1.0), ast.Div(), node.right))
        inverse = self.early_name(part) if part else f"(1.0 / {self.value(node.right)})"
        return f"({self.value(node.left)} * {inverse})"

    def choice(self, test: ast.expr, then: str, otherwise: str) -> str:
        """A choice between two values; in a quiet period a test on the clock says the same in all lanes."""
        if self.source.is_fixed(test):
            return f"({then} if {self.test(test)} else {otherwise})"
        part, says = self.turn(test)
        if part is None:
            return f"pick({self.test(test)}, {then}, {otherwise})"
        group, row = self.source.group, f"a_{part.number}"
        first = group.scalar(f"a_{part.number}", self.source.layout.row(part.owner, row, "0"))
        last = group.scalar(f"z_{part.number}", self.source.layout.row(part.owner, row, "1"))
        group.turns.append(f"(t < {first} or t > {last})")
        if not self.quiet:
            return f"pick({self.test(test)}, {then}, {otherwise})"
        if says[0] == says[1]:
            return then if says[0] else otherwise
        return (
            f"pick(t < {first}, {then}, {otherwise})" if says[0] else f"pick(t > {last}, {then}, {otherwise})"
        )

    def total(self, node: ast.Call) -> str:
        """A sum over the elements of a kind."""
        return self.source.over_elements(node.args[0], self.line, "total")
