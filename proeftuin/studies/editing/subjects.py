"""A study by subject: which fields are in which, what a subject holds, and a plan with what was filled in.

A cell has a key with the name of its row, `loans[Bank].rate`: it stays the same when rows change places. So do the keys of `StudyVersion.given`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from feasibility.fields import Field, fields_of
from feasibility.plan import Plan
from proeftuin.studies.editing.wording import PARTS, TOP, pick

Equity = Mapping[str, Mapping[str, Any]]
# Of a class of shares, beside the plan: what is signed for, and paid. Left empty: not known.
EQUITY: tuple[Field, ...] = (
    Field("subscribed", "number", "eur", "Al ingeschreven", "Subscribed so far", low=0.0),
    Field("paid", "number", "eur", "Waarvan gestort", "Of which paid", low=0.0),
)


@dataclass(frozen=True, slots=True)
class Group:
    """A section or a table of the plan: which fields are shown at once, and which are folded away."""

    key: str  # "" for the plan itself
    open: tuple[str, ...]
    rare: tuple[str, ...] = ()
    one: str | Promise = ""  # what a row is called; only of a table
    fits_a_line: bool = False  # a row stands on one line of a wide screen
    help: str | Promise = ""

    @property
    def is_table(self) -> bool:
        """Whether it holds rows."""
        return bool(self.one)

    @property
    def names(self) -> tuple[str, ...]:
        """All its fields, in the order of the page."""
        return (*self.open, *self.rare)

    @property
    def fields(self) -> Mapping[str, Field]:
        """Its fields by name."""
        of = TOP[self.key].of if self.key else None
        known = {one.name: one for one in fields_of(of)} if of else dict(TOP)
        if self.key == "shares":
            known |= {one.name: one for one in EQUITY}
        return {name: known[name] for name in self.names}

    def title(self, language: str) -> str:
        """Its name."""
        return pick(PARTS[self.key], language)


@dataclass(frozen=True, slots=True)
class Subject:
    """A page on which a part of a study is changed."""

    slug: str
    title: str | Promise
    groups: tuple[Group, ...]


SUBJECTS: tuple[Subject, ...] = (
    Subject("site", _("Land and time"), (
        Group("", ("name", "start", "years")),
        Group("site", ("tenure", "land_price", "ground_rent_rate", "lease_years"), ("building_price", "building_life", "deed_month", "registration", "ground_rent", "deed_costs")),
    )),
    Subject("programme", _("Homes and works"), (
        Group("homes", ("name", "count", "area", "own_capital", "cadastral_income", "other_costs", "units", "cost_share"), one=_("a type of home"), fits_a_line=True,
              help=_("The points and the weight only count when the charge is divided by them.")),
        Group("parts", ("name", "kind", "area", "cost_m2", "cost", "start", "months"), ("vat", "life"), one=_("a part of the works"),
              help=_("Each part is built in one go. Its cost is its area times the price per m², and the lump sum with it.")),
    )),
    Subject("costs", _("Costs and subsidies"), (
        Group("costs", ("contingency", "architect", "delegated_client", "project_fee", "other", "working_capital", "delivery_month"), ("permit_month", "architect_at_permit", "fee_vat", "build_inflation")),
        Group("subsidies", ("name", "amount", "month"), one=_("a subsidy"), fits_a_line=True),
    )),
    Subject("finance", _("Loans and shares"), (
        Group("loans", ("name", "kind", "rest", "amount", "share", "rate", "years"), ("mortgage", "subordinated", "cost", "grace", "convention", "revision_1", "rate_2", "revision_2", "rate_3"), one=_("a loan"),
              help=_("One loan may cover what is still missing; give the others an amount, or a share of the investment.")),
        Group("shares", ("name", "kind", "amount", "share", "dividend", "subscribed", "paid"), ("per_home", "per_m2", "at_start", "turnover", "value", "index"), one=_("a class of shares"),
              help=_("The residents' class also holds the own contribution of each home. What is subscribed and paid stands beside the plan: the rest of the contribution is promised.")),
    )),
    Subject("charge", _("Charge and residents"), (
        Group("charge", ("kind", "charge", "cover", "saving_share", "key"), ("charge_indexation", "refund")),
        Group("members", ("reentry", "reserves_locked")),
    )),
    Subject("operation", _("Running costs"), (
        Group("operation", ("management", "guidance", "maintenance", "insurance", "fixed_costs", "reserve_rate", "vacancy"),
              ("common", "operating_rate", "solidarity", "vacancy_extra", "default", "other_income", "cadastral_index", "surcharges", "cash_rate")),
        Group("works", ("name", "year", "every", "cost"), one=_("a major work"), fits_a_line=True),
    )),
    Subject("scenario", _("Tax and prices"), (
        Group("tax", ("regime", "recognised")),
        Group("scenario", ("inflation", "wage_growth", "building_growth", "ground_rent_growth")),
    )),
)  # fmt: skip
BY_SLUG: Mapping[str, Subject] = {one.slug: one for one in SUBJECTS}


def subject_of(part: str) -> Subject | None:
    """The subject that holds a section or table; None for what only a file can change."""
    return next((one for one in SUBJECTS if any(group.key == part for group in one.groups)), None)


def cell_key(part: str, row: str, name: str) -> str:
    """The key of a field or of a whole row: `site.land_price`, `loans[Bank].rate`, `loans[Bank]`, `years`."""
    where = f"{part}[{row}]" if row else part
    return ".".join(filter(None, (where, name)))


@dataclass
class Row:
    """A row of a table; `was` is its name in the version that the person had, nothing for a new one."""

    was: str
    values: dict[str, Any]

    @property
    def name(self) -> str:
        """What it is called now."""
        return str(self.values["name"])


@dataclass
class Sheet:
    """What a subject holds: single fields by key, and rows by table."""

    fields: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def cells(self) -> dict[str, Any]:
        """Every value by its key."""
        found = dict(self.fields)
        for part, rows in self.rows.items():
            for row in rows:
                found |= {cell_key(part, row.name, name): value for name, value in row.values.items()}
        return found


def sheet_of(plan: Plan, equity: Equity, subject: Subject) -> Sheet:
    """What a subject holds in a plan."""
    sheet = Sheet()
    for group in subject.groups:
        if group.is_table:
            sheet.rows[group.key] = [_row(group, one, equity) for one in getattr(plan, group.key)]
        else:
            holder = getattr(plan, group.key) if group.key else plan
            sheet.fields |= {cell_key(group.key, "", name): getattr(holder, name) for name in group.names}
    return sheet


def _row(group: Group, one: Any, equity: Equity) -> Row:
    beside = equity.get(one.name, {})
    return Row(
        one.name,
        {name: getattr(one, name) if hasattr(one, name) else beside.get(name) for name in group.names},
    )


def plan_with(plan: Plan, sheet: Sheet, subject: Subject) -> Plan:
    """The plan with what a subject holds in the place of its own."""
    changes: dict[str, Any] = {}
    for group in subject.groups:
        if group.is_table:
            if group.key in sheet.rows:
                changes[group.key] = tuple(_element(group, row) for row in sheet.rows[group.key])
            continue
        values = {name: sheet.fields[cell_key(group.key, "", name)] for name in group.names}
        if group.key:
            changes[group.key] = replace(getattr(plan, group.key), **values)
        else:
            changes |= values
    return plan_but(plan, changes)


def plan_but(plan: Plan, changes: Mapping[str, Any]) -> Plan:
    """The plan with other fields, sections or tables, by name."""
    return replace(plan, **changes)


def _element(group: Group, row: Row) -> Any:
    beside = {one.name for one in EQUITY} if group.key == "shares" else set()
    of = TOP[group.key].of
    assert of is not None
    return of(**{name: value for name, value in row.values.items() if name not in beside})


def equity_with(equity: Equity, sheet: Sheet) -> dict[str, dict[str, float]]:
    """What was subscribed and paid, by class, with what a subject says of it. What is not known is left out."""
    if "shares" not in sheet.rows:
        return {name: dict(values) for name, values in equity.items()}
    found = {
        row.name: {one.name: row.values[one.name] for one in EQUITY if row.values[one.name] is not None}
        for row in sheet.rows["shares"]
    }
    return {name: values for name, values in found.items() if values}


def given_by(before: Sheet, after: Sheet, given: Collection[str], subject: Subject) -> set[str]:
    """The keys that somebody filled in: what changed, what is not left at its default in a new row, and under a new name what was under the old."""
    old = before.cells()
    found = {key for key, value in after.fields.items() if old[key] != value}
    for group in subject.groups:
        for row in after.rows.get(group.key, ()):
            for name, value in row.values.items():
                was = cell_key(group.key, row.was, name)
                changed = old[was] != value if row.was else value not in (None, group.fields[name].default)
                if changed or (row.was and was in given):
                    found.add(cell_key(group.key, row.name, name))
    return found
