"""Assess a plan: every line, every figure and what it means, the parameters that were used, and what to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from feasibility.checks import faults
from feasibility.compile.kernel import Ledger, counted, ledger
from feasibility.faults import Fault, PlanError
from feasibility.formats import money, number
from feasibility.inputs import Inputs, resolve
from feasibility.model import model
from feasibility.model.indicators import NO_DEBT
from feasibility.parameters import Parameter
from feasibility.plan import Plan
from feasibility.returns import internal_rates

HALF_A_CENT = 0.005
Figure = float | tuple[float | None, ...] | None


@dataclass(frozen=True)
class Assessment:
    """What a plan comes down to.

    `figures`: name → value; None where a figure says nothing (a year beyond the horizon, cover without debt, no internal rate); a tuple where there
    is one for each home or class. `lines` is the ledger of all lines. `rates` and `share_rates`: every internal rate of the project and of
    each class, which may be none or several. `parameters`: the law and norms that were used. `warnings`: what a reader must know, worst first.
    """

    plan: Plan
    on: date
    inputs: Inputs
    lines: Ledger
    warnings: tuple[Fault, ...]

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """All figures by name."""
        return {line.name: _figure(line.name, self.lines) for line in self.lines.model.of("figure")}

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters that were used, each once."""
        return parameters_of(self.inputs)

    @cached_property
    def rates(self) -> tuple[float, ...]:
        """Every internal rate of the project. Empty: there is none."""
        return internal_rates(counted(self.lines["project_return"][1:]))

    @cached_property
    def share_rates(self) -> tuple[tuple[float, ...], ...]:
        """Every internal rate of each share class, after withholding tax."""
        return tuple(internal_rates(counted(flow[1:])) for flow in self.lines["share_flow"])


def assess(plan: Plan, *, on: date | None = None) -> Assessment:
    """Assesses the plan as known on a day (default: its start).

    Raises PlanError with every fault: in the plan, in sources that do not meet uses (it says what is missing), or in dates of which the law is not
    known.
    """
    if found := faults(plan, on=on):
        raise PlanError(found)
    result = assess_unfinanced(plan, on=on)
    if missing := tuple(_financing_faults(result.lines)):
        raise PlanError(missing)
    return result


def assess_unfinanced(plan: Plan, *, on: date | None = None) -> Assessment:
    """The same for a plan whose sources need not meet its uses; the figures `funding_gap` and `funding_surplus` then say by how much."""
    day = on or plan.start
    inputs = resolve(plan, day)
    lines = ledger(model(), inputs.values, plan.years)
    return Assessment(plan, day, inputs, lines, tuple(_warnings(plan, inputs, lines, day)))


def parameters_of(inputs: Inputs) -> tuple[Parameter, ...]:
    """The parameters behind the inputs, each once, by name."""
    found: dict[tuple[str, Any], Parameter] = {}
    for used in inputs.parameters.values():
        for one in used if isinstance(used, tuple) else (used,):
            if one is not None:
                found[one.name, one.from_] = one
    return tuple(sorted(found.values(), key=lambda one: one.name))


def _figure(name: str, lines: Ledger) -> Figure:
    value = lines[name]
    if isinstance(value, list):
        return tuple(_one(name, one, lines) for one in value)
    return _one(name, value, lines)


def _one(name: str, value: float, lines: Ledger) -> float | None:
    """Nothing instead of a number that only stands for it."""
    if value != value or (value >= NO_DEBT and name in {"min_dscr", "min_senior_dscr", "min_icr", "llcr"}):
        return None
    if name == "cover_margin" and value >= NO_DEBT - 1:
        return None
    if name in {"payback", "min_dscr_year"} and value == 0:
        return None
    moment = MOMENTS.get(name.rsplit("_", 1)[-1])
    return None if moment and moment(lines) > lines.years else value


# The year that a figure named after a moment looks at.
MOMENTS: Mapping[str, Callable[[Ledger], float]] = {
    "1": lambda lines: lines["first_full"],
    "10": lambda lines: lines["first_full"] + 9,
    "20": lambda lines: lines["first_full"] + 19,
    "30": lambda lines: lines["first_full"] + 29,
    "after": lambda lines: lines["loans_end_year"] + 1,
}


def _financing_faults(lines: Ledger) -> Iterable[Fault]:
    gap, surplus = lines["funding_gap"], lines["funding_surplus"]
    if gap > HALF_A_CENT:
        yield Fault(
            "loans",
            f"the sources are {money(gap, 'en', 2)} short of the uses ({money(lines['total_investment'], 'en', 2)} and the working capital)."
            " Raise a loan, shares or subsidies, or give one loan rest = true.",
            f"de bronnen zijn {money(gap, 'nl', 2)} te klein voor de uitgaven ({money(lines['total_investment'], 'nl', 2)} en het werkkapitaal)."
            " Verhoog een lening, de inbreng of de subsidies, of geef één lening rest = true.",
        )
    if surplus > HALF_A_CENT:
        yield Fault(
            "shares",
            f"the sources are {money(surplus, 'en', 2)} more than the uses need. Lower a source, or raise costs.working_capital by this.",
            f"de bronnen zijn {money(surplus, 'nl', 2)} groter dan nodig. Verlaag een bron, of verhoog costs.working_capital hiermee.",
        )


def _warnings(plan: Plan, inputs: Inputs, lines: Ledger, day: date) -> Iterable[Fault]:
    years = lines.years
    if lines["lowest_cash"] < -HALF_A_CENT:
        year = int(lines["lowest_cash_year"])
        yield Fault(
            "lowest_cash",
            f"the cash runs short: {money(-lines['lowest_cash'], 'en', 0)} is missing in year {year}. Raise the charge, the working capital or the term of a loan.",
            f"de kas komt tekort: {money(-lines['lowest_cash'], 'nl', 0)} in jaar {year}. Verhoog de vergoeding, het werkkapitaal of de looptijd van een lening.",
        )
    if plan.loans and lines["min_dscr"] < plan.charge.cover - 1e-9:
        yield Fault(
            "min_dscr",
            f"in year {int(lines['min_dscr_year'])} {lines['min_dscr']:.2f} euro is available for each euro of debt service; {plan.charge.cover:.2f} was asked.",
            f"in jaar {int(lines['min_dscr_year'])} is er {number(lines['min_dscr'], 'nl', 2, trim=False)} euro voor elke euro rente en aflossing; gevraagd was {number(plan.charge.cover, 'nl', 2, trim=False)}.",
        )
    if lines["debt"][years] > HALF_A_CENT:
        yield Fault(
            "years",
            f"{money(lines['debt'][years], 'en', 0)} of debt is left at the horizon. Lengthen years to see the loans end.",
            f"op het einde van de horizon is er nog {money(lines['debt'][years], 'nl', 0)} schuld. Verleng years om de leningen te zien eindigen.",
        )
    if lines["highest_waiting"] > HALF_A_CENT:
        yield Fault(
            "highest_waiting",
            f"withdrawals wait: at most {money(lines['highest_waiting'], 'en', 0)}, because a payment would fail the net-asset or the liquidity test.",
            f"uittredingen wachten: hoogstens {money(lines['highest_waiting'], 'nl', 0)}, omdat betalen niet door de balans- of liquiditeitstest raakt.",
        )
    for loan in plan.loans:
        if (
            loan.kind == "bullet"
            and plan.charge.kind == "cost_rent"
            and loan.years * 12 + lines["delivery"] <= 12 * years
        ):
            yield Fault(
                "loans",
                f"{loan.name} is repaid at once in its last year, and the cost rent asks residents for all of it that year. Refinance it, or choose another repayment.",
                f"{loan.name} wordt in het laatste jaar in één keer afgelost, en de kostprijshuur vraagt dat jaar alles aan de bewoners. Herfinancier ze, of kies een andere aflossing.",
            )
    unpaid = sum(lines["dividend_asked"]) - sum(lines["dividend_paid"])
    if unpaid > 0.05 * sum(lines["dividend_asked"]) + HALF_A_CENT:
        yield Fault(
            "shares",
            f"of the dividends asked, {money(unpaid, 'en', 0)} is never paid: the reserves or the cash do not allow it.",
            f"van de gevraagde dividenden wordt {money(unpaid, 'nl', 0)} nooit betaald: de reserves of de kas laten het niet toe.",
        )
    unverified = [one.name for one in parameters_of(inputs) if one.status == "unverified"]
    if unverified:
        names = ", ".join(unverified)
        yield Fault(
            "parameters", f"not verified at the source: {names}", f"niet nagekeken bij de bron: {names}"
        )
    if plan.start > day:
        yield Fault(
            "start",
            f"the plan starts on {plan.start}, after the day of this calculation ({day}): the law may change.",
            f"het plan start op {plan.start}, na de dag van deze berekening ({day}): de wet kan nog veranderen.",
        )
