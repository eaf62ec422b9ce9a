"""What each command does: from checked arguments to the text that is written."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from feasibility.faults import Fault, PlanError
from feasibility.fields import shown
from feasibility.files import dump, write_file

if TYPE_CHECKING:
    from feasibility.assessment import Assessment
    from feasibility.plan import Plan

EXAMPLE = Path(__file__).parent / "example.toml"


def _plan(asked: Namespace) -> Plan:
    from feasibility.reading import read_plan

    return read_plan(asked.text)


def _assessed(asked: Namespace) -> Assessment:
    from feasibility.assessment import assess

    return assess(_plan(asked), on=asked.on)


def assess(asked: Namespace, language: str) -> str:
    """What a plan comes to."""
    from feasibility import report

    result = _assessed(asked)
    return dump(report.data(result)) if asked.json else report.text(result, language)


def household(asked: Namespace, language: str) -> str:
    """Rent, buy and cooperative side by side."""
    from feasibility.household import compare, read_household
    from feasibility.report_household import text

    result = compare(read_household(asked.text), on=asked.on)
    return dump(result.data()) if asked.json else text(result, language)


def solve(asked: Namespace, language: str) -> str:
    """Goal seek."""
    from feasibility import report_others
    from feasibility.solve import solve as seek

    found = seek(_plan(asked), asked.for_, asked.until, on=asked.on)
    return (
        dump(report_others.solution_data(found))
        if asked.json
        else report_others.solution_text(found, language)
    )


def risk(asked: Namespace, language: str) -> str:
    """What uncertainty does."""
    from feasibility import report_others
    from feasibility.model import model
    from feasibility.risk import risk as draw

    plan = _plan(asked)
    result = draw(plan, draws=asked.draws, seed=asked.seed, on=asked.on)
    return (
        dump(report_others.risk_data(result))
        if asked.json
        else report_others.risk_text(result, model(), language)
    )


def workbook(asked: Namespace, language: str) -> str:
    """A workbook with live formulas, written to a file."""
    from io import BytesIO

    from feasibility.compile.workbook import workbook as make

    if os.path.abspath(asked.output) == os.path.abspath(asked.file):
        raise PlanError([_itself(asked.output)])
    made = BytesIO()
    make(_assessed(asked), made, language=language)
    write_file(asked.output, made.getvalue())
    return ""


def _itself(file: str) -> Fault:
    said = shown(file)[0]
    return Fault(
        "--output",
        f"{said} is the plan itself: choose another name for the workbook.",
        f"{said} is het plan zelf: kies een andere naam voor het rekenblad.",
    )


def financial_plan(asked: Namespace, language: str) -> str:
    """The financial plan that founders hand to the notary, in the order of the law."""
    from feasibility import report
    from feasibility.statements import statutory_plan

    return report.financial_plan_text(statutory_plan(_assessed(asked)), language)


def explain(asked: Namespace, language: str) -> str:
    """Why a figure is what it is."""
    from feasibility.compile.explain import explain as explained

    element = int(asked.element) if (asked.element or "").isdecimal() else asked.element
    said = explained(
        _assessed(asked), asked.name, year=asked.year, element=element, language=language, depth=1
    )
    return said.text().rstrip("\n") + "\n"


def parameters(asked: Namespace, language: str) -> str:
    """Dated figures: all, one group, or everything about one."""
    from feasibility import report
    from feasibility.parameters import history, names, parameter
    from feasibility.report_others import parameters_text

    group = [name for name in names() if not asked.name or name.startswith(f"{asked.name}.")]
    wanted = group or [asked.name]
    if asked.on:
        rows = [one for name in wanted for one in history(name) if one.first <= asked.on <= one.last]
        rows = rows or [parameter(wanted[0], asked.on)]
    else:
        rows = [one for name in wanted for one in history(name)]
    if asked.json:
        return dump([report.parameter_data(one) for one in rows])
    return parameters_text(rows, language, whole=not group)


def example(asked: Namespace, language: str) -> str:
    """A commented example."""
    if asked.what == "household":
        from feasibility.household import example as household_example

        return household_example()
    return EXAMPLE.read_text(encoding="utf-8")


def schema(asked: Namespace, language: str) -> str:
    """JSON Schema of plan or result."""
    import json

    from feasibility.schema import plan_schema, result_schema

    made = plan_schema(language) if asked.what == "plan" else result_schema(language)
    return json.dumps(made, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def reference(asked: Namespace, language: str) -> str:
    """All lines of the model in words."""
    from feasibility.compile.reference import reference as written
    from feasibility.model import model

    return written(model(), language)
