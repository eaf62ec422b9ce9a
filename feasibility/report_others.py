"""Goal seek, risk and parameters, as data and as plain text."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from feasibility import formats, report
from feasibility.assessment import HALF_A_CENT
from feasibility.formula import Model
from feasibility.parameters import Parameter

if TYPE_CHECKING:
    from feasibility.risk import Distribution, RiskResult
    from feasibility.solve import Solution

UNIT_OF_TARGET = {
    "charge": "eur_m2_month", "equity": "eur", "land_price": "eur", "ground_rent": "eur_year", "subsidy": "eur", "homes": "homes",
}  # fmt: skip
SHOWN = ("required_charge", "charge_1", "min_dscr", "lowest_cash", "total_investment", "project_rate")
CHANCES = {
    "cash_short": ("de kas tekortkomt", "the cash runs short"),
    "debt_not_covered": ("rente en aflossing niet gedekt zijn", "debt service is not covered"),
    "condition_not_met": (
        "de marge van de voorwaarde niet gehaald wordt met de woonvergoeding van het plan",
        "the margin of the condition is not reached with the charge of the plan",
    ),
    "financing_short": ("de financiering te klein is", "the financing is too small"),
}


def solution_data(found: Solution) -> dict[str, Any]:
    """Goal seek for JSON: what was found, and the whole assessment with it."""
    return {
        "target": found.target, "condition": found.condition, "value": report.plainly(found.value), "unit": UNIT_OF_TARGET[found.target],
        "assessment": report.data(found.assessment),
    }  # fmt: skip


def solution_text(found: Solution, language: str) -> str:
    """What was found, in a sentence, and the assessment with it."""
    from feasibility.solve import TARGETS

    nl = language == "nl"
    target = TARGETS[found.target]
    value = formats.measured(found.value, UNIT_OF_TARGET[found.target], language)
    most = ("hoogstens", "at most") if found.at_most else ("minstens", "at least")
    if nl:
        answer = f"Aan “{found.condition}” is voldaan met {most[0]} {value} ({target.nl})."
    else:
        answer = f"“{found.condition}” is met with {most[1]} {value} ({target.en})."
    answer += _how(found, language)
    gap = found.assessment.lines["funding_gap"]
    if gap > HALF_A_CENT:
        missing = formats.money(gap, language, 0)
        answer += f"\n{'Let op: de bronnen zijn nog' if nl else 'Look out: the sources are still'} {missing} {'te klein voor de uitgaven.' if nl else 'short of the uses.'}"
    return f"{answer}\n\n{report.text(found.assessment, language)}"


def _how(found: Solution, language: str) -> str:
    """What a reader must know of how the value was reached."""
    nl = language == "nl"
    if found.target == "charge" and found.plan.charge.kind == "fixed":
        growth = formats.percent(found.plan.charge.charge_indexation, language)
        return (
            f"\nDat is een vaste woonvergoeding in de prijzen van de start, die elk jaar {growth} stijgt; het overzicht hieronder rekent daarmee, ook als het plan kostprijshuur vroeg."
            if nl
            else f"\nThis is a fixed charge at the prices of the start that rises by {growth} each year; the overview below reckons with it, also when the plan asked for cost rent."
        )
    if found.target == "homes":
        return (
            "\nDe verhouding tussen de types blijft dezelfde en de werken groeien mee; grond, vaste kosten, subsidies en leningen met een vast bedrag niet."
            if nl
            else "\nThe mix of types stays the same and the works grow along; land, fixed costs, subsidies and loans of a fixed amount do not."
        )
    return ""


def risk_data(result: RiskResult) -> dict[str, Any]:
    """Risk for JSON: distributions and shares, not the draws themselves."""
    inputs = [one.input for one in result.uncertain]
    shares: dict[str, Any] | None = None
    if result.shapley is not None:
        shares = {"kind": "shapley", "share": result.shapley.share.tolist(), "error": result.shapley.error.tolist()}  # fmt: skip
    elif result.sobol is not None:
        shares = {"kind": "sobol", "first": result.sobol.first.tolist(), "total": result.sobol.total.tolist()}
    return {
        "plan": result.plan.name, "engine": report.ENGINE, "seed": result.seed, "draws": len(result.draws), "assumed": result.assumed,
        "condition": result.condition,
        "uncertain": [report.plainly(asdict(one)) for one in result.uncertain],
        "correlations": [report.plainly(asdict(one)) for one in result.correlations],
        "distributions": {name: report.plainly(asdict(one)) for name, one in result.distributions.items()},
        "chances": report.plainly(result.chances),
        "tornado": [{"input": inputs[bar.input], "at_low": report.plainly(bar.at_low), "at_high": report.plainly(bar.at_high)} for bar in result.tornado],
        "shares": report.plainly(shares) if shares else None,
        "stresses": [
            {"name": one.stress.name, "nl": one.stress.nl, "en": one.stress.en, "source": one.stress.source,
             "required_charge": report.plainly(one.required_charge),
             "figures": {name: report.plainly(value) for name, value in one.assessment.figures.items()}}
            for one in result.stresses
        ],
    }  # fmt: skip


def risk_text(result: RiskResult, model: Model, language: str) -> str:
    """Risk in plain words: the answer, then how figures spread, what moves the charge, and what each stress does."""
    nl = language == "nl"
    heads = {
        "spread": ("Spreiding: 5%, midden, 95%", "Spread: 5%, middle, 95%"),
        "chances": ("Kans dat", "Chance that"),
        "drivers": ("Wat de nodige woonvergoeding doet verschillen", "What makes the required charge differ"),
        "stresses": ("Als het tegenzit: nodige woonvergoeding", "When things go wrong: required charge"),
    }
    parts = {
        "spread": _spreads(result, model, language),
        "chances": ((CHANCES.get(name, (name, name))[0 if nl else 1], formats.percent(chance, language, 1)) for name, chance in result.chances.items()),
        "drivers": _drivers(result, model, language),
        "stresses": ((one.stress.nl if nl else one.stress.en, report.said(one.required_charge, "eur_m2_month", language)) for one in result.stresses),
    }  # fmt: skip
    tables = [f"{heads[key][0 if nl else 1]}\n{report.table(list(rows))}" for key, rows in parts.items()]
    return "\n\n".join([_risk_answer(result, language), *tables]) + "\n"


def _risk_answer(result: RiskResult, language: str) -> str:
    nl, spread = language == "nl", result.distributions["required_charge"]
    low, middle, high = (
        report.said(spread.quantiles[place], "eur_m2_month", language) for place in (0, 2, 4)
    )
    calm = report.said(
        None if math.isnan(result.required_charge) else result.required_charge, "eur_m2_month", language
    )
    draws = formats.number(len(result.draws), language)
    if nl:
        said = f"In negen op tien gevallen ligt de nodige woonvergoeding tussen {low} en {high}; in het midden is dat {middle}. Zonder tegenslag is het {calm}."
        how = f"{draws} trekking{'en' if len(result.draws) > 1 else ''}, startgetal {result.seed}; voorwaarde: {result.condition}."
        assumed = " De onzekerheden zijn aannames van ons: het plan noemt er geen." if result.assumed else ""
        none = f" In {formats.percent(spread.none, language, 1)} van de gevallen volstaat geen enkele vergoeding." if spread.none else ""  # fmt: skip
    else:
        said = f"In nine cases out of ten the required charge lies between {low} and {high}; in the middle it is {middle}. Without setbacks it is {calm}."
        how = f"{draws} draw{'s' if len(result.draws) > 1 else ''}, seed {result.seed}; condition: {result.condition}."
        assumed = " The uncertainties are assumptions of ours: the plan names none." if result.assumed else ""
        none = f" In {formats.percent(spread.none, language, 1)} of the cases no charge is enough." if spread.none else ""  # fmt: skip
    return f"{said}{none}\n{how}{assumed}"


def _spreads(result: RiskResult, model: Model, language: str) -> Iterator[Sequence[str]]:
    for name in SHOWN:
        spread: Distribution | None = result.distributions.get(name)
        if spread is None:
            continue
        line = model.by_name.get(name)
        named = report.label(line, language) if line else ("Nodige woonvergoeding" if language == "nl" else "Required charge")  # fmt: skip
        unit = line.unit if line else "eur_m2_month"
        yield (named, *(report.said(spread.quantiles[place], unit, language) for place in (0, 2, 4)))


def _drivers(result: RiskResult, model: Model, language: str) -> Iterator[Sequence[str]]:
    """Each input with its share of the spread, largest first."""
    shares: Any = (
        result.shapley.share if result.shapley is not None else result.sobol.total if result.sobol else []
    )
    rows = sorted(zip((float(one) for one in shares), result.uncertain, strict=True), key=lambda row: -row[0])
    for share, one in rows:
        yield report.label(model.input_by_name[one.input], language), formats.percent(share, language, 0)


def parameters_text(rows: Sequence[Parameter], language: str, *, whole: bool) -> str:
    """Dated figures: a line each, or everything about them."""
    if not whole:
        return report.table([_row(one, language) for one in rows]) + "\n"
    return "\n\n".join("\n".join(_about(one, language)) for one in rows) + "\n"


def _row(one: Parameter, language: str) -> Sequence[str]:
    return (
        f"{one.name}: {one.label[language]}",
        _period(one, language),
        report.parameter_value(one, language),
        _status(one, language),
    )


def _status(one: Parameter, language: str) -> str:
    from feasibility.compile.explanation import STATUS

    return STATUS[one.status][0 if language == "nl" else 1]


def _period(one: Parameter, language: str) -> str:
    from_ = formats.day(one.from_, language) if one.from_ else "…"
    return f"{from_} – {formats.day(one.until, language) if one.until else '…'}"


def _about(one: Parameter, language: str) -> Iterator[str]:
    nl = language == "nl"
    yield f"{one.name}: {one.label[language]}"
    yield f"  {report.parameter_value(one, language)} ({_period(one, language)}), {_status(one, language)}, {one.region}"
    if one.note.get(language):
        yield f"  {one.note[language]}"
    if one.article:
        yield f"  {one.article}"
    yield f"  {one.source}"
    read = f"  {'gelezen op' if nl else 'read on'} {formats.day(one.read_on, language)}"
    if one.verified_on:
        read += f", {'nagekeken op' if nl else 'verified on'} {formats.day(one.verified_on, language)}"
    yield read
