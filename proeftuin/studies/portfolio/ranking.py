"""The charge that each site of a list needs under the assumptions of one plan, and how far it may lie off.

A site with h homes is the plan of n homes made h / n times as large. It is worked out the other way round: the plan stays as it is, and what does
not grow with the number of homes (land, deed, fixed costs of the company, the bracket of the tax) becomes n / h times as large. In euros per m² both
come to the same, for all that the engine does with euros is in proportion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np

from feasibility import Fault, Plan, PlanError
from feasibility.assessment import assess_unfinanced
from feasibility.checks import faults
from feasibility.compile.kernel import Floats, Ledger
from feasibility.plan import Tenure
from feasibility.reading import read_plan
from feasibility.risk import (
    DEFAULT_CORRELATIONS,
    DEFAULT_UNCERTAIN,
    correlation_matrix,
    cover_condition,
    marginal,
)
from feasibility.sampling import correlated
from feasibility.solve import Condition, required
from proeftuin.studies.portfolio.reading import Values

DRAWS, SEED = 32, 1
SHARE = 0.10  # of the draws below the low charge, and as many above the high one
TENURES: tuple[Tenure, ...] = ("bought", "leased")
_FIXED = ("deed_costs", "fixed_costs", "tax_bracket")  # beside the land: the same for few homes and for many
_NO_REST = Fault(
    "loans",
    "in this plan no loan covers what is missing, so the residents would have to pay dearer land in one go. Give one loan rest = true, or choose another plan.",
    "in dit plan dekt geen lening wat ontbreekt, zodat bewoners duurdere grond in één keer zouden moeten betalen. Geef één lening rest = true, of kies een ander plan.",
)
_NO_GROUND_RENT = Fault(
    "tenure",
    "the plan has no ground rent, so a long lease would cost nothing. Choose a plan with a ground rent, or write “bought”.",
    "het plan heeft geen canon, zodat erfpacht niets zou kosten. Kies een plan met een canon, of schrijf “gekocht”.",
)
_NO_COST_M2 = Fault(
    "build_cost_m2",
    "the plan has no building cost per m² to compare with. Leave this cell empty, or choose another plan.",
    "het plan heeft geen bouwkost per m² om mee te vergelijken. Laat deze cel leeg, of kies een ander plan.",
)
_FAR_COST_M2 = Fault(
    "build_cost_m2",
    "the building cost lies more than ten times from that of the plan. Check the number.",
    "de bouwkost ligt meer dan tien keer van die van het plan. Kijk het getal na.",
)


@dataclass(frozen=True)
class Required:
    """A charge in € per m² and month; None: no charge is enough. `no_charge` is the share of the draws in which none is."""

    charge: float | None
    low: float | None
    high: float | None
    no_charge: float


@dataclass(frozen=True, eq=False)
class Assumptions:
    """What holds for every site: a plan worked out for each tenure, and the draws of what is uncertain, the plan itself first."""

    plan: Plan
    condition: Condition
    ledgers: Mapping[Tenure, Ledger]
    faults: Mapping[Tenure, tuple[Fault, ...]]
    draws: Mapping[str, Floats]

    @property
    def homes(self) -> float:
        """The number of homes of the plan."""
        return sum(home.count for home in self.plan.homes) * self.plan.shifts.programme_scale

    @property
    def area(self) -> float:
        """The floor area of the homes of the plan."""
        return sum(home.count * home.area for home in self.plan.homes) * self.plan.shifts.programme_scale

    @property
    def cost_m2(self) -> float:
        """What a m² of the parts that are paid by the m² costs on average; nought when there is none."""
        parts = [part for part in self.plan.parts if part.area > 0 and part.cost_m2 > 0]
        area = sum(part.area for part in parts)
        return sum(part.area * part.cost_m2 for part in parts) / area if area else 0.0

    def tenure(self, site: Values) -> Tenure:
        """That of a site: its own, or that of the plan."""
        return site.tenure or self.plan.site.tenure

    def scale(self, site: Values) -> float:
        """How many times the plan a site is: by the floor area where it is given, else by the number of homes."""
        return site.floor_area_m2 / self.area if site.floor_area_m2 else (site.homes or 0) / self.homes

    def misfits(self, site: Values) -> tuple[Fault, ...]:
        """What in a site cannot be worked out with this plan."""
        found = list(self.faults[self.tenure(site)])
        if site.build_cost_m2:
            if not self.cost_m2:
                found.append(_NO_COST_M2)
            elif not 0.1 <= site.build_cost_m2 / self.cost_m2 <= 10:
                found.append(_FAR_COST_M2)
        return tuple(found)


@lru_cache(maxsize=4)
def assumptions(text: str, on: date, draws: int, seed: int) -> Assumptions:
    """The assumptions in a plan (TOML). Raises PlanError when it is no plan that can hold for other sites."""
    plan = read_plan(text)
    found = faults(plan, on=on) or (() if any(loan.rest for loan in plan.loans) else (_NO_REST,))
    if found:
        raise PlanError(found)
    plans = {tenure: _with_tenure(plan, tenure) for tenure in {*TENURES, plan.site.tenure}}
    wrong = {tenure: _faults(one, on) for tenure, one in plans.items()}
    ledgers = {
        tenure: assess_unfinanced(_at_one_charge(one), on=on).lines
        for tenure, one in plans.items()
        if not wrong[tenure]
    }
    own = ledgers[plan.site.tenure]
    return Assumptions(
        plan, Condition(cover_condition(on), own.model), ledgers, wrong, _draws(plan, own, draws, seed)
    )


def _with_tenure(plan: Plan, tenure: Tenure) -> Plan:
    site = replace(plan.site, tenure=tenure)
    return replace(
        plan, site=site if tenure == "leased" else replace(site, ground_rent=0.0, ground_rent_rate=0.0)
    )


def _at_one_charge(plan: Plan) -> Plan:
    """All that residents pay as one amount per m², which is what is sought."""
    return replace(plan, charge=replace(plan.charge, kind="fixed", charge=1.0))


def _faults(plan: Plan, on: date) -> tuple[Fault, ...]:
    free = plan.site.tenure == "leased" and not (plan.site.ground_rent or plan.site.ground_rent_rate)
    return faults(plan, on=on) or ((_NO_GROUND_RENT,) if free else ())


def _draws(plan: Plan, own: Ledger, draws: int, seed: int) -> dict[str, Floats]:
    """Each uncertain input: its value in the plan, then its draws. They are the same for all sites: what differs is the site."""
    uncertain = plan.uncertain or DEFAULT_UNCERTAIN
    matrix = correlation_matrix(uncertain, plan.correlations if plan.uncertain else DEFAULT_CORRELATIONS)
    drawn = correlated(draws, [marginal(one) for one in uncertain], matrix, seed)
    return {
        one.input: np.concatenate(([float(own.inputs[one.input])], column))  # type: ignore[arg-type]
        for one, column in zip(uncertain, drawn.T, strict=True)
        if one.input != "charge"  # is what is sought
    }


def required_charges(assumed: Assumptions, sites: Sequence[Values]) -> list[Required]:
    """What each site needs; each has to fit the plan (see `Assumptions.misfits`)."""
    found: list[Required | None] = [None] * len(sites)
    for tenure, ledger in assumed.ledgers.items():
        places = [n for n, site in enumerate(sites) if assumed.tenure(site) == tenure]
        if places:
            varied = _varied(assumed, ledger, [sites[place] for place in places])
            charges = required(ledger, varied, "charge", assumed.condition).reshape(len(places), -1)
            for place, row in zip(places, charges, strict=True):
                found[place] = _summary(row)
    return [one for one in found if one is not None]


def _varied(assumed: Assumptions, ledger: Ledger, sites: Sequence[Values]) -> dict[str, Floats]:
    """The inputs of each site in each draw, one site after the other."""
    own = _own(assumed, ledger, sites)
    width = max((len(one) for one in assumed.draws.values()), default=1)
    varied = {
        name: np.tile(drawn, len(sites)) for name, drawn in assumed.draws.items() if name not in own
    }  # fmt: skip
    for name, values in own.items():
        base = float(ledger.inputs[name])  # type: ignore[arg-type]
        drawn = assumed.draws.get(name)
        moved = drawn / base if drawn is not None and base > 0 else np.ones(width)
        varied[name] = np.outer(values, moved).ravel()
    return varied


def _own(assumed: Assumptions, ledger: Ledger, sites: Sequence[Values]) -> dict[str, Floats]:
    """The inputs of the sites themselves, brought to the size of the plan."""
    plan = assumed.plan
    scale = np.array([assumed.scale(site) for site in sites])
    land = np.array([site.land_price or 0.0 for site in sites]) / scale
    own = {"land_price": land}
    for name in _FIXED:
        if (amount := float(ledger.inputs[name])) > 0:  # type: ignore[arg-type]
            own[name] = amount / scale
    rent = float(ledger.inputs["ground_rent"])  # type: ignore[arg-type]
    if rent > 0 and plan.site.land_price > 0:
        own["ground_rent"] = rent * land / plan.site.land_price
    if any(site.build_cost_m2 for site in sites):
        factors = [site.build_cost_m2 / assumed.cost_m2 if site.build_cost_m2 else 1.0 for site in sites]
        own["build_cost_factor"] = plan.shifts.build_cost_factor * np.array(factors)
    return own


def _summary(charges: Floats) -> Required:
    """The charge of the site itself, and the marks between which eight of ten draws lie; no charge counts as an endless one."""
    drawn = charges[1:] if len(charges) > 1 else charges
    drawn = np.sort(np.where(np.isnan(drawn), np.inf, drawn))
    tail = int(SHARE * len(drawn))
    return Required(
        charge=_or_none(charges[0]),
        low=_or_none(drawn[tail]),
        high=_or_none(drawn[-1 - tail]),
        no_charge=float(np.isinf(drawn).mean()),
    )


def _or_none(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
