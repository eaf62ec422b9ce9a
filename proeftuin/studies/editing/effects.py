"""Beside a field: what is usual and who says so, and what it does to the charge."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from feasibility.assessment import Assessment, assess_unfinanced
from feasibility.compile.explanation import STATUS
from feasibility.compile.kernel import batch
from feasibility.fields import UNITS, Field
from feasibility.formats import day, measured, money, plain
from feasibility.inputs import SECTIONS, model_name
from feasibility.parameters import Parameter, ParameterNotKnown, keeping, parameter
from feasibility.plan import Plan
from feasibility.reading import read_plan
from proeftuin.studies.editing.subjects import BY_SLUG, EQUITY, Group, Subject, cell_key, plan_but
from proeftuin.studies.editing.wording import Words, pick, range_words
from proeftuin.studies.models import StudyVersion

FIGURE = "charge_1"
SMALL = 0.005  # € per m² and month: less is nothing
# What is usual, beside the norm that a field names itself: one figure, or a low and a high one.
USUAL: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "years": (("norms.plan_years",),),
    "site.ground_rent_rate": (("norms.ground_rent_low",), ("norms.ground_rent",)),
    "site.lease_years": (("registration.lease_term_min",), ("registration.lease_term_max",)),
    "homes.own_capital": (("norms.member_share_start",), ("norms.member_share_delivery",)),
    "parts.cost_m2": (
        ("norms.building_cost_house_low", "norms.building_cost_house_high"), ("norms.building_cost_flat_low", "norms.building_cost_flat_high"),
    ),
    "parts.vat": (("vat.general",), ("vat.demolition_rebuild_letting",), ("vat.renovation",)),
    "costs.delegated_client": (("norms.delegated_client_low", "norms.delegated_client_high"),),
    "costs.fee_vat": (("vat.general",),),
    "loans.amount": (("norms.gap_loan_per_home",),),
    "loans.share": (("norms.bank_share",), ("norms.gap_loan_share",)),
    "loans.rate": (("norms.gap_loan_rate",),),
    "loans.years": (("norms.loan_term",), ("norms.gap_loan_term",)),
    "shares.share": (("norms.investor_share",),),
    "shares.dividend": (("norms.investor_rate_open",), ("norms.investor_rate_five_years",), ("company.dividend_cap",)),
    "shares.index": (("norms.share_growth_target",),),
    "operation.operating_rate": (("norms.operating_share",),),
}  # fmt: skip
REGIONS: Mapping[str, Words] = {
    "netherlands": ("Nederland", "Netherlands"), "germany": ("Duitsland", "Germany"), "switzerland": ("Zwitserland", "Switzerland"),
    "united_states": ("Verenigde Staten", "United States"),
}  # fmt: skip
# How far an amount that is nought is moved, by its unit; other amounts by a tenth.
STEPS: Mapping[str, float] = {
    "eur": 10_000, "eur_year": 1000, "eur_month": 10, "eur_m2": 100, "eur_m2_month": 1, "eur_home": 1000, "eur_home_year": 100, "eur_home_month": 10,
}  # fmt: skip
WHOLE_STEPS = frozenset({"month", "months", "year", "years"})
TENTH, POINT = 0.10, 0.01


@dataclass(frozen=True, slots=True)
class Usual:
    """A figure of law or practice: its name with the country where that is another, value, how sure it is, and where it was read."""

    label: str
    value: str
    status: str
    source: str
    read_on: str

    @property
    def is_link(self) -> bool:
        """Whether the source can be opened."""
        return self.source.startswith("https://")


@dataclass(frozen=True, slots=True)
class Effect:
    """What moving a field does: how far it moves (`step` in its unit, or `TENTH` of it), and the charge by € per m² and month."""

    field: Field
    step: float
    is_part: bool  # the step is a part of the value
    delta: float

    def words(self, language: str) -> str:
        """10% more: + € 0,42 per m² and month."""
        said = f"{self._moved(language)}: "
        if abs(self.delta) < SMALL:
            return said + pick(("de woonvergoeding verandert niet", "the charge does not change"), language)
        sign = "+" if self.delta > 0 else "−"
        return f"{said}{sign} {money(abs(self.delta), language, 2)} {pick(('per m² en maand', 'per m² and month'), language)}"

    def _moved(self, language: str) -> str:
        step, more = abs(self.step), pick(("meer", "more") if self.step > 0 else ("minder", "less"), language)
        if self.is_part:
            return f"10% {more}"
        if self.field.kind == "share":
            size = f"{100 * step:.1f}".removesuffix(".0")
            return f"{size.replace('.', ',') if language == 'nl' else size} {pick(('procentpunt', 'percentage point'), language)} {more}"
        if self.field.unit in WHOLE_STEPS:
            is_month = self.field.unit.startswith("month")
            return f"1 {pick(('maand', 'month') if is_month else ('jaar', 'year'), language)} {pick(('later', 'later'), language) if self.field.unit == 'month' else more}"
        return f"{measured(step, self.field.unit, language)} {more}"


def usual(part: str, field: Field, on: date, language: str) -> tuple[Usual, ...]:
    """What law and practice say of a field."""
    key = f"{part}.{field.name}" if part else field.name
    ranges = ((field.norm,),) if field.norm else ()
    return tuple(one for names in (*ranges, *USUAL.get(key, ())) for one in _usual(names, on, language))


def _usual(names: tuple[str, ...], on: date, language: str) -> Iterator[Usual]:
    try:
        found = [parameter(name, on) for name in names]
    except ParameterNotKnown:
        return
    first, last = found[0], found[-1]
    label, other = (
        first.label[language].removesuffix(pick((", laag", ", low"), language)),
        REGIONS.get(first.region),
    )
    value = measured(last.number, _unit(last), language)
    if len(found) > 1:
        value = f"{plain(first.number, _unit(first), language)}{pick((' tot ', ' to '), language)}{value}"
    yield Usual(
        f"{label} ({pick(other, language)})" if other else label, value,
        pick(STATUS[first.status], language), first.source, day(first.read_on, language),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class About:
    """What stands beside a field or above a column."""

    label: str
    unit: str
    range: str
    note: str
    usual: tuple[Usual, ...]
    effect: str


def abouts(version: StudyVersion, subject: Subject, language: str) -> Mapping[str, About]:
    """What stands beside each field of a subject, by its key without the row."""
    moved, found = effects(version, subject), {}
    for group in subject.groups:
        for name, field in group.fields.items():
            key = f"{group.key}.{name}" if group.key else name
            found[key] = About(
                field.label(language), unit_words(field, language), range_words(field, language), field.note(language),
                usual(group.key, field, version.on, language), moved[key].words(language) if key in moved else "",
            )  # fmt: skip
    return found


def unit_words(field: Field, language: str) -> str:
    """The unit beside a field; nothing where the name says it all."""
    return (
        pick(UNITS[field.unit], language)
        if field.unit in UNITS and field.unit not in {"factor", "flag"} and field.kind != "choice"
        else ""
    )


def states(version: StudyVersion, plan: Plan, subject: Subject) -> Mapping[str, str]:
    """Of each cell that nobody filled in: `usual` where it is what a norm says, else `assumed`. What is left to the law is neither."""
    given, found = set(version.given), {}
    for group in subject.groups:
        rows = (
            getattr(plan, group.key) if group.is_table else [getattr(plan, group.key) if group.key else plan]
        )
        for row in rows:
            name = row.name if group.is_table else ""
            for field in group.fields.values():
                key = cell_key(group.key, name, field.name)
                is_given = key in given or (name and cell_key(group.key, name, "") in given)
                value = getattr(row, field.name, None)
                if not is_given and field.kind != "text" and value not in (None, field.blank):
                    found[key] = "usual" if is_usual(field, value, version.on) else "assumed"
    return found


def _unit(one: Parameter) -> str:
    return one.unit.replace("eur_per_", "eur_")


def is_usual(field: Field, value: Any, on: date) -> bool:
    """Whether a value is just what the norm of its field says."""
    if not field.norm or not isinstance(value, float):
        return False
    try:
        norm = parameter(field.norm, on).number
    except ParameterNotKnown:
        return False
    return math.isclose(value, 1 + norm if field.unit == "factor" else norm)


def effects(version: StudyVersion, subject: Subject) -> Mapping[str, Effect]:
    """What each field of a subject, or column of a table, does to the charge; worked out once for each plan."""
    return _effects(version.plan, version.on, json.dumps(version.parameters), subject.slug)


@lru_cache(maxsize=64)
def _effects(plan: str, on: date, parameters: str, slug: str) -> Mapping[str, Effect]:
    with keeping(json.loads(parameters)):
        base = assess_unfinanced(read_plan(plan), on=on)
        start = base.figures[FIGURE]
        if not isinstance(start, float):
            return {}
        moves = [one for group in BY_SLUG[slug].groups for one in _moves(base.plan, group)]
        charges = _batched(base, [one for one in moves if one.input]) | {
            one.key: float(assess_unfinanced(one.plan, on=on).lines[FIGURE]) for one in moves if not one.input
        }
    return {
        one.key: Effect(one.field, one.step, one.is_part, charges[one.key] - start)
        for one in moves
        if math.isfinite(charges[one.key])
    }


@dataclass(frozen=True, slots=True)
class _Move:
    """One field moved: by its name in the model, or as another plan."""

    key: str
    field: Field
    step: float
    is_part: bool
    input: str
    value: float
    plan: Plan


def _moves(plan: Plan, group: Group) -> Iterator[_Move]:
    for name, field in group.fields.items():
        if field.kind not in {"number", "share", "whole"} or field in EQUITY:
            continue
        key = f"{group.key}.{name}" if group.key else name
        if group.is_table:
            yield from _column(plan, group.key, key, field)
            continue
        holder = getattr(plan, group.key) if group.key else plan
        value = getattr(holder, name)
        if value == field.blank:
            continue
        step, is_part = _step(field, value)
        now = value * (1 + step) if is_part else value + step
        moved = replace(holder, **{name: now})
        named = model_name(group.key, name, False) if group.key in SECTIONS else ""
        yield _Move(
            key, field, step, is_part, named, now, plan_but(plan, {group.key: moved}) if group.key else moved
        )


def _column(plan: Plan, table: str, key: str, field: Field) -> Iterator[_Move]:
    """All rows that hold something moved together; a column of noughts says nothing."""
    rows = getattr(plan, table)
    values = [getattr(row, field.name) for row in rows]
    held = [value for value in values if value and value != field.blank]
    if not held or field.unit == "points":
        return
    step, is_part = _step(field, max(held))
    moved = tuple(
        row
        if not value or value == field.blank
        else replace(row, **{field.name: value * (1 + step) if is_part else value + step})
        for row, value in zip(rows, values, strict=True)
    )
    yield _Move(key, field, step, is_part, "", 0.0, plan_but(plan, {table: moved}))


def _step(field: Field, value: float) -> tuple[float, bool]:
    """How far a field is moved, and whether that is a part of it. Down where up is not allowed."""
    if field.kind == "share":
        step, is_part = (POINT / 10 if (field.high or 1.0) <= 0.2 else POINT), False
    elif field.unit in WHOLE_STEPS:
        step, is_part = 1, False
    else:
        step, is_part = (TENTH, True) if value else (STEPS.get(field.unit, 1.0), False)
    after = value * (1 + step) if is_part else value + step
    return (-step if field.high is not None and after > field.high else step), is_part


def _batched(base: Assessment, moves: list[_Move]) -> dict[str, float]:
    """The charge for each move of an input, in one go."""
    if not moves:
        return {}
    varied = {one.input: np.full(len(moves), float(base.inputs.values[one.input])) for one in moves}  # type: ignore[arg-type]
    for place, one in enumerate(moves):
        varied[one.input][place] = one.value
    found = batch(base.lines, varied, [FIGURE])[FIGURE]
    return {one.key: float(found[place]) for place, one in enumerate(moves)}
