"""A reader's own copy of a plan: rate, term, building cost and vacancy moved, all else as it was."""

from collections.abc import Mapping
from dataclasses import replace

from feasibility import Assessment, Fault, Loan, Plan
from feasibility.assessment import assess_unfinanced
from feasibility.checks import faults
from proeftuin.studies.calculation import as_known, plan_of
from proeftuin.studies.models import StudyVersion

Shifts = Mapping[str, float]
# Where the plan holds what each shift moves: a fault there is a fault of that shift.
KEPT_IN = {
    "loans": "loan_years",
    "shifts.rate_rise": "rate_rise",
    "shifts.build_cost_factor": "build_cost_factor",
    "operation.vacancy_extra": "vacancy_extra",
}


def is_bank(loan: Loan) -> bool:
    """Whether a loan's term moves along: that of a bank, or the one that covers what is missing."""
    return loan.rest or not loan.subordinated


def term_of(plan: Plan) -> int:
    """The longest term in years of the loans whose term can be moved; nought when there is none."""
    return max((loan.years for loan in plan.loans if is_bank(loan)), default=0)


def varied(plan: Plan, shifts: Shifts) -> Plan:
    """The plan with `rate_rise` and `vacancy_extra` added, the building cost times `build_cost_factor`, bank loans over `loan_years`."""
    term = int(shifts.get("loan_years", 0))
    vacancy = plan.operation.vacancy_extra + shifts.get("vacancy_extra", 0.0)
    return replace(
        plan,
        years=_horizon(plan, term),
        loans=tuple(replace(loan, years=term) if term and is_bank(loan) else loan for loan in plan.loans),
        operation=replace(plan.operation, vacancy_extra=vacancy),
        shifts=replace(
            plan.shifts,
            rate_rise=plan.shifts.rate_rise + shifts.get("rate_rise", 0.0),
            build_cost_factor=plan.shifts.build_cost_factor * shifts.get("build_cost_factor", 1.0),
        ),
    )


def _horizon(plan: Plan, term: int) -> int:
    """Far enough to see a longer loan end, within a long lease."""
    end = -(-plan.costs.delivery_month // 12) + term + 1
    furthest = min(70, plan.site.lease_years if plan.site.tenure == "leased" else 70)
    return max(plan.years, min(end, furthest))


def faults_of(version: StudyVersion, shifts: Shifts) -> list[tuple[str, Fault]]:
    """What cannot be in the copy of a version, with the shift that causes it."""
    plan = plan_of(version)
    with as_known(version):
        before = set(faults(plan, on=version.on))
        found = [one for one in faults(varied(plan, shifts), on=version.on) if one not in before]
    return [(KEPT_IN.get(one.key, KEPT_IN.get(one.key.partition("[")[0], "")), one) for one in found]


def varied_assessment(version: StudyVersion, shifts: Shifts) -> Assessment:
    """The copy worked out, with the law and norms of the version."""
    with as_known(version):
        return assess_unfinanced(varied(plan_of(version), shifts), on=version.on)
