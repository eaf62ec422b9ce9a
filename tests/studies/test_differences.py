"""Two plans line by line."""

from dataclasses import replace
from datetime import date

import pytest

from feasibility.assessment import assess_unfinanced
from feasibility.plan import Loan
from proeftuin.studies.editing.differences import Difference, differences
from tests.factories import studies

ON = date(2026, 11, 25)


def told(before, after, language="nl", **more):
    return [
        (one.key, one.label, one.before, one.after) for one in differences(before, after, language, **more)
    ]


def test_the_same_plan_differs_nowhere():
    assert differences(studies.plan(), studies.plan(), "nl", on=ON) == []


def test_fields_are_told_with_their_name_and_unit():
    plan = studies.plan()
    after = replace(
        plan,
        years=44,
        site=replace(plan.site, land_price=1e6),
        costs=replace(plan.costs, fee_vat=0.06),
        tax=replace(plan.tax, recognised=False),
    )
    assert told(plan, after) == [
        ("years", "Horizon, bouw inbegrepen", "45 jaar", "44 jaar"),
        ("site.land_price", "Waarde van de grond", "€ 900.000", "€ 1.000.000"),
        ("costs.fee_vat", "Btw op erelonen", "tarief van de wet", "6%"),
        ("tax.recognised", "Erkend door de NRC", "ja", "nee"),
    ]
    assert told(plan, after, "en")[1] == ("site.land_price", "Value of the land", "€900,000", "€1,000,000")


def test_a_choice_is_told_in_words():
    plan = studies.plan()
    after = replace(plan, loans=(replace(plan.loans[0], kind="linear"), *plan.loans[1:]))
    assert told(plan, after) == [("loans[Bank].kind", "Bank: aflossing", "vaste termijn", "vast kapitaal")]


def test_rows_are_matched_by_name_whatever_their_order():
    plan = studies.plan()
    after = replace(plan, homes=(replace(plan.homes[2], count=6), plan.homes[0], plan.homes[1]))
    assert told(plan, after) == [
        (
            "homes[3-slaapkamerwoning].count",
            "3-slaapkamerwoning: aantal woningen van dit type",
            "5 woningen",
            "6 woningen",
        )
    ]


def test_rows_that_came_and_went_are_said():
    plan = studies.plan()
    after = replace(plan, loans=(plan.loans[0], Loan(name="Extra", amount=50_000.0, rate=0.02)))
    assert told(plan, after) == [
        (
            "loans[Aanvullende lening van de gemeente]",
            "Leningen: Aanvullende lening van de gemeente",
            "€ 400.000, 1,5% per jaar, 15 jaar",
            "verwijderd",
        ),
        ("loans[Extra]", "Leningen: Extra", "toegevoegd", "€ 50.000, 2% per jaar"),
    ]


def test_a_bound_of_an_uncertain_input_has_the_unit_of_that_input():
    plan = studies.plan()
    after = replace(
        plan,
        uncertain=(replace(plan.uncertain[0], high=0.03), *plan.uncertain[1:]),
        correlations=plan.correlations[1:],
    )
    assert [(key, was, now) for key, _, was, now in told(plan, after)] == [
        ("uncertain[rate_rise].high", "2% per jaar", "3% per jaar"),
        ("correlations[rate_rise – inflation]", "0,4", "verwijderd"),
    ]


def test_what_was_subscribed_and_paid_is_told_too():
    plan = studies.plan()
    assert told(plan, plan, equity=({}, {"Bewoners": {"subscribed": 1000.0, "paid": 500.0}})) == [
        ("shares[Bewoners].subscribed", "Bewoners: al ingeschreven", "–", "€ 1.000"),
        ("shares[Bewoners].paid", "Bewoners: waarvan gestort", "–", "€ 500"),
    ]


def test_the_effect_is_that_of_the_one_change_alone():
    plan = studies.plan()
    land, rate = replace(plan.site, land_price=1e6), (replace(plan.loans[0], rate=0.04), *plan.loans[1:])
    found = differences(plan, replace(plan, site=land, loans=rate), "nl", on=ON)
    start = assess_unfinanced(plan, on=ON).lines["charge_1"]
    alone = [
        assess_unfinanced(replace(plan, **change), on=ON).lines["charge_1"] - start
        for change in ({"site": land}, {"loans": rate})
    ]
    assert [one.effect for one in found] == pytest.approx(alone)


def test_a_change_that_stands_nowhere_alone_has_no_effect_to_tell():
    plan = studies.plan()
    gone = differences(plan, replace(plan, homes=(replace(plan.homes[0], name="Studio"),)), "nl", on=ON)
    assert all(isinstance(one, Difference) for one in gone)
    only = replace(plan, homes=plan.homes[:1])
    swapped = differences(only, replace(only, homes=(replace(plan.homes[1], name="Studio"),)), "nl", on=ON)
    assert swapped[0].effect is None  # without any home there is no charge
