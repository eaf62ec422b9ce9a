"""Goal seek: the charge, equity, land price, ground rent, subsidy or number of homes at which a condition is just met.

The same search serves one plan and ten thousand scenarios: it keeps a value that meets the condition and one that does not, and closes in on the
border between them (regula falsi in the Illinois way, with a halving whenever that is slow). What it returns always meets the condition.
Source: Dowell & Jarratt, "A modified regula falsi method for computing the root of an equation", BIT 11 (1971).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import numpy as np

from feasibility.assessment import HALF_A_CENT, Assessment, assess_unfinanced
from feasibility.compile.kernel import Floats, Ledger, batch
from feasibility.faults import Fault, NoSolution, PlanError
from feasibility.formula import Model, ModelError, parse
from feasibility.plan import Plan

TargetName = Literal["charge", "equity", "land_price", "ground_rent", "subsidy", "homes"]
COVER = "min_dscr >= 1.10 and lowest_cash >= 0"
_ROUNDS = 80
_CLOSE = 1e-10  # relative width of the bracket at which the search stops


@dataclass(frozen=True)
class Target:
    """What may be sought: the input that moves, the side on which the condition holds, and how far the search may go."""

    input: str
    safe: Literal["above", "below"]
    limit: float
    first: float
    en: str
    nl: str


TARGETS: Mapping[str, Target] = {
    "charge": Target(
        "charge", "above", 1e4, 10.0, "charge per m² and month", "woonvergoeding per m² en maand"
    ),
    "equity": Target(
        "equity_factor", "above", 100.0, 1.0, "contribution of residents", "inbreng van bewoners"
    ),
    "land_price": Target("land_price", "below", 1e9, 1e5, "price of the land", "prijs van de grond"),
    "ground_rent": Target("ground_rent", "below", 1e8, 1e4, "ground rent a year", "canon per jaar"),
    "subsidy": Target("extra_subsidy", "above", 1e9, 1e5, "further subsidy", "bijkomende subsidie"),
    "homes": Target("programme_scale", "above", 100.0, 1.0, "number of homes", "aantal woningen"),
}


@dataclass(frozen=True)
class Solution:
    """Where the condition is just met.

    `value` is in the unit of the target: € per m² and month, € of contributions, € of land, € a year, €, or homes (a whole number). `plan` is the plan
    with it, `assessment` what that plan comes to.
    """

    target: str
    condition: str
    value: float
    plan: Plan
    assessment: Assessment


def solve(plan: Plan, for_: str, until: str, *, on: date | None = None) -> Solution:
    """The smallest charge, equity, subsidy or number of homes, or the highest land price or ground rent, that meets the condition.

    `until` compares figures with numbers: "min_dscr >= 1.10 and lowest_cash >= 0". Raises PlanError for an unknown target or condition and
    NoSolution when no value meets it.
    """
    target = target_of(for_)
    base = assess_unfinanced(with_target(plan, for_), on=on).lines
    condition = Condition(until, base.model)
    found = required(base, {}, for_, condition)
    if np.isnan(found[0]):
        raise NoSolution(*_no_solution(target, until))
    solved = _with_value(with_target(plan, for_), for_, float(found[0]), base)
    assessment = assess_unfinanced(solved, on=on)
    return Solution(for_, until, _value(for_, float(found[0]), assessment.lines), solved, assessment)


def target_of(name: str) -> Target:
    """The target of this name; PlanError lists them when there is none."""
    if name not in TARGETS:
        known = ", ".join(TARGETS)
        raise PlanError(
            [
                Fault(
                    "for",
                    f"{name!r} cannot be sought. Choose one of: {known}.",
                    f"{name!r} kan niet gezocht worden. Kies uit: {known}.",
                )
            ]
        )
    return TARGETS[name]


def with_target(plan: Plan, name: str) -> Plan:
    """The plan made ready for a target: a required charge is a fixed one, a required ground rent an amount."""
    target_of(name)
    if name == "charge" and plan.charge.kind == "cost_rent":
        return replace(plan, charge=replace(plan.charge, kind="fixed", charge=1.0))
    if name == "ground_rent":
        return replace(plan, site=replace(plan.site, tenure="leased", ground_rent_rate=0.0))
    return plan


def required(base: Ledger, varied: Mapping[str, Floats], name: str, condition: Condition) -> Floats:
    """The border value of the target's input in each scenario (shape: scenarios; one when nothing varies); NaN where none meets the condition."""
    target = target_of(name)
    scenarios = len(next(iter(varied.values()))) if varied else 1

    def slack(values: Floats) -> Floats:
        return condition.slack(batch(base, {**varied, target.input: values}, condition.figures))

    low, first = np.zeros(scenarios), np.full(scenarios, target.first)
    if name == "homes":
        low = np.full(scenarios, 0.01)
    return _border(slack, low, first, target.limit, target.safe)


class Condition:
    """Comparisons of figures with numbers, joined by `and`.

    `slack` is nought or more where the condition holds; it grows the further it is from failing. A figure per home counts in its worst home, an
    amount may be half a cent off.
    """

    def __init__(self, text: str, model: Model) -> None:
        self.text = text
        try:
            tree = parse(text, "until")
        except ModelError as error:
            raise PlanError([_bad_condition(str(error))]) from error
        tests = tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]
        self.tests = [_test(one, model) for one in tests]
        self.figures = tuple(dict.fromkeys(name for name, _, _ in self.tests))

    def slack(self, figures: Mapping[str, Any]) -> Floats:
        """How far each scenario is from failing; −∞ where a figure says nothing."""
        parts = []
        for name, sign, bound in self.tests:
            room = sign * (np.atleast_1d(figures[name]) - bound) / max(1.0, abs(bound))
            room = room.min(axis=0) if room.ndim == 2 else room
            parts.append(np.where(np.isnan(room), -np.inf, room))
        worst: Floats = np.min(parts, axis=0)
        return worst


def _test(node: ast.AST, model: Model) -> tuple[str, float, float]:
    if (
        isinstance(node, ast.Compare)
        and isinstance(node.left, ast.Name)
        and isinstance(node.ops[0], ast.GtE | ast.LtE)
    ):
        line = model.by_name.get(node.left.id)
        bound = _number(node.comparators[0])
        if line is not None and line.clock == "figure" and bound is not None:
            sign = 1.0 if isinstance(node.ops[0], ast.GtE) else -1.0
            return line.name, sign, bound - sign * (HALF_A_CENT if line.unit == "eur" else 0.0)
    raise PlanError([_bad_condition(ast.unparse(node))])


def _number(node: ast.AST) -> float | None:
    if (
        isinstance(node, ast.UnaryOp)
        and isinstance(node.op, ast.USub)
        and isinstance(node.operand, ast.Constant)
    ):
        return -float(node.operand.value)  # type: ignore[arg-type]
    return float(node.value) if isinstance(node, ast.Constant) else None  # type: ignore[arg-type]


def _bad_condition(given: str) -> Fault:
    example = "min_dscr >= 1.10 and lowest_cash >= 0"
    return Fault(
        "until",
        f"{given!r} is no condition. Compare a figure with a number, by >= or <=, for example: {example}",
        f"{given!r} is geen voorwaarde. Vergelijk een kengetal met een getal, met >= of <=, bijvoorbeeld: {example}",
    )


def _no_solution(target: Target, until: str) -> tuple[str, str]:
    return (
        f"No {target.en} meets “{until}”, however {'high' if target.safe == 'above' else 'low'}. Change another part of the plan or the condition.",
        f"Geen enkele {target.nl} voldoet aan “{until}”, hoe {'hoog' if target.safe == 'above' else 'laag'} ook. Wijzig iets anders in het plan of de voorwaarde.",
    )


def _with_value(plan: Plan, name: str, value: float, base: Ledger) -> Plan:
    """The plan with the value found; a number of homes is rounded up to a whole one."""
    if name == "charge":
        return replace(plan, charge=replace(plan.charge, charge=value))
    if name in {"land_price", "ground_rent"}:
        return replace(plan, site=replace(plan.site, **{name: value}))
    if name == "homes":
        one = base["homes"] / base.inputs["programme_scale"]
        value = np.ceil(value * one - 1e-9) / one
    return replace(plan, shifts=replace(plan.shifts, **{TARGETS[name].input: value}))


def _value(name: str, found: float, lines: Ledger) -> float:
    if name == "homes":
        return float(round(lines["homes"]))
    if name == "equity":
        return float(
            sum(
                amount
                for amount, own in zip(lines["share_amount"], lines.inputs["share_residents"], strict=True)
                if own
            )
        )  # type: ignore[arg-type]
    return found


Slack = Callable[[Floats], Floats]


def _border(slack: Slack, low: Floats, first: Floats, limit: float, side: str) -> Floats:
    """The value nearest to failing that still meets the condition, in each scenario.

    `side` "above": values above the border meet it; the search begins at `low` and doubles from `first` up to `limit`.
    """
    at_low = slack(low)
    outward, at_outward = first.copy(), slack(first)
    for _ in range(60):
        open_ = ((at_outward < 0) == (side == "above")) & (outward < limit)
        if not open_.any():
            break
        outward = np.where(open_, np.minimum(outward * 2, limit), outward)
        at_outward = np.where(open_, slack(outward), at_outward)
    safe, unsafe = (outward, low) if side == "above" else (low, outward)
    at_safe, at_unsafe = (at_outward, at_low) if side == "above" else (at_low, at_outward)
    none = at_safe < 0
    free = (
        at_unsafe >= 0
    )  # also the unsafe end meets it: for "above" the lowest value does, for "below" there is no border
    found = _close_in(slack, safe, at_safe, unsafe, at_unsafe, none | free)
    found = np.where(free, low if side == "above" else np.nan, found)
    return np.where(none, np.nan, found)


def _close_in(
    slack: Slack, safe: Floats, at_safe: Floats, unsafe: Floats, at_unsafe: Floats, done: Any
) -> Floats:
    """Narrows each bracket until it is as narrow as numbers allow."""
    width = np.abs(safe - unsafe)
    weight_safe, weight_unsafe = at_safe.copy(), at_unsafe.copy()
    for turn in range(_ROUNDS):
        done = done | (np.abs(safe - unsafe) <= _CLOSE * np.maximum(1.0, np.abs(safe)))
        if done.all():
            break
        with np.errstate(all="ignore"):
            guess = safe - weight_safe * (safe - unsafe) / (weight_safe - weight_unsafe)
        middle = (safe + unsafe) / 2
        slow = (turn % 3 == 2) & (np.abs(safe - unsafe) > width / 8)
        inside = (guess - safe) * (guess - unsafe) < 0
        guess = np.where(done, safe, np.where(slow | ~inside, middle, guess))
        width = np.where(turn % 3 == 2, np.abs(safe - unsafe), width)
        at_guess = slack(guess)
        meets = at_guess >= 0
        weight_unsafe = np.where(meets, weight_unsafe / 2, at_guess)
        weight_safe = np.where(meets, at_guess, weight_safe / 2)
        safe, unsafe = np.where(meets, guess, safe), np.where(meets, unsafe, guess)
    return safe
