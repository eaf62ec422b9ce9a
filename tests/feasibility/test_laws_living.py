"""What must hold for every plan: the charge, and the members. Each law has a control: a model broken on purpose, on which it fails."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from feasibility.formula import Model
from feasibility.model import model
from feasibility.plan import Charge, Plan, Tax
from feasibility.solve import COVER, Condition, required, with_target
from tests.feasibility.laws import (
    CENT,
    breaks,
    changed,
    edited,
    lawful,
    untaxed,
    with_formula,
    without_payments,
    worked_out,
)  # fmt: skip
from tests.feasibility.plans import loan, plans, residents, simple_plan

# The charge


def parts_are_the_whole_to_the_cent(model: Model, plan: Plan) -> None:
    lines = worked_out(model, plan)
    cents = [round(100 * amount) for amount in lines["home_total_1"]]
    assert sum(cents) == round(100 * lines["charge_month_1"])
    for amount, exact in zip(cents, lines["home_total_1"], strict=True):
        assert abs(amount - 100 * exact) < 1e-4


@lawful
@given(plans())
def test_home_charges_add_up_to_the_whole_to_the_cent(plan):
    parts_are_the_whole_to_the_cent(model(), plan)


def test_adding_up_notices_parts_that_are_rounded_one_by_one():
    alone = with_formula("home_total_1", "cents(charge_month_1 * home_points / key_points)")
    assert breaks(parts_are_the_whole_to_the_cent, alone)


def own_capital_is_what_was_brought(model: Model, plan: Plan) -> None:
    """What the homes' residents are credited with is what the class of residents brings in, unless a home is worth less."""
    lines = worked_out(model, plan)
    credited = lines.inputs["programme_scale"] * sum(
        home.count * capital for home, capital in zip(plan.homes, lines["home_capital"], strict=True)
    )
    brought = sum(
        amount
        for amount, one in zip(lines["share_amount"], plan.shares, strict=True)
        if one.kind == "resident"
    )
    assert credited <= brought + 1e-4
    if all(
        capital < price - 1 for capital, price in zip(lines["home_capital"], lines["home_price"], strict=True)
    ):
        assert math.isclose(credited, brought, rel_tol=1e-9, abs_tol=1e-4)


@lawful
@given(plans())
def test_homes_are_credited_with_what_their_residents_brought(plan):
    own_capital_is_what_was_brought(model(), plan)


def test_what_was_brought_is_missed_when_it_is_not_credited():
    assert breaks(own_capital_is_what_was_brought, edited("home_capital", "home_own_capital", "0"))


def amount_per_home_is_the_same_for_each(model: Model, plan: Plan) -> None:
    """Who pays the same amount per home is credited with the same, whatever the key."""
    plan = simple_plan(shares=(residents(per_home=30_000.0),), charge=plan.charge)
    lines = worked_out(model, plan)
    assert lines["home_capital"] == pytest.approx([30_000.0, 30_000.0])


@pytest.mark.parametrize("key", ["area", "unit", "cost"])
def test_an_amount_per_home_counts_in_full_for_each_home(key):
    amount_per_home_is_the_same_for_each(model(), simple_plan(charge=Charge(key=key)))


def test_an_amount_per_home_is_missed_when_it_goes_by_the_key():
    by_key = with_formula(
        "home_capital", "min(home_price, total(share_residents * share_amount) * home_weight / key_total)"
    )
    assert breaks(amount_per_home_is_the_same_for_each, by_key, [simple_plan()])


def more_subsidy_is_never_dearer(model: Model, plan: Plan) -> None:
    """Without tax (a subsidy is taxed as the building wears, also after the loans) and without dividends on capital that leaves later."""
    plan = changed(untaxed(without_payments(plan)), charge={"kind": "cost_rent", "charge": 0.0})
    less, more = (worked_out(model, plan, extra_subsidy=amount) for amount in (0.0, 150_000.0))
    for before, after in zip(less["cost_rent"], more["cost_rent"], strict=True):
        assert after <= before * (1 + 1e-9) + 1e-6


@lawful
@given(plans())
def test_more_subsidy_never_raises_the_cost_rent(plan):
    more_subsidy_is_never_dearer(model(), plan)


def more_subsidy_is_never_less_cash(model: Model, plan: Plan) -> None:
    charge = {"kind": "fixed", "charge": max(plan.charge.charge, 5.0)}
    plan = changed(untaxed(without_payments(plan)), charge=charge)
    less, more = (worked_out(model, plan, extra_subsidy=amount) for amount in (0.0, 150_000.0))
    assert more["lowest_cash"] >= less["lowest_cash"] - 1e-4


@lawful
@given(plans())
def test_more_subsidy_never_lowers_the_cash_of_a_fixed_charge(plan):
    more_subsidy_is_never_less_cash(model(), plan)


def test_more_subsidy_is_noticed_when_it_costs_money():
    paid = edited("subsidy_received", "+ extra_subsidy", "- extra_subsidy")
    assert breaks(more_subsidy_is_never_dearer, paid)
    assert breaks(more_subsidy_is_never_less_cash, paid)


def test_more_subsidy_never_raises_the_charge_that_is_required():
    amounts = np.array([0.0, 50_000.0, 100_000.0, 400_000.0])
    for plan in (
        simple_plan(),
        simple_plan(tax=Tax(regime="exempt")),
        simple_plan(loans=(loan(rest=True, kind="linear"),)),
    ):
        base = worked_out(model(), with_target(plan, "charge"))
        found = required(base, {"extra_subsidy": amounts}, "charge", Condition(COVER, model()))
        assert np.all(np.diff(found) < 0)


def dearer_building_is_dearer_living(model: Model, plan: Plan) -> None:
    """Without tax (a dearer building wears more, also after the loans) and with loans of fixed amounts, that do not change places."""
    loans = tuple(replace(one, amount=max(one.amount, 1e5) * (not one.rest), share=0.0) for one in plan.loans)
    plan = untaxed(without_payments(replace(plan, loans=loans)))
    plan = changed(plan, charge={"kind": "cost_rent", "charge": 0.0})
    factor = plan.shifts.build_cost_factor
    cheap, dear = (worked_out(model, plan, build_cost_factor=by * factor) for by in (1.0, 1.1))
    for before, after in zip(cheap["cost_rent"], dear["cost_rent"], strict=True):
        assert after >= before * (1 - 1e-9) - 1e-6


@lawful
@given(plans())
def test_a_dearer_building_never_lowers_the_cost_rent(plan):
    dearer_building_is_dearer_living(model(), plan)


def test_a_dearer_building_is_noticed_when_it_makes_living_cheaper():
    odd = edited("running_need", "+ reserve_added", "- 3 * reserve_added")
    assert breaks(dearer_building_is_dearer_living, odd)


# Members


def nobody_leaves_unasked(model: Model, plan: Plan) -> None:
    plan = replace(plan, shares=tuple(replace(one, turnover=0.0) for one in plan.shares))
    lines = worked_out(model, plan)
    for name in ("exit_asked", "exit_paid", "reentry_received", "waiting"):
        assert set(lines[name]) == {0.0}


@lawful
@given(plans())
def test_without_turnover_nobody_is_paid_out(plan):
    nobody_leaves_unasked(model(), plan)


def test_leaving_unasked_is_noticed():
    assert breaks(
        nobody_leaves_unasked, edited("share_exit_asked", "share_turnover", "(share_turnover + 0.01)")
    )


def both_tests_are_met(model: Model, plan: Plan) -> None:
    """Payments to members never make equity negative (judged on the last accounts), nor touch the reserve or the working capital."""
    lines = worked_out(model, leaving(plan))
    keep = plan.costs.working_capital
    for year in range(1, plan.years + 1):
        paid = lines["exit_paid"][year] - lines["reentry_received"][year]
        paid += lines["dividend_paid"][year] + lines["refund_paid"][year]
        if paid > CENT:
            assert lines["cash"][year] >= lines["reserve"][year] + keep - CENT
            assert lines["equity"][year - 1] - paid >= -CENT
        distributed = lines["dividend_paid"][year] + lines["refund_paid"][year]
        gains = lines["exit_paid"][year] - sum(one[year] for one in lines["share_exit"])
        returned = lines["reentry_received"][year] - sum(one[year] for one in lines["share_reentry"])
        assert distributed <= max(0.0, lines["retained"][year - 1] - gains + returned) + CENT


def leaving(plan: Plan) -> Plan:
    """The plan with members who leave in numbers, at a value above what they paid, and want a dividend too."""
    shares = tuple(
        replace(
            one, turnover=max(one.turnover, 0.1), value="indexed", index=max(one.index, 0.03), dividend=0.06
        )
        for one in plan.shares
    )
    return replace(changed(plan, members={"reentry": 0.0}), shares=shares)


@lawful
@given(plans())
def test_no_payment_to_members_fails_the_net_asset_or_the_liquidity_test(plan):
    both_tests_are_met(model(), plan)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("room_cash", "- reserve - working_capital", ""),
        ("exit_room", "min(room_assets,", "min(exit_asked,"),
        ("dividend_paid", "- exit_paid + reentry_received", ""),
        ("refund_paid", "- dividend_paid", ""),
    ],
)
def test_both_tests_notice_a_payment_that_is_not_held_to_them(name, old, new):
    assert breaks(both_tests_are_met, edited(name, old, new))


def dividend_stays_under_the_cap(model: Model, plan: Plan) -> None:
    shares = tuple(replace(one, dividend=0.2) for one in plan.shares)
    plan = replace(plan, shares=shares, tax=replace(plan.tax, recognised=True))
    lines = worked_out(model, plan)
    cap = lines.inputs["dividend_cap"]
    assert cap == 0.06
    for year in range(1, plan.years + 1):
        assert lines["dividend_paid"][year] <= cap * lines["capital"][year - 1] + 1e-6


@lawful
@given(plans())
def test_dividend_of_a_recognised_cooperative_never_passes_the_cap(plan):
    dividend_stays_under_the_cap(model(), plan)


def test_the_cap_notices_a_dividend_that_is_only_asked():
    free = edited("share_dividend_asked", "min(share_dividend, dividend_cap)", "share_dividend")
    assert breaks(dividend_stays_under_the_cap, free)


def queue_is_conserved(model: Model, plan: Plan) -> None:
    """Who asked to leave has left, or waits; nobody drops out of the queue, and nobody is in it twice."""
    lines = worked_out(model, plan)
    factor = plan.shifts.turnover_factor
    for place, one in enumerate(plan.shares):
        capital, left, waits = (
            lines[name][place] for name in ("share_capital", "share_exit", "share_waiting")
        )
        for year in range(1, plan.years + 1):
            new = one.turnover * factor * capital[year - 1] * lines["use"][year]
            queue = min(capital[year - 1], waits[year - 1] + new)
            assert math.isclose(queue, left[year] + waits[year], rel_tol=1e-9, abs_tol=1e-6)
            assert min(left[year], waits[year]) >= -1e-6


@lawful
@given(plans())
def test_the_queue_of_those_who_leave_is_conserved(plan):
    queue_is_conserved(model(), plan)


def test_the_queue_notices_who_is_forgotten():
    assert breaks(queue_is_conserved, with_formula("share_waiting", "0 * share_exit"))
