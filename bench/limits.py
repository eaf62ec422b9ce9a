"""What this machine can do at most, measured beside what we measure: `python -m bench.limits`.

Multiply-adds a second (a kernel cannot calculate faster) and bytes a second to and from memory (it cannot read and write
faster). No C compiler is needed: Numba makes the loop, and its assembly is looked at.
"""

import os
import re
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import cycle
from typing import Any

import numba
import numpy as np

CPUS = numba.config.NUMBA_NUM_THREADS
CHAINS, STEPS = 8, 16  # 8 chains hide the latency of a multiply-add on all current processors
LANES = 256  # doubles for each thread: 2 kB, well inside the nearest cache
ROUNDS = 1000  # ten milliseconds of work: short enough to find a moment in which the machine is ours alone
PAUSE = 0.002  # seconds between two measurements: who has slept is let in first
MEMORY = 16_000_000  # doubles in an array: 128 MB, well outside every cache
VECTOR_FMA = r"\bvfn?madd\w+pd\s.*%([yz]mm)|\bfmla\s+(v)\d+\.2d"  # x86-64; ARM


class Rate(float):
    """The best of many measurements, in thousands of millions a second; `median` says how quiet the machine was."""

    median: float

    def __str__(self) -> str:
        return f"{float(self):6.1f}  (median {self.median:.1f})"


def measured(work: float, do: Callable[..., object], parts: list[tuple[Any, ...]], times: int) -> Rate:
    """The rate of this much work in all, each part of it in a thread on a core of its own.

    Not with Numba's threads: those share a core as soon as another program wants one, and wait for each other by spinning.
    """
    cores = cycle(sorted(os.sched_getaffinity(0))) if hasattr(os, "sched_getaffinity") else None

    def pin() -> None:
        if cores:
            os.sched_setaffinity(0, {next(cores)})

    def timed(part: tuple[Any, ...]) -> tuple[float, float]:
        start = time.perf_counter()
        do(*part)
        return start, time.perf_counter()

    rates = []
    with ThreadPoolExecutor(len(parts), initializer=pin) as pool:
        list(pool.map(timed, parts))
        for _ in range(times):
            time.sleep(PAUSE)
            starts, ends = zip(*pool.map(timed, parts), strict=True)
            rates.append(work / (max(ends) - min(starts)) / 1e9)
    rate = Rate(max(rates))
    rate.median = statistics.median(rates)
    return rate


def _source() -> str:
    """Python text of a loop whose body is nothing but multiply-adds: polynomials of one number, each its own chain."""
    chains = range(CHAINS)
    body = [f"p{chain} = {0.1 + 0.01 * chain}" for chain in chains]
    body += [f"p{chain} = p{chain} * x + {0.3 + 0.01 * chain}" for _ in range(STEPS) for chain in chains]
    body += ["total[lane] = " + " + ".join(f"p{chain}" for chain in chains)]
    return (
        "def polynomials(numbers, total, rounds):\n"
        "    for _ in range(rounds):\n"
        "        for lane in range(numbers.size):\n"
        "            x = numbers[lane]\n"
    ) + "".join(f"            {line}\n" for line in body)


@cache
def _polynomials() -> Any:
    """The loop, compiled. Only contraction is allowed: more freedom, and the compiler adds the polynomials up first."""
    made: dict[str, Any] = {}
    exec(_source(), made)
    kernel = numba.njit(nogil=True, fastmath={"contract"})(made["polynomials"])
    kernel(np.ones(LANES), np.ones(LANES), 1)
    return kernel


def vector_fma() -> tuple[int, str]:
    """How many multiply-adds on whole vectors the compiled loop has, and on which registers (zmm: 8 doubles, ymm: 4)."""
    assembly = "\n".join(_polynomials().inspect_asm().values())
    found = [x86 or arm for x86, arm in re.findall(VECTOR_FMA, assembly)]
    return len(found), " ".join(sorted(set(found)))


def fma_peak(threads: int = CPUS, times: int = 150) -> Rate:
    """Floating-point operations a second in float64, in GFLOP/s; a multiply-add counts as two."""
    if vector_fma()[0] < CHAINS * STEPS:
        raise RuntimeError("The compiler made no vector multiply-adds here, so this would not be the peak.")
    rows = [(np.full(LANES, 0.5), np.zeros(LANES), ROUNDS) for _ in range(threads)]
    return measured(2.0 * CHAINS * STEPS * LANES * ROUNDS * threads, _polynomials(), rows, times)


def copy_bandwidth(threads: int = CPUS, times: int = 40) -> Rate:
    """NumPy's copy of an array outside the caches, in GB/s; bytes read and bytes written both count."""
    return measured(16.0 * MEMORY, np.copyto, _arrays(2, threads), times)


def triad_bandwidth(threads: int = CPUS, times: int = 40) -> Rate:
    """target = left + 3 right in a compiled loop, in GB/s; 24 bytes an element count."""
    return measured(24.0 * MEMORY, _triad, _arrays(3, threads), times)


@numba.njit(nogil=True)
def _triad(target: Any, left: Any, right: Any) -> None:
    for index in range(target.size):
        target[index] = left[index] + 3.0 * right[index]


def _arrays(count: int, threads: int) -> list[tuple[Any, ...]]:
    """Arrays of a size that no cache holds, and of each a part for each thread."""
    return list(zip(*(np.array_split(np.ones(MEMORY), threads) for _ in range(count)), strict=True))


def main() -> None:
    """Print the limits."""
    count, registers = vector_fma()
    print(f"multiply-adds, {CPUS} threads   {fma_peak()} GFLOP/s; {count} on {registers} in the loop")
    print(f"multiply-adds, 1 thread    {fma_peak(1)} GFLOP/s")
    print(f"copy, {CPUS} threads            {copy_bandwidth()} GB/s")
    print(f"copy, 1 thread             {copy_bandwidth(1)} GB/s")
    print(f"triad, {CPUS} threads           {triad_bandwidth()} GB/s")


if __name__ == "__main__":
    main()
