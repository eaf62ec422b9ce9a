"""The speed of the feasibility engine as ratios, in one run: against what this machine can do, plain Python, LibreOffice and rangekeeper.

`bin/bench engine` runs this alone. The plan is the example, over forty years; what varies is what the engine assumes uncertain when a plan names nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from bench import flops, limits
from feasibility.assessment import assess, assess_unfinanced
from feasibility.commands import EXAMPLE
from feasibility.compile import fast
from feasibility.compile.kernel import Floats, Ledger, batch, ledger
from feasibility.compile.workbook import workbook
from feasibility.plan import Plan
from feasibility.reading import read_plan
from feasibility.risk import DEFAULT_CORRELATIONS, DEFAULT_UNCERTAIN, correlation_matrix, marginal
from feasibility.sampling import correlated
from feasibility.solve import COVER, Condition, required, with_target
from tests.feasibility.office import Office, OfficeError

YEARS = 40
DRAWS = (10_000, 100_000)
SEED = 7
CLOSE = 1e-9  # how far the backends may be apart, relative to the figure or to a euro, or a millionth of one where it is nought
RANGEKEEPER = "rangekeeper==0.8.72"
ROOT = Path(__file__).parents[1]
COMPILE = "from feasibility.compile import fast; from feasibility.model import model; fast.prepare(model())"


def best(do: Callable[[], object], times: int) -> float:
    """The seconds that it takes when the machine is ours alone: the best of many, each after a short sleep."""
    seconds = []
    for _ in range(times):
        time.sleep(limits.PAUSE)
        begin = time.perf_counter()
        do()
        seconds.append(time.perf_counter() - begin)
    return min(seconds)


def drawn(count: int) -> dict[str, Floats]:
    """This many draws of what is uncertain."""
    spread = tuple(marginal(one) for one in DEFAULT_UNCERTAIN)
    matrix = correlation_matrix(DEFAULT_UNCERTAIN, DEFAULT_CORRELATIONS)
    points = correlated(count, spread, matrix, SEED)
    return {
        one.input: np.ascontiguousarray(column)
        for one, column in zip(DEFAULT_UNCERTAIN, points.T, strict=True)
    }


class Measured:
    """One plan, and what is measured of it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.base: Ledger = assess_unfinanced(plan).lines
        model = self.base.model
        self.figures = tuple(
            line.name for line in model.of("figure") if line.name not in fast.kernel_of(model).rates
        )
        rows = (
            self.base.count(model.by_name[name].per) if model.by_name[name].per else 1
            for name in self.figures
        )
        self.bytes = 8 * (len(DEFAULT_UNCERTAIN) + sum(rows))
        block = drawn(256)
        self.counts = {
            "plain Python": flops.plainly(self.base),
            "NumPy": flops.with_arrays(self.base, block, self.figures),
            "Numba": flops.in_lanes(self.base, block, self.figures),
        }

    def plainly(self) -> float:
        """The seconds of one scenario in plain Python."""
        return best(lambda: ledger(self.base.model, self.base.inputs, self.base.years), 20)

    def many(self, varied: Mapping[str, Floats], backend: Any, times: int) -> float:
        """The seconds of all these scenarios."""
        return best(lambda: batch(self.base, varied, self.figures, backend), times)

    def apart(self, varied: Mapping[str, Floats]) -> float:
        """The largest difference between the backends; an error when it is too large."""
        ours, theirs = (batch(self.base, varied, self.figures, backend) for backend in ("numba", "numpy"))
        worst = 0.0
        for name in self.figures:
            scale = np.maximum(np.abs(theirs[name]), 1e6 if name == "balance_check" else 1.0)
            worst = max(worst, float(np.nanmax(np.abs(ours[name] - theirs[name]) / scale)))
            if worst > CLOSE or np.any(np.isnan(ours[name]) != np.isnan(theirs[name])):
                raise RuntimeError(f"{name}: NumPy and Numba are {worst:.1e} apart")
        return worst


def compile_times(cache: str) -> tuple[float, float]:
    """The seconds it takes to compile the kernel, and to load it from the cache afterwards; each in a process of its own."""
    environment = {**os.environ, "FEASIBILITY_CACHE": cache}
    seconds = []
    for _ in range(2):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", COMPILE], env=environment, cwd=ROOT, check=True)
        seconds.append(time.perf_counter() - begin)
    return seconds[0], seconds[1]


def office(plan: Plan) -> tuple[float, int] | str:
    """The seconds in which LibreOffice recalculates the workbook of a plan, and its number of formulas; or why not."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder) / "plan.xlsx"
        workbook(assess(plan), path)
        try:
            with Office() as program:
                program.recalculate(path)
                whole = best(lambda: program.recalculate(path), 5)
                return whole - best(lambda: program.recalculate(path, hard=False), 5), _formulas(path)
        except OfficeError as error:
            return f"not measured: {error}"


def _formulas(path: Path) -> int:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    return sum(
        isinstance(cell.value, str) and cell.value.startswith("=")
        for sheet in book
        for row in sheet.rows
        for cell in row
    )


def rangekeeper() -> float | str:
    """The seconds of one scenario of the nearest that rangekeeper has, in an environment of its own; or why not."""
    home, uv = ROOT / "var/bench-rangekeeper", ROOT / "var/uv/bin/uv"
    python = home / "bin/python"
    try:
        if not (home / "ready").exists():
            shutil.rmtree(home, ignore_errors=True)
            subprocess.run(
                [uv, "venv", "--quiet", "--python", sys.executable, home],
                check=True,
                capture_output=True,
                text=True,
            )
            wanted = [uv, "pip", "install", "--quiet", "--system-certs", "--python", python, RANGEKEEPER]
            subprocess.run(wanted, check=True, capture_output=True, text=True, timeout=600)
            (home / "ready").touch()
        done = subprocess.run(
            [python, "-W", "ignore", ROOT / "bench/rangekeeper_plan.py", "20"],
            check=True,
            capture_output=True,
            text=True,
            timeout=300,
        )
    except (OSError, subprocess.SubprocessError) as error:
        said = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
        return f"not measured: {said[-1] if said else error}"
    return float(done.stdout.split()[0])


def import_time() -> float:
    """The seconds that `import feasibility` adds to starting Python."""

    def start(command: str) -> float:
        return best(lambda: subprocess.run([sys.executable, "-c", command], check=True, cwd=ROOT), 7)

    return start("import feasibility") - start("pass")


def solves(plan: Plan, count: int) -> float:
    """The seconds of this many required charges, with NumPy."""
    base = assess_unfinanced(with_target(plan, "charge")).lines
    condition, varied = Condition(COVER, base.model), drawn(count)
    return best(lambda: required(base, varied, "charge", condition), 3)


def _flop_table(measured: Measured) -> None:
    print(f"\n{'operations a scenario':<24}" + "".join(f"{engine:>14}" for engine in measured.counts))
    for kind in flops.KINDS:
        print(f"{kind:<24}" + "".join(f"{counts[kind]:>14,.0f}" for counts in measured.counts.values()))
    print(
        f"{'floating-point in all':<24}"
        + "".join(f"{flops.flops(counts):>14,.0f}" for counts in measured.counts.values())
    )
    print(
        "(plain: every line, one branch of a choice; NumPy and Numba: what they execute, both branches, not what stays the same)"
    )


def _table(measured: Measured, peak: float, copy: float, others: Mapping[str, float | str]) -> None:
    seconds = {name: one for name, one in others.items() if isinstance(one, float)}
    head = "".join(f"{'× ' + name:>16}" for name in seconds)
    print(
        f"\n{'engine':<14}{'draws':>9}{'time':>10}{'a draw':>11}{'flops':>8}{'× FMA limit':>13}{'× copy limit':>14}{head}"
    )
    for engine, backend in (("NumPy", "numpy"), ("Numba", "numba")):
        for count in DRAWS:
            times = {"numpy": 1_000_000, "numba": 4_000_000}[backend] // count
            whole = measured.many(drawn(count), backend, max(4, min(times, 60)))
            one, work = whole / count, flops.flops(measured.counts[engine])
            limit, moved = work / (peak * 1e9), measured.bytes / (copy * 1e9)
            faster = "".join(f"{other / one:>16,.0f}" for other in seconds.values())
            print(
                f"{engine:<14}{count:>9,}{whole * 1e3:>8.1f}ms{one * 1e6:>9.2f}µs{work:>8,.0f}{one / limit:>13.1f}{one / moved:>14.1f}{faster}"
            )
    plain = seconds["plain Python"]
    work = flops.flops(measured.counts["plain Python"])
    print(
        f"{'plain Python':<14}{1:>9}{plain * 1e3:>8.1f}ms{plain * 1e6:>9.0f}µs{work:>8,.0f}{plain / work * peak * 1e9:>13,.0f}"
    )


def main() -> None:
    """Measure and print."""
    plan = replace(read_plan(EXAMPLE.read_text(encoding="utf-8")), years=YEARS)
    with tempfile.TemporaryDirectory(prefix="bench-cache-") as cache:
        cold, cached = compile_times(cache)
        os.environ["FEASIBILITY_CACHE"] = cache
        measured = Measured(plan)
        peak, copy = limits.fma_peak(), limits.copy_bandwidth()
        print(
            f"Engine: {len(measured.base.model.lines)} lines over {YEARS} years, {len(DEFAULT_UNCERTAIN)} uncertain inputs, {len(measured.figures)} figures."
        )
        print(
            f"Limits, {limits.CPUS} threads: {peak} GFLOP/s of multiply-adds, {copy} GB/s of copying. Load of the machine: {os.getloadavg()[0]:.1f}"
        )
        _flop_table(measured)
        calc, keeper = office(plan), rangekeeper()
        others: dict[str, float | str] = {"plain Python": measured.plainly()}
        others |= {"LibreOffice": calc[0] if isinstance(calc, tuple) else calc, "rangekeeper": keeper}
        _table(measured, float(peak), float(copy), others)
        if isinstance(calc, tuple):
            print(f"LibreOffice: {calc[0] * 1e3:.0f} ms for {calc[1]:,} formulas, opening not counted")
        if isinstance(keeper, float):
            print(
                f"rangekeeper: {keeper * 1e3:.0f} ms for its nearest: 11 lines, 1 loan, no tax, shares or members"
            )
        for name, said in others.items():
            if isinstance(said, str):
                print(f"{name}: {said}")
        print(f"NumPy and Numba at most {measured.apart(drawn(DRAWS[0])):.0e} apart over {DRAWS[0]:,} draws")
        everything = tuple(line.name for line in measured.base.model.of("figure"))
        rates = best(lambda: batch(measured.base, drawn(DRAWS[0]), everything, "numba"), 3)
        print(f"\nwith internal rates of return, {DRAWS[0]:,} draws, Numba: {rates * 1e3:.0f} ms")
    print(f"required charges, {DRAWS[0]:,} draws, NumPy: {solves(plan, DRAWS[0]):.2f} s")
    print(
        f"one assessment, warm: {best(lambda: assess(plan), 20) * 1e3:.0f} ms; import of feasibility: {import_time() * 1e3:.0f} ms"
    )
    print(
        f"Numba kernel: compiled in {cold:.0f} s, loaded from the cache in {cached:.1f} s (Python and imports included)"
    )


if __name__ == "__main__":
    main()
