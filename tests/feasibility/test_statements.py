"""Profit and loss, balance sheet, cash flow and the financial plan of the law: they close, and show what the model says."""

from dataclasses import replace

import numpy as np
import pytest

from feasibility.assessment import assess_unfinanced
from feasibility.compile.kernel import ledger
from feasibility.formula import Input, Line
from feasibility.inputs import resolve
from feasibility.model import model
from feasibility.plan import ShareClass
from feasibility.statements import balance_sheet, cash_flow, long_table, profit_and_loss, statutory_plan
from tests.feasibility.plans import random_plan, residents, simple_plan
from tests.feasibility.words import EVERYTHING, LEASED, ON, PAID, assessed

MADE = (profit_and_loss, balance_sheet, cash_flow)
BY_CHANCE = [plan for plan in (random_plan(np.random.default_rng(seed)) for seed in range(12)) if plan.loans]
IN_KIND = simple_plan(
    site={"tenure": "contributed"},
    shares=(residents(per_home=50_000.0, at_start=0.5), ShareClass(name="Municipality", kind="in_kind")),
)


@pytest.mark.parametrize("make", MADE)
@pytest.mark.parametrize("plan", [EVERYTHING, LEASED, PAID, IN_KIND, *BY_CHANCE], ids=lambda plan: plan.name)
def test_every_total_is_the_sum_of_the_rows_above_it(plan, make):
    made = make(assessed(plan))
    assert max(made.gaps.values()) < 0.005
    assert made.years == tuple(range(1, plan.years + 1))
    assert {len(row.values) for row in made.rows if row.level != "heading"} == {plan.years}


def test_a_row_that_is_wrong_shows_as_a_gap():
    made = balance_sheet(assessed())
    rows = tuple(replace(row, values=(1.0, *row.values[1:])) if row.id == "cash" else row for row in made.rows)  # fmt: skip
    cash = made.row("cash").values[0]
    assert replace(made, rows=rows).gaps["assets"] == pytest.approx(abs(cash - 1.0))


def test_the_balance_sheet_closes_and_its_cash_is_that_of_the_cash_flow():
    sheet, flow = balance_sheet(assessed()), cash_flow(assessed())
    assert sheet.row("assets").values == pytest.approx(sheet.row("liabilities").values)
    assert sheet.row("balance_gap").values == pytest.approx([0.0] * 40, abs=0.005)
    assert sheet.row("cash").values == flow.row("cash").values
    assert flow.row("cash_start").values[1:] == flow.row("cash").values[:-1]


def test_profit_and_loss_ends_in_the_result_of_the_model():
    made, lines = profit_and_loss(assessed()), assessed().lines
    assert made.row("result").values == tuple(lines["result"][1:])
    assert made.row("revenue").values == tuple(lines["revenue"][1:])
    assert made.row("depreciation").values == tuple(-value for value in lines["depreciation"][1:])


def test_every_row_names_its_line_and_shows_its_values():
    result = assessed()
    for make in (*MADE, long_table):
        made = make(result)
        for row in made.rows:
            assert row.label("nl")
            assert row.label("en")
            if not row.line:
                assert row.level == "heading" or row.parts
                continue
            series = result.lines[row.line]
            shown = [None if value is None else row.sign * value for value in row.values]
            wanted = [series[year - row.lag] for year in made.years]
            assert all(value is None or value == one for value, one in zip(shown, wanted, strict=True))


def test_an_added_cost_has_its_own_row():
    garden = Line(
        "garden_cost", "eur", "garden * homes * use", "Tuin", "Garden", sign="-", into="operating_costs", needs=(Input("garden", "eur_home_year", "Tuin per woning", "Garden per home"),),
    )  # fmt: skip
    lines = ledger(model().plus(garden), resolve(EVERYTHING, ON).values | {"garden": 120.0}, EVERYTHING.years)
    made = profit_and_loss(replace(assessed(), lines=lines))
    assert made.row("garden_cost").values[4] == -1200.0
    assert max(made.gaps.values()) < 0.005


def test_cover_without_debt_service_says_nothing():
    cover = long_table(assessed(PAID)).row("dscr")
    assert set(cover.values) == {None}


def test_the_long_table_looks_thirty_years_ahead_or_as_far_as_the_plan():
    assert long_table(assessed()).years == tuple(range(1, 31))
    assert long_table(assessed(replace(EVERYTHING, years=12))).years == tuple(range(1, 13))


def test_the_plan_of_the_law_has_its_seven_items_in_order():
    plan = statutory_plan(assessed())
    assert [item.number for item in plan.items] == [1, 2, 3, 4, 5, 6, 7]
    assert [[table.id for table in item.statements] for item in plan.items] == [
        [], ["sources", "uses"], ["opening_balance", "balance_sheet"], ["profit_and_loss"], ["cash_flow"], [], [],
    ]  # fmt: skip
    assert {table.years for item in plan.items[2:5] for table in item.statements if table.years} == {(1, 2)}
    assert "nummer niet nagekeken" in plan.article[0]
    assert plan.period.name == "company.plan_months"
    assert plan.overview == long_table(assessed())


def test_what_only_the_founders_can_write_is_left_open_with_a_mark():
    plan = statutory_plan(assessed())
    assert [item.number for item in plan.items if item.open] == [1, 2, 7]
    assert plan.items[0].paragraphs == (
        ("[Nog in te vullen: wat de vennootschap doet]", "[Still to be filled in: what the company does]"),
    )
    written = statutory_plan(assessed(), activity="Wonen.", securities="Geen.", expert="An Peeters")
    assert not any(item.open for item in written.items)
    assert written.items[6].paragraphs == (("An Peeters", "An Peeters"),)
    assert not [text for item in written.items for pair in item.paragraphs for text in pair if text.startswith("[")]  # fmt: skip


def test_the_securities_say_which_loan_has_a_mortgage_and_which_comes_last():
    said = [nl for nl, _ in statutory_plan(assessed()).items[1].paragraphs]
    assert said[:2] == ["Lening ‘Bank’: met hypotheek.", "Lening ‘Gemeente’: zonder hypotheek, achtergesteld."]  # fmt: skip


@pytest.mark.parametrize("plan", [EVERYTHING, PAID, IN_KIND], ids=["everything", "paid", "in kind"])
def test_sources_equal_uses_and_the_opening_balance_closes(plan):
    items = statutory_plan(assessed(plan)).items
    sources, uses = items[1].statements
    opening = items[2].statements[0]
    assert sources.row("total").values == pytest.approx(uses.row("total").values, abs=0.01)
    assert max([*sources.gaps.values(), *uses.gaps.values(), *opening.gaps.values()]) < 0.005
    assert opening.row("assets").values == pytest.approx(opening.row("liabilities").values)


def test_the_opening_balance_holds_what_is_contributed_at_the_start():
    opening = statutory_plan(assessed(IN_KIND)).items[2].statements[0]
    assert opening.row("cash").values == (250_000.0,)
    assert opening.row("in_kind").values == (600_000.0,)


def test_the_assumptions_name_handover_charge_and_every_figure_of_law_with_its_status():
    result = assessed()
    said = "\n".join(nl for nl, _ in statutory_plan(result).items[5].paragraphs)
    assert said.startswith("De oplevering is gepland in maand 24. De omzet over de eerste 24 maanden is € 0.")
    assert all(found.label["nl"] in said for found in result.parameters)
    assert "(wet" in said
    assert "Rente op lening ‘Bank’: 3% per jaar." in said


def test_a_plan_by_chance_has_a_statutory_plan_in_both_languages():
    for plan in BY_CHANCE[:4]:
        made = statutory_plan(assess_unfinanced(plan))
        assert all(nl and en for item in made.items for nl, en in (item.title, *item.paragraphs))
