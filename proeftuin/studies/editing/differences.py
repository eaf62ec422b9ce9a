"""Two plans line by line: what changed, from what to what, and what each change alone does to the charge."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from feasibility.assessment import assess_unfinanced
from feasibility.fields import Field, fields_of, needs_of
from feasibility.formats import small
from feasibility.model import model
from feasibility.plan import Plan
from proeftuin.studies.editing.subjects import EQUITY, Equity, cell_key, plan_but
from proeftuin.studies.editing.wording import PARTS, TOP, pick, row_name, value_words

ADDED, REMOVED = ("toegevoegd", "added"), ("verwijderd", "removed")
MOST_EFFECTS = 30  # changes of which the effect is worked out one by one


@dataclass(frozen=True, slots=True)
class Difference:
    """One line that changed: `key` with the name of the row (`loans[Bank].rate`), its name, and the values in words.

    `effect`: what this change alone does to the charge of the first plan, in € per m² and month; None where that was not asked or cannot be told.
    """

    key: str
    label: str
    before: str
    after: str
    effect: float | None = None


@dataclass(frozen=True, slots=True)
class _Change:
    """A difference, and the first plan with nothing but this change."""

    told: Difference
    plan: Plan


def differences(
    before: Plan,
    after: Plan,
    language: str,
    *,
    on: date | None = None,
    equity: tuple[Equity, Equity] = ({}, {}),
) -> list[Difference]:
    """What changed from one plan to another; rows of tables are matched by their name. With `on`, with the effect of each change on the charge.

    `equity`: what was subscribed and paid before and after, which stands beside the plan.
    """
    changes = [
        *_changes(before, after, language),
        *(_Change(one, before) for one in _equity(*equity, language)),
    ]
    if on is None:
        return [one.told for one in changes]
    start = _charge(before, on)
    return [
        replace(one.told, effect=_moved(start, _charge(one.plan, on) if number < MOST_EFFECTS else None))
        for number, one in enumerate(changes)
    ]


def _told(
    key: str, label: str, field: Field, values: Sequence[Any], language: str, units: Sequence[str] = ("", "")
) -> Difference:
    was, now = (value_words(field, value, language, unit) for value, unit in zip(values, units, strict=True))
    return Difference(key, label, was, now)


def _equity(old: Equity, new: Equity, language: str) -> Iterator[Difference]:
    for name in sorted({*old, *new}):
        for one in EQUITY:
            values = [held.get(name, {}).get(one.name) for held in (old, new)]
            if values[0] != values[1]:
                label = f"{name}: {small(one.label(language))}"
                yield _told(cell_key("shares", name, one.name), label, one, values, language)


def _moved(start: float | None, charge: float | None) -> float | None:
    return None if start is None or charge is None else charge - start


def _charge(plan: Plan, on: date) -> float | None:
    """The charge in the first full year; None where a plan with one change alone cannot be worked out."""
    try:
        value = assess_unfinanced(plan, on=on).figures["charge_1"]
    except (ArithmeticError, LookupError, ValueError):
        return None
    return value if isinstance(value, float) else None


def _changes(before: Plan, after: Plan, language: str) -> Iterator[_Change]:
    for one in fields_of(Plan):
        old, new = getattr(before, one.name), getattr(after, one.name)
        if old == new:
            continue
        if one.kind == "table":
            yield from _rows(before, one.name, old, new, language)
            continue
        if one.kind == "section":
            found = _fields(one.name, old, new, language)
        elif one.kind == "numbers":
            found = _numbers(old, new, language)
        else:
            found = iter([(_told(one.name, one.label(language), one, (old, new), language), new)])
        for told, changed in found:
            yield _Change(told, plan_but(before, {one.name: changed}))


def _fields(part: str, old: Any, new: Any, language: str, name: str = "") -> Iterator[tuple[Difference, Any]]:
    """The fields of a section or of a row that differ, each with the section or row in which only that one changed."""
    for one in fields_of(old.__class__):
        held, now = getattr(old, one.name), getattr(new, one.name)
        if held != now:
            label = f"{name}: {small(one.label(language))}" if name else one.label(language)
            units = _unit(one, old), _unit(one, new)
            told = _told(cell_key(part, name, one.name), label, one, (held, now), language, units)
            yield told, replace(old, **{one.name: now})


def _unit(field: Field, row: Any) -> str:
    """The unit of a bound of an uncertain input is that of the input."""
    if field.kind != "same":
        return ""
    known = model().input_by_name.get(row.input)
    return known.unit if known else "factor"


def _rows(plan: Plan, table: str, old: Sequence[Any], new: Sequence[Any], language: str) -> Iterator[_Change]:
    """Rows that changed, went, or came."""
    now = {row_name(row): row for row in new}
    known = {row_name(row) for row in old}
    part = pick(PARTS[table], language)
    for place, row in enumerate(old):
        name = row_name(row)
        if name in now:
            for told, changed in _fields(table, row, now[name], language, name):
                yield _Change(told, plan_but(plan, {table: (*old[:place], changed, *old[place + 1 :])}))
        else:
            told = Difference(
                cell_key(table, name, ""), f"{part}: {name}", _summary(row, language), pick(REMOVED, language)
            )
            yield _Change(told, plan_but(plan, {table: (*old[:place], *old[place + 1 :])}))
    for name, row in now.items():
        if name not in known:
            told = Difference(
                cell_key(table, name, ""), f"{part}: {name}", pick(ADDED, language), _summary(row, language)
            )
            yield _Change(told, plan_but(plan, {table: (*old, row)}))


def _summary(row: Any, language: str) -> str:
    """A whole row in a few words: what is required, and what is not as it is by default."""
    told = [
        value_words(one, value, language, _unit(one, row))
        for one in fields_of(row.__class__)
        if one.kind not in {"text", "flag"} and (value := getattr(row, one.name)) != one.default
    ]
    return ", ".join(told[:4]) or "–"


def _numbers(
    old: Mapping[str, float], new: Mapping[str, float], language: str
) -> Iterator[tuple[Difference, Any]]:
    """What lines that were brought in need."""
    needs = needs_of(model())
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            field = needs.get(name) or TOP["extra"]
            values = old.get(name), new.get(name)
            changed = {key: value for key, value in {**old, name: values[1]}.items() if value is not None}
            yield _told(f"extra.{name}", field.label(language) or name, field, values, language), changed
