"""Trying out: sliders, goal seek, and alternatives side by side."""

import uuid

import pytest
from django.urls import reverse

from proeftuin.studies import calculation
from proeftuin.studies.models import Study, StudyVersion
from tests.factories import studies

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return studies.version()


@pytest.fixture
def maker(client, made):
    client.force_login(made.made_by)
    return client


def address(name, version):
    whole = [version.serial] if name in {"trying", "goal"} else []
    return reverse(f"studies:{name}", args=[version.study_id, *whole])


def test_a_slider_shows_what_it_does_and_keeps_nothing(maker, made):
    page = maker.post(address("trying", made), {"build_cost": "140"})
    was, now = page.context["rows"][0][1:3]
    assert was != now
    assert StudyVersion.objects.count() == 1


def test_a_slider_answers_a_script_with_a_fragment(maker, made):
    page = maker.post(address("trying", made), {"rate_rise": "2"}, HTTP_HX_REQUEST="true").text
    assert "<html" not in page
    assert "<table" in page


@pytest.mark.parametrize("typed", ["-1", "9e99", "nan", "x", "inf"])
def test_a_slider_beyond_its_end_is_refused_in_words(maker, made, typed):
    answer = maker.post(address("trying", made), {"build_cost": typed})
    assert answer.status_code == 422
    assert answer.context["form"].errors


def test_what_is_tried_can_be_kept_as_the_next_version_or_beside(maker, made):
    maker.post(address("trying", made), {"vacancy": "5", "keep": "1"})
    assert (
        calculation.plan_of(StudyVersion.objects.get(study=made.study, serial=2)).operation.vacancy_extra
        == 0.05
    )
    maker.post(reverse("studies:trying", args=[made.study_id, 2]), {"vacancy": "9", "beside": "1"})
    assert Study.objects.get(alternative_of=made.study).alternative == "uitgeprobeerd"


def test_an_alternative_that_is_asked_twice_stands_there_once(maker, made):
    token = str(uuid.uuid4())
    for _ in range(2):
        maker.post(address("add-alternative", made), {"how": "bought", "token": token})
    token = str(uuid.uuid4())
    for _ in range(2):
        maker.post(address("trying", made), {"vacancy": "9", "beside": "1", "token": token})
    assert Study.objects.filter(alternative_of=made.study).count() == 2


def test_the_engine_searches_what_the_land_may_cost(maker, made):
    charge = calculation.assessment_of(made).figures["home_charge_1"][-1]
    page = maker.post(
        address("goal", made), {"target": "land_price", "ceiling": f"{charge + 20:.2f}".replace(".", ",")}
    )
    assert "De grond mag hoogstens" in page.text
    page = maker.post(address("goal", made), {"target": "land_price", "ceiling": "10"})
    assert page.context["not_found"]


def test_a_goal_without_an_amount_is_asked_again(maker, made):
    answer = maker.post(address("goal", made), {"target": "land_price", "ceiling": ""})
    assert answer.status_code == 422


def test_an_alternative_stands_beside_the_study_with_its_differences_marked(maker, made):
    page = maker.post(address("add-alternative", made), {"how": "bought"}, follow=True)
    columns = page.context["table"]
    assert len(columns.versions) == 2
    assert any(cell[1] for line in columns.figures for cell in line.marked)
    assert any("Grond" in line.label for line in columns.inputs)


def test_no_more_than_four_columns_are_shown_and_no_study_of_others(maker, made):
    for how in ("bought", "contributed", "renovation", "new"):
        maker.post(address("add-alternative", made), {"how": how})
    other = studies.study()
    page = maker.get(address("alternatives", made))
    assert len(page.context["table"].versions) == 4
    page = maker.get(address("alternatives", made), {"study": [other.pk]})
    assert other.pk not in {one.study_id for one in page.context["table"].versions}


def test_borrowing_another_part_changes_what_residents_bring(maker, made):
    maker.post(address("add-alternative", made), {"how": "bank-60"})
    other = Study.objects.get(alternative_of=made.study).versions.get()
    assert other.figures["ltc"] == pytest.approx(0.60, abs=0.005)
    assert other.figures["equity_delivery"] > made.figures["equity_delivery"]


def test_a_figure_side_by_side_opens_its_explanation(maker, made):
    maker.post(address("add-alternative", made), {"how": "bought"})
    page = maker.get(address("alternatives", made))
    links = [
        cell[2]
        for line in (*page.context["table"].homes, *page.context["table"].figures)
        for cell in line.marked
    ]
    assert len(links) == 2 * (2 * 3 + 8)
    for link in links[:6]:
        assert maker.get(link).status_code == 200
