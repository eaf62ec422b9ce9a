"""Compare the ways to live of one household: what each costs, ties up and leaves, from when one stays ahead, and what that rests on."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

from feasibility.compile.kernel import Ledger, batch, ledger
from feasibility.faults import Fault, PlanError
from feasibility.household import guards, words
from feasibility.household.assumptions import Assumption, assumptions_of
from feasibility.household.checks import Check, checks_of, warnings_of
from feasibility.household.numbers import index_law, resolve
from feasibility.household.sections import Household, SideName
from feasibility.inputs import Inputs
from feasibility.model.household import household_model
from feasibility.parameters import Parameter, ParameterNotKnown

if TYPE_CHECKING:
    from feasibility.compile.kernel import Floats

START: Mapping[SideName, tuple[str, ...]] = {  # what is needed on the first day: own money that stays the household's, then costs
    "rent": ("rent_deposit",),
    "buy": ("buy_own_part", "buy_duty", "buy_deed", "buy_loan_duty", "buy_loan_deed", "buy_file"),
    "cooperative": ("cooperative_capital_in", "cooperative_entry"),
}  # fmt: skip
BUILT_UP: Mapping[SideName, str] = {"buy": "buy_principal", "cooperative": "cooperative_saved"}


@dataclass(frozen=True)
class Side:
    """One way to live.

    `start`: what is needed on the first day, by line (€). `years`, each from year 1 on: `month` the cost a month, `built_up` what of it becomes the
    household's (€ a month); at the end of the year `stake` own money tied up, `home` what leaving brings, `invested` other own money, `wealth` both
    together (€). `totals` over all years (€).
    """

    name: SideName
    start: Mapping[str, float]
    years: Mapping[str, tuple[float, ...]]
    totals: Mapping[str, float]


@dataclass(frozen=True)
class BreakEven:
    """Two ways to live: which leaves more wealth at the end, and the first year from which it stays so. Both None: neither."""

    first: SideName
    second: SideName
    ahead: SideName | None
    year: int | None
    years: int

    def words(self, language: str) -> str:
        """The same as a sentence."""
        return words.break_even(self.first, self.second, self.ahead, self.year, self.years, language)


@dataclass(frozen=True)
class Comparison:
    """The ways to live of one household beside each other. `lines` is the ledger of all lines; `warnings` is what a reader must know."""

    household: Household
    on: date
    inputs: Inputs
    lines: Ledger

    def answer(self, language: str = "nl") -> str:
        """The answer in one sentence."""
        cost = {name: side.years["month"][0] for name, side in self.sides.items()}
        wealth = {name: side.years["wealth"][-1] for name, side in self.sides.items()}
        return words.answer(self.household.sides, cost, wealth, self.household.years, language)

    @cached_property
    def sides(self) -> Mapping[SideName, Side]:
        """Each way to live by name, in the order rent, buy, cooperative."""
        return {name: self._side(name) for name in self.household.sides}

    def _side(self, name: SideName) -> Side:
        lines = self.lines
        series = {key: tuple(lines[f"{name}_{key}"][1:]) for key in ("month", "stake", "home", "invested", "wealth")}  # fmt: skip
        built = tuple(one / 12 for one in lines[BUILT_UP[name]][1:]) if name in BUILT_UP else (0.0,) * lines.years  # fmt: skip
        entry = {"rent": 0.0, "buy": lines["buy_entry_costs"], "cooperative": lines["cooperative_entry"]}
        leaving = {
            "rent": 0.0,
            "buy": lines["buy_selling"][-1] + lines["buy_early"][-1],
            "cooperative": lines["cooperative_value_now"][-1] - lines["cooperative_home"][-1],
        }
        totals = {
            "paid": lines[f"{name}_total"], "entry_costs": entry[name], "exit_costs": leaving[name],
            "built_up": 12 * sum(built), "wealth": lines[f"{name}_wealth_end"],
        }  # fmt: skip
        return Side(name, {line: lines[line] for line in START[name]}, {**series, "built_up": built}, totals)

    @cached_property
    def break_even(self) -> tuple[BreakEven, ...]:
        """For each pair, from which year one stays ahead."""
        return tuple(self._pair(*pair) for pair in combinations(self.household.sides, 2))

    def _pair(self, first: SideName, second: SideName) -> BreakEven:
        years = self.household.years
        for side, other in ((first, second), (second, first)):
            if year := int(self.lines[f"{side}_over_{other}"]):
                return BreakEven(first, second, side, year, years)
        return BreakEven(first, second, None, None, years)

    @cached_property
    def warnings(self) -> tuple[Fault, ...]:
        """What a reader must know, worst first."""
        return tuple(warnings_of(self.household, self.parameters, self.lines, self.on))

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """The norms of banks and policy: what they come to, and whether they hold. No advice."""
        return tuple(checks_of(self.household, self.inputs, self.lines))

    @cached_property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Everything that the result rests on."""
        return assumptions_of(self.household, self.inputs, self.on)

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The figures of law and practice that were used, each once, by name."""
        used = (*self.inputs.parameters.values(), index_law(self.household))
        every = [one for some in used for one in (some if isinstance(some, tuple) else (some,)) if one]
        return tuple(sorted(dict.fromkeys(every), key=lambda one: (one.name, one.first)))

    def vary(self, varied: Mapping[str, Floats], wanted: Sequence[str]) -> dict[str, Floats]:
        """Figures when inputs of the model vary, each array of shape (scenarios): vary({"house_growth": …}, ["buy_over_rent"])."""
        return batch(self.lines, varied, wanted)

    def data(self) -> dict[str, Any]:
        """The whole result for JSON: stable ids, plain numbers, days as text, words in both languages."""
        return {
            "on": self.on.isoformat(),
            "answer": {"nl": self.answer("nl"), "en": self.answer("en")},
            "years": self.household.years,
            "sides": {name: _plain(side) for name, side in self.sides.items()},
            "break_even": [
                {**_plain(one), "words": {"nl": one.words("nl"), "en": one.words("en")}}
                for one in self.break_even
            ],
            "figures": {line.name: self.lines[line.name] for line in self.lines.model.of("figure") if self._about(line.name)},
            "checks": [_plain(one) for one in self.checks],
            "assumptions": [_plain(one) for one in self.assumptions],
            "parameters": [{"name": one.name, "value": one.number, "unit": one.unit, "status": one.status, "source": one.source} for one in self.parameters],
            "warnings": [_plain(one) for one in self.warnings],
            "not_counted": [{"nl": nl, "en": en} for nl, en in words.NOT_COUNTED],
        }  # fmt: skip

    def _about(self, figure: str) -> bool:
        """Whether a figure is about sides that are compared."""
        absent = {"rent", "buy", "cooperative"} - set(self.household.sides)
        return absent.isdisjoint(figure.split("_"))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def compare(household: Household, *, on: date | None = None) -> Comparison:
    """Compares the ways to live of a household, as known on a day (default: the day of moving in).

    Raises PlanError with every fault: in the household, in own money that does not suffice to start, or in days for which the law is not known.
    """
    if faults := list(guards.field_faults(household)):
        raise PlanError(faults)
    if faults := list(guards.cross_faults(household)):
        raise PlanError(faults)
    day = on or household.start
    try:
        inputs = resolve(household, day)
    except ParameterNotKnown as unknown:
        raise PlanError([Fault("start", unknown.message("en"), unknown.message("nl"))]) from unknown
    lines = ledger(household_model(), inputs.values, household.years)
    if faults := list(guards.money_faults(household, inputs.values, lines)):
        raise PlanError(faults)
    return Comparison(household, day, inputs, lines)
