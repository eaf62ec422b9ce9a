"""Norms of banks and policy as checks, and what a reader of a comparison must know. They say what is, and advise nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from feasibility.compile.kernel import Ledger
from feasibility.faults import Fault
from feasibility.formats import day, percent
from feasibility.household.numbers import anniversary, cap_name
from feasibility.household.sections import Household, SideName
from feasibility.household.words import money
from feasibility.inputs import Inputs
from feasibility.model.household import WORDS
from feasibility.parameters import Parameter, history

HALF_A_CENT = 0.005


@dataclass(frozen=True)
class Check:
    """A norm: what it looks at, its limit, and whether it holds; None when the income was not given. `income` is the net income a month at which it holds."""

    id: str
    side: SideName
    value: float | None
    limit: float
    income: float | None
    holds: bool | None
    parameter: str
    status: str
    nl: str
    en: str


_BURDEN: dict[SideName, tuple[str, str, str]] = {
    "rent": ("rent_income", "de huur", "the rent"), "buy": ("buy_income", "de afbetaling", "the repayment"),
    "cooperative": ("cooperative_income", "de woonvergoeding, spaardeel inbegrepen,", "the charge, saving part included,"),
}  # fmt: skip


def checks_of(household: Household, inputs: Inputs, lines: Ledger) -> Iterator[Check]:
    """Housing share of each side; for buying also the loan against the price and the instalment against income."""
    for side in household.sides:
        yield _burden(f"{side}_housing_share", side, "housing_share", _BURDEN[side], household, inputs, lines)
    if household.buy and lines["buy_loan_taken"] > HALF_A_CENT:
        about = ("buy_income_bank", "de afbetaling", "the repayment")
        yield _burden("buy_instalment_share", "buy", "instalment_share", about, household, inputs, lines)
        yield _ltv(inputs, lines)


def _burden(
    key: str, side: SideName, norm: str, about: tuple[str, str, str], household: Household, inputs: Inputs, lines: Ledger
) -> Check:  # fmt: skip
    figure, nl, en = about
    source = inputs.parameters[norm]
    assert isinstance(source, Parameter)
    limit, needed = source.number, lines[figure]
    value = needed * limit / household.income if household.income > 0 else None
    holds = None if value is None else value <= limit + 1e-9
    said_nl = f"{nl.capitalize()} blijft binnen {percent(limit, 'nl', 1)} van het inkomen vanaf een netto-inkomen van {money(needed, 'nl')} per maand."
    said_en = f"{en.capitalize()} stays within {percent(limit, 'en', 1)} of income from a net income of {money(needed, 'en')} a month on."
    return Check(key, side, value, limit, needed, holds, source.name, source.status, said_nl, said_en)


def _ltv(inputs: Inputs, lines: Ledger) -> Check:
    source, value = inputs.parameters["ltv_limit"], lines["buy_ltv"]
    assert isinstance(source, Parameter)
    nl = f"De lening is {percent(value, 'nl', 1)} van de prijs; de toezichthouder verwacht hoogstens {percent(source.number, 'nl', 1)}, met ruimte voor uitzonderingen."
    en = f"The loan is {percent(value, 'en', 1)} of the price; the supervisor expects at most {percent(source.number, 'en', 1)}, with room for exceptions."
    holds = lines["buy_over_limit"] <= HALF_A_CENT
    return Check("buy_ltv", "buy", value, source.number, None, holds, source.name, source.status, nl, en)


def warnings_of(
    household: Household, parameters: tuple[Parameter, ...], lines: Ledger, on: date
) -> Iterator[Fault]:
    """What a reader must know, worst first."""
    for side in household.sides:
        if lines[f"{side}_lowest"] < -HALF_A_CENT:
            year = next(n for n, held in enumerate(lines[f"{side}_invested"]) if held < -HALF_A_CENT)
            nl, en = WORDS[side]
            yield Fault("budget", f"the budget does not carry {en}: from year {year} on more is spent than there is.",
                        f"het budget volstaat niet voor {nl}: vanaf jaar {year} is er meer uitgegeven dan er is.")  # fmt: skip
    yield from _rent_warnings(household)
    unverified = sorted({one.name for one in parameters if one.status == "unverified"})
    if unverified:
        names = ", ".join(unverified)
        yield Fault("parameters", f"not verified at the source: {names}", f"niet nagekeken bij de bron: {names}")  # fmt: skip
    if household.start > on:
        yield Fault("start", f"moving in is on {day(household.start, 'en')}, after the day of this calculation ({day(on, 'en')}): the law may change.",
                    f"de intrek is op {day(household.start, 'nl')}, na de dag van deze berekening ({day(on, 'nl')}): de wet kan nog veranderen.")  # fmt: skip


def _rent_warnings(household: Household) -> Iterator[Fault]:
    rent = household.rent
    if rent is None or not rent.indexed:
        return
    if rent.frozen_from:
        yield Fault("rent.frozen_from", f"you chose that the rent is not indexed from {rent.frozen_from} on: no law that says so was verified.",
                    f"u koos dat de huur vanaf {rent.frozen_from} niet meer geïndexeerd wordt: geen wet die dat zegt, werd nagekeken.")  # fmt: skip
        return
    last = history(cap_name(rent))[-1].last
    if anniversary(household.start, household.years) > last:
        yield Fault("rent.label", f"the law on indexing rents is known until {day(last, 'en')}; after that it is assumed to stay.",
                    f"de wet op de huurindexering is bekend tot en met {day(last, 'nl')}; daarna wordt aangenomen dat ze blijft.")  # fmt: skip
