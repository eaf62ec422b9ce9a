"""The form of one subject of a study: single fields, and tables as rows. What was typed stands there again after a mistake."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from feasibility import Fault
from feasibility.fields import LARGEST, LONGEST, Field
from feasibility.formats import small
from feasibility.plan import Plan
from proeftuin.studies.editing.effects import About, unit_words
from proeftuin.studies.editing.subjects import (
    Equity,
    Group,
    Row,
    Sheet,
    Subject,
    cell_key,
    equity_with,
    plan_with,
    subject_of,
)
from proeftuin.studies.editing.wording import code_words, fault_words, label_of, parted
from proeftuin.studies.forms.numbers import AmountField, PercentField, WholeField

MOST_CELLS = 200  # of a table that a page shows; a longer table is changed as a file
MOST_ROWS = 60  # new rows that are read
NEW_ROWS, NEW_LINES = 1, 2  # empty rows at the end: of a table of cards, and of a table of lines
_REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Cell:
    """A field on the page, with what stands beside it."""

    bound: BoundField
    about: About | None
    unit: str
    state: str


@dataclass(frozen=True, slots=True)
class RowOfCells:
    """A row of a table on the page."""

    name: str
    is_new: bool
    cells: tuple[Cell, ...]
    rare: tuple[Cell, ...]
    remove: BoundField | None
    is_wrong: bool
    is_rare_wrong: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A group on the page."""

    group: Group
    title: str
    cells: tuple[Cell, ...]
    rare: tuple[Cell, ...]
    rows: tuple[RowOfCells, ...]
    columns: tuple[About, ...]
    is_too_long: bool
    is_rare_wrong: bool


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line of what is wrong: the field to go to, or the subject where it belongs."""

    label: str
    message: str
    anchor: str = ""
    subject: Subject | None = None


def input_name(part: str, number: int | None, name: str) -> str:
    """What a field is called in the form: `site-land_price`, `loans-0-rate`, `plan-years`."""
    return f"{part or 'plan'}-{name}" if number is None else f"{part}-{number}-{name}"


class SubjectForm(forms.Form):
    """What a subject holds, to change. Rows that are there keep their number; those after them are new, and an empty one is ignored."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, subject: Subject, sheet: Sheet) -> None:
        super().__init__(data, use_required_attribute=False)
        self.subject, self.before, self.language = subject, sheet, get_language() or "nl"
        self.numbers: dict[str, list[int]] = {}
        self.elsewhere: list[Wrong] = []
        for group in subject.groups:
            if not group.is_table:
                for name, field in group.fields.items():
                    self._add(
                        input_name(group.key, None, name), field, sheet.fields[cell_key(group.key, "", name)]
                    )
            elif len(sheet.rows[group.key]) * len(group.names) <= MOST_CELLS:
                self._add_rows(group, sheet.rows[group.key])

    # Building it

    def _add_rows(self, group: Group, rows: list[Row]) -> None:
        self.numbers[group.key] = [*range(len(rows)), *self._new_numbers(group, len(rows))]
        for number in self.numbers[group.key]:
            held = rows[number] if number < len(rows) else None
            is_used = held is not None or self._typed_in(group, number)
            for name, field in group.fields.items():
                value = held.values[name] if held else None
                self._add(
                    input_name(group.key, number, name), field, value, is_new=held is None, is_used=is_used
                )
            if held:
                label = _("Remove “%(name)s”") % {"name": held.was}
                self.fields[input_name(group.key, number, _REMOVE)] = forms.BooleanField(
                    required=False, label=label
                )

    def _new_numbers(self, group: Group, count: int) -> Iterable[int]:
        if not self.is_bound:
            return range(count, count + (NEW_LINES if group.fits_a_line else NEW_ROWS))
        pattern = re.compile(rf"{group.key}-([0-9]{{1,3}})-[a-z_0-9]+")
        found = {int(match[1]) for name in self.data if (match := pattern.fullmatch(name))}
        return sorted(number for number in found if count <= number < count + MOST_ROWS) or [count]

    def _typed_in(self, group: Group, number: int) -> bool:
        """Whether somebody filled in a new row; what is chosen or ticked alone does not count."""
        return any(
            str(self.data.get(input_name(group.key, number, name), "")).strip()
            for name, field in group.fields.items()
            if field.kind not in {"choice", "flag"}
        )

    def _add(
        self, name: str, field: Field, value: Any, *, is_new: bool = False, is_used: bool = True
    ) -> None:
        made = _form_field(field, self.language, is_new=is_new, is_used=is_used)
        made.initial = None if field.blank is not None and value == field.blank else value
        self.fields[name] = made

    # Reading it

    def clean(self) -> dict[str, Any]:
        """Nothing is wrong with a row that is removed or empty; no more is paid than was subscribed."""
        for group in self._tables():
            for number in self.numbers[group.key]:
                names = [input_name(group.key, number, name) for name in group.names]
                if not self._is_kept(group, number):
                    for name in names:
                        self.errors.pop(name, None)
        for number in self.numbers.get("shares", ()):
            paid, subscribed = (
                self.cleaned_data.get(f"shares-{number}-{name}") for name in ("paid", "subscribed")
            )
            if paid and paid > (subscribed or 0.0):
                self.add_error(
                    f"shares-{number}-paid",
                    _(
                        "More is paid than was subscribed. Fill in what was subscribed too, or lower what is paid."
                    ),
                )
        return self.cleaned_data

    def _tables(self) -> Iterator[Group]:
        return (group for group in self.subject.groups if group.key in self.numbers)

    def _is_kept(self, group: Group, number: int) -> bool:
        if number < len(self.before.rows[group.key]):
            return not self.cleaned_data.get(input_name(group.key, number, _REMOVE))
        return self._typed_in(group, number)

    @cached_property
    def kept(self) -> Mapping[str, list[int]]:
        """The numbers of the rows that stay, by table: where a fault of the engine belongs."""
        return {
            group.key: [number for number in self.numbers[group.key] if self._is_kept(group, number)]
            for group in self._tables()
        }

    def sheet(self) -> Sheet:
        """What was filled in."""
        sheet = Sheet()
        for group in self.subject.groups:
            if not group.is_table:
                for name, field in group.fields.items():
                    sheet.fields[cell_key(group.key, "", name)] = self._value(
                        input_name(group.key, None, name), field
                    )
        for group in self._tables():
            rows = self.before.rows[group.key]
            sheet.rows[group.key] = [
                Row(
                    rows[number].was if number < len(rows) else "",
                    {
                        name: self._value(input_name(group.key, number, name), field)
                        for name, field in group.fields.items()
                    },
                )
                for number in self.kept[group.key]
            ]
        return sheet

    def _value(self, name: str, field: Field) -> Any:
        """A value for the plan; for what was left empty the default, or what stands for the law."""
        value = self.cleaned_data[name]
        if value not in (None, ""):
            return value
        return field.default if field.blank is None else field.blank

    def plan(self, before: Plan) -> Plan:
        """The plan with what was filled in."""
        return plan_with(before, self.sheet(), self.subject)

    def equity(self, before: Equity) -> dict[str, dict[str, float]]:
        """What was subscribed and paid, with what was filled in."""
        return equity_with(before, self.sheet())

    # What is wrong

    def add_faults(self, plan: Plan, faults: Iterable[Fault]) -> None:
        """Puts each fault of the engine at its field; what belongs to another subject is named with that."""
        for fault in faults:
            part, row, name = parted(fault.key)
            said = fault_words(plan, fault.nl if self.language == "nl" else fault.en, part, self.language)
            place = self._place(part, row, name)
            if place:
                self.add_error(place, said)
            else:
                self.elsewhere.append(
                    Wrong(label_of(plan, fault.key, self.language), said, subject=subject_of(part))
                )

    def _place(self, part: str, row: int | None, name: str) -> str:
        if row is not None:
            numbers = self.kept.get(part, [])
            place = input_name(part, numbers[row], name or "name") if row < len(numbers) else ""
        else:
            place = input_name(part, None, name)
        return place if place in self.fields else ""

    @property
    def is_wrong(self) -> bool:
        """Whether anything is to be corrected, here or in another subject."""
        return bool(self.errors or self.elsewhere)

    def wrong(self) -> list[Wrong]:
        """All that is wrong, in the order of the page, and then what belongs elsewhere."""
        found = [
            Wrong(self._full_label(name), str(message), self[name].auto_id)
            for name in self.fields
            for message in self.errors.get(name, ())
        ]
        found += [Wrong("", str(message)) for message in self.non_field_errors()]
        return found + self.elsewhere

    def _full_label(self, name: str) -> str:
        part, number, *_rest = name.split("-")
        label = str(self.fields[name].label)
        return f"{self._row_name(part, int(number))}: {small(label)}" if part in self.numbers else label

    def _row_name(self, part: str, number: int) -> str:
        rows = self.before.rows[part]
        typed = str(self[input_name(part, number, "name")].value() or "").strip()
        return typed[:LONGEST] or (rows[number].was if number < len(rows) else _("new"))

    # What the page shows

    def blocks(self, abouts: Mapping[str, About], states: Mapping[str, str]) -> Iterator[Block]:
        """The groups of the page, with what stands beside each field."""
        for group in self.subject.groups:
            title = group.title(self.language)
            if group.is_table:
                rows = tuple(self._row(group, number, states) for number in self.numbers.get(group.key, ()))
                columns = tuple(abouts[f"{group.key}.{name}"] for name in group.names if name != "name")
                yield Block(
                    group, title, (), (), rows, columns, group.key not in self.numbers, is_rare_wrong=False
                )
                continue
            cells, rare = (
                tuple(self._cell(group, None, name, "", abouts, states) for name in names)
                for names in (group.open, group.rare)
            )
            yield Block(group, title, cells, rare, (), (), is_too_long=False, is_rare_wrong=_is_wrong(rare))

    def _cell(
        self,
        group: Group,
        number: int | None,
        name: str,
        row: str,
        abouts: Mapping[str, About],
        states: Mapping[str, str],
    ) -> Cell:
        bound, about = (
            self[input_name(group.key, number, name)],
            abouts.get(f"{group.key}.{name}" if group.key else name),
        )
        if about:
            bound.help_text = about.label  # so that the field names what stands beside it as its description
        return Cell(
            bound,
            about,
            unit_words(group.fields[name], self.language),
            states.get(cell_key(group.key, row, name), ""),
        )

    def _row(self, group: Group, number: int, states: Mapping[str, str]) -> RowOfCells:
        rows = self.before.rows[group.key]
        is_new = number >= len(rows)
        was = "" if is_new else rows[number].was
        cells, rare = (
            tuple(self._cell(group, number, name, was, {}, states if was else {}) for name in names)
            for names in (group.open, group.rare)
        )
        remove = None if is_new else self[input_name(group.key, number, _REMOVE)]
        return RowOfCells(
            self._row_name(group.key, number),
            is_new,
            cells,
            rare,
            remove,
            _is_wrong((*cells, *rare)),
            _is_wrong(rare),
        )


def _is_wrong(cells: Iterable[Cell]) -> bool:
    return any(cell.bound.errors for cell in cells)


def _form_field(field: Field, language: str, *, is_new: bool, is_used: bool) -> forms.Field:
    """The form field for a field of the plan. Left empty it means its default, where that is nought, the law, or a new row's."""
    label, can_be_empty = field.label(language), field.blank is not None or not field.default or is_new
    required = is_used and (field.required or not can_be_empty)
    if field.kind == "choice":
        empty = [("", "–")] if is_new and field.required else []
        choices = empty + [(code, code_words(code, language)) for code in field.choices]
        return forms.ChoiceField(label=label, choices=choices, required=required)
    if field.kind == "flag":
        return forms.BooleanField(label=label, required=False)
    if field.kind == "date":
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(label=label, widget=widget, required=required)
    if field.kind == "text":
        return forms.CharField(label=label, max_length=LONGEST, required=required)
    made: type[AmountField] = {"share": PercentField, "whole": WholeField}.get(field.kind, AmountField)
    most = LARGEST if field.high is None else field.high
    return made(label=label, min_value=field.low, max_value=most, required=required)
