"""The oracle: the whole model once more, by hand, in plain Python, as a careful accountant would work it out.

It shares nothing with the engine but the plan and the dated figures of law: no formulas, no kernel, no resolved inputs. Where a result can be
reached in another way, it is: loans in closed form, works from a list of years, the balance sheet from double-entry books, an internal rate from
the signs of the net present value.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from feasibility.plan import Plan
from tests.feasibility.oracle_figures import Figures
from tests.feasibility.oracle_loans import Financing
from tests.feasibility.oracle_project import Invoices, Project
from tests.feasibility.oracle_years import Years


class Oracle:
    """All lines of a plan by name. None stands where a line says nothing (the instalment of a loan that has ended)."""

    def __init__(self, plan: Plan, on: date) -> None:
        self.project = Project(plan, on)
        self.invoices = Invoices(self.project)
        self.financing = Financing(self.project, self.invoices)
        self.years = Years(self.project, self.invoices, self.financing)
        self.figures = Figures(self.years)

    def once(self, name: str) -> Any:
        """A line that is worked out once; per element a list."""
        return (self.project.once | self.financing.once())[name]

    def month(self, name: str) -> list[Any]:
        """A line month by month, with what was before the first month in front; per element a list of those."""
        return self.years.month[name]

    def year(self, name: str) -> list[Any]:
        """A line year by year, with the opening in front; per element a list of those."""
        rows = self.year_lines[name]
        return [list(one) for one in zip(*rows, strict=True)] if isinstance(rows[0], list) else rows

    def figure(self, name: str) -> Any:
        """A figure; per element a list."""
        return self.figures.values[name]

    @cached_property
    def year_lines(self) -> dict[str, list[Any]]:
        return self.years.lines | self.figures.lines

    def lines(self) -> dict[str, dict[str, Any]]:
        """Every line by clock and name."""
        return {
            "once": self.project.once | self.financing.once(),
            "month": self.years.month,
            "year": {name: self.year(name) for name in self.year_lines},
            "figure": self.figures.values,
        }
