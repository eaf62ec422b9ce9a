"""The usual other ways to do a project: one change to a plan each, to set side by side."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from feasibility import Plan, ShareClass
from feasibility.parameters import parameter
from feasibility.plan import PartKind, Tenure
from feasibility.solve import solve

WORKS = ("new", "demolition_rebuild", "renovation")


@dataclass(frozen=True, slots=True)
class Alternative:
    """A way to do it otherwise: whether a plan can be changed so, and the plan as changed on a day (which may raise NoSolution)."""

    slug: str
    words: str | Promise
    fits: Callable[[Plan], bool]
    change: Callable[[Plan, date], Plan]


def _held(tenure: Tenure, plan: Plan, on: date) -> Plan:
    """The land held in another way; a contribution in kind needs a class of shares."""
    rent = parameter("norms.ground_rent", on).number if tenure == "leased" else 0.0
    shares = plan.shares
    if tenure == "contributed" and not any(one.kind == "in_kind" for one in shares):
        shares = (*shares, ShareClass(name="Inbreng van de grond", kind="in_kind"))
    return replace(
        plan, site=replace(plan.site, tenure=tenure, ground_rent=0.0, ground_rent_rate=rent), shares=shares
    )


def _built(kind: PartKind, plan: Plan, on: date) -> Plan:
    """Every building done in another way, with the VAT of the law for it; costs per m² stay what they are."""
    return replace(
        plan,
        parts=tuple(replace(one, kind=kind, vat=-1.0) if one.kind in WORKS else one for one in plan.parts),
    )


def _borrowed(share: float, plan: Plan, on: date) -> Plan:
    """Residents bring as much or as little as makes the loans this part of the cost."""
    factor = solve(plan, "equity", f"ltc <= {share}", on=on).plan.shifts.equity_factor
    homes = tuple(
        replace(home, own_capital=float(round(home.own_capital * factor, -2))) for home in plan.homes
    )
    shares = tuple(_scaled(one, factor) if one.kind == "resident" else one for one in plan.shares)
    return replace(plan, homes=homes, shares=shares)


def _scaled(one: ShareClass, factor: float) -> ShareClass:
    return replace(
        one,
        amount=one.amount * factor,
        per_home=one.per_home * factor,
        per_m2=one.per_m2 * factor,
        share=min(1.0, one.share * factor),
    )


def _other_works(kind: PartKind, plan: Plan) -> bool:
    return any(one.kind in WORKS and one.kind != kind for one in plan.parts)


def _residents_bring(plan: Plan) -> bool:
    """Whether there is a loan that covers the rest, and a contribution of residents to raise or lower."""
    return any(loan.rest for loan in plan.loans) and any(home.own_capital > 0 for home in plan.homes)


def _tenure(tenure: Tenure, words: str | Promise) -> Alternative:
    return Alternative(tenure, words, lambda plan: plan.site.tenure != tenure, partial(_held, tenure))


def _works(kind: PartKind, words: str | Promise) -> Alternative:
    return Alternative(kind, words, partial(_other_works, kind), partial(_built, kind))


ALTERNATIVES: tuple[Alternative, ...] = (
    _tenure("bought", _("the land bought")),
    _tenure("leased", _("the land on a long lease")),
    _tenure("contributed", _("the land contributed")),
    _works("new", _("new build")),
    _works("demolition_rebuild", _("demolition and rebuilding")),
    _works("renovation", _("renovation")),
    Alternative("bank-60", _("60% borrowed"), _residents_bring, partial(_borrowed, 0.60)),
    Alternative("bank-75", _("75% borrowed"), _residents_bring, partial(_borrowed, 0.75)),
)


def offered(plan: Plan) -> Iterator[Alternative]:
    """The alternatives that change something in this plan."""
    return (one for one in ALTERNATIVES if one.fits(plan))


def alternative(slug: str, plan: Plan) -> Alternative | None:
    """The alternative of this name, when it changes something in the plan."""
    return next((one for one in offered(plan) if one.slug == slug), None)
