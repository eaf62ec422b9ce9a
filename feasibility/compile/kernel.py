"""The kernel: the model as a function, for one scenario with everything kept, or for many with only what is asked.

`ledger(model, inputs, years)` works out every line for one plan, in plain floats. `batch(model, ledger, varied, wanted)` works out figures for
many scenarios with NumPy: only lines downstream of what varies and upstream of what is wanted are computed; all else is read from the ledger.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from feasibility.compile.python import Expression, Source
from feasibility.formula import Line, Model
from feasibility.returns import internal_rate_batch

Value = float | Sequence[float]
Floats = NDArray[np.float64]
CHUNK = 4096  # scenarios at a time: what a line needs stays in the cache


@dataclass(frozen=True)
class Ledger:
    """Every value of one scenario.

    `values` holds, by line: a float (once, figure), or a list over time with t = 0 first (month, year); per element a list of those. `sums` holds
    the year sums of month lines, by year with 0 first. `inputs` are the inputs it was made from.
    """

    model: Model
    inputs: Mapping[str, Value]
    years: int
    values: Mapping[str, Any]
    sums: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def count(self, per: str) -> int:
        """How many elements of a kind there are."""
        return element_count(self.model, self.inputs, per)


def element_count(model: Model, inputs: Mapping[str, Value], per: str) -> int:
    """How many elements of a kind the inputs hold."""
    return next((len(inputs[given.name]) for given in model.inputs if given.per == per), 0)  # type: ignore[arg-type]


def ledger(model: Model, inputs: Mapping[str, Value], years: int) -> Ledger:
    """Works out every line over the years, for one scenario. Inputs: a float each, or a list with one float for each element."""
    run = _compiled(model, frozenset(), (), True)
    counts = {per: element_count(model, inputs, per) for per in model.elements}
    values, sums = run(inputs, counts, years, None)
    return Ledger(model, inputs, years, values, sums)


def batch(base: Ledger, varied: Mapping[str, Floats], wanted: Sequence[str]) -> dict[str, Floats]:
    """The wanted figures (shape: scenarios) when these inputs vary (each of shape: scenarios); per element: elements × scenarios."""
    scenarios = len(next(iter(varied.values())))
    run = _compiled(base.model, frozenset(varied), tuple(wanted), False)
    counts = {per: base.count(per) for per in base.model.elements}
    chunks = []
    with np.errstate(all="ignore"):  # the branch of a choice that is not taken may divide by zero
        for begin in range(0, max(scenarios, 1), CHUNK):
            part = {name: values[begin : begin + CHUNK] for name, values in varied.items()}
            figures = run({**base.inputs, **part}, counts, base.years, base)
            size = len(next(iter(part.values())))
            chunks.append({name: _spread(value, size) for name, value in figures.items()})
    return {name: np.concatenate([chunk[name] for chunk in chunks], axis=-1) for name in wanted}


def _spread(value: Any, size: int) -> Floats:
    """A figure as an array over the scenarios, also where it is the same for all."""
    if isinstance(value, list):
        return np.stack([_spread(one, size) for one in value]) if value else np.zeros((0, size))
    return np.array(np.broadcast_to(np.asarray(value, dtype=np.float64), (size,)))


@lru_cache(maxsize=256)
def _compiled(
    model: Model, varied: frozenset[str], wanted: tuple[str, ...], full: bool
) -> Callable[..., Any]:
    needed = frozenset(model.by_name) if full else model.upstream(wanted)
    text = _Writer(Source(model, varied, needed, wanted, full)).text()
    space: dict[str, Any] = _SCALAR if full else _ARRAY
    scope = dict(space)
    exec(compile(text, f"<kernel of {len(needed)} lines>", "exec"), scope)  # noqa: S102 (our own source, from the model alone)
    function: Callable[..., Any] = scope["run"]
    return function


def _largest(values: Sequence[Any]) -> Any:
    result = values[0]
    for value in values[1:]:
        result = np.maximum(result, value)
    return result


def _scalar_rate(flows: Sequence[float]) -> float:
    return float(internal_rate_batch(np.asarray(flows, dtype=np.float64)[:, None])[0])


def _array_rate(flows: Sequence[Any]) -> Floats:
    return internal_rate_batch(np.stack(np.broadcast_arrays(*flows)).astype(np.float64))


def _where(test: Any, then: Any, otherwise: Any) -> Any:
    return np.where(test, then, otherwise)


_SCALAR: dict[str, Any] = {"floor": math.floor, "inf": math.inf, "largest": max, "rate": _scalar_rate}
_ARRAY: dict[str, Any] = {
    "where": _where, "minimum": np.minimum, "maximum": np.maximum, "absolute": np.absolute, "floor": np.floor,
    "inf": math.inf, "largest": _largest, "rate": _array_rate,
}  # fmt: skip


class _Writer:
    """Writes the source of one kernel."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.out: list[str] = []
        self.depth = 1

    def text(self) -> str:
        self.figures = [(line, self._expression(line)) for line in self.source.lines("figure")]
        self.out = ["def run(given, count, years, base):"]
        self._unpack()
        for line in self.source.lines("once"):
            self._line(line)
        self._begin()
        self._add("for y in range(1, years + 1):")
        self.depth += 1
        self._months()
        self._years()
        self.depth -= 1
        self._finish()
        return "\n".join(self.out)

    def _add(self, *rows: str) -> None:
        self.out += ["    " * self.depth + row for row in rows]

    def _expression(self, line: Line) -> tuple[list[str], str]:
        expression = Expression(self.source, line)
        written = expression.value(line.tree)
        return expression.before, written

    def _unpack(self) -> None:
        model, source = self.source.model, self.source
        self._add(*(f"n_{per} = count[{per!r}]" for per in model.elements))
        self._add(*(f"v_{given.name} = given[{given.name!r}]" for given in model.inputs))
        if source.ledger:
            self._add("keep = {}", "sums = {}")
            return
        for name in sorted(
            frozenset().union(*(model.uses[line.name] for line in source.work)) if source.work else ()
        ):
            if name in model.by_name and name not in source.changed:
                self._add(f"b_{name} = base.values[{name!r}]")
                if name in source.model.by_name and model.by_name[name].clock == "month":
                    self._add(f"bs_{name} = base.sums.get({name!r})")

    def _line(self, line: Line) -> None:
        before, written = self._expression(line)
        kept = self.source.ledger
        over_time = line.clock in {"month", "year"}
        if not line.per:
            self._add(*before, f"v_{line.name} = {written}")
            if kept:
                self._add(
                    f"k_{line.name}.append(v_{line.name})"
                    if over_time
                    else f"keep[{line.name!r}] = v_{line.name}"
                )
            return
        self._add(*([] if over_time else [f"v_{line.name} = [0.0] * n_{line.per}"]))
        self._add(*before, f"for e in range(n_{line.per}):", f"    v_{line.name}[e] = {written}")
        if kept:
            self._add(
                f"    k_{line.name}[e].append(v_{line.name}[e])"
                if over_time
                else f"keep[{line.name!r}] = v_{line.name}"
            )

    def _begin(self) -> None:
        """The values at t = 0, and room for what is kept and folded."""
        for line in self.source.lines("month") + self.source.lines("year"):
            start = Expression(self.source, line).value(line.start_tree)
            if line.per:
                many = f"for e in range(n_{line.per})]"
                self._add(f"v_{line.name} = [0.0] * n_{line.per}", f"p_{line.name} = [{start} {many}")
                self._add(
                    *(
                        [f"k_{line.name} = keep[{line.name!r}] = [[p_{line.name}[e]] {many}"]
                        if self.source.ledger
                        else []
                    )
                )
            else:
                self._add(f"p_{line.name} = {start}")
                self._add(
                    *(
                        [f"k_{line.name} = keep[{line.name!r}] = [p_{line.name}]"]
                        if self.source.ledger
                        else []
                    )
                )
            if self.source.ledger and line.name in self.source.summed:
                room = f"[[0.0] for e in range(n_{line.per})]" if line.per else "[0.0]"
                self._add(f"ks_{line.name} = sums[{line.name!r}] = {room}")
        for name, word, inner, _ in self.source.folds:
            self._add(self._fold_start(name, word, inner))

    def _fold_start(self, name: str, word: str, inner: str) -> str:
        known = self.source.model.by_name[inner]
        start = {"lowest": "inf", "highest": "-inf", "irr": "[]"}.get(word, "0.0")
        if known.per:
            start = f"[{start} for e in range(n_{known.per})]"
        return f"{name} = {start}"

    def _months(self) -> None:
        lines = self.source.lines("month")
        if not lines:
            return
        for line in lines:
            if line.name in self.source.summed:
                self._add(f"s_{line.name} = " + (f"[0.0] * n_{line.per}" if line.per else "0.0"))
        self._add("for t in range(12 * y - 11, 12 * y + 1):")
        self.depth += 1
        for line in lines:
            self._line(line)
            if line.name in self.source.summed:
                element = "[e]" if line.per else ""
                add = f"s_{line.name}{element} = s_{line.name}{element} + v_{line.name}{element}"
                self._add(*([f"for e in range(n_{line.per}):", f"    {add}"] if line.per else [add]))
        self._pass_on(lines)
        self.depth -= 1
        for line in lines:
            if self.source.ledger and line.name in self.source.summed:
                one = (
                    f"ks_{line.name}[e].append(s_{line.name}[e])"
                    if line.per
                    else f"ks_{line.name}.append(s_{line.name})"
                )
                self._add(*([f"for e in range(n_{line.per}):", f"    {one}"] if line.per else [one]))

    def _years(self) -> None:
        lines = self.source.lines("year")
        self._add("t = y")
        for line in lines:
            self._line(line)
        for name, word, inner, year in self.source.folds:
            self._fold(name, word, inner, year)
        self._pass_on(lines)

    def _pass_on(self, lines: list[Line]) -> None:
        """This period's values become the previous ones."""
        for line in lines:
            if line.name in self.source.lagged:
                name = line.name
                self._add(f"p_{name}, v_{name} = v_{name}, p_{name}" if line.per else f"p_{name} = v_{name}")

    def _fold(self, name: str, word: str, inner: str, year: str) -> None:
        known = self.source.model.by_name[inner]
        element = "[e]" if known.per else ""
        new = f"v_{inner}{element}" if inner in self.source.changed else f"b_{inner}{element}[t]"
        old = f"{name}{element}"
        varies = self.source.varies(inner)
        low, high = ("minimum", "maximum") if varies else ("min", "max")
        written = {
            "lowest": f"{low}({old}, {new})",
            "highest": f"{high}({old}, {new})",
            "summed": f"{old} + {new}",
            "last": new,
            "at": self._choice(f"t == {year}", new, old, varies or "v_" in year),
            "first": self._choice(
                f"({old} == 0.0) {self.source.both if varies else 'and'} ({new} > 0.5)", "t", old, varies
            ),
        }
        rows = [f"{old}.append({new})"] if word == "irr" else [f"{old} = {written[word]}"]
        self._add(
            *([f"for e in range(n_{known.per}):", *("    " + row for row in rows)] if known.per else rows)
        )

    def _choice(self, test: str, then: str, otherwise: str, varies: bool) -> str:
        return (
            f"where({test}, {then}, {otherwise})"
            if varies and not self.source.ledger
            else f"({then} if {test} else {otherwise})"
        )

    def _finish(self) -> None:
        for name, word, inner, _ in self.source.folds:
            if word == "irr":
                per = self.source.model.by_name[inner].per
                self._add(f"{name} = [rate(one) for one in {name}]" if per else f"{name} = rate({name})")
        for line, (before, written) in self.figures:
            self._add(*before)
            if line.per:
                self._add(
                    f"v_{line.name} = [0.0] * n_{line.per}",
                    f"for e in range(n_{line.per}):",
                    f"    v_{line.name}[e] = {written}",
                )
            else:
                self._add(f"v_{line.name} = {written}")
            self._add(*([f"keep[{line.name!r}] = v_{line.name}"] if self.source.ledger else []))
        if self.source.ledger:
            self._add("return keep, sums")
            return
        changed = self.source.changed
        parts = (
            f"{name!r}: " + (f"v_{name}" if name in changed else f"base.values[{name!r}]")
            for name in self.source.figures
        )
        self._add("return {" + ", ".join(parts) + "}")
