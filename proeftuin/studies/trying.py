"""The main assumptions as sliders: where each stands in a plan, how far it may go, and the plan with other values."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from feasibility import NoSolution, Plan
from feasibility.solve import Solution, solve
from proeftuin.studies.varying import term_of, varied

CEILING = "home_charge_1 <= {}"
SOUND = "lowest_cash >= 0"


@dataclass(frozen=True, slots=True)
class Slider:
    """One assumption. `scale`: what one step on the page is in the plan (0.01 for percentages)."""

    name: str
    words: str | Promise
    unit: str
    low: float
    high: float
    step: float
    read: Callable[[Plan], float]
    write: Callable[[Plan, float], Plan]
    fits: Callable[[Plan], bool] = lambda plan: True


def _site(plan: Plan, **values: Any) -> Plan:
    return replace(plan, site=replace(plan.site, **values))


def _shifts(plan: Plan, **values: float) -> Plan:
    return replace(plan, shifts=replace(plan.shifts, **values))


SLIDERS: tuple[Slider, ...] = (
    Slider("land_price", _("Value of the land, in euros"), "eur", 0, 0, 0, lambda plan: plan.site.land_price, lambda plan, value: _site(plan, land_price=value)),
    Slider("ground_rent_rate", _("Ground rent a year, % of the value of the land"), "percent", 0, 6, 0.25, lambda plan: 100 * plan.site.ground_rent_rate,
           lambda plan, value: _site(plan, ground_rent_rate=value / 100), lambda plan: plan.site.tenure == "leased" and not plan.site.ground_rent),
    Slider("build_cost", _("Building cost, % of what the plan says"), "percent", 60, 200, 5, lambda plan: 100 * plan.shifts.build_cost_factor,
           lambda plan, value: _shifts(plan, build_cost_factor=value / 100)),
    Slider("rate_rise", _("Every interest rate, points higher"), "points", -2, 4, 0.25, lambda plan: 100 * plan.shifts.rate_rise,
           lambda plan, value: _shifts(plan, rate_rise=value / 100), lambda plan: bool(plan.loans)),
    Slider("loan_years", _("Term of the bank loan, in years"), "years", 10, 50, 1, lambda plan: float(term_of(plan)), lambda plan, value: varied(plan, {"loan_years": value}), lambda plan: term_of(plan) > 0),
    Slider("equity", _("Own contribution of residents, % of what the plan says"), "percent", 0, 300, 5, lambda plan: 100 * plan.shifts.equity_factor,
           lambda plan, value: _shifts(plan, equity_factor=value / 100)),
    Slider("subsidy", _("Further subsidy, in euros"), "eur", 0, 0, 0, lambda plan: plan.shifts.extra_subsidy, lambda plan, value: _shifts(plan, extra_subsidy=value)),
    Slider("vacancy", _("Homes that stand empty, % more than planned"), "percent", 0, 40, 1, lambda plan: 100 * plan.operation.vacancy_extra,
           lambda plan, value: replace(plan, operation=replace(plan.operation, vacancy_extra=value / 100))),
)  # fmt: skip


def sliders(plan: Plan) -> Iterator[Slider]:
    """The sliders that mean something in this plan; amounts go to about three times what stands there, in round steps."""
    works = sum(part.area * part.cost_m2 + part.cost for part in plan.parts)
    for one in SLIDERS:
        if not one.fits(plan):
            continue
        if one.unit == "eur":
            top = max(3 * one.read(plan), 0.3 * works, 100_000.0)
            step = 10.0 ** max(0, len(str(int(top))) - 3)
            yield replace(one, low=0.0, high=step * round(top / step), step=step)
        else:
            now = one.read(plan)
            yield replace(one, low=min(one.low, now), high=max(one.high, now))


def tried(plan: Plan, values: Mapping[str, float]) -> Plan:
    """The plan with these values; those that stand there already change nothing."""
    for one in sliders(plan):
        value = values.get(one.name)
        if value is not None and abs(value - one.read(plan)) > 1e-9:
            plan = one.write(plan, value)
    return plan


@dataclass(frozen=True, slots=True)
class Goal:
    """A question that the engine answers by searching."""

    target: str
    words: str | Promise
    answer: str | Promise  # with %(value)s
    fits: Callable[[Plan], bool] = lambda plan: True


GOALS: tuple[Goal, ...] = (
    Goal("land_price", _("What may the land cost at most?"), _("The land may cost at most %(value)s."), lambda plan: plan.site.tenure != "leased" or plan.site.ground_rent_rate > 0),
    Goal("ground_rent", _("What may the ground rent be at most, a year?"), _("The ground rent may be at most %(value)s a year."), lambda plan: plan.site.tenure == "leased"),
    Goal("equity", _("How much must residents pay in?"), _("Residents together must pay in at least %(value)s.")),
    Goal("subsidy", _("How much subsidy is needed?"), _("At least %(value)s of further subsidy is needed.")),
    Goal("homes", _("How many homes are needed?"), _("At least %(value)s homes are needed.")),
)  # fmt: skip


def goals(plan: Plan) -> list[Goal]:
    """The questions that mean something in this plan."""
    return [one for one in GOALS if one.fits(plan)]


def sought(plan: Plan, target: str, ceiling: float, on: date) -> Solution:
    """The value at which the dearest home costs no more than this a month, and cash never runs short. Raises NoSolution, PlanError."""
    found = solve(plan, target, f"{CEILING.format(ceiling)} and {SOUND}", on=on)
    if found.value == 0 and not found.at_most and target != "homes":
        raise NoSolution(
            "The plan meets this already, without anything more.",
            "Het plan voldoet hier al aan, zonder iets extra.",
        )
    return found
