"""From a plan to the numbers that the model runs on: fields as they are, choices as flags, law looked up on the date that counts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from feasibility.formula import Input
from feasibility.parameters import Parameter, parameter
from feasibility.plan import (
    Charge,
    Costs,
    Home,
    Loan,
    Members,
    Operation,
    Part,
    Plan,
    Scenario,
    ShareClass,
    Shifts,
    Site,
    Subsidy,
    Work,
)

NEVER = 9999.0  # a revision that never comes, in months

TABLES: Mapping[str, tuple[str, type]] = {
    "part": ("parts", Part), "home": ("homes", Home), "subsidy": ("subsidies", Subsidy), "loan": ("loans", Loan),
    "share": ("shares", ShareClass), "work": ("works", Work),
}  # fmt: skip
SECTIONS: Mapping[str, type] = {
    "site": Site, "costs": Costs, "charge": Charge, "operation": Operation, "members": Members, "scenario": Scenario, "shifts": Shifts,
}  # fmt: skip
# Fields that reach the model under another name, or only through something derived from them.
_RENAMED = {
    ("costs", "other"): "other_investment",
    ("share", "amount"): "share_fixed",
    ("share", "share"): "share_part",
    ("loan", "years"): "",
}
_DERIVED_FIELDS = {("part", "vat"), ("costs", "fee_vat"), ("loan", "revision_1"), ("loan", "revision_2"), ("home", "units"), ("home", "cost_share"), ("costs", "build_inflation")}  # fmt: skip

_FLAGS: tuple[Input, ...] = (
    Input("land_bought", "flag", "Grond gekocht", "Land bought"),
    Input("land_leased", "flag", "Grond in erfpacht", "Land on a long lease"),
    Input("land_contributed", "flag", "Grond ingebracht", "Land contributed"),
    Input(
        "registration_rate", "share", "Registratierecht op de aankoop", "Registration duty on the purchase"
    ),
    Input("lease_duty_rate", "share", "Registratierecht op erfpacht", "Registration duty on a long lease"),
    Input("part_vat", "share", "Btw", "VAT", per="part"),
    Input("fee_vat", "share", "Btw op erelonen", "VAT on fees"),
    Input(
        "build_inflation_month",
        "factor",
        "Stijging van de bouwkost per maand, factor",
        "Rise of building cost a month, factor",
    ),
    Input("home_weight", "points", "Gewicht in de verdeelsleutel", "Weight in the key", per="home"),
    Input("loan_term", "months", "Looptijd in maanden", "Term in months", per="loan"),
    Input("loan_rest", "flag", "Dekt wat nog ontbreekt", "Covers what is missing", per="loan"),
    Input("loan_senior", "flag", "Niet achtergesteld", "Not subordinated", per="loan"),
    Input("loan_mortgage", "flag", "Met hypotheek", "With a mortgage", per="loan"),
    Input("mortgage_duty", "share", "Registratierecht op de hypotheek", "Registration duty on the mortgage"),
    Input("mortgage_inscription", "share", "Inschrijving van de hypotheek", "Inscription of the mortgage"),
    Input("loan_annuity", "flag", "Annuïteit", "Annuity", per="loan"),
    Input("loan_linear", "flag", "Lineair", "Linear", per="loan"),
    Input("loan_actuarial", "flag", "Actuariële maandrente", "Actuarial monthly rate", per="loan"),
    Input("loan_revision_1", "months", "Eerste herziening na", "First revision after", per="loan"),
    Input("loan_revision_2", "months", "Tweede herziening na", "Second revision after", per="loan"),
    Input("share_residents", "flag", "Van bewoners", "Of residents", per="share"),
    Input("share_saves", "flag", "Ontvangt het spaardeel", "Receives the saving part", per="share"),
    Input("share_in_kind", "flag", "Inbreng in natura", "Contribution in kind", per="share"),
    Input("share_indexed", "flag", "Waarde geïndexeerd", "Value indexed", per="share"),
    Input("share_book", "flag", "Hoogstens de boekwaarde", "Book value at most", per="share"),
    Input("charge_cost_rent", "flag", "Kostprijshuur", "Cost rent"),
    Input("charge_fixed", "flag", "Vaste vergoeding", "Fixed charge"),
    Input("property_tax_rate", "share", "Onroerende voorheffing, basis", "Property tax, base"),
    Input("tax_low", "share", "Verlaagd tarief", "Reduced rate"),
    Input("tax_high", "share", "Gewoon tarief", "Standard rate"),
    Input("tax_bracket", "eur", "Winst tegen het verlaagd tarief", "Profit at the reduced rate"),
    Input("withholding", "share", "Roerende voorheffing", "Withholding tax"),
    Input("dividend_cap", "share_year", "Hoogste dividend", "Highest dividend"),
    Input("housing_share", "share", "Woonquote", "Housing share"),
    Input("years", "years", "Horizon", "Horizon"),
)


def _declared() -> Iterator[Input]:
    """One input for each number in the plan."""
    owners = [("", section, cls) for section, cls in SECTIONS.items()] + [
        (per, per, cls) for per, (_, cls) in TABLES.items()
    ]
    for per, owner, cls in owners:
        for field in dataclasses.fields(cls):
            about = field.metadata
            name = model_name(owner, field.name, bool(per))
            if about["unit"] in {"text", "choice", "date"} or not name:
                continue
            default = None if field.default is dataclasses.MISSING else float(field.default)
            yield Input(
                name, about["unit"], about["nl"], about["en"], per, default, about["low"], about["high"]
            )


def model_name(owner: str, field: str, in_table: bool) -> str:
    """What a field of the plan is called in the model; nothing when it only reaches it through something derived."""
    if (owner, field) in _DERIVED_FIELDS:
        return ""
    return _RENAMED.get((owner, field), f"{owner}_{field}" if in_table else field)


INPUTS: tuple[Input, ...] = tuple(_declared()) + _FLAGS


@dataclass(frozen=True)
class Inputs:
    """The numbers for the model, and the parameters of law and practice that were looked up for them.

    `values`: input name → float, or a tuple with one float for each element. `parameters`: input name → the parameter it came from.
    """

    values: Mapping[str, float | tuple[float, ...]]
    parameters: Mapping[str, Parameter | tuple[Parameter | None, ...]]


def resolve(plan: Plan, on: date) -> Inputs:
    """The plan as numbers, on the day of the calculation.

    Law with a date of its own (VAT of a part, duty at the deed) is looked up on that date, the rest and all norms on the day of the calculation.
    Raises ParameterNotKnown when the law of a date is not known.
    """
    values: dict[str, Any] = {}
    for section, cls in SECTIONS.items():
        part = getattr(plan, section)
        for field in dataclasses.fields(cls):
            if name := _numeric(section, field, False):
                values[name] = float(getattr(part, field.name))
    for per, (table, cls) in TABLES.items():
        for field in dataclasses.fields(cls):
            if name := _numeric(per, field, True):
                values[name] = tuple(float(getattr(row, field.name)) for row in getattr(plan, table))
    values.update(_flags(plan))
    law = _law(plan, on)
    values.update({name: value for name, (value, _) in law.items()})
    values.update(plan.extra)
    used = {name: source for name, (_, source) in law.items() if source}
    return Inputs(values, used)


def _numeric(owner: str, field: dataclasses.Field[Any], in_table: bool) -> str:
    return (
        ""
        if field.metadata["unit"] in {"text", "choice", "date"}
        else model_name(owner, field.name, in_table)
    )


def _flags(plan: Plan) -> dict[str, Any]:
    loans, shares, charge = plan.loans, plan.shares, plan.charge
    key = {"area": "area", "unit": "units", "cost": "cost_share"}[charge.key]
    first = next((number for number, one in enumerate(shares) if one.kind == "resident"), None)
    return {
        "land_bought": float(plan.site.tenure == "bought"),
        "land_leased": float(plan.site.tenure == "leased"),
        "land_contributed": float(plan.site.tenure == "contributed"),
        "build_inflation_month": (1 + plan.costs.build_inflation) ** (1 / 12),
        "home_weight": tuple(float(getattr(home, key)) for home in plan.homes),
        "loan_term": tuple(12.0 * loan.years for loan in loans),
        "loan_rest": tuple(float(loan.rest) for loan in loans),
        "loan_senior": tuple(float(not loan.subordinated) for loan in loans),
        "loan_mortgage": tuple(float(loan.mortgage) for loan in loans),
        "loan_annuity": tuple(float(loan.kind == "annuity") for loan in loans),
        "loan_linear": tuple(float(loan.kind == "linear") for loan in loans),
        "loan_actuarial": tuple(float(loan.convention == "actuarial") for loan in loans),
        "loan_revision_1": tuple(12.0 * loan.revision_1 or NEVER for loan in loans),
        "loan_revision_2": tuple(12.0 * loan.revision_2 or NEVER for loan in loans),
        "share_residents": tuple(
            float(one.kind == "resident" and number == first) for number, one in enumerate(shares)
        ),
        "share_saves": tuple(float(number == first) for number, _ in enumerate(shares)),
        "share_in_kind": tuple(float(one.kind == "in_kind") for one in shares),
        "share_indexed": tuple(float(one.value != "nominal") for one in shares),
        "share_book": tuple(float(one.value == "lower_of_index_and_book") for one in shares),
        "charge_cost_rent": float(charge.kind == "cost_rent"),
        "charge_fixed": float(charge.kind == "fixed"),
        "years": float(plan.years),
    }


_VAT = {
    "new": "vat.general", "demolition_rebuild": "vat.demolition_rebuild_letting", "renovation": "vat.renovation", "demolition": "vat.general",
    "parking": "vat.general", "commons": "vat.general",
}  # fmt: skip
Law = dict[str, tuple[Any, Any]]


def _law(plan: Plan, on: date) -> Law:
    """Every number that the law or a norm gives, each looked up on its own date: value and where it came from."""
    deed = month_of(plan, plan.site.deed_month)
    parts = [_vat(plan, part) for part in plan.parts]
    mortgaged = any(loan.mortgage for loan in plan.loans)
    found: Law = {
        "part_vat": (tuple(rate for rate, _ in parts), tuple(source for _, source in parts)),
        "fee_vat": _or_law(plan.costs.fee_vat, "vat.general", month_of(plan, plan.costs.permit_month)),
        "registration_rate": (0.0, None)
        if plan.site.registration == "none"
        else _used(plan.site.tenure == "bought", "registration.sale", deed),
        "lease_duty_rate": _used(plan.site.tenure == "leased", "registration.long_lease_duty", deed),
        "property_tax_rate": _rate("property_tax.base", on),
        "withholding": _rate("taxes.withholding", on),
        "dividend_cap": _rate("company.dividend_cap", on) if plan.tax.recognised else (1.0, None),
        "housing_share": _rate("norms.housing_share", on),
        "mortgage_duty": _used(mortgaged, "registration.mortgage", deed),
        "mortgage_inscription": _used(mortgaged, "registration.mortgage_inscription", deed),
    }
    return found | _company_tax(plan, on)


def month_of(plan: Plan, month: int) -> date:
    """The first day of a month counted from the start; month 1 begins on the start itself."""
    if month <= 1:
        return plan.start
    months = plan.start.year * 12 + plan.start.month - 1 + month - 1
    return date(months // 12, months % 12 + 1, 1)


def _rate(name: str, on: date) -> tuple[float, Parameter]:
    found = parameter(name, on)
    assert isinstance(found.value, float)
    return found.value, found


def _or_law(value: float, name: str, on: date) -> tuple[float, Parameter | None]:
    return (value, None) if value >= 0 else _rate(name, on)


def _vat(plan: Plan, part: Part) -> tuple[float, Parameter | None]:
    return _or_law(part.vat, _VAT[part.kind], month_of(plan, part.start + 1))


def _used(used: bool, name: str, on: date) -> tuple[float, Parameter | None]:
    """The rate of the law; it is listed as used only when this plan pays it."""
    rate, found = _rate(name, on)
    return rate, found if used else None


def _company_tax(plan: Plan, on: date) -> Law:
    if plan.tax.regime == "exempt":
        return dict.fromkeys(("tax_low", "tax_high", "tax_bracket"), (0.0, None))
    found = parameter("taxes.corporate_small" if plan.tax.regime == "small" else "taxes.corporate", on)
    assert isinstance(found.value, tuple)
    low, high = found.value[0], found.value[-1]
    return {"tax_low": (low.rate, found), "tax_high": (high.rate, found), "tax_bracket": (high.from_, found)}
