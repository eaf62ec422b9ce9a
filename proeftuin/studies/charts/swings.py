"""What changes an answer most: a bar for each input, from its low to its high end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from proeftuin.studies.charts.chart import Chart, Table, across, chart, empty, key_of
from proeftuin.studies.charts.draw import (
    ROW,
    WIDTH,
    box,
    fill,
    fit,
    flags,
    legend,
    line,
    path,
    patterns,
    text,
    width,
)
from proeftuin.studies.charts.scale import Scale, axis, cell, scale, short, there
from proeftuin.studies.charts.words import word

_NAME, _BAR, _GAP, _SIDE = ROW + 2, 18, 12, 110


@dataclass(frozen=True, slots=True)
class Swing:
    """What comes out when one input is low or high (None: nothing does), and how those ends of the input are called."""

    name: str
    low: str
    high: str
    at_low: float | None
    at_high: float | None

    @property
    def length(self) -> float:
        """How far the answer moves; an end without an answer counts as endless."""
        ends = there([self.at_low, self.at_high])
        return abs(ends[1] - ends[0]) if len(ends) == 2 else inf


def tornado(title: str, description: str, bars: Sequence[Swing], middle: float | None, *, unit: str, language: str) -> Chart:  # fmt: skip
    """Bars around the answer in the middle, longest first; the low end is their upper half, the high end their lower half.

    The middle is the answer when no input moves: that from which the ends of the bars were worked out.
    """
    bars = sorted(bars, key=lambda bar: -bar.length)
    table = _table(bars, middle, unit, language)
    known = there([middle, *(end for bar in bars for end in (bar.at_low, bar.at_high))])
    if not bars or not known:
        return empty(title, description, table, language)
    centre = there([middle, (min(known) + max(known)) / 2])[0]
    key, words = key_of(title, description, table), [_words(bar, centre) for bar in bars]
    left, right = (max(24.0, *(width(one[side]) + 8 for one in words)) for side in (1, 2))
    on = _scale([*known, centre], left, WIDTH - right)
    legended, top = legend(key, [word("low", language), word("high", language)], 2)
    flagged, top = flags([(on(one), short(one, unit, language)) for one in there([middle])], top)
    tops = [top + 2 + (_NAME + _BAR + _GAP) * place for place in range(len(bars))]
    bands = [(top + _NAME - 4, top + _NAME + _BAR + 4) for top in tops]
    grid, height = across(on, axis(on, unit, language), bands)
    body = [patterns(key, (0, 1)), legended, *grid, flagged]
    for place, bar, said in zip(tops, bars, words, strict=True):
        body += _bar(key, bar, said, centre, on, place)
    body.append(path("".join(line(on(centre), high, on(centre), low) for high, low in bands), wide=2))
    return chart(key, title, description, table, body, height)


def _scale(known: Sequence[float], start: float, end: float) -> Scale:
    """The scale of the answers alone: the ends of the bars are what counts."""
    rough = scale(known, start, end, zero=False, most=6)
    low, high = min(known), max(known)
    return Scale(low, high, rough.step, start, end) if high > low and rough.step < high - low else rough


def _table(bars: Sequence[Swing], middle: float | None, unit: str, language: str) -> Table:
    rows = [
        (bar.name, bar.low, cell(bar.at_low, unit, language), bar.high, cell(bar.at_high, unit, language))
        for bar in bars
    ]
    rows.append(
        (word("middle", language), "–", cell(middle, unit, language), "–", cell(middle, unit, language))
    )
    low, high, value = (word(name, language) for name in ("low", "high", "outcome"))
    return Table((word("input", language), low, value, high, value), tuple(rows))


def _words(bar: Swing, centre: float) -> tuple[str, str, str]:
    """The name of a bar, and what stands left and right of it; an end without an answer, or two to one side, go with the name."""
    ends = [
        (value, said) for value, said in ((bar.at_low, bar.low), (bar.at_high, bar.high)) if there([value])
    ]
    beside = [(value or 0.0, fit(said, _SIDE)) for value, said in ends]
    if len(ends) == 2 and (beside[0][0] - centre) * (beside[1][0] - centre) > 0:
        return f"{bar.name} ({bar.low} / {bar.high})", "", ""
    if len(ends) == 2:
        (_, left), (_, right) = sorted(beside, key=lambda one: one[0])
        return bar.name, left, right
    without = " / ".join(f"{said}: –" for value, said in ((bar.at_low, bar.low), (bar.at_high, bar.high)) if not there([value]))  # fmt: skip
    left = "".join(said for value, said in beside if value < centre)
    right = "".join(said for value, said in beside if value >= centre)
    return f"{bar.name} ({without})", left, right


def _bar(key: str, bar: Swing, words: tuple[str, str, str], centre: float, on: Scale, top: float) -> list[str]:  # fmt: skip
    """One bar under its name, from the middle to each end that has an answer."""
    y, places, drawn = top + _NAME, [on(centre)], [text(0, top + 14, fit(words[0], WIDTH))]
    for place, value in enumerate((bar.at_low, bar.at_high)):
        for end in there([value]):
            x, wide = min(on(centre), on(end)), abs(on(end) - on(centre))
            drawn.append(path(box(x, y + _BAR / 2 * place, wide, _BAR / 2), fill=fill(key, place)))
            places.append(on(end))
    drawn.append(text(min(places) - 5, y + 14, words[1], anchor="end", halo=True))
    drawn.append(text(max(places) + 5, y + 14, words[2], halo=True))
    return drawn
