"""The comparison of one household in plain text: the answer first, then the ways to live beside each other, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from feasibility import formats
from feasibility.report import said, table

if TYPE_CHECKING:
    from feasibility.household import Assumption, Comparison

YEARS = (1, 5, 10, 20, 30, 40)


def text(result: Comparison, language: str) -> str:
    """The comparison in plain words."""
    from feasibility.household.words import NOT_COUNTED

    nl = language == "nl"
    side = 0 if nl else 1
    month = ("Kost per maand, €", "Cost a month, €")[side]
    wealth = ("Vermogen voor wie op het einde van het jaar vertrekt, €", "Wealth for whoever leaves at the end of the year, €")[side]  # fmt: skip
    parts = [
        result.answer(language),
        _titled(month, _series(result, "month", language)),
        _titled(wealth, _series(result, "wealth", language)),
        "\n".join(one.words(language) for one in result.break_even),
        _listed(("Normen", "Norms")[side], [one.nl if nl else one.en for one in result.checks]),
        _listed(("Let op", "Look out")[side], [one.words(language) for one in result.warnings]),
        _listed(
            ("Waarop dit rust", "What this rests on")[side],
            [_assumption(one, language) for one in result.assumptions],
        ),
        _listed(("Niet meegeteld", "Not counted")[side], [one[side] for one in NOT_COUNTED]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _titled(title: str, rows: Iterator[Sequence[str]]) -> str:
    return f"{title}\n{table(list(rows))}"


def _listed(title: str, rows: Sequence[str]) -> str:
    return title + "\n" + "\n".join(f"  - {row}" for row in rows) if rows else ""


def _series(result: Comparison, key: str, language: str) -> Iterator[Sequence[str]]:
    """A row a way to live, a column for some of the years."""
    from feasibility.household.words import name

    years = [year for year in YEARS if year <= result.household.years]
    yield ("", *(f"{'jaar' if language == 'nl' else 'year'} {year}" for year in years))
    for side, one in result.sides.items():
        yield (
            name(side, language),
            *(formats.number(one.years[key][year - 1], language, 0) for year in years),
        )


def _assumption(one: Assumption, language: str) -> str:
    value = said(float(one.value), one.unit, language) if isinstance(one.value, float | int) else one.value
    status = {
        "law": ("wet", "law"), "practice": ("praktijk", "practice"), "assumption": ("aanname", "assumption"),
        "unverified": ("niet nagekeken", "not verified"), "given": ("gegeven", "given"),
    }[one.status][0 if language == "nl" else 1]  # fmt: skip
    where = f", {one.source}" if one.source else ""
    return f"{one.label[language]}{f': {value}' if value else ''} ({status}{where}, {formats.day(one.day, language)})"
