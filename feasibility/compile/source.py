"""What one kernel works out, what it reads from elsewhere, and what its formulas have in common.

Names in the written source: `v_` value now, `p_` value one period earlier, `s_` sum over the months of this year, `f_` figure being folded,
`h_` part of a formula that stays the same over time, `a_` and `z_` the moments between which a test turns, `b_` and `bs_` values and year sums
of the base, which did not change.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from feasibility.compile.formulas import Formulas, names
from feasibility.compile.schedule import PHASES, closing, looks_at_clock, moments, rests, together
from feasibility.formula import Clock, Line, Model, ModelError, Reference

NOUGHT = "0.0"
ONCE = Line("", "", "0", "", "", clock="once")  # the place of what stays the same over time


@dataclass(frozen=True)
class Dialect:
    """How operations are spelled: the words that join tests, those of the language, a choice that may differ between scenarios, a ratio and a power.

    A ratio by nought is an error for one scenario; for many it may stand in the branch that is not taken, and must not stop the others.
    """

    both: str
    either: str
    words: Mapping[str, str]
    choice: str = "({then} if {test} else {otherwise})"
    ratio: str = "({} / {})"
    power: str = "({} ** {})"


PLAIN = Dialect("and", "or", {"min": "min", "max": "max", "abs": "abs", "whole": "floor"})
ARRAY = Dialect(
    "&", "|", {"min": "minimum", "max": "maximum", "abs": "absolute", "whole": "floors"}, "where({test}, {then}, {otherwise})", "divide({}, {})"
)  # fmt: skip


class Early(NamedTuple):
    """A part of a formula that is worked out once, before the years begin: `h` as it is, `a` as the moments around it."""

    kind: str
    number: int
    owner: str
    tree: ast.expr


class Fold(NamedTuple):
    """A word over the years: what it is called in the source; for `at` the year, and the moments around it when scenarios differ in it."""

    name: str
    word: str
    inner: Line
    year: ast.expr | None
    turn: Early | None


@dataclass
class Source:
    """One function being written: which lines it works out, which it keeps, and where a value is found.

    `ledger`: one scenario, everything worked out and kept. Else only what changes with `varied` and is needed for `wanted` or `kept` is worked
    out; the rest is read from the base, where those in `spread` hold an array each.
    """

    formulas: Formulas
    dialect: Dialect
    varied: frozenset[str] = frozenset()
    wanted: tuple[str, ...] = ()
    kept: frozenset[str] = frozenset()
    spread: frozenset[str] = frozenset()
    ledger: bool = False
    resting: frozenset[str] = frozenset()  # lines that have come to rest in the part that is being written
    closing: frozenset[str] = frozenset()  # lines that this part only works out in the last month of a year
    folds: list[Fold] = field(default_factory=list)
    early: dict[tuple[str, str, str], Early] = field(default_factory=dict)

    def __post_init__(self) -> None:
        formulas, months = self.formulas, self.model.of("month")
        self.changed = frozenset(self.model.by_name) if self.ledger else formulas.downstream(self.varied)
        self.work = self._worked(self.wanted)
        self.rests = {} if self.ledger else rests(months, formulas.looks, self.work, self.kept)
        self.work = self._worked([*self.wanted, *self._waited_for()])
        looks = [ref for line in self.work for ref in formulas.looks[line.name]]
        self.lagged = {ref.name for ref in looks if ref.through in {"prev", "year_end"}}
        self.summed = {ref.name for ref in looks if ref.through == "year_sum"} | self._sums_kept()
        for name in self.summed & self.rests.keys():
            if not self.model.by_name[name].sign:
                raise ModelError(
                    f"{name}: a line that rests and is summed over the year is a flow; give it a sign"
                )

    def _worked(self, wanted: Iterable[str]) -> list[Line]:
        """The lines to work out: all of them in a ledger, else those that change and that something wanted or kept needs."""
        needed = self.changed if self.ledger else self.changed & self.formulas.upstream([*wanted, *self.kept])
        return [line for line in self.model.lines if line.name in needed]

    def _waited_for(self) -> set[str]:
        """The names that say when a phase ends."""
        return {name for phase in PHASES for gap in self.phase_gaps(phase) for name in names(gap)}

    def _sums_kept(self) -> set[str]:
        """The month lines whose year sums are kept, because another kernel may look at them."""
        kept = [
            line for line in self.work if line.clock == "month" and line.name in self.kept and not self.ledger
        ]
        return {line.name for line in kept if line.sign or line.name not in self.rests}

    @property
    def model(self) -> Model:
        """The model whose formulas these are."""
        return self.formulas.model

    def tree(self, line: Line) -> ast.expr:
        """The formula of a line."""
        return self.formulas.trees[line.name]

    def lines(self, clock: Clock) -> list[Line]:
        """The lines of a clock that this function works out, in order."""
        lines = [line for line in self.work if line.clock == clock]
        return lines if self.ledger or clock == "month" else self.ordered(lines)

    def ordered(self, lines: Sequence[Line]) -> list[Line]:
        """These lines in an order in which those of one kind of element stand together, and those for the end of the year last."""
        return together(lines, self.formulas.looks, lambda line: (line.name in self.closing, line.per))

    def phase_gaps(self, phase: str) -> list[ast.expr]:
        """Differences that are nought in the months that a phase waits for: those of all its lines, also of those not worked out here."""
        if phase not in self.rests.values():
            return []
        return [gap for line in self.model.of("month") if line.phase == phase for gap in moments(line.tree)]

    def month_parts(self) -> Iterator[tuple[str, list[Line]]]:
        """The month lines for each phase, as long as it goes on, and last without a phase those that never rest.

        While a part is being written, flows of earlier phases are nought.
        """
        for number, phase in enumerate(PHASES):
            if phase in self.rests.values():
                yield (
                    phase,
                    self._part(frozenset(name for name, one in self.rests.items() if one in PHASES[:number])),
                )
        yield "", self._part(frozenset(self.rests))
        self.resting = self.closing = frozenset()

    def _part(self, resting: frozenset[str]) -> list[Line]:
        """The month lines that do not rest, in order."""
        lines = [line for line in self.lines("month") if line.name not in resting]
        self.resting = resting
        if not self.ledger:
            self.closing = closing(lines, self.formulas.looks, self.work) - self.kept
        return self.ordered(lines)

    def is_nought(self, name: str) -> bool:
        """Whether a name is a flow that has come to rest."""
        return name in self.resting and bool(self.model.by_name[name].sign)

    def reads(self) -> frozenset[str]:
        """What is read from the base: lines that others look at, figures that are wanted, and what says when a phase ends."""
        seen = self._waited_for().union(self.wanted, *(self.formulas.uses[line.name] for line in self.work))
        return frozenset(seen & self.model.by_name.keys() - self.changed)

    # what a name is
    def owner(self, node: ast.AST) -> str:
        """The kind of element that the names in an expression belong to, if any."""
        owners = (self.per(name) for name in names(node))
        return next((owner for owner in owners if owner), "")

    def per(self, name: str) -> str:
        """The kind of element of which a line or input has one value each."""
        known = self.model.by_name.get(name) or self.model.input_by_name.get(name)
        return known.per if known is not None else ""

    def varies(self, name: str) -> bool:
        """Whether a name may differ between scenarios."""
        return not self.ledger and (name in self.varied or name in self.changed or name in self.spread)

    def is_fixed(self, node: ast.AST) -> bool:
        """Whether an expression is the same for all scenarios."""
        return not any(self.varies(name) for name in names(node))

    def stays(self, node: ast.AST) -> bool:
        """Whether an expression stays the same over time."""
        lines = (self.model.by_name.get(name) for name in names(node))
        return not looks_at_clock(node) and all(line is None or line.clock == "once" for line in lines)

    # how it is read
    def name(self, ref: Reference, line: Line) -> str:
        """How a value is read: from this run, from the inputs, or from the base."""
        per = self.per(ref.name)
        if ref.through == "largest":
            return f"largest({self.name(Reference(ref.name), as_owned(line, ''))})"
        if ref.through == "through":
            return f"added({self.name(Reference(ref.name), as_owned(line, ''))}[: e + 1])"
        if self.is_nought(ref.name):
            return NOUGHT
        element = "[e]" if per and line.per == per else ""
        known = self.model.by_name.get(ref.name)
        if known is None:
            return f"v_{ref.name}{element}"
        if ref.name in self.changed:
            prefix = {"prev": "p_", "year_end": "p_", "year_sum": "s_"}.get(ref.through, "v_")
            return f"{prefix}{ref.name}{element}"
        if known.clock in {"once", "figure"}:
            return f"b_{ref.name}{element}"
        moment = {"prev": "t - 1", "year_end": "12 * t"}.get(ref.through, "t")
        return f"{'bs_' if ref.through == 'year_sum' else 'b_'}{ref.name}{element}[{moment}]"

    def fold(self, word: str, node: ast.Call, line: Line) -> str:
        """A word over the years: registered, worked out year by year, read when the years are done."""
        inner = node.args[0]
        assert isinstance(inner, ast.Name)
        known = self.model.by_name[inner.id]
        year = node.args[1] if word == "at" else None
        turn = self.early_part("a", year, "") if year is not None and not self.is_fixed(year) else None
        name = f"f_{len(self.folds)}"
        self.folds.append(Fold(name, word, known, year, turn))
        return f"{name}{'[e]' if known.per and line.per == known.per else ''}"

    def early_part(self, kind: str, tree: ast.expr, owner: str) -> Early:
        """A part that is worked out before the years begin."""
        part = Early(kind, len(self.early), owner, tree)
        return self.early.setdefault((kind, ast.unparse(tree), owner), part)


def as_owned(line: Line, owner: str) -> Line:
    """The line as if it had one value an element of this kind: names in it are then looked at element by element."""
    return Line(line.name, line.unit, "0", "", "", clock=line.clock, per=owner)
