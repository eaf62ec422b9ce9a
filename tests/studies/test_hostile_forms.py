"""Forms of studies with what no page would send: odd serials, NUL, stale pages, plans that are too large."""

from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from feasibility import Correlation, PlanError
from feasibility.plan import Uncertain
from feasibility.writing import write_plan
from proeftuin.studies import calculation
from proeftuin.studies.models import Draft, StudyVersion
from tests.factories import studies
from tests.studies.test_pages import begun, incomes, seven

pytestmark = pytest.mark.django_db
MANY = ("rate_rise", "inflation", "vacancy_extra", "wage_growth", "building_growth", "ground_rent_growth", "management", "guidance", "maintenance",
        "insurance", "reserve_rate", "fixed_costs", "delay")  # fmt: skip


@pytest.mark.parametrize("serial", ["0", "77", "99999999999999999999", "-1"])
def test_a_serial_that_is_not_there_is_told_and_nothing_is_saved(client, serial):
    version = begun(client)
    answer = client.post(reverse("studies:questions", args=[version.study_id]), seven(serial=serial))
    assert answer.status_code == 422
    assert StudyVersion.objects.count() == 1


def test_a_stale_page_of_questions_can_be_saved_after_a_look(client):
    version = begun(client)
    page = reverse("studies:questions", args=[version.study_id])
    client.post(page, seven())
    answer = client.post(page, seven(cost_m2="1.950"))
    assert answer.status_code == 422
    assert 'value="1.950"' in answer.text
    again = client.post(page, seven(cost_m2="1.950", serial=answer.context["form"]["serial"].value()))
    assert again.status_code == 302
    assert calculation.plan_of(StudyVersion.objects.get(serial=3)).parts[0].cost_m2 == 1950


def test_of_two_tables_of_incomes_the_second_is_told(client):
    made = studies.version()
    client.force_login(made.made_by)
    page = reverse("studies:incomes", args=[made.study_id])
    client.post(page, incomes())
    answer = client.post(page, incomes(share_0="20", share_2="35"))
    assert answer.status_code == 422
    assert StudyVersion.objects.get(serial=2).beside["incomes"][0] == [2500.0, 0.3]


def test_what_no_database_holds_is_left_out(client):
    made = studies.version()
    client.force_login(made.made_by)
    client.post(reverse("studies:lock", args=[made.study_id, 1]), {"for": "de raad\0 van\tdecember"})
    assert StudyVersion.objects.get().locked_for == "de raad van december"
    answer = client.post(
        reverse("studies:edit", args=[made.study_id, "site"]),
        {"serial": "1", "site-land_price": "9\0x", "why": "a\0b"},
    )
    assert answer.status_code == 422
    assert "\0" not in str(Draft.objects.get().data)


@pytest.mark.parametrize("table", ["loans", "homes", "works"])
def test_a_plan_with_more_rows_than_the_pages_can_show_is_refused_in_words(table):
    plan = studies.plan()
    row = getattr(plan, table)[-1]
    rows = tuple(replace(row, name=f"Rij {number}") for number in range(calculation.MOST[table] + 1))
    with pytest.raises(PlanError) as caught:
        calculation.calculate(replace(plan, **{table: rows}), timezone.localdate())
    assert table in {fault.key for fault in caught.value.faults}


def test_more_inputs_that_move_together_than_can_be_shared_out_are_refused():
    plan = studies.plan()
    inputs = tuple(Uncertain(input=name, shape="uniform", low=0.01, high=0.02) for name in MANY)
    together = (Correlation(a=MANY[0], b=MANY[1], value=0.3),)
    with pytest.raises(PlanError, match="at most 12"):
        calculation.calculate(replace(plan, uncertain=inputs, correlations=together), timezone.localdate())


def test_twelve_inputs_that_move_together_open_the_page_of_risk(client):
    plan = studies.plan()
    inputs = tuple(Uncertain(input=name, shape="uniform", low=0.01, high=0.02) for name in MANY[:12])
    version = studies.version(
        plan=replace(plan, uncertain=inputs, correlations=(Correlation(a=MANY[0], b=MANY[1], value=0.3),))
    )
    client.force_login(version.made_by)
    assert client.get(reverse("studies:risk", args=[version.study_id, 1])).status_code == 200
    assert "correlations" in write_plan(calculation.plan_of(version))
