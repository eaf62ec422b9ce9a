"""Accounts: the first years, the plan that the law asks for in its order, and the long overview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from django.utils.translation import gettext as _

from feasibility import Assessment
from feasibility.compile.explanation import parameter_line
from feasibility.formats import number, unit_name
from feasibility.statements import Row as Line
from feasibility.statements import (
    Statement,
    balance_sheet,
    cash_flow,
    long_table,
    profit_and_loss,
    statutory_plan,
)
from proeftuin.studies.figures import figure_words
from proeftuin.studies.report.blocks import Block, Row, bullets, section, table, text
from proeftuin.studies.report.facts import ReportFacts

_FIRST = 6  # years of the accounts
_ROOM, _ROOM_LYING = 74, 128  # signs that the columns of numbers may take together
_LIST = 3  # paragraphs from which they are a list


def statements(assessment: Assessment, language: str) -> Iterator[Block]:
    """Profit and loss, balance sheet and cash flow of the first years."""
    years = range(1, min(_FIRST, assessment.plan.years) + 1)
    yield section(_("Accounts of the first years"))
    yield text(_("In euros, rounded. What goes out is negative."))
    for made in (profit_and_loss, balance_sheet, cash_flow):
        statement = made(assessment, years)
        yield from _tables(statement, assessment, language, _ROOM)


def statutory(about: ReportFacts, assessment: Assessment, language: str) -> Iterator[Block]:
    """The financial plan of the founders in the order of the law."""
    texts = {name: about.texts.get(name, "") for name in ("activity", "securities", "expert")}
    plan = statutory_plan(assessment, **texts)
    place = 0 if language == "nl" else 1
    yield section(_("Financial plan in the order of the law"))
    yield text(f"{plan.article[place]}. {parameter_line(plan.period, language)}.")
    if still := [str(item.number) for item in plan.items if item.open]:
        yield text(
            _("Still to be written by the founders: item %(items)s.") % {"items": ", ".join(still)}, "warning"
        )
    for item in plan.items:
        yield section(f"{item.number}. {item.title[place]}", level=3)
        words = [paragraph[place] for paragraph in item.paragraphs]
        if len(words) >= _LIST:
            yield bullets(words)
        else:
            yield from (text(one) for one in words)
        for statement in item.statements:
            yield from _tables(statement, assessment, language, _ROOM)


def overview(assessment: Assessment, language: str) -> Iterator[Block]:
    """The years that the sector looks ahead, some at a time."""
    statement = long_table(assessment)
    yield section(_("The years ahead"))
    yield text(_("In euros, rounded, at the prices of each year."))
    yield from _tables(statement, assessment, language, _ROOM_LYING)


def _tables(statement: Statement, assessment: Assessment, language: str, room: int) -> Iterator[Block]:
    """A statement as one table, or as several of so many years as fit."""
    cells = [_cells(row, language) for row in statement.rows]
    widest = max((len(one) for row in cells for one in row), default=1) + 2
    columns = [_column(statement, place, assessment, language) for place in range(len(statement.columns))]
    most = max(1, min(10, room // max(widest, 8)))
    fit = ceil(len(columns) / ceil(len(columns) / most))
    for start in range(0, len(columns), fit):
        end = min(start + fit, len(columns))
        rows = [
            _row(row, said[start:end], end - start, language)
            for row, said in zip(statement.rows, cells, strict=True)
        ]
        yield table(_caption(statement, columns, start, end, language), ("", *columns[start:end]), rows, widths=(1, *[None] * (end - start)), small=room == _ROOM)  # fmt: skip


def _caption(statement: Statement, columns: Sequence[str], start: int, end: int, language: str) -> str:
    title = statement.title(language)
    if end - start == len(columns):
        return title
    return _("%(title)s, years %(first)s to %(last)s") % {
        "title": title,
        "first": statement.years[start],
        "last": statement.years[end - 1],
    }


def _column(statement: Statement, place: int, assessment: Assessment, language: str) -> str:
    """The head of a column; of a year with its calendar year."""
    words = statement.columns[place][0 if language == "nl" else 1]
    return f"{words}\n{assessment.plan.start.year + statement.years[place] - 1}" if statement.years else words


def _cells(row: Line, language: str) -> list[str]:
    if row.unit == "factor":
        return [figure_words(row.unit, value, language) for value in row.values]
    decimals = 0 if row.unit == "eur" else 2
    return ["–" if value is None else number(value, language, decimals, trim=False) for value in row.values]


def _row(row: Line, cells: Sequence[str], columns: int, language: str) -> Row:
    words = row.label(language)
    if row.level == "heading":
        return Row((words, *[""] * columns), "heading")
    if row.unit not in {"eur", "factor", "eur_m2_month"}:
        words = f"{words}, {unit_name(row.unit, language)}"
    return Row((words, *cells), "total" if row.level == "total" else "line")
