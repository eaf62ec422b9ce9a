"""From a plan to a TOML file, with comments when asked: it reads back to an equal plan."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from feasibility import fields
from feasibility.fields import Field, fields_of, path
from feasibility.formula import Model
from feasibility.plan import Plan


def write_plan(plan: Plan, *, comments: bool = False, language: str = "nl") -> str:
    """The plan as TOML text that reads back to an equal plan; with `comments`, each key with its name, unit and limits."""
    from feasibility.model import model

    writer = _Writer(model(), comments, language)
    writer.table(plan, "", "")
    return "\n".join(writer.out).strip() + "\n"


@dataclass
class _Writer:
    model: Model
    comments: bool
    language: str
    out: list[str] = field(default_factory=list)

    def table(self, value: Any, header: str, key: str) -> None:
        if header:
            self.out += ["", header]
        nested = []
        for one in fields_of(value.__class__):
            held = getattr(value, one.name)
            if one.kind in {"section", "table", "numbers"}:
                nested.append((one, held))
            elif one.blank is None or held != one.blank:
                self.line(one, self.unit(one, value), held)
        for one, held in nested:
            name = path(key, one.name)
            if one.kind == "section":
                self.table(held, f"[{name}]", name)
            elif one.kind == "table":
                for row in held:
                    self.table(row, f"[[{name}]]", name)
            elif held:
                self.out += ["", f"[{name}]"]
                self.numbers(held)

    def numbers(self, held: Mapping[str, float]) -> None:
        needs = fields.needs_of(self.model)
        for name, number in held.items():
            one = needs.get(name)
            self.out.append(f"{name} = {_written(one.kind if one else 'number', number)}")

    def unit(self, one: Field, row: Any) -> str:
        """The unit of a field; of a bound of an uncertain input that of the input."""
        if one.kind != "same":
            return one.unit
        known = self.model.input_by_name.get(row.input)
        return known.unit if known else ""

    def line(self, one: Field, unit: str, held: Any) -> None:
        kind = "share" if one.kind == "same" and unit.startswith("share") else one.kind
        row = f"{one.name} = {_written(kind, held)}"
        if self.comments:
            row += f"  # {comment(one, unit, self.language)}"
        self.out.append(row)


def comment(one: Field, unit: str, language: str) -> str:
    """What a key means, in what unit, and what is allowed, on one line."""
    dutch = language == "nl"
    said = one.label(language)
    if unit in fields.UNITS and one.kind != "choice":
        said += f", {fields.UNITS[unit][0 if dutch else 1]}"
    if one.choices:
        said += f" ({', '.join(one.choices)})"
    return said + (f"; {one.note(language)}" if one.note(language) else "")


def _written(kind: str, value: Any) -> str:
    if kind == "share":
        return f'"{fields.percent(value)}"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, date):
        return value.isoformat()
    return fields.plain(value)
