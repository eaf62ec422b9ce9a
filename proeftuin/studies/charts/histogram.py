"""How an answer spreads over many draws: a histogram, where 5, 50 and 95% lie below, and what is pointed out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

import numpy as np

from feasibility.formats import percent
from proeftuin.studies.charts.chart import Chart, Table, across, chart, empty, key_of
from proeftuin.studies.charts.draw import (  # fmt: skip
    ACCENT,
    BRAND,
    LINE,
    SOFT,
    WIDTH,
    box,
    fill,
    flags,
    line,
    marker,
    path,
    patterns,
    text,
    width,
)
from proeftuin.studies.charts.scale import Axis, Scale, axis, rounded, scale, short, there
from proeftuin.studies.charts.words import word

QUANTILES = (0.05, 0.50, 0.95)
_BINS, _HEIGHT, _TINT = 24, 170, "#9dbfb6"


@dataclass(frozen=True, slots=True)
class _Spread:
    """Draws in bins between edges, as parts of all draws; the first and last bin hold what lies beyond them too."""

    known: list[float]
    draws: int
    quantiles: list[float]
    marks: Sequence[tuple[str, float]]
    edges: list[float]
    shares: list[float]
    axis: Axis

    def gathers(self, place: int) -> bool:
        """Whether a bin holds draws from beyond its edge."""
        if place == 0 and min(self.known) < self.edges[0]:
            return True
        return place == len(self.shares) - 1 and max(self.known) > self.edges[-1]

    def said(self, value: float) -> str:
        """A value in words, the euro sign kept with its number."""
        return short(value, self.axis.unit, self.axis.language).replace("€ ", "€\u00a0")


def spread(title: str, description: str, values: Sequence[float | None], *, unit: str, language: str,
           marks: Sequence[tuple[str, float]] = ()) -> Chart:  # fmt: skip
    """A histogram of draws. `marks`: (name, value), as the plan's own value. What has no value is counted in the table."""
    known = there(values)
    if not known:
        head = (word("outcome", language), word("share", language))
        return empty(title, description, Table(head, ()), language)
    quantiles = [float(one) for one in np.quantile(known, QUANTILES)]
    marks = [(name, value) for name, value in marks if there([value])]
    edges = _edges(known, quantiles, [value for _, value in marks])
    held = np.searchsorted(edges[1:-1], known, side="right")
    shares = (np.bincount(held, minlength=len(edges) - 1) / len(values)).tolist()
    written = Axis(unit, language, max(abs(edges[0]), abs(edges[-1])), edges[1] - edges[0])
    drawn = _Spread(known, len(values), quantiles, marks, edges, shares, written)
    said = word("spread", language, *(drawn.said(one) for one in quantiles))
    if len(known) < len(values):
        said += " " + word("unanswered", language, percent(1 - len(known) / len(values), language, 1))
    return _chart(title, f"{description} {said}".strip(), Table(_head(written), tuple(_rows(drawn))), drawn)


def _edges(known: Sequence[float], quantiles: Sequence[float], marked: Sequence[float]) -> list[float]:
    """Round edges of about 24 bins, as far as twice the way from the middle to 5% and to 95%, and to what is pointed out."""
    low = min([max(min(known), 2 * quantiles[0] - quantiles[1]), *marked])
    high = max([min(max(known), 2 * quantiles[2] - quantiles[1]), *marked])
    if high - low <= 1e-6 * max(abs(low), abs(high)):
        around = max(abs(low), abs(high)) / 10 or 1.0
        low, high = low - around, high + around
    power = 10.0 ** floor(log10((high - low) / _BINS))
    step = min((by * power for by in (1, 2, 5, 10)), key=lambda one: abs((high - low) / one - _BINS))
    places = range(floor(low / step + 1e-9), ceil(high / step - 1e-9) + 1)
    return [step * place for place in places]


def _head(axis: Axis) -> tuple[str, str]:
    said = word("outcome", axis.language)
    return (f"{said} ({axis.caption})" if axis.caption else said), word("share", axis.language)


def _rows(drawn: _Spread) -> Iterator[tuple[str, str]]:
    """First what part lies under the marks, then the bins, and last the draws without a value."""
    language, edges, last = drawn.axis.language, drawn.edges, len(drawn.shares) - 1

    def below(value: float, name: str = "") -> tuple[str, str]:
        under = sum(one < value for one in drawn.known) / drawn.draws
        return word("below", language, drawn.said(value)) + name, percent(under, language, 1)

    yield from (below(value) for value in drawn.quantiles)
    yield from (below(value, f" ({name})") for name, value in drawn.marks)
    for place, part in enumerate(drawn.shares):
        said = word("between", language, drawn.axis.tick(edges[place]), drawn.axis.tick(edges[place + 1]))
        if drawn.gathers(place):
            said = word(
                "below" if place == 0 else "above", language, drawn.axis.tick(edges[min(place or 1, last)])
            )
        yield said, percent(part, language, 1)
    if len(drawn.known) < drawn.draws:
        yield word("without", language), percent(1 - len(drawn.known) / drawn.draws, language, 1)


def _chart(title: str, description: str, table: Table, drawn: _Spread) -> Chart:
    """The histogram under its marks: those of the draws dashed, those that are pointed out with a diamond."""
    tall = scale(drawn.shares, 0, 1, zero=True, most=4)
    upright = axis(tall, "share", drawn.axis.language)
    low, high = drawn.edges[0], drawn.edges[-1]
    left = max(width(upright.tick(one)) for one in tall.ticks) + 8
    on = Scale(low, high, rounded(high - low, 5), left, WIDTH - width(drawn.axis.tick(high)) / 2)
    pointed, middle = flags([(on(value), f"{name}: {drawn.said(value)}") for name, value in drawn.marks], 2)
    low_by = [(on(one), f"{part:.0%}") for one, part in zip(drawn.quantiles, QUANTILES, strict=True)]
    flagged, top = flags(low_by, middle)
    up = Scale(tall.low, tall.high, tall.step, top + _HEIGHT, top)
    grid, height = across(on, axis(on, drawn.axis.unit, drawn.axis.language), [(up.end, up.start)])
    key = key_of(title, description, table)
    body = [patterns(key, (1,)), *grid, *_upright(up, upright, on), *_columns(key, drawn, on, up)]
    body.append(
        path("".join(line(on(one), top, on(one), up.start) for one in drawn.quantiles), wide=2, dash="5 3")
    )
    for _, value in drawn.marks:
        body.append(path(line(on(value), middle, on(value), up.start), stroke=ACCENT, wide=2.5))
        body.append(path(marker(3, on(value), middle, 4), stroke=ACCENT, fill=ACCENT))
    body += [pointed, flagged]
    return chart(key, title, description, table, body, height)


def _upright(up: Scale, written: Axis, on: Scale) -> list[str]:
    """What part of the draws a height stands for."""
    lines = "".join(line(on.start, up(one), on.end, up(one)) for one in up.ticks)
    said = [text(on.start - 6, up(one) + 5, written.tick(one), anchor="end", fill=SOFT) for one in up.ticks]
    return [path(lines, stroke=LINE), *said]


def _columns(key: str, drawn: _Spread, on: Scale, up: Scale) -> list[str]:
    """The columns; one that gathers a tail is hatched."""
    surfaces = {_TINT: "", fill(key, 1): ""}
    for place, part in enumerate(drawn.shares):
        x, paint = on(drawn.edges[place]), fill(key, 1) if drawn.gathers(place) else _TINT
        if part:
            surfaces[paint] += box(x, up(part), on(drawn.edges[place + 1]) - x, up.start - up(part))
    return [path(d, stroke=BRAND, fill=paint) for paint, d in surfaces.items() if d]
