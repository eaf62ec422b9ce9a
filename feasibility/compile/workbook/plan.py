"""What the workbook of a plan says beside the model: headings, names, years instead of months, and which numbers come from the law."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from feasibility.assessment import Assessment
from feasibility.compile.kernel import Value
from feasibility.compile.workbook.book import Book
from feasibility.compile.workbook.outline import Outline
from feasibility.compile.workbook.parameters import Numbers, numbers
from feasibility.formula import Input
from feasibility.inputs import NEVER, SECTIONS, TABLES, model_name
from feasibility.plan import Costs, Loan, Plan

_SECTIONS: Mapping[str, tuple[str, str]] = {
    "site": ("De grond", "The land"), "costs": ("De investering", "The investment"), "charge": ("De woonvergoeding", "The occupancy charge"),
    "operation": ("De exploitatie", "Running the homes"), "members": ("De leden", "The members"), "scenario": ("Hoe prijzen stijgen", "How prices rise"),
    "shifts": ("Wat een scenario verschuift", "What a scenario moves"),
}  # fmt: skip
_FIRST: Mapping[str, tuple[str, ...]] = {  # flags and what follows from fields, at the section where a reader looks for them
    "site": ("land_bought", "land_leased", "land_contributed"), "costs": ("build_inflation", "build_inflation_month"),
    "charge": ("charge_cost_rent", "charge_fixed"),
}  # fmt: skip
_TABLES: Mapping[str, tuple[str, str]] = {
    "part": ("Bouwdelen", "Parts of the building"), "home": ("Woningtypes", "Types of home"), "subsidy": ("Subsidies", "Subsidies"),
    "loan": ("Leningen", "Loans"), "share": ("Soorten aandelen", "Classes of shares"), "work": ("Groot onderhoud", "Major works"),
}  # fmt: skip
_HEADINGS: Mapping[str, tuple[str, str]] = {
    # once
    "homes": ("Programma", "Programme"), "ground_rent_base": ("Grond en kosten", "Land and costs"), "share_amount": ("Inbreng", "Contributions"),
    "loan_ceiling": ("Leningen", "Loans"), "cadastral_total": ("Woningen", "Homes"), "part_rate": ("Afschrijving", "Depreciation"),
    "first_full": ("Mijlpalen", "Milestones"),
    # months
    "delivered": ("De bouw", "The build"), "share_paid": ("Inbreng en subsidies", "Contributions and subsidies"), "loan_rate_now": ("Leningen", "Loans"),
    "uses_paid": ("De bouwrekening", "The construction account"),
    # years
    "use": ("Tijd en prijzen", "Time and prices"), "management_cost": ("Bedrijfskosten", "Operating costs"), "reserve_added": ("Groot onderhoud", "Major works"),
    "interest_paid": ("Rente en aflossing", "Debt service"), "running_need": ("De woonvergoeding", "The occupancy charge"), "share_target": ("De leden en hun inbreng", "The members and their capital"),
    "building_cost": ("Gebouw en subsidies in de boeken", "Building and subsidies in the books"), "revenue": ("Resultaat en belasting", "Result and tax"), "cash_before": ("Kas", "Cash"),
    "debt": ("Balans", "Balance sheet"), "shares_in": ("Voor het kasstroomoverzicht", "For the cash flow statement"), "invested": ("Voor de kengetallen", "For the figures"),
    # figures
    "total_investment": ("Investering en financiering", "Investment and financing"), "charge_1": ("Woonvergoeding", "Occupancy charge"),
    "min_dscr": ("Dekking", "Cover"), "lowest_cash": ("Kas", "Cash"), "payback": ("Rendement", "Return"), "balance_check": ("Controle", "Check"),
}  # fmt: skip
_CHOOSES_LAW = ("deed_month", "permit_month", "delivery_month", "part_start")
_LAW = (
    "registration_rate", "lease_duty_rate", "mortgage_duty", "mortgage_inscription", "fee_vat", "property_tax_rate", "tax_low", "tax_high", "tax_bracket", "withholding",
    "dividend_cap", "housing_share",
)  # fmt: skip
_REVISION = "when({years} > 0.5, 12 * {years}, {never:.0f})"


def outline_of(book: Book, assessment: Assessment) -> tuple[Outline, Numbers]:
    """The outline of a plan, and the numbers on the sheet of parameters that it links to."""
    plan = assessment.plan
    found = numbers(book, assessment.parameters)
    extra, derived = _derived(plan)
    why = book.say("ligt vast: bepaalt welke wet geldt", "fixed: it decides which law holds")
    fixed = dict.fromkeys(_CHOOSES_LAW, why)
    fixed["years"] = book.say("ligt vast: het aantal kolommen", "fixed: the number of columns")
    links = {name: _link(found, source, assessment.inputs.values[name], name) for name, source in assessment.inputs.parameters.items()}  # fmt: skip
    outline = Outline(
        names={kind: [row.name for row in getattr(plan, table)] for kind, (table, _) in TABLES.items()},
        tables={kind: book.say(*words) for kind, words in _TABLES.items()},
        sections=tuple(_sections(book)),
        headings={name: book.say(*words) for name, words in _HEADINGS.items()},
        extra=extra, derived=derived, links=links, fixed=fixed, start=plan.start,
    )  # fmt: skip
    return outline, found


def _sections(book: Book) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield book.say("Het plan", "The plan"), ("years",)
    for section, cls in SECTIONS.items():
        own = (model_name(section, field.name, False) for field in dataclasses.fields(cls))
        yield book.say(*_SECTIONS[section]), (*_FIRST.get(section, ()), *own)
    yield book.say("Wet en praktijk", "Law and practice"), _LAW


def _link(found: Numbers, source: Any, value: Value, name: str) -> str | tuple[str, ...]:
    """Where the value stands on the sheet of parameters."""
    unit = "eur" if name == "tax_bracket" else "share"
    if isinstance(source, tuple):
        return tuple(
            found.link(one, number, unit) if one else ""
            for one, number in zip(source, value, strict=True)  # type: ignore[arg-type]
        )
    return found.link(source, value, unit) if source else ""  # type: ignore[arg-type]


def _derived(plan: Plan) -> tuple[dict[Input, Value], dict[str, str]]:
    """Fields of the plan that reach the model through a formula: the workbook shows the field, and has the formula."""
    extra: dict[Input, Value] = {
        _field(Costs, "build_inflation", "build_inflation"): plan.costs.build_inflation
    }
    derived = {"build_inflation_month": "(1 + build_inflation) ** (1 / 12)"}
    if plan.charge.key == "area":
        derived["home_weight"] = "home_area"
    for field in ("years", "revision_1", "revision_2"):
        given = _field(Loan, field, f"loan_{field}_years" if field != "years" else "loan_years", "loan")
        extra[given] = tuple(float(getattr(loan, field)) for loan in plan.loans)
    derived["loan_term"] = "12 * loan_years"
    for number in (1, 2):
        derived[f"loan_revision_{number}"] = _REVISION.format(
            years=f"loan_revision_{number}_years", never=NEVER
        )
    return extra, derived


def _field(cls: type, field: str, name: str, per: str = "") -> Input:
    """A field of the plan as an input of the workbook."""
    about = next(one for one in dataclasses.fields(cls) if one.name == field).metadata
    unit = "flag" if about["unit"] == "choice" else about["unit"]
    return Input(name, unit, about["nl"], about["en"], per, None, about["low"], about["high"])
