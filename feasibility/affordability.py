"""Which share of households can afford each home, by an income table that the user gives. The engine has no income table of its own.

    table = (IncomeClass(1500, 0.10), IncomeClass(2500, 0.30), IncomeClass(4000, 0.35), IncomeClass(None, 0.25))
    reach(assessment, table).homes[0].share

A home is affordable when the charge and the other housing costs take no more than the housing share (a norm) of the income. Within a class incomes are
taken as spread evenly between its bounds; nothing is assumed within a last class without upper bound.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from feasibility.assessment import Assessment
from feasibility.compile.explanation import STATUS
from feasibility.faults import Fault, PlanError
from feasibility.formats import money, percent
from feasibility.parameters import Parameter

_ROUNDING = 0.0005  # how far the shares of a published table may be from 100% together


@dataclass(frozen=True, slots=True)
class IncomeClass:
    """Households with an income up to `upper` euro a month (above that of the class before), and their share of all households. None: no upper bound."""

    upper: float | None
    share: float


@dataclass(frozen=True)
class HomeReach:
    """Who can afford one type of home.

    `income_needed` in euro a month; `own_capital` what must be paid in besides, which the income table says nothing of. `share` of all households has that
    income or more: an estimate, None where the limit lies in the class without upper bound. It surely lies between `at_least` and `at_most`.
    """

    home: str
    income_needed: float
    own_capital: float
    share: float | None
    at_least: float
    at_most: float


@dataclass(frozen=True)
class Reach:
    """Who can afford the homes, and by which norm."""

    homes: tuple[HomeReach, ...]
    norm: Parameter

    def text(self, language: str = "nl") -> str:
        """A line for each home, and the norm."""
        status = STATUS[self.norm.status][0 if language == "nl" else 1]
        share = percent(self.norm.number, language)
        last = f"Betaalbaar: woonvergoeding en andere woonkosten zijn samen hoogstens {share} van het inkomen ({status})." if language == "nl" else f"Affordable: charge and other housing costs together are at most {share} of income ({status})."  # fmt: skip
        return "\n".join([*(_said(home, language) for home in self.homes), last])


def reach(assessment: Assessment, incomes: Sequence[IncomeClass]) -> Reach:
    """The share of households that can afford each home in its first full year.

    `incomes`: classes from low to high, disposable income of a household a month. Raises PlanError with every fault in the table.
    """
    faults = list(_faults(incomes))
    if not assessment.figures["charge_month_1"]:
        faults.append(Fault("years", "within the horizon there is no full year of use, so there is no charge to compare. Lengthen years.",
                            "binnen de horizon is er geen vol jaar van gebruik, dus geen woonvergoeding om te vergelijken. Verleng years."))  # fmt: skip
    if faults:
        raise PlanError(faults)
    norm = assessment.inputs.parameters["housing_share"]
    assert isinstance(norm, Parameter)
    lines = assessment.lines
    rows = zip(assessment.plan.homes, lines["home_income_needed"], lines["home_capital"], strict=True)
    return Reach(tuple(HomeReach(home.name, needed, own, *share_above(incomes, needed)) for home, needed, own in rows), norm)  # fmt: skip


def share_above(incomes: Sequence[IncomeClass], limit: float) -> tuple[float | None, float, float]:
    """The share of households with an income of `limit` or more: the estimate (None where nothing is known), and the bounds around it."""
    low = certain = within = 0.0
    estimate: float | None = 0.0
    for one in incomes:
        high = math.inf if one.upper is None else one.upper
        if limit <= low:
            certain += one.share
        elif limit < high:
            within = one.share
            estimate = None if one.upper is None else one.share * (high - limit) / (high - low)
        low = high
    return None if estimate is None else certain + estimate, certain, certain + within


def _faults(incomes: Sequence[IncomeClass]) -> Iterator[Fault]:
    """What is wrong with a table, all at once."""
    if not incomes:
        yield Fault("incomes", "the income table is empty: give at least one class.", "de inkomenstabel is leeg: geef minstens één klasse.")  # fmt: skip
        return
    for number, one in enumerate(incomes):
        key = f"incomes[{number}]"
        if not (math.isfinite(one.share) and 0 <= one.share <= 1):
            yield Fault(f"{key}.share", f"{one.share} is no share of households: give 0% to 100%.", f"{one.share} is geen deel van de huishoudens: geef 0% tot 100%.")  # fmt: skip
        if one.upper is None and number < len(incomes) - 1:
            yield Fault(f"{key}.upper", "only the last class may go without an upper bound.", "alleen de laatste klasse mag zonder bovengrens zijn.")  # fmt: skip
        if one.upper is not None and not (math.isfinite(one.upper) and one.upper > 0):
            yield Fault(f"{key}.upper", f"{one.upper} is no income: give an amount above 0 euro a month.", f"{one.upper} is geen inkomen: geef een bedrag boven 0 euro per maand.")  # fmt: skip
    bounds = [(number, one.upper) for number, one in enumerate(incomes) if one.upper is not None]
    for (_, lower), (number, upper) in pairwise(bounds):
        if not upper > lower:
            yield Fault(f"incomes[{number}].upper", f"{upper:g} does not come after {lower:g}: list the classes from low to high.", f"{upper:g} komt niet na {lower:g}: zet de klassen van laag naar hoog.")  # fmt: skip
    together = sum(one.share for one in incomes)
    if math.isfinite(together) and abs(together - 1) > _ROUNDING:
        yield Fault("incomes", f"the shares are {percent(together, 'en')} together: they must be 100%.", f"de delen zijn samen {percent(together, 'nl')}: dat moet 100% zijn.")  # fmt: skip


def _said(home: HomeReach, language: str) -> str:
    nl = language == "nl"
    income, own = money(home.income_needed, language, 0), money(home.own_capital, language, 0)
    low, high = percent(home.at_least, language, 0), percent(home.at_most, language, 0)
    if home.share is None:
        said = f"tussen {low} en {high}" if nl else f"between {low} and {high}"
    else:
        said = f"naar schatting {percent(home.share, language, 0)}" if nl else f"an estimated {percent(home.share, language, 0)}"  # fmt: skip
    if nl:
        return f"‘{home.home}’: betaalbaar vanaf {income} per maand, dat is {said} van de huishoudens; er is ook {own} eigen inbreng nodig."
    return f"‘{home.home}’: affordable from {income} a month, which is {said} of households; an own contribution of {own} is needed too."
