"""Risk: what the figures become when inputs are not certain, what moves them most, and what a named stress does.

Inputs are drawn together (Gaussian copula on scrambled Sobol' points), so that a dear build and a long delay may come as one. The seed is in the
result: the same seed gives the same answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import exp, log, sqrt

import numpy as np

from feasibility.assessment import Assessment, assess_unfinanced
from feasibility.compile.kernel import Floats, Ledger, batch
from feasibility.parameters import parameter
from feasibility.plan import Correlation, Plan, Uncertain
from feasibility.sampling import Lognormal, Marginal, Normal, Triangular, Uniform, correlated
from feasibility.sensitivity import Bar, ShapleyShares, SobolIndices, shapley_shares, sobol_indices, tornado
from feasibility.solve import Condition, required, with_target

_NINETY = 1.6448536269514722  # the standard normal below which 95% lies
QUANTILES = (0.05, 0.25, 0.50, 0.75, 0.95)
REQUIRED = "required_charge"

# What is varied when a plan names nothing itself. Every range is an assumption of ours, shown as such.
DEFAULT_UNCERTAIN: tuple[Uncertain, ...] = (
    Uncertain(input="rate_rise", low=-0.01, mode=0.0, high=0.02),
    Uncertain(input="build_cost_factor", shape="lognormal", low=0.90, high=1.40),
    Uncertain(input="inflation", low=0.01, mode=0.02, high=0.035),
    Uncertain(input="vacancy_extra", low=0.0, mode=0.0, high=0.06),
    Uncertain(input="turnover_factor", low=0.5, mode=1.0, high=2.0),
    Uncertain(input="delay", low=0.0, mode=3.0, high=18.0),
)
DEFAULT_CORRELATIONS: tuple[Correlation, ...] = (
    Correlation(a="rate_rise", b="inflation", value=0.4),
    Correlation(a="build_cost_factor", b="inflation", value=0.3),
    Correlation(a="build_cost_factor", b="delay", value=0.4),
)


@dataclass(frozen=True)
class Stress:
    """A named blow: what moves, and where it comes from."""

    name: str
    shifts: Mapping[str, float]
    vacancy_extra: float
    en: str
    nl: str
    source: str
    source_nl: str = ""  # where the source is in words

    def source_in(self, language: str) -> str:
        """The source in a language."""
        return (self.source_nl if language == "nl" else "") or self.source


STRESSES: tuple[Stress, ...] = (
    Stress("build_cost_40", {"build_cost_factor": 1.4}, 0.0, "build cost +40%, as in Weimar", "bouwkost +40%, zoals in Weimar",
           "https://ro70weimar.wordpress.com/finanzierung"),
    Stress("build_cost_100", {"build_cost_factor": 2.0}, 0.0, "build cost +100%, as in Cologne", "bouwkost +100%, zoals in Keulen",
           "project and press, address not noted", "project en pers, adres niet genoteerd"),
    Stress("rate_2_points", {"rate_rise": 0.02}, 0.0, "interest +2 points", "rente +2 punten", "assumption", "aanname"),
    Stress("delay_12", {"delay": 12.0}, 0.0, "a year's delay", "een jaar vertraging", "assumption", "aanname"),
    Stress("third_empty", {}, 1 / 3, "a third of the homes empty", "een derde van de woningen leeg", "assumption", "aanname"),
)  # fmt: skip


@dataclass(frozen=True)
class Distribution:
    """How one figure spreads over the draws: mean, standard deviation, quantiles (5, 25, 50, 75, 95%), and the share of draws without a value."""

    mean: float
    sd: float
    quantiles: tuple[float, ...]
    none: float


@dataclass(frozen=True)
class StressResult:
    """What a stress does: the figures under it, and the charge that would then be required (None: no charge is enough)."""

    stress: Stress
    assessment: Assessment
    required_charge: float | None


@dataclass(frozen=True)
class RiskResult:
    """Distributions of every figure (per element as `name[0]`) and of the required charge, and what drives it.

    `required_charge` is that of the plan itself, `middle` that with every uncertain input at its median, around which the tornado turns (NaN: no charge
    is enough). `draws` (draws × inputs) are the drawn inputs, `values` the drawn figures. `chances`: the chance that a condition fails. `shapley` when inputs move
    together, else `sobol`; both about the required charge, inputs in the order of `uncertain`.
    """

    plan: Plan
    seed: int
    uncertain: tuple[Uncertain, ...]
    correlations: tuple[Correlation, ...]
    assumed: bool
    condition: str
    required_charge: float
    middle: float
    draws: Floats
    values: Mapping[str, Floats]
    distributions: Mapping[str, Distribution]
    chances: Mapping[str, float]
    tornado: tuple[Bar, ...]
    sobol: SobolIndices | None
    shapley: ShapleyShares | None
    stresses: tuple[StressResult, ...]


def risk(
    plan: Plan, *, draws: int = 4096, seed: int = 1, on: date | None = None, base: int = 256
) -> RiskResult:
    """Draws the uncertain inputs of the plan (or the assumed ones when it names none) and works out every figure for each draw.

    `base` sets how closely the shares of the inputs are worked out (scenarios for each subset of inputs). Raises PlanError as `assess` does, and
    CorrelationError for correlations that contradict each other.
    """
    day = on or plan.start
    uncertain, correlations = plan.uncertain or DEFAULT_UNCERTAIN, plan.correlations
    if not plan.uncertain:
        correlations = DEFAULT_CORRELATIONS
    spread = tuple(marginal(one) for one in uncertain)
    matrix = correlation_matrix(uncertain, correlations)
    ledger = assess_unfinanced(plan, on=on).lines
    charged = assess_unfinanced(with_target(plan, "charge"), on=on).lines
    condition = Condition(cover_condition(day), ledger.model)
    names = [one.input for one in uncertain]
    drawn = correlated(draws, spread, matrix, seed)
    varied = dict(zip(names, drawn.T, strict=True))
    own = float(required(charged, {}, "charge", condition)[0])

    def needed(points: Floats) -> Floats:
        return required(charged, dict(zip(names, points.T, strict=True)), "charge", condition, near=own)

    ends = np.array([[m.quantile(np.array([q]))[0] for m in spread] for q in (0.05, 0.5, 0.95)])
    charges = needed(np.vstack([drawn, ends[1]]))
    values = _values(ledger, varied) | {REQUIRED: charges[:-1]}

    sobol = None if correlations else sobol_indices(needed, spread, base * 4, seed)
    return RiskResult(
        plan=plan, seed=seed, uncertain=uncertain, correlations=correlations, assumed=not plan.uncertain, condition=condition.text,
        required_charge=own, middle=float(charges[-1]), draws=drawn,
        values=values, distributions={name: distribution(one) for name, one in values.items()}, chances=_chances(values, condition),
        tornado=tornado(needed, ends[1], ends[0], ends[2]), sobol=sobol,
        shapley=shapley_shares(needed, spread, matrix, base, seed) if correlations else None, stresses=stresses(plan, condition, on=on, near=own),
    )  # fmt: skip


def cover_condition(day: date) -> str:
    """What a charge is required to do: cover debt service with the usual margin, and never let the cash run dry."""
    return f"min_dscr >= {1 + parameter('norms.cover', day).number:.2f} and lowest_cash >= 0"


def stresses(
    plan: Plan, condition: Condition, *, on: date | None = None, near: float | None = None
) -> tuple[StressResult, ...]:
    """Each named stress on the plan, with what residents would then have to pay; `near` is what they have to pay without it."""
    blows = [_struck(plan, stress) for stress in STRESSES]
    varied = {name: np.array([_input(blow, name) for blow in blows]) for name in _STRUCK}
    charged = assess_unfinanced(with_target(plan, "charge"), on=on).lines
    charges = required(charged, varied, "charge", condition, near=near)
    return tuple(
        StressResult(stress, assess_unfinanced(blow, on=on), None if np.isnan(charge) else float(charge))
        for stress, blow, charge in zip(STRESSES, blows, charges, strict=True)
    )


_STRUCK = ("build_cost_factor", "rate_rise", "delay", "vacancy_extra")  # the inputs that a stress moves


def _struck(plan: Plan, stress: Stress) -> Plan:
    """The plan under a blow."""
    vacancy = plan.operation.vacancy_extra + stress.vacancy_extra
    return replace(
        plan,
        shifts=replace(plan.shifts, **stress.shifts),
        operation=replace(plan.operation, vacancy_extra=vacancy),
    )


def _input(plan: Plan, name: str) -> float:
    return float(getattr(plan.operation if name == "vacancy_extra" else plan.shifts, name))


def marginal(one: Uncertain) -> Marginal:
    """The distribution that an uncertain input is drawn from; low and high of a (log)normal are its 5% and 95% points."""
    if one.shape == "triangular":
        return Triangular(one.low, one.mode, one.high)
    if one.shape == "uniform":
        return Uniform(one.low, one.high)
    if one.shape == "normal":
        return Normal((one.low + one.high) / 2, (one.high - one.low) / (2 * _NINETY))
    middle, spread = (log(one.low) + log(one.high)) / 2, (log(one.high) - log(one.low)) / (2 * _NINETY)
    mean = exp(middle + spread**2 / 2)
    return Lognormal(mean, mean * sqrt(exp(spread**2) - 1))


def correlation_matrix(uncertain: tuple[Uncertain, ...], correlations: tuple[Correlation, ...]) -> Floats:
    """The matrix of the named correlations; nought where none is named."""
    place = {one.input: number for number, one in enumerate(uncertain)}
    matrix = np.eye(len(uncertain))
    for one in correlations:
        matrix[place[one.a], place[one.b]] = matrix[place[one.b], place[one.a]] = one.value
    return matrix


def distribution(values: Floats) -> Distribution:
    """How values (draws) spread; those without a value (NaN) are counted, not averaged."""
    there = values[~np.isnan(values)]
    if not len(there):
        return Distribution(float("nan"), float("nan"), (float("nan"),) * len(QUANTILES), 1.0)
    marks = tuple(float(one) for one in np.quantile(there, QUANTILES))
    return Distribution(float(there.mean()), float(there.std()), marks, 1 - len(there) / len(values))


def _values(ledger: Ledger, varied: Mapping[str, Floats]) -> dict[str, Floats]:
    """Every figure over the draws; one of each element apart."""
    names = tuple(line.name for line in ledger.model.of("figure"))
    found: dict[str, Floats] = {}
    for name, values in batch(ledger, varied, names).items():
        apart = values.ndim == 2
        found.update(
            {f"{name}[{number}]": one for number, one in enumerate(values)} if apart else {name: values}
        )
    return found


def _chances(values: Mapping[str, Floats], condition: Condition) -> dict[str, float]:
    """How often a condition fails, as a share of the draws."""
    return {
        "cash_short": float((values["lowest_cash"] < -0.005).mean()),
        "debt_not_covered": float((values["min_dscr"] < 1).mean()),
        "condition_not_met": float((condition.slack(values) < 0).mean()),
        "financing_short": float((values["funding_gap"] > 0.005).mean()),
    }
