"""Where studies meet the engine: a plan is read and calculated, and a version gives back the figures that it was made with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from feasibility import Assessment, Fault, Plan, PlanError
from feasibility.assessment import assess_unfinanced
from feasibility.checks import faults
from feasibility.meaning import answer
from feasibility.parameters import ParameterNotKnown, keeping, parameter
from feasibility.parameters.keeping import as_row
from feasibility.reading import read_plan
from feasibility.report import ENGINE, plainly
from proeftuin.studies.models import StudyVersion

LANGUAGES = ("nl", "en")
# Looked up beside the model itself, for sentences and for the plan of the law: kept with a version too.
BESIDE = (
    "norms.cover",
    "norms.housing_share",
    "norms.cost_without_capital",
    "norms.plan_years",
    "company.plan_months",
)
MOST = {"homes": 60, "parts": 40, "loans": 20, "shares": 20, "subsidies": 40, "works": 40, "uncertain": 12}
SAME = 0.005  # euros: figures that differ less are the same


def plan_of(version: StudyVersion) -> Plan:
    """The plan of a version."""
    return read_plan(version.plan)


def calculate(plan: Plan, on: date) -> Assessment:
    """What a plan comes to. Sources need not meet uses: the figures say by how much. Raises PlanError with every other fault."""
    if found := [*_too_many(plan), *faults(plan, on=on)]:
        raise PlanError(found)
    return assess_unfinanced(plan, on=on)


def _too_many(plan: Plan) -> Iterator[Fault]:
    """More rows than a page, a workbook and a report can show in good time."""
    for table, most in MOST.items():
        if (many := len(getattr(plan, table))) > most:
            yield Fault(
                table,
                f"{many} are too many for a study on these pages: at most {most}. Take some together.",
                f"{many} zijn er te veel voor een studie op deze pagina's: hoogstens {most}. Neem er enkele samen.",
            )


@contextmanager
def as_known(version: StudyVersion) -> Iterator[None]:
    """Inside, law and norms are those that the version was made with."""
    with keeping(version.parameters):
        yield


def assessment_of(version: StudyVersion) -> Assessment:
    """The version, worked out again with the law and norms that it was made with."""
    with as_known(version):
        return assess_unfinanced(plan_of(version), on=version.on)


def kept(assessment: Assessment) -> dict[str, Any]:
    """What a version keeps of its calculation."""
    figures = {name: plainly(value) for name, value in assessment.figures.items()}
    return {
        "on": assessment.on,
        "engine": ENGINE,
        "parameters": [as_row(one) for one in _parameters(assessment)],
        "figures": figures | {"home_capital": plainly(assessment.lines["home_capital"])},
        "answer": {language: answer(assessment, language) for language in LANGUAGES},
    }


def _parameters(assessment: Assessment) -> Iterator[Any]:
    used = assessment.parameters
    yield from used
    for name in BESIDE:
        if name not in {one.name for one in used}:
            try:
                yield parameter(name, assessment.on)
            except ParameterNotKnown:
                continue


def differs(version: StudyVersion, assessment: Assessment) -> bool:
    """Whether this engine finds another charge or cash than the version was made with: an engine that was mended since."""
    return any(
        abs((version.figures.get(name) or 0.0) - (plainly(assessment.figures[name]) or 0.0)) > SAME
        for name in ("charge_1", "total_investment", "lowest_cash")
    )
