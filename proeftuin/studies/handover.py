"""Files that a study hands over: the workbook, the plan as TOML, and the table of homes, which can come back."""

from __future__ import annotations

import io
import re
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from feasibility.assessment import Assessment
from feasibility.compile.workbook import workbook as write_workbook
from feasibility.fields import Field, fields_of
from feasibility.plan import Home, Plan
from feasibility.writing import write_plan
from proeftuin.core.exports import DANGEROUS
from proeftuin.studies.numbers import write_number
from proeftuin.studies.reading_homes import read_homes

__all__ = ["homes_csv", "homes_xlsx", "plan_toml", "read_homes", "workbook"]

FIELDS: tuple[Field, ...] = fields_of(Home)
_MARKED = re.compile("'+[" + re.escape("".join(DANGEROUS)) + "]")


def workbook(assessment: Assessment, language: str) -> bytes:
    """The whole model with live formulas, as .xlsx."""
    target = io.BytesIO()
    write_workbook(assessment, target, language=language)
    return target.getvalue()


def plan_toml(plan: Plan, *, comments: bool = True, language: str = "nl") -> str:
    """The plan in the engine's own format; it reads back to an equal plan."""
    return write_plan(plan, comments=comments, language=language)


def homes_csv(plan: Plan, language: str) -> tuple[list[str], list[list[str]]]:
    """Head and rows of the homes, for `core.exports`, which marks what a spreadsheet would calculate."""
    return _head(language), [[_text(one, home, language) for one in FIELDS] for home in plan.homes]


def homes_xlsx(plan: Plan, language: str, *, is_fictional: bool = False) -> bytes:
    """The homes as .xlsx: numbers are numbers, and text is text, whatever it begins with."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("Woningen" if language == "nl" else "Homes")
    top = 0
    if is_fictional:
        sheet.write_string(0, 0, _("EXAMPLE: municipalities, people and figures in this file are fictional."))
        top = 1
    look = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E4EFED"})
    for column, label in enumerate(_head(language)):
        sheet.write_string(top, column, label, look)
        sheet.set_column(column, column, 28 if column == 0 else 18)
    for number, home in enumerate(plan.homes):
        _write_row(sheet, top + 1 + number, home)
    sheet.freeze_panes(top + 1, 1)
    book.close()
    return target.getvalue()


def _write_row(sheet: Any, row: int, home: Home) -> None:
    for column, one in enumerate(FIELDS):
        value = getattr(home, one.name)
        if one.kind == "text":
            sheet.write_string(row, column, value)
        else:
            sheet.write_number(row, column, value)


def _head(language: str) -> list[str]:
    return [one.label(language) for one in FIELDS]


def _text(one: Field, home: Home, language: str) -> str:
    """A value as it stands in a CSV; a text that begins as one that was marked gets a mark of its own."""
    value = getattr(home, one.name)
    if one.kind == "text":
        return f"'{value}" if _MARKED.match(value) else str(value)
    if one.kind == "whole":
        return str(value)
    return write_number(value, language)
