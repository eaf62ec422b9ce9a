"""How sure it is: the spread of the required charge, what moves it most, and what named setbacks do."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from feasibility import Assessment
from feasibility.formats import listed, money, number, percent, small
from feasibility.report import label, said
from feasibility.report_others import CHANCES
from feasibility.risk import REQUIRED, RiskResult, StressResult, marginal
from proeftuin.studies.charts import Swing, spread, tornado
from proeftuin.studies.editing.wording import code_words
from proeftuin.studies.figures import figure_words, input_words
from proeftuin.studies.report.blocks import Block, Cell, Row, bullets, chart, section, table, text

_UNIT = "eur_m2_month"
_CHANCES = ("cash_short", "debt_not_covered", "financing_short")
_SHOWN = (REQUIRED, "charge_1", "min_dscr", "lowest_cash", "total_investment")


def risk(found: RiskResult, assessment: Assessment, language: str) -> Iterator[Block]:
    """The whole part on risk."""
    yield section(_("How sure it is"))
    yield text(_answer(found, language))
    yield text(_how(found, assessment, language), "note")
    if found.assumed:
        yield bullets(_assumed(found, assessment, language))
    yield from _spread(found, assessment, language)
    yield from _drivers(found, assessment, language)
    yield from _stresses(found, language)


def _charge(value: float | None, language: str) -> str:
    return said(value, _UNIT, language)


def _answer(found: RiskResult, language: str) -> str:
    spread_ = found.distributions[REQUIRED]
    low, middle, high = (_charge(spread_.quantiles[place], language) for place in (0, 2, 4))
    parts = [
        _("In nine cases out of ten the required charge lies between %(low)s and %(high)s; in the middle it is %(middle)s.") % {"low": low, "high": high, "middle": middle},
        _("Without setbacks it is %(calm)s.") % {"calm": _charge(found.required_charge, language)},
    ]  # fmt: skip
    if spread_.none:
        parts.append(
            _("In %(share)s of the cases no charge is enough.")
            % {"share": percent(spread_.none, language, 1)}
        )
    return " ".join(parts)


def _how(found: RiskResult, assessment: Assessment, language: str) -> str:
    words = _(
        "The required charge is a fixed charge at the prices of the start that meets this condition: %(condition)s. Reckoned over %(draws)s draws with seed %(seed)s."
    )
    words = words % {
        "condition": _condition(found, assessment, language),
        "draws": number(len(found.draws), language),
        "seed": found.seed,
    }
    return (
        f"{words} {_('The plan names no uncertainties: these are assumptions of ours.')}"
        if found.assumed
        else words
    )


def _condition(found: RiskResult, assessment: Assessment, language: str) -> str:
    """What is asked of the charge: each figure with the least that it may be."""
    parts = []
    for asked in found.condition.split(" and "):
        name, least = asked.split(" >= ")
        line = assessment.lines.model.by_name[name]
        figure, bound = small(label(line, language)), figure_words(line.unit, float(least), language)
        parts.append(_("%(figure)s at least %(bound)s") % {"figure": figure, "bound": bound})
    return listed(parts, language)


def _assumed(found: RiskResult, assessment: Assessment, language: str) -> Iterator[str]:
    """What was taken to be uncertain, and how far."""
    for one in found.uncertain:
        known = assessment.lines.model.input_by_name[one.input]
        low, high = (input_words(known, value, language) for value in (one.low, one.high))
        yield _("%(name)s: from %(low)s to %(high)s (%(shape)s)") % {
            "name": label(known, language),
            "low": low,
            "high": high,
            "shape": code_words(one.shape, language),
        }


def _spread(found: RiskResult, assessment: Assessment, language: str) -> Iterator[Block]:
    yield section(_("The spread of the required charge"), level=3)
    calm = found.required_charge
    marks = [] if math.isnan(calm) else [(_("without setbacks"), calm)]
    values = [float(one) for one in found.values[REQUIRED]]
    yield chart(spread(_("The required charge over all draws"), _answer(found, language), values, unit=_UNIT, language=language, marks=marks))  # fmt: skip
    rows = []
    for name in _SHOWN:
        line = assessment.lines.model.by_name.get(name)
        name_ = label(line, language) if line else _("required charge")
        unit = line.unit if line else _UNIT
        rows.append(
            Row(
                (
                    name_,
                    *(
                        figure_words(unit, found.distributions[name].quantiles[place], language)
                        for place in (0, 2, 4)
                    ),
                )
            )
        )
    yield table(
        _("How figures spread"),
        ("", _("5% lies below"), _("half lies below"), _("95% lies below")),
        rows,
        widths=(3, 2, 2, 2),
    )
    chances = (Row((CHANCES[name][0 if language == "nl" else 1], percent(chance, language, 1))) for name, chance in found.chances.items() if name in _CHANCES)  # fmt: skip
    yield table(_("The chance that"), ("", _("chance")), chances, widths=(1, None))


def _drivers(found: RiskResult, assessment: Assessment, language: str) -> Iterator[Block]:
    """The tornado, and each input's part of the spread."""
    yield section(_("What moves the required charge most"), level=3)
    named, swings = {}, []
    for bar in found.tornado:
        one = found.uncertain[bar.input]
        known = assessment.lines.model.input_by_name[one.input]
        named[bar.input] = label(known, language)
        low, high = (
            input_words(known, float(end), language) for end in marginal(one).quantile(np.array([0.05, 0.95]))
        )
        swings.append(Swing(named[bar.input], low, high, _there(bar.at_low), _there(bar.at_high)))
    about = _("One input at a time at its low and its high end (5% and 95%), the others in the middle.")
    drawn = tornado(
        _("What moves the required charge"),
        about,
        swings,
        _there(found.middle),
        unit=_UNIT,
        language=language,
    )
    yield chart(drawn)
    rows = (Row(row) for row in drawn.table.rows)
    yield table(drawn.title, drawn.table.head, rows, widths=(3, 1.6, 2.2, 1.6, 2.2), small=True)
    shares = _shares(found)
    if shares:
        parts = (Row((named[place], percent(share, language, 0))) for place, share in sorted(enumerate(shares), key=lambda one: -one[1]))  # fmt: skip
        yield table(_("Each input's part of the spread"), ("", _("part")), parts, widths=(1, None))


def _shares(found: RiskResult) -> list[float]:
    """The part of the variance that each input explains; none where nothing varies."""
    shares: Any = (
        found.shapley.share
        if found.shapley is not None
        else found.sobol.total
        if found.sobol is not None
        else ()
    )
    values = [float(one) for one in shares]
    return values if all(math.isfinite(one) for one in values) else []


def _there(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _stresses(found: RiskResult, language: str) -> Iterator[Block]:
    yield section(_("When things go wrong"), level=3)
    head = (
        _("setback"),
        _("required charge, € per m² and month"),
        _("more than without"),
        _("lowest cash with the plan's charge"),
        _("lowest cover with the plan's charge"),
        _("source"),
    )
    rows = [_stress(one, found.required_charge, language) for one in found.stresses]
    yield table(_("Named setbacks"), head, rows, widths=(3, 2, 2, 2.2, 1.8, 3), words=(0, 5), small=True)


def _stress(one: StressResult, calm: float, language: str) -> Row:
    """What a setback asks, how much more than without it, and what it does to the plan as it is."""
    figures, charge = one.assessment.figures, one.required_charge
    more = None if charge is None or math.isnan(calm) else charge - calm
    source = one.stress.source_in(language)
    return Row((
        one.stress.nl if language == "nl" else one.stress.en,
        _("no charge is enough") if charge is None else money(charge, language, 2), "–" if more is None else money(more, language, 2),
        figure_words("eur", figures["lowest_cash"], language), figure_words("factor", figures["min_dscr"], language),
        Cell(source, source if source.startswith(("https://", "http://")) else ""),
    ))  # fmt: skip
