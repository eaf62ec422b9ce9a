"""What a person meets of the comparison of a household: the answer, the file, the assumptions, and each fault beside its control."""

import json
import re
import time
import tomllib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feasibility import PlanError, assess
from feasibility.compile.explain import Subject, explain_line
from feasibility.formula import Model
from feasibility.household import Cooperative, PathYear, compare, cooperative_from, example, read_household
from feasibility.household.reading import household_from
from feasibility.household.words import NOT_COUNTED
from feasibility.model.household import LINES, household_model
from tests.feasibility.plans import simple_plan
from tests.feasibility.test_household import ON, base

ADVICE = re.compile(r"\b(beter|best\w*|slechter|voordelig\w*|goedkoop\w*|aangeraden|raden|advies|moet u|u moet|should|better|worse|cheap\w*|recommend\w*|advise\w*)\b", re.IGNORECASE)  # fmt: skip


def keys_of(home, on=ON):
    """The keys of all faults of a household; none when it can be compared."""
    try:
        compare(home, on=on)
    except PlanError as error:
        return {fault.key for fault in error.faults if fault.en and fault.nl}
    return set()


# — the answer


def test_answer_is_one_sentence_with_amounts_and_differences():
    result = compare(base(), on=ON)
    nl, en = result.answer("nl"), result.answer("en")
    assert re.fullmatch(
        r"In het eerste jaar kost huren € [\d.]+ per maand, kopen € [\d.]+ en coöperatief wonen € [\d.]+; wie na 30 jaar vertrekt, houdt met hetzelfde eigen geld"
        r" en hetzelfde budget € [\d.]+ na huren, € [\d.]+ na kopen \(€ [\d.]+ meer dan na huren\) en € [\d.]+ na coöperatief wonen \(€ [\d.]+ meer dan na huren\) over\.",
        nl,
    )  # fmt: skip
    assert en.startswith("In the first year renting costs €950 a month, buying €1,6")
    shown = f"{result.sides['buy'].years['wealth'][-1]:,.0f}"
    assert shown.replace(",", ".") in nl
    assert shown in en


def test_answer_without_a_side_speaks_of_the_two_others():
    nl = compare(base(buy=None, years=1), on=ON).answer("nl")
    assert "kopen" not in nl
    assert "wie na 1 jaar vertrekt" in nl


def test_no_words_of_advice_anywhere():
    home = base(rent={"label": "F"}, budget=500.0, years=40, income=2_000.0)
    result = compare(home, on=ON)
    said = [result.answer("nl"), result.answer("en"), *(text for pair in NOT_COUNTED for text in pair)]
    said += [
        one.words(language) for one in (*result.break_even, *result.warnings) for language in ("nl", "en")
    ]
    said += [text for one in result.checks for text in (one.nl, one.en)]
    said += [text for one in result.assumptions for text in one.label.values()]
    said += [text for line in LINES for text in (line.nl, line.en, line.note_nl, line.note_en)]
    assert [text for text in said if ADVICE.search(text)] == []
    assert ADVICE.search("Kopen is beter.")  # the control


def test_break_even_that_never_comes_is_said_plainly():
    result = compare(base(rent={"amount": 300.0}, outlook={"house_growth": 0.0}), on=ON)
    (pair,) = [one for one in result.break_even if {one.first, one.second} == {"rent", "buy"}]
    assert (pair.ahead, pair.year) == ("rent", 1)
    assert (
        pair.words("nl")
        == "Huren laat in elk jaar meer vermogen dan kopen; kopen haalt dat niet in binnen 30 jaar."
    )
    assert pair.words("en") == "Renting leaves more wealth than buying in every year; buying does not catch up within 30 years."  # fmt: skip


def test_checks_hold_from_the_income_that_they_name():
    needed = {one.id: one.income for one in compare(base(), on=ON).checks if one.income}
    assert set(needed) == {"rent_housing_share", "buy_housing_share", "cooperative_housing_share", "buy_instalment_share"}  # fmt: skip
    for name, income in needed.items():
        for income_given, holds in ((income + 0.01, True), (income - 0.01, False), (0.0, None)):
            (found,) = [one for one in compare(base(income=income_given), on=ON).checks if one.id == name]
            assert found.holds is holds
    assert needed["rent_housing_share"] == pytest.approx(950 / 0.3)


def test_loan_above_what_the_supervisor_expects_fails_its_check():
    for money, holds in ((60_000.0, True), (20_000.0, False)):
        checks = compare(base(own_money=money, cooperative=None), on=ON).checks
        (found,) = [one for one in checks if one.id == "buy_ltv"]
        assert (found.holds, found.parameter) == (holds, "credit.ltv_owner")


# — assumptions, parameters, warnings


def test_each_field_is_an_assumption_with_status_and_source():
    found = {one.id: one for one in compare(base(), on=ON).assumptions}
    assert found["rent.amount"].status == "given"
    assert (found["outlook.house_growth"].status, found["outlook.house_growth"].given) == ("assumption", True)
    deposit = found["rent.deposit_months"]
    assert (deposit.value, deposit.status, deposit.given, deposit.parameter) == (3.0, "law", False, "rental.deposit_months")  # fmt: skip
    assert (found["buy_duty_rate"].value, found["buy_duty_rate"].status) == (0.02, "unverified")
    assert found["cooperative.payout_delay"].source.startswith("https://www.wooncoop.be/")
    assert "buy.cadastral_income" not in found  # the property tax was given: it plays no part
    for one in found.values():
        assert one.label["nl"]
        assert one.label["en"]
        assert one.source or not one.parameter


def test_only_parameters_that_play_a_part_are_used():
    names = {one.name for one in compare(base(buy=None, rent={"indexed": False}), on=ON).parameters}
    assert names == {"norms.housing_share", "rental.deposit_months", "taxes.withholding"}


def test_stop_on_indexing_is_a_marked_choice_and_beyond_the_law_is_said():
    keys = lambda home: [fault.key for fault in compare(home, on=ON).warnings]  # noqa: E731
    assert "rent.label" in keys(base())
    assert "rent.label" not in keys(base(years=2, start=date(2026, 11, 23)))
    chosen = compare(base(rent={"label": "F", "frozen_from": 2028}), on=ON)
    assert "rent.frozen_from" in [fault.key for fault in chosen.warnings]
    (marked,) = [one for one in chosen.assumptions if one.id == "rent.frozen_from.choice"]
    assert (marked.status, marked.given) == ("unverified", True)
    rents = chosen.sides["rent"].years["month"]
    assert rents[1] > rents[0]  # 1 December 2027
    assert set(rents[2:]) == {rents[1]}


def test_budget_that_does_not_carry_a_side_is_said():
    told = [fault.key for fault in compare(base(budget=1_000.0), on=ON).warnings]
    assert "budget" in told
    assert "budget" not in [fault.key for fault in compare(base(), on=ON).warnings]


# — money at the start


def test_own_money_pays_the_price_and_all_costs_before_a_loan_is_taken():
    lines = compare(base(), on=ON).lines
    assert lines["buy_paid_in"] == pytest.approx(60_000.0)
    assert lines["buy_loan_taken"] == pytest.approx(300_000 + lines["buy_entry_costs"] - 60_000)
    without = compare(base(own_money=400_000.0), on=ON).lines
    assert (without["buy_loan_taken"], without["buy_loan_deed"], without["buy_file"]) == (0.0, 0.0, 0.0)
    assert without["buy_paid_in"] == 300_000 * 1.02 + 4_500


def test_registration_duty_follows_choice_and_day_of_the_deed():
    for chosen, start, duty in (
        ("own_home", date(2026, 12, 1), 6_000), ("own_home", date(2024, 12, 31), 9_000), ("sale", date(2026, 12, 1), 36_000), ("none", date(2026, 12, 1), 0),
    ):  # fmt: skip
        assert compare(base(start=start, buy={"registration": chosen}), on=ON).lines["buy_duty"] == pytest.approx(duty)  # fmt: skip


def test_payment_a_year_later_costs_the_return_of_a_year():
    at_once, later = (compare(base(cooperative={"payout_delay": delay}), on=ON) for delay in (0.0, 1.0))
    net = at_once.lines["net_return"]
    assert later.lines["cooperative_home"][30] == pytest.approx(at_once.lines["cooperative_home"][30] / (1 + net))  # fmt: skip


# — the study of a project


def test_cooperative_side_from_an_assessment_takes_its_money_over():
    plan = simple_plan(charge={"saving_share": 1.0})
    assessment = assess(plan)
    home = cooperative_from(assessment, "Small")
    assert home.own_capital == assessment.lines["home_capital"][1]
    first = next(year for year in range(1, 41) if assessment.lines["use"][year] > 0.999)
    own = base(cooperative=home, years=len(home.path), own_money=100_000.0)
    result = compare(own, on=ON)
    charges = assessment.lines["home_charge"][1][first:]
    assert result.sides["cooperative"].years["month"] == pytest.approx(charges)
    saved = sum(row.saving for row in home.path)
    assert saved > 0
    assert result.sides["cooperative"].years["stake"][-1] == pytest.approx(home.own_capital + saved)


def test_all_homes_together_save_what_the_plan_saves():
    assessment = assess(simple_plan(charge={"saving_share": 1.0}))
    large, small = (cooperative_from(assessment, name) for name in ("Large", "Small"))
    years = len(large.path)
    for row, other, saved in zip(large.path, small.path, assessment.lines["saving"][-years:], strict=True):
        assert 6 * row.saving + 4 * other.saving == pytest.approx(saved)


def test_a_home_that_is_not_in_the_plan_is_said():
    with pytest.raises(PlanError, match=r"no home is called “Tiny”\. There are: Large, Small"):
        cooperative_from(assess(simple_plan()), "Tiny")


# — the file


def test_example_reads_and_says_that_its_figures_are_assumptions():
    assert compare(read_household(example()), on=ON).household.sides == ("rent", "buy", "cooperative")
    asked = [line for line in example().splitlines() if re.match(r"[a-z_]+ = (\d|\"\d)", line) and not line.startswith(("start", "years"))]  # fmt: skip
    assert len(asked) > 20
    assert [line for line in asked if "aanname" not in line] == []


def test_sides_that_are_not_in_the_file_are_not_compared():
    before, _, rest = example().partition("[buy]\nprice")
    text = before + rest[rest.index("[cooperative]") :]
    assert read_household(text).sides == ("rent", "cooperative")


def test_file_names_all_faults_at_once():
    text = example().replace('house_growth = "2%"', "house_growth = 2").replace('label = "C"', 'label = "Z"').replace("amount = 950", "amuont = 950")  # fmt: skip
    with pytest.raises(PlanError) as caught:
        read_household(text)
    keys = {fault.key for fault in caught.value.faults}
    assert keys == {"outlook.house_growth", "rent.label", "rent.amount", "rent.amuont"}


@pytest.mark.parametrize("text", ["", "x", "rent = 3", "[rent]\namount = nan", "start = 2026-01-01\nyears = 1e400", "[[cooperative.path]]\nyear = 1", "rent = []"])  # fmt: skip
def test_nonsense_is_refused_with_words(text):
    with pytest.raises(PlanError) as caught:
        read_household(text)
    assert all(fault.en and fault.nl for fault in caught.value.faults)


# — each guard with its control: the first household is refused at this key, the second is not

ENDS = {"capital": "ends", "charge_at_minimum": 900.0}
PATH = tuple(PathYear(year=year, running=3_000.0, capital_cost=2_000.0, saving=4_000.0) for year in range(1, 31))  # fmt: skip
GUARDS = [
    ("", {"buy": None, "cooperative": None}, {"buy": None}),
    ("rent.amount", {"rent": {"amount": float("nan")}}, {"rent": {"amount": 1.0}}),
    ("rent.amount", {"rent": {"amount": -1.0}}, {"rent": {"amount": 0.0}}),
    ("rent.label", {"rent": {"label": "G"}}, {"rent": {"label": "none"}}),
    ("rent.frozen_from", {"rent": {"frozen_from": 28}}, {"rent": {"frozen_from": 2028}}),
    ("years", {"years": 41}, {"years": 40}),
    ("rent.deposit_months", {"rent": {"deposit_months": -0.5}}, {"rent": {"deposit_months": 0.0}}),
    ("buy.property_tax", {"buy": {"property_tax": -1.0}}, {"buy": {"property_tax": 0.0}}),
    ("buy.cadastral_index", {"buy": {"property_tax": -1.0, "cadastral_income": 900.0}}, {"buy": {"property_tax": -1.0, "cadastral_income": 900.0, "cadastral_index": 2.0}}),
    ("buy.loan", {"buy": {"loan": 330_000.0}}, {"buy": {"loan": 300_000.0}}),
    ("own_money", {"buy": {"loan": 200_000.0}}, {"buy": {"loan": 200_000.0}, "own_money": 125_000.0}),
    ("own_money", {"own_money": 39_999.0, "buy": None}, {"own_money": 40_000.0, "buy": None}),
    ("cooperative.own_capital", {"cooperative": {"own_capital": 39_999.0}}, {"cooperative": {"own_capital": 40_000.0}}),
    ("cooperative.own_capital", {"cooperative": {"own_capital": 240_001.0}, "own_money": 300_000.0}, {"cooperative": {"own_capital": 240_000.0}, "own_money": 300_000.0}),
    ("cooperative.charge_at_minimum", {"cooperative": {"capital": "ends"}}, {"cooperative": ENDS}),
    ("cooperative.minimum_capital", {"cooperative": {**ENDS, "minimum_capital": 240_000.0}}, {"cooperative": ENDS}),
    ("cooperative.rate", {"cooperative": {**ENDS, "rate": 0.05}}, {"cooperative": {**ENDS, "rate": 0.03}}),
    ("cooperative.saving_years", {"cooperative": {"saving_years": 0.5}}, {"cooperative": {"saving_years": 1.0}}),
    ("cooperative.path", {"cooperative": {"capital": "path", "own_capital": 40_000.0}}, {"cooperative": {"capital": "path", "own_capital": 40_000.0, "path": PATH}}),
    ("cooperative.path", {"cooperative": {"capital": "path", "own_capital": 40_000.0, "path": PATH[1:]}}, {"cooperative": {"capital": "path", "own_capital": 40_000.0, "path": PATH}}),
    ("cooperative.path", {"cooperative": {"path": PATH}}, {"cooperative": {"path": ()}}),
    ("cooperative.own_capital", {"cooperative": {"capital": "path", "path": PATH}}, {"cooperative": {"capital": "path", "path": PATH, "own_capital": 1.0}}),
    ("start", {"start": date(2018, 1, 1)}, {"start": date(2020, 1, 1)}),
    ("start", {"start": date(2030, 1, 1)}, {"start": date(2028, 1, 1)}),
]  # fmt: skip


@pytest.mark.parametrize(("key", "refused", "allowed"), GUARDS, ids=[f"{number}-{key}" for number, (key, _, _) in enumerate(GUARDS)])  # fmt: skip
def test_guard_and_its_control(key, refused, allowed):
    assert keys_of(base(**refused)) == {key}
    assert keys_of(base(**allowed)) == set()


# — the model


def test_every_line_and_input_speaks_two_languages():
    model = household_model()
    for one in (*model.lines, *model.inputs):
        assert one.nl
        assert one.en
    assert all(bool(line.note_nl) == bool(line.note_en) for line in model.lines)


def test_every_line_explains_itself_in_two_languages():
    result = compare(base(start=date(2021, 1, 1), rent={"label": "D", "frozen_from": 2028}), on=ON)
    for language in ("nl", "en"):
        subject = Subject(result.lines, language, result.inputs.parameters)
        for line in household_model().lines:
            at = {} if line.clock in {"once", "figure"} else {"year": 3}
            assert explain_line(subject, line.name, **at).text()


def test_a_line_that_is_added_once_counts_in_cost_and_wealth():
    from feasibility.compile.kernel import ledger
    from feasibility.household.numbers import resolve
    from feasibility.model.lines import year

    more = year("buy_garden", "eur", "100", "Tuin", "Garden", sign="-", into="buy_cost")
    home = base(budget=3_000.0)
    values = resolve(home, ON).values
    plain, garden = (ledger(model, values, 30) for model in (household_model(), household_model().plus(more)))
    assert isinstance(household_model(), Model)
    assert garden["buy_cost"][1] == pytest.approx(plain["buy_cost"][1] + 100)
    assert garden["buy_wealth_end"] < plain["buy_wealth_end"]


def test_a_comparison_answers_within_ten_milliseconds_when_warm():
    home = base()
    compare(home, on=ON)
    took = []
    for _ in range(15):
        began = time.perf_counter()
        compare(home, on=ON).answer("nl")
        took.append(time.perf_counter() - began)
    assert min(took) < 0.010


def test_a_cooperative_that_keeps_no_shares_beyond_a_deposit_is_like_renting():
    """A charge without a part for capital, and a deposit in shares paid back at once: the same as rent that rises alike."""
    home = base(outlook={"inflation": 0.0}, buy=None, rent={"deposit_months": 3.0}, cooperative=Cooperative(
        price=2_850.0, capital="interest", running=950.0, running_growth=0.0, rate=0.0, minimum_capital=2_850.0, value="nominal", payout_delay=0.0))  # fmt: skip
    result = compare(replace(home, own_money=2_850.0), on=ON)
    assert result.sides["rent"].years["wealth"] == pytest.approx(result.sides["cooperative"].years["wealth"])


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just("3%"), st.builds(list), st.builds(dict), st.builds(lambda: [{}]), st.just(10**400),
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_bad_files_end_in_words_never_in_a_traceback(data):
    tables = tomllib.loads(example())
    for _ in range(data.draw(st.integers(1, 3))):
        part = tables
        section = data.draw(st.sampled_from(["", "outlook", "rent", "buy", "cooperative"]))
        if section and isinstance(tables.get(section), dict):
            part = tables[section]
        key = data.draw(st.sampled_from([*part, "path", "loan", "own_capital", "budget", "frozen_from", "value_index", "x"]))  # fmt: skip
        part[key] = data.draw(JUNK)
    try:
        json.dumps(compare(household_from(tables), on=ON).data(), allow_nan=False)
    except PlanError as error:
        said = [fault.words(language) for fault in error.faults for language in ("nl", "en")]
        assert all(said)
