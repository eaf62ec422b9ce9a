"""Plan files: what is read, what is refused and in which words, and that nothing ever breaks."""

import subprocess
import sys
import tomllib
from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feasibility import PlanError, assess
from feasibility.assessment import assess_unfinanced
from feasibility.fields import LARGEST, percent
from feasibility.formula import Input
from feasibility.model import model
from feasibility.model.lines import year
from feasibility.plan import Plan, Uncertain
from feasibility.reading import _LONG_KEY, LONGEST_FILE, Reader, plan_from, read_plan, tables_of, write_plan
from tests.feasibility.bad_plans import EXAMPLE, NASTY, SMALL, bad_plans
from tests.feasibility.plans import random_plan, simple_plan


def small(**changes):
    """The small plan as tables; `table__key=value` changes one, None removes it."""
    tables = tomllib.loads(SMALL)
    for name, value in changes.items():
        *where, key = name.split("__")
        holder = tables
        for step in where:
            holder = holder[int(step)] if step.isdecimal() else holder[step]
        key = int(key) if key.isdecimal() else key
        if value is None:
            del holder[key]
        else:
            holder[key] = value
    return tables


def refused(given):
    """The faults of what cannot be read."""
    with pytest.raises(PlanError) as caught:
        read_plan(given) if isinstance(given, str) else plan_from(given)
    return caught.value.faults


def only(given):
    """The one fault, as a key with its words in English and Dutch."""
    faults = refused(given)
    assert len(faults) == 1, [one.words("en") for one in faults]
    return faults[0].key, faults[0].en, faults[0].nl


# what is read


def test_the_example_is_read_and_assessed():
    result = assess(read_plan(EXAMPLE), on=date(2026, 11, 23))
    assert result.warnings[-1].key == "start"
    assert 0.05 < result.figures["charge_share"] < 0.06


def test_the_example_says_that_it_is_made_up_and_marks_its_assumptions():
    assert "verzonnen" in read_plan(EXAMPLE).name
    assert EXAMPLE.count("aanname") > 60


def test_the_example_names_every_key_that_there_is():
    written = {line.removeprefix("# ").split("=")[0].strip() for line in EXAMPLE.splitlines() if "=" in line}
    plan = replace(read_plan(EXAMPLE), parts=(replace(read_plan(EXAMPLE).parts[0], vat=0.06),))
    plan = replace(plan, costs=replace(plan.costs, fee_vat=0.21))
    asked = {line.split("=")[0].strip() for line in write_plan(plan).splitlines() if "=" in line}
    assert asked - written == set()


@pytest.mark.parametrize("comments", [False, True])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_written_is_read_back_equal(comments, language):
    plan = read_plan(EXAMPLE)
    assert read_plan(write_plan(plan, comments=comments, language=language)) == plan


def test_random_plans_are_read_back_equal():
    chance = np.random.default_rng(7)
    for _ in range(200):
        plan = random_plan(chance)
        reader = Reader(Plan, None)
        assert reader.table(Plan, tables_of(write_plan(plan)), "") == plan
        assert reader.faults == []


@given(st.floats(0.0, 1.0))
def test_a_share_is_written_and_read_without_losing_a_bit(value):
    plan = simple_plan(costs={"contingency": value})
    assert read_plan(write_plan(plan)).costs.contingency == value


@pytest.mark.parametrize(
    ("written", "value"),
    [("3.5%", 0.035), ("3,5%", 0.035), (" 3.5 % ", 0.035), ("+3.5%", 0.035), ("0%", 0.0), ("50%", 0.5)],
)
def test_a_percentage_may_have_a_point_or_a_comma(written, value):
    assert plan_from(small(loans__0__rate=written)).loans[0].rate == value


def test_a_percentage_is_written_as_people_write_it():
    assert [percent(value) for value in (0.035, 0.1, 1.0, 0.0, 0.0005, -0.01)] == ["3.5%", "10%", "100%", "0%", "0.05%", "-1%"]  # fmt: skip


def test_whole_numbers_days_and_names_are_read_as_json_and_windows_write_them():
    assert plan_from(small(start="2024-07-01", years=3.0)) == plan_from(small())
    assert read_plan("\ufeff" + SMALL.replace("\n", "\r\n")) == plan_from(small())


def test_bounds_of_an_uncertain_input_are_in_the_unit_of_that_input():
    rows = [
        {"input": "inflation", "low": "1%", "mode": "2%", "high": "3%"},
        {"input": "delay", "low": 0, "mode": 1, "high": 5},
    ]
    plan = plan_from(small(uncertain=rows))
    assert plan.uncertain == (
        Uncertain(input="inflation", low=0.01, mode=0.02, high=0.03),
        Uncertain(input="delay", low=0.0, mode=1.0, high=5.0),
    )
    assert read_plan(write_plan(plan)) == plan
    rows[0]["low"], rows[1]["high"] = 0.01, "5%"
    assert [fault.key for fault in refused(small(uncertain=rows))] == ["uncertain[0].low", "uncertain[1].high"]  # fmt: skip


def test_extra_holds_what_a_line_that_was_brought_in_asks_for():
    need = Input("solar_price", "eur", "Prijs van de panelen", "Price of the panels", low=0.0, high=1e6)
    rate = Input("solar_rate", "share_year", "Opbrengst", "Yield", low=0.0, high=1.0)
    line = year("solar", "eur", "solar_price * solar_rate", "Zon", "Sun", needs=(need, rate))
    more = model().plus(line)
    given = small(extra={"solar_price": 1000, "solar_rate": "5%"})
    plan = plan_from(given, model=more)
    assert plan.extra == {"solar_price": 1000.0, "solar_rate": 0.05}
    with pytest.raises(PlanError) as caught:
        plan_from(small(extra={"solar_rate": 0.05, "wind": 1}), model=more)
    assert [fault.key for fault in caught.value.faults] == ["extra.solar_rate", "extra.wind", "extra.solar_price"]  # fmt: skip
    assert only(small(extra={"solar_price": 1}))[0] == "extra.solar_price"


# what is refused


REFUSED = [
    ({"loans__0__rate": 0.035}, "loans[0].rate", '0.035 is not a percentage: write “Interest rate a year” with a percent sign in quotes, for example "3.5%".'),
    ({"loans__0__rate": 3}, "loans[0].rate", "is not a percentage"),
    ({"loans__0__rate": "3.5"}, "loans[0].rate", '"3.5" is not a percentage'),
    ({"loans__0__rate": "1.000,5%"}, "loans[0].rate", "is not a percentage"),
    ({"loans__0__rate": "٣%"}, "loans[0].rate", "is not a percentage"),
    ({"loans__0__rate": "60%"}, "loans[0].rate", "60% is out of range for “Interest rate a year”: give 0% to 50%."),
    ({"loans__0__rate": "-1%"}, "loans[0].rate", "-1% is out of range"),
    ({"loans__0__rate": True}, "loans[0].rate", "true is not a percentage"),
    ({"loans__0__rate": None}, "loans[0].rate", "is missing: “Interest rate a year” must be given."),
    ({"loans__0__cost": "-100%"}, "loans[0].cost", "-100% is out of range"),
    ({"costs__fee_vat": "-100%"}, "costs.fee_vat", "-100% is out of range for “VAT on fees”: give 0% to 100%."),
    ({"homes__0__area": -5.0}, "homes[0].area", "-5 is out of range for “Floor area of the home”: give 1 or more."),
    ({"homes__0__area": float("nan")}, "homes[0].area", "nan is not a number to reckon with."),
    ({"homes__0__area": float("inf")}, "homes[0].area", "inf is not a number to reckon with."),
    ({"homes__0__area": 1e308}, "homes[0].area", "1e+308 is out of range"),
    ({"homes__0__area": 10**400}, "homes[0].area", "a number of about 401 digits is too large."),
    ({"homes__0__area": "90"}, "homes[0].area", '"90" is a text: write the number for “Floor area of the home” without quotes or percent sign.'),
    ({"homes__0__area": [90]}, "homes[0].area", "a list of 1 is not a number."),
    ({"homes__0__count": 2.5}, "homes[0].count", "2.5 is not a whole number."),
    ({"homes__0__count": 0}, "homes[0].count", "0 is out of range"),
    ({"homes__0__count": True}, "homes[0].count", "true is not a whole number."),
    ({"homes__0__name": ""}, "homes[0].name", "the name is empty: write one."),
    ({"homes__0__name": 7}, "homes[0].name", "7 is not a text."),
    ({"homes__0__name": "a\u202eb"}, "homes[0].name", '"a\\u202eb" holds signs that cannot be seen: type the name anew.'),
    ({"homes__0__name": "x" * 5000}, "homes[0].name", '"' + "x" * 40 + '…" is 5000 characters long: at most 120.'),
    ({"homes__0__nmae": "x"}, "homes[0].nmae", "is no key of a plan here. Did you mean name?"),
    ({"homes__0__zzz": "x"}, "homes[0].zzz", "is no key of a plan here. There are: name, count, area, units, cost_share, own_capital, cadastral_income, other_costs."),
    ({"site__years": 5}, "site.years", "is no key of a plan here. It belongs in the top, above the first [table] or [[loans]]."),
    ({"site__tenure": "rented"}, "site.tenure", '"rented" is not one of "bought", "leased", "contributed".'),
    ({"site": None}, "site", "is missing: write [site]."),
    ({"site": 3}, "site", "3 is not a table: write [site] on a line of its own, and its keys below."),
    ({"site": [{}]}, "site", "a list of 1 is not a table"),
    ({"homes": None}, "homes", "at least one is needed: write [[homes]]."),
    ({"homes": []}, "homes", "at least one home is needed: write [[homes]]."),
    ({"homes": {}}, "homes", "a table is not a list of tables: write [[homes]], with two brackets, once for each."),
    ({"loans__0": 3}, "loans[0]", "3 is not a table"),
    ({"start": "2027-02-30"}, "start", '"2027-02-30" is not a day such as 2027-03-01.'),
    ({"start": datetime(2027, 1, 1)}, "start", "is not a day such as 2027-03-01."),
    ({"start": date(9999, 12, 31)}, "start", "9999-12-31 lies too far away: give a day from 2000-01-01 to 2100-12-31."),
    ({"tax__recognised": "yes"}, "tax.recognised", '"yes" is not true or false.'),
    ({"extra": {"a": 1}}, "extra.a", "no line of the model asks for this. Asked for: –."),
    ({"extra": 3}, "extra", "3 is not a table"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "key", "words"), REFUSED, ids=[f"{key}-{n}" for n, (_, key, _) in enumerate(REFUSED)])  # fmt: skip
def test_a_fault_names_the_key_what_was_given_and_what_is_allowed(changes, key, words):
    found = only(small(**changes))
    assert found[0] == key
    assert words in found[1]
    assert found[2] != found[1]


def test_a_fault_is_said_in_dutch():
    assert only(small(loans__0__rate=0.035))[2] == '0.035 is geen percentage: schrijf “Rentevoet per jaar” met een procentteken tussen aanhalingstekens, bijvoorbeeld "3,5%".'  # fmt: skip
    assert only(small(homes__0__area=0))[2] == "0 valt buiten de grenzen van “Vloeroppervlakte van de woning”: geef 1 of meer."  # fmt: skip
    assert (
        only(small(site__tenure="huur"))[2] == '"huur" is geen keuze uit "bought", "leased", "contributed".'
    )


def test_all_faults_are_said_at_once():
    faults = refused(
        small(loans__0__rate=3, homes__0__area=-1, site__tenure="x", nmae=1, charge__charge=-2.0, start="today", name=None)
    )  # fmt: skip
    assert [fault.key for fault in faults] == [
        "nmae", "name", "start", "site.tenure", "homes[0].area", "loans[0].rate", "charge.charge",
    ]  # fmt: skip


def test_faults_between_fields_come_with_those_of_single_fields():
    faults = refused(small(homes__0__area=-1, loans__0__amount=5, costs__permit_month=9))
    assert [fault.key for fault in faults] == ["homes[0].area", "costs.permit_month", "loans[0].rest"]


def test_a_fault_between_fields_is_not_said_of_a_field_that_is_faulty_itself():
    assert only(small(costs__permit_month=9))[0] == "costs.permit_month"
    faults = refused(small(costs__permit_month=9, costs__delivery_month="soon"))
    assert [fault.key for fault in faults] == ["costs.delivery_month"]


def test_many_faults_are_cut_short():
    rows = [{"name": f"Home {number}", "count": -1, "area": -1} for number in range(90)]
    faults = refused(small(homes=rows))
    assert len(faults) == 101
    assert faults[-1].en == "and 80 more faults."
    unknown = refused(small(site__tenure="leased") | {f"k{number}": 1 for number in range(1000)})
    assert [fault.words("en") for fault in unknown][10] == "990 more keys are unknown."


def test_too_many_of_a_kind_are_refused():
    rows = [{"name": f"Home {number}", "count": 1, "area": 50} for number in range(201)]
    assert plan_from(small(homes=rows[:200])).homes[199].name == "Home 199"
    assert only(small(homes=rows))[:2] == ("homes", "201 are too many: at most 200.")


def test_a_key_is_shown_harmlessly():
    assert only(small() | {"\x1b[31mred" + "x" * 1000: 1})[0] == '"\\x1b[31mred' + "x" * 32 + '…"'


# TOML itself


@pytest.mark.parametrize(
    ("text", "en", "nl"),
    [
        ("name = \n", "line 1, column 8: Invalid value", "regel 1, kolom 8: deze waarde is geen getal"),
        ("a = 1\nstart = 2027-02-30\n", "line 2, column 9: Invalid date or datetime", "regel 2, kolom 9: deze dag of dit uur bestaat niet"),
        ("a = 1\na = 2\n", "line 2", "deze sleutel staat er al"),
        ("a = [1", "the end of the file: Unclosed array", "het einde van het bestand: de lijst is niet afgesloten"),
        ("hello\n", "line 1, column 6: Expected '=' after a key", "na de sleutel ontbreekt het teken ="),
        ("a = " + "[" * 5000, "nests lists or tables too deep", "nestelt lijsten of tabellen te diep"),
        ("a = " + "9" * 5000, "the file: Exceeds the limit", "het bestand: dit is geen TOML"),
        ("\n" + "a." * 3000 + "b = 1", "line 2: a key of more than twenty parts", "regel 2: een sleutel van meer dan twintig delen"),
        ("#" * (LONGEST_FILE + 1), "the text is longer than 500000 characters", "de tekst is langer dan 500000 tekens"),
    ],
)  # fmt: skip
def test_what_is_no_toml_is_said_with_its_place(text, en, nl):
    key, said_en, said_nl = only(text)
    assert key == ""
    assert en in said_en
    assert nl in said_nl


def test_without_the_guards_such_texts_do_break_the_reader():
    with pytest.raises(RecursionError):
        tomllib.loads("a = " + "[" * 5000)
    with pytest.raises(ValueError, match="digits") as caught:
        tomllib.loads("a = " + "9" * 5000)
    assert not isinstance(caught.value, tomllib.TOMLDecodeError)
    assert tomllib.loads("a." * 3000 + "b = 1")  # taken, and its memory grows with the square of the length


def test_the_guard_for_long_keys_leaves_words_with_points_alone():
    text = (
        "# "
        + "www.example.org/a.b.c " * 50
        + "\n# "
        + "." * 500
        + '\nname = "a.b.c.d.e, 1.2.3"\n'
        + "x.y.z = 1.5"
    )
    assert not _LONG_KEY.search(text)
    assert _LONG_KEY.search("x = {\"a\" . b.'c'" + " . d" * 20 + " = 1}")


# 100,000 wrong plans


def tried(given):
    """Whether something that may be a plan is read, checked and assessed; if not, it is refused with words in two languages."""
    faults = ()
    try:
        plan = read_plan(given) if isinstance(given, str) else plan_from(given)
        assert assess(plan).figures["total_investment"] is not None
    except PlanError as error:
        faults = error.faults
        if not faults:
            raise
    assert all(fault.en and fault.nl and len(fault.words("nl")) < 2000 for fault in faults)
    return not faults


def sweep(count, seed):
    return sum(tried(given) for given in bad_plans(count, seed))


def test_twenty_thousand_wrong_plans_are_refused_or_assessed_and_never_break():
    assert 2_000 < sweep(20_000, 1) < 8_000


@pytest.mark.sweep
def test_a_hundred_thousand_wrong_plans_are_refused_or_assessed_and_never_break():
    assert 10_000 < sweep(100_000, 2) < 40_000


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_what_is_not_even_a_table_is_refused(nasty):
    assert not tried({"name": nasty} if not isinstance(nasty, str) else nasty)
    if not isinstance(nasty, str):
        assert refused(nasty)


@pytest.mark.parametrize(
    "changes",
    [{"homes": ()}, {"years": 1.5}, {"start": date.max}, {"site": {"land_price": float("nan")}}, {"loans": (3,)}],
)  # fmt: skip
def test_without_the_checks_such_plans_do_break_the_engine_or_its_figures(changes):
    plan = simple_plan(**changes)
    with pytest.raises(PlanError):
        assess(plan)
    with pytest.raises((ZeroDivisionError, TypeError, AttributeError, ValueError, AssertionError)):
        assert assess_unfinanced(plan).figures["total_investment"] is not None


def test_numbers_up_to_the_largest_allowed_are_assessed():
    big = float(LARGEST)
    plan = simple_plan(site={"land_price": big}, operation={"management": big})
    assert assess(plan).figures["total_investment"] > big


def test_the_package_is_imported_in_three_tenths_of_a_second():
    code = "import time; begin = time.process_time(); import feasibility; print(time.process_time() - begin)"
    taken = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
        for _ in range(5)
    ]
    assert min(taken) < 0.3
