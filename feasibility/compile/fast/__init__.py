"""The kernel compiled by Numba: for many scenarios at once, where it is installed. Nothing imports it unless it is asked for.

The compiled kernel depends on the model alone. It takes about a minute to make and a second to load from the cache; `prepare` makes it beforehand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from feasibility.compile.fast import run as runs
from feasibility.compile.fast import store
from feasibility.compile.fast.run import Floats
from feasibility.compile.fast.text import Kernel, written
from feasibility.formula import Model
from feasibility.plan import Scenario, Shifts

if TYPE_CHECKING:
    from feasibility.compile.kernel import Ledger

PIECE = 32_768  # scenarios at a time when internal rates are wanted, for which the flow of every year is kept
UNCERTAIN = (
    *(field.name for part in (Shifts, Scenario) for field in fields(part)),
    "charge", "vacancy", "vacancy_extra", "land_price", "ground_rent"
)  # fmt: skip


def knows(model: Model, varied: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether the compiled kernel has these figures for these varied inputs."""
    kernel = kernel_of(model)
    figures = {line.name for line in kernel.figures} | kernel.rates.keys()
    return set(varied) <= set(kernel.inputs) and set(wanted) <= figures


def is_ready(model: Model) -> bool:
    """Whether the kernel can be used at once: Numba is installed, and the compiled kernel in the cache."""
    return store.is_installed() and store.is_ready(kernel_of(model).text)


def prepare(model: Model) -> None:
    """Compile the kernel and keep it in the cache, or load it from there. Raises ModuleNotFoundError without Numba."""
    _loaded(model)


def figures(
    base: Ledger, varied: Mapping[str, Floats], wanted: Sequence[str], rate: runs.Rate
) -> dict[str, Floats]:
    """The wanted figures, as `feasibility.compile.kernel.batch` gives them, of at least one scenario; `rate` gives the internal rate of many series."""
    kernel, run = kernel_of(base.model), _loaded(base.model)
    if kernel.rates.keys().isdisjoint(wanted):
        return runs.figures(kernel, run, base, varied, wanted, rate)
    begins = range(0, len(next(iter(varied.values()))), PIECE)
    pieces = [{name: one[begin : begin + PIECE] for name, one in varied.items()} for begin in begins]
    parts = [runs.figures(kernel, run, base, piece, wanted, rate) for piece in pieces]
    return {name: np.concatenate([part[name] for part in parts], axis=-1) for name in wanted}


@cache
def kernel_of(model: Model) -> Kernel:
    """The kernel of a model, written but not compiled."""
    return written(model, tuple(name for name in UNCERTAIN if name in model.input_by_name))


@cache
def _loaded(model: Model) -> runs.Run:
    kernel = kernel_of(model)
    run = store.load(kernel.text)
    none, numbers = np.zeros(0), np.zeros(len(kernel.numbers), dtype=np.int64)
    run(0, 0, none, none, none, numbers, none, none)  # no blocks, but now it is compiled
    store.mark_ready(kernel.text)
    return run
