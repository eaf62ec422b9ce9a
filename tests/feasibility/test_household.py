"""Rent, buy and cooperative for one household: the oracle, published examples, laws that hold for every household, and each guard with its control."""

import json
import math
import random
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from feasibility import PlanError
from feasibility.household import (
    Buy,
    Cooperative,
    Household,
    Outlook,
    PathYear,
    Rent,
    compare,
    example,
    read_household,
)
from feasibility.household.reading import household_from
from feasibility.model.household import household_model
from tests.feasibility.household_oracle import oracle, stays_ahead

ON = date(2026, 11, 23)
CASES = sorted((Path(__file__).parents[1] / "cases").glob("household-*.toml"))
STILL = Outlook(inflation=0.0, cost_growth=0.0, house_growth=0.0, return_gross=0.0)
unhurried = settings(deadline=None, max_examples=60)  # the processor may be busy with other tests


def base(**changes):
    """The example household, with changes in sections: base(buy={"rate": 0.04}, own_money=80_000.0)."""
    home = read_household(example())
    return replace(home, **{
        name: replace(getattr(home, name), **change) if isinstance(change, dict) else change for name, change in changes.items()
    })  # fmt: skip


def random_household(dice):
    """A household that is in order, from anywhere in what is allowed."""
    pick, between, chance = dice.choice, dice.uniform, dice.random
    rate = lambda low, high: round(between(low, high), 4)  # noqa: E731
    outlook = Outlook(inflation=rate(-0.02, 0.08), cost_growth=rate(-0.02, 0.08), house_growth=rate(-0.04, 0.08),
                      return_gross=rate(-0.03, 0.08), return_taxed=chance() < 0.5)  # fmt: skip
    own = round(between(20_000, 400_000), 2)
    years = dice.randint(1, 40)
    rent = Rent(amount=between(200, 2_000), label=pick("ABCDEF") if chance() < 0.8 else "none", indexed=chance() < 0.9,
                frozen_from=pick([0, 0, 2028, 2035]), deposit_months=pick([-1.0, 0.0, 2.0]), deposit_return=pick([0.0, 0.01]), other_costs=pick([0.0, 35.0]))  # fmt: skip
    price = between(100_000, 600_000)
    buy = Buy(price=price, registration=pick(["own_home", "sale", "none"]), deed_costs=between(0, 8_000), loan=pick([-1.0, -1.0, max(0.0, price * 1.3 - own)]),
              rate=pick([0.0, 0.0001, rate(0.005, 0.08)]), convention=pick(["actuarial", "nominal"]), loan_years=dice.randint(1, 40), loan_deed_costs=between(0, 5_000),
              loan_extras=pick([0.0, 0.1]), file_cost=pick([-1.0, 350.0]), loan_insurance=pick([0.0, 280.0]), early_months=pick([0.0, 3.0]),
              property_tax=pick([-1.0, 900.0]), cadastral_income=1_000.0, cadastral_index=2.2, surcharges=12.0, maintenance=between(0, 0.02), insurance=between(0, 800),
              common_costs=pick([0.0, 120.0]), selling_costs=between(0, 0.06))  # fmt: skip
    if buy.loan >= 0:
        buy = replace(buy, loan=min(buy.loan, price))
    home = random_cooperative(dice, own, years)
    sides = {"rent": rent, "buy": buy, "cooperative": home}
    if chance() < 0.25:
        sides[pick(list(sides))] = None
    start = pick([date(2020, 2, 29), date(2021, 7, 1), date(2024, 1, 1), date(2026, 3, 1)])
    return Household(start=start, years=years, own_money=own, budget=pick([0.0, 0.0, 2_500.0]), persons=pick([1, 2]), outlook=outlook, **sides)  # fmt: skip


def random_cooperative(dice, own, years):
    pick, between, chance = dice.choice, dice.uniform, dice.random
    rule, price = pick(["ends", "annuity", "linear", "interest", "path"]), between(100_000, 500_000)
    least = between(750, 20_000)
    common = {
        "price": price, "capital": rule, "rate": pick([0.0, between(0, 0.04)]), "running": between(50, 500), "running_growth": round(between(-0.02, 0.06), 4),
        "value": pick(["nominal", "indexed"]), "value_index": pick([-1.0, 0.01]), "payout_delay": pick([0.0, 1.0, 1.5]), "gains_taxed": chance() < 0.3,
        "minimum_capital": pick([-1.0, least]), "own_capital": pick([-1.0, min(price, between(20_000, own))]), "entry_costs": 0.0,
        "saving_years": pick([-1.0, 20.0, 12.5]), "backers": pick([0.0, 10_000.0]), "backers_keep_return": chance() < 0.5,
    }  # fmt: skip
    if rule == "ends":
        common["charge_at_minimum"] = common["running"] + price * between(0.045, 0.09) / 12
    if rule == "path":
        rows = [
            PathYear(year=year, running=between(0, 6_000), capital_cost=between(0, 4_000), saving=between(0, 5_000), value=between(0.8, 1.5))
            for year in range(1, years + 1)
        ]  # fmt: skip
        common |= {
            "path": tuple(rows),
            "own_capital": min(price, 20_000.0),
        }
    return Cooperative(**common)


def households():
    return st.integers(0, 2**32).map(lambda seed: random_household(random.Random(seed)))


def compared(home, on=ON):
    """The comparison, for a household with money enough to start everywhere."""
    try:
        return compare(home, on=on)
    except PlanError as error:
        assume({fault.key for fault in error.faults} - {"own_money"})
        raise


def test_oracle_agrees_on_600_random_households():
    dice, looked_at, short = random.Random(20261123), 0, set()
    while looked_at < 600:
        home = random_household(dice)
        try:
            result = compare(home, on=ON)
        except PlanError as error:
            short.update(fault.key for fault in error.faults)
            continue
        agrees(result, oracle(home, ON))
        looked_at += 1
    assert short == {"own_money"}


def agrees(result, wanted):
    assert list(result.sides) == list(wanted)
    for name, side in wanted.items():
        for key in ("month", "stake", "home", "invested", "wealth"):
            found, by_hand = result.sides[name].years[key], getattr(side, key)
            near = 1e-9 * max(
                result.household.own_money, *map(abs, by_hand)
            )  # a difference of large amounts may be small
            assert found == pytest.approx(by_hand, rel=1e-9, abs=near), (name, key)
        assert sum(result.sides[name].start.values()) == pytest.approx(side.needed, rel=1e-9, abs=1e-6)
        for figure, value in side.figures.items():
            line = figure if figure.startswith(name) else f"{name}_{figure}"
            near = 1e-9 * max(result.household.own_money, side.figures["total"]) if value > 10 else 1e-9
            assert result.lines[line] == pytest.approx(value, rel=1e-9, abs=near), line
    for pair in result.break_even:
        a, b = wanted[pair.first].wealth, wanted[pair.second].wealth
        years = stays_ahead(a, b), stays_ahead(b, a)
        assert years == ((pair.year or 0, 0) if pair.ahead == pair.first else (0, pair.year or 0))


def test_oracle_notices_a_difference_of_a_cent():
    home = base()
    wanted = oracle(home, ON)
    wanted["buy"].month[7] += 0.01
    with pytest.raises(AssertionError):
        agrees(compare(home, on=ON), wanted)


def opened(path):
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    assert case["title"]
    assert case["source"]
    return [(path.stem, case["inputs"], one) for one in case["cases"]]


def changed(tables, change):
    tables = json.loads(json.dumps(tables, default=str))
    for key, value in change.items():
        *sections, name = key.split(".")
        part = tables
        for section in sections:
            part = part[section]
        part[name] = value
    return tables


@pytest.mark.parametrize(
    ("stem", "inputs", "case"), [one for path in CASES for one in opened(path)],
    ids=lambda value: value["name"] if isinstance(value, dict) and "name" in value else "" if isinstance(value, dict) else value,
)  # fmt: skip
def test_published_example(stem, inputs, case):
    lines = compare(household_from(changed(inputs, case.get("change", {})))).lines
    for expected in case["expected"]:
        found = sum(
            lines[name][expected["year"]] if "year" in expected else lines[name] for name in expected["what"]
        )
        assert abs(found - expected["value"]) <= expected["tolerance"], (stem, expected, found)


def test_there_are_published_examples():
    assert len(CASES) == 5


# — laws


@unhurried
@given(own=st.floats(200_000, 500_000), cost=st.floats(100, 3_000), price=st.floats(1_000, 200_000), loan=st.floats(0, 1), part=st.floats(0.01, 1), years=st.integers(1, 40))  # fmt: skip
def test_without_returns_growth_and_taxes_equal_costs_leave_equal_wealth(own, cost, price, loan, part, years):
    home = Household(
        start=date(2026, 1, 1), years=years, own_money=own, outlook=STILL, rent=Rent(amount=cost, label="A"),
        buy=Buy(price=price, registration="none", deed_costs=0.0, loan=0.0, rate=0.0, loan_years=1, loan_deed_costs=0.0, file_cost=0.0, property_tax=0.0,
                maintenance=0.0, insurance=12 * cost, selling_costs=0.0),
        cooperative=Cooperative(price=price, capital="linear", running=cost, running_growth=0.0, rate=0.0, own_capital=price * part, minimum_capital=0.0,
                                saving_years=20.0, value="nominal"),
    )  # fmt: skip
    result = compare(home)
    for side in result.sides.values():
        # what is saved comes out of the same budget as the others keep
        assert side.years["wealth"] == pytest.approx(result.sides["rent"].years["wealth"], rel=1e-9)
    assert all(pair.ahead is None for pair in result.break_even)
    assert result.break_even[0].words("nl").endswith("geen van beide loopt blijvend voor.")


@unhurried
@given(households())
def test_a_household_that_earns_and_pays_nothing_keeps_its_money(home):
    still = replace(
        home, outlook=STILL, budget=0.0, own_money=home.own_money + 600_000.0, rent=Rent(amount=0.0, label="A"),
        buy=home.buy and replace(home.buy, registration="none", deed_costs=0.0, loan=0.0, property_tax=0.0, maintenance=0.0, insurance=0.0, common_costs=0.0, selling_costs=0.0),
        cooperative=home.cooperative and replace(home.cooperative, capital="linear", running=0.0, rate=0.0, value="nominal", path=()),
    )  # fmt: skip
    result = compared(still)
    for side in result.sides.values():
        spent = np.cumsum(12 * (np.array(side.years["month"]) - side.years["built_up"]))
        budget = np.cumsum(result.lines["budget_year"][1:])
        assert side.years["wealth"] == pytest.approx(still.own_money + budget - spent, rel=1e-9)
        assert spent == pytest.approx(0.0, abs=1e-6)


@unhurried
@given(households(), st.floats(0.01, 1_000))
def test_higher_rent_never_gives_renting_more(home, more):
    assume(home.rent)
    rent = replace(home.rent, deposit_months=min(2.0, abs(home.rent.deposit_months)))
    low, high = compared(replace(home, rent=rent)), compared(replace(home, rent=replace(rent, amount=rent.amount + more)))  # fmt: skip
    for other in (name for name in low.sides if name != "rent"):
        gap = [np.subtract(one.sides["rent"].years["wealth"], one.sides[other].years["wealth"]) for one in (low, high)]  # fmt: skip
        if home.outlook.return_gross >= 0:
            assert (gap[1] <= gap[0] + 1e-6).all()
    if home.budget > 0 and home.outlook.return_gross >= 0:
        wealth = [np.array(one.sides["rent"].years["wealth"]) for one in (low, high)]
        assert (wealth[1] <= wealth[0] + 1e-6).all()


@unhurried
@given(households(), st.floats(0, 300_000))
def test_more_own_money_never_raises_the_monthly_cost(home, more):
    home = replace(
        home,
        buy=home.buy and replace(home.buy, loan=-1.0),
        cooperative=home.cooperative and replace(home.cooperative, own_capital=-1.0 if home.cooperative.capital != "path" else home.cooperative.own_capital),
    )  # fmt: skip
    less, more_money = compared(home), compared(replace(home, own_money=home.own_money + more))
    for name in less.sides:
        assert (np.array(more_money.sides[name].years["month"]) <= np.array(less.sides[name].years["month"]) + 1e-6).all()  # fmt: skip


@unhurried
@given(households())
def test_the_energy_label_only_lowers_the_rent(home):
    assume(home.rent)
    months = [compared(replace(home, rent=replace(home.rent, label=label, frozen_from=frozen))).sides["rent"].years["month"] for label, frozen in (("A", 0), ("D", 0), ("F", 0), ("F", 2028))]  # fmt: skip
    for higher, lower in ((months[0], months[1]), (months[1], months[2]), (months[2], months[3])):
        assert (np.array(lower) <= np.array(higher) + 1e-9).all()


@unhurried
@given(households())
def test_loan_ends_at_nought_and_shares_never_pass_the_value(home):
    result = compared(home)
    lines = result.lines
    if home.buy and home.years >= home.buy.loan_years:
        assert lines["buy_debt"][home.buy.loan_years] == 0.0
        assert math.fsum(lines["buy_principal"][1:]) == pytest.approx(
            lines["buy_loan_taken"], rel=1e-9, abs=1e-6
        )
    if home.cooperative and home.cooperative.capital != "path":
        assert max(lines["cooperative_stake"]) <= home.cooperative.price * (1 + 1e-9)
        assert lines["cooperative_unpaid_month"][-1] >= 0.0


@unhurried
@given(households())
def test_break_even_follows_from_the_wealth_of_each_year(home):
    result = compared(home)
    for pair in result.break_even:
        gap = np.subtract(result.sides[pair.first].years["wealth"], result.sides[pair.second].years["wealth"])
        if pair.ahead is None:
            assert abs(gap[-1]) <= 0.005
            continue
        lead = gap if pair.ahead == pair.first else -gap
        assert (lead[pair.year - 1 :] > 0.005).all()
        assert pair.year == 1 or lead[pair.year - 2] <= 0.005


@unhurried
@given(households())
def test_result_is_plain_json_without_gaps(home):
    data = compared(home).data()
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    ids = [one["id"] for one in data["assumptions"]]
    assert len(ids) == len(set(ids))
    assert {one["status"] for one in data["assumptions"]} <= {
        "law",
        "practice",
        "assumption",
        "unverified",
        "given",
    }
    assert not any(name.split("_")[0] not in {*data["sides"], *{"rent", "buy", "cooperative"}} for name in data["figures"])  # fmt: skip


@unhurried
@given(households(), st.floats(-0.02, 0.05))
def test_a_batch_says_what_one_comparison_says(home, growth):
    result = compared(home)
    wanted = [line.name for line in household_model().of("figure") if line.name.endswith(("wealth_end", "total")) or "_over_" in line.name]  # fmt: skip
    many = result.vary({"house_growth": np.array([growth, home.outlook.house_growth])}, wanted)
    other = compare(replace(home, outlook=replace(home.outlook, house_growth=growth)), on=ON)
    for name in wanted:
        assert many[name] == pytest.approx([other.lines[name], result.lines[name]], rel=1e-9, abs=1e-6)


def test_each_input_can_be_varied_and_leaves_every_figure_where_it_stands():
    result = compare(read_household(example()), on=ON)
    model, base = result.lines.model, result.lines
    figures = [line.name for line in model.of("figure")]
    for one in (one for one in model.inputs if not one.per):
        same = result.vary({one.name: np.full(2, base.inputs[one.name])}, figures)
        for name in figures:
            assert same[name] == pytest.approx([base[name]] * 2, rel=1e-9, abs=1e-6), (one.name, name)
