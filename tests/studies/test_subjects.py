"""What a subject holds, how it is put back, what is usual, and three ways brought together."""

from dataclasses import replace
from datetime import date

import pytest

from feasibility.fields import fields_of
from feasibility.plan import Plan
from feasibility.writing import write_plan
from proeftuin.studies.calculation import calculate, plan_of
from proeftuin.studies.editing import effects, wording
from proeftuin.studies.editing.merging import merged
from proeftuin.studies.editing.subjects import (
    BY_SLUG,
    SUBJECTS,
    Row,
    equity_with,
    given_by,
    plan_with,
    sheet_of,
    subject_of,
)
from proeftuin.studies.models import StudyVersion
from tests.factories import studies

ON = date(2026, 11, 25)
ELSEWHERE = {"region", "shifts", "uncertain", "correlations", "extra"}  # only a file changes these
FINANCE = BY_SLUG["finance"]


def finance(plan=None, equity=None):
    return sheet_of(plan or studies.plan(), equity or {}, FINANCE)


def version(plan=None, given=(), **fields):
    return StudyVersion(
        plan=write_plan(plan or studies.plan()), on=ON, given=list(given), parameters=[], **fields
    )


def test_every_field_of_a_plan_is_in_one_subject_or_only_in_a_file():
    groups = [group for subject in SUBJECTS for group in subject.groups]
    assert len({group.key for group in groups}) == len(groups)
    top = {group.key for group in groups if group.key} | {
        name for group in groups if not group.key for name in group.names
    }
    assert top | ELSEWHERE == {one.name for one in fields_of(Plan)}
    for group in groups:
        of = wording.TOP[group.key].of if group.key else None
        if of:
            assert {one.name for one in fields_of(of)} == set(group.names) - {"paid", "subscribed"}, group.key


def test_no_subject_asks_more_than_nine_things_at_once():
    assert max(len(group.open) for subject in SUBJECTS for group in subject.groups) <= 9


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda one: one.slug)
def test_a_subject_taken_out_and_put_back_is_the_same_plan(subject):
    plan = studies.plan()
    assert plan_with(plan, sheet_of(plan, {}, subject), subject) == plan


def test_a_key_leads_to_its_subject():
    assert [
        subject_of(wording.parted(key)[0]) for key in ("years", "loans[0].rate", "costs.fee_vat", "works")
    ] == [BY_SLUG[slug] for slug in ("site", "finance", "costs", "operation")]
    assert subject_of("uncertain") is None


def test_what_was_subscribed_stays_with_a_class_that_gets_another_name():
    sheet = finance(equity={"Steuners": {"subscribed": 500.0}})
    sheet.rows["shares"][1].values["name"] = "Vrienden"
    assert equity_with({"Steuners": {"subscribed": 500.0}}, sheet) == {"Vrienden": {"subscribed": 500.0}}


def test_given_are_the_keys_that_changed_by_the_name_of_their_row():
    before, after = finance(), finance()
    after.rows["loans"].reverse()
    assert given_by(before, after, (), FINANCE) == set()  # another order is no change
    after.rows["loans"][1].values["rate"] = 0.04
    assert given_by(before, after, (), FINANCE) == {"loans[Bank].rate"}


def test_what_was_given_goes_with_a_new_name_and_what_was_assumed_stays_so():
    before, after = finance(), finance()
    after.rows["loans"][0].values["name"] = "Kredietbank"
    assert given_by(before, after, ["loans[Bank].rate"], FINANCE) == {
        "loans[Kredietbank].name",
        "loans[Kredietbank].rate",
    }


def test_of_a_new_row_only_what_differs_from_the_default_is_given():
    before, after = finance(), finance()
    after.rows["loans"].append(Row("", {**after.rows["loans"][1].values, "name": "Extra", "years": 25}))
    assert given_by(before, after, (), FINANCE) == {
        f"loans[Extra].{name}" for name in ("name", "amount", "rate", "subordinated")
    }


# Words


def test_every_code_of_a_choice_has_words():
    sections = [Plan, *(one.of for one in fields_of(Plan) if one.of)]
    codes = {code for of in sections for one in fields_of(of) for code in one.choices}
    assert codes - set(wording.CODES) - {"factor"} == set()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('kies tenure = "leased", of laat ground_rent_rate weg', "Kies “Grond”: in erfpacht, of laat “Canon als deel van de grondwaarde” weg"),
        ("verleg costs.delivery_month.", "Verleg “Geplande maand van de oplevering”."),
        ("loans[0] dekt al wat ontbreekt", "“Bank” dekt al wat ontbreekt"),
        ('schrijf recognised = false onder [tax].', "Kies “Erkend door de NRC”: nee (“Belasting”)."),
    ],
)  # fmt: skip
def test_a_fault_speaks_of_fields_and_not_of_keys(said, words):
    part = "site" if "tenure" in said else "loans"
    assert wording.fault_words(studies.plan(), said, part, "nl") == words


# What is usual, and what a field does


def test_what_is_usual_says_how_sure_it_is_and_where_it_was_read():
    (architect,) = effects.usual("costs", BY_SLUG["costs"].groups[0].fields["architect"], ON, "nl")
    assert (architect.value, architect.status, architect.is_link) == ("10%", "praktijk", True)
    house, flat = effects.usual("parts", BY_SLUG["programme"].groups[1].fields["cost_m2"], ON, "en")
    assert house.value.startswith("€2,000.00 to €2,500.00")
    assert (flat.status, flat.is_link) == ("not verified at the source", False)


def test_every_figure_that_is_named_as_usual_is_known():
    fields = {
        f"{group.key}.{name}".strip("."): group.fields[name]
        for subject in SUBJECTS
        for group in subject.groups
        for name in group.names
    }
    for key, ranges in effects.USUAL.items():
        part, _, name = key.rpartition(".")
        assert len(effects.usual(part, fields[key], ON, "nl")) >= len(ranges), name


@pytest.mark.parametrize("slug", ["costs", "finance"])
def test_the_effect_of_a_field_is_what_calculating_anew_gives(slug):
    plan = studies.plan()
    start = calculate(plan, ON).lines["charge_1"]
    moved = {
        "costs.architect": replace(plan, costs=replace(plan.costs, architect=plan.costs.architect + 0.01)),
        "costs.other": replace(plan, costs=replace(plan.costs, other=plan.costs.other * 1.1)),
        "costs.delivery_month": replace(
            plan, costs=replace(plan.costs, delivery_month=plan.costs.delivery_month + 1)
        ),
        "loans.rate": replace(plan, loans=tuple(replace(loan, rate=loan.rate + 0.01) for loan in plan.loans)),
    }
    found = effects.effects(version(plan), BY_SLUG[slug])
    for key, other in moved.items():
        if key.startswith(slug) or (slug == "finance" and key.startswith("loans")):
            assert found[key].delta == pytest.approx(calculate(other, ON).lines["charge_1"] - start), key


def test_an_effect_says_how_far_the_field_moved():
    found = effects.effects(version(), BY_SLUG["operation"])
    assert found["operation.management"].words("nl").startswith("10% meer: + € 0,0")
    assert found["operation.vacancy"].words("en").startswith("1 percentage point more: + €0.")
    assert found["operation.insurance"].words("nl").startswith("0,1 procentpunt meer: ")
    assert found["operation.cash_rate"].words("nl").endswith("de woonvergoeding verandert niet")
    assert found["operation.other_income"].words("nl").startswith("€ 1.000 per jaar meer: − € ")


def test_a_value_that_may_not_grow_is_moved_down():
    assert effects.effects(version(), BY_SLUG["charge"])["members.reentry"].step < 0


def test_a_cell_is_given_or_usual_or_assumed():
    found = effects.states(
        version(given=["costs.other", "loans[Bank].rate"]), studies.plan(), BY_SLUG["costs"]
    )
    assert "costs.other" not in found
    assert (found["costs.architect"], found["costs.contingency"]) == ("usual", "assumed")
    assert "costs.fee_vat" not in found  # left to the law
    loans = effects.states(version(given=["loans[Bank]"]), studies.plan(), FINANCE)
    assert "loans[Bank].rate" not in loans
    assert loans["loans[Aanvullende lening van de gemeente].rate"] == "assumed"


# Three ways


def changed(plan, **changes):
    """The plan with another rate or amount for the bank or the municipality."""
    loans = tuple(replace(loan, **changes.get(loan.name[:4].lower(), {})) for loan in plan.loans)
    return replace(plan, loans=loans)


def test_what_only_one_of_both_changed_needs_no_choice():
    base, mine, theirs = (
        studies.plan(),
        changed(studies.plan(), bank={"rate": 0.04}),
        changed(studies.plan(), aanv={"amount": 1.0}),
    )
    outcome = merged(finance(base), finance(mine), finance(theirs))
    assert outcome.clashes == []
    assert plan_with(theirs, outcome.sheet, FINANCE) == changed(
        base, bank={"rate": 0.04}, aanv={"amount": 1.0}
    )


def test_what_both_changed_stays_theirs_unless_mine_is_ticked():
    base, mine, theirs = (
        studies.plan(),
        changed(studies.plan(), bank={"rate": 0.04}),
        changed(studies.plan(), bank={"rate": 0.05}),
    )
    untouched = merged(finance(base), finance(mine), finance(theirs))
    assert [(clash.key, clash.mine, clash.theirs) for clash in untouched.clashes] == [
        ("loans[Bank].rate", 0.04, 0.05)
    ]
    assert plan_with(theirs, untouched.sheet, FINANCE) == theirs
    ticked = merged(finance(base), finance(mine), finance(theirs), {"loans[Bank].rate"})
    assert plan_with(theirs, ticked.sheet, FINANCE) == mine


def test_both_changing_to_the_same_is_no_clash():
    both = changed(studies.plan(), bank={"rate": 0.04})
    assert merged(finance(), finance(both), finance(both)).clashes == []


def removed(sheet):
    del sheet.rows["loans"][1]
    return sheet


def test_a_row_that_i_removed_goes_unless_they_changed_it():
    outcome = merged(finance(), removed(finance()), finance())
    assert [row.name for row in outcome.sheet.rows["loans"]] == ["Bank"]
    theirs = finance(changed(studies.plan(), aanv={"amount": 1.0}))
    outcome = merged(finance(), removed(finance()), theirs)
    assert [(clash.key, clash.mine) for clash in outcome.clashes] == [
        ("loans[Aanvullende lening van de gemeente]", None)
    ]
    assert len(outcome.sheet.rows["loans"]) == 2
    ticked = merged(finance(), removed(finance()), theirs, {"loans[Aanvullende lening van de gemeente]"})
    assert len(ticked.sheet.rows["loans"]) == 1


def test_a_row_that_they_removed_comes_back_only_when_i_changed_it_and_tick_it():
    mine = finance(changed(studies.plan(), aanv={"amount": 1.0}))
    assert len(merged(finance(), finance(), removed(finance())).sheet.rows["loans"]) == 1
    outcome = merged(finance(), mine, removed(finance()))
    assert (len(outcome.clashes), len(outcome.sheet.rows["loans"])) == (1, 1)
    key = "loans[Aanvullende lening van de gemeente]"
    assert len(merged(finance(), mine, removed(finance()), {key}).sheet.rows["loans"]) == 2


def test_rows_that_both_added_stand_beside_each_other_or_clash_by_name():
    def added(name, amount):
        sheet = finance()
        sheet.rows["loans"].append(Row("", {**sheet.rows["loans"][1].values, "name": name, "amount": amount}))
        return sheet

    saved = added("Extra", 5.0)
    saved.rows["loans"][-1].was = "Extra"  # as it is read from what they saved
    assert [row.name for row in merged(finance(), added("Vrienden", 3.0), saved).sheet.rows["loans"]][2:] == [
        "Extra",
        "Vrienden",
    ]
    outcome = merged(finance(), added("Extra", 3.0), saved)
    assert [clash.key for clash in outcome.clashes] == ["loans[Extra]"]
    assert outcome.sheet.rows["loans"][2].values["amount"] == 5.0


@pytest.mark.django_db
def test_effects_are_worked_out_with_the_law_of_the_version():
    made = studies.version()
    other = [
        {**row, "value": 0.0} if row["name"] == "vat.demolition_rebuild_letting" else row
        for row in made.parameters
    ]
    then = StudyVersion(plan=made.plan, on=made.on, parameters=other)
    now, before = (effects.effects(one, BY_SLUG["programme"])["parts.cost_m2"].delta for one in (made, then))
    assert before < now
    assert plan_of(made) == plan_of(then)
