"""A list of sites from upload to ranking: once, in parts, by workers that may die."""

import threading
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from proeftuin.record.actions import MoveRefused
from proeftuin.record.models import Entry
from proeftuin.studies import tasks
from proeftuin.studies.actions import portfolio as deeds
from proeftuin.studies.models import Portfolio, PortfolioSite
from proeftuin.studies.portfolio.reading import read_sites
from proeftuin.studies.queries import portfolio as queries
from tests.factories import accounts, portfolios

pytestmark = pytest.mark.django_db
MANY = portfolios.HEAD + "".join(f"\nPlek {n};A;{10 + n};{100_000 * (9 - n)}" for n in range(7))


def results(made: Portfolio) -> list[tuple]:
    return list(made.sites.order_by("row").values_list("name", "charge", "charge_low", "charge_high", "rank"))


def job_count() -> int:
    return ProcrastinateJob.objects.filter(task_name=tasks.rank_portfolios.name).count()


def test_a_list_keeps_its_good_rows_and_its_faults():
    made = portfolios.portfolio()
    assert (made.state, made.total, made.faults, made.engine) == ("waiting", 2, 1, "0.1.0")
    assert [site.name for site in queries.sites_of(made)] == ["Wasserij", "Kerk"]
    assert [site.name for site in queries.left_out(made)] == ["School"]
    assert Entry.objects.get(verb="portfolio.begun").detail == {"sites": 2, "faults": 1}


def test_the_same_form_sent_twice_is_one_list():
    token, by = uuid.uuid4(), accounts.user()
    first, second = (portfolios.portfolio(token=token, by=by) for _ in range(2))
    assert first == second
    assert PortfolioSite.objects.count() == 3
    with pytest.raises(deeds.NotYours):
        portfolios.portfolio(token=token)


def test_homes_that_follow_from_their_floor_area_are_as_large_as_in_the_plan():
    made = portfolios.portfolio(text="naam;vloeroppervlakte;grondprijs\nP;1522;900000")
    assert made.sites.get().homes == 20


def test_a_row_that_does_not_fit_the_plan_is_left_out():
    text = "naam;woningen;grondprijs;bouwkost per m2\nP;5;1;150\nQ;5;1;2100"
    made = portfolios.portfolio(text=text)
    assert (made.total, made.faults) == (1, 1)
    assert "bouwkost" in queries.left_out(made).get().faults[0]["nl"]


def test_sites_are_ranked_by_the_charge_that_they_need():
    made = portfolios.done()
    assert (made.state, made.done) == ("done", 2)
    first, second = queries.ranked(made)
    assert (first.name, first.rank, second.name, second.rank) == ("Kerk", 1, "Wasserij", 2)
    assert first.charge_low < first.charge < first.charge_high
    assert made.started_at <= made.finished_at


def test_equal_sites_share_a_place_and_one_without_a_charge_has_none():
    text = f"{portfolios.HEAD}\nA;;20;900000\nB;;20;900000\nC;;20;1000000\nD;;1;1000000000"
    made = portfolios.done(text=text)
    assert [(site.name, site.rank) for site in queries.ranked(made)] == [
        ("A", 1),
        ("B", 1),
        ("C", 3),
        ("D", None),
    ]
    assert made.sites.get(name="D").no_charge == 1.0


def test_a_list_without_a_good_row_is_done_at_once():
    assert portfolios.done(text=f"{portfolios.HEAD}\nP;A;veel;1").state == "done"


def test_a_list_calculated_in_parts_is_the_same_as_at_once(monkeypatch):
    whole = results(portfolios.done(text=MANY))
    monkeypatch.setattr(deeds, "AT_ONCE", 3)
    assert results(portfolios.done(text=MANY)) == whole


def test_a_worker_that_dies_loses_its_part_and_no_more(monkeypatch):
    whole = results(portfolios.done(text=MANY))
    monkeypatch.setattr(deeds, "AT_ONCE", 3)
    made = portfolios.portfolio(text=MANY)
    deeds.advance(portfolio=made, now=timezone.now())
    made.refresh_from_db()
    saved = deeds._run

    def dies(*args):
        saved(*args)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(deeds, "_run", dies)
        with pytest.raises(KeyboardInterrupt):
            deeds.advance(portfolio=made, now=timezone.now())
    made.refresh_from_db()
    assert (made.state, made.done, made.sites.filter(charge__isnull=False).count()) == ("running", 3, 3)
    portfolios.calculate(made)
    assert results(made) == whole


def late_and_done(monkeypatch) -> tuple[Portfolio, Portfolio]:
    """A worker that took its part long ago, and the list that another one finished since."""
    monkeypatch.setattr(deeds, "AT_ONCE", 3)
    made = portfolios.portfolio(text=MANY)
    deeds.advance(portfolio=made, now=timezone.now())
    late = Portfolio.objects.get(pk=made.pk)
    portfolios.calculate(made)
    return late, made


def test_a_part_that_another_worker_saved_meanwhile_stands(monkeypatch):
    late, made = late_and_done(monkeypatch)
    deeds.advance(portfolio=late, now=timezone.now())
    made.refresh_from_db()
    assert (made.done, made.state) == (7, "done")


def test_without_a_condition_the_late_worker_would_set_the_count_back(monkeypatch):
    """The control."""
    late, made = late_and_done(monkeypatch)
    Portfolio.objects.filter(pk=late.pk).update(done=late.done + deeds.AT_ONCE)
    made.refresh_from_db()
    assert made.done == 6


def test_the_database_refuses_a_count_beyond_the_total():
    made = portfolios.done()
    with pytest.raises(DatabaseError), transaction.atomic():
        Portfolio.objects.filter(pk=made.pk).update(done=made.done + 1)


def test_a_list_that_was_removed_meanwhile_is_not_brought_back():
    made = portfolios.portfolio()
    late = Portfolio.objects.get(pk=made.pk)
    deeds.remove(portfolio=made, by=made.made_by, now=timezone.now())
    with pytest.raises(MoveRefused):
        deeds.advance(portfolio=late, now=timezone.now())
    assert PortfolioSite.objects.count() == 0
    assert Entry.objects.filter(verb="portfolio.removed").count() == 1


def test_the_sweep_takes_what_waits_and_what_a_dead_worker_left(monkeypatch):
    monkeypatch.setattr(deeds, "AT_ONCE", 4)
    waiting, left = portfolios.portfolio(), portfolios.portfolio(text=MANY)
    deeds.advance(portfolio=left, now=timezone.now())
    for _ in range(4):
        tasks.sweep_portfolios(timestamp=0)
    assert [Portfolio.objects.get(pk=one.pk).state for one in (waiting, left)] == ["done", "done"]


def test_the_worker_is_asked_to_come_back_while_there_is_more_to_do():
    portfolios.portfolio()
    tasks.rank_portfolios()
    assert job_count() == 1
    tasks.wake_for_portfolios()
    assert job_count() == 1
    ProcrastinateJob.objects.all().update(status="doing")
    tasks.rank_portfolios()
    assert job_count() == 1


def test_a_list_that_cannot_be_calculated_fails_and_may_be_tried_again(caplog):
    made, good = portfolios.portfolio(), portfolios.portfolio()
    Portfolio.objects.filter(pk=made.pk).update(plan="geen plan")
    tasks.take_turns()
    made.refresh_from_db()
    good.refresh_from_db()
    assert (made.state, good.done) == ("failed", 2)
    assert "cannot be calculated" in caplog.text
    Portfolio.objects.filter(pk=made.pk).update(plan=portfolios.PLAN)
    made.refresh_from_db()
    deeds.again(portfolio=made, by=made.made_by, now=timezone.now())
    portfolios.calculate(made)
    assert (made.state, made.done) == ("done", 2)


def test_a_database_that_is_away_makes_no_list_fail(monkeypatch):
    made = portfolios.portfolio()

    def away(**_kwargs):
        raise DatabaseError

    monkeypatch.setattr(deeds, "advance", away)
    with pytest.raises(DatabaseError):
        tasks.take_turns()
    made.refresh_from_db()
    assert made.state == "waiting"


def test_calculating_again_begins_anew_with_the_same_answer():
    made = portfolios.done()
    before = results(made)
    deeds.again(portfolio=made, by=made.made_by, now=timezone.now())
    made.refresh_from_db()
    assert (made.done, made.sites.filter(charge__isnull=False).count()) == (0, 0)
    portfolios.calculate(made)
    assert results(made) == before


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_time_calculate_nothing_twice(monkeypatch):
    monkeypatch.setattr(deeds, "AT_ONCE", 2)
    made = portfolios.portfolio(text=MANY)

    def work():
        try:
            for _ in range(8):
                tasks.take_turns()
        finally:
            connection.close()

    both = [threading.Thread(target=work) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    made.refresh_from_db()
    assert (made.state, made.done) == ("done", 7)
    moves = Entry.objects.filter(thing_id=str(made.pk), verb__startswith="portfolio.").values_list(
        "verb", flat=True
    )
    assert sorted(moves) == ["portfolio.begun", "portfolio.done", "portfolio.running"]
    together = results(made)
    assert together == results(portfolios.done(text=MANY))


def test_members_see_the_lists_of_their_organisation_and_nobody_elses():
    member, waiting, stranger = accounts.membership(), accounts.membership(state="requested"), accounts.user()
    theirs = portfolios.portfolio(organisation=member.organisation)
    asked = portfolios.portfolio(organisation=waiting.organisation, by=waiting.user)
    alone = portfolios.portfolio(by=stranger)
    assert list(queries.portfolios_for(member.user)) == [theirs]
    assert list(queries.portfolios_for(stranger)) == [alone]
    assert list(queries.portfolios_for(waiting.user)) == []
    assert list(queries.portfolios_for(accounts.office())) == []
    assert asked in Portfolio.objects.all()


def test_the_middle_charge_is_that_of_the_middle_site():
    made = portfolios.done(text=MANY)
    charges = sorted(made.sites.values_list("charge", flat=True))
    assert queries.middle_charge(made) == charges[3]
    assert queries.middle_charge(portfolios.portfolio()) is None


def test_rows_are_read_back_as_they_were_given():
    text = "naam;woningen;prijs per m2;opp;tenure;bouwkost\nP;5;300;1,5 ha;erfpacht;2.000".replace(
        "opp", "oppervlakte"
    )
    (row,) = read_sites(text.encode(), "csv")
    site = portfolios.portfolio(text=text).sites.get()
    assert (site.given, site.land_price) == (row.given, 4_500_000)
    assert deeds.values_of(site.given) == (row.values, [])
