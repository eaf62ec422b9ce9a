"""A plan on which a reader varies rate, term, cost and vacancy."""

from dataclasses import replace

from feasibility import Loan
from proeftuin.studies import varying
from tests.factories import studies

MOVED = {"rate_rise": 0.01, "loan_years": 25, "build_cost_factor": 0.9, "vacancy_extra": 0.025}


def test_each_shift_moves_its_own_part_of_the_plan():
    plan = studies.plan()
    found = varying.varied(plan, MOVED)
    assert found.shifts == replace(plan.shifts, rate_rise=0.01, build_cost_factor=0.9)
    assert found.operation == replace(plan.operation, vacancy_extra=0.025)
    assert [one.years for one in found.loans] == [25, 15]  # the loan of the municipality is subordinated
    assert varying.varied(plan, {}) == plan


def test_shifts_come_on_top_of_those_that_the_plan_has():
    plan = replace(
        studies.plan(), shifts=replace(studies.plan().shifts, rate_rise=0.005, build_cost_factor=1.2)
    )
    found = varying.varied(plan, MOVED).shifts
    assert (round(found.rate_rise, 9), round(found.build_cost_factor, 9)) == (0.015, 1.08)


def test_the_horizon_follows_a_longer_loan_within_a_long_lease():
    plan = studies.plan()
    assert varying.varied(plan, {"loan_years": 20}).years == 45
    assert varying.varied(plan, {"loan_years": 50}).years == 53
    short = replace(plan, years=40, site=replace(plan.site, lease_years=50))
    assert varying.varied(short, {"loan_years": 60}).years == 50


def test_a_subordinated_loan_that_covers_the_rest_moves_along():
    plan = replace(
        studies.plan(), loans=(Loan(name="Rest", rest=True, rate=0.03, years=20, subordinated=True),)
    )
    assert varying.term_of(plan) == 20
    assert varying.varied(plan, {"loan_years": 30}).loans[0].years == 30
