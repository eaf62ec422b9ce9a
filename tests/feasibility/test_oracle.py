"""The engine against the oracle on a thousand plans, and a batch against its scenarios one by one."""

import dataclasses

import numpy as np
import pytest

from feasibility.checks import faults
from feasibility.compile.kernel import CHUNK, Ledger, batch, ledger
from feasibility.inputs import resolve
from feasibility.model import model
from feasibility.plan import Plan, Shifts
from tests.feasibility.oracle import Oracle
from tests.feasibility.plans import ON, random_plan, simple_plan

PLANS, AT_A_TIME = 1000, 50
RELATIVE = 1e-9
ABSOLUTE = {True: 1e-6, False: 1e-9}  # by whether the line is money: a millionth of a euro, else a billionth
# How far off a line may be beyond that, and why.
LOOSER = {
    "balance_gap": 1e-5,  # nought as the difference of two sums of tens of millions: rounding alone leaves 1e-6
    "balance_check": 1e-5,
    "home_total_1": 0.010001,  # half a cent exactly (two equal homes share an odd cent): rounding decides which gets it
}
# Lines that only serve another line, which the oracle does reach: in its own way, without them.
WITHIN = {
    "loan_factor_1": "loan_instalment",
    "loan_factor_2": "loan_instalment",
    "loan_factor_3": "loan_instalment",
    "capital_by_key": "home_capital",
}
# Where the oracle says nothing (None): after the end of a loan, and the rate after a revision that never comes.
SILENT = {"loan_instalment", "loan_i2", "loan_i3"}
FIGURES = tuple(line.name for line in model().of("figure"))


def seeded(seed: int) -> Plan:
    return random_plan(np.random.default_rng(seed))


def worked_out(plan: Plan) -> Ledger:
    return ledger(model(), resolve(plan, ON).values, plan.years)


def differs(name: str, found: object, expected: object) -> bool:
    """Whether two values of a line (a number, or lists of numbers) are further apart than rounding explains."""
    ours, theirs = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    if ours.shape != theirs.shape:
        return True
    absolute = LOOSER.get(name, ABSOLUTE[model().by_name[name].unit.startswith("eur")])
    off = np.abs(ours - theirs) > absolute + RELATIVE * np.maximum(np.abs(ours), np.abs(theirs))
    nothing, silent = np.isnan(ours) != np.isnan(theirs), np.isnan(theirs) & (name in SILENT)
    return bool(np.any((off | nothing) & ~silent))


def disagreements(lines: Ledger, plan: Plan) -> list[str]:
    """The lines on which engine and oracle disagree, in the order in which they are worked out."""
    theirs = {name: value for clock in Oracle(plan, ON).lines().values() for name, value in clock.items()}
    return [
        line.name
        for line in model().lines
        if line.name in theirs and differs(line.name, lines[line.name], theirs[line.name])
    ]


@pytest.mark.parametrize("first", range(0, PLANS, AT_A_TIME))
def test_engine_and_oracle_agree_on_every_line(first):
    found = {}
    for seed in range(first, first + AT_A_TIME):
        plan = seeded(seed)
        assert faults(plan, on=ON) == (), seed
        if off := disagreements(worked_out(plan), plan):
            found[seed] = off[:5]
    assert found == {}


def test_oracle_knows_every_line():
    known = {name for lines in Oracle(simple_plan(), ON).lines().values() for name in lines}
    unknown = {line.name for line in model().lines} - known
    assert unknown == WITHIN.keys() & model().by_name.keys()


def test_oracle_notices_a_line_that_is_off_by_a_cent_once():
    plan = seeded(0)
    lines = worked_out(plan)
    assert disagreements(lines, plan) == []
    lines.values["cash"][17] += 0.01
    assert disagreements(lines, plan) == ["cash"]


def test_random_plans_reach_the_corners():
    """What a plan may come to; each must occur among the plans, or the oracle never saw it."""
    corners = dict.fromkeys(CORNERS, 0)
    for seed in range(150):
        lines = worked_out(seeded(seed))
        for name, reached in CORNERS.items():
            corners[name] += bool(reached(lines))
    assert {name for name, times in corners.items() if times < 3} == set()


def some(lines: Ledger, name: str, low: float, high: float = np.inf) -> bool:
    """Whether the line lies between two values, both left out, in some year and element."""
    values = np.asarray(lines[name], dtype=float)
    return bool(np.any((values > low) & (values < high)))


CORNERS = {
    "no loan": lambda lines: lines.count("loan") == 0,
    "no works": lambda lines: lines.count("part") == 0,
    "an existing building": lambda lines: lines["building_purchase"] > 0,
    "a ground rent": lambda lines: some(lines, "ground_rent_paid", 0),
    "a late handover": lambda lines: lines["delay_months"] > 0,
    "financing that is missing": lambda lines: lines["funding_gap"] > 1,
    "financing too much": lambda lines: lines["funding_surplus"] > 1,
    "a rest loan that takes money back": lambda lines: some(lines, "loan_draw", -np.inf, -1),
    "loans at their ceiling": lambda lines: (
        some(lines, "need_left", 1) and not any(lines.inputs["loan_rest"])
    ),
    "a revised rate": lambda lines: any(month < 9999 for month in lines.inputs["loan_revision_1"]),
    "cash short": lambda lines: lines["lowest_cash"] < -1,
    "withdrawals paid in part": lambda lines: some(lines, "exit_share", 0.001, 0.999),
    "withdrawals that wait": lambda lines: some(lines, "waiting", 1),
    "less dividend than asked": lambda lines: any(
        0 < paid < asked - 1
        for paid, asked in zip(lines["dividend_paid"], lines["dividend_asked"], strict=True)
    ),
    "a refund": lambda lines: some(lines, "refund_paid", 1),
    "a value held down by the books": lambda lines: any(
        value < target - 0.001
        for values, targets in zip(lines["share_value"], lines["share_target"], strict=True)
        for value, target in zip(values, targets, strict=True)
    ),
    "losses deducted": lambda lines: some(lines, "loss_used", 1),
    "profit above the bracket": lambda lines: some(lines, "taxable", lines.inputs["tax_bracket"] + 1),
    "works beyond the reserve": lambda lines: any(
        works > used + 1 for works, used in zip(lines["works_cost"], lines["reserve_used"], strict=True)
    ),
    "a building worn out": lambda lines: lines["building_book"][-1] < 0.005 < lines["building_cost"][-1],
    "a saving part": lambda lines: some(lines, "saving", 1),
    "a home paid in full": lambda lines: some(lines, "home_uncovered", -1, 0.005),
    "no internal rate": lambda lines: bool(np.isnan(lines["project_rate"])),
}


# Batches


def alone(base: Ledger, changed: dict[str, float]) -> Ledger:
    return ledger(base.model, {**base.inputs, **changed}, base.years)


def scenarios(rng: np.random.Generator, count: int) -> dict[str, np.ndarray]:
    """Every input of Shifts, varied; the first scenario is the plan as it is."""
    spread = {
        "rate_rise": (0.0, 0.02), "build_cost_factor": (0.7, 1.6), "delay": (0.0, 14.0), "equity_factor": (0.4, 1.5),
        "subsidy_factor": (0.0, 2.0), "extra_subsidy": (0.0, 3e5), "programme_scale": (0.5, 2.0), "turnover_factor": (0.0, 3.0),
    }  # fmt: skip
    assert spread.keys() == {field.name for field in dataclasses.fields(Shifts)}
    return {name: rng.uniform(low, high, count) for name, (low, high) in spread.items()}


def compare_with_each_alone(base: Ledger, varied: dict[str, np.ndarray]) -> list[str]:
    together = batch(base, varied, FIGURES)
    count = len(next(iter(varied.values())))
    found = set()
    for place in range(count):
        one = alone(base, {name: float(values[place]) for name, values in varied.items()})
        found |= {name for name in FIGURES if differs(name, one[name], together[name][..., place])}
    return sorted(found)


@pytest.mark.parametrize("seed", range(12))
def test_a_batch_of_many_is_each_scenario_alone(seed):
    base = worked_out(seeded(seed))
    assert compare_with_each_alone(base, scenarios(np.random.default_rng(seed), 4)) == []


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Shifts)])
def test_a_batch_may_vary_one_input_alone(name):
    for seed in range(100, 105):
        base = worked_out(seeded(seed))
        values = scenarios(np.random.default_rng(seed), 3)[name]
        assert compare_with_each_alone(base, {name: values}) == []


@pytest.mark.parametrize("table", ["parts", "loans", "shares"])
def test_a_batch_over_a_plan_without_some_table_is_each_scenario_alone(table):
    base = worked_out(simple_plan(**{table: ()}))
    for name, values in scenarios(np.random.default_rng(0), 3).items():
        assert compare_with_each_alone(base, {name: values}) == []


@pytest.mark.parametrize("seed", range(200, 212))
def test_a_batch_of_one_is_the_ledger(seed):
    base = worked_out(seeded(seed))
    varied = {field.name: np.array([base.inputs[field.name]]) for field in dataclasses.fields(Shifts)}
    one = batch(base, varied, FIGURES)
    assert [name for name in FIGURES if differs(name, base[name], one[name][..., 0])] == []


def test_a_batch_of_more_than_a_chunk_is_in_order():
    base = worked_out(simple_plan())
    factors = np.linspace(0.8, 1.2, CHUNK + 3)
    found = batch(base, {"build_cost_factor": factors}, ("total_investment", "home_charge_1"))
    assert found["total_investment"].shape == (CHUNK + 3,)
    assert found["home_charge_1"].shape == (2, CHUNK + 3)
    for place in (0, CHUNK - 1, CHUNK, CHUNK + 2):
        one = alone(base, {"build_cost_factor": float(factors[place])})
        assert found["total_investment"][place] == pytest.approx(one["total_investment"], rel=1e-12)
        assert found["home_charge_1"][:, place] == pytest.approx(one["home_charge_1"], rel=1e-12)


def test_a_batch_reads_from_the_base_what_does_not_vary():
    base = worked_out(simple_plan())
    base.values["building_value"] = 1.0  # not downstream of the subsidy: taken as it stands
    found = batch(base, {"extra_subsidy": np.array([0.0])}, ("ltv",))
    assert found["ltv"][0] == pytest.approx(base["debt_delivery"] / (1.0 + base["land_purchase"]))
