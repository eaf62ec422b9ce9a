"""A household from a TOML file. Only the sides that stand in the file are compared."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

from feasibility.household.guards import cross_faults, field_faults
from feasibility.household.sections import SECTIONS, SIDES, Household
from feasibility.reading import Reader, tables_of

EXAMPLE = Path(__file__).parents[1] / "household-example.toml"


def read_household(text: str) -> Household:
    """The household in a TOML text. Raises PlanError with every fault."""
    return household_from(tables_of(text))


def household_from(mapping: Mapping[str, Any]) -> Household:
    """The household in tables as TOML or JSON gives them. Raises PlanError with every fault, in fields and between them."""
    form = _form()
    reader = Reader(form, None)
    read = reader.table(form, mapping, "")
    household = Household(**{one.name: getattr(read, one.name) for one in dataclasses.fields(Household)})
    more = [] if reader.bad else [*field_faults(household), *cross_faults(household)]
    reader.finish(more)
    return household


def example() -> str:
    """A commented household that is made up, as TOML."""
    return EXAMPLE.read_text(encoding="utf-8")


@cache
def _form() -> type:
    """What a file may hold: a household whose sides may be missing."""
    hints = get_type_hints(Household)
    fields: list[tuple[str, Any, Any]] = []
    for one in dataclasses.fields(Household):
        hint: Any = SECTIONS[one.name] if one.name in SECTIONS else hints[one.name]
        default = None if one.name in SIDES else one.default
        fields.append((one.name, hint, dataclasses.field(default=default, metadata=one.metadata)))
    return dataclasses.make_dataclass("Household", fields, frozen=True, kw_only=True)
