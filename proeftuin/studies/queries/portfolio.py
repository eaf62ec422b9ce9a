"""Reads of lists of sites; the one place where one is fetched for a person."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.shortcuts import get_object_or_404

from proeftuin.accounts.models import Membership, Organisation
from proeftuin.studies.models import Portfolio, PortfolioSite


def workspaces_for_lists(user: Any) -> QuerySet[Organisation]:
    """The organisations whose lists a person sees: those that he or she was approved for."""
    approved = Membership.objects.filter(user=user, state=Membership.State.APPROVED)
    return Organisation.objects.filter(pk__in=approved.values("organisation"))


def portfolios_for(user: Any) -> QuerySet[Portfolio]:
    """The lists of those organisations, and those that a person made for himself or herself; nobody else's."""
    theirs = Q(organisation__in=workspaces_for_lists(user).values("pk"))
    return (
        Portfolio.objects.filter(theirs | Q(organisation=None, made_by=user))
        .select_related("organisation", "made_by")
        .defer("plan")
    )


def portfolio_for(user: Any, pk: int) -> Portfolio:
    """A list that this person may see; 404 for all others."""
    return get_object_or_404(portfolios_for(user), pk=pk)


def unfinished() -> QuerySet[Portfolio]:
    """The lists that wait for the worker, or of which the worker died; the longest waiting first."""
    return Portfolio.objects.filter(state__in=(Portfolio.State.WAITING, Portfolio.State.RUNNING)).order_by(
        "made_at", "pk"
    )


def sites_of(portfolio: Portfolio) -> QuerySet[PortfolioSite]:
    """The rows without a fault, as they stand in the file."""
    return portfolio.sites.filter(faults=[]).order_by("row")


def ranked(portfolio: Portfolio) -> QuerySet[PortfolioSite]:
    """The same by their charge; at the end those that no charge can carry."""
    return sites_of(portfolio).order_by(F("rank").asc(nulls_last=True), "row").defer("given")


def left_out(portfolio: Portfolio) -> QuerySet[PortfolioSite]:
    """The rows with a fault, as they stand in the file."""
    return portfolio.sites.exclude(faults=[]).order_by("row")


def middle_charge(portfolio: Portfolio) -> float | None:
    """The charge below which half of the sites lies."""
    charges = sites_of(portfolio).filter(charge__isnull=False).order_by("charge")
    place = (charges.count() - 1) // 2
    return charges.values_list("charge", flat=True)[place] if place >= 0 else None
