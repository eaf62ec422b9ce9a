"""What the calculator's page shows of a comparison: differences in euros and years, and everything that they rest on. No advice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from feasibility import formats
from feasibility.household import Assumption, Check, Comparison
from feasibility.household.sections import SideName
from feasibility.household.words import NOT_COUNTED, name
from feasibility.report import said
from proeftuin.core.templatetags.house import day
from proeftuin.studies.charts import Chart, Series, lines
from proeftuin.studies.household.comparing import BY_KEY, Outcome, choice_names
from proeftuin.studies.models import StudyVersion

GROWTHS = (0.0, 0.01, 0.02, 0.03, 0.04)  # of house prices a year, from which break-even is shown as a range
LEVELS = 5  # contributions at which the charge is shown
SHORT = {
    "rent": gettext_lazy("Renting"),
    "buy": gettext_lazy("Buying"),
    "cooperative": gettext_lazy("Cooperative"),
}
STATUS = {
    "law": gettext_lazy("law"),
    "practice": gettext_lazy("practice"),
    "assumption": gettext_lazy("assumption"),
    "unverified": gettext_lazy("not verified"),
    "given": gettext_lazy("yours"),
}


@dataclass(frozen=True)
class Turn:
    """What one growth of house prices does: for each pair, which way stays ahead and from when."""

    growth: str
    is_chosen: bool
    cells: tuple[tuple[str, str], ...]  # pair, what happens


@dataclass(frozen=True)
class Capital:
    """What the slider moves: from where to where, and what the charge becomes."""

    low: str  # whole euros, for the slider
    high: str
    now: str
    sentence: str
    is_fixed: bool
    charge: Chart | None
    path: Chart


@dataclass(frozen=True)
class Basis:
    """One thing that the result rests on, in words. `field` is the question where it can be changed."""

    label: str
    value: str
    status: str
    source: str
    address: str
    day: str
    field: str


@dataclass(frozen=True)
class Page:
    """A comparison in the language of the reader."""

    comparison: Comparison
    outcome: Outcome
    version: StudyVersion | None
    typed: Mapping[str, bool]  # field → whether the example's value stands in it
    language: str

    @property
    def answer(self) -> str:
        """The answer in one sentence."""
        return _unbroken(self.comparison.answer(self.language))

    @property
    def calculated_on(self) -> str:
        """The day of this calculation."""
        return day(self.comparison.on)

    @property
    def missed(self) -> str:
        """The way that is not in it, and why."""
        missed = self.outcome.missed
        if missed is None:
            return ""
        why = missed.nl if self.language == "nl" else missed.en
        return _("%(way)s is not in this comparison. Your own money %(why)s") % {
            "way": _capital(name(missed.side, self.language)),
            "why": why,
        }

    @property
    def ways(self) -> list[str]:
        """What the ways are called in short, in order."""
        return [str(SHORT[side]) for side in self.comparison.sides]

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """The ways side by side: what is compared, and each way's figure."""
        left = ngettext("Left after %(years)s year", "Left after %(years)s years", self.years) % {
            "years": self.years
        }
        sides = self.comparison.sides.values()
        figures = [
            (_("A month, in the first year"), [one.years["month"][0] for one in sides]),
            (_("Of which becomes yours"), [one.years["built_up"][0] for one in sides]),
            (_("Own money needed at the start"), [sum(one.start.values()) for one in sides]),
            (left, [one.totals["wealth"] for one in sides]),
        ]
        return [(label, [self._money(value) for value in values]) for label, values in figures]

    @property
    def years(self) -> int:
        """How many years are compared."""
        return self.comparison.household.years

    @property
    def months_chart(self) -> Chart:
        """What each way costs a month, year after year."""
        about = _("The cost a month of each way to live in each of %(years)s years.") % {"years": self.years}
        return self._chart(_("What you pay a month, year after year"), about, "month", "eur_month")

    @property
    def wealth_chart(self) -> Chart:
        """What each way leaves, for whoever leaves at the end of a year."""
        about = _("What is left for whoever leaves at the end of each of %(years)s years.") % {
            "years": self.years
        }
        return self._chart(_("What is left if you leave at the end of the year"), about, "wealth", "eur")

    def _chart(self, title: str, about: str, key: str, unit: str) -> Chart:
        drawn = [
            Series(name(side, self.language), one.years[key]) for side, one in self.comparison.sides.items()
        ]
        return lines(title, about, _numbers(1, self.years), drawn, unit=unit, language=self.language)

    @property
    def turns(self) -> list[Turn]:
        """Break-even at several growths of house prices; nothing without buying."""
        sides = self.comparison.household.sides
        pairs = [pair for pair in combinations(sides, 2) if "buy" in pair]
        if not pairs:
            return []
        chosen = self.comparison.household.outlook.house_growth
        growths = sorted({*GROWTHS, chosen})
        wanted = [f"{one}_over_{other}" for a, b in pairs for one, other in ((a, b), (b, a))]
        found = self.comparison.vary({"house_growth": np.array(growths)}, wanted)
        return [
            Turn(
                formats.percent(growth, self.language),
                growth == chosen,
                tuple(
                    (
                        self._pair(*pair),
                        self._ahead(pair, {key: values[place] for key, values in found.items()}),
                    )
                    for pair in pairs
                ),
            )
            for place, growth in enumerate(growths)
        ]

    def _pair(self, first: SideName, second: SideName) -> str:
        return f"{SHORT[first]} – {str(SHORT[second]).lower()}"

    def _ahead(self, pair: tuple[SideName, SideName], years: Mapping[str, float]) -> str:
        """Which of two stays ahead, and from which year."""
        first, second = pair
        for side, other in ((first, second), (second, first)):
            year = int(years[f"{side}_over_{other}"])
            if year:
                words = {"way": name(side, self.language), "year": year}
                return (
                    _("%(way)s in every year") % words
                    if year == 1
                    else _("%(way)s from year %(year)s on") % words
                )
        return _("neither stays ahead")

    @property
    def turn_words(self) -> list[str]:
        """The range of break-even in sentences: at the lowest and the highest growth; other pairs do not move with house prices."""
        turns = self.turns
        found = []
        for place, (pair, first) in enumerate(turns[0].cells if turns else ()):
            words = {
                "pair": pair,
                "low": turns[0].growth,
                "first": first,
                "high": turns[-1].growth,
                "last": turns[-1].cells[place][1],
            }
            found.append(
                _(
                    "%(pair)s: if house prices rise %(low)s a year, %(first)s leaves more; at %(high)s %(last)s."
                )
                % words
            )
        others = [one for one in self.comparison.break_even if "buy" not in {one.first, one.second}]
        return found + [one.words(self.language) for one in others]

    @property
    def capital(self) -> Capital | None:
        """The charge and the capital of the home in the cooperative, by own contribution."""
        home = self.comparison.household.cooperative
        if home is None:
            return None
        lines_of = self.comparison.lines
        now = lines_of["cooperative_capital_in"]
        high = max(now, min(home.price, self.comparison.household.own_money - home.entry_costs))
        low = min(now, self.comparison.inputs.values["cooperative_minimum_capital"])
        is_fixed = home.capital == "path" or high - low < 1
        return Capital(
            str(round(low)), str(round(high)), str(round(now)), self._capital_words(now, is_fixed),
            is_fixed, None if is_fixed else self._charge_chart(low, high), self._path_chart(now),
        )  # fmt: skip

    def _capital_words(self, now: float, is_fixed: bool) -> str:
        months = self.comparison.sides["cooperative"].years["month"]
        words = {
            "capital": self._money(now),
            "charge": self._money(months[0]),
            "last": self._money(months[-1]),
            "years": self.years,
        }
        text = (
            _(
                "With %(capital)s of your own the occupancy charge is %(charge)s a month in the first year and %(last)s in year %(years)s."
            )
            % words
        )
        paid = int(self.comparison.lines["cooperative_paid_year"])
        if paid:
            text += " " + _("Everything is paid after year %(year)s.") % {"year": paid}
        if self.version is not None:
            text += " " + _(
                "The study asks exactly this contribution for this home: its charge was worked out with it, so the slider does not move here."
            )
        return text

    def _charge_chart(self, low: float, high: float) -> Chart:
        levels = np.linspace(low, high, LEVELS)
        varied = {"cooperative_own_capital": levels, "cooperative_capital_given": np.ones(LEVELS)}
        charges = self.comparison.vary(varied, ["cooperative_month_1"])["cooperative_month_1"]
        series = [Series(_("year 1"), [float(one) for one in charges])]
        return lines(
            _("The charge by own contribution"), _("The occupancy charge a month in the first year, for five contributions."),
            [formats.number(one, self.language, 0) for one in levels], series, unit="eur_month", language=self.language, across=_("Own contribution, €"),
        )  # fmt: skip

    def _path_chart(self, now: float) -> Chart:
        stake = self.comparison.sides["cooperative"].years["stake"]
        return lines(
            _("Your capital in the cooperative"), _("What you paid in and saved with the charge, at the end of each year; year 0 is moving in."),
            _numbers(0, self.years), [Series(_("your shares"), (now, *stake))], unit="eur", language=self.language,
        )  # fmt: skip

    @property
    def checks(self) -> list[tuple[str, str]]:
        """The norms of banks and policy, and what this household comes to."""
        return [
            (one.nl if self.language == "nl" else one.en, self._check(one)) for one in self.comparison.checks
        ]

    def _check(self, check: Check) -> str:
        if check.value is None or check.income is None:
            return ""
        return _("With your income it is %(share)s.") % {
            "share": formats.percent(check.value, self.language, 1)
        }

    @property
    def warnings(self) -> list[str]:
        """What a reader must know."""
        found = [
            _capital(one.nl if self.language == "nl" else one.en)
            for one in self.comparison.warnings
            if one.key != "parameters"
        ]
        unverified = [
            one.label[self.language] for one in self.comparison.parameters if one.status == "unverified"
        ]
        if unverified:
            found.append(
                _("Not verified at the source: %(names)s.") % {"names": "; ".join(dict.fromkeys(unverified))}
            )
        return found

    @property
    def not_counted(self) -> list[str]:
        """What the calculation does not know."""
        return [nl if self.language == "nl" else en for nl, en in NOT_COUNTED]

    @property
    def basis(self) -> list[Basis]:
        """Everything that the result rests on."""
        return [self._basis(one) for one in self.comparison.assumptions]

    def _basis(self, one: Assumption) -> Basis:
        question = BY_KEY.get(one.id)
        field, status = question.name if question else "", str(STATUS[one.status])
        source, address, read_on = one.source, "", formats.day(one.day, self.language)
        if self.version is not None and one.id.startswith("cooperative."):
            field, source, read_on = "", self.version.name, formats.day(self.version.on, self.language)
            status = _("from the study") if one.given else status
        elif one.status == "given" and self.typed.get(field):
            status, source = str(STATUS["assumption"]), _("example value")
        if source.startswith("https://"):
            address, source = source, source.split("/")[2]
        return Basis(
            _capital(one.label[self.language]), self._value(one), status, source, address, read_on, field
        )

    def _value(self, one: Assumption) -> str:
        if isinstance(one.value, int | float):
            return said(float(one.value), one.unit, self.language)
        if one.value in {"true", "false"}:
            return formats.measured(float(one.value == "true"), "flag", self.language)
        if one.unit == "date":
            return formats.day(date.fromisoformat(str(one.value)), self.language)
        question = BY_KEY.get(one.id)
        return choice_names(question, self.language).get(str(one.value), "") if question and one.value else ""

    @property
    def study_words(self) -> str:
        """Where the cooperative side comes from."""
        if self.version is None:
            return _(
                "The home in the cooperative is an example with made-up figures, unless you filled in your own."
            )
        words = {
            "study": self.version.name,
            "day": day(self.version.published_at),
            "law": day(self.version.on),
        }
        return (
            _(
                "The home in the cooperative comes from the study %(study)s, published on %(day)s, with the law of %(law)s."
            )
            % words
        )

    def _money(self, value: float) -> str:
        return _unbroken(formats.money(value, self.language, 0))


def page_of(outcome: Outcome, version: StudyVersion | None, typed: Mapping[str, bool]) -> Page:
    """What there is to show, in the language of this request."""
    return Page(outcome.comparison, outcome, version, typed, get_language() or "nl")


def _unbroken(text: str) -> str:
    """With amounts that stay on one line."""
    return text.replace("€ ", "€\N{NO-BREAK SPACE}")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _numbers(first: int, last: int) -> list[str]:
    return [str(one) for one in range(first, last + 1)]
