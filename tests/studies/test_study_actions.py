"""Deeds with a study: versions that never change, two people at once, locks."""

import threading
import uuid
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from feasibility import PlanError
from feasibility.assessment import assess_unfinanced
from proeftuin.studies import calculation
from proeftuin.studies.actions import study as deeds
from proeftuin.studies.models import Draft, Study, StudyVersion
from tests.factories import accounts, studies

pytestmark = pytest.mark.django_db


def dearer(plan, by: float = 1000.0):
    """The plan with land that costs more."""
    return replace(plan, site=replace(plan.site, land_price=plan.site.land_price + by))


def saved(study, plan, serial=1, by=None, **more):
    by = by or study.created_by
    return deeds.save(
        study=study, plan=plan, given=["site.land_price"], serial=serial, by=by, now=timezone.now(), **more
    )


def test_a_version_keeps_plan_parameters_engine_seed_and_maker():
    made = studies.version()
    assessment = assess_unfinanced(calculation.plan_of(made), on=made.on)
    assert made.serial == 1
    assert made.figures["charge_1"] == assessment.figures["charge_1"]
    assert {row["name"] for row in made.parameters} >= {one.name for one in assessment.parameters}
    assert (made.engine, made.seed, made.made_by) == ("0.1.0", 1, made.study.created_by)
    assert "€" in made.answer["nl"]


def test_a_version_is_worked_out_again_with_the_law_of_then():
    made = studies.version()
    other = [
        {**row, "value": 0.5} if row["name"] == "norms.housing_share" else row for row in made.parameters
    ]
    then = StudyVersion(study=made.study, plan=made.plan, on=made.on, parameters=other, figures=made.figures)
    needed = calculation.assessment_of(made).figures["home_income_needed"][0]
    assert calculation.assessment_of(then).figures["home_income_needed"][0] < needed


def test_the_same_form_sent_twice_is_one_study():
    by = accounts.user()
    form = {
        "plan": studies.plan(),
        "given": [],
        "organisation": None,
        "site": None,
        "token": uuid.uuid4(),
        "by": by,
    }
    first = deeds.begin(**form, now=timezone.now())
    assert deeds.begin(**form, now=timezone.now()) == first
    assert StudyVersion.objects.count() == 1


def test_a_form_of_somebody_else_is_refused():
    form = {
        "plan": studies.plan(),
        "given": [],
        "organisation": None,
        "site": None,
        "token": uuid.uuid4(),
        "now": timezone.now(),
    }
    deeds.begin(**form, by=accounts.user())
    with pytest.raises(deeds.NotYours):
        deeds.begin(**form, by=accounts.user())


def test_saving_adds_a_version_and_the_one_before_stays():
    first = studies.version()
    second = saved(first.study, dearer(calculation.plan_of(first)), why="duurdere grond")
    assert (second.serial, second.why) == (2, "duurdere grond")
    assert second.figures["charge_1"] > first.figures["charge_1"]
    assert StudyVersion.objects.get(pk=first.pk).plan == first.plan


def test_saving_what_is_the_same_adds_nothing():
    first = studies.version()
    assert saved(first.study, calculation.plan_of(first)) == first
    assert StudyVersion.objects.count() == 1


def test_a_retry_makes_no_second_version():
    first = studies.version()
    second = saved(first.study, dearer(calculation.plan_of(first)))
    assert saved(first.study, dearer(calculation.plan_of(first))) == second
    assert StudyVersion.objects.count() == 2


def test_who_saves_on_an_older_version_is_told():
    first = studies.version()
    colleague = accounts.membership(organisation=first.study.organisation).user
    saved(first.study, dearer(calculation.plan_of(first)), by=colleague)
    with pytest.raises(deeds.ChangedMeanwhile):
        saved(first.study, dearer(calculation.plan_of(first), by=5.0))
    assert StudyVersion.objects.count() == 2


def test_a_wrong_plan_is_refused_with_every_fault_and_nothing_changes():
    first = studies.version()
    plan = calculation.plan_of(first)
    wrong = replace(plan, years=1, site=replace(plan.site, land_price=-5.0))
    with pytest.raises(PlanError) as caught:
        saved(first.study, wrong)
    assert {"years", "site.land_price"} <= {fault.key for fault in caught.value.faults}
    assert Study.objects.get().last_serial == 1


def test_a_plan_whose_sources_fall_short_is_kept_and_says_by_how_much():
    plan = studies.plan()
    short = studies.version(
        plan=replace(plan, loans=tuple(replace(loan, rest=False, amount=1000.0) for loan in plan.loans))
    )
    assert short.figures["funding_gap"] > 1_000_000


@pytest.mark.parametrize(
    "change", ["plan = 'x'", "figures = '{}'", "made_by_id = made_by_id + 1", "serial = 9", "given = '[]'"]
)
def test_the_database_lets_no_version_change(change):
    made = studies.version()
    with (
        pytest.raises(DatabaseError, match="never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE studies_studyversion SET {change} WHERE id = %s", [made.pk])


def test_the_database_keeps_a_locked_version():
    made = studies.locked()
    with pytest.raises(DatabaseError, match="stays locked"), transaction.atomic():
        StudyVersion.objects.filter(pk=made.pk).update(locked_at=None, locked_for="")
    with pytest.raises(DatabaseError, match="locked version of a study stays"), transaction.atomic():
        made.study.delete()
    studies.version().study.delete()  # without a lock it goes


def test_locking_twice_keeps_the_first():
    made = studies.locked()
    again = deeds.lock(version=made, for_="iets anders", by=made.made_by, now=timezone.now())
    assert again.locked_for == "de gemeenteraad"


def test_a_study_with_a_lock_is_not_removed_and_one_without_is():
    made = studies.locked()
    with pytest.raises(deeds.InUse):
        deeds.remove(study=made.study, by=made.made_by, now=timezone.now())
    free = studies.study()
    deeds.remove(study=free, by=free.created_by, now=timezone.now())
    assert Study.objects.get() == made.study


def test_an_alternative_stands_beside_the_study_and_survives_it():
    made = studies.version()
    other = deeds.copy(
        version=made,
        plan=dearer(calculation.plan_of(made)),
        alternative="dure grond",
        by=made.made_by,
        now=timezone.now(),
    )
    assert (other.alternative_of, other.organisation) == (made.study, made.study.organisation)
    deeds.remove(study=made.study, by=made.made_by, now=timezone.now())
    other.refresh_from_db()
    assert (other.alternative_of, other.alternative) == (None, "")


def test_publishing_locks_and_withdrawing_leaves_the_lock():
    made = studies.version()
    deeds.publish(version=made, by=made.made_by, now=timezone.now())
    assert made.is_public
    assert made.is_locked
    deeds.withdraw(version=made, by=made.made_by, now=timezone.now())
    made.refresh_from_db()
    assert (made.is_public, made.is_locked) == (False, True)


def test_a_draft_is_kept_once_for_each_part_and_person():
    study = studies.study()
    for typed in ("1", "2"):
        deeds.keep_draft(
            study=study,
            subject="site",
            serial=1,
            data={"land_price": typed},
            by=study.created_by,
            now=timezone.now(),
        )
    assert Draft.objects.get().data == {"land_price": "2"}
    deeds.drop_draft(study=study, subject="site", by=study.created_by)
    assert not Draft.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told():
    first = studies.version()
    colleague = accounts.membership(organisation=first.study.organisation).user
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def save(by, extra: float) -> None:
        start.wait()
        try:
            saved(first.study, dearer(calculation.plan_of(first), by=extra), by=by)
            outcomes.append("saved")
        except deeds.ChangedMeanwhile:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=save, args=(by, n))
        for by, n in ((colleague, 1.0), (first.study.created_by, 2.0))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["saved", "told"]
    assert StudyVersion.objects.count() == 2
