"""What can be wrong with a household, all at once: fields alone, fields together, and money that is short at the start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from feasibility.compile.kernel import Ledger
from feasibility.faults import Fault
from feasibility.fields import fields_of, path, value_fault
from feasibility.household.sections import LEFT_OUT, SECTIONS, SIDES, Buy, Cooperative, Household, PathYear
from feasibility.household.words import money
from feasibility.model.household import WORDS

HALF_A_CENT = 0.005


def field_faults(household: Household) -> Iterator[Fault]:
    """What is wrong with single fields; a section is looked at when it is there."""
    for section, cls in SECTIONS.items():
        part = getattr(household, section) if section else household
        if part is not None:
            yield from _each(cls, part, section)
    for number, row in enumerate(household.cooperative.path if household.cooperative else ()):
        yield from _each(PathYear, row, f"cooperative.path[{number}]")


def _each(cls: type, part: Any, key: str) -> Iterator[Fault]:
    for one in fields_of(cls):
        if one.kind in {"section", "table", "numbers"}:
            continue
        value, here = getattr(part, one.name), path(key, one.name)
        if fault := value_fault(one, value, here):
            yield fault
        elif one.kind == "number" and one.default == LEFT_OUT and LEFT_OUT < value < 0:
            yield Fault(here, f"{value} is negative: give 0 or more, or leave it out.", f"{value} is negatief: geef 0 of meer, of laat het weg.")  # fmt: skip


def cross_faults(household: Household) -> Iterator[Fault]:
    """What does not fit together."""
    if len(household.sides) < 2:
        listed = ", ".join(f"[{name}]" for name in SIDES)
        yield Fault("", f"there is nothing to compare: give at least two of {listed}.", f"er is niets te vergelijken: geef er minstens twee van {listed}.")  # fmt: skip
    if household.rent and 0 < household.rent.frozen_from < 2000:
        yield Fault("rent.frozen_from", "give the year in four digits, or 0 for never.", "geef het jaartal in vier cijfers, of 0 voor nooit.")  # fmt: skip
    if household.buy:
        yield from _buy_faults(household.buy)
    if household.cooperative:
        yield from _cooperative_faults(household.cooperative, household.years)


def _buy_faults(buy: Buy) -> Iterator[Fault]:
    if buy.property_tax != LEFT_OUT:
        return
    if buy.cadastral_income == 0:
        yield Fault("buy.property_tax", "is missing: give the property tax of a year, or the cadastral income.",
                    "ontbreekt: geef de onroerende voorheffing per jaar, of het kadastraal inkomen.")  # fmt: skip
    elif buy.cadastral_index == 0:
        yield Fault("buy.cadastral_index", "is missing: the cadastral income is only taxed after indexation. Give the coefficient of the year.",
                    "ontbreekt: het kadastraal inkomen wordt pas na indexering belast. Geef de coëfficiënt van het jaar.")  # fmt: skip


def _cooperative_faults(home: Cooperative, years: int) -> Iterator[Fault]:
    key = "cooperative"
    if home.capital == "ends" and home.charge_at_minimum <= home.running:
        yield Fault(f"{key}.charge_at_minimum", f"is {money(home.charge_at_minimum, 'en')}: it must be more than the charge when all is paid ({money(home.running, 'en')}).",
                    f"is {money(home.charge_at_minimum, 'nl')}: ze moet hoger zijn dan de woonvergoeding als alles betaald is ({money(home.running, 'nl')}).")  # fmt: skip
    if home.capital == "ends" and home.minimum_capital >= home.price:
        yield Fault(f"{key}.minimum_capital", "must be less than the value of the home.", "moet lager zijn dan de waarde van de woning.")  # fmt: skip
    if home.own_capital > home.price and home.capital != "path":
        yield Fault(f"{key}.own_capital", f"is more than the value of the home ({money(home.price, 'en')}): at most this can be paid in.",
                    f"is meer dan de waarde van de woning ({money(home.price, 'nl')}): hoogstens dat kan ingebracht worden.")  # fmt: skip
    if home.capital in {"annuity", "linear"} and home.saving_years != LEFT_OUT and home.saving_years < 1:
        yield Fault(f"{key}.saving_years", "must be 1 or more.", "moet 1 of meer zijn.")
    yield from _path_faults(home, years)


def _path_faults(home: Cooperative, years: int) -> Iterator[Fault]:
    key = "cooperative.path"
    if home.capital != "path" and home.path:
        yield Fault(key, 'is only used with capital = "path": remove it, or choose that.', 'wordt alleen gebruikt bij capital = "path": laat het weg, of kies dat.')  # fmt: skip
    if home.capital != "path":
        return
    if [row.year for row in home.path] != list(range(1, len(home.path) + 1)):
        yield Fault(key, "must hold the years 1, 2, 3 and so on, each once.", "moet de jaren 1, 2, 3 enzovoort bevatten, elk één keer.")  # fmt: skip
    elif len(home.path) < years:
        yield Fault(key, f"ends after year {len(home.path)}, and {years} years are asked. Lower years, or lengthen the study.",
                    f"stopt na jaar {len(home.path)}, en u vraagt {years} jaar. Verlaag years, of verleng de studie.")  # fmt: skip
    if home.own_capital == LEFT_OUT:
        yield Fault("cooperative.own_capital", "is missing: a path holds for the capital it was made with.", "ontbreekt: een pad geldt voor de inbreng waarmee het gemaakt is.")  # fmt: skip


def money_faults(household: Household, values: Mapping[str, Any], lines: Ledger) -> Iterator[Fault]:
    """What the first figures show: a side that cannot start with this own money, a loan beyond what is bought, a charge that does not cover its cost."""
    for side in household.sides:
        if lines[f"{side}_short"] > HALF_A_CENT:
            nl, en = WORDS[side]
            short, needed = lines[f"{side}_short"], lines[f"{side}_paid_in"]
            yield Fault("own_money", f"is {money(short, 'en')} short to start {en}, which takes {money(needed, 'en')}.",
                        f"is {money(short, 'nl')} te weinig om te starten met {nl}: daarvoor is {money(needed, 'nl')} nodig.")  # fmt: skip
    if household.buy and lines["buy_paid_in"] < -HALF_A_CENT:
        most = household.buy.price + lines["buy_entry_costs"]
        yield Fault("buy.loan", f"is more than the price and all costs together ({money(most, 'en')}). Lower it.",
                    f"is meer dan de prijs en alle kosten samen ({money(most, 'nl')}). Verlaag ze.")  # fmt: skip
    home = household.cooperative
    if home is None or home.capital == "path":
        return
    least, brought = values["cooperative_minimum_capital"], lines["cooperative_capital_in"]
    if brought < min(least, home.price) - HALF_A_CENT:
        where = "own_money" if home.own_capital == LEFT_OUT else "cooperative.own_capital"
        yield Fault(where, f"leaves {money(brought, 'en')} to pay in: the lowest contribution is {money(least, 'en')}.",
                    f"laat {money(brought, 'nl')} inbreng over: de laagste inbreng is {money(least, 'nl')}.")  # fmt: skip
    unpaid, rate = lines["cooperative_unpaid_start"], lines["cooperative_i"]
    if home.capital == "ends" and lines["cooperative_instalment"] < unpaid * rate - 1e-9 * unpaid:
        yield Fault("cooperative.rate", "is so high that the charge does not even cover the cost of the capital that is not yet paid. Lower it, or correct the charges.",
                    "is zo hoog dat de woonvergoeding de kost van het nog niet betaalde kapitaal niet dekt. Verlaag ze, of verbeter de vergoedingen.")  # fmt: skip
