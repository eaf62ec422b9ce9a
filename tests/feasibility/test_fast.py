"""The kernel for a compiler, run as plain Python: the same source without the compiler says what the ledger says.

`bin/bench engine` compiles it and compares what comes out with NumPy; that takes a minute, and Numba is not among the packages for development.
"""

import dataclasses
import math
import sys
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from feasibility.compile import fast
from feasibility.compile.fast import run, store
from feasibility.compile.fast.text import Kernel, written
from feasibility.compile.kernel import Ledger, batch, ledger, rate
from feasibility.formula import Line, Model
from feasibility.inputs import resolve
from feasibility.model import model
from tests.feasibility.plans import ON, random_plan, simple_plan
from tests.feasibility.test_kernel import FIGURES, GUARD, SIMPLE, assert_as_alone, draws

LANES = 4
pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")  # what is not chosen may divide by nought


@cache
def plainly(made: Model) -> tuple[Kernel, Callable[..., None], dict[str, object]]:
    """The kernel of a model, its `run` as plain Python, and everything else in its source."""
    kernel = written(made, fast.kernel_of(made).inputs, LANES)
    scope: dict[str, object] = {
        "np": np,
        "inf": np.inf,
        "floor": np.floor,
        "compiled": lambda function: function,
    }
    exec(kernel.text, scope)
    return kernel, scope["run"], scope  # type: ignore[return-value]


def worked_out(
    base: Ledger, varied: dict[str, np.ndarray], wanted: tuple[str, ...] = FIGURES, threads: int = 1
) -> dict[str, np.ndarray]:
    kernel, work, _ = plainly(base.model)
    with np.errstate(all="ignore"):
        return run.figures(kernel, work, base, varied, wanted, rate, threads)


def base_of(seed: int) -> Ledger:
    plan = random_plan(np.random.default_rng(seed))
    return ledger(model(), resolve(plan, ON).values, plan.years)


@pytest.mark.parametrize("seed", range(20, 30))
def test_a_block_is_its_scenarios_one_by_one(seed):
    base, varied = base_of(seed), draws(LANES, seed)
    assert_as_alone(base, varied, worked_out(base, varied), range(LANES))


@pytest.mark.parametrize("name", fast.UNCERTAIN)
def test_each_input_may_vary_alone(name):
    varied = {name: draws(2)[name]}
    assert_as_alone(SIMPLE, varied, worked_out(SIMPLE, varied), range(2))


@pytest.mark.parametrize("count", [1, LANES - 1, LANES, LANES + 1, 2 * LANES])
def test_the_last_block_need_not_be_full(count):
    varied = draws(count)
    found = worked_out(SIMPLE, varied)
    for name, values in batch(SIMPLE, varied, FIGURES).items():
        np.testing.assert_allclose(
            found[name], values, rtol=1e-9, atol=1e-5 if name == "balance_check" else 1e-9
        )


def test_threads_share_the_blocks_and_change_nothing():
    varied = draws(LANES * run.TURN * 3 + 1)
    one, three = (
        worked_out(SIMPLE, varied, ("min_dscr", "home_charge_1", "share_rate"), threads) for threads in (1, 3)
    )
    for name, values in one.items():
        np.testing.assert_array_equal(three[name], values)


def test_only_what_is_wanted_comes_out_and_in_that_order():
    varied = draws(3)
    everything = worked_out(SIMPLE, varied)
    for names in (
        ("min_dscr",),
        ("share_rate", "home_total_1", "charge_1"),
        ("project_rate", "share_rate"),
        (),
    ):
        found = worked_out(SIMPLE, varied, names)
        assert tuple(found) == names
        for name in names:
            np.testing.assert_array_equal(found[name], everything[name])


def test_a_plan_may_have_none_of_a_kind():
    bare = simple_plan(loans=(), shares=(), parts=(), works=(), subsidies=())
    base = ledger(model(), resolve(bare, ON).values, 30)
    varied = draws(2)
    found = worked_out(base, varied)
    assert found["share_rate"].shape == (0, 2)
    assert_as_alone(base, varied, found, range(2))


def test_the_source_is_the_same_for_every_plan():
    texts = {fast.kernel_of(base_of(seed).model).text for seed in (20, 21)}
    assert len(texts) == 1


def test_a_line_more_is_a_kernel_more():
    guard = Line(
        "site_guard",
        "eur",
        "80 * programme_scale",
        "Werfbewaking",
        "Guarding the site",
        clock="month",
        sign="-",
        into="investment_paid",
    )
    rated = Line("twice_the_rate", "share_year", "2 * project_rate", "Tweemaal", "Twice", clock="figure")
    grown = model().plus(guard, rated)
    base, varied = ledger(grown, SIMPLE.inputs, 40), draws(2)
    assert fast.kernel_of(grown).text != fast.kernel_of(model()).text
    assert_as_alone(base, varied, worked_out(base, varied), range(2))
    assert fast.knows(grown, ("delay",), FIGURES)
    assert not fast.knows(grown, ("delay",), ("twice_the_rate",))


@pytest.mark.parametrize(
    ("varied", "known"),
    [(("delay", "charge"), True), (("delay", "deed_costs"), False), (("loan_rate",), False)],
)
def test_it_knows_which_inputs_may_vary(varied, known):
    assert fast.knows(model(), varied, FIGURES) is known


def test_another_input_is_left_to_numpy():
    varied = {"deed_costs": np.array([0.0, 5000.0]), "delay": np.array([1.0, 2.0])}
    found = batch(SIMPLE, varied, FIGURES, "numba")
    assert_as_alone(SIMPLE, varied, found, range(2))


def test_power_is_as_exact_as_the_library():
    power = plainly(model())[2]["power"]
    rng = np.random.default_rng(4)
    bases = np.concatenate(
        [
            rng.uniform(0.2, 3, 500),
            1 + rng.uniform(-0.02, 0.02, 500),
            [1.0, 2.0, math.sqrt(2), math.sqrt(0.5), 1e-300],
        ]
    )
    exponents = np.concatenate(
        [rng.uniform(-60, 60, 500), rng.uniform(-720, 720, 500), [5.0, -3.0, 2.0, 2.0, 0.5]]
    )
    for base, exponent in zip(bases, exponents, strict=True):
        assert power(base, exponent) == pytest.approx(float(base) ** float(exponent), rel=3e-14)
    assert power(np.float64(7.0), 0.0) == 1.0
    assert math.isnan(power(np.float64(-0.5), 2.0))


# Where it is kept.


def test_a_kernel_is_ready_once_it_was_compiled(monkeypatch, tmp_path):
    monkeypatch.setenv("FEASIBILITY_CACHE", str(tmp_path))
    assert store.folder("a text") != store.folder("another text")
    assert list(tmp_path.iterdir()) == []  # asking makes nothing
    store.mark_ready("a text")
    assert store.is_ready("a text") is store.is_installed()
    assert not store.is_ready("another text")
    assert store.folder("a text").stat().st_mode & 0o077 == 0


def test_the_users_own_cache_is_the_place(monkeypatch, tmp_path):
    monkeypatch.delenv("FEASIBILITY_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert store.folder("a text").parent == tmp_path / "feasibility"


def test_a_folder_that_others_may_write_in_is_not_used(monkeypatch, tmp_path):
    monkeypatch.setenv("FEASIBILITY_CACHE", str(tmp_path))
    store.mark_ready("a text")
    assert store.folder("a text") is not None
    store.folder("a text").chmod(0o777)
    assert store.folder("a text") is None


def test_without_numba_it_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba", None)
    grown = model().plus(dataclasses.replace(GUARD, name="another_guard"))
    assert not fast.is_ready(grown)
    with pytest.raises(ModuleNotFoundError, match="needs the package numba"):
        fast.prepare(grown)
