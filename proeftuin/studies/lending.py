"""What a bank or a juror looks at in one version, and beside it what their own copy comes to."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from feasibility import Assessment
from feasibility.compile.explanation import STATUS
from feasibility.formats import measured, money, number
from feasibility.parameters import Parameter
from feasibility.report import label, parameter_value
from feasibility.statements import statutory_plan
from proeftuin.studies import funding, results
from proeftuin.studies.calculation import as_known, assessment_of, differs, kept
from proeftuin.studies.charts import Chart
from proeftuin.studies.figures import figure_words, rounded_down
from proeftuin.studies.funding import SMALL
from proeftuin.studies.models import StudyVersion
from proeftuin.studies.varying import Shifts, varied_assessment

Amounts = Callable[[Assessment, str], Iterator[tuple[str, float]]]
FIGURES = (
    "min_dscr", "min_dscr_year", "min_senior_dscr", "llcr", "min_icr", "ltv", "ltc", "lowest_cash", "lowest_cash_year",
    "total_investment", "debt_delivery", "equity_delivery",
)  # fmt: skip
SHORT = {"min_dscr": "DSCR", "min_icr": "ICR"}  # what a bank calls it, where the label does not say it


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of the version, and on the copy, with the difference in words."""

    label: str
    given: str
    copy: str = ""
    difference: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a caption, and their sum where that says something."""

    caption: str
    rows: tuple[Row, ...]
    total: Row | None = None


@dataclass(frozen=True, slots=True)
class EquityRow:
    """What of a class of shares is there already, and what is not."""

    name: str
    amount: str
    paid: str
    subscribed: str
    promised: str


@dataclass(frozen=True, slots=True)
class Source:
    """A figure of law or practice and how sure it is."""

    label: str
    value: str
    status: str
    is_unverified: bool
    source: str


@dataclass(frozen=True, slots=True)
class Side:
    """The answer and what to look at, of the version or of the copy."""

    answer: str
    checks: tuple[results.Check, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the page behind a link shows; `copy` is there when the reader varied something."""

    name: str  # as the version had it: the study may be called otherwise by now
    version: Side
    copy: Side | None
    figures: Table
    homes: Table
    uses: Table
    sources: Table
    equity: tuple[EquityRow, ...]
    parameters: tuple[Source, ...]
    unverified: int
    charts: tuple[Chart, ...]
    is_reworked: bool


@dataclass(frozen=True, slots=True)
class _Seen:
    """An assessment with the figures that go with it: for the version those that it keeps."""

    assessment: Assessment
    figures: Mapping[str, Any]


def sheet(version: StudyVersion, shifts: Shifts, language: str) -> Sheet:
    """The sheet of a version, with a copy on which `shifts` moved."""
    found = assessment_of(version)
    given = _Seen(found, version.figures)
    with as_known(version):
        copy = None
        copied = None
        if shifts:
            varied = varied_assessment(version, shifts)
            outcome = kept(varied)
            copy = _Seen(varied, outcome["figures"])
            copied = Side(
                results.together(outcome["answer"][language]), tuple(results.checks(varied, language))
            )
        return Sheet(
            name=found.plan.name, version=Side(results.together(version.answer.get(language, "")), tuple(results.checks(found, language))), copy=copied,
            figures=Table(_("Cover, value and cash"), tuple(_figures(given, copy, language))),
            homes=Table(_("Occupancy charge a month, in the first full year"), tuple(_homes(given, copy, language))),
            uses=_amounts(_("What is needed"), _uses, given, copy, language),
            sources=_amounts(_("Where it comes from"), _sources, given, copy, language),
            equity=tuple(_equity(version, found, language)), parameters=tuple(_parameters(found.parameters, language)),
            unverified=sum(one.status == "unverified" for one in found.parameters),
            charts=(results.sources_and_uses(found, language), results.over_time(found, language)),
            is_reworked=differs(version, found),
        )  # fmt: skip


def _figures(given: _Seen, copy: _Seen | None, language: str) -> Iterator[Row]:
    plan, by_name = given.assessment.plan, given.assessment.lines.model.by_name
    for name in FIGURES:
        if name == "min_senior_dscr" and not any(loan.subordinated for loan in plan.loans):
            continue
        words = label(by_name[name], language)
        if name in SHORT and SHORT[name] not in words:
            words = f"{words} ({SHORT[name]})"
        after = copy.figures.get(name) if copy else None
        yield _row(
            words, given.figures.get(name), after, by_name[name].unit, language, is_varied=copy is not None
        )


def _homes(given: _Seen, copy: _Seen | None, language: str) -> Iterator[Row]:
    """The charge of each type of home a month, to the cent."""
    scale = given.assessment.plan.shifts.programme_scale
    own, before = given.figures["home_capital"], given.figures["home_charge_1"]
    for place, home in enumerate(given.assessment.plan.homes):
        said = {"n": number(home.count * scale, language), "area": measured(home.area, "m2", language), "own": money(own[place], language, 0)}  # fmt: skip
        after = copy.figures["home_charge_1"][place] if copy else None
        yield _row(
            home.name, before[place], after, "cents", language, is_varied=copy is not None,
            note=_("%(n)s homes of %(area)s, own contribution %(own)s") % said,
        )  # fmt: skip


def _amounts(caption: str, of: Amounts, given: _Seen, copy: _Seen | None, language: str) -> Table:
    """Amounts under the same names, and their sum."""
    before, after = dict(of(given.assessment, language)), dict(of(copy.assessment, language)) if copy else {}
    is_varied = copy is not None
    rows = tuple(
        _row(name, before.get(name, 0.0), after.get(name, 0.0), "eur", language, is_varied=is_varied)
        for name in dict.fromkeys([*before, *after])
    )
    sums = sum(before.values()), sum(after.values())
    return Table(caption, rows, _row(_("Together"), *sums, "eur", language, is_varied=is_varied))


def _uses(assessment: Assessment, language: str) -> Iterator[tuple[str, float]]:
    """What is paid until handover, item by item, and the working capital."""
    yield from funding.items(assessment, language)
    if assessment.plan.costs.working_capital > SMALL:
        yield _("Working capital at handover"), assessment.plan.costs.working_capital
    if (surplus := float(assessment.lines["funding_surplus"])) > SMALL:
        yield _("More than is needed"), surplus


def _sources(assessment: Assessment, language: str) -> Iterator[tuple[str, float]]:
    """Contributions, subsidies and loans, and what no source pays."""
    table = statutory_plan(assessment).items[1].statements[0]
    for row in table.rows:
        if row.level == "line" and row.values[0]:
            yield row.label(language), float(row.values[0])
    if (gap := float(assessment.lines["funding_gap"])) > SMALL:
        yield _("Not paid by any source"), gap


def _row(
    words: str, before: float | None, after: float | None, unit: str, language: str, *, is_varied: bool, note: str = ""
) -> Row:  # fmt: skip
    given = shown(before, unit, language)
    if not is_varied:
        return Row(words, given, note=note)
    return Row(words, given, shown(after, unit, language), difference(before, after, unit, language), note)


def shown(value: float | None, unit: str, language: str) -> str:
    """A figure in words; amounts in whole euros, a charge to the cent."""
    if value is not None and unit in {"eur", "cents"}:
        return money(value, language, 2 if unit == "cents" else 0)
    return figure_words(unit, value, language)


def _rounded(value: float, unit: str) -> float:
    """As it is shown, so that a difference is that of what one sees."""
    if unit == "factor":
        return rounded_down(value)
    return round(value, {"eur": 0, "cents": 2, "share": 4}.get(unit, 0))


def difference(before: float | None, after: float | None, unit: str, language: str) -> str:
    """How much more or less, with its sign; nothing where one of the two says nothing."""
    if before is None or after is None:
        return "–"
    gap = _rounded(after, unit) - _rounded(before, unit)
    if abs(gap) < 0.00005:
        return _("the same")
    sign, size = ("+" if gap > 0 else "−"), abs(gap)
    if unit == "share":
        return _("%(n)s points") % {"n": f"{sign}{number(100 * size, language)}"}
    if unit == "year":
        return sign + measured(size, "years", language)
    return sign + (number(size, language, 2, trim=False) if unit == "factor" else shown(size, unit, language))


def _equity(version: StudyVersion, assessment: Assessment, language: str) -> Iterator[EquityRow]:
    """Of each class of shares what was paid, what was subscribed and not yet paid, and the rest, that is only promised."""
    rows = [(one.name, (one.amount, one.paid, one.not_paid, one.promised)) for one in funding.own_funds(assessment, version.equity)]  # fmt: skip
    for name, values in rows:
        yield EquityRow(name, *(shown(value, "eur", language) for value in values))
    if len(rows) > 1:
        sums = [funding.total(column) for column in zip(*(values for _name, values in rows), strict=True)]
        yield EquityRow(_("Together"), *(shown(value, "eur", language) for value in sums))


def _parameters(found: Sequence[Parameter], language: str) -> Iterator[Source]:
    """What is not verified first."""
    for one in sorted(found, key=lambda one: one.status != "unverified"):
        status = STATUS[one.status][0 if language == "nl" else 1]
        source = ", ".join(part for part in (one.article, one.source) if part)
        yield Source(
            one.label[language], parameter_value(one, language), status, one.status == "unverified", source
        )
