"""Long calculations of risk: done once, by one worker, and again when a worker was lost."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from feasibility.formats import number
from proeftuin.studies import risks, tasks
from proeftuin.studies.actions import risk
from proeftuin.studies.models import RiskRun
from proeftuin.studies.queries.study import LOST, risk_runs_due
from tests.factories import studies

pytestmark = pytest.mark.django_db


def asked(draws: int = 320) -> RiskRun:
    version = studies.version()
    return risk.ask(version=version, draws=draws, by=version.made_by, now=timezone.now())


def test_the_worker_does_what_waits_and_keeps_what_it_finds():
    run = asked()
    tasks.do_risk()
    run.refresh_from_db()
    assert (run.state, run.done, run.result["draws"]) == ("done", 100, 320)
    assert run.finished_at is not None
    tasks.do_risk()
    assert RiskRun.objects.get().finished_at == run.finished_at


def test_the_same_seed_gives_the_same_answer():
    version = studies.version()
    assert risks.outcome(version, draws=64, base=8) == risks.outcome(version, draws=64, base=8)


def test_two_workers_never_take_the_same():
    run = asked()
    same = RiskRun.objects.get()
    assert risk.claim(run=run, now=timezone.now())
    assert not risk.claim(run=same, now=timezone.now())


def test_what_a_lost_worker_left_is_taken_again_and_not_before():
    run, now = asked(), timezone.now()
    risk.claim(run=run, now=now)
    assert not risk_runs_due(now).exists()
    assert risk_runs_due(now + LOST + timedelta(seconds=1)).exists()


def test_one_that_failed_is_tried_again_when_it_is_asked_again():
    run = asked()
    risk.give_up(run=run, now=timezone.now())
    again = risk.ask(version=run.version, draws=run.draws, by=run.asked_by, now=timezone.now())
    again.refresh_from_db()
    assert (again.pk, again.state) == (run.pk, "waiting")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_of_risk_reads_in_both_languages(language):
    shown = risks.shown(risks.outcome(studies.version(), draws=64, base=8), language)
    assert len(shown.stresses) == 5
    assert len(shown.ranges) == 6
    assert shown.tornado.table.rows
    assert shown.spread.table.rows


def test_a_bar_is_named_by_the_ends_that_it_was_worked_out_at():
    version = studies.version()
    outcome = risks.outcome(version, draws=64, base=8)
    rate = next(one for one in outcome["inputs"] if one["input"] == "rate_rise")
    low, high = (number(100 * end, "nl") for end in rate["ends"])
    with translation.override("nl"):
        rows = risks.shown(outcome, "nl").tornado.table.rows
    row = next(row for row in rows if row[0] == "Stijging van elke rente")
    assert rate["low"] < rate["ends"][0] < rate["ends"][1] < rate["high"]
    assert f"{low} punt" in row
    assert f"{high} punt" in row
