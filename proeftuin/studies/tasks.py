"""The worker's hands for studies: what waits and is not done."""

import logging

from django.db import DatabaseError, transaction
from django.utils import timezone
from procrastinate import exceptions
from procrastinate.contrib.django import app

from proeftuin.record.actions import MoveRefused
from proeftuin.studies import risks
from proeftuin.studies.actions import portfolio as portfolios
from proeftuin.studies.actions import risk
from proeftuin.studies.models import Portfolio
from proeftuin.studies.queries.portfolio import unfinished
from proeftuin.studies.queries.study import risk_runs_due

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="studies.sweep")
def sweep_portfolios(timestamp: int) -> None:
    """Find what a lost wake-up or a worker that died left behind."""
    take_turns()


@app.task
def rank_portfolios() -> None:
    """A part of each list of sites that waits."""
    take_turns()


def wake_for_portfolios() -> None:
    """Ask the worker to go on with lists of sites; asking twice is once."""
    try:
        with transaction.atomic():
            rank_portfolios.configure(queueing_lock="studies.portfolios").defer()
    except exceptions.AlreadyEnqueued:
        return


def take_turns() -> None:
    """A part of each list; then the worker does what else waits, mail for instance, before it comes back."""
    turns = [_turn(portfolio) for portfolio in unfinished()]
    if any(turns):
        wake_for_portfolios()


def _turn(portfolio: Portfolio) -> bool:
    now = timezone.now()
    try:
        return portfolios.advance(portfolio=portfolio, now=now)
    except MoveRefused:  # another worker was first
        return False
    except DatabaseError:  # the sweep tries again
        raise
    except Exception as error:
        logger.exception("A list of sites cannot be calculated")
        portfolios.fail(portfolio=portfolio, why=repr(error)[:300], now=now)
        return False


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="studies.risk.sweep")
def sweep_risk(timestamp: int) -> None:
    """Calculations of risk that a lost wake-up or a worker that died left behind."""
    do_risk()


@app.task
def calculate_risk() -> None:
    """The calculations of risk that wait."""
    do_risk()


def wake_for_risk() -> None:
    """Ask the worker to look for calculations of risk; asking twice is once."""
    try:
        with transaction.atomic():
            calculate_risk.configure(queueing_lock="studies.risk").defer()
    except exceptions.AlreadyEnqueued:
        return


def do_risk() -> None:
    """Each that waits: roughly first, with a tenth of the draws, then as closely as was asked."""
    for run in risk_runs_due(timezone.now()):
        if not risk.claim(run=run, now=timezone.now()):
            continue
        try:
            for draws, done in ((run.draws // 10, 20), (run.draws, 100)):
                result = risks.outcome(run.version, draws=draws, base=risks.CLOSE)
                risk.keep(run=run, result=result, done=done, now=timezone.now())
        except DatabaseError:  # the sweep tries again
            raise
        except Exception:
            logger.exception("A risk cannot be calculated")
            risk.give_up(run=run, now=timezone.now())
