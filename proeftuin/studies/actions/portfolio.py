"""Deeds with a list of sites: begin, calculate a part, finish, try again, remove."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from feasibility.report import ENGINE
from proeftuin.accounts.models import Organisation
from proeftuin.core.errors import Refused
from proeftuin.record.actions import MoveRefused, move, note
from proeftuin.studies.models import Portfolio, PortfolioSite
from proeftuin.studies.portfolio.ranking import (
    DRAWS,
    SEED,
    Assumptions,
    Required,
    assumptions,
    required_charges,
)
from proeftuin.studies.portfolio.reading import Row, faults_of, values_of
from proeftuin.studies.queries.portfolio import sites_of

AT_ONCE = 496  # sites: some sixteen thousand scenarios, a second or two of work
_RANK = """
UPDATE studies_portfoliosite AS site SET rank = placed.place FROM (
    SELECT id, rank() OVER (ORDER BY round(charge::numeric, 4)) AS place FROM studies_portfoliosite
    WHERE portfolio_id = %s AND charge IS NOT NULL) AS placed
WHERE site.id = placed.id"""
_RESULTS = """
UPDATE studies_portfoliosite AS site
SET charge = found.charge, charge_low = found.low, charge_high = found.high, no_charge = found.without
FROM unnest(%s::bigint[], %s::float8[], %s::float8[], %s::float8[], %s::float8[]) AS found(id, charge, low, high, without)
WHERE site.id = found.id"""


class NotYours(Refused):
    """A form that was already used for a list of another workspace."""

    def __init__(self) -> None:
        super().__init__(_("This form was already used for another list. Open a new form and try again."))


@transaction.atomic
def begin(
    *, name: str, organisation: Organisation | None, file_name: str, plan: str, on: date, rows: Sequence[Row], token: UUID, by: Any, now: datetime
) -> Portfolio:  # fmt: skip
    """A new list with all its rows, ready for the worker; the same form sent twice is the same list. Raises PlanError."""
    portfolio, is_new = Portfolio.objects.get_or_create(
        token=token,
        defaults={
            "name": name, "organisation": organisation, "file_name": file_name, "plan": plan, "on": on, "engine": ENGINE,
            "seed": SEED, "draws": DRAWS, "made_by": by, "made_at": now,
        },
    )  # fmt: skip
    if portfolio.made_by_id != by.pk or portfolio.organisation != organisation:
        raise NotYours
    if is_new:
        assumed = assumptions(plan, on, DRAWS, SEED)
        sites = [_site(portfolio, assumed, row) for row in rows]
        PortfolioSite.objects.bulk_create(sites, batch_size=2000)
        portfolio.faults = sum(bool(site.faults) for site in sites)
        portfolio.total = len(sites) - portfolio.faults
        portfolio.save(update_fields=["faults", "total"])
        detail = {"sites": portfolio.total, "faults": portfolio.faults}
        note(by=by, verb="portfolio.begun", on=portfolio, at=now, detail=detail)
    return portfolio


def _site(portfolio: Portfolio, assumed: Assumptions, row: Row) -> PortfolioSite:
    """A row as it is kept; where only the floor area is given, homes are as large as in the plan."""
    values, faults = row.values, row.faults or faults_of(assumed.misfits(row.values))
    homes = values.homes
    if homes is None and values.floor_area_m2:
        homes = max(1, round(values.floor_area_m2 * assumed.homes / assumed.area))
    return PortfolioSite(
        portfolio=portfolio, row=row.number, name=values.name, municipality=values.municipality, homes=homes,
        floor_area_m2=values.floor_area_m2, land_area_m2=values.land_area_m2, land_price=values.land_price, given=row.given, faults=faults,
    )  # fmt: skip


def advance(*, portfolio: Portfolio, now: datetime) -> bool:
    """Calculate the next sites and save them, or finish; whether there is more to do. What another worker did meanwhile stands."""
    if portfolio.state == Portfolio.State.WAITING:
        _start(portfolio, now)
    sites = list(sites_of(portfolio)[portfolio.done : portfolio.done + AT_ONCE])
    if not sites:
        _finish(portfolio, now)
        return False
    assumed = assumptions(portfolio.plan, portfolio.on, portfolio.draws, portfolio.seed)
    found = required_charges(assumed, [values_of(site.given)[0] for site in sites])
    _save(portfolio, [site.pk for site in sites], found)
    return True


@transaction.atomic
def _start(portfolio: Portfolio, now: datetime) -> None:
    move(portfolio, to=Portfolio.State.RUNNING, by=None, allowed=Portfolio.MOVES, now=now)
    Portfolio.objects.filter(pk=portfolio.pk).update(started_at=now)


@transaction.atomic
def _save(portfolio: Portfolio, keys: Sequence[int], found: Sequence[Required]) -> None:
    """Results and the count of them together: a worker that dies has done a part wholly or not at all."""
    is_next = Portfolio.objects.filter(
        pk=portfolio.pk, state=Portfolio.State.RUNNING, done=portfolio.done
    ).update(done=portfolio.done + len(keys))
    if is_next:
        columns = [[getattr(one, name) for one in found] for name in ("charge", "low", "high", "no_charge")]
        _run(_RESULTS, [list(keys), *columns])


def _run(statement: str, values: Sequence[Any]) -> None:
    """For thousands of rows at once; row by row through the models takes twenty times as long."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@transaction.atomic
def _finish(portfolio: Portfolio, now: datetime) -> None:
    """Sites by their charge; those that differ by less than a hundredth of a cent share a place."""
    move(portfolio, to=Portfolio.State.DONE, by=None, allowed=Portfolio.MOVES, now=now)
    Portfolio.objects.filter(pk=portfolio.pk).update(finished_at=now)
    _run(_RANK, [portfolio.pk])


@transaction.atomic
def fail(*, portfolio: Portfolio, why: str, now: datetime) -> None:
    """The calculation broke on something that trying again by itself would not mend."""
    portfolio.refresh_from_db(fields=["state"])
    try:
        move(portfolio, to=Portfolio.State.FAILED, by=None, allowed=Portfolio.MOVES, now=now, why=why)
    except MoveRefused:
        return
    Portfolio.objects.filter(pk=portfolio.pk).update(finished_at=now)


@transaction.atomic
def again(*, portfolio: Portfolio, by: Any, now: datetime) -> None:
    """Let the worker begin anew."""
    move(portfolio, to=Portfolio.State.WAITING, by=by, allowed=Portfolio.MOVES, now=now)
    Portfolio.objects.filter(pk=portfolio.pk).update(done=0, started_at=None, finished_at=None)
    portfolio.sites.update(charge=None, charge_low=None, charge_high=None, no_charge=0.0, rank=None)


@transaction.atomic
def remove(*, portfolio: Portfolio, by: Any, now: datetime) -> None:
    """Forget a list with all its rows; a worker that is busy with it stops."""
    note(by=by, verb="portfolio.removed", on=portfolio, at=now, detail={"name": portfolio.name})
    portfolio.delete()
