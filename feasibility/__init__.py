"""The feasibility engine: whether, and for whom, a cooperative housing project on a site works.

from feasibility import Plan, assess

result = assess(plan)
result.figures["charge_1"]      # € per m² and month in the first full year
"""

from feasibility.assessment import Assessment, assess
from feasibility.faults import Fault, NoSolution, PlanError
from feasibility.plan import (
    Charge,
    Correlation,
    Costs,
    Home,
    Loan,
    Members,
    Operation,
    Part,
    Plan,
    Scenario,
    ShareClass,
    Shifts,
    Site,
    Subsidy,
    Tax,
    Uncertain,
    Work,
)

__all__ = [
    "Assessment",
    "Charge",
    "Correlation",
    "Costs",
    "Fault",
    "Home",
    "Loan",
    "Members",
    "NoSolution",
    "Operation",
    "Part",
    "Plan",
    "PlanError",
    "Scenario",
    "ShareClass",
    "Shifts",
    "Site",
    "Subsidy",
    "Tax",
    "Uncertain",
    "Work",
    "assess",
]
