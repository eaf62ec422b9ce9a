"""What happens over the years: lines with their names at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from proeftuin.studies.charts.chart import Chart, Table, chart, empty, key_of, named
from proeftuin.studies.charts.draw import (  # fmt: skip
    COLOURS,
    DASHES,
    INK,
    LINE,
    PAPER,
    ROW,
    SOFT,
    STRONG,
    WIDTH,
    apart,
    at,
    fit,
    flags,
    line,
    marker,
    path,
    text,
    width,
    within,
    wrap,
)
from proeftuin.studies.charts.scale import Axis, Scale, axis, cell, scale, there
from proeftuin.studies.charts.words import word

_NAME, _HEIGHT = 126, 210  # room for a name at the end of its line, and for the lines


@dataclass(frozen=True, slots=True)
class Series:
    """A line: a value at each label, None where there is none."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the lines are drawn."""

    left: float
    right: float
    labels: Sequence[str]
    up: Scale

    def x(self, place: int) -> float:
        if len(self.labels) == 1:
            return (self.left + self.right) / 2
        return self.left + (self.right - self.left) * place / (len(self.labels) - 1)

    def points(self, series: Series) -> list[tuple[float, float] | None]:
        return [
            (self.x(place), self.up(value)) if value is not None and there([value]) else None
            for place, value in enumerate(series.values)
        ]


def lines(title: str, description: str, labels: Sequence[str], series: Sequence[Series], *, unit: str, language: str,
          marks: Sequence[tuple[str, str]] = (), across: str = "") -> Chart:  # fmt: skip
    """Values over the years (or over what `across` names). `marks`: (name, label) of years that are pointed out."""
    series = [Series(one.name, one.values[: len(labels)]) for one in series]
    table = _table(labels, series, unit, language, marks, across)
    drawn = [one for one in series if there(one.values)]
    if not drawn:
        return empty(title, description, table, language)
    names = [wrap(one.name, _NAME) for one in drawn]
    values = [value for one in drawn for value in there(one.values)]
    high = max(_HEIGHT, ROW * sum(len(rows) for rows in names) + 4 * len(names))
    written = axis(scale(values, 0, 1), unit, language)
    left = max(width(written.tick(one)) for one in scale(values, 0, 1).ticks) + 8
    right = WIDTH - max(width(row) for rows in names for row in rows) - 12
    flat = _Frame(left, right, labels, scale(values, 0, 1))
    pointed = [(flat.x(labels.index(label)), name) for name, label in marks if label in labels]
    flagged, top = flags(pointed, ROW + 10 if written.caption else 8)
    bottom = top + high
    frame = _Frame(left, right, labels, scale(values, bottom, top))
    body = [*_grid(frame, written), flagged]
    body += [path(line(x, top, x, bottom), stroke=INK, dash="1 3", wide=1.5) for x, _ in pointed]
    body += [part for place, one in enumerate(drawn) for part in _line(frame, one, place, len(drawn))]
    body += _names(frame, drawn, names)
    if across:
        body.append(text(right, bottom + 39, fit(across, right), anchor="end", fill=SOFT))
    return chart(key_of(title, description, table), title, description, table, body, bottom + (45 if across else 27))  # fmt: skip


def _table(labels: Sequence[str], series: Sequence[Series], unit: str, language: str, marks: Sequence[tuple[str, str]], across: str) -> Table:  # fmt: skip
    """A row a label, with what is pointed out there."""
    rows = []
    for place, label in enumerate(labels):
        noted = ", ".join(name for name, where in marks if where == label)
        values = [one.values[place] if place < len(one.values) else None for one in series]
        rows.append((f"{label} ({noted})" if noted else label, *(cell(one, unit, language) for one in values)))  # fmt: skip
    return Table((across or word("year", language), *(one.name for one in series)), tuple(rows))


def _grid(frame: _Frame, written: Axis) -> list[str]:
    """Lines at round values, with nought stronger, and the labels that have room."""
    up, ticks = frame.up, frame.up.ticks
    drawn = [path("".join(line(frame.left, up(one), frame.right, up(one)) for one in ticks), stroke=LINE)]
    if up.low <= 0 <= up.high:
        drawn.append(path(line(frame.left, up(0), frame.right, up(0)), wide=1.5))
    drawn += [text(frame.left - 6, up(one) + 5, written.tick(one), anchor="end", fill=SOFT) for one in ticks]
    if written.caption:
        drawn.append(text(0, 14, written.caption, fill=SOFT))
    wide = max(width(label) for label in frame.labels) + 10
    room = max(1, int((frame.right - frame.left) // wide))
    every = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if len(frame.labels) <= step * room)
    for place in range(0, len(frame.labels), every):
        x = within(frame.x(place), frame.labels[place])
        drawn.append(path(line(frame.x(place), up.start, frame.x(place), up.start + 4), stroke=STRONG))
        drawn.append(text(x, up.start + 21, frame.labels[place], anchor="middle", fill=SOFT))
    return drawn


def _line(frame: _Frame, series: Series, place: int, many: int) -> list[str]:
    """The line itself, and marks on it that differ from those of others."""
    points = frame.points(series)
    d, marked = "", ""
    every = max(1, round(len(points) / 7))
    last = max(number for number, point in enumerate(points) if point)
    for number, point in enumerate(points):
        if not point:
            continue
        follows = number > 0 and points[number - 1] is not None
        alone = not follows and (number == len(points) - 1 or points[number + 1] is None)
        d += f"{'L' if follows else 'M'}{at(point[0])} {at(point[1])}"
        if alone or number == last or (number - place * every // many) % every == 0:
            marked += marker(place, *point)
    colour = COLOURS[place % len(COLOURS)]
    filled = PAPER if place % 2 else colour
    return [path(d, stroke=colour, wide=2.5, dash=DASHES[place % len(DASHES)]), path(marked, stroke=colour, wide=1.5, fill=filled)]  # fmt: skip


def _names(frame: _Frame, series: Sequence[Series], names: Sequence[list[str]]) -> list[str]:
    """The name of each line where it ends, moved apart, with a thin line to it where it had to move."""
    ends = [[point for point in frame.points(one) if point][-1] for one in series]
    wanted = [(y, ROW * len(rows) + 4.0) for (_, y), rows in zip(ends, names, strict=True)]
    drawn = []
    for (x, y), middle, rows in zip(
        ends, apart(wanted, frame.up.end - 8, frame.up.start + 8), names, strict=True
    ):
        if abs(y - middle) > 6 or x < frame.right - 1:
            drawn.append(path(line(x + 5, y, frame.right + 9, middle), stroke=STRONG))
        drawn += named(rows, frame.right + 11, middle)
    return drawn
