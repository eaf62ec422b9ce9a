"""One household on the public calculator: from what was typed to the engine, and the comparison that comes back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from feasibility import PlanError
from feasibility.fields import Field, fields_of
from feasibility.household import (
    Buy,
    Comparison,
    Cooperative,
    Household,
    Outlook,
    Rent,
    compare,
    example,
    read_household,
)
from feasibility.household.sections import LEFT_OUT, SECTIONS, SideName

OWN = ("rent_amount", "own_money", "income", "start")  # a household's own: no example stands in for them
SIMPLE = ("rent_amount", "rent_label", "own_money", "buy_price", "income", "years")
CAPITAL = "cooperative_own_capital"  # what the slider moves
_LEAVABLE = {"own_money"}  # where the engine says that a way cannot be started with this money
_CHOICES: Mapping[str, Mapping[str, Any]] = {
    "rent.label": {"none": _("no label")},
    "buy.convention": {"actuarial": _("actuarial"), "nominal": _("a twelfth of the yearly rate")},
}


@dataclass(frozen=True)
class Question:
    """One field of the page: a field of the engine, in the section that it belongs to."""

    section: str
    field: Field

    @property
    def name(self) -> str:
        """What the field is called on the page and behind the # of the address."""
        return f"{self.section}_{self.field.name}" if self.section else self.field.name

    @property
    def key(self) -> str:
        """What the engine calls it."""
        return f"{self.section}.{self.field.name}" if self.section else self.field.name

    @property
    def choices(self) -> tuple[str, ...]:
        """What may be chosen here; the charge of a study comes from the study, not from this field."""
        return tuple(one for one in self.field.choices if one != "path")


QUESTIONS: tuple[Question, ...] = tuple(
    Question(section, field)
    for section, cls in SECTIONS.items()
    for field in fields_of(cls)
    if field.kind not in {"section", "table", "numbers"}
)
BY_KEY: Mapping[str, Question] = {one.key: one for one in QUESTIONS}


@cache
def example_values() -> Mapping[str, Any]:
    """The values of the labelled example, by name; nothing for what a household is asked, or what the example leaves out."""
    household = read_household(example())
    return dict(_of_example(household))


def _of_example(household: Household) -> Iterator[tuple[str, Any]]:
    for one in QUESTIONS:
        value = getattr(getattr(household, one.section) if one.section else household, one.field.name)
        if one.name not in OWN and not (value == LEFT_OUT and one.field.default == LEFT_OUT):
            yield one.name, value


@dataclass(frozen=True)
class Missed:
    """A way to live that cannot be started with this own money, and why."""

    side: SideName
    nl: str
    en: str


@dataclass(frozen=True)
class Outcome:
    """The comparison, and what was left out of it."""

    comparison: Comparison
    missed: Missed | None = None


def household_of(values: Mapping[str, Any], cooperative: Cooperative | None = None) -> Household:
    """The household that was typed; a cooperative side from a study takes the place of the typed one."""
    parts = {section: _part(section, values) for section in SECTIONS}
    return Household(
        **parts[""],
        outlook=Outlook(**parts["outlook"]),
        rent=Rent(**parts["rent"]),
        buy=Buy(**parts["buy"]),
        cooperative=cooperative or Cooperative(**parts["cooperative"]),
    )


def _part(section: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a section; what was left empty takes the engine's default."""
    named = {one.field.name: values.get(one.name) for one in QUESTIONS if one.section == section}
    return {name: value for name, value in named.items() if value is not None and value != ""}


def calculate(household: Household, on: date) -> Outcome:
    """The three ways side by side; without the one that cannot be started with this own money. Raises PlanError with every other fault."""
    try:
        return Outcome(compare(household, on=on))
    except PlanError as error:
        if not {fault.key for fault in error.faults} <= _LEAVABLE:
            raise
        for side in household.sides:
            gone: dict[str, Any] = {side: None}
            try:
                comparison = compare(replace(household, **gone), on=on)
            except PlanError:
                continue
            return Outcome(comparison, Missed(side, error.faults[0].nl, error.faults[0].en))
        raise


def choice_names(question: Question, language: str) -> Mapping[str, str]:
    """What each choice of a field is called: the engine's note lists them (sale: standard rate, none: …), or they speak for themselves."""
    said = dict(part.split(": ", 1) for part in question.field.note(language).split(", ") if ": " in part)
    known = {value: str(name) for value, name in _CHOICES.get(question.key, {}).items()}
    return {value: known.get(value) or said.get(value, value) for value in question.choices}
