"""What fields of a plan may not do together, and plans that are made wrong in Python."""

from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest

from feasibility import PlanError, assess
from feasibility.assessment import assess_unfinanced
from feasibility.checks import faults
from feasibility.formula import Input
from feasibility.model import model
from feasibility.model.lines import year
from feasibility.plan import (
    Correlation,
    Costs,
    Home,
    Part,
    ShareClass,
    Subsidy,
    Tax,
    Uncertain,
)
from tests.feasibility.plans import ON, loan, residents, simple_plan

LEASED = {"tenure": "leased", "ground_rent_rate": 0.01}
IN_KIND = ShareClass(name="Land", kind="in_kind")
UNSURE = (
    Uncertain(input="inflation", low=0.01, mode=0.02, high=0.03),
    Uncertain(input="rate_rise", low=-0.01, mode=0.0, high=0.02),
    Uncertain(input="delay", shape="uniform", low=0.0, high=12.0),
)


def keys(plan, **more):
    return [fault.key for fault in faults(plan, **more)]


def test_a_good_plan_has_no_faults():
    assert faults(simple_plan()) == ()
    assert faults(simple_plan(site=LEASED)) == ()
    assert faults(simple_plan(site={"tenure": "contributed"}, shares=(residents(per_home=50_000.0), IN_KIND))) == ()  # fmt: skip
    assert faults(simple_plan(uncertain=UNSURE, correlations=(Correlation(a="inflation", b="delay", value=0.5),))) == ()  # fmt: skip


PART = Part(name="Homes", kind="new", area=1000.0, cost_m2=2000.0, vat=0.06, months=24)
WRONG = [
    # time
    ({"parts": (replace(PART, start=1),)}, ["parts[0].months"], "ready after month 25, but handover is in month 24"),
    ({"site": {"deed_month": 25}}, ["site.deed_month"], "month 25 comes after handover in month 24"),
    ({"costs": {"permit_month": 25}}, ["costs.permit_month"], "month 25 comes after handover"),
    ({"subsidies": (Subsidy(name="Grant", amount=1.0, month=25),)}, ["subsidies[0].month"], "month 25 comes after handover"),
    ({"years": 2}, ["years"], "2 years hold no full year of use after handover in month 24. Give 3 or more."),
    ({"years": 3, "shifts": {"delay": 1.0}}, ["years"], "after handover in month 25. Give 4 or more."),
    ({"years": 3, "uncertain": UNSURE}, ["years"], "after handover in month 36. Give 4 or more."),
    ({"site": LEASED | {"lease_years": 39}}, ["years"], "the horizon is longer than the long lease (40 > 39 years)"),
    ({"site": LEASED | {"lease_years": 14}, "years": 10, "loans": (loan(rest=True, years=5),)}, ["site.lease_years"], "from 15 to 99 years (deed of 2024-07-01), not 14"),
    ({"site": LEASED | {"lease_years": 26}, "years": 26}, ["loans[0].years"], "24 whole years are left from handover, the loan takes 25"),
    ({"loans": (loan(rest=True, grace=300),)}, ["loans[0].grace"], "300 months without repayment leave nothing of 25 years. Give 299 or less."),
    ({"loans": (loan(rest=True, revision_1=25, rate_2=0.03),)}, ["loans[0].revision_1"], "before the loan ends (25 years)"),
    ({"loans": (loan(rest=True, revision_1=2, rate_2=0.03, grace=24),)}, ["loans[0].revision_1"], "after what is before it (grace)"),
    ({"loans": (loan(rest=True, revision_1=5, rate_2=0.03, revision_2=5, rate_3=0.03),)}, ["loans[0].revision_2"], "after what is before it (revision_1)"),
    ({"loans": (loan(rest=True, revision_2=5, rate_3=0.03),)}, ["loans[0].revision_2"], "after what is before it (revision_1 = 0)"),
    ({"loans": (loan(rest=True, revision_1=5),)}, ["loans[0].rate_2"], "after the revision the loan would cost nothing"),
    ({"loans": (loan(rest=True, rate_3=0.04),)}, ["loans[0].rate_3"], "this rate is never used: give loans[0].revision_2"),
    # money
    ({"homes": ()}, ["homes"], "at least one home is needed"),
    ({"site": {"ground_rent": 5.0}}, ["site.ground_rent"], "ground rent is only paid for leased land"),
    ({"site": {"ground_rent_rate": 0.01}}, ["site.ground_rent_rate"], "ground rent is only paid for leased land"),
    ({"site": LEASED | {"building_price": 5.0}}, ["site.building_price"], "an existing building is bought or contributed with its land"),
    ({"site": {"tenure": "contributed"}}, ["shares"], "who contributes the land gets shares for it"),
    ({"shares": (IN_KIND,)}, ["shares[0].kind"], "one class of shares stands for land that is contributed"),
    ({"site": {"tenure": "contributed"}, "shares": (IN_KIND, replace(IN_KIND, name="More"))}, ["shares[1].kind"], "one class of shares stands"),
    ({"site": {"tenure": "contributed"}, "shares": (replace(IN_KIND, amount=5.0),)}, ["shares[0]"], "a contribution in kind is the value of the land"),
    ({"loans": (loan(rest=True), loan(name="Two", rest=True))}, ["loans[1].rest"], "loans[0] already covers what is missing"),
    ({"loans": (loan(rest=True, amount=5.0),)}, ["loans[0].rest"], "has no amount or share of its own"),
    ({"loans": (loan(rest=True, share=0.5),)}, ["loans[0].rest"], "has no amount or share of its own"),
    ({"loans": (loan(),)}, ["loans[0]"], "how large is the loan?"),
    ({"shares": (residents(per_home=5.0), residents(name="Others"))}, ["shares[1].kind"], "shares[0] is the class of the residents already"),
    ({"shares": (), "homes": (Home(name="One", count=1, area=50.0, own_capital=5.0),)}, ["homes[0].own_capital"], "own capital of residents needs a class"),
    ({"homes": (Home(name="One", count=1, area=50.0, own_capital=5.0),)}, ["shares[0].per_home"], "this would count it twice"),
    ({"charge": {"saving_share": 0.5}, "shares": ()}, ["charge.saving_share"], "a saving part becomes shares of residents"),
    ({"loans": (loan(share=0.7), loan(name="Two", share=0.2)), "shares": (residents(share=0.2),)}, ["loans[0].share"], "the parts of the investment add up to 110%"),
    ({"shares": (residents(dividend=0.07),)}, ["shares[0].dividend"], "a recognised cooperative pays at most 6% (Law of 20 July 1955"),
    ({"charge": {"charge": 5.0}}, ["charge.charge"], "cost rent follows from the costs"),
    ({"charge": {"kind": "fixed"}}, ["charge.charge"], "a fixed or mixed charge needs an amount"),
    ({"charge": {"kind": "mixed"}}, ["charge.charge"], "a fixed or mixed charge needs an amount"),
    ({"operation": {"vacancy": 0.6, "default": 0.4}}, ["operation.vacancy"], "lose 100% of the charge: nothing is left"),
    # names
    ({"loans": (loan(rest=True), loan(name="BANK", amount=5.0))}, ["loans[1].name"], '"BANK" is also the name of loans[0]'),
    # what is uncertain
    ({"uncertain": (replace(UNSURE[0], input="inflatoin"),)}, ["uncertain[0].input"], '"inflatoin" is no input of the model. Did you mean inflation?'),
    ({"uncertain": (replace(UNSURE[2], input="loan_rate"),)}, ["uncertain[0].input"], "cannot be uncertain: it is a count, a month, a choice or one of several"),
    ({"uncertain": (replace(UNSURE[2], input="delivery_month"),)}, ["uncertain[0].input"], "cannot be uncertain"),
    ({"uncertain": (replace(UNSURE[2], input="years"),)}, ["uncertain[0].input"], "cannot be uncertain"),
    ({"uncertain": (replace(UNSURE[2], input="land_leased"),)}, ["uncertain[0].input"], "cannot be uncertain"),
    ({"uncertain": (UNSURE[0], UNSURE[0])}, ["uncertain[1].input"], "inflation is listed already"),
    ({"uncertain": (replace(UNSURE[0], high=0.9),)}, ["uncertain[0].high"], "90% is out of range"),
    ({"uncertain": (replace(UNSURE[2], low=12.0),)}, ["uncertain[0].low"], "low (12) must lie below high (12)"),
    ({"uncertain": (replace(UNSURE[0], mode=0.04),)}, ["uncertain[0].mode"], "the most likely value (4%) must lie between low (1%) and high (3%)"),
    ({"uncertain": (replace(UNSURE[2], shape="lognormal"),)}, ["uncertain[0].low"], "a lognormal number is always above 0"),
    ({"correlations": (Correlation(a="inflation", b="delay", value=0.1),)}, ["correlations[0].a", "correlations[0].b"], "is not among the uncertain inputs"),
    ({"uncertain": UNSURE, "correlations": (Correlation(a="delay", b="delay", value=0.1),)}, ["correlations[0]"], "name two different inputs"),
    ({"uncertain": UNSURE, "correlations": (Correlation(a="delay", b="inflation", value=0.1), Correlation(a="inflation", b="delay", value=0.2))}, ["correlations[1]"], "each pair once"),
    ({"uncertain": UNSURE, "correlations": (Correlation(a="delay", b="inflation", value=1.0),)}, ["correlations"], "not positive definite"),
    ({"uncertain": UNSURE, "correlations": tuple(Correlation(a=a, b=b, value=-0.7) for a, b in (("delay", "inflation"), ("inflation", "rate_rise"), ("delay", "rate_rise")))}, ["correlations"], "not positive definite"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "where", "words"), WRONG, ids=[f"{where[0]}-{number}" for number, (_, where, _) in enumerate(WRONG)])  # fmt: skip
def test_fields_that_do_not_fit_are_said(changes, where, words):
    found = faults(simple_plan(**changes))
    assert [fault.key for fault in found] == where
    assert words in found[0].en
    assert found[0].nl != found[0].en


RIGHT = [
    {"parts": (replace(PART, months=23, start=1),)}, {"site": {"deed_month": 24}}, {"costs": {"permit_month": 24}},
    {"subsidies": (Subsidy(name="Grant", amount=1.0, month=24),)}, {"years": 3}, {"site": LEASED | {"lease_years": 40}},
    {"site": LEASED | {"lease_years": 15}, "years": 10, "loans": (loan(rest=True, years=5),)}, {"site": LEASED | {"lease_years": 27}, "years": 26},
    {"loans": (loan(rest=True, grace=299),)}, {"loans": (loan(rest=True, revision_1=24, rate_2=0.03),)},
    {"loans": (loan(rest=True, revision_1=2, rate_2=0.03, grace=23),)}, {"loans": (loan(rest=True, rate=0.0, revision_1=2),)},
    {"loans": (loan(rest=True, revision_1=5, rate_2=0.03, revision_2=6, rate_3=0.03),)}, {"site": LEASED | {"ground_rent_rate": 0.0}},
    {"loans": (loan(share=0.7), loan(name="Two", share=0.2)), "shares": (residents(share=0.1),)}, {"shares": (residents(dividend=0.06),)},
    {"shares": (residents(dividend=0.07),), "tax": Tax(recognised=False)}, {"charge": {"kind": "fixed", "charge": 10.0}},
    {"operation": {"vacancy": 0.6, "default": 0.39}}, {"uncertain": (replace(UNSURE[0], mode=0.01),)},
    {"uncertain": (replace(UNSURE[2], shape="lognormal", low=1.0),)}, {"loans": ()}, {"works": ()}, {"parts": ()},
    {"uncertain": UNSURE, "correlations": tuple(Correlation(a=a, b=b, value=-0.4) for a, b in (("delay", "inflation"), ("inflation", "rate_rise"), ("delay", "rate_rise")))},
]  # fmt: skip


@pytest.mark.parametrize("changes", RIGHT, ids=range(len(RIGHT)))
def test_at_the_border_all_is_well(changes):
    assert faults(simple_plan(**changes)) == ()


@pytest.mark.parametrize(
    ("changes", "line", "wrong"),
    [
        ({"loans": (loan(rest=True, revision_1=5),)}, "interest_paid", lambda values: values[10] == 0),
        ({"charge": {"saving_share": 0.5}, "shares": ()}, "resident_shares", lambda values: max(values) == 0),
        ({"site": {"ground_rent": 5000.0}}, "ground_rent_paid", lambda values: max(values) == 0),
        ({"shares": (residents(amount=100_000.0, dividend=0.07),)}, "dividend_asked", lambda values: max(values) == 6_000),
    ],
)  # fmt: skip
def test_without_the_check_the_plan_is_assessed_but_not_as_it_says(changes, line, wrong):
    plan = simple_plan(**changes)
    assert faults(plan)
    assert wrong(assess_unfinanced(plan, on=ON).lines[line])


def test_assess_refuses_with_every_fault():
    with pytest.raises(PlanError) as caught:
        assess(simple_plan(years=2, charge={"charge": 5.0}))
    assert [fault.key for fault in caught.value.faults] == ["years", "charge.charge"]


def test_a_law_that_is_not_known_is_a_fault():
    (fault,) = faults(simple_plan(start=date(2050, 1, 1)))
    assert fault.key == "start"
    assert "has no known value on 2050-06-01" in fault.en
    assert "heeft geen bekende waarde op 2050-06-01" in fault.nl
    assert keys(simple_plan(), on=date(2050, 1, 1)) == ["start"]


# plans made in Python


PYTHON = [
    ({"name": 5}, "name", "5 is not a text."),
    ({"name": " x"}, "name", '" x" begins or ends with a space: remove it.'),
    ({"start": datetime(2024, 7, 1)}, "start", "is not a day"),
    ({"start": "2024-07-01"}, "start", "is not a day"),
    ({"years": 40.0}, "years", "40.0 is not a whole number."),
    ({"years": True}, "years", "true is not a whole number."),
    ({"site": None}, "site", "nothing is no Site."),
    ({"site": Costs()}, "site", "a Costs is no Site."),
    ({"site": {"land_price": None}}, "site.land_price", "nothing is not a number."),
    ({"site": {"land_price": float("nan")}}, "site.land_price", "nan is not a number to reckon with."),
    ({"site": {"land_price": -1}}, "site.land_price", "-1 is out of range"),
    ({"site": {"land_price": 10**400}}, "site.land_price", "is too large."),
    ({"site": {"tenure": ["leased"]}}, "site.tenure", "a list of 1 is not one of"),
    ({"costs": {"fee_vat": -0.5}}, "costs.fee_vat", "-50% is out of range"),
    ({"costs": {"fee_vat": 1 + 1j}}, "costs.fee_vat", "a complex is not a number."),
    ({"homes": [Home(name="One", count=1, area=50.0)]}, "homes", "a list of 1 is no tuple."),
    ({"homes": (3,)}, "homes[0]", "3 is no Home."),
    ({"homes": (Home(name="One", count=1, area=50.0),) * 201}, "homes", "201 are too many: at most 200."),
    ({"tax": Tax(recognised=1)}, "tax.recognised", "1 is not true or false."),  # type: ignore[arg-type]
    ({"extra": None}, "extra", "nothing is no dict."),
    ({"extra": {"a": 1.0}}, "extra.a", "no line of the model asks for this."),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "key", "words"), PYTHON, ids=[f"{key}-{number}" for number, (_, key, _) in enumerate(PYTHON)])  # fmt: skip
def test_a_plan_that_is_made_wrong_in_python_is_refused(changes, key, words):
    (fault,) = faults(simple_plan(**changes))
    assert fault.key == key
    assert words in fault.en


def test_numbers_of_numpy_are_numbers():
    assert faults(simple_plan(site={"land_price": np.float64(5)}, years=np.int64(40))) == ()


def test_vat_that_is_left_out_is_the_vat_of_the_law():
    assert faults(simple_plan(costs={"fee_vat": -1.0})) == ()


def test_what_a_line_that_was_brought_in_asks_for_must_be_there():
    need = Input("solar_price", "eur", "Prijs van de panelen", "Price of the panels", low=0.0, high=1e6)
    more = model().plus(year("solar", "eur", "solar_price", "Zon", "Sun", needs=(need,)))
    assert keys(simple_plan(), model=more) == ["extra.solar_price"]
    assert keys(simple_plan(extra={"solar_price": -5.0}), model=more) == ["extra.solar_price"]
    assert keys(simple_plan(extra={"solar_price": 5.0}), model=more) == []


def test_the_checks_look_at_every_section_and_table():
    """Each field that is a number is refused when it is no number, wherever it stands."""
    plan = simple_plan(
        parts=(PART,), subsidies=(Subsidy(name="Grant", amount=1.0),), loans=(loan(rest=True),), uncertain=UNSURE[:1],
    )  # fmt: skip
    for section in ("site", "costs", "charge", "operation", "members", "scenario", "shifts"):
        held = getattr(plan, section)
        for name, value in vars(held).items():
            if isinstance(value, float):
                wrong = replace(plan, **{section: replace(held, **{name: float("inf")})})
                assert keys(wrong) == [f"{section}.{name}"]
    for table in ("parts", "homes", "subsidies", "loans", "shares", "uncertain"):
        row = getattr(plan, table)[0]
        for name, value in vars(row).items():
            if isinstance(value, float):
                wrong = replace(plan, **{table: (replace(row, **{name: float("-inf")}),)})
                assert keys(wrong) == [f"{table}[0].{name}"]
