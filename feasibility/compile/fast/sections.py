"""The parts of the kernel for a compiler: what is done once for a block, in the months of a year, in a year, and at the end."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from itertools import groupby

from feasibility.compile.fast.groups import Group, walk
from feasibility.compile.fast.lanes import LaneExpression, Lanes
from feasibility.compile.formulas import names
from feasibility.compile.schedule import PHASES, at
from feasibility.compile.source import ONCE, Early, Fold, as_owned
from feasibility.formula import OVER_ELEMENTS, Line, Reference, call_word

Places = set[tuple[str, str]]  # rows of the workspace, by owner and value
MOST = 40  # lines in one loop


class Sections:
    """The loops of each part. The end is written first and the start last: what comes later asks for what must be there before."""

    def __init__(self, source: Lanes, results: Sequence[Line]) -> None:
        self.source, self.layout = source, source.layout
        self.finish = self._loops(source.lines("figure"))
        self.months = [(phase, self._loops(lines)) for phase, lines in source.month_parts()]
        self.years = self._loops(source.lines("year")) + self._folds()
        once = self._loops(source.lines("once"))
        early = [self._early(part) for part in source.early.values()]
        self.start = once + early + self._ends() + self._starts()
        self._find_needed({(line.per, f"v_{line.name}") for line in results})

    def _find_needed(self, results: Places) -> None:
        """Mark what each loop must store: what another loop of its part reads, or a later part, or the same part the next time."""
        months = [groups for _, groups in self.months]
        for groups in (*months, self.years):
            _find_late(groups)
        after = _read(self.finish) | results
        carried = after | _read(self.years).union(*map(_carried, months))
        for groups in months:
            _need(groups, carried | _read(groups))
        _need(self.years, after | _read(self.years))
        _need(self.finish, after)
        _need(self.start, carried | _read(self.start).union(*map(_read, months)))
        for groups in (self.start, *months, self.years, self.finish):
            for owner, name in sorted(_read(groups)):
                self.layout.row(owner, name)

    def _value(self, tree: ast.expr, owner: str = "") -> str:
        """What stays the same over time, in the loop being filled."""
        return LaneExpression(self.source, as_owned(ONCE, owner)).value(tree)

    def _loops(self, lines: Sequence[Line]) -> list[Group]:
        """These lines in loops, as many together as can be."""
        source, groups = self.source, list[Group]()
        source.loops = groups
        for line in lines:
            guard = "m == 12 * y" if line.name in source.closing else ""
            group = groups[-1] if groups else None
            fits = (
                group is not None
                and (group.owner, group.guard) == (line.per, guard)
                and len(group.body) < MOST
            )
            if (
                group is None
                or not fits
                or {f"v_{name}" for name in _crossed(source.tree(line))} & group.defined.keys()
            ):
                group = source.new(line.per, guard)
                groups.append(group)
            source.group = group
            full = LaneExpression(source, line).value(source.tree(line))
            quiet = LaneExpression(source, line, quiet=True).value(source.tree(line)) if group.turns else full
            group.define(f"v_{line.name}", line.per, full, quiet)
            if line.name in source.summed:
                total = group.read(f"s_{line.name}", line.per)
                group.define(f"s_{line.name}", line.per, f"{total} + {group.local('v_' + line.name)}")
        return groups

    # the start
    def _early(self, part: Early) -> Group:
        """A part that is worked out before the years begin: its value, or the moments around it."""
        group = self.source.new(part.owner)
        value = self._value(part.tree, part.owner)
        if part.kind == "h":
            group.define(f"h_{part.number}", part.owner, value)
            return group
        first, last, moment = (group.local("first"), group.local("last"), group.local("moment"))
        ends = [self.layout.row(part.owner, f"a_{part.number}", lane) for lane in "01"]
        group.head = [f"{first} = inf", f"{last} = -inf"]
        group.body = [
            f"{moment} = {value}",
            f"{first} = low({first}, {moment})",
            f"{last} = high({last}, {moment})",
        ]
        group.tail = [f"{ends[0]} = {first} - 0.5", f"{ends[1]} = {last} + 0.5"]
        return group

    def _ends(self) -> list[Group]:
        """The last year in which each phase goes on: that of the last moment it waits for, and two months more."""
        groups, earlier = list[Group](), "0.0"
        for phase in PHASES:
            gaps = {ast.unparse(gap): gap for gap in self.source.phase_gaps(phase)}
            end = self.layout.row("", f"end_{phase}", "0")
            waits = [self._last(gap, end) for gap in gaps.values()]
            if waits:
                waits[0].first = [f"{end} = 0.0"]
                year = self.source.new(plain=True)
                year.body = [f"{end} = high({earlier}, floor(({end} + 2.0) / 12.0) + 1.0)"]
                groups += [*waits, year]
                earlier = end
        return groups

    def _last(self, gap: ast.expr, end: str) -> Group:
        """The last moment in any lane at which a difference is nought."""
        owner = self.source.owner(gap)
        group = self.source.new(owner)
        last = group.local("last")
        first, second = (self._value(at(gap, moment), owner) for moment in (0.0, 1.0))
        group.head = [f"{last} = {end}"]
        group.body = [f"{last} = high({last}, {first} / ({first} - {second}))"]
        group.tail = [f"{end} = {last}"]
        return group

    def _starts(self) -> list[Group]:
        """The values at t = 0, and those from which words over the years begin."""
        groups = list[Group]()
        for line in self.source.lines("month") + self.source.lines("year"):
            if line.name in self.source.lagged:
                group = self.source.new(line.per)
                group.define(f"v_{line.name}", line.per, self._value(line.start_tree, line.per))
                groups.append(group)
        for fold in self.source.folds:
            group = self.source.new(fold.inner.per)
            group.define(
                fold.name, fold.inner.per, {"lowest": "inf", "highest": "-inf"}.get(fold.word, "0.0")
            )
            groups.append(group)
        return groups

    # the words over the years
    def _folds(self) -> list[Group]:
        """What a year adds to the words over the years."""
        source, groups = self.source, list[Group]()

        def kind(fold: Fold) -> tuple[str, str]:
            return ast.unparse(fold.year) if fold.year else "", fold.inner.per

        for _, folds in groupby(sorted(source.folds, key=kind), kind):
            members = list(folds)
            groups += self._fold_guard(members[0])
            for fold in members:
                source.group.define(fold.name, fold.inner.per, self._fold(fold))
        return groups

    def _fold(self, fold: Fold) -> str:
        old = self.source.group.read(fold.name, fold.inner.per)
        value = self.source.name(Reference(fold.inner.name), fold.inner)
        if fold.word == "at":
            assert fold.year is not None
            return f"pick(t == {self._value(fold.year)}, {value}, {old})" if fold.turn else value
        return {
            "lowest": f"low({old}, {value})",
            "highest": f"high({old}, {value})",
            "summed": f"{old} + {value}",
            "first": f"pick(({old} == 0.0) & ({value} > 0.5), t, {old})",
        }[fold.word]

    def _fold_guard(self, fold: Fold) -> list[Group]:
        """The loop for folds of one kind, the last of these; a look at one year is only taken in that year, or around it."""
        if fold.year is None:
            return [self.source.new(fold.inner.per)]
        if fold.turn is not None:
            first, last = (self.layout.row("", f"a_{fold.turn.number}", lane) for lane in "01")
            return [self.source.new(fold.inner.per, f"{first} <= t <= {last}")]
        when = self.source.new(plain=True)
        year = when.local("year")
        when.body = [f"{year} = {self._value(fold.year)}"]
        return [when, self.source.new(fold.inner.per, f"t == {year}")]


def _read(groups: Sequence[Group]) -> Places:
    """What these loops read."""
    return {(owner, group.key(name)) for group in walk(groups) for name, owner in group.reads.items()}


def _carried(groups: Sequence[Group]) -> Places:
    """What these loops read before they make it: of the month before, or of another part."""
    made = {
        (owner, name) for group in walk(groups) for name, owner in group.defined.items() if name[:2] == "v_"
    }
    earlier = {
        (owner, group.key(name))
        for group in walk(groups)
        for name, owner in group.reads.items()
        if name[:2] == "p_"
    }
    return earlier | (_read(groups) - made)


def _need(groups: Sequence[Group], places: Places) -> None:
    for group in walk(groups):
        group.needed = frozenset(places)


def _crossed(tree: ast.AST) -> frozenset[str]:
    """The names that a formula looks at over all elements."""
    words = OVER_ELEMENTS - {"through"}
    return frozenset(name for node in ast.walk(tree) if call_word(node) in words for name in names(node))


def _find_late(groups: Sequence[Group]) -> None:
    """Mark where a value one period earlier is read after its line has the new one."""
    order = list(walk(groups))
    made = {
        name[2:]: place
        for place, group in enumerate(order)
        for name in group.defined
        if name.startswith("v_")
    }
    for place, group in enumerate(order):
        group.late |= {
            name for name in group.reads if name.startswith("p_") and place > made.get(name[2:], place)
        }
