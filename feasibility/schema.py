"""JSON Schema (2020-12) of a plan as a file holds it, and of the result of an assessment; both made from what the engine itself goes by."""

from __future__ import annotations

from typing import Any

from feasibility import fields
from feasibility.fields import LARGEST, LONGEST, MOST, Field, fields_of
from feasibility.formula import Line, Model
from feasibility.model import model as whole_model
from feasibility.plan import Plan

DRAFT = "https://json-schema.org/draft/2020-12/schema"
PERCENT = r"^\s*[+-]?[0-9]{1,12}([.,][0-9]{1,400})?\s*%\s*$"
DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
Schema = dict[str, Any]


def plan_schema(language: str = "en", *, model: Model | None = None) -> Schema:
    """The schema of a plan file, its titles in a language (nl or en). Beside the standard words: `unit`, and `low` and `high` of a percentage, as fractions."""
    writer = _Writer(language, model or whole_model())
    top = writer.table(Plan)
    return {"$schema": DRAFT, "title": "Plan", **top, "$defs": dict(sorted(writer.defs.items()))}


class _Writer:
    def __init__(self, language: str, model: Model) -> None:
        self.language, self.model = language, model
        self.defs: dict[str, Schema] = {}

    def table(self, cls: type) -> Schema:
        known = fields_of(cls)
        return {
            "type": "object",
            **({"description": (cls.__doc__ or "").strip()} if self.language == "en" else {}),
            "properties": {one.name: self.field(one) for one in known},
            "required": [one.name for one in known if one.required],
            "additionalProperties": False,
        }

    def field(self, one: Field) -> Schema:
        if one.kind in {"section", "table"}:
            assert one.of is not None
            name = one.of.__name__
            if name not in self.defs:
                self.defs[name] = {}
                self.defs[name] = self.table(one.of)
            ref = {"$ref": f"#/$defs/{name}"}
            least = {"minItems": 1} if one.required else {}
            return (
                ref if one.kind == "section" else {"type": "array", "items": ref, "maxItems": MOST, **least}
            )
        if one.kind == "numbers":
            return self.numbers()
        return {**self.words(one), **_value(one)}

    def numbers(self) -> Schema:
        needs = fields.needs_of(self.model)
        return {
            "type": "object",
            "properties": {name: self.field(need) for name, need in needs.items()},
            "required": list(needs),
            "additionalProperties": False,
        }

    def words(self, one: Field) -> Schema:
        said = {"title": one.label(self.language), "description": one.note(self.language), "unit": one.unit}
        return {key: value for key, value in said.items() if value and value not in {"choice", "text", "date", "same"}}  # fmt: skip


def _value(one: Field) -> Schema:
    """What one field takes."""
    share: Schema = {"type": "string", "pattern": PERCENT}
    number: Schema = {"type": "number", **_range(one)}
    kinds: dict[str, Schema] = {
        "text": {"type": "string", "minLength": 1, "maxLength": LONGEST},
        "choice": {"enum": list(one.choices)},
        "flag": {"type": "boolean"},
        "whole": {"type": "integer", **_range(one)},
        "number": number,
        "share": {**share, "low": one.low, "high": one.high},
        "same": {"anyOf": [number, share]},
        "date": {"type": "string", "format": "date", "pattern": DAY},
    }
    default: Schema = {}
    if one.default is not None and one.blank is None:
        default = {"default": fields.percent(one.default) if one.kind == "share" else one.default}
    return {**kinds[one.kind], **default}


def _range(one: Field) -> Schema:
    low = -LARGEST if one.low is None else one.low
    high = LARGEST if one.high is None else one.high
    if one.kind == "whole":
        return {"minimum": int(low), "maximum": int(high)}
    return {"minimum": low, "maximum": high}


def result_schema(language: str = "en", *, model: Model | None = None) -> Schema:
    """The schema of what `assess --json` gives."""
    used = model or whole_model()
    lines = {line.name: _line(line, language) for line in used.lines if line.clock != "figure"}
    figures = {line.name: _figure(line, language) for line in used.of("figure")}
    text: Schema = {"type": "string"}
    top: Schema = {
        "plan": text,
        "engine": text,
        "on": {"type": "string", "format": "date", "pattern": DAY},
        "years": {"type": "integer"},
        "elements": {"type": "object", "additionalProperties": {"type": "array", "items": text}},
        "lines": _object(lines),
        "figures": _object(figures),
        "rates": _object({"project": _list(_number()), "shares": _list(_list(_number()))}),
        "parameters": _list({"$ref": "#/$defs/parameter"}),
        "warnings": _list(_object({"key": text, "nl": text, "en": text})),
    }
    return {"$schema": DRAFT, "title": "Result", **_object(top), "$defs": {"parameter": _parameter()}}


def _object(properties: Schema) -> Schema:
    return {
        "type": "object", "properties": properties, "required": list(properties), "additionalProperties": False,
    }  # fmt: skip


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _number() -> Schema:
    return {"type": ["number", "null"]}


def _title(line: Line, language: str) -> Schema:
    return {"title": line.nl if language == "nl" else line.en}


def _line(line: Line, language: str) -> Schema:
    values = _number() if line.clock == "once" else _list(_number())
    shape = {
        "unit": {"const": line.unit},
        "clock": {"const": line.clock},
        "per": {"const": line.per},
        "nl": {"const": line.nl},
        "en": {"const": line.en},
    }
    return _title(line, language) | _object({**shape, "values": _list(values) if line.per else values})


def _figure(line: Line, language: str) -> Schema:
    shape = {
        "unit": {"const": line.unit},
        "per": {"const": line.per},
        "nl": {"const": line.nl},
        "en": {"const": line.en},
    }
    return _title(line, language) | _object({**shape, "value": _list(_number()) if line.per else _number()})


def _parameter() -> Schema:
    text: Schema = {"type": "string"}
    day: Schema = {"type": ["string", "null"], "pattern": DAY}
    scale = _list(_object({"from": {"type": "number"}, "rate": {"type": "number"}}))
    return _object({
        "name": text, "value": {"anyOf": [{"type": "number"}, scale]}, "unit": text, "region": text,
        "status": {"enum": ["law", "practice", "assumption", "unverified"]}, "source": text, "article": text,
        "from": day, "until": day, "verified_on": day, "read_on": day, "nl": text, "en": text,
    })  # fmt: skip
