"""Figures in words, the same on every page and in the report."""

from math import floor, isfinite

from django.utils.translation import gettext as _

from feasibility.formats import measured, number, percent
from feasibility.formula import Input
from feasibility.model.indicators import NO_DEBT


def figure_words(unit: str, value: object, language: str) -> str:
    """A figure with its unit; cover with two decimals, never shown larger than it is; a dash where it says nothing."""
    if not isinstance(value, float | int) or not isfinite(value) or (unit == "factor" and value >= NO_DEBT):
        return "–"
    if unit == "factor":
        return number(rounded_down(value), language, trim=False)
    return measured(value, unit, language)


def rounded_down(cover: float) -> float:
    """Cover as it is shown: to the hundredth below."""
    return floor(cover * 100 + 1e-7) / 100


def input_words(of: Input, value: float, language: str) -> str:
    """What an uncertain input may be: a factor on building cost as so much more or less, a rise of rates in points."""
    if of.name == "build_cost_factor":
        return f"{'+' if value >= 1 else ''}{percent(value - 1, language, 0)}"
    if of.name == "rate_rise":
        return _("%(n)s pt") % {"n": number(100 * value, language)}
    return measured(value, of.unit, language)
