"""What must hold for every plan: the books, the loans, scenarios and units. Each law has a control: a model broken on purpose, on which it fails."""

import dataclasses
import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from feasibility.compile.kernel import batch
from feasibility.formula import Model
from feasibility.model import model
from feasibility.plan import Plan, Shifts
from tests.feasibility.laws import CENT, breaks, changed, edited, lawful, times, with_formula, worked_out
from tests.feasibility.plans import loan, plans, simple_plan

# The books


def balance_closes(model: Model, plan: Plan) -> None:
    lines = worked_out(model, plan)
    total = max(
        abs(value) for name in ("assets", "reserve", "debt", "investment_paid") for value in lines[name]
    )
    assert max(abs(gap) for gap in lines["balance_gap"]) <= 1e-11 * total + 1e-7


@lawful
@given(plans())
def test_balance_closes_every_year(plan):
    balance_closes(model(), plan)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("retained", "- dividend_paid", ""),
        ("share_capital", "+ share_saved", ""),
        ("cash_before", "- prev(tax)", "- tax"),
        ("reserve", "- reserve_used", ""),
        ("subsidies_left", "- subsidy_earned", ""),
    ],
)
def test_balance_notices_a_payment_that_is_booked_once(name, old, new):
    assert breaks(balance_closes, edited(name, old, new))


def sources_are_uses(model: Model, plan: Plan) -> None:
    """A loan that covers the rest leaves no gap; what is not covered is what stays in the purse."""
    rest = replace(loan(name="Rest", rest=True), cost=0.01, mortgage=True)
    plan = replace(plan, loans=(rest, *(one for one in plan.loans if not one.rest)))
    lines = worked_out(model, plan)
    received = sum(sum(lines[name][1:]) for name in ("shares_paid", "subsidy_received", "loans_drawn"))
    assert math.isclose(received, sum(lines["uses_paid"][1:]) + lines["purse_end"][-1], abs_tol=1e-4)
    owed = lines["loan_balance"][0][int(lines["delivery"])]
    assert lines["funding_gap"] <= CENT
    assert lines["funding_surplus"] <= CENT or owed <= CENT


@lawful
@given(plans())
def test_a_rest_loan_makes_sources_equal_to_uses(plan):
    sources_are_uses(model(), plan)


def test_sources_notice_costs_that_nobody_finances():
    assert breaks(sources_are_uses, edited("need", "+ working_capital * delivered", ""))
    assert breaks(sources_are_uses, edited("loan_draw", "need_left / (1 - loan_cost_rate)", "need_left"))


# Loans


def loans_end_at_nought(model: Model, plan: Plan) -> None:
    lines = worked_out(model, plan)
    for balance, end in zip(lines["loan_balance"], lines["loan_end"], strict=True):
        assert min(balance) >= -1e-6
        assert all(abs(owed) <= 1e-6 for owed in balance[int(end) :])


@lawful
@given(plans())
def test_every_loan_ends_at_nought_in_its_last_month(plan):
    loans_end_at_nought(model(), plan)


def test_the_end_of_loans_notices_a_bullet_that_is_never_repaid():
    never = edited("loan_repaid", "t - delivery >= loan_term", "t < 0")
    assert breaks(loans_end_at_nought, never)


def last_payment_is_like_the_others(model: Model, plan: Plan) -> None:
    """Between revisions an annuity is one amount, and a linear loan repays one amount, the last month included."""
    lines = worked_out(model, plan)
    for place, one in enumerate(plan.loans):
        if one.kind == "bullet":
            continue
        first, last = int(lines["delivery"]) + one.grace + 1, int(lines["loan_end"][place])
        revised = {
            int(lines["delivery"]) + 12 * years + 1 for years in (one.revision_1, one.revision_2) if years
        }
        paid = [
            lines["loan_repaid"][place][month]
            + (lines["loan_interest"][place][month] if one.kind == "annuity" else 0.0)
            for month in range(first, min(last, 12 * plan.years) + 1)
        ]
        for month, (before, after) in enumerate(itertools.pairwise(paid), start=first + 1):
            same = math.isclose(before, after, rel_tol=1e-6, abs_tol=1e-4)
            assert same or (one.kind == "annuity" and month in revised)


@lawful
@given(plans())
def test_an_instalment_is_the_same_until_the_rate_is_revised(plan):
    last_payment_is_like_the_others(model(), plan)


def test_instalments_notice_a_wrong_number_of_months():
    off = edited("loan_factor_1", "loan_term - loan_grace", "loan_term - loan_grace + 1")
    assert breaks(last_payment_is_like_the_others, off)


def no_interest_is_equal_parts(model: Model, plan: Plan) -> None:
    loans = tuple(
        replace(one, rate=0.0, revision_1=0, rate_2=0.0, revision_2=0, rate_3=0.0, kind="annuity") for one in plan.loans
    )  # fmt: skip
    lines = worked_out(model, changed(replace(plan, loans=loans), shifts={"rate_rise": 0.0}))
    assert max(lines["interest"]) == 0.0
    for place, one in enumerate(loans):
        first, last = int(lines["delivery"]) + one.grace + 1, int(lines["loan_end"][place])
        drawn = lines["loan_balance"][place][int(lines["delivery"])]
        for repaid in lines["loan_repaid"][place][first : min(last, 12 * plan.years) + 1]:
            assert math.isclose(repaid, drawn / (last - first + 1), rel_tol=1e-9, abs_tol=1e-6)


@lawful
@given(plans())
def test_without_interest_a_loan_is_repaid_in_equal_parts(plan):
    no_interest_is_equal_parts(model(), plan)


def test_equal_parts_notice_a_formula_that_divides_by_the_wrong_number():
    off = edited(
        "loan_factor_1",
        "(loan_term - loan_grace)), loan_linear",
        "(loan_term - loan_grace + 2)), loan_linear",
    )
    assert breaks(no_interest_is_equal_parts, off)


def no_loans_no_debt_service(model: Model, plan: Plan) -> None:
    lines = worked_out(model, replace(plan, loans=()))
    for name in (
        "debt_service",
        "interest_paid",
        "debt",
        "loan_costs",
        "interest_in_build",
        "senior_debt_service",
    ):
        assert set(lines[name]) == {0.0}
    assert lines["min_dscr"] == lines["llcr"] == 999.0
    assert lines["charge_after"] == lines["charge_1"]


@lawful
@given(plans())
def test_a_plan_without_loans_has_no_debt_service(plan):
    no_loans_no_debt_service(model(), plan)


def test_no_debt_service_notices_interest_on_nothing():
    assert breaks(no_loans_no_debt_service, with_formula("interest_paid", "year_sum(interest_in_use) + use"))


def cover_over_the_life_lies_between_the_years(model: Model, plan: Plan) -> None:
    """LLCR weighs the yearly cover by debt service: it is no lower than the lowest and no higher than the highest of those years."""
    lines = worked_out(model, plan)
    first, years = int(lines["first_full"]), plan.years
    if lines["loans_end_year"] > years or lines["debt"][first - 1] <= 1.0:
        return
    cover = [lines["dscr"][year] for year in range(first, years + 1) if lines["debt"][year - 1] > CENT]
    assert min(cover) - 1e-6 <= lines["llcr"]
    if max(cover) < 999.0:  # a year of debt without any service has room that no year's cover shows
        assert lines["llcr"] <= max(cover) + 1e-6


@lawful
@given(plans())
def test_cover_over_the_life_of_the_loans_lies_between_that_of_the_years(plan):
    cover_over_the_life_lies_between_the_years(model(), plan)


def test_cover_over_the_life_notices_a_year_too_many():
    early = with_formula("available_discounted", "when(prev(debt) > 0.005, available * discount, 0)")
    assert breaks(cover_over_the_life_lies_between_the_years, early)


# Scenarios and units


def one_scenario_is_a_batch_of_one(model: Model, plan: Plan) -> None:
    lines = worked_out(model, plan)
    figures = tuple(line.name for line in model.of("figure"))
    varied = {field.name: np.array([lines.inputs[field.name]]) for field in dataclasses.fields(Shifts)}
    for name, found in batch(lines, varied, figures).items():
        np.testing.assert_allclose(
            found[..., 0], np.asarray(lines[name], float), rtol=1e-9, atol=1e-5, err_msg=name
        )


@settings(lawful, max_examples=15)
@given(plans())
def test_one_scenario_is_a_batch_of_one(plan):
    one_scenario_is_a_batch_of_one(model(), plan)


def test_a_batch_of_another_scenario_is_noticed():
    lines = worked_out(model(), simple_plan())
    found = batch(lines, {"build_cost_factor": np.array([1.0001])}, ("total_investment",))
    assert found["total_investment"][0] != pytest.approx(lines["total_investment"], rel=1e-9)


def euros_are_only_a_unit(model: Model, plan: Plan) -> None:
    """With all euros doubled all euro lines double, and nothing else moves. Two is a power of two: also rounding doubles."""
    lines = worked_out(model, plan)
    twice = {
        given.name: times(2.0, lines.inputs[given.name])
        for given in model.inputs
        if given.unit.startswith("eur")
    }
    doubled = worked_out(model, plan, **twice)
    for line in model.lines:
        factor = 2.0 if line.unit.startswith("eur") else 1.0
        rounding = 0.02 if "cents" in line.formula else 1e-6
        np.testing.assert_allclose(
            np.asarray(doubled[line.name], float), factor * np.asarray(lines[line.name], float), rtol=1e-9, atol=rounding, err_msg=line.name,
        )  # fmt: skip


@lawful
@given(plans())
def test_doubling_all_euros_doubles_all_euro_lines(plan):
    euros_are_only_a_unit(model(), plan)


def test_doubling_notices_a_number_of_euros_in_a_formula():
    assert breaks(euros_are_only_a_unit, edited("company_cost", "fixed_costs", "(fixed_costs + 1000)"))
