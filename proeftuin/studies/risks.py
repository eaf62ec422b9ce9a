"""How sure the answer is: what the charge becomes when inputs are not certain, what moves it most, and what a named blow does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

import numpy as np
from django.utils.translation import gettext as _

from feasibility import Plan
from feasibility.formats import measured, money, number, percent
from feasibility.formula import Input
from feasibility.model import model
from feasibility.plan import Uncertain
from feasibility.risk import DEFAULT_UNCERTAIN, REQUIRED, RiskResult, marginal, risk
from proeftuin.studies import calculation
from proeftuin.studies.charts import Chart, Swing, spread, tornado
from proeftuin.studies.editing.wording import code_words
from proeftuin.studies.figures import input_words
from proeftuin.studies.models import StudyVersion

DRAWS, BASE = 1024, 16  # of the page: enough to see, few enough to answer within a second
CLOSE = 256  # scenarios for each subset of inputs in a long calculation
UNIT = "eur_m2_month"
SAMPLE = 2000  # draws that a long calculation keeps for its drawing
KEPT = 64  # answers in the memory of a process
CHANCES: tuple[str, ...] = ("cash_short", "debt_not_covered", "financing_short")


@dataclass(frozen=True, slots=True)
class StressRow:
    """What a named blow does, in words."""

    name: str
    source: str
    charge: str
    difference: str
    lowest_cash: str


@dataclass(frozen=True, slots=True)
class Risk:
    """What the page of risk shows."""

    required: str
    low: str
    middle: str
    high: str
    draws: int
    seed: int
    assumed: bool
    spread: Chart
    tornado: Chart
    shares: tuple[tuple[str, str], ...]
    chances: tuple[tuple[str, str], ...]
    ranges: tuple[tuple[str, str, str, str], ...]
    stresses: tuple[StressRow, ...]


def outcome(version: StudyVersion, *, draws: int = DRAWS, base: int = BASE) -> dict[str, Any]:
    """The risk of a version as plain values, in no language; the same seed gives the same."""
    plan = calculation.plan_of(version)
    with calculation.as_known(version):
        return plainly(risk(plan, draws=draws, seed=version.seed, on=version.on, base=base_for(plan, base)))


def base_for(plan: Plan, base: int) -> int:
    """As many scenarios for each subset of inputs as was asked, fewer when there are many subsets: the page has a second."""
    subsets = 1 << len(plan.uncertain or DEFAULT_UNCERTAIN)
    return max(4, min(base, base * 64 // subsets))


@lru_cache(maxsize=KEPT)
def _remembered(key: UUID) -> dict[str, Any]:
    return outcome(StudyVersion.objects.get(public_key=key))  # a version never changes


def of_page(version: StudyVersion) -> dict[str, Any]:
    """The same, kept in memory while the process lives."""
    return _remembered(version.public_key)


def plainly(result: RiskResult) -> dict[str, Any]:
    """What the page needs of a result, for JSON too. A draw without an answer is None."""
    drawn = np.sort(result.values[REQUIRED])
    kept = drawn if len(drawn) <= SAMPLE else drawn[np.linspace(0, len(drawn) - 1, SAMPLE).astype(int)]
    shares = result.shapley.share if result.shapley else result.sobol.total if result.sobol else np.array([])
    own = result.required_charge
    return {
        "draws": len(result.draws), "seed": result.seed, "assumed": result.assumed, "required": _number(own), "middle": _number(result.middle),
        "quantiles": [_number(one) for one in result.distributions[REQUIRED].quantiles], "sample": [_number(one) for one in kept],
        "bars": [{"input": result.uncertain[bar.input].input, "low": _number(bar.at_low), "high": _number(bar.at_high)} for bar in result.tornado],
        "inputs": [_drawn(one) for one in result.uncertain],
        "shares": [_number(one) for one in np.ravel(shares)],
        "chances": dict(result.chances),
        "stresses": [
            {"name": one.stress.name, "nl": one.stress.nl, "en": one.stress.en, "source": {language: one.stress.source_in(language) for language in calculation.LANGUAGES}, "charge": one.required_charge,
             "lowest_cash": _number(one.assessment.lines["lowest_cash"])}
            for one in result.stresses
        ],
    }  # fmt: skip


def _drawn(one: Uncertain) -> dict[str, Any]:
    """From where to where an input is drawn, and its 5% and 95% points: the ends of its bar."""
    ends = marginal(one).quantile(np.array([0.05, 0.95]))
    return {
        "input": one.input,
        "low": one.low,
        "high": one.high,
        "shape": one.shape,
        "ends": [float(end) for end in ends],
    }


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def shown(outcome: Mapping[str, Any], language: str) -> Risk:
    """What the page shows of an outcome in a language."""
    low, _quarter, middle, _three, high = (_charge(one, language) for one in outcome["quantiles"])
    own = outcome["required"]
    return Risk(
        _charge(own, language), low, middle, high, outcome["draws"], outcome["seed"], outcome["assumed"], _spread(outcome, language),
        _tornado(outcome, language), tuple(_shares(outcome, language)), tuple(_chances(outcome, language)), tuple(_ranges(outcome, language)),
        tuple(_stresses(outcome, language)),
    )  # fmt: skip


def _charge(value: float | None, language: str) -> str:
    return _("no charge is enough") if value is None else measured(round(value, 2), UNIT, language)


def _input(name: str) -> Input:
    return model().input_by_name[name]


def _label(name: str, language: str) -> str:
    return _input(name).nl if language == "nl" else _input(name).en


def _spread(outcome: Mapping[str, Any], language: str) -> Chart:
    marks = [(_("this plan"), outcome["required"])] if outcome["required"] is not None else []
    return spread(
        _("How sure is the charge?"), _("The charge that is needed in %(n)s possible futures.") % {"n": number(outcome["draws"], language)}, outcome["sample"], unit=UNIT,
        language=language, marks=marks,
    )  # fmt: skip


def _tornado(outcome: Mapping[str, Any], language: str) -> Chart:
    ends = {one["input"]: one for one in outcome["inputs"]}
    bars = [_swing(bar, ends[bar["input"]], language) for bar in outcome["bars"]]
    return tornado(
        _("What would change the answer most?"), _("The charge that is needed when one thing is low or high and the rest stays in the middle."), bars,
        outcome["middle"], unit=UNIT, language=language,
    )  # fmt: skip


def _swing(bar: Mapping[str, Any], ends: Mapping[str, Any], language: str) -> Swing:
    name = bar["input"]
    low, high = (_end(name, end, language) for end in ends["ends"])
    return Swing(_label(name, language), low, high, bar["low"], bar["high"])


def _end(name: str, value: float, language: str) -> str:
    return input_words(_input(name), value, language)


def _shares(outcome: Mapping[str, Any], language: str) -> Iterator[tuple[str, str]]:
    """Which part of the uncertainty each input brings, the largest first."""
    pairs = zip(outcome["inputs"], outcome["shares"], strict=False)
    for one, share in sorted(pairs, key=lambda pair: -(pair[1] or 0.0)):
        yield _label(one["input"], language), "–" if share is None else percent(max(0.0, share), language, 0)


def _ranges(outcome: Mapping[str, Any], language: str) -> Iterator[tuple[str, str, str, str]]:
    """From where to where each input was drawn."""
    for one in outcome["inputs"]:
        yield (
            _label(one["input"], language),
            _end(one["input"], one["low"], language),
            _end(one["input"], one["high"], language),
            code_words(one["shape"], language),
        )


def _chances(outcome: Mapping[str, Any], language: str) -> Iterator[tuple[str, str]]:
    words = {
        "cash_short": _("Cash runs short in some year"), "debt_not_covered": _("In some year there is not enough for interest and repayment"),
        "financing_short": _("The sources do not pay the investment"),
    }  # fmt: skip
    for name in CHANCES:
        yield words[name], percent(outcome["chances"][name], language, 0)


def _source(said: str) -> str:
    """Where a stress comes from; nothing for an assumption of ours, which the page says by itself."""
    return "" if said in {"assumption", "aanname"} else said


def _stresses(outcome: Mapping[str, Any], language: str) -> Iterator[StressRow]:
    for one in outcome["stresses"]:
        name, known = (
            one["nl" if language == "nl" else "en"],
            None not in (one["charge"], outcome["required"]),
        )
        gap = one["charge"] - outcome["required"] if known else 0.0
        difference = f"{'+' if gap > 0 else ''}{money(gap, language, 2)}" if known else "–"
        yield StressRow(
            name[:1].upper() + name[1:], _source(one["source"][language]), _charge(one["charge"], language), difference,
            "–" if one["lowest_cash"] is None else money(one["lowest_cash"], language, 0),
        )  # fmt: skip
