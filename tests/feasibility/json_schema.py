"""A small reader of JSON Schema, for the words that our schemas use: no validator is among the locked packages."""

import re
from collections.abc import Iterator
from typing import Any

KNOWN = {
    "$schema", "$defs", "$ref", "title", "description", "default", "format", "unit", "low", "high", "type", "const", "enum", "pattern", "minLength",
    "maxLength", "minimum", "maximum", "anyOf", "items", "minItems", "maxItems", "properties", "required", "additionalProperties",
}  # fmt: skip


def wrong(
    value: Any, schema: dict[str, Any], root: dict[str, Any] | None = None, where: str = ""
) -> Iterator[str]:
    """Where a value does not fit the schema."""
    root = schema if root is None else root
    if strange := schema.keys() - KNOWN:
        raise ValueError(f"this reader does not know {strange}")
    if "$ref" in schema:
        yield from wrong(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, where)
    if "anyOf" in schema and all(list(wrong(value, one, root, where)) for one in schema["anyOf"]):
        yield f"{where}: fits none"
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(_is(value, one) for one in types):
        yield f"{where}: is no {types}"
        return
    if value != schema.get("const", value) or value not in schema.get("enum", [value]):
        yield f"{where}: is another value"
    if isinstance(value, str):
        yield from _text(value, schema, where)
    elif isinstance(value, list):
        yield from _list(value, schema, root, where)
    elif isinstance(value, dict):
        yield from _object(value, schema, root, where)
    elif _is(value, "number") and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{where}: out of range"


def _is(value: Any, name: str) -> bool:
    if name == "integer":
        return not isinstance(value, bool) and isinstance(value, int | float) and value == int(value)
    if name == "number":
        return not isinstance(value, bool) and isinstance(value, int | float)
    kinds = {"string": str, "boolean": bool, "array": list, "object": dict, "null": type(None)}
    return isinstance(value, kinds[name])


def _text(value: str, schema: dict[str, Any], where: str) -> Iterator[str]:
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        yield f"{where}: length"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{where}: pattern"


def _list(value: list[Any], schema: dict[str, Any], root: dict[str, Any], where: str) -> Iterator[str]:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        yield f"{where}: number of items"
    for number, one in enumerate(value):
        yield from wrong(one, schema.get("items", {}), root, f"{where}[{number}]")


def _object(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], where: str) -> Iterator[str]:
    properties = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{where}.{name}: is missing"
    for name, one in value.items():
        rest = schema.get("additionalProperties", True)
        if name in properties:
            yield from wrong(one, properties[name], root, f"{where}.{name}")
        elif rest is False:
            yield f"{where}.{name}: is no property"
        elif isinstance(rest, dict):
            yield from wrong(one, rest, root, f"{where}.{name}")
