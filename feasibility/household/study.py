"""From a feasibility study to the cooperative side of a household: the charge of one home, year by year."""

from __future__ import annotations

from feasibility.assessment import Assessment
from feasibility.faults import Fault, PlanError
from feasibility.household.sections import Cooperative, PathYear

HALF_A_CENT = 0.005


def cooperative_from(assessment: Assessment, home_name: str) -> Cooperative:
    """The cooperative side for a home of this name in an assessed plan, from its first full year of use.

    `own_capital` is what the plan asks for this home (€). Running costs, cost of capital and saving part (€ a year) and the value per euro paid in
    follow the plan. Raises PlanError when no home has this name, or the plan ends before a full year of use.
    """
    names = [home.name for home in assessment.plan.homes]
    if home_name not in names:
        listed = ", ".join(names)
        raise PlanError([Fault("cooperative", f"no home is called “{home_name}”. There are: {listed}.", f"geen woning heet “{home_name}”. Er zijn: {listed}.")])  # fmt: skip
    lines, home = assessment.lines, names.index(home_name)
    first = next((year for year in range(1, lines.years + 1) if lines["use"][year] > 0.999), 0)
    if not first:
        raise PlanError([Fault("years", "the plan ends before a full year of use. Lengthen years.", "het plan stopt vóór een vol jaar van gebruik. Verleng years.")])  # fmt: skip
    path = tuple(_year(assessment, home, year, year - first + 1) for year in range(first, lines.years + 1))
    return Cooperative(
        price=max(1.0, lines["home_price"][home]), capital="path", running=0.0, running_growth=0.0, rate=0.0,
        own_capital=lines["home_capital"][home], value="nominal", path=path,
    )  # fmt: skip


def _year(assessment: Assessment, home: int, year: int, number: int) -> PathYear:
    lines = assessment.lines
    running = 12 * lines["home_running"][home][year]
    capital = max(0.0, 12 * lines["home_charge"][home][year] - running)
    uncovered = lines["uncovered"]
    part = lines["home_uncovered"][home] / uncovered if uncovered > HALF_A_CENT else 0.0
    saving = min(capital, lines["saving"][year] * part)
    resident = next((n for n, one in enumerate(assessment.plan.shares) if one.kind == "resident"), None)
    value = 1.0 if resident is None else lines["share_value"][resident][year]
    return PathYear(
        year=number, running=max(0.0, running), capital_cost=capital - saving, saving=saving, value=value
    )
