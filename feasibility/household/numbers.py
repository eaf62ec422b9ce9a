"""From a household to the numbers that its model runs on: fields as they are, choices as flags, law looked up on the date that counts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from feasibility.formula import Input
from feasibility.household.sections import LEFT_OUT, SECTIONS, Household, PathYear, Rent
from feasibility.inputs import NEVER, Inputs
from feasibility.parameters import Parameter, history, parameter

_FLAGS: tuple[Input, ...] = (
    Input("return_taxed", "flag", "Roerende voorheffing op het rendement", "Withholding tax on the return"),
    Input("withholding", "share", "Roerende voorheffing", "Withholding tax"),
    Input("rent_indexed", "flag", "De huur wordt geïndexeerd", "The rent is indexed"),
    Input("cap_year", "year", "Jaar waarin de indexering beperkt is", "Year in which indexation is limited", per="cap"),
    Input("cap_cut", "share", "Deel van de indexering dat wegvalt", "Share of the indexation that falls away", per="cap"),
    Input("buy_duty_rate", "share", "Registratierecht op de aankoop", "Registration duty on the purchase"),
    Input("buy_loan_given", "flag", "Bedrag van de lening opgegeven", "Amount of the loan given"),
    Input("buy_actuarial", "flag", "Actuariële maandrente", "Actuarial monthly rate"),
    Input("buy_tax_given", "flag", "Onroerende voorheffing opgegeven", "Property tax given"),
    Input("loan_duty_rate", "share", "Registratierecht op een hypotheek", "Registration duty on a mortgage"),
    Input("loan_inscription_rate", "share", "Inschrijvingsrecht op een hypotheek", "Inscription duty on a mortgage"),
    Input("property_tax_rate", "share", "Onroerende voorheffing, basis", "Property tax, base"),
    Input("cooperative_capital_given", "flag", "Eigen inbreng opgegeven", "Own capital given"),
    Input("cooperative_by_ends", "flag", "Twee bekende vergoedingen", "Two known charges"),
    Input("cooperative_by_annuity", "flag", "Vaste termijnen", "Constant instalments"),
    Input("cooperative_by_linear", "flag", "Gelijke delen", "Equal parts"),
    Input("cooperative_by_path", "flag", "Jaar per jaar", "Year by year"),
    Input("cooperative_saves", "flag", "Met een spaardeel", "With a saving part"),
    Input("cooperative_term", "months", "Maanden waarin alles betaald is", "Months in which all is paid"),
    Input("cooperative_indexed", "flag", "Waarde geïndexeerd", "Value indexed"),
    Input("backers_discount", "share_year", "Korting op aandelen van steuners", "Discount on shares of backers"),
    Input("gains_rate", "share", "Meerwaardebelasting", "Capital gains tax"),
    Input("gains_exempt", "eur", "Vrijgestelde meerwaarde per persoon", "Exempt gain a person"),
    Input("housing_share", "share", "Woonquote", "Housing share"),
    Input("ltv_limit", "share", "Hoogste lening volgens de toezichthouder, deel van de waarde", "Highest loan by the supervisor, share of the value"),
    Input("instalment_share", "share", "Afbetaling, hoogste deel van het inkomen", "Instalment, highest share of income"),
    Input("path_year", "year", "Jaar", "Year", per="path"),
)  # fmt: skip


def _declared() -> Iterator[Input]:
    """One input for each number in a household."""
    for section, cls in (*SECTIONS.items(), ("path", PathYear)):
        for field in numeric_fields(cls):
            name = model_name(section, field.name)
            if name == "path_year":
                continue
            about = field.metadata
            default = None if field.default is dataclasses.MISSING else float(field.default)
            per = "path" if section == "path" else ""
            yield Input(
                name, about["unit"], about["nl"], about["en"], per, default, about["low"], about["high"]
            )


def numeric_fields(cls: type) -> list[dataclasses.Field[Any]]:
    """The fields that reach the model as they are."""
    unlike = {"text", "choice", "date"}
    return [field for field in dataclasses.fields(cls) if field.metadata.get("unit", "text") not in unlike]


def model_name(section: str, field: str) -> str:
    """What a field is called in the model."""
    return field if section in {"", "outlook"} else f"{section}_{field}"


INPUTS: tuple[Input, ...] = tuple(_declared()) + _FLAGS


@dataclass(frozen=True)
class Cap:
    """In this year only part of the rise of the index may be charged; `source` is nothing where the household chose so."""

    year: int
    cut: float
    source: Parameter | None


def resolve(household: Household, on: date) -> Inputs:
    """The household as numbers. Law is looked up on the day of moving in, norms and tax on savings on the day of the calculation.

    A side that is left out costs and holds nothing. Raises ParameterNotKnown when a figure is not known for its day.
    """
    values: dict[str, Any] = {}
    used: dict[str, Any] = {}
    idle = idle_fields(household)
    for section, cls in SECTIONS.items():
        part = getattr(household, section) if section else household
        for field in numeric_fields(cls):
            name = model_name(section, field.name)
            value = float(getattr(part, field.name)) if part is not None else 0.0
            norm = field.metadata["norm"]
            if value == LEFT_OUT and (name in idle or not norm):
                value = 0.0
            elif value == LEFT_OUT:
                used[name] = found = parameter(norm, on if norm.startswith("norms.") else household.start)
                value = found.number
            values[name] = value
    rows = household.cooperative.path if household.cooperative else ()
    for field in dataclasses.fields(PathYear):
        values[f"path_{field.name}"] = tuple(float(getattr(row, field.name)) for row in rows)
    values.update(_flags(household, values["cooperative_saving_years"]))
    caps = rent_caps(household.rent, household.start, household.years) if household.rent else []
    values["cap_year"] = tuple(float(cap.year) for cap in caps)
    values["cap_cut"] = tuple(cap.cut for cap in caps)
    law = _law(household, on)
    values.update({name: value for name, (value, _) in law.items()})
    used.update({name: source for name, (_, source) in law.items() if source is not None})
    used["cap_cut"] = tuple(cap.source for cap in caps)
    return Inputs(values, used)


def idle_fields(household: Household) -> frozenset[str]:
    """The inputs that play no part with these choices: no default of theirs is looked up or shown."""
    idle: set[str] = set()
    rent, buy, home = household.rent, household.buy, household.cooperative
    if rent is not None and not rent.indexed:
        idle |= {"rent_frozen_from"}
    if buy is not None and buy.property_tax != LEFT_OUT:
        idle |= {"buy_cadastral_income", "buy_cadastral_index", "buy_surcharges"}
    if buy is not None and buy.loan == 0:
        idle |= {"buy_rate", "buy_convention", "buy_loan_years", "buy_loan_deed_costs", "buy_loan_extras", "buy_file_cost", "buy_loan_insurance", "buy_early_months"}  # fmt: skip
    if home is not None:
        plays = {
            "charge_at_minimum": home.capital == "ends",
            "saving_years": home.capital in {"annuity", "linear"},
            "value_index": home.value == "indexed" and home.capital != "path",
            "backers_keep_return": home.backers > 0,
        }
        idle |= {f"cooperative_{field}" for field, does in plays.items() if not does}
    if home is not None and home.capital == "path":
        idle |= {"cooperative_running", "cooperative_running_growth", "cooperative_rate", "cooperative_minimum_capital", "cooperative_value", "cooperative_backers"}  # fmt: skip
    if home is None or not home.gains_taxed:
        idle |= {"persons"}
    return frozenset(idle)


def _flags(household: Household, saving_years: float) -> dict[str, float]:
    rent, buy, home = household.rent, household.buy, household.cooperative
    rule = home.capital if home else ""
    return {
        "return_taxed": float(household.outlook.return_taxed),
        "rent_indexed": float(rent is not None and rent.indexed),
        "buy_loan_given": float(buy is not None and buy.loan != LEFT_OUT),
        "buy_actuarial": float(buy is not None and buy.convention == "actuarial"),
        "buy_tax_given": float(buy is not None and buy.property_tax != LEFT_OUT),
        "cooperative_capital_given": float(home is None or home.own_capital != LEFT_OUT),
        "cooperative_by_ends": float(rule == "ends"),
        "cooperative_by_annuity": float(rule == "annuity"),
        "cooperative_by_linear": float(rule == "linear"),
        "cooperative_by_path": float(rule == "path"),
        "cooperative_saves": float(rule in {"ends", "annuity", "linear"}),
        "cooperative_term": max(1.0, 12.0 * saving_years) if rule in {"annuity", "linear"} else NEVER,
        "cooperative_indexed": float(home is not None and home.value == "indexed"),
    }


Law = dict[str, tuple[float, Parameter | None]]


def _law(household: Household, on: date) -> Law:
    """Every number of law and practice beside the fields: value and where it came from; nothing is looked up that no side needs."""
    buy, home, start = household.buy, household.cooperative, household.start
    duty = {"own_home": "registration.own_home", "sale": "registration.sale"}.get(
        buy.registration if buy else "", ""
    )
    borrows = buy is not None and buy.loan != 0.0
    by_income = buy is not None and buy.property_tax == LEFT_OUT
    backed = home is not None and home.backers > 0
    discount = "norms.capital_discount_" + ("keep" if home and home.backers_keep_return else "give_up")
    taxed = home is not None and home.gains_taxed
    return {
        "withholding": _rate("taxes.withholding", on, household.outlook.return_taxed),
        "buy_duty_rate": _rate(duty, start, bool(duty)),
        "loan_duty_rate": _rate("registration.mortgage", start, borrows),
        "loan_inscription_rate": _rate("registration.mortgage_inscription", start, borrows),
        "property_tax_rate": _rate("property_tax.base", start, by_income),
        "backers_discount": _rate(discount, on, backed),
        "gains_rate": _rate("taxes.capital_gains", on, taxed),
        "gains_exempt": _rate("taxes.capital_gains_exempt", on, taxed),
        "housing_share": _rate("norms.housing_share", on, True),
        "ltv_limit": _rate("credit.ltv_owner", on, borrows),
        "instalment_share": _rate("credit.instalment_share", on, True) if borrows else (1.0, None),
    }


def _rate(name: str, on: date, needed: bool) -> tuple[float, Parameter | None]:
    if not needed:
        return 0.0, None
    found = parameter(name, on)
    return found.number, found


_CAPS = {"A": "abc", "B": "abc", "C": "abc", "D": "d", "E": "ef", "F": "ef", "none": "ef"}


def cap_name(rent: Rent) -> str:
    """The parameter that tells how much of the indexation is allowed for this label."""
    return f"rental.indexation_share_{_CAPS[rent.label]}"


def rent_caps(rent: Rent, start: date, years: int) -> list[Cap]:
    """The years in which not all of the indexation may be charged, by the law on each anniversary or by the household's own choice."""
    caps: list[Cap] = []
    if not rent.indexed:
        return caps
    for year, source in enumerate(_index_years(rent, start, years), start=2):
        if rent.frozen_from and anniversary(start, year).year >= rent.frozen_from:
            caps.append(Cap(year, 1.0, None))
        elif source.number < 1.0:
            caps.append(Cap(year, 1.0 - source.number, source))
    return caps


def index_law(household: Household) -> tuple[Parameter, ...]:
    """The figures of law by which the rent is indexed, each period once, oldest first."""
    rent = household.rent
    if rent is None or not rent.indexed:
        return ()
    return tuple(dict.fromkeys(_index_years(rent, household.start, household.years)))


def _index_years(rent: Rent, start: date, years: int) -> Iterator[Parameter]:
    """The law on each anniversary from year 2; what is known last is carried on, which the result shows as an assumption."""
    last = history(cap_name(rent))[-1]
    for year in range(2, years + 1):
        day = anniversary(start, year)
        yield last if day > last.last else parameter(cap_name(rent), day)


def anniversary(start: date, year: int) -> date:
    """The first day of a year counted from the start."""
    try:
        return start.replace(year=start.year + year - 1)
    except ValueError:  # 29 February
        return start.replace(year=start.year + year - 1, day=28)
