"""What the apps above take of a version: its figures as proof and in words, always as they were calculated."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from feasibility.formats import measured, money, number
from feasibility.model import model
from feasibility.statements import statutory_plan
from proeftuin.studies import calculation, results
from proeftuin.studies.models import Study, StudyVersion
from proeftuin.studies.queries.study import alternatives_of

FIGURES = (
    "total_investment",
    "investment_home",
    "equity_delivery",
    "debt_delivery",
    "ltc",
    "charge_1",
    "min_dscr",
    "lowest_cash",
)
CAPITAL = ("total_investment", "equity_delivery", "debt_delivery")


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """What one type of home costs, in words."""

    name: str
    count: str
    area: str
    charge: str
    own: str


@dataclass(frozen=True, slots=True)
class Facts:
    """The answer of a version with its key figures, in words."""

    answer: str
    homes: tuple[HomeFacts, ...]
    figures: tuple[tuple[str, str], ...]
    on: date


def siblings_of(study: Study) -> QuerySet[Study]:
    """What was set beside a study in the same workspace, without the study itself."""
    same = (
        {"organisation": study.organisation}
        if study.organisation_id
        else {"organisation": None, "created_by": study.created_by_id}
    )
    return alternatives_of(study).filter(**same).exclude(pk=study.pk)


def newest_by_study(studies: Collection[int], *, hold: bool = False) -> dict[int, StudyVersion]:
    """The newest version of each of these studies; held, nobody adds another one before this transaction ends."""
    if hold:
        list(Study.objects.select_for_update(no_key=True).filter(pk__in=studies).order_by("pk"))
    return {one.study_id: one for one in newest_versions(studies)}


def newest_versions(studies: Any) -> QuerySet[StudyVersion]:
    """The newest version of each of these studies, the last changed first."""
    found = StudyVersion.objects.filter(study__in=studies, serial=F("study__last_serial"))
    return found.select_related("study__organisation").order_by("-study__changed_at", "-study__pk")


def proof(version: StudyVersion) -> dict[str, Any]:
    """What shows later which version this was, and what it said; amounts as text, so that they never change."""
    return {
        "study": version.study_id, "version": version.serial, "name": version.name, "alternative": version.study.alternative,
        "answer": version.answer, "homes": _homes(version), "figures": _figures(version.figures), "engine": version.engine,
        "on": version.on.isoformat(), "plan_sha256": hashlib.sha256(version.plan.encode()).hexdigest(),
    }  # fmt: skip


def _homes(version: StudyVersion) -> list[dict[str, str]]:
    plan = calculation.plan_of(version)
    rows = zip(plan.homes, version.figures["home_charge_1"], version.figures["home_capital"], strict=True)
    return [
        {
            "name": home.name, "count": f"{home.count * plan.shifts.programme_scale:.2f}", "area": f"{home.area:.2f}",
            "charge": f"{charge:.2f}", "own": f"{own:.2f}",
        }
        for home, charge, own in rows
    ]  # fmt: skip


def _figures(figures: Mapping[str, Any]) -> dict[str, str]:
    return {name: f"{figures[name]:.4f}" for name in FIGURES if isinstance(figures.get(name), float | int)}


def in_words(kept: Mapping[str, Any], language: str, names: Collection[str] = FIGURES) -> Facts:
    """A proof in the words of a language."""
    homes = tuple(
        HomeFacts(
            home["name"], number(float(home["count"]), language), measured(float(home["area"]), "m2", language),
            money(float(home["charge"]), language, 2), money(float(home["own"]), language, 0),
        )
        for home in kept["homes"]
    )  # fmt: skip
    said = kept["answer"].get(language, kept["answer"]["nl"])
    return Facts(said, homes, tuple(_named(kept["figures"], language, names)), date.fromisoformat(kept["on"]))


def _named(figures: Mapping[str, str], language: str, names: Collection[str]) -> list[tuple[str, str]]:
    lines = model().by_name
    return [
        (
            lines[name].nl if language == "nl" else lines[name].en,
            measured(float(figures[name]), lines[name].unit, language),
        )
        for name in names
        if name in figures and name in lines
    ]


def checks(version: StudyVersion, language: str) -> list[str]:
    """What to look at in a version, in words."""
    with calculation.as_known(version):
        return [one.words for one in results.checks(calculation.assessment_of(version), language)]


def sources(version: StudyVersion, language: str) -> list[tuple[str, str]]:
    """Who pays the investment; nothing when the engine was mended since and would say it otherwise."""
    assessment = calculation.assessment_of(version)
    if calculation.differs(version, assessment):
        return []
    with calculation.as_known(version):
        paid = statutory_plan(assessment).items[1].statements[0]
    return [
        (row.label(language), money(row.values[0], language, 0))
        for row in paid.rows
        if row.level == "line" and row.values[0]
    ]


def unverified(version: StudyVersion) -> int:
    """How many of the figures of law and norms were not verified at the source."""
    return sum(row.get("status") == "unverified" for row in version.parameters)
