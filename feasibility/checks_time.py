"""Months, terms and dates of a plan that must fit each other."""

from __future__ import annotations

from collections.abc import Iterator

from feasibility.fields import Found, found
from feasibility.inputs import month_of
from feasibility.parameters import ParameterNotKnown, parameter
from feasibility.plan import Loan, Plan

DELIVERY = "costs.delivery_month"


def times(plan: Plan) -> Iterator[Found]:
    """All faults of time."""
    yield from _build(plan)
    yield from _horizon(plan)
    yield from _lease(plan)
    for number, loan in enumerate(plan.loans):
        yield from _grace(loan, f"loans[{number}]")
        yield from _revisions(loan, f"loans[{number}]")


def _build(plan: Plan) -> Iterator[Found]:
    delivery = plan.costs.delivery_month
    for number, part in enumerate(plan.parts):
        if (end := part.start + part.months) > delivery:
            yield found(
                (f"parts[{number}].months", f"parts[{number}].start", DELIVERY),
                f"the part is ready after month {end}, but handover is in month {delivery}. Begin earlier, build faster or move {DELIVERY}.",
                f"het deel is pas klaar na maand {end}, maar de oplevering is in maand {delivery}. Begin vroeger, bouw sneller of verleg {DELIVERY}.",
            )
    moments = [
        ("site.deed_month", plan.site.deed_month),
        ("costs.permit_month", plan.costs.permit_month),
        *((f"subsidies[{number}].month", one.month) for number, one in enumerate(plan.subsidies)),
    ]
    for key, month in moments:
        if month > delivery:
            yield found(
                (key, DELIVERY),
                f"month {month} comes after handover in month {delivery}. Give {delivery} or less, or move {DELIVERY}.",
                f"maand {month} komt na de oplevering in maand {delivery}. Geef {delivery} of minder, of verleg {DELIVERY}.",
            )


def _horizon(plan: Plan) -> Iterator[Found]:
    """A full year of use fits, also after the longest delay that is reckoned with."""
    delays = {"shifts.delay": plan.shifts.delay} | {
        f"uncertain[{number}].high": one.high
        for number, one in enumerate(plan.uncertain)
        if one.input == "delay"
    }
    key = max(delays, key=lambda one: delays[one])
    delivery = plan.costs.delivery_month + int(max(0.0, delays[key]) + 0.5)
    needed = (delivery + 11) // 12 + 1
    if plan.years < needed:
        yield found(
            ("years", DELIVERY, key),
            f"{plan.years} years hold no full year of use after handover in month {delivery}. Give {needed} or more.",
            f"in {plan.years} jaar valt geen vol jaar van gebruik na de oplevering in maand {delivery}. Geef {needed} of meer.",
        )


def _lease(plan: Plan) -> Iterator[Found]:
    """The long lease: as long as the law wants, and no shorter than what rests on it."""
    site, keys = plan.site, ("site.lease_years", "site.tenure", "site.deed_month")
    if site.tenure != "leased":
        return
    try:
        deed = month_of(plan, site.deed_month)
        shortest, longest = (
            int(parameter(f"registration.lease_term_{end}", deed).number) for end in ("min", "max")
        )
    except ParameterNotKnown:
        shortest, longest = 1, 99
    if not shortest <= site.lease_years <= longest:
        yield found(
            (*keys, "start"),
            f"the law lets a long lease run from {shortest} to {longest} years (deed of {deed}), not {site.lease_years}.",
            f"volgens de wet duurt een erfpacht van {shortest} tot {longest} jaar (akte van {deed}), niet {site.lease_years}.",
        )
    if plan.years > site.lease_years:
        yield found(
            ("years", *keys),
            f"the horizon is longer than the long lease ({plan.years} > {site.lease_years} years). Shorten the horizon or lengthen the lease.",
            f"de horizon is langer dan de erfpacht ({plan.years} > {site.lease_years} jaar). Verkort de horizon of verleng de erfpacht.",
        )
    left = site.lease_years * 12 + site.deed_month - 1 - plan.costs.delivery_month
    for number, loan in enumerate(plan.loans):
        if loan.years * 12 > left:
            yield found(
                (f"loans[{number}].years", DELIVERY, *keys),
                f"the loan ends after the long lease: {left // 12} whole years are left from handover, the loan takes {loan.years}. Shorten the loan or lengthen the lease.",
                f"de lening eindigt na de erfpacht: vanaf de oplevering blijven {left // 12} volle jaren, de lening duurt er {loan.years}. Verkort de lening of verleng de erfpacht.",
            )


def _grace(loan: Loan, key: str) -> Iterator[Found]:
    if loan.grace >= 12 * loan.years:
        yield found(
            (f"{key}.grace", f"{key}.years"),
            f"{loan.grace} months without repayment leave nothing of {loan.years} years. Give {12 * loan.years - 1} or less.",
            f"na {loan.grace} maanden zonder aflossing blijft niets van {loan.years} jaar. Geef {12 * loan.years - 1} of minder.",
        )


def _revisions(loan: Loan, key: str) -> Iterator[Found]:
    """Each revision within the term, after the grace, in order, and with its rate."""
    earliest, before = loan.grace, "grace"
    for name, year, rate in (("1", loan.revision_1, loan.rate_2), ("2", loan.revision_2, loan.rate_3)):
        when, then = f"{key}.revision_{name}", f"{key}.rate_{int(name) + 1}"
        if year == 0:
            if rate > 0:
                yield found(
                    (then, when),
                    f"this rate is never used: give {when}, or leave this out.",
                    f"deze rente wordt nooit gebruikt: vul {when} in, of laat dit weg.",
                )
            earliest, before = 12 * loan.years, f"revision_{name} = 0"
            continue
        if not earliest < 12 * year < 12 * loan.years:
            yield found(
                (when, f"{key}.years", f"{key}.grace", f"{key}.revision_1"),
                f"a revision after {year} years must come after what is before it ({before}) and before the loan ends ({loan.years} years).",
                f"een herziening na {year} jaar moet komen na wat eraan voorafgaat ({before}) en vóór het einde van de lening ({loan.years} jaar).",
            )
        if rate == 0 and loan.rate > 0:
            yield found(
                (then, when, f"{key}.rate"),
                "after the revision the loan would cost nothing: give the rate that you expect then.",
                "na de herziening zou de lening niets kosten: geef de rente die u dan verwacht.",
            )
        earliest, before = 12 * year, f"revision_{name}"
