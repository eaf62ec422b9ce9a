"""What it comes to: the answer, the homes, versions side by side, and every check with its outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from feasibility import Assessment
from feasibility.assessment import HALF_A_CENT
from feasibility.formats import measured, money
from feasibility.meaning import answer
from feasibility.report import label
from feasibility.statements import balance_sheet, cash_flow, profit_and_loss
from proeftuin.studies import results
from proeftuin.studies.figures import figure_words
from proeftuin.studies.report.blocks import Block, Cell, Row, bullets, chart, section, table, text
from proeftuin.studies.report.facts import ReportFacts

BARS = 12  # types of home that a chart can show legibly
COLUMNS = 5  # of a table of parts, the first included
_SIDE = ("total_investment", "equity_delivery", "debt_delivery", "charge_1", "min_dscr", "lowest_cash")


def summary(assessment: Assessment, language: str) -> Iterator[Block]:
    """The answer, what to look at, and the figures that matter most."""
    yield section(_("Summary"))
    yield text(answer(assessment, language), "lead")
    yield section(_("What to look at"), level=3)
    yield from _warnings(assessment, language)
    yield section(_("Key figures"), level=3)
    rows = (Row((one.label, one.value, one.meaning)) for one in results.figures(assessment, language))
    yield table(
        "", (_("what it is"), _("value"), _("what it means")), rows, widths=(4, None, 7), words=(0, 2)
    )


def _warnings(assessment: Assessment, language: str) -> Iterator[Block]:
    found = [one.words for one in results.checks(assessment, language)]
    yield bullets(found) if found else text(_("No check fails: nothing here needs attention first."))


def homes(assessment: Assessment, language: str) -> Iterator[Block]:
    """What each type of home costs, and what that is made of."""
    yield section(_("What each home costs"))
    yield text(_("A month in the first full year of use, for one home, at the prices of that year. The running part is what a home costs that was paid for in full; the income is what a household needs for this home to take no more than the usual share of it."))  # fmt: skip
    head = (_("type of home"), _("how many"), _("m²"), _("own contribution"), _("charge a month"), _("running part"), _("saving part"), _("net income needed"))  # fmt: skip
    rows = (Row((one.name, one.count, one.area.removesuffix(" m²"), one.own, Cell(one.charge, bold=True), one.running, one.saving, one.income)) for one in results.homes(assessment, language))  # fmt: skip
    yield table("", head, rows, widths=(3.4, 1.4, 1.2, 1.9, 1.9, 1.7, 1.7, 1.8))
    drawn = results.build_up(assessment, language)
    if len(assessment.plan.homes) <= BARS and not drawn.is_empty:
        yield chart(drawn)
    yield _parts(drawn.title, drawn.table.head, drawn.table.rows)


def _parts(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Block:
    """The table of a chart of parts, on its side when there are many homes."""
    if len(head) > COLUMNS:
        head, *rows = zip(head, *rows, strict=True)
        return table(
            title, head, (Row(row) for row in rows), widths=(2, *(1 for _one in head[1:])), small=True
        )
    made = [Row(row, "total" if place == len(rows) - 1 else "line") for place, row in enumerate(rows)]
    return table(title, head, made, widths=(2.2, *(1 for _one in head[1:])), small=True)


def alternatives(about: ReportFacts, assessment: Assessment, language: str) -> Iterator[Block]:
    """This version and others, side by side; what is different is said, not judged."""
    columns = [(about.name, assessment), *((one.name, one.assessment) for one in about.alternatives)]
    yield section(_("Alternatives side by side"))
    yield bullets(f"{one.name}: {one.differs}" for one in about.alternatives)
    rows = [Row((_("Charge a month in the first full year"), *("" for _one in columns)), "group")]
    names = dict.fromkeys(home.name for _name, one in columns for home in one.plan.homes)
    rows += [Row((name, *(_charge(one, name, language) for _name, one in columns))) for name in names]
    rows.append(Row((_("All together"), *("" for _one in columns)), "group"))
    for name in _SIDE:
        line = assessment.lines.model.by_name[name]
        values = (figure_words(line.unit, one.figures[name], language) for _name, one in columns)
        rows.append(Row((label(line, language), *values)))
    yield table("", ("", *(name for name, _one in columns)), rows, widths=(2, *(1 for _one in columns)))


def _charge(assessment: Assessment, name: str, language: str) -> str:
    """The charge of the home of that name, a dash where a version has none."""
    place = next((number for number, one in enumerate(assessment.plan.homes) if one.name == name), None)
    values = assessment.figures["home_charge_1"]
    value = values[place] if place is not None and isinstance(values, tuple) else None
    return "–" if value is None else money(value, language, 2)


def checks(assessment: Assessment, language: str) -> Iterator[Block]:
    """Every check: of the books, where all must close, and of the plan."""
    yield section(_("All checks"))
    yield text(
        _("The first checks ask whether the calculation itself closes, the others whether the plan holds.")
    )
    failing: dict[str, str] = {}
    for one in assessment.warnings:
        words = _sentence(one.nl if language == "nl" else one.en)
        failing[one.key] = f"{failing.get(one.key, '')} {words}".strip()
    rows = [Row((name, _verdict(gap, language))) for name, gap in _books(assessment, language)]
    for key, name in _named().items():
        found = failing.get(key, "")
        rows.append(Row((name, Cell(found, bold=True) if found else _("In order."))))
    yield table("", (_("check"), _("outcome")), rows, widths=(2, 3), words=(0, 1))


def _named() -> dict[str, str]:
    """The checks of a plan, by the key that a warning names."""
    return {
        "lowest_cash": _("The cash never runs short"), "min_dscr": _("Debt service is covered as was asked"), "years": _("All debt is repaid within the horizon"),
        "highest_waiting": _("Withdrawals are paid when they are asked"), "loans": _("Loans are repaid over time"), "shares": _("Dividends that are asked are paid"),
        "parameters": _("Every figure of law and practice was verified at its source"), "start": _("The law of the start is known"),
    }  # fmt: skip


def _books(assessment: Assessment, language: str) -> Iterator[tuple[str, float]]:
    """By how much each account does not close, in euros."""
    lines = assessment.lines
    yield _("Sources equal uses"), max(lines["funding_gap"], lines["funding_surplus"])
    yield _("The balance sheet closes in every year"), lines["balance_check"]
    for statement in (profit_and_loss(assessment), balance_sheet(assessment), cash_flow(assessment)):
        name = _("The totals of “%(statement)s” are the sum of their rows") % {
            "statement": statement.title(language)
        }
        yield name, max(statement.gaps.values(), default=0.0)


def _verdict(gap: float, language: str) -> str | Cell:
    if abs(gap) < HALF_A_CENT:
        return _("In order.")
    return Cell(_("A difference of %(amount)s.") % {"amount": measured(gap, "eur", language)}, bold=True)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
