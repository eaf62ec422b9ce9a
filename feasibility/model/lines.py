"""Short ways to write a line, one for each clock."""

from __future__ import annotations

from typing import Any

from feasibility.formula import Line


def once(name: str, unit: str, formula: str, nl: str, en: str, **more: Any) -> Line:
    """A line that is worked out once."""
    return Line(name, unit, formula, nl, en, clock="once", **more)


def month(name: str, unit: str, formula: str, nl: str, en: str, **more: Any) -> Line:
    """A line for each month."""
    return Line(name, unit, formula, nl, en, clock="month", **more)


def year(name: str, unit: str, formula: str, nl: str, en: str, **more: Any) -> Line:
    """A line for each year."""
    return Line(name, unit, formula, nl, en, clock="year", **more)


def figure(name: str, unit: str, formula: str, nl: str, en: str, **more: Any) -> Line:
    """An indicator over all years."""
    return Line(name, unit, formula, nl, en, clock="figure", **more)
