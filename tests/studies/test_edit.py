"""Changing a study by subject: what is saved, what is refused, what is kept."""

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from proeftuin.studies.actions import study as deeds
from proeftuin.studies.calculation import plan_of
from proeftuin.studies.editing.subjects import BY_SLUG, SUBJECTS, sheet_of
from proeftuin.studies.forms.subjects import SubjectForm
from proeftuin.studies.models import Draft, StudyVersion
from tests.factories import accounts, studies
from tests.studies.editing import address, inputs, newest, send, visitor, words
from tests.support import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return studies.version()


@pytest.fixture
def official(made):
    return visitor(made.made_by)


@pytest.fixture
def colleague(made):
    return accounts.membership(organisation=made.study.organisation).user


# Saving


@pytest.mark.parametrize("subject", [one.slug for one in SUBJECTS])
def test_a_page_that_is_sent_as_it_came_changes_nothing(made, official, subject):
    assert send(official, made, subject).status_code == 302
    assert StudyVersion.objects.count() == 1


@pytest.mark.parametrize("subject", [one.slug for one in SUBJECTS])
def test_in_english_too(made, official, subject):
    english = f"/en{address(made, subject)}"
    official.post(english, inputs(official.get(english)))
    assert StudyVersion.objects.count() == 1


def test_a_change_becomes_a_version_with_what_was_given_and_why(made, official):
    answer = send(
        official,
        made,
        "site",
        site__land_price="€ 1.000.000,50",
        why="  nieuw   schattingsverslag ",
        then="stay",
    )
    assert answer.url == address(made, "site")
    saved = newest(made)
    assert (saved.serial, plan_of(saved).site.land_price, saved.why) == (
        2,
        1_000_000.5,
        "nieuw schattingsverslag",
    )
    assert saved.given == ["site.land_price"]
    assert send(official, made, "costs", costs__fee_vat="6", costs__contingency="7,5 %").url == reverse(
        "studies:study", args=[made.study_id]
    )
    assert newest(made).given == ["costs.contingency", "costs.fee_vat", "site.land_price"]
    assert plan_of(newest(made)).costs.contingency == 0.075


def test_rows_are_added_changed_and_removed(made, official):
    send(
        official,
        made,
        "programme",
        homes__0__remove="on",
        homes__1__count="10",
        homes__3__name="Studio",
        homes__3__count="2",
        homes__3__area="32,5",
    )
    homes = plan_of(newest(made)).homes
    assert [(home.name, home.count, home.area) for home in homes] == [
        ("2-slaapkamerwoning", 10, 78.0),
        ("3-slaapkamerwoning", 5, 98.0),
        ("Studio", 2, 32.5),
    ]
    assert homes[-1].units == 1.0  # what was left empty in a new row is as it is by default
    assert set(newest(made).given) >= {"homes[2-slaapkamerwoning].count", "homes[Studio].area"}


def test_a_choice_or_a_tick_alone_makes_no_row(made, official):
    send(official, made, "finance", loans__2__kind="linear", loans__2__rest="on")
    assert StudyVersion.objects.count() == 1


def test_a_removed_row_may_hold_nonsense(made, official):
    assert send(official, made, "finance", loans__1__rate="drie", loans__1__remove="on").status_code == 302
    assert [loan.name for loan in plan_of(newest(made)).loans] == ["Bank"]


def test_what_was_subscribed_and_paid_stands_beside_the_plan(made, official):
    send(official, made, "finance", shares__0__subscribed="10.000", shares__0__paid="2.500")
    saved = newest(made)
    assert saved.equity == {"Bewoners": {"subscribed": 10_000.0, "paid": 2500.0}}
    assert saved.plan == made.plan
    assert set(saved.given) >= {"shares[Bewoners].paid"}
    assert send(official, made, "finance", shares__0__paid="20.000").status_code == 422


# Refusing


@pytest.mark.parametrize(
    "typed", ["drie", "1.000.00.0", "", "-5", "9" * 400, "1e400", "NaN", "=1+1", "٣", "<b>"]
)
def test_what_is_no_amount_is_said_at_the_field_and_stays_there(made, official, typed):
    answer = send(official, made, "programme", homes__0__area=typed)
    assert answer.status_code == 422
    cell = re.search(r'<div class="cell field--wrong">.*?</div>', answer.content.decode(), re.DOTALL)[0]
    assert "id_homes-0-area" in cell
    assert inputs(answer)["homes-0-area"] == typed
    assert 'href="#id_homes-0-area"' in answer.content.decode()
    assert StudyVersion.objects.count() == 1


def test_a_contradiction_of_the_engine_stands_at_its_field_also_when_a_row_before_it_goes(made, official):
    answer = send(
        official,
        made,
        "finance",
        loans__0__remove="on",
        loans__1__amount="0",
        loans__2__name="Extra",
        loans__2__amount="5",
        loans__2__rate="2",
        loans__2__grace="999",
    )
    form = answer.context["form"]
    assert set(form.errors) == {"loans-1-name", "loans-2-grace"}
    assert "rest = true" not in words(answer)


def test_what_belongs_to_another_subject_is_named_with_a_link(made, official):
    answer = send(official, made, "costs", costs__delivery_month="20")
    assert answer.status_code == 422
    assert f'href="{address(made, "programme")}"' in answer.content.decode()
    assert "costs.delivery_month" not in words(answer)


def test_two_rows_of_one_name_are_refused(made, official):
    answer = send(official, made, "programme", homes__1__name="1-slaapkamerwoning")
    assert set(answer.context["form"].errors) == {"homes-1-name"}


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"serial": "1"},
        {"serial": "x"},
        {"serial": "1", "loans-0-rate": ["1", "2"], "loans-999-name": "x", "evil": "y" * 100_000},
    ],
)
def test_a_form_that_came_in_broken_is_no_traceback(made, official, sent):
    answer = official.post(address(made, "finance"), sent)
    assert answer.status_code == 422
    assert StudyVersion.objects.count() == 1
    assert "evil" not in Draft.objects.get().data


def test_a_whole_form_without_its_version_is_shown_once_more(made, official):
    sent = inputs(official.get(address(made, "site"))) | {"site-land_price": "1"}
    del sent["serial"]
    answer = official.post(address(made, "site"), sent)
    assert answer.status_code == 422
    assert inputs(answer) | {"csrfmiddlewaretoken": ""} == sent | {"serial": "1", "csrfmiddlewaretoken": ""}


def test_too_many_fields_are_refused_whole(made, official):
    answer = official.post(address(made, "finance"), {f"loans-{n}-name": "x" for n in range(2100)})
    assert answer.status_code == 400


def test_a_text_that_a_spreadsheet_would_calculate_or_a_browser_would_run_is_text(made, official):
    send(official, made, "programme", homes__0__name="=1+1<script>alert(1)</script>")
    page = official.get(address(made, "programme")).content.decode()
    assert "<script>alert" not in page
    table = official.get(reverse("studies:homes-csv", args=[made.study_id, 2])).content.decode("utf-8-sig")
    assert "\"'=1+1" in table


# Keeping


def test_what_could_not_be_saved_is_there_when_one_comes_back(made, official, colleague):
    send(official, made, "finance", loans__0__rate="drie", loans__2__name="Extra")
    page = official.get(address(made, "finance"))
    assert (page.status_code, inputs(page)["loans-0-rate"], inputs(page)["loans-2-name"]) == (
        200,
        "drie",
        "Extra",
    )
    assert page.context["draft"] is not None
    assert (
        inputs(visitor(colleague).get(address(made, "finance")))["loans-0-rate"] == "3,15"
    )  # it is of one person
    send(official, made, "finance", loans__0__rate="4", loans__2__name="")
    assert plan_of(newest(made)).loans[0].rate == 0.04
    assert not Draft.objects.exists()


def test_what_was_kept_can_be_dropped(made, official):
    send(official, made, "finance", loans__0__rate="drie")
    assert official.post(address(made, "finance", "drop-draft")).status_code == 302
    assert inputs(official.get(address(made, "finance")))["loans-0-rate"] == "3,15"


# Rights


def test_who_may_not_change_a_study_finds_nothing_on_any_path(made):
    paths = [
        *(("get", address(made, one.slug)) for one in SUBJECTS), ("post", address(made, "site")), ("get", address(made, "site", "merge")),
        ("post", address(made, "site", "merge")), ("post", address(made, "site", "drop-draft")),
        *((how, reverse(f"studies:{name}", args=[made.study_id])) for name in ("import", "import-homes") for how in ("get", "post")),
        *(("get", reverse(f"studies:{name}", args=[made.study_id, 1])) for name in ("plan-toml", "homes-csv", "homes-xlsx")),
    ]  # fmt: skip
    stranger = visitor(accounts.membership().user)
    for how, path in paths:
        assert getattr(stranger, how)(path).status_code == 404, path
        assert getattr(Client(), how)(path).status_code == 302, path


def test_who_may_only_read_takes_files_along_and_changes_nothing(made):
    reader = accounts.user()
    made.study.grants.create(contact=reader.contact, given_by=made.made_by, given_at=timezone.now())
    assert visitor(reader).get(reverse("studies:plan-toml", args=[made.study_id, 1])).status_code == 200
    assert visitor(reader).get(address(made, "site")).status_code == 404
    made.study.grants.update(may_edit=True)
    assert send(visitor(reader), made, "site", site__land_price="1").status_code == 302


@pytest.mark.parametrize(
    "path", ["edit/niets/", "edit/niets/drop/", "9/plan.toml", "99999999999999999999/homes.csv"]
)
def test_what_does_not_exist_is_not_found(made, official, path):
    where = f"{reverse('studies:study', args=[made.study_id])}{path}"
    assert (official.post(where) if "drop" in path else official.get(where)).status_code == 404


@pytest.mark.parametrize("serial", ["9", "999999999999999999"])
def test_a_form_on_a_version_that_does_not_exist_is_not_found(made, official, serial):
    sent = inputs(official.get(address(made, "site")))
    assert official.post(address(made, "site"), {**sent, "serial": serial}).status_code == 404
    assert Draft.objects.count() == 0


# The page


def test_a_page_takes_as_many_queries_however_much_the_plan_holds():
    plan = studies.plan()
    small = studies.version(plan=replace(plan, homes=plan.homes[:1]))
    large = studies.version(
        plan=replace(plan, homes=tuple(replace(plan.homes[0], name=f"Type {n}") for n in range(25)))
    )
    counts = set()
    for one in (small, large):
        client = visitor(one.made_by)
        counts.add(len(queries_of(lambda client=client, one=one: client.get(address(one, "programme")))))
    assert len(counts) == 1


def test_a_page_stays_light_and_a_table_that_is_too_long_goes_by_file():
    plan = studies.plan()
    many = studies.version(
        plan=replace(plan, homes=tuple(replace(plan.homes[0], name=f"Type {n}") for n in range(25)))
    )
    assert len(visitor(many.made_by).get(address(many, "programme")).content) < 100_000
    more = studies.version(
        plan=replace(plan, homes=tuple(replace(plan.homes[0], name=f"Type {n}") for n in range(26)))
    )
    client = visitor(more.made_by)
    assert "homes-0-name" not in inputs(client.get(address(more, "programme")))
    send(client, more, "programme", parts__0__area="1700")
    assert (len(plan_of(newest(more)).homes), plan_of(newest(more)).parts[0].area) == (26, 1700.0)


def test_each_field_says_unit_source_effect_and_whether_it_is_assumed(made, official):
    page = official.get(address(made, "costs")).content.decode()
    cell = re.search(
        r'<div class="cell">\s*<label for="id_costs-architect">.*?</div>\s*</div>', page, re.DOTALL
    )[0]
    assert '<span class="unit">%</span>' in cell
    assert "magazines.cera.coop" in cell
    assert "1 procentpunt meer: + € " in cell
    assert 'aria-describedby="id_costs-architect_helptext"' in cell
    assert 'id="id_costs-architect_helptext"' in cell
    assert (
        "aanname"
        not in re.search(
            r"id_site-land_price.*?</div>", official.get(address(made, "site")).content.decode(), re.DOTALL
        )[0]
    )


def test_the_form_reads_back_every_subject_as_it_was():
    plan = studies.plan()
    for subject in SUBJECTS:
        sheet = sheet_of(plan, {}, subject)
        empty = SubjectForm(subject=subject, sheet=sheet)
        data = {
            name: field.prepare_value(field.initial)
            for name, field in empty.fields.items()
            if field.initial not in (None, False)
        }
        form = SubjectForm(data, subject=subject, sheet=sheet)
        assert form.is_valid(), form.errors
        assert form.plan(plan) == plan


def test_deeds_of_the_engine_stay_the_judge(made):
    """The control: without the form's own limits the engine still refuses."""
    plan = plan_of(made)
    form = SubjectForm({}, subject=BY_SLUG["site"], sheet=sheet_of(plan, {}, BY_SLUG["site"]))
    assert not form.is_valid()
    with pytest.raises(ValueError, match=r"site\.land_price"):
        deeds.save(
            study=made.study,
            plan=replace(plan, site=replace(plan.site, land_price=-5.0)),
            given=[],
            serial=1,
            by=made.made_by,
            now=timezone.now(),
        )
