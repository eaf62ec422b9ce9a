"""What something is built up from: a bar of parts for each, one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from proeftuin.studies.charts.chart import Chart, Table, across, chart, empty, key_of
from proeftuin.studies.charts.draw import (
    PAPER,
    ROW,
    WIDTH,
    box,
    fill,
    fit,
    legend,
    path,
    patterns,
    text,
    width,
)
from proeftuin.studies.charts.scale import Axis, Scale, axis, cell, scale, short, there
from proeftuin.studies.charts.words import word

_NAME, _BAR, _GAP = ROW + 4, 24, 14


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar; None where it has no value."""

    name: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar and its parts, in the order in which they are stacked."""

    name: str
    parts: Sequence[Part]

    @property
    def total(self) -> float:
        """The sum of the parts."""
        return sum(there(part.value for part in self.parts))


def stacked(title: str, description: str, bars: Sequence[Bar], *, unit: str, language: str) -> Chart:
    """Bars from left to right with their total; what is below nought goes to the left."""
    names = list(dict.fromkeys(part.name for bar in bars for part in bar.parts))
    table = _table(bars, names, unit, language)
    if not names:
        return empty(title, description, table, language)
    key = key_of(title, description, table)
    reach = [end for bar in bars for piece in _pieces(bar) for end in piece[1:]]
    legended, top = legend(key, names, 2)
    loose = scale(reach, 0, 1, zero=True)
    written = axis(loose, unit, language)
    edge = [width(written.tick(one)) / 2 + 1 for one in (loose.low, loose.high)]
    on = scale(reach, edge[0], WIDTH - edge[1], zero=True)
    tops = [top + 6 + (_NAME + _BAR + _GAP) * place for place in range(len(bars))]
    grid, height = across(on, written, [(top + _NAME - 3, top + _NAME + _BAR + 5) for top in tops])
    body = [patterns(key, range(len(names))), legended, *grid]
    for place, bar in zip(tops, bars, strict=True):
        body += _bar(key, bar, names, on, written, place)
    return chart(key, title, description, table, body, height)


def _table(bars: Sequence[Bar], names: Sequence[str], unit: str, language: str) -> Table:
    """A row a part and a column a bar, with the totals last."""
    rows = [(name, *(cell(_value(bar, name), unit, language) for bar in bars)) for name in names]
    total = (word("total", language), *(cell(bar.total, unit, language) for bar in bars))
    return Table((word("part", language), *(bar.name for bar in bars)), (*rows, total) if rows else ())


def _value(bar: Bar, name: str) -> float | None:
    """What a bar has under a name, None when nothing."""
    values = there(part.value for part in bar.parts if part.name == name)
    return sum(values) if values else None


def _pieces(bar: Bar) -> list[tuple[Part, float, float]]:
    """Each part with where it begins and ends: above nought to the right, below it to the left."""
    right = left = 0.0
    found = []
    for part in bar.parts:
        for value in there([part.value]):
            begin = right if value >= 0 else left
            right, left = (right + value, left) if value >= 0 else (right, left + value)
            found.append((part, begin, begin + value))
    return found


def _bar(key: str, bar: Bar, names: Sequence[str], on: Scale, written: Axis, top: float) -> list[str]:
    """One bar under its name and total; a part says its value where that fits."""
    total = short(bar.total, written.unit, written.language)
    room = WIDTH - width(total, bold=True) - 14
    drawn = [
        text(0, top + 15, fit(bar.name, room)),
        text(WIDTH, top + 15, total, anchor="end", bold=True),
    ]
    surfaces, labels = [], []
    for part, begin, end in _pieces(bar):
        x, wide = min(on(begin), on(end)), abs(on(end) - on(begin))
        surfaces.append(path(box(x, top + _NAME, wide, _BAR), fill=fill(key, names.index(part.name))))
        said = short(part.value, written.unit, written.language)
        if (plate := width(said) + 6) + 6 <= wide:
            middle, y = x + wide / 2, top + _NAME + _BAR / 2
            labels.append(path(box(middle - plate / 2, y - 8, plate, 16), stroke="none", fill=PAPER))
            labels.append(text(middle, y + 5, said, anchor="middle"))
    return list(chain(drawn, surfaces, labels))
