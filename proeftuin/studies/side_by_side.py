"""Versions in columns: what they come to and where their plans differ, each difference marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from feasibility import Assessment
from feasibility.formats import money
from proeftuin.studies import calculation
from proeftuin.studies.editing.differences import differences
from proeftuin.studies.figures import figure_words
from proeftuin.studies.models import StudyVersion
from proeftuin.studies.results import together

MOST = 4
FIGURES = (
    "charge_1",
    "charge_after",
    "total_investment",
    "equity_delivery",
    "debt_delivery",
    "ltc",
    "min_dscr",
    "lowest_cash",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a name, and for each column a cell, whether it is unlike that of the first column, and where it is explained."""

    label: str
    marked: tuple[tuple[str, bool, str], ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """All of them: heads, what they come to, where their plans differ."""

    versions: tuple[StudyVersion, ...]
    answers: tuple[str, ...]
    homes: tuple[Line, ...]
    figures: tuple[Line, ...]
    inputs: tuple[Line, ...]


def columns(versions: Sequence[StudyVersion], language: str) -> Columns:
    """The versions side by side, each with the law and norms that it was made with."""
    made = [calculation.assessment_of(one) for one in versions]
    return Columns(
        tuple(versions), tuple(together(one.answer[language]) for one in versions), tuple(_homes(versions, made, language)),
        tuple(_figures(versions, made, language)),
        tuple(_inputs(made, language)),
    )  # fmt: skip


def _line(label: str, cells: Sequence[str], why: Sequence[str] = ()) -> Line:
    addresses = why or [""] * len(cells)
    return Line(
        label,
        tuple((cell, cell != cells[0], address) for cell, address in zip(cells, addresses, strict=True)),
    )


def _why(version: StudyVersion, name: str, element: int | None = None) -> str:
    """Where a figure of a version is explained."""
    address = reverse("studies:explain", args=[version.study_id, version.serial, name])
    return address if element is None else f"{address}?element={element}"


def _homes(versions: Sequence[StudyVersion], made: Sequence[Assessment], language: str) -> Iterator[Line]:
    """What each type of home costs and what it asks at entry; types are matched by name."""
    names = dict.fromkeys(home.name for one in made for home in one.plan.homes)
    for name in names:
        for line, label, decimals in (
            ("home_charge_1", _("charge a month"), 2),
            ("home_capital", _("own contribution"), 0),
        ):
            places = [_place(one, name) for one in made]
            cells = [
                "–" if place is None else money(one.lines[line][place], language, decimals)
                for one, place in zip(made, places, strict=True)
            ]
            why = [
                "" if place is None else _why(version, line, place)
                for version, place in zip(versions, places, strict=True)
            ]
            yield _line(f"{name}: {label}", cells, why)


def _place(assessment: Assessment, name: str) -> int | None:
    """Which type of home has this name."""
    return next((place for place, home in enumerate(assessment.plan.homes) if home.name == name), None)


def _figures(versions: Sequence[StudyVersion], made: Sequence[Assessment], language: str) -> Iterator[Line]:
    for name in FIGURES:
        line = made[0].lines.model.by_name[name]
        shown = [figure_words(line.unit, one.figures[name], language) for one in made]
        yield _line(
            line.nl if language == "nl" else line.en, shown, [_why(version, name) for version in versions]
        )


def _inputs(made: Sequence[Assessment], language: str) -> Iterator[Line]:
    """Each input in which a column differs from the first."""
    first, *others = (one.plan for one in made)
    found = [
        {one.key: one for one in differences(first, other, language) if one.key != "name"} for other in others
    ]
    for key in dict.fromkeys(key for one in found for key in one):
        known = next(one[key] for one in found if key in one)
        yield _line(
            known.label, [known.before, *(one[key].after if key in one else known.before for one in found)]
        )
