"""Pages of studies: the ten questions, the answer and what lies behind it, and that nobody else sees any of it."""

import re
import uuid
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from feasibility.formats import money
from proeftuin.studies import calculation
from proeftuin.studies.actions import study as deeds
from proeftuin.studies.models import RiskRun, Study, StudyVersion
from proeftuin.studies.views.deeper import LONG
from tests.factories import accounts, sites, studies
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return studies.version()


@pytest.fixture
def maker(client, made):
    client.force_login(made.made_by)
    return client


def address(name, version, *more):
    whole = {
        "version",
        "risk",
        "years",
        "explain",
        "trying",
        "goal",
        "hand-over",
        "report",
        "workbook",
        "lock",
        "ask-risk",
        "risk-progress",
    }
    return reverse(
        f"studies:{name}", args=[version.study_id, *([version.serial] if name in whole else []), *more]
    )


PAGES = (
    "study",
    "version",
    "risk",
    "years",
    "trying",
    "hand-over",
    "versions",
    "alternatives",
    "remove",
    "workbook",
    "risk-progress",
)
DEEDS = ("lock", "ask-risk", "goal", "add-alternative", "remove", "trying")
PDF_PAGES = ("report",)


def first_answers(**changes):
    return {
        "name": "Kerkstraat",
        "tenure": "leased",
        "land_price": "900.000",
        "homes": "20",
        "token": str(uuid.uuid4()),
        **changes,
    }


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_for_who_made_the_study(maker, made, name):
    assert maker.get(address(name, made)).status_code == 200


@pytest.mark.parametrize("name", PAGES + PDF_PAGES)
def test_no_page_or_file_opens_for_others(client, made, name):
    stranger = accounts.membership().user
    for person in (stranger, accounts.office(), accounts.user()):
        client.force_login(person)
        assert client.get(address(name, made)).status_code == 404
    client.logout()
    assert client.get(address(name, made)).status_code == 302


@pytest.mark.parametrize("name", DEEDS)
def test_no_deed_is_open_to_others(client, made, name):
    client.force_login(accounts.office())
    assert client.post(address(name, made)).status_code == 404
    assert Study.objects.get().last_serial == 1


@pytest.mark.parametrize("language", ["nl", "en"])
def test_pages_are_lean_and_in_the_language_of_the_address(maker, made, language):
    prefix = "" if language == "nl" else "/en"
    for name in ("study", "risk", "years", "trying", "alternatives", "versions"):
        answer = maker.get(prefix + address(name, made))
        assert len(answer.content) < 100_000, name
        assert f'<html lang="{language}">' in answer.text


def test_somebody_of_the_list_sees_only_what_is_his_or_shared(maker, made):
    studies.study(name="Van een ander")
    page = maker.get(reverse("studies:studies")).text
    assert "Kerkstraat" in page
    assert "Van een ander" not in page


def test_the_list_takes_the_same_queries_with_more_studies(client):
    member = accounts.membership()
    client.force_login(member.user)
    assert_same_queries(
        lambda: client.get(reverse("studies:studies")),
        lambda: studies.study(by=member.user, organisation=member.organisation),
    )


def test_three_questions_give_a_first_answer(client):
    member = accounts.membership()
    client.force_login(member.user)
    answer = client.post(
        reverse("studies:new"), first_answers(organisation=member.organisation.pk), follow=True
    )
    version = StudyVersion.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("studies:questions", args=[version.study_id])
    assert version.answer["nl"] == answer.context["result"].answer.replace("\xa0", " ")
    assert set(version.given) == {"site.tenure", "site.land_price"}
    assert calculation.plan_of(version).site.land_price == 900_000


def test_what_is_asked_is_not_assumed(client):
    client.force_login(accounts.user())
    answer = client.post(reverse("studies:new"), first_answers(tenure="", land_price="", homes=""))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"tenure", "land_price", "homes"}
    assert not Study.objects.exists()


@pytest.mark.parametrize("typed", ["-5", "1e99", "NaN", "tien", "9" * 400, "0"])
def test_an_impossible_number_of_homes_is_said_at_its_field_and_kept(client, typed):
    client.force_login(accounts.user())
    answer = client.post(reverse("studies:new"), first_answers(homes=typed))
    assert answer.status_code == 422
    assert "homes" in answer.context["form"].errors
    assert f'value="{typed}"' in answer.text


def test_a_site_of_another_organisation_cannot_be_chosen(client):
    site = sites.site(organisation=accounts.organisation())
    client.force_login(accounts.membership().user)
    answer = client.post(reverse("studies:new"), first_answers(site=site.pk))
    assert "site" in answer.context["form"].errors


def test_a_study_from_a_site_takes_over_what_the_site_tells(client):
    member = accounts.membership()
    site = sites.site(organisation=member.organisation, intention="long_lease", built="built")
    client.force_login(member.user)
    page = client.get(reverse("studies:new"), {"site": site.pk})
    assert page.context["form"].initial["tenure"] == "leased"
    client.post(reverse("studies:new"), first_answers(site=site.pk, organisation=member.organisation.pk))
    assert calculation.plan_of(StudyVersion.objects.get()).parts[0].kind == "renovation"


def begun(client):
    client.force_login(accounts.user())
    client.post(reverse("studies:new"), first_answers())
    return StudyVersion.objects.get()


def seven(**changes):
    return {
        "serial": 1, "one_bedroom": "10", "two_bedrooms": "8", "three_bedrooms": "4", "kind": "renovation", "cost_m2": "1.800,50", "own_share": "20",
        "rate": "3,2", "loan_years": "30", "backers": "0", "rent": "950", **changes,
    }  # fmt: skip


def test_seven_more_answers_make_a_version_and_say_what_was_given(client):
    version = begun(client)
    page = client.post(reverse("studies:questions", args=[version.study_id]), seven(), follow=True)
    plan = calculation.plan_of(StudyVersion.objects.get(serial=2))
    assert sum(home.count for home in plan.homes) == 22
    assert (plan.parts[0].kind, plan.parts[0].cost_m2, plan.loans[0].rate, plan.loans[0].years) == (
        "renovation",
        1800.5,
        0.032,
        30,
    )
    assert "loans[Bank].rate" in StudyVersion.objects.get(serial=2).given
    assert "€ 950" in page.text


def test_seven_wrong_answers_are_all_said_and_nothing_is_lost(client):
    version = begun(client)
    answer = client.post(
        reverse("studies:questions", args=[version.study_id]),
        seven(cost_m2="veel", rate="300", loan_years="-1"),
    )
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"cost_m2", "rate", "loan_years"}
    assert 'value="veel"' in answer.text
    assert StudyVersion.objects.count() == 1


def test_the_questions_are_over_once_the_plan_was_changed_otherwise(client):
    version = begun(client)
    plan = calculation.plan_of(version)
    other = replace(plan, years=plan.years + 1)
    deeds.save(study=version.study, plan=other, given=[], serial=1, by=version.made_by, now=timezone.now())
    answer = client.get(reverse("studies:questions", args=[version.study_id]))
    assert answer.status_code == 302


def test_the_figures_of_the_page_are_those_of_the_engine_to_the_cent(maker, made):
    page = maker.get(address("study", made)).text.replace("\xa0", " ")
    assessment = calculation.assessment_of(made)
    for charge in assessment.figures["home_charge_1"]:
        assert money(charge, "nl", 2) in page


def test_every_figure_opens_its_explanation(maker, made):
    page = maker.get(address("study", made)).text
    links = set(re.findall(r'href="([^"]*/why/[^"]*)"', page))
    assert len(links) > 10
    for link in links:
        assert maker.get(link.replace("&amp;", "&")).status_code == 200


def test_an_explanation_leads_on_to_what_is_in_it(maker, made):
    page = maker.get(address("explain", made, "home_charge_1") + "?element=1").text
    assert "2-slaapkamerwoning" in page
    for link in set(re.findall(r'href="([^"]*/why/[^"]*)"', page)):
        assert maker.get(link.replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize(
    "rest", ["nonsense/", "debt/?year=9999", "home_charge_1/?element=99", "charge_1/?year=-1"]
)
def test_an_explanation_that_is_not_there_is_a_404(maker, made, rest):
    wanted = 404 if "-1" not in rest else 200  # what is no number is no question
    assert maker.get(address("study", made) + f"1/why/{rest}").status_code == wanted


def test_two_versions_are_compared_line_by_line(maker, made):
    plan = calculation.plan_of(made)
    dearer = replace(plan, site=replace(plan.site, land_price=1_200_000.0))
    deeds.save(
        study=made.study,
        plan=dearer,
        given=["site.land_price"],
        serial=1,
        by=made.made_by,
        now=timezone.now(),
        why="duurdere grond",
    )
    page = maker.get(address("versions", made))
    assert [change.key for change, _ in page.context["changes"]] == ["site.land_price"]
    assert "duurdere grond" in page.text


def test_a_lock_says_for_whom_and_is_not_taken_off(maker, made):
    maker.post(address("lock", made), {"for": " "})
    assert not StudyVersion.objects.get().is_locked
    maker.post(address("lock", made), {"for": "de gemeenteraad van 14 december"})
    assert StudyVersion.objects.get().locked_for == "de gemeenteraad van 14 december"


def test_a_long_calculation_is_asked_once(maker, made):
    for _ in range(2):
        maker.post(address("ask-risk", made))
    run = RiskRun.objects.get()
    assert (run.draws, run.state) == (LONG, "waiting")
    assert "progress" in maker.get(address("risk", made)).text


def test_somebody_with_a_grant_reads_and_does_not_change(client, made):
    reader = accounts.user()
    made.study.grants.create(contact=reader.contact, given_by=made.made_by, given_at=timezone.now())
    client.force_login(reader)
    assert client.get(address("study", made)).status_code == 200
    assert client.post(address("lock", made), {"for": "x"}).status_code == 404
    assert client.post(address("add-alternative", made), {"how": "bought"}).status_code == 404
    assert client.post(address("trying", made), {"vacancy": "5", "keep": "1"}).status_code == 404
    assert client.get(address("remove", made)).status_code == 404
    assert StudyVersion.objects.count() == 1


def test_who_only_asked_to_act_for_an_organisation_does_not_see_its_studies(client, made):
    waiting = accounts.membership(organisation=made.study.organisation, state="requested").user
    client.force_login(waiting)
    assert client.get(address("study", made)).status_code == 404


def test_a_name_that_is_a_script_comes_out_as_text(client):
    version = studies.version(name="<script>alert(1)</script>")
    client.force_login(version.made_by)
    for name in ("study", "risk", "years", "trying", "versions", "alternatives", "hand-over"):
        assert "<script>alert" not in client.get(address(name, version)).text


def incomes(**changes):
    return {
        "serial": 1, "source": "Eigen enquête (voorbeeld)", "upper_0": "2.500", "share_0": "30", "upper_1": "4.500", "share_1": "45", "share_2": "25", **changes,
    }  # fmt: skip


def test_a_table_of_incomes_tells_who_can_afford_a_home(maker, made):
    page = maker.post(address("incomes", made), incomes(), follow=True)
    assert len(page.context["reach"]) == 4
    assert "Eigen enquête (voorbeeld)" in page.text
    assert StudyVersion.objects.get(serial=2).plan == made.plan


@pytest.mark.parametrize(
    "changes", [{"share_0": "90"}, {"upper_1": "1.000"}, {"share_0": "veel"}, {"share_1": ""}, {"source": ""}]
)
def test_a_wrong_table_of_incomes_is_said_and_kept(maker, made, changes):
    answer = maker.post(address("incomes", made), incomes(**changes))
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert 'value="4.500"' in answer.text or "upper_1" in changes
    assert StudyVersion.objects.count() == 1
