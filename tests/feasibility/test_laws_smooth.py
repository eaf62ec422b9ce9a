"""A small change of an input makes a small change of every line, but for those that say they may jump."""

from typing import Any

import numpy as np
import pytest

from feasibility.formula import Line, Model
from feasibility.model import model
from feasibility.plan import Plan
from tests.feasibility.laws import edited, times, worked_out
from tests.feasibility.plans import random_plan, residents, simple_plan

# What is moved, beside euros: months, years, homes and choices are whole numbers.
SMOOTH_UNITS = {"share", "share_year", "factor", "m2", "points"}
NUDGE = 1e-6
# A jump is a change of more than so many times the nudge: of the largest amount in the plan, or of the line itself where it is no money (of one
# where it is small). Among forty plans the steepest were 10 (withdrawals) and 900 (the book value of a euro of a small capital).
STEEPEST = {True: 100, False: 2000}


def smooth_inputs(model: Model) -> list[str]:
    return [
        given.name for given in model.inputs if given.unit in SMOOTH_UNITS or given.unit.startswith("eur")
    ]


def nudged(name: str, value: Any) -> Any:
    """An input moved by a millionth of itself; of the factor by which building grows dearer each month, only what it has above one."""
    return 1 + (1 - NUDGE) * (value - 1) if name == "build_inflation_month" else times(1 - NUDGE, value)


def jumps(model: Model, plan: Plan) -> set[str]:
    """The lines that jump when an input moves by a millionth of itself."""
    lines = worked_out(model, plan)
    before = {line.name: np.asarray(lines[line.name], float) for line in model.lines}
    money = max(np.abs(before["assets"]).max(), np.abs(before["investment_paid"]).sum(), 1.0)
    scale = {
        line.name: money
        if line.unit.startswith("eur")
        else max(1.0, np.abs(before[line.name]).max(initial=0.0))
        for line in model.lines
    }
    allowed = {
        line.name: NUDGE * STEEPEST[line.unit.startswith("eur")] * scale[line.name] for line in model.lines
    }
    found = set()
    for name in smooth_inputs(model):
        moved = worked_out(model, plan, **{name: nudged(name, lines.inputs[name])})
        for line in model.lines:
            change = np.abs(np.asarray(moved[line.name], float) - before[line.name])
            if np.nan_to_num(change, nan=0.0).max(initial=0.0) > allowed[line.name]:
                found.add(line.name)
    return found


def only_declared_lines_jump(model: Model, plan: Plan) -> None:
    assert {name for name in jumps(model, plan) if not model.by_name[name].step} == set()


@pytest.mark.parametrize("seed", range(8))
def test_only_lines_that_say_so_jump_when_an_input_moves_a_millionth(seed):
    only_declared_lines_jump(model(), random_plan(np.random.default_rng(seed)))


def test_only_lines_that_say_so_jump_when_residents_have_just_paid_all():
    all_paid = residents(share=1.0, dividend=0.03)
    only_declared_lines_jump(model(), simple_plan(shares=(all_paid,)))


def test_an_undeclared_jump_is_noticed():
    plan = simple_plan()
    gate = Line("gate", "factor", f"when(land_price >= {plan.site.land_price}, 1, 0)", "", "", clock="once")
    assert jumps(model().plus(gate), plan) == {"gate"}
    cliff = edited("company_cost", "fixed_costs", f"when(land_price >= {plan.site.land_price}, 1e5, 0)")
    assert {"company_cost", "operating_costs"} <= jumps(cliff, plan)
