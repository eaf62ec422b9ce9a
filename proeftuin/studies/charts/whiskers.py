"""A ranked list: a dot for each row, and how far it may lie off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from proeftuin.studies.charts.chart import Chart, Table, across, chart, empty, key_of
from proeftuin.studies.charts.draw import BRAND, INK, ROW, SOFT, WIDTH, fit, line, marker, path, text, width
from proeftuin.studies.charts.scale import Axis, Scale, axis, cell, scale, short, there
from proeftuin.studies.charts.words import word

MOST = 20
_MARK, _GAP = 14, 10


@dataclass(frozen=True, slots=True)
class Range:
    """A row: its value and between which it lies; None where that is not known."""

    name: str
    value: float | None
    low: float | None
    high: float | None


def ranges(title: str, description: str, rows: Sequence[Range], *, unit: str, language: str) -> Chart:
    """The rows in the order in which they come, numbered; the first twenty are drawn, the table has all."""
    table = _table(rows, unit, language)
    drawn = rows[:MOST]
    known = there(value for row in drawn for value in (row.low, row.value, row.high))
    if not known:
        return empty(title, description, table, language)
    loose = scale(known, 0, 1, zero=False)
    written = axis(loose, unit, language)
    edge = [max(8.0, width(written.tick(one)) / 2 + 1) for one in (loose.low, loose.high)]
    on = scale(known, edge[0], WIDTH - edge[1], zero=False)
    step = ROW + _MARK + _GAP
    body, height = across(
        on, written, [(step * row + ROW + 1, step * (row + 1) - 5) for row in range(len(drawn))]
    )
    for place, row in enumerate(drawn):
        body += _row(row, f"{place + 1}. {row.name}", on, written, step * place)
    if len(rows) > MOST:
        body.append(text(0, height + 12, word("cut", language, MOST, len(rows)), fill=SOFT))
        height += ROW
    return chart(key_of(title, description, table), title, description, table, body, height)


def _table(rows: Sequence[Range], unit: str, language: str) -> Table:
    """A row for each, with its number."""
    head = tuple(word(name, language) for name in ("row", "value", "low", "high"))
    cells = ((cell(one, unit, language) for one in (row.value, row.low, row.high)) for row in rows)
    names = (f"{place + 1}. {row.name}" for place, row in enumerate(rows))
    return Table(head, tuple((name, *rest) for name, rest in zip(names, cells, strict=True)))


def _row(row: Range, name: str, on: Scale, written: Axis, top: float) -> list[str]:
    """The name and the value, and under them the dot on its line from low to high."""
    said = short(row.value, written.unit, written.language)
    y = top + ROW + _MARK / 2 + 3
    drawn = [
        text(0, top + 16, fit(name, WIDTH - width(said, bold=True) - 14)),
        text(WIDTH, top + 16, said, anchor="end", bold=True),
    ]
    ends = [on(one) for one in there([row.low, row.high])]
    if len(ends) == 2:
        caps = "".join(line(x, y - 5, x, y + 5) for x in ends)
        drawn.append(path(line(ends[0], y, ends[1], y) + caps, stroke=INK, wide=2))
    for value in there([row.value]):
        drawn.append(path(marker(0, on(value), y, 5.5), stroke="#fff", wide=1.5, fill=BRAND))
    return drawn
