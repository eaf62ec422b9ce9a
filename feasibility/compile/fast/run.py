"""Runs a compiled kernel: a plan's numbers as it wants them, the blocks of scenarios shared out over the processor's cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from feasibility.compile.fast.text import Kernel

if TYPE_CHECKING:
    from feasibility.compile.kernel import Ledger

Floats = NDArray[np.float64]
Run = Callable[..., None]
Rate = Callable[[Floats], Floats]
TURN = 4  # blocks that a thread takes at a time


def figures(
    kernel: Kernel,
    run: Run,
    base: Ledger,
    varied: Mapping[str, Floats],
    wanted: Sequence[str],
    rate: Rate,
    threads: int = 0,
) -> dict[str, Floats]:
    """The wanted figures of at least one scenario, worked out by a kernel's `run`; 0 threads: one for each core."""
    task = Packed(kernel, base, varied, wanted)
    turns, helpers = iter(range(0, task.blocks, TURN)), (threads or _cores()) - 1
    if not helpers or task.blocks <= TURN:
        task.work(run, turns)
    else:
        with ThreadPoolExecutor(helpers) as pool:
            helped = [pool.submit(task.work, run, turns) for _ in range(helpers)]
            task.work(run, turns)
            for one in helped:
                one.result()
    return task.figures(rate)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Packed:
    """A plan's numbers and the uncertain inputs as the kernel wants them, and room for what comes out."""

    def __init__(
        self, kernel: Kernel, base: Ledger, varied: Mapping[str, Floats], wanted: Sequence[str]
    ) -> None:
        self.kernel, self.base, self.wanted = kernel, base, wanted
        self.rates = {name: flow for name, flow in kernel.rates.items() if name in wanted}
        self.scenarios = len(next(iter(varied.values())))
        self.blocks = -(-self.scenarios // kernel.layout.lanes)
        self.width = self.blocks * kernel.layout.lanes
        self.known = {"years": base.years, "width": self.width, "rates": int(bool(self.rates))}
        self.known |= {"monthly_size": 12 * base.years + 1, "yearly_size": base.years + 1}
        self.tables = self._tables()
        self.given = self._given(varied)
        self.rows: dict[str, int] = {}
        rows = 0
        for place, line in enumerate(kernel.figures):
            self.known[f"row_{place}"] = rows if line.name in wanted else -1
            if line.name in wanted:
                self.rows[line.name] = rows
                rows += base.count(line.per) if line.per else 1
        flows = sum(base.count(line.per) if line.per else 1 for line in kernel.flows) if self.rates else 0
        self.out, self.flow = (np.empty((rows, self.width)), np.empty((flows, base.years, self.width)))
        self.numbers = np.array([self.known.get(name, 0) for name in kernel.numbers], dtype=np.int64)

    def work(self, run: Run, turns: Iterator[int]) -> None:
        """Let the kernel work out blocks, a few in turn; several threads share the turns."""
        room, numbers = _aligned(self.workspace), self.numbers.copy()
        out, flow = self.out.reshape(-1), self.flow.reshape(-1)
        for begin in turns:
            run(begin, min(begin + TURN, self.blocks), room, self.tables, self.given, numbers, out, flow)

    def _tables(self) -> Floats:
        """What does not differ between scenarios; and where in it, and in the workspace, each kind of element begins."""
        layout, known, numbers = self.kernel.layout, self.known, list[float]()
        self.workspace = layout.lanes * len(layout.rows.get("", {}))
        for owner in ("", *self.kernel.owners):
            count = self.base.count(owner) if owner else 1
            rows = [self._row(owner, element) for element in range(count)]
            single = len(layout.single.get(owner, {}))
            known[f"monthly_{owner or 'all'}"] = single
            known[f"yearly_{owner or 'all'}"] = (
                single + len(layout.monthly.get(owner, {})) * known["monthly_size"]
            )
            if owner:
                size = layout.lanes * len(layout.rows.get(owner, {}))
                known |= {f"n_{owner}": count, f"w_{owner}": self.workspace, f"size_w_{owner}": size}
                known |= {f"g_{owner}": len(numbers), f"size_g_{owner}": len(rows[0]) if rows else 0}
                self.workspace += size * count
            numbers += [number for row in rows for number in row]
        return np.array(numbers, dtype=np.float64)

    def _row(self, owner: str, element: int) -> list[float]:
        base, layout = self.base, self.kernel.layout

        def of(values: Mapping[str, Any], name: str) -> Any:
            return values[name][element] if owner else values[name]

        row = [
            float(of(base.inputs if name in base.inputs else base.values, name))
            for name in layout.single.get(owner, {})
        ]
        for name in layout.monthly.get(owner, {}):
            row += of(base.values, name)
        for name in layout.yearly.get(owner, {}):
            row += of(base.values, name) if name in base.values else of(base.sums, name[2:])
        return row

    def _given(self, varied: Mapping[str, Floats]) -> Floats:
        """The uncertain inputs one after the other, the last scenario repeated to fill its block; one block for an input that does not vary."""
        parts, place = [], 0
        for number, name in enumerate(self.kernel.inputs):
            width = self.width if name in varied else self.kernel.layout.lanes
            part = np.empty(width)
            if name in varied:
                part[: self.scenarios] = varied[name]
                part[self.scenarios :] = part[self.scenarios - 1]
            else:
                part[:] = self.base.inputs[name]
            self.known |= {f"u_{number}": place, f"step_{number}": int(name in varied)}
            parts.append(part)
            place += width
        return np.concatenate(parts)

    def figures(self, rate: Rate) -> dict[str, Floats]:
        """The wanted figures, by name."""
        found, flows, row = dict[str, Floats](), dict[str, Floats](), 0
        for line in self.kernel.flows if self.rates else ():
            count = self.base.count(line.per) if line.per else 1
            rates = [rate(flow[:, : self.scenarios]) for flow in self.flow[row : row + count]]
            flows[line.name] = np.array(rates).reshape(count, self.scenarios) if line.per else rates[0]
            row += count
        for line in self.kernel.figures:
            if line.name in self.rows:
                first = self.rows[line.name]
                part = self.out[:, : self.scenarios]
                found[line.name] = (
                    part[first : first + self.base.count(line.per)] if line.per else part[first]
                )
        return {name: found[name] if name in found else flows[self.rates[name]] for name in self.wanted}


def _aligned(size: int) -> Floats:
    """Room for so many numbers that begins on a cache line, so that no vector lies over two."""
    room = np.zeros(size + 8)
    begin = -room.ctypes.data % 64 // 8
    return room[begin : begin + size]
