"""Numbers as people here write them: € 1.234,56 and 3,5% in Dutch, €1,234.56 and 3.5% in English."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from feasibility.fields import UNITS

LARGE = 10_000  # from here on cents say nothing
_SMALL = 0.001  # a share below this gets more decimals


def number(value: float, language: str, decimals: int = 2, *, trim: bool = True) -> str:
    """A number with at most so many decimals; without `trim` with exactly so many."""
    if not math.isfinite(value):
        return "–"
    written = f"{value:,.{decimals}f}"
    if trim and decimals:
        written = written.rstrip("0").rstrip(".")
    if not written.strip("-0.,"):
        written = written.lstrip("-")
    return written.translate(str.maketrans(",.", ".,")) if language == "nl" else written


def money(value: float, language: str, decimals: int | None = None) -> str:
    """An amount: whole euros when it is round or large, else with cents."""
    if decimals is None:
        decimals = 0 if abs(value) >= LARGE or abs(value - round(value)) < 0.005 else 2
    written = number(value, language, decimals, trim=False)
    if language == "nl":
        return f"€ {written}"
    return f"-€{written[1:]}" if written.startswith("-") else f"€{written}"


def percent(value: float, language: str, decimals: int = 2) -> str:
    """A fraction as a percentage: 0.035 → 3,5%."""
    if 0 < abs(value) < _SMALL:
        decimals += 2
    return f"{number(100 * value, language, decimals)}%"


def plain(value: float, unit: str, language: str) -> str:
    """A value as it stands in a sum: € 300, 3,5%, 1,0404, 24."""
    if unit.startswith("eur"):
        by_m2, whole = unit.startswith("eur_m2"), abs(value - round(value)) < 0.005
        exact = value != 0 if by_m2 else unit != "eur" and not whole
        return money(value, language, 2 if exact else None)
    if unit.startswith("share"):
        return percent(value, language, 4 if unit == "share_month" else 2)
    return number(value, language, 4 if unit == "factor" else 2)


def measured(value: float, unit: str, language: str) -> str:
    """A value with its unit, to stand alone: € 812 per maand, 85 m², jaar 26, ja."""
    nl = language == "nl"
    if unit == "flag":
        return ("ja" if nl else "yes") if value > 0.5 else ("nee" if nl else "no")
    written = plain(value, unit, language)
    if unit in {"month", "year"}:
        return f"{unit_name(unit, language)} {written}"
    rest = unit_name(unit, language).removeprefix("€").removeprefix("%")
    if unit in {"factor", "eur", "share"}:
        return written
    return written + (rest if rest.startswith(" ") or not rest else f" {rest}")


def unit_name(unit: str, language: str) -> str:
    """A unit in words; a month or year of the plan by its short name."""
    if unit == "month":
        return "maand" if language == "nl" else "month"
    said = UNITS.get(unit)
    return said[0 if language == "nl" else 1] if said else unit.replace("_", " ")


def day(value: date, language: str) -> str:
    """A day: 23/11/2026 in Dutch, 23 November 2026 in English."""
    return (
        f"{value.day}/{value.month}/{value.year}"
        if language == "nl"
        else f"{value.day} {value:%B} {value.year}"
    )


def listed(parts: Sequence[str], language: str) -> str:
    """a, b en c."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {'en' if language == 'nl' else 'and'} {parts[-1]}"


def small(label: str) -> str:
    """A label inside a sentence: with a small letter, unless it begins with letters that stay capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
