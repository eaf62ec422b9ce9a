"""The kernel: the model as a function, for one scenario with everything kept, or for many with only what is asked.

`ledger(model, inputs, years)` works out every line for one plan, in plain floats. `batch(ledger, varied, wanted)` works out figures for many
scenarios: only lines downstream of what varies and upstream of what is wanted are computed; all else is read from the ledger. `prepared` is for
searches, in which one more input moves again and again.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from operator import add
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from feasibility.compile.formulas import Formulas, plain, simplified
from feasibility.compile.source import ARRAY, PLAIN, Source
from feasibility.compile.writer import written
from feasibility.formula import Model
from feasibility.returns import internal_rate_batch

Value = float | Sequence[float]
Floats = NDArray[np.float64]
Backend = Literal["auto", "numpy", "numba"]
CHUNK = 8192  # scenarios at a time with NumPy: more would leave the near caches, fewer are mostly overhead
MANY = 20_000  # scenarios from which the compiled kernel is worth loading


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
    defaults = {one.name: one.default for one in model.inputs if one.default is not None and not one.per}
    inputs = {**defaults, **inputs}
    _, values, sums = _compiled(model, Task(ledger=True))(inputs, _counts(model, inputs), years, None)
    return Ledger(model, inputs, years, values, sums)


def batch(
    base: Ledger, varied: Mapping[str, Floats], wanted: Sequence[str], backend: Backend = "auto"
) -> dict[str, Floats]:
    """The wanted figures (shape: scenarios) when these inputs vary (each of shape: scenarios); per element: elements × scenarios.

    `backend`: "numpy" always works; "numba" uses the compiled kernel (and compiles it when it is not in the cache yet, for about a minute);
    "auto" uses it for many scenarios where it is installed and in the cache. Both give the same figures, to 1e-9. The compiled kernel has the usual
    uncertain inputs and all figures of the model; with others, NumPy answers in its place.
    """
    if _is_compiled(base, varied, wanted, backend):
        from feasibility.compile import fast

        return fast.figures(base, varied, wanted, rate)
    task = Task(frozenset(varied), tuple(wanted), spread=base.arrays, known=_known(base, varied))
    parts = [_figures(base, task, part) for part in _chunks(varied)]
    return {name: np.concatenate([part[name] for part in parts], axis=-1) for name in wanted}


def prepared(
    base: Ledger, varied: Mapping[str, Floats], moving: str, wanted: Sequence[str]
) -> Iterator[Ledger]:
    """The scenarios made ready to move one more input again and again, as a search does: a ledger for each piece of at most `CHUNK` scenarios.

    In `batch(one_of_these, {moving: values}, wanted)` only what is downstream of the moving input is worked out. A ledger holds arrays where its
    scenarios differ, and only of the lines that this needs.
    """
    known = _known(base, [*varied, moving])
    arrays = _formulas(base.model, known).downstream(varied) | frozenset(varied)
    again = source_of(base.model, Task(frozenset({moving}), tuple(wanted), spread=arrays, known=known))
    first = Task(frozenset(varied), kept=frozenset(again.reads() & arrays), known=known)
    for part in _chunks(varied):
        _, values, sums = _run(base, first, part)
        inputs: dict[str, Any] = {**base.inputs, **part}
        values, sums = {**base.values, **values}, {**base.sums, **sums}
        yield replace(base, inputs=inputs, values=values, sums=sums, arrays=first.kept | first.varied)


def _is_compiled(base: Ledger, varied: Mapping[str, Floats], wanted: Sequence[str], backend: Backend) -> bool:
    """Whether the compiled kernel is to be used. Importing it takes a second, so only for many scenarios unless it is asked for."""
    scenarios = len(next(iter(varied.values())))
    if backend == "numpy" or not scenarios or base.arrays or (backend == "auto" and scenarios < MANY):
        return False
    from feasibility.compile import fast

    return fast.knows(base.model, tuple(varied), wanted) and (backend == "numba" or fast.is_ready(base.model))


class Task(NamedTuple):
    """What a kernel is for: which inputs vary, which figures are wanted, which lines are kept, which values of the base are arrays.

    `known` are inputs that do not vary and are nought or one: what they leave out need not be worked out.
    """

    varied: frozenset[str] = frozenset()
    wanted: tuple[str, ...] = ()
    kept: frozenset[str] = frozenset()
    spread: frozenset[str] = frozenset()
    known: frozenset[tuple[str, float]] = frozenset()
    ledger: bool = False


def source_of(model: Model, task: Task) -> Source:
    """The source of the kernel for a task, not yet written."""
    formulas = _formulas(model, task.known)
    if task.ledger:
        return Source(formulas, PLAIN, kept=frozenset(model.by_name), ledger=True)
    return Source(formulas, ARRAY, task.varied, task.wanted, task.kept, task.spread)


@lru_cache(maxsize=64)
def _formulas(model: Model, known: frozenset[tuple[str, float]]) -> Formulas:
    return simplified(model, dict(known)) if known else plain(model)


@lru_cache(maxsize=256)
def _compiled(model: Model, task: Task) -> Callable[..., Any]:
    text = written(source_of(model, task))
    scope = dict(_PLAIN if task.ledger else _ARRAY)
    exec(compile(text, "<kernel>", "exec"), scope)  # noqa: S102 (our own source, from the model alone)
    function: Callable[..., Any] = scope["run"]
    return function


def _known(base: Ledger, varied: Iterable[str]) -> frozenset[tuple[str, float]]:
    """The inputs of the base that are nought or one, in all their elements, and do not vary."""
    moving = base.arrays.union(varied)
    found = set[tuple[str, float]]()
    for given in base.model.inputs:
        if given.name not in moving:
            value: Any = base.inputs[given.name]
            values = {value} if not given.per else set(value) or {0.0}
            if values in ({0.0}, {1.0}):
                found.add((given.name, float(values.pop())))
    return frozenset(found)


def _counts(model: Model, inputs: Mapping[str, Value]) -> dict[str, int]:
    return {per: element_count(model, inputs, per) for per in model.elements}


def _chunks(varied: Mapping[str, Floats]) -> list[dict[str, Floats]]:
    """The scenarios in equal pieces; one empty piece when there are none."""
    scenarios = len(next(iter(varied.values())))
    pieces = max(1, -(-scenarios // CHUNK))
    cuts = [scenarios * piece // pieces for piece in range(pieces + 1)]
    return [
        {name: values[begin:end] for name, values in varied.items()}
        for begin, end in itertools.pairwise(cuts)
    ]


def _run(base: Ledger, task: Task, part: Mapping[str, Floats]) -> Any:
    inputs = {**base.inputs, **part}
    with np.errstate(all="ignore"):  # the branch of a choice that is not taken may divide by nought
        return _compiled(base.model, task)(inputs, _counts(base.model, base.inputs), base.years, base)


def _figures(base: Ledger, task: Task, part: Mapping[str, Floats]) -> dict[str, Floats]:
    """The wanted figures of one piece."""
    found, _, _ = _run(base, task, part)
    size = len(next(iter(part.values())))
    return {name: _over_scenarios(value, size) for name, value in found.items()}


def _over_scenarios(value: Any, size: int) -> Floats:
    """A figure as an array over the scenarios, also where it is the same for all."""
    if isinstance(value, list):
        return np.stack([_over_scenarios(one, size) for one in value]) if value else np.zeros((0, size))
    return np.array(np.broadcast_to(np.asarray(value, dtype=np.float64), (size,)))


# The words that a written kernel uses.


def _added(values: Sequence[Any]) -> Any:
    """The sum from left to right; nought when there is nothing."""
    return reduce(add, values) if values else 0.0


def _plain_sum(values: Sequence[float]) -> float:
    """The same for floats; not `sum`, which rounds in another way on some Pythons."""
    return reduce(add, values, 0.0)


def _largest(values: Sequence[Any]) -> Any:
    """The largest; nought when there is nothing."""
    return reduce(np.maximum, values) if values else 0.0


def _plain_largest(values: Sequence[float]) -> float:
    return max(values, default=0.0)


def _around(moment: Any) -> tuple[float, float]:
    """The moments before and after which a test that turns at this moment says the same in all scenarios."""
    if np.size(moment) == 0:
        return 0.0, 0.0
    return float(np.min(moment)) - 0.5, float(np.max(moment)) + 0.5


def _apart(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """The columns of these rows: values over time for each element."""
    return [list(column) for column in zip(*rows, strict=True)]


def _last_year(moments: Sequence[Any], at_least: float) -> float:
    """The year in which the last of these months falls, and two months more: by then what follows from it has come to rest too."""
    last = max((float(np.max(moment)) for moment in moments if np.size(moment)), default=0.0)
    return max(at_least, (last + 2) // 12 + 1) if math.isfinite(last) else math.inf


def _plain_rate(flows: Sequence[float]) -> float:
    return float(rate(flows)[0])


def rate(flows: Sequence[Any] | Floats) -> Floats:
    """The internal rate of each series, or of the only one."""
    series = counted(np.stack(np.broadcast_arrays(*flows)))
    return internal_rate_batch(series.reshape(len(series), -1))


def counted(flows: Any) -> Floats:
    """Flows that count for a return: less than half a cent is what rounding left."""
    series = np.asarray(flows, dtype=np.float64)
    return np.where(np.abs(series) < 0.005, 0.0, series)


_PLAIN: dict[str, Any] = {
    "floor": math.floor, "inf": math.inf, "largest": _plain_largest, "added": _plain_sum, "apart": _apart, "rate": _plain_rate
}  # fmt: skip
_ARRAY: dict[str, Any] = {
    "where": np.where, "divide": np.divide, "minimum": np.minimum, "maximum": np.maximum, "absolute": np.absolute, "floors": np.floor, "floor": math.floor, "inf": math.inf,
    "largest": _largest, "added": _added, "around": _around, "apart": _apart, "last_year": _last_year, "rate": rate
}  # fmt: skip
