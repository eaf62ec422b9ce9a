"""Goal seek: the charge, equity, land price, ground rent, subsidy or number of homes at which a condition is just met.

The same search serves one plan and ten thousand scenarios: it keeps a value that meets the condition and one that does not, and closes in on the
border between them (regula falsi in the Illinois way, with a halving whenever that is slow). What it returns always meets the condition.
Source: Dowell & Jarratt, "A modified regula falsi method for computing the root of an equation", BIT 11 (1971).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, cast

import numpy as np

from feasibility.assessment import HALF_A_CENT, Assessment, assess_unfinanced
from feasibility.compile.kernel import Floats, Ledger, batch, prepared
from feasibility.faults import Fault, NoSolution, PlanError
from feasibility.formula import Model, ModelError, parse
from feasibility.plan import Plan

TargetName = Literal["charge", "equity", "land_price", "ground_rent", "subsidy", "homes"]
_HAIR = 1e-9  # what a figure may miss a bound by: rounding, not a shortage
Slack = Callable[[Floats], Floats]
COVER = "min_dscr >= 1.10 and lowest_cash >= 0"
_ROUNDS = 80
_CLOSE = 2e-8  # relative width of the bracket at which the search stops


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

    `value` is in the unit of the target: € per m² and month (at the prices of the start), € of contributions, € of land, € a year, €, or homes (a whole
    number). It is the lowest that meets the condition, or with `at_most` the highest. `plan` is the plan with it, `assessment` what that comes to.
    """

    target: str
    condition: str
    value: float
    at_most: bool
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
    if np.isinf(found[0]):
        raise NoSolution(*_any_solution(target, until))
    solved = _with_value(with_target(plan, for_), for_, float(found[0]), base)
    assessment = assess_unfinanced(solved, on=on)
    value = _value(for_, float(found[0]), assessment.lines)
    return Solution(for_, until, value, _towards(base, target, condition).safe == "below", solved, assessment)


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


def required(
    base: Ledger, varied: Mapping[str, Floats], name: str, condition: Condition, *, near: float | None = None
) -> Floats:
    """The border value of the target's input in each scenario (shape: scenarios; one when nothing varies); NaN where none
    meets the condition, ∞ where every one does.

    Scenarios lie around the plan itself: `near` is its own border, for who knows it already; it only makes the search shorter.
    """
    target = _towards(base, target_of(name), condition)
    first = near if near is not None else required(base, {}, name, condition)[0] if varied else np.nan
    found = []
    for ledger, scenarios in _scenarios(base, varied, target.input, condition):
        low = np.full(scenarios, 0.01 if name == "homes" else 0.0)
        around = (0.9 * first, 1.1 * first) if first > low[0] else (low[0], target.first)
        found.append(_border(_slack(ledger, target.input, condition, low), low, around, target))
    return np.concatenate(found)


def _towards(base: Ledger, target: Target, condition: Condition) -> Target:
    """The target, turned round when this condition wants little of what is usually wanted much of: a charge of at most so much."""
    ends = np.array([0.01 if target.input == "programme_scale" else 0.0, target.limit])
    low, high = condition.slack(batch(base, {target.input: ends}, condition.figures))
    if low >= 0 > high:
        return replace(target, safe="below")
    return replace(target, safe="above") if low < 0 <= high else target


def _scenarios(
    base: Ledger, varied: Mapping[str, Floats], moving: str, condition: Condition
) -> Iterator[tuple[Ledger, int]]:
    """The scenarios by the chunk, each with how many they are."""
    if not varied:
        yield base, 1
        return
    for ledger in prepared(base, varied, moving, condition.figures):
        yield ledger, len(ledger.inputs[next(iter(varied))])  # type: ignore[arg-type]


def _slack(ledger: Ledger, moving: str, condition: Condition, low: Floats) -> Slack:
    """How far each scenario is from failing, as a function of the moving input.

    Each comparison is measured by its own distance at the low end: euros and ratios then weigh alike, and a straight line stays straight.
    """

    def rooms(values: Floats) -> Floats:
        return condition.rooms(batch(ledger, {moving: values}, condition.figures))

    at_low = np.abs(rooms(low))
    scale = np.where(np.isfinite(at_low), np.maximum(at_low, 1e-3), 1.0)

    def slack(values: Floats) -> Floats:
        worst: Floats = (rooms(values) / scale).min(axis=0)
        return worst

    return slack


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
        """How far each scenario (shape: scenarios) is from failing; −∞ where a figure says nothing."""
        worst: Floats = self.rooms(figures).min(axis=0)
        return worst

    def rooms(self, figures: Mapping[str, Any]) -> Floats:
        """The same for each comparison apart (shape: comparisons × scenarios)."""
        parts = []
        for name, sign, bound in self.tests:
            room = sign * (np.atleast_1d(figures[name]) - bound) / max(1.0, abs(bound))
            room = room.min(axis=0) if room.ndim == 2 else room
            parts.append(np.where(np.isnan(room), -np.inf, room))
        return np.array(parts)


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
            return (
                line.name,
                sign,
                bound - sign * (HALF_A_CENT if line.unit == "eur" else _HAIR * max(1.0, abs(bound))),
            )
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


def _any_solution(target: Target, until: str) -> tuple[str, str]:
    return (
        f"Any {target.en} meets “{until}”: there is no border to find. Choose a stricter condition.",
        f"Elke {target.nl} voldoet aan “{until}”: er is geen grens te vinden. Kies een strengere voorwaarde.",
    )


def _with_value(plan: Plan, name: str, value: float, base: Ledger) -> Plan:
    """The plan with the value found; a number of homes is rounded up to a whole one."""
    if name == "charge":
        return replace(plan, charge=replace(plan.charge, charge=value))
    if name == "land_price":
        return replace(plan, site=replace(plan.site, land_price=value))
    if name == "ground_rent":
        return replace(plan, site=replace(plan.site, ground_rent=value))
    if name == "homes":
        one = base["homes"] / base.inputs["programme_scale"]
        value = np.ceil(value * one - 1e-9) / one
    return replace(plan, shifts=replace(plan.shifts, **{TARGETS[name].input: value}))


def _value(name: str, found: float, lines: Ledger) -> float:
    if name == "homes":
        return float(round(lines["homes"]))
    if name == "equity":
        own = cast("Sequence[float]", lines.inputs["share_residents"])
        return float(sum(amount * flag for amount, flag in zip(lines["share_amount"], own, strict=True)))
    return found


def _border(slack: Slack, low: Floats, around: tuple[float, float], target: Target) -> Floats:
    """The value nearest to failing that still meets the condition, in each scenario; NaN where there is none.

    The search begins with two values that the border may lie between. It falls back on `low`, and doubles outward up to the target's limit.
    """
    above = target.safe == "above"
    bottom = _End(low, slack(low))
    near, outward = (_End(np.full(len(low), one), slack(np.full(len(low), one))) for one in around)
    near = near.moved((near.slack >= 0) == above, bottom.value, bottom.slack)
    while (searching := ((outward.slack < 0) == above) & (outward.value < target.limit)).any():
        further = np.where(searching, np.minimum(outward.value * 2, target.limit), outward.value)
        near = near.moved(searching, outward.value, outward.slack)
        outward = outward.moved(searching, further, slack(further))
    safe, unsafe = (outward, near) if above else (near, outward)
    none = safe.slack < 0  # no value meets it
    free = (bottom.slack >= 0) if above else (unsafe.slack >= 0)  # even the lowest does; there is no highest
    found = _close_in(slack, safe, unsafe, bottom, none | free)
    return np.where(free, low if above else np.inf, np.where(none, np.nan, found))


@dataclass
class _End:
    """An end of each bracket and the slack there."""

    value: Floats
    slack: Floats

    def moved(self, where: Any, value: Floats, slack: Floats) -> _End:
        return _End(np.where(where, value, self.value), np.where(where, slack, self.slack))


def _close_in(slack: Slack, safe: _End, unsafe: _End, older: _End, done: Any) -> Floats:
    """Narrows each bracket until it is as narrow as it matters; `older` is another value that fails, further out.

    Guesses take turns: where the line through the two values that fail is nought, which finds a kink from its steep side; where the line through
    both ends is, an end that stayed twice counting for half; and now and then the middle.
    """
    weight = _End(safe.slack, unsafe.slack)  # of the safe end, of the unsafe one
    met = failed = np.zeros(len(safe.value), bool)  # what the guess before did
    for turn in range(1, _ROUNDS):
        size = np.maximum(1.0, np.abs(safe.value))
        done = done | (np.abs(safe.value - unsafe.value) <= _CLOSE * size)
        if done.all():
            break
        nudge = (
            np.sign(safe.value - unsafe.value) * _CLOSE / 4 * size
        )  # so that the next guess falls on the other side
        across = _nought(_End(safe.value, weight.value), _End(unsafe.value, weight.slack)) + np.where(
            failed, nudge, -nudge
        )
        along = _nought(unsafe, older) + np.where(failed, -nudge, nudge)
        guess = np.where((turn % 2 == 1) & _inside(along, safe, unsafe), along, across)
        halving = ~_inside(guess, safe, unsafe) | (turn % 6 == 0)
        guess = np.where(done, safe.value, np.where(halving, (safe.value + unsafe.value) / 2, guess))
        at_guess = slack(guess)
        meets = done | (at_guess >= 0)
        older = older.moved(~meets, unsafe.value, unsafe.slack)
        safe, unsafe = safe.moved(meets, guess, at_guess), unsafe.moved(~meets, guess, at_guess)
        weight = _End(
            np.where(meets, at_guess, np.where(failed, weight.value / 2, weight.value)),
            np.where(meets, np.where(met, weight.slack / 2, weight.slack), at_guess),
        )
        met, failed = meets, ~meets
    return safe.value


def _inside(guess: Floats, safe: _End, unsafe: _End) -> Any:
    """Whether a guess lies between the ends."""
    return (guess - safe.value) * (guess - unsafe.value) < 0


def _nought(one: _End, other: _End) -> Floats:
    """Where the line through two points is nought."""
    with np.errstate(all="ignore"):
        found: Floats = one.value - one.slack * (one.value - other.value) / (one.slack - other.slack)
    return found
