"""Many scenarios at once are worked out as each alone: the kernel against the ledger, which works out every line of every month."""

import ast
import dataclasses
import re
import subprocess
import sys

import numpy as np
import pytest

from feasibility.assessment import assess_unfinanced
from feasibility.compile import writer
from feasibility.compile.fast import UNCERTAIN
from feasibility.compile.formulas import simplified
from feasibility.compile.kernel import CHUNK, MANY, Ledger, Task, batch, ledger, prepared, source_of
from feasibility.compile.schedule import PHASES
from feasibility.formula import Line, Model, ModelError
from feasibility.inputs import resolve
from feasibility.model import model
from feasibility.model.lines import figure, month, once, year
from tests.feasibility.plans import ON, random_plan, simple_plan
from tests.feasibility.small_models import INPUTS, line, small

FIGURES = tuple(line.name for line in model().of("figure"))
PLANS = range(8)


def base_of(seed: int) -> Ledger:
    plan = random_plan(np.random.default_rng(seed))
    return ledger(model(), resolve(plan, ON).values, plan.years)


SIMPLE = ledger(model(), resolve(simple_plan(), ON).values, 40)


def draws(count: int, seed: int = 1) -> dict[str, np.ndarray]:
    """Scenarios in which everything varies that usually may."""
    rng = np.random.default_rng(seed)
    ranges = {
        "rate_rise": (0.0, 0.02), "build_cost_factor": (0.8, 1.5), "delay": (0, 15), "equity_factor": (0.5, 1.5),
        "subsidy_factor": (0.0, 1.5), "extra_subsidy": (0, 100_000), "programme_scale": (0.7, 1.4), "turnover_factor": (0.0, 2.0),
        "inflation": (-0.01, 0.05), "wage_growth": (0.0, 0.05), "building_growth": (0.0, 0.05), "ground_rent_growth": (0.0, 0.04),
        "charge": (4, 25), "vacancy": (0.0, 0.1), "vacancy_extra": (0.0, 0.2), "land_price": (1e5, 1e6), "ground_rent": (0, 30_000),
    }  # fmt: skip
    return {name: rng.uniform(low, high, count) for name, (low, high) in ranges.items()}


def alone(base: Ledger, varied: dict[str, np.ndarray], place: int) -> Ledger:
    """One of the scenarios, worked out by itself."""
    inputs = {**base.inputs, **{name: float(values[place]) for name, values in varied.items()}}
    return ledger(base.model, inputs, base.years)


def assert_as_alone(
    base: Ledger, varied: dict[str, np.ndarray], found: dict[str, np.ndarray], places: range
) -> None:
    for place in places:
        one = alone(base, varied, place)
        for name, values in found.items():
            close = 1e-5 if name == "balance_check" else 1e-9
            np.testing.assert_allclose(
                values[..., place], np.asarray(one[name]), rtol=1e-9, atol=close, err_msg=name
            )


def test_everything_may_vary_that_the_draws_vary():
    assert draws(1).keys() == set(UNCERTAIN)
    assert set(UNCERTAIN) <= model().input_by_name.keys()


@pytest.mark.parametrize("seed", PLANS)
def test_a_batch_is_its_scenarios_one_by_one(seed):
    base, varied = base_of(seed), draws(4, seed)
    assert_as_alone(base, varied, batch(base, varied, FIGURES), range(4))


@pytest.mark.parametrize("name", UNCERTAIN)
def test_each_input_may_vary_alone(name):
    base, varied = base_of(11), {name: draws(2)[name]}
    assert_as_alone(base, varied, batch(base, varied, FIGURES), range(2))


@pytest.mark.parametrize(
    "name", ["deed_costs", "contingency", "cover", "permit_month", "building_life", "cash_rate", "tax_high"]
)
def test_other_numbers_of_the_plan_may_vary_too(name):
    base = base_of(5)
    varied = {name: np.array([1.0, 1.5, 2.0]) * (base.inputs[name] or 0.01)}
    assert_as_alone(base, varied, batch(base, varied, FIGURES, "numba"), range(3))


def test_nothing_varies_is_the_plan_itself():
    same = {"delay": np.full(3, SIMPLE.inputs["delay"])}
    found = batch(SIMPLE, same, FIGURES)
    for name in FIGURES:
        np.testing.assert_array_equal(found[name][..., 1], np.asarray(SIMPLE[name]))


def test_a_batch_of_one_is_one_of_many():
    varied = draws(50)
    many = batch(SIMPLE, varied, FIGURES)
    one = batch(SIMPLE, {name: values[7:8] for name, values in varied.items()}, FIGURES)
    for name in FIGURES:
        np.testing.assert_array_equal(one[name][..., 0], many[name][..., 7])


@pytest.mark.parametrize("count", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1])
def test_any_number_of_scenarios_in_their_order(count):
    varied = {"build_cost_factor": np.linspace(0.8, 1.2, count)}
    found = batch(SIMPLE, varied, ("home_charge_1", "total_investment"))
    assert found["total_investment"].shape == (count,)
    assert found["home_charge_1"].shape == (2, count)
    assert np.all(np.diff(found["total_investment"]) > 0)


def test_only_what_is_wanted_comes_out_and_it_is_the_same():
    varied = draws(5)
    everything = batch(SIMPLE, varied, FIGURES)
    for names in (("min_dscr",), ("share_rate", "home_total_1"), ()):
        found = batch(SIMPLE, varied, names)
        assert tuple(found) == names
        for name in names:
            np.testing.assert_array_equal(found[name], everything[name])


def test_a_figure_that_nothing_moves_is_there_for_each_scenario():
    found = batch(SIMPLE, {"charge": np.array([1.0, 2.0, 3.0])}, ("total_investment", "share_value_end"))
    np.testing.assert_array_equal(found["total_investment"], [SIMPLE["total_investment"]] * 3)
    assert found["share_value_end"].shape == (1, 3)


# A search moves one input again and again.


@pytest.mark.parametrize("moving", ["charge", "equity_factor", "land_price", "programme_scale", "delay"])
@pytest.mark.parametrize("seed", [3, 4])
def test_prepared_scenarios_give_what_a_whole_batch_gives(moving, seed):
    base, varied = base_of(seed), draws(CHUNK + 2, seed)
    values = varied.pop(moving)
    wanted = ("min_dscr", "lowest_cash", "home_charge_1", "total_investment", "project_rate")
    whole = batch(base, {**varied, moving: values}, wanted)
    parts, begin = [], 0
    for part in prepared(base, varied, moving, wanted):
        size = len(part.inputs["inflation"])
        parts.append(batch(part, {moving: values[begin : begin + size]}, wanted))
        begin += size
    assert begin == CHUNK + 2
    for name in wanted:
        joined = np.concatenate([part[name] for part in parts], axis=-1)
        np.testing.assert_allclose(joined, whole[name], rtol=1e-11, atol=1e-7)


# Month lines come to rest.


def test_every_month_line_of_the_model_comes_to_rest():
    source = source_of(model(), Task(frozenset(UNCERTAIN), FIGURES))
    moving = [line.name for line in source.work if line.clock == "month" and line.name not in source.rests]
    assert moving == [], (
        "say with which phase these month lines come to rest, or every batch of every plan grows slower"
    )


def restless(base: Ledger) -> Ledger:
    """The same plan in a model of which no line says that it comes to rest."""
    lines = tuple(dataclasses.replace(line, phase="", into="") for line in base.model.lines)
    return dataclasses.replace(base, model=Model(lines, base.model.inputs))


@pytest.mark.parametrize("seed", PLANS)
def test_rest_changes_no_digit(seed):
    base, varied = base_of(seed), draws(20, seed)
    task = Task(frozenset(varied), FIGURES)
    assert source_of(base.model, task).rests
    assert not source_of(restless(base).model, task).rests
    found, expected = batch(base, varied, FIGURES), batch(restless(base), varied, FIGURES)
    for name in FIGURES:
        np.testing.assert_array_equal(found[name], expected[name])


GUARD = Line(
    "site_guard",
    "eur",
    "100",
    "Werfbewaking",
    "Guarding the site",
    clock="month",
    sign="-",
    into="investment_paid",
)


def test_a_cost_that_never_ends_keeps_its_group_going():
    grown = model().plus(GUARD)
    base = ledger(grown, SIMPLE.inputs, 40)
    source = source_of(grown, Task(frozenset({"delay"}), FIGURES))
    assert {"investment_paid", "purse", "need"}.isdisjoint(source.rests)
    varied = {"delay": np.array([0.0, 5.0])}
    assert_as_alone(base, varied, batch(base, varied, FIGURES), range(2))


@pytest.mark.parametrize("phase", PHASES)
def test_a_cost_that_ends_with_a_phase_ends_later_when_its_test_says_so(phase):
    guard = dataclasses.replace(GUARD, formula="when(t <= delivery + 130, 100, 0)", phase=phase)
    base = ledger(model().plus(guard), SIMPLE.inputs, 40)
    varied = {"delay": np.array([0.0, 5.0])}
    assert_as_alone(base, varied, batch(base, varied, FIGURES), range(2))


def tiny(*months: Line) -> Model:
    """A model of these month lines; the last of them is summed."""
    names = [one.name for one in months]
    return small(
        *months,
        line("summed_up", f"year_sum({names[-1]})", "year"),
        line("total_end", "last(summed_up)", "figure"),
    )


@pytest.mark.parametrize(
    ("formula", "sign", "said"),
    [
        ("a * t", "-", "t stands outside a comparison"),
        ("min(1, a / t)", "-", "does not go straight with t"),
        ("when(t * t > a, 0, a)", "-", "does not go straight with t"),
        ("when(t > a, 0, a)", "", "give it a sign"),
    ],
)
def test_a_line_that_cannot_be_told_to_rest_is_refused(formula, sign, said):
    odd = tiny(line("odd", formula, "month", sign=sign, phase="build"))
    with pytest.raises(ModelError, match=said):
        writer.written(source_of(odd, Task(frozenset({"a"}), ("total_end",))))


def test_an_unknown_phase_is_refused():
    odd = tiny(line("odd", "a", "month", sign="-", phase="summer"))
    with pytest.raises(ModelError, match="summer"):
        source_of(odd, Task(frozenset({"a"}), ("total_end",)))


# What a plan does not use is left out.


def written(tree: ast.expr) -> str:
    """A formula as text, whole numbers without a point."""
    return re.sub(r"\.0\b", "", ast.unparse(tree))


@pytest.mark.parametrize(
    ("formula", "left"),
    [
        ("a + b", "b"),
        ("b + a", "b"),
        ("b - a", "b"),
        ("a - b", "0 - b"),
        ("a * b", "0"),
        ("one * b", "b"),
        ("b / one", "b"),
        ("a / b", "0"),
        ("b / a", "b / 0"),
        ("one / a", "1 / 0"),
        ("b * (a == 0)", "b"),
        ("b * (a > 0)", "0"),
        ("when(a > 0.5, b, 2 * b)", "2 * b"),
        ("when(a > 0.5 or b > 0, b, 0)", "when(b > 0, b, 0)"),
        ("when(a > 0.5 and b > 0, b, 7)", "7"),
        ("when(one > 0.5 and b > 0, b, 7)", "when(b > 0, b, 7)"),
        ("min(a, one, 3)", "0"),
        ("max(b, a)", "max(b, 0)"),
        ("total(x * a)", "0"),
        ("total(x * one)", "total(x)"),
        ("total(one * one * x)", "total(x)"),
        ("whole(one * 2.5)", "2"),
        ("(one + one) ** 3", "8"),
    ],
)
def test_a_formula_without_what_is_known(formula, left):
    inputs = (*INPUTS, dataclasses.replace(INPUTS[0], name="one"))
    made = simplified(Model((line("y", formula),), inputs), {"a": 0, "one": 1}).trees["y"]
    assert written(made) == left


def test_a_line_that_is_nought_leaves_those_that_look_at_it():
    lines = (
        once("rate", "eur", "a * 2", "", ""),
        month("cost", "eur", "rate + prev(cost)", "", "", sign="-"),
        month("paid", "eur", "prev(cost) * 3", "", "", sign="-"),
        year("spent", "eur", "year_sum(paid) + b", "", ""),
        year("still", "eur", "prev(still)", "", ""),
        figure("end", "eur", "last(spent)", "", ""),
    )
    trees = simplified(Model(lines, INPUTS), {"a": 0.0}).trees
    assert written(trees["rate"]) == "0"
    assert written(trees["cost"]) == "prev(cost)"
    assert written(trees["spent"]) == "year_sum(paid) + b"


# Which backend answers.


def test_importing_the_engine_and_a_small_batch_import_no_compiler():
    program = (
        "import sys, numpy as np\nfrom tests.feasibility.test_kernel import SIMPLE, batch\n"
        "batch(SIMPLE, {'delay': np.zeros(3)}, ('min_dscr',))\nassert not {'numba', 'llvmlite', 'scipy.stats'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_without_a_compiled_kernel_numpy_answers_for_many(monkeypatch, tmp_path):
    monkeypatch.setenv("FEASIBILITY_CACHE", str(tmp_path))
    varied = {"charge": np.linspace(1, 9, MANY)}
    found = batch(SIMPLE, varied, ("charge_1",))
    np.testing.assert_array_equal(
        found["charge_1"], batch(SIMPLE, varied, ("charge_1",), "numpy")["charge_1"]
    )


def test_each_input_of_a_plan_can_be_varied_and_leaves_every_figure_where_it_stands():
    base = assess_unfinanced(simple_plan()).lines
    figures = tuple(line.name for line in base.model.of("figure") if not line.per)
    for given in (one for one in base.model.inputs if not one.per and one.name != "years"):
        same = batch(base, {given.name: np.full(2, base.inputs[given.name])}, figures)
        for name in figures:
            assert same[name] == pytest.approx([base[name]] * 2, rel=1e-9, abs=1e-6, nan_ok=True), (
                given.name,
                name,
            )
