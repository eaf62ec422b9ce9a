"""Counts what the kernels calculate for one scenario, by running their own source on numbers that count.

Floating-point operations are additions (and subtractions), multiplications, divisions and powers; comparisons, choices, the smaller and the larger are
counted apart. The plain kernel only works out the branch of a choice that is taken, the others both.
"""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from feasibility.compile import fast, kernel
from feasibility.compile.fast.run import Packed
from feasibility.compile.kernel import Floats, Ledger

FLOPS = ("add", "multiply", "divide", "power")
KINDS = (*FLOPS, "smaller or larger", "compare", "choose")
_UFUNCS = {
    "add": "add", "subtract": "add", "multiply": "multiply", "divide": "divide", "power": "power",
    "minimum": "smaller or larger", "maximum": "smaller or larger", "absolute": "smaller or larger", "floor": "smaller or larger",
    "negative": "add",
}  # fmt: skip
Counts = Counter[str]


def flops(counts: Counts) -> float:
    """The floating-point operations among them."""
    return sum(counts[kind] for kind in FLOPS)


class Number:
    """A number that counts what is done with it."""

    counts: Counts = Counter()
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, value: Any) -> None:
        self.value = float(value)

    def __float__(self) -> float:
        return self.value

    def __floor__(self) -> Number:
        Number.counts["smaller or larger"] += 1
        return Number(self.value // 1)

    def __abs__(self) -> Number:
        Number.counts["smaller or larger"] += 1
        return Number(abs(self.value))

    def __neg__(self) -> Number:
        Number.counts["add"] += 1
        return Number(-self.value)


def _give(name: str, kind: str, work: Callable[[float, float], Any], turned: bool) -> None:
    def done(self: Number, other: Any) -> Any:
        Number.counts[kind] += 1
        ends = (float(other), self.value) if turned else (self.value, float(other))
        found = np.nan if kind == "divide" and not ends[1] else work(*ends)
        return found if kind == "compare" else Number(found)

    setattr(Number, f"__{'r' if turned else ''}{name}__", done)


for _name, _kind in {
    "add": "add",
    "sub": "add",
    "mul": "multiply",
    "truediv": "divide",
    "pow": "power",
}.items():
    for _turned in (False, True):
        _give(_name, _kind, getattr(operator, _name), _turned)
for _name in ("lt", "le", "gt", "ge", "eq", "ne"):
    _give(_name, "compare", getattr(operator, _name), False)


def plainly(base: Ledger) -> Counts:
    """What the kernel for one scenario does: every line, one plain number after the other."""
    Number.counts = Counter()
    inputs = {
        name: [*map(Number, value)] if isinstance(value, Sequence) else Number(value)
        for name, value in base.inputs.items()
    }
    kernel.ledger(base.model, inputs, base.years)  # type: ignore[arg-type]
    return Number.counts


class Counting(np.ndarray):
    """An array that counts what is done with it, once for all its scenarios."""

    counts: Counts = Counter()

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **more: Any) -> Any:
        Counting.counts[_UFUNCS.get(ufunc.__name__, "compare")] += 1
        return _counting(getattr(ufunc, method)(*map(_array, inputs), **more))

    def __array_function__(self, function: Any, types: Any, inputs: Any, more: Any) -> Any:
        Counting.counts["choose"] += function is np.where
        return _counting(function(*map(_array, inputs), **more))


def _array(value: Any) -> Any:
    return value.view(np.ndarray) if isinstance(value, Counting) else value


def _counting(value: Any) -> Any:
    return value.view(Counting) if isinstance(value, np.ndarray) and value.ndim else value


def with_arrays(base: Ledger, varied: Mapping[str, Floats], wanted: Sequence[str]) -> Counts:
    """What the NumPy kernel does for each of these scenarios."""
    Counting.counts = Counter()
    kernel.batch(base, {name: values.view(Counting) for name, values in varied.items()}, wanted, "numpy")
    return Counting.counts


class _Nowhere:
    """Where results go that nobody asks for."""

    def __getitem__(self, place: Any) -> _Nowhere:
        return self

    def __setitem__(self, place: Any, value: Any) -> None:
        pass


def in_lanes(base: Ledger, varied: Mapping[str, Floats], wanted: Sequence[str]) -> Counts:
    """What the compiled kernel does for each of the scenarios of one block, by running its source as it stands."""

    def word(kind: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def done(*ends: Any) -> Any:
            Number.counts[kind] += 1
            return work(*ends)

        return done

    made = fast.kernel_of(base.model)
    scope: dict[str, Any] = {
        "compiled": lambda function: function,
        "inf": np.inf,
        "floor": lambda one: Number(float(one) // 1),
    }
    exec(made.text, scope)
    scope["pick"] = word("choose", lambda test, then, otherwise: then if test else otherwise)
    scope["low"] = word("smaller or larger", lambda a, b: a if float(a) < float(b) else b)
    scope["power"] = word("power", lambda x, y: Number(float(x) ** float(y)))  # its series counts as one
    scope["high"] = word("smaller or larger", lambda a, b: a if float(a) > float(b) else b)
    lanes = made.layout.lanes
    task = Packed(made, base, {name: values[:lanes] for name, values in varied.items()}, wanted)
    Number.counts = Counter()
    room = np.array([Number(0.0)] * task.workspace, dtype=object)
    given = np.array([*map(Number, task.given)], dtype=object)
    with np.errstate(all="ignore"):  # what is not chosen may divide by nought
        scope["run"](0, 1, room, task.tables, given, task.numbers, _Nowhere(), _Nowhere())
    return Counter({kind: count / lanes for kind, count in Number.counts.items()})
