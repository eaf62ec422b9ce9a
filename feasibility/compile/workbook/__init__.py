"""The workbook: every line of a plan as live formulas, with its values, its sources and its checks.

    workbook(assess(plan), "plan.xlsx")

`lines.write_model` writes any model; the rest of this package adds what is particular to a plan: parameters, statements, checks, a summary.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO

from feasibility.assessment import Assessment
from feasibility.compile.workbook import checks, parameters, statements, summary
from feasibility.compile.workbook.book import Book
from feasibility.compile.workbook.lines import write_model
from feasibility.compile.workbook.outline import SHEETS, Outline
from feasibility.compile.workbook.plan import outline_of

__all__ = ["Book", "Outline", "workbook", "write_model"]


def workbook(assessment: Assessment, path_or_file: str | Path | IO[bytes], *, language: str = "nl") -> None:
    """Writes an assessment as an .xlsx file, in Dutch ("nl") or English ("en").

    The same assessment gives the same bytes. Each formula carries the value that the engine found, so that viewers that do not calculate show it too.
    """
    book = Book(path_or_file, language, assessment.on, "Haalbaarheidsstudie" if language == "nl" else "Feasibility study")  # fmt: skip
    inputs, *clocks = (book.say(*names) for names in SHEETS.values())
    book.reserve(book.say(*summary.SHEET), inputs, book.say(*parameters.SHEET), *clocks)
    outline, numbers = outline_of(book, assessment)
    parameters.write_parameters(book, numbers, assessment.on)
    plot = write_model(book, assessment.lines, outline)
    tables = statements.statements(assessment)
    sums = [one for table in tables for one in statements.write_statement(book, plot, table)]
    verdicts = checks.checks_of(book, plot, sums)
    checks.write_checks(book, verdicts)
    summary.write_summary(book, plot, assessment, verdicts)
    book.close()
