"""Land, loans, shares and charge of a plan that must fit each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from feasibility.fields import Found, found, percent
from feasibility.parameters import Parameter, ParameterNotKnown, parameter
from feasibility.plan import Plan


def money(plan: Plan, on: date) -> Iterator[Found]:
    """All faults of money."""
    if not plan.homes:
        yield found(
            ("homes",), "at least one home is needed: write [[homes]].", "er is minstens één woning nodig: schrijf [[homes]]."
        )  # fmt: skip
    yield from _land(plan)
    yield from _loans(plan)
    yield from _residents(plan)
    yield from _parts_of_investment(plan)
    yield from _dividends(plan, on)
    yield from _charge(plan)


def _land(plan: Plan) -> Iterator[Found]:
    tenure = plan.site.tenure
    for name in ("ground_rent", "ground_rent_rate"):
        if tenure != "leased" and getattr(plan.site, name) > 0:
            yield found(
                (f"site.{name}", "site.tenure"),
                f'ground rent is only paid for leased land: write tenure = "leased", or leave out {name}.',
                f'een canon is er alleen bij erfpacht: schrijf tenure = "leased", of laat {name} weg.',
            )
    if tenure == "leased" and plan.site.building_price > 0:
        yield found(
            ("site.building_price", "site.tenure"),
            "an existing building is bought or contributed with its land: on leased land, give what it costs as a lump sum of a part.",
            "een bestaand gebouw wordt met de grond gekocht of ingebracht: geef bij erfpacht wat het kost als vast bedrag van een deel.",
        )
    in_kind = [number for number, one in enumerate(plan.shares) if one.kind == "in_kind"]
    if tenure == "contributed" and not in_kind:
        yield found(
            ("shares", "site.tenure"),
            'who contributes the land gets shares for it: add a class with kind = "in_kind".',
            'wie de grond inbrengt, krijgt er aandelen voor: voeg een soort toe met kind = "in_kind".',
        )
    for number in in_kind if tenure != "contributed" else in_kind[1:]:
        yield found(
            (f"shares[{number}].kind", "site.tenure"),
            'one class of shares stands for land that is contributed: remove this one, or write tenure = "contributed".',
            'één soort aandelen staat voor ingebrachte grond: verwijder deze, of schrijf tenure = "contributed".',
        )
    for number in in_kind:
        one, key = plan.shares[number], f"shares[{number}]"
        if one.amount or one.per_home or one.per_m2 or one.share or one.at_start < 1:
            yield found(
                (key,),
                "a contribution in kind is the value of the land, at the deed: leave out amount, per_home, per_m2, share and at_start.",
                "een inbreng in natura is de waarde van de grond, bij de akte: laat amount, per_home, per_m2, share en at_start weg.",
            )


def _loans(plan: Plan) -> Iterator[Found]:
    rests = [number for number, loan in enumerate(plan.loans) if loan.rest]
    for number in rests[1:]:
        yield found(
            (f"loans[{number}].rest", f"loans[{rests[0]}].rest"),
            f"loans[{rests[0]}] already covers what is missing: one loan can. Give this one an amount or a share.",
            f"loans[{rests[0]}] dekt al wat ontbreekt: dat kan één lening. Geef deze een amount of een share.",
        )
    for number, loan in enumerate(plan.loans):
        keys = tuple(f"loans[{number}].{name}" for name in ("rest", "amount", "share"))
        if loan.rest and (loan.amount > 0 or loan.share > 0):
            yield found(
                keys,
                "a loan that covers what is missing has no amount or share of its own: leave those out, or write rest = false.",
                "een lening die dekt wat ontbreekt, heeft geen eigen amount of share: laat die weg, of schrijf rest = false.",
            )
        if not (loan.rest or loan.amount > 0 or loan.share > 0):
            yield found(
                (f"loans[{number}]", *keys),
                "how large is the loan? Give amount, share or rest = true.",
                "hoe groot is de lening? Geef amount, share of rest = true.",
            )


def _residents(plan: Plan) -> Iterator[Found]:
    """One class of residents, who bring in by home or by class, not both."""
    residents = [number for number, one in enumerate(plan.shares) if one.kind == "resident"]
    for number in residents[1:]:
        yield found(
            (f"shares[{number}].kind", "shares"),
            f"shares[{residents[0]}] is the class of the residents already: there can be one. Put them together.",
            f"shares[{residents[0]}] is al de soort van de bewoners: er kan er één zijn. Voeg ze samen.",
        )
    own = [number for number, home in enumerate(plan.homes) if home.own_capital > 0]
    if own and not residents:
        yield found(
            (f"homes[{own[0]}].own_capital", "shares"),
            'own capital of residents needs a class of shares: add one with kind = "resident".',
            'voor eigen inbreng van bewoners is een soort aandelen nodig: voeg er een toe met kind = "resident".',
        )
    if own and residents and plan.shares[residents[0]].per_home > 0:
        key = f"shares[{residents[0]}].per_home"
        yield found(
            (key, f"homes[{own[0]}].own_capital"),
            "the homes name their own capital already: this would count it twice. Leave one of the two out.",
            "de woningen geven hun eigen inbreng al op: zo telt die dubbel. Laat een van de twee weg.",
        )
    if plan.charge.saving_share > 0 and not residents:
        yield found(
            ("charge.saving_share", "shares"),
            'a saving part becomes shares of residents: add a class with kind = "resident", or write "0%".',
            'een spaardeel wordt aandelen van bewoners: voeg een soort toe met kind = "resident", of schrijf "0%".',
        )


def _parts_of_investment(plan: Plan) -> Iterator[Found]:
    parts = {f"{table}[{number}].share": one.share for table in ("loans", "shares")
             for number, one in enumerate(getattr(plan, table)) if one.share > 0}  # fmt: skip
    together = sum(parts.values())
    if together > 1 + 1e-9:
        listed = ", ".join(parts)
        yield found(
            tuple(parts),
            f"the parts of the investment add up to {percent(round(together, 6))}, more than the whole ({listed}). Lower them.",
            f"de delen van de investering zijn samen {percent(round(together, 6))}, meer dan het geheel ({listed}). Verlaag ze.",
        )


def _dividends(plan: Plan, on: date) -> Iterator[Found]:
    cap = _cap(on) if plan.tax.recognised else None
    for number, one in enumerate(plan.shares):
        if cap is not None and one.dividend > cap.number + 1e-12:
            most = percent(cap.number)
            yield found(
                (f"shares[{number}].dividend", "tax.recognised"),
                f"a recognised cooperative pays at most {most} ({cap.article or cap.source}). Ask {most} or less, or write recognised = false under [tax].",
                f"een erkende coöperatie betaalt hoogstens {most} ({cap.article or cap.source}). Vraag {most} of minder, of schrijf recognised = false onder [tax].",
            )


def _cap(on: date) -> Parameter | None:
    try:
        return parameter("company.dividend_cap", on)
    except ParameterNotKnown:
        return None  # said of the dates of the plan, not here


def _charge(plan: Plan) -> Iterator[Found]:
    charge, operation = plan.charge, plan.operation
    keys = ("charge.charge", "charge.kind")
    if charge.kind == "cost_rent" and charge.charge > 0:
        yield found(
            keys,
            'cost rent follows from the costs: leave out charge, or write kind = "fixed" or "mixed".',
            'kostprijshuur volgt uit de kosten: laat charge weg, of schrijf kind = "fixed" of "mixed".',
        )
    if charge.kind != "cost_rent" and charge.charge <= 0:
        yield found(
            keys,
            "a fixed or mixed charge needs an amount per m² and month: give charge.",
            "een vaste of gemengde vergoeding heeft een bedrag per m² en maand nodig: vul charge in.",
        )
    lost = operation.vacancy + operation.default
    if lost >= 1:
        yield found(
            ("operation.vacancy", "operation.default"),
            f"vacancy and default together lose {percent(round(lost, 6))} of the charge: nothing is left. Lower one of them.",
            f"leegstand en wanbetaling kosten samen {percent(round(lost, 6))} van de vergoeding: er blijft niets over. Verlaag er een.",
        )
