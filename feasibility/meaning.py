"""What a figure means, in a sentence with its value in it, and the answer of a whole assessment in one or two.

meaning(assessment, "min_dscr", "nl")  # In het zwakste jaar (jaar 26) is er 1,12 euro voor elke euro rente en aflossing. …
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from feasibility.assessment import Assessment
from feasibility.compile.explanation import STATUS
from feasibility.faults import Fault, PlanError
from feasibility.formats import listed, measured, money, number, percent
from feasibility.formula import Line
from feasibility.inputs import TABLES
from feasibility.parameters import Parameter, ParameterNotKnown, parameter
from feasibility.sentences import SENTENCES, Sentence

MANY = 3  # types of home that the answer names one by one


def meanings(assessment: Assessment, language: str = "nl") -> Mapping[str, tuple[str, ...]]:
    """What every figure means: figure → a sentence, or one for each home or class."""
    figures = assessment.lines.model.of("figure")
    return {line.name: tuple(_sentences(assessment, line, language)) for line in figures}


def meaning(assessment: Assessment, name: str, language: str = "nl", *, element: int | None = None) -> str:
    """What one figure means; of a figure for each home or class that of one `element`, or of all. Raises PlanError for a name that is no figure."""
    line = assessment.lines.model.by_name.get(name)
    if line is None or line.clock != "figure":
        raise PlanError([Fault("name", f"{name!r} is no figure.", f"{name!r} is geen kerncijfer.")])
    said = _sentences(assessment, line, language)
    return " ".join(said) if element is None else said[element]


def answer(assessment: Assessment, language: str = "nl") -> str:
    """What it comes to: what a home costs with which contribution, whether cash holds, and the weakest year."""
    nl = language == "nl"
    if not assessment.figures["charge_month_1"]:
        return SENTENCES["charge_1"].pick(language, 0.0).format(**_shared(assessment))
    return f"{_homes(assessment, language)}. {_cash(assessment, nl)}; {_cover(assessment, language)}."


def _cover(assessment: Assessment, language: str) -> str:
    nl, year = language == "nl", assessment.figures["min_dscr_year"]
    if not isinstance(year, float | int):
        return "er is geen schuld" if nl else "there is no debt"
    cover = assessment.lines["min_dscr"]
    said = f"het zwakste jaar is jaar {year:.0f}" if nl else f"the weakest year is year {year:.0f}"
    if cover < 0:
        return f"{said}: dan blijft er niets over voor rente en aflossing" if nl else f"{said}: nothing is left for debt service then"  # fmt: skip
    each = _down(cover, language)
    return f"{said}, met {each} euro voor elke euro rente en aflossing" if nl else f"{said}, with {each} euro for each euro of debt service"  # fmt: skip


def _homes(assessment: Assessment, language: str) -> str:
    nl = language == "nl"
    charges, capital = assessment.lines["home_charge_1"], assessment.lines["home_capital"]
    rows = [(home.name, money(charge, language, 0), money(own, language, 0)) for home, charge, own in zip(assessment.plan.homes, charges, capital, strict=True)]  # fmt: skip
    if len(rows) > MANY:
        costs, own = _range(charges, language), _range(capital, language)
        return f"De woningen kosten {costs} per maand met {own} eigen inbreng" if nl else f"The homes cost {costs} a month with an own contribution of {own}"  # fmt: skip
    if nl:
        said = [f"een woning ‘{name}’ {'kost ' if number == 0 else ''}{cost} per maand met {own} eigen inbreng" for number, (name, cost, own) in enumerate(rows)]  # fmt: skip
    else:
        said = [f"a home ‘{name}’ {'costs ' if number == 0 else ''}{cost} a month with an own contribution of {own}" for number, (name, cost, own) in enumerate(rows)]  # fmt: skip
    together = listed(said, language)
    return together[0].upper() + together[1:]


def _range(values: Sequence[float], language: str) -> str:
    low, high = money(min(values), language, 0), money(max(values), language, 0)
    return low if low == high else f"{low} {'tot' if language == 'nl' else 'to'} {high}"


def _cash(assessment: Assessment, nl: bool) -> str:
    year, years = int(assessment.lines["liquid_from"]), assessment.plan.years
    if year > years:
        return "De kas komt ook in het laatste jaar tekort" if nl else "Cash runs short in the last year too"
    return f"De kas is liquide vanaf jaar {year}" if nl else f"Cash is liquid from year {year}"


def _sentences(assessment: Assessment, line: Line, language: str) -> list[str]:
    """The sentence of a figure, for each of its elements."""
    figure = assessment.figures[line.name]
    values: tuple[float | None, ...] = figure if isinstance(figure, tuple) else (figure,)
    if line.name == "liquid_from" and (figure or 0) > assessment.plan.years:  # type: ignore[operator]
        values = (None,)
    return [_sentence(assessment, line, language, value, element) for element, value in enumerate(values)]


def _sentence(assessment: Assessment, line: Line, language: str, value: float | None, element: int) -> str:
    sentence = SENTENCES.get(line.name) or _plain(line)
    places = _shared(assessment) | _own(assessment, line, element, language) | _value(line, value, language)
    rates = _rates(assessment, line, element)
    if rates is not None and len(rates) > 1:
        return _several(rates, language)
    nought = 0.00005 if line.unit in {"share", "share_year", "factor"} else 0.005
    said = sentence.pick(language, value, nought).format(**places)
    norm = _norm(assessment, sentence, language) if value is not None else ""
    return f"{said} {norm}".strip()


def _plain(line: Line) -> Sentence:
    """A sentence for a figure that somebody added."""
    return Sentence(
        f"{line.nl}: {{value}}. {line.note_nl}".strip(), f"{line.en}: {{value}}. {line.note_en}".strip()
    )


def _shared(assessment: Assessment) -> dict[str, str]:
    """What sentences may name of the plan as a whole."""
    lines = assessment.lines
    return {
        "years": str(assessment.plan.years), "first": f"{lines['first_full']:.0f}", "weakest": f"{lines['min_dscr_year']:.0f}",
        "tightest": f"{lines['lowest_cash_year']:.0f}",
    }  # fmt: skip


def _own(assessment: Assessment, line: Line, element: int, language: str) -> dict[str, str]:
    """What a sentence may name of its own home or class."""
    if line.per not in {"home", "share"}:
        return {}
    row = getattr(assessment.plan, TABLES[line.per][0])[element]
    if line.per == "share":
        return {"class_": row.name}
    return {"home": row.name, "capital": money(assessment.lines["home_capital"][element], language)}


def _value(line: Line, value: float | None, language: str) -> dict[str, str]:
    """The value of a figure in the forms that sentences ask for."""
    if value is None:
        return dict.fromkeys(("value", "share", "number", "euro", "deficit", "shortage"), "–")
    whole = line.unit in {"year", "points"}
    return {
        "value": measured(value, line.unit, language), "share": percent(value, language), "deficit": percent(-value, language),
        "number": number(value, language) if whole else _down(value, language), "euro": money(value, language, 2),
        "shortage": money(-value, language),
    }  # fmt: skip


def _down(value: float, language: str) -> str:
    """Cover with two decimals, never shown larger than it is."""
    return number(math.floor(value * 100 + 1e-7) / 100, language, trim=False)


def _norm(assessment: Assessment, sentence: Sentence, language: str) -> str:
    """The sentence that says what to compare with, and how sure that is; nothing when the norm is not known on the day."""
    if not sentence.norm:
        return ""
    found = assessment.inputs.parameters.get(sentence.norm)
    if not isinstance(found, Parameter):
        try:
            found = parameter(sentence.norm, assessment.on)
        except ParameterNotKnown:
            return ""
    said = sentence.norm_nl if language == "nl" else sentence.norm_en
    status = STATUS[found.status][0 if language == "nl" else 1]
    return said.format(norm=percent(found.number, language), norm_cover=number(1 + found.number, language, trim=False), status=status)  # fmt: skip


def _rates(assessment: Assessment, line: Line, element: int) -> tuple[float, ...] | None:
    """Every internal rate behind a figure that shows one."""
    if line.name == "project_rate":
        return assessment.rates
    return assessment.share_rates[element] if line.name == "share_rate" else None


def _several(rates: Sequence[float], language: str) -> str:
    said = listed([percent(rate, language) for rate in rates], language)
    if language == "nl":
        return f"Meer dan één rendement past bij de kasstromen: {said} per jaar. Eén percentage zegt hier dus niets."
    return f"More than one rate of return fits the cash flows: {said} a year. So one percentage says nothing here."
