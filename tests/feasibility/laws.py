"""What a law of the model is tried with: a ledger of a plan, a model broken on purpose, and plans changed so that the law applies."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, settings

from feasibility.compile.kernel import Ledger, ledger
from feasibility.formula import Model
from feasibility.inputs import INPUTS, resolve
from feasibility.model import model
from feasibility.plan import Plan
from tests.feasibility.plans import ON, random_plan

CENT = 0.005
Law = Callable[[Model, Plan], None]

# Always the same examples, so that a run in CI says the same as one at a desk; a plan that fails is made smaller.
lawful = settings(
    derandomize=True,
    deadline=None,
    max_examples=30,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow],
)


def worked_out(model: Model, plan: Plan, **changed: Any) -> Ledger:
    return ledger(model, {**resolve(plan, ON).values, **changed}, plan.years)


def with_formula(name: str, formula: str) -> Model:
    """The model with another formula for one line."""
    lines = model().lines
    assert name in model().by_name
    return Model(
        tuple(
            replace(line, into="", formula=formula if line.name == name else line.formula) for line in lines
        ),
        INPUTS,
    )


def edited(name: str, old: str, new: str) -> Model:
    """The model with a piece of one formula replaced."""
    formula = model().by_name[name].formula
    assert old in formula, f"{name} no longer says {old}"
    return with_formula(name, formula.replace(old, new))


@cache
def sample() -> tuple[Plan, ...]:
    return tuple(random_plan(np.random.default_rng(seed)) for seed in range(60))


def breaks(law: Law, broken: Model, tried: Iterable[Plan] | None = None) -> bool:
    """Whether the law fails on a broken model, for at least one of the plans."""
    for plan in tried or sample():
        try:
            law(broken, plan)
        except AssertionError:
            return True
    return False


def changed(plan: Plan, **sections: dict[str, Any]) -> Plan:
    """The plan with some fields of its sections changed."""
    return replace(
        plan, **{name: replace(getattr(plan, name), **fields) for name, fields in sections.items()}
    )


def without_payments(plan: Plan) -> Plan:
    """The plan when nobody leaves and nothing is paid out."""
    shares = tuple(replace(one, dividend=0.0, turnover=0.0) for one in plan.shares)
    return changed(replace(plan, shares=shares), charge={"refund": 0.0})


def untaxed(plan: Plan) -> Plan:
    return replace(plan, tax=replace(plan.tax, regime="exempt"))


def times(factor: float, value: Any) -> Any:
    """An input, for all elements, so many times."""
    return tuple(factor * one for one in value) if isinstance(value, tuple) else factor * value
