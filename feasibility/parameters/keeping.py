"""A set of figures that is kept beside a result, so that the result can be worked out again when the files say something else.

rows = [as_row(one) for one in assessment.parameters]   # plain values, for JSON
with keeping(rows):
    assess(plan, on=assessment.on)                      # the same law as then
"""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from feasibility.parameters.reading import Bracket, Parameter

_DAYS = ("from_", "until", "verified_on", "read_on", "first", "last")
_kept: ContextVar[Mapping[str, tuple[Parameter, ...]] | None] = ContextVar("kept", default=None)


@contextmanager
def keeping(rows: Iterable[Mapping[str, Any]]) -> Iterator[None]:
    """Inside, the figures in these rows go before those of the files; what they do not hold comes from the files."""
    found: dict[str, tuple[Parameter, ...]] = {}
    for row in rows:
        one = from_row(row)
        found[one.name] = (*found.get(one.name, ()), one)
    before = _kept.set(found)
    try:
        yield
    finally:
        _kept.reset(before)


def kept(name: str) -> tuple[Parameter, ...]:
    """The periods of a figure that are kept now; none outside `keeping`."""
    return (_kept.get() or {}).get(name, ())


def as_row(one: Parameter) -> dict[str, Any]:
    """A figure as plain values."""
    row = {field.name: getattr(one, field.name) for field in dataclasses.fields(one)}
    row |= {name: row[name].isoformat() if row[name] else None for name in _DAYS}
    if isinstance(one.value, tuple):
        row["value"] = [[step.from_, step.rate] for step in one.value]
    return row | {"label": dict(one.label), "note": dict(one.note)}


def from_row(row: Mapping[str, Any]) -> Parameter:
    """The figure in a row of `as_row`."""
    days = {name: date.fromisoformat(row[name]) if row[name] else None for name in _DAYS}
    value = row["value"]
    if isinstance(value, list):
        value = tuple(Bracket(*step) for step in value)
    return Parameter(**{**row, **days, "value": value})
