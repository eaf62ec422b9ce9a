"""What a bank sees of a version: the figures that it keeps, to the euro, and how sure they are."""

import html
import re
import uuid
from dataclasses import replace

import pytest
from django.test import Client
from django.utils.translation import override

from feasibility.formats import money
from proeftuin.studies import lending
from proeftuin.studies.models import StudyVersion
from tests.factories import links, studies

pytestmark = pytest.mark.django_db


def words_of(answer):
    """The words of a page, without its tags."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def later(version, **fields):
    """The next version, with other kept values than the engine gives: a version itself never changes."""
    version = StudyVersion.objects.get(pk=version.pk)
    version.pk, version.serial, version.public_key = None, version.serial + 1, uuid.uuid4()
    for name, value in fields.items():
        setattr(version, name, value)
    version.save(force_insert=True)
    return version


def test_the_figures_are_those_that_the_version_keeps_and_a_mended_engine_is_told():
    version = studies.version()
    assert not lending.sheet(version, {}, "nl").is_reworked
    lowest = version.figures["lowest_cash"] + 1000
    other = later(version, figures={**version.figures, "llcr": 7.777, "lowest_cash": lowest})
    assert lending.sheet(other, {}, "nl").is_reworked
    said = words_of(Client().get(links.address(links.link(version=other))))
    assert "7,77" in said
    assert money(lowest, "nl", 0) in said


def test_every_figure_for_a_bank_is_on_the_page():
    version = studies.version()
    sheet = lending.sheet(version, {}, "en")
    shown = {row.label: row.given for row in sheet.figures.rows}
    assert shown["Lowest debt service cover (DSCR)"] == "1.10"
    assert shown["Year of the lowest cover"] == "year 3"
    assert {"Cover over the life of the loans (LLCR)", "Lowest interest cover (ICR)", "Loan to value (LTV)", "Loan to cost (LTC)", "Lowest free cash"} <= set(shown)  # fmt: skip
    charges = [row.given for row in sheet.homes.rows]
    assert charges == [money(one, "en", 2) for one in version.figures["home_charge_1"]]


def test_cover_is_never_shown_larger_than_it_is():
    assert [lending.shown(value, "factor", "nl") for value in (1.0999, 1.1, 0.999999, -0.001)] == [
        "1,09", "1,10", "0,99", "-0,01",
    ]  # fmt: skip
    assert lending.shown(None, "factor", "nl") == "–"


def amounts(table):
    return [int(re.sub(r"\D", "", row.given)) for row in table.rows], int(
        re.sub(r"\D", "", table.total.given)
    )


@pytest.mark.parametrize("rest", [True, False])
def test_sources_and_uses_come_to_the_same_also_when_money_is_missing(rest):
    plan = studies.plan()
    if not rest:
        plan = replace(
            plan, loans=tuple(replace(one, rest=False, amount=1e6) if one.rest else one for one in plan.loans)
        )
    with override("en"):
        sheet = lending.sheet(studies.version(plan=plan), {}, "en")
    (uses, total), (sources, paid) = amounts(sheet.uses), amounts(sheet.sources)
    assert total == paid
    assert abs(sum(uses) - total) <= len(uses)
    assert abs(sum(sources) - paid) <= len(sources)
    assert ("Not paid by any source" in {row.label for row in sheet.sources.rows}) is not rest


def test_equity_is_split_into_paid_subscribed_and_promised():
    there = {
        "Bewoners": {"paid": 100_000, "subscribed": 200_000.0},
        "Steuners": {"paid": 999_999},
        "Weg": {"paid": 5},
    }
    with override("en"):
        sheet = lending.sheet(studies.version(equity=there), {}, "en")
    rows = {row.name: (row.amount, row.paid, row.subscribed, row.promised) for row in sheet.equity}
    assert rows["Bewoners"] == ("€956,000", "€100,000", "€100,000", "€756,000")
    assert rows["Steuners"] == ("€255,251", "€999,999", "–", "€0")
    assert rows["Beleggers"] == ("€794,115", "–", "–", "€794,115")
    assert rows["Together"] == ("€2,005,366", "€1,099,999", "€100,000", "€1,550,115")
    assert len(rows) == 4


def test_what_nobody_filled_in_is_a_dash_and_their_sum_too():
    sheet = lending.sheet(studies.version(equity={"Bewoners": {"paid": None, "subscribed": None}}), {}, "en")
    assert {(row.paid, row.subscribed) for row in sheet.equity} == {("–", "–")}
    nought = lending.sheet(studies.version(equity={"Bewoners": {"paid": 0.0, "subscribed": 0.0}}), {}, "en")
    first, *_others, both = nought.equity
    assert {(row.paid, row.subscribed) for row in (first, both)} == {("€0", "€0")}


def test_what_nobody_checked_at_the_source_is_marked_and_comes_first():
    version = studies.version()
    rows = [
        row | ({"status": "unverified"} if row["name"] == "taxes.withholding" else {})
        for row in version.parameters
    ]
    other = later(version, parameters=rows)
    assert [one.is_unverified for one in lending.sheet(other, {}, "nl").parameters[:2]] == [True, False]
    assert not lending.sheet(version, {}, "nl").unverified
    page = Client().get(links.address(links.link(version=other))).content.decode()
    assert 'badge--warn">niet nagekeken' in page


@pytest.mark.parametrize(
    ("before", "after", "unit", "said"),
    [
        (1.2, 1.095, "factor", "−0,11"), (1.0, 1.001, "factor", "the same"), (100.4, 1400.6, "eur", "+€ 1.301"),
        (800.0, 790.5, "cents", "−€ 9,50"), (0.6567, 0.6735, "share", "+1,68 points"), (3.0, 5.0, "year", "+2 jaar"),
        (None, 1.2, "factor", "–"),
    ],
)  # fmt: skip
def test_a_difference_is_that_of_what_is_shown(before, after, unit, said):
    with override("en"):
        assert lending.difference(before, after, unit, "nl") == said
