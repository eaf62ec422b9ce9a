"""The kernel: the model as a function, for one scenario with everything kept, or for many with only what is asked.

`ledger(model, inputs, years)` works out every line for one plan, in plain floats. `batch(model, ledger, varied, wanted)` works out figures for
many scenarios with NumPy: only lines downstream of what varies and upstream of what is wanted are computed; all else is read from the ledger.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
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
    the year sums of month lines, by year with 0 first. `inputs` are the inputs it was made from. `arrays` names what holds an array over
    scenarios instead of a float (see `prepared`).
    """

    model: Model
    inputs: Mapping[str, Value]
    years: int
    values: Mapping[str, Any]
    sums: Mapping[str, Any]
    arrays: frozenset[str] = frozenset()

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
    inputs = {
        given.name: given.default for given in model.inputs if given.default is not None and not given.per
    } | dict(inputs)
    run = _compiled(model, frozenset(), (), True)
    counts = {per: element_count(model, inputs, per) for per in model.elements}
    values, sums = run(inputs, counts, years, None)
    return Ledger(model, inputs, years, values, sums)


def batch(base: Ledger, varied: Mapping[str, Floats], wanted: Sequence[str]) -> dict[str, Floats]:
    """The wanted figures (shape: scenarios) when these inputs vary (each of shape: scenarios); per element: elements × scenarios."""
    scenarios = len(next(iter(varied.values())))
    run = _compiled(base.model, frozenset(varied), tuple(wanted), False, base.arrays)
    counts = {per: base.count(per) for per in base.model.elements}
    chunks = []
    with np.errstate(all="ignore"):  # the branch of a choice that is not taken may divide by zero
        for begin in range(0, max(scenarios, 1), CHUNK):
            part = {name: values[begin : begin + CHUNK] for name, values in varied.items()}
            figures = run({**base.inputs, **part}, counts, base.years, base)
            size = len(next(iter(part.values())))
            chunks.append({name: _spread(value, size) for name, value in figures.items()})
    return {name: np.concatenate([chunk[name] for chunk in chunks], axis=-1) for name in wanted}


def prepared(
    base: Ledger, varied: Mapping[str, Floats], moving: str, wanted: Sequence[str]
) -> Iterator[Ledger]:
    """The scenarios made ready to move one more input again and again, as a search does: a ledger for each chunk of `CHUNK` scenarios.

    In `batch(one_of_these, {moving: values}, wanted)` only what is downstream of the moving input is worked out. A ledger holds arrays where its
    scenarios differ, and only of the lines that this needs.
    """
    model = base.model
    again = model.downstream([moving]) & model.upstream(wanted)
    seen = frozenset(wanted).union(*(model.uses[name] for name in again)) - again
    arrays = seen & model.downstream(varied)
    counts = {per: base.count(per) for per in model.elements}
    run = _compiled(model, frozenset(varied), (), False, frozenset(), tuple(sorted(arrays)))
    for begin in range(0, len(next(iter(varied.values()))), CHUNK):
        inputs = {**base.inputs, **{name: values[begin : begin + CHUNK] for name, values in varied.items()}}
        with np.errstate(all="ignore"):
            values, sums = run(inputs, counts, base.years, base)
        yield replace(
            base,
            inputs=inputs,
            values={**base.values, **values},
            sums={**base.sums, **sums},
            arrays=arrays | frozenset(varied),
        )


def _spread(value: Any, size: int) -> Floats:
    """A figure as an array over the scenarios, also where it is the same for all."""
    if isinstance(value, list):
        return np.stack([_spread(one, size) for one in value]) if value else np.zeros((0, size))
    return np.array(np.broadcast_to(np.asarray(value, dtype=np.float64), (size,)))


@lru_cache(maxsize=256)
def _compiled(
    model: Model,
    varied: frozenset[str],
    wanted: tuple[str, ...],
    full: bool,
    arrays: frozenset[str] = frozenset(),
    keep: tuple[str, ...] = (),
) -> Callable[..., Any]:
    needed = frozenset(model.by_name) if full else model.upstream((*wanted, *keep))
    text = _Writer(Source(model, varied, needed, wanted, full, arrays, keep)).text()
    space: dict[str, Any] = _SCALAR if full else _ARRAY
    scope = dict(space)
    exec(compile(text, f"<kernel of {len(needed)} lines>", "exec"), scope)  # noqa: S102 (our own source, from the model alone)
    function: Callable[..., Any] = scope["run"]
    return function


def _largest(values: Sequence[Any]) -> Any:
    """The largest of the elements; nought where there are none."""
    return reduce(np.maximum, values) if values else 0.0


def _largest_float(values: Sequence[float]) -> float:
    return max(values, default=0.0)


def _scalar_rate(flows: Sequence[float]) -> float:
    return float(_array_rate(flows)[0])


def _array_rate(flows: Sequence[Any]) -> Floats:
    """The internal rate of each series, or of the only one."""
    series = counted(np.stack(np.broadcast_arrays(*flows)))
    return internal_rate_batch(series.reshape(len(series), -1))


def counted(flows: Any) -> Floats:
    """Flows that count for a return: less than half a cent is what rounding left."""
    series = np.asarray(flows, dtype=np.float64)
    return np.where(np.abs(series) < 0.005, 0.0, series)


def _where(test: Any, then: Any, otherwise: Any) -> Any:
    return np.where(test, then, otherwise)


_SCALAR: dict[str, Any] = {
    "floor": math.floor,
    "inf": math.inf,
    "largest": _largest_float,
    "rate": _scalar_rate,
}
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

    def _each(self, per: str, row: str) -> None:
        """A row, or a loop of it over the elements; `[e]` in it is dropped where there are none."""
        if per:
            self._add(f"for e in range(n_{per}):", f"    {row}")
        else:
            self._add(row.replace("[e]", ""))

    def _expression(self, line: Line) -> tuple[list[str], str]:
        expression = Expression(self.source, line)
        written = expression.value(line.tree)
        return expression.before, written

    def _unpack(self) -> None:
        model, source = self.source.model, self.source
        self._add(*(f"n_{per} = count[{per!r}]" for per in model.elements))
        self._add(*(f"v_{given.name} = given[{given.name!r}]" for given in model.inputs))
        self._add("keep = {}", "sums = {}")
        used: set[str] = set().union(*(model.uses[line.name] for line in source.work))
        for name in sorted(used & model.by_name.keys() - source.changed):
            self._add(f"b_{name} = base.values[{name!r}]")
            if model.by_name[name].clock == "month":
                self._add(f"bs_{name} = base.sums.get({name!r})")

    def _line(self, line: Line) -> None:
        before, written = self._expression(line)
        over_time = line.clock in {"month", "year"}
        if line.per and not over_time:
            self._add(f"v_{line.name} = [0.0] * n_{line.per}")
        self._add(*before)
        self._each(line.per, f"v_{line.name}[e] = {written}")
        if not over_time and self.source.keeps(line):
            self._add(f"keep[{line.name!r}] = v_{line.name}")
        if over_time and self.source.keeps(line) and (self.source.ledger or line.clock == "year"):
            self._each(line.per, f"k_{line.name}[e].append(v_{line.name}[e])")

    def _begin(self) -> None:
        """The values at t = 0, and room for what is kept and folded."""
        for line in self.source.lines("month") + self.source.lines("year"):
            expression = Expression(self.source, line)
            name, start = line.name, expression.value(line.start_tree)
            self._add(*expression.before)
            many = f" for e in range(n_{line.per})]"
            if line.per:
                self._add(f"v_{name} = [0.0] * n_{line.per}")
            self._add(f"p_{name} = [{start}{many}" if line.per else f"p_{name} = {start}")
            if self.source.keeps(line):
                room = f"[[p_{name}[e]]{many}" if line.per else f"[p_{name}]"
                self._add(f"k_{name} = keep[{name!r}] = {room}")
            if self.source.keeps(line) and self.source.sums(line):
                self._add(f"ks_{name} = sums[{name!r}] = " + (f"[[0.0]{many}" if line.per else "[0.0]"))
        for name, word, inner, _ in self.source.folds:
            self._add(self._fold_start(name, word, inner))

    def _fold_start(self, name: str, word: str, inner: str) -> str:
        known = self.source.model.by_name[inner]
        start = {"lowest": "inf", "highest": "-inf", "irr": "[]"}.get(word, "0.0")
        return f"{name} = [{start} for e in range(n_{known.per})]" if known.per else f"{name} = {start}"

    def _months(self) -> None:
        lines = self.source.lines("month")
        if not lines:
            return
        summed = [line for line in lines if self.source.sums(line)]
        for line in summed:
            self._add(f"s_{line.name} = " + (f"[0.0] * n_{line.per}" if line.per else "0.0"))
        self._add("for t in range(12 * y - 11, 12 * y + 1):")
        self.depth += 1
        for line in lines:
            self._line(line)
            if line in summed:
                self._each(line.per, f"s_{line.name}[e] = s_{line.name}[e] + v_{line.name}[e]")
        self._pass_on(lines)
        self.depth -= 1
        for line in lines:
            if not self.source.keeps(line):
                continue
            if line in summed:
                self._each(line.per, f"ks_{line.name}[e].append(s_{line.name}[e])")
            if not self.source.ledger:  # only what stands at the end of a year is asked for
                self._each(line.per, f"k_{line.name}[e].extend([None] * 11 + [p_{line.name}[e]])")

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
            if line.name in self.source.lagged or (line.clock == "month" and self.source.keeps(line)):
                name = line.name
                self._add(f"p_{name}, v_{name} = v_{name}, p_{name}" if line.per else f"p_{name} = v_{name}")

    def _fold(self, name: str, word: str, inner: str, year: str) -> None:
        known = self.source.model.by_name[inner]
        new = f"v_{inner}[e]" if inner in self.source.changed else f"b_{inner}[e][t]"
        old, varies = f"{name}[e]", self.source.varies(inner)
        low, high = ("minimum", "maximum") if varies else ("min", "max")
        both = self.source.both if varies else "and"
        written = {
            "lowest": f"{low}({old}, {new})",
            "highest": f"{high}({old}, {new})",
            "summed": f"{old} + {new}",
            "last": new,
            "at": self._choice(f"t == {year}", new, old, varies or "v_" in year or "b_" in year),
            "first": self._choice(f"({old} == 0.0) {both} ({new} > 0.5)", "t", old, varies),
        }
        self._each(known.per, f"{old}.append({new})" if word == "irr" else f"{old} = {written[word]}")

    def _choice(self, test: str, then: str, otherwise: str, varies: bool) -> str:
        array = varies and not self.source.ledger
        return f"where({test}, {then}, {otherwise})" if array else f"({then} if {test} else {otherwise})"

    def _finish(self) -> None:
        for name, word, inner, _ in self.source.folds:
            if word == "irr":
                per = self.source.model.by_name[inner].per
                self._add(f"{name} = [rate(one) for one in {name}]" if per else f"{name} = rate({name})")
        for line, (before, written) in self.figures:
            if line.per:
                self._add(f"v_{line.name} = [0.0] * n_{line.per}")
            self._add(*before)
            self._each(line.per, f"v_{line.name}[e] = {written}")
            if self.source.keeps(line):
                self._add(f"keep[{line.name!r}] = v_{line.name}")
        figures = (
            f"{name!r}: " + (f"v_{name}" if name in self.source.changed else f"base.values[{name!r}]")
            for name in self.source.figures
        )
        self._add("return {" + ", ".join(figures) + "}" if self.source.figures else "return keep, sums")
