"""Rent, buy or a home in a cooperative: one household, the same money on all sides.

from feasibility.household import compare, read_household

result = compare(read_household(text), on=date(2026, 11, 23))
result.answer("nl")
"""

from feasibility.household.assumptions import Assumption
from feasibility.household.checks import Check
from feasibility.household.comparison import BreakEven, Comparison, Side, compare
from feasibility.household.reading import example, read_household
from feasibility.household.sections import Buy, Cooperative, Household, Outlook, PathYear, Rent
from feasibility.household.study import cooperative_from

__all__ = [
    "Assumption",
    "BreakEven",
    "Buy",
    "Check",
    "Comparison",
    "Cooperative",
    "Household",
    "Outlook",
    "PathYear",
    "Rent",
    "Side",
    "compare",
    "cooperative_from",
    "example",
    "read_household",
]
