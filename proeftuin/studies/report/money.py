"""Where the money comes from and goes to: sources and uses, who already paid, cash, debt and cover over the years."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from feasibility import Assessment
from feasibility.formats import money, number
from feasibility.meaning import meaning
from feasibility.model.indicators import NO_DEBT
from feasibility.statements import Statement, statutory_plan
from proeftuin.studies import funding, results
from proeftuin.studies.charts import Chart, Series, lines
from proeftuin.studies.editing.wording import code_words
from proeftuin.studies.figures import figure_words
from proeftuin.studies.report.blocks import Block, Cell, Row, chart, section, table, text
from proeftuin.studies.report.facts import ReportFacts

_YEAR_LINES = ("charged", "debt_service", "dscr", "reserve", "free_cash", "debt")
_FIRST, _STEP = 5, 5  # each of the first years, then each so many


def sources_and_uses(assessment: Assessment, language: str) -> Iterator[Block]:
    """What it costs, item by item, and who pays it."""
    sources, uses = statutory_plan(assessment).items[1].statements
    yield section(_("Sources and uses"))
    yield text(_("From the deed to handover, with VAT, to the cent."))
    head = ("", _("amount"))
    yield table(_("What is needed"), head, _uses(assessment, uses, language), widths=(1, None))
    yield table(_("Where it comes from"), head, _rows(sources, language), widths=(1, None))
    yield chart(results.sources_and_uses(assessment, language))


def _rows(statement: Statement, language: str) -> Iterator[Row]:
    for row in statement.rows:
        yield Row(
            (row.label(language), money(row.values[0] or 0.0, language, 2)),
            "total" if row.level == "total" else "line",
        )


def _uses(assessment: Assessment, uses: Statement, language: str) -> Iterator[Row]:
    """The investment item by item, then what the statement has beside it."""
    for name, amount in funding.items(assessment, language):
        yield Row((name, money(amount, language, 2)))
    for row in uses.rows:
        words = Cell(row.label(language), bold=row.id == "total_investment")
        yield Row(
            (words, Cell(money(row.values[0] or 0.0, language, 2), bold=words.bold)),
            "total" if row.level == "total" else "line",
        )


def equity(about: ReportFacts, assessment: Assessment, language: str) -> Iterator[Block]:
    """Of each class of shares: what the plan counts on, what was subscribed and what was paid."""
    if not assessment.plan.shares:
        return
    yield section(_("Own funds: promised, subscribed, paid"))
    yield text(_("What the plan counts on is promised: nobody needs to have signed for it. What was subscribed or paid was filled in by who made this version; a dash means that nothing was filled in."))  # fmt: skip
    head = (
        _("class of shares"),
        _("kind"),
        _("promised in the plan"),
        _("subscribed"),
        _("of which paid"),
        _("not yet subscribed"),
    )
    found = list(funding.own_funds(assessment, about.equity))
    values = [(one.amount, one.subscribed, one.paid, one.promised) for one in found]
    rows = [
        Row((one.name, code_words(one.kind, language), *(_amount(value, language) for value in row)))
        for one, row in zip(found, values, strict=True)
    ]
    sums = [funding.total(column) for column in zip(*values, strict=True)]
    rows.append(Row((_("together"), "", *(_amount(value, language) for value in sums)), "total"))
    yield table("", head, rows, widths=(3, 2.2, 2, 2, 2, 2), words=(0, 1))


def _amount(value: float | None, language: str) -> str:
    return "–" if value is None else money(value, language, 2)


def over_time(assessment: Assessment, language: str) -> Iterator[Block]:
    """Cash and debt, and cover, over the years."""
    yield section(_("Cash and debt over the years"))
    yield text(
        f"{meaning(assessment, 'liquid_from', language)} {meaning(assessment, 'lowest_cash', language)}"
    )
    yield chart(results.over_time(assessment, language))
    yield table(
        _("Cash, debt and cover in some of the years"), _head(language), _years(assessment, language),
        widths=(None, *(1 for _one in _YEAR_LINES)), words=(),
    )  # fmt: skip
    yield section(_("Cover of debt service over the years"))
    yield text(meaning(assessment, "min_dscr", language))
    if assessment.plan.loans:
        yield chart(_cover(assessment, language))


def _head(language: str) -> tuple[str, ...]:
    return (
        _("year"), _("charge of all homes"), _("interest and principal"), _("cover (DSCR)"), _("reserve for works"), _("free cash"), _("debt"),
    )  # fmt: skip


def _years(assessment: Assessment, language: str) -> Iterator[Row]:
    """The first years, then every fifth, and those in which cash and cover are lowest."""
    last, ledger = assessment.plan.years, assessment.lines
    weak = {int(ledger["lowest_cash_year"]), int(ledger["min_dscr_year"])}
    shown = {*range(1, _FIRST + 1), *range(_STEP, last + 1, _STEP), *weak, last}
    for year in sorted(one for one in shown if 1 <= one <= last):
        cells = [_cell(name, float(ledger[name][year]), language) for name in _YEAR_LINES]
        calendar = assessment.plan.start.year + year - 1
        yield Row((f"{year} ({calendar})", *cells))


def _cell(name: str, value: float, language: str) -> str:
    return figure_words("factor", value, language) if name == "dscr" else number(value, language, 0)


def _cover(assessment: Assessment, language: str) -> Chart:
    """Euros for each euro of debt service, beside what was asked."""
    plan, years = assessment.plan, range(1, assessment.plan.years + 1)
    labels = [str(plan.start.year + year - 1) for year in years]
    found = [float(assessment.lines["dscr"][year]) for year in years]
    known = [None if value >= NO_DEBT else value for value in found]
    asked = [None if value is None else plan.charge.cover for value in known]
    series = [Series(_("available"), known), Series(_("asked"), asked)]
    weakest = int(assessment.lines["min_dscr_year"])
    marks = [(_("weakest year"), labels[weakest - 1])] if 1 <= weakest <= len(labels) else []
    return lines(
        _("Cover of debt service"), _("How many euros there are for each euro of interest and principal."), labels, series,
        unit="factor", language=language, marks=marks,
    )  # fmt: skip
