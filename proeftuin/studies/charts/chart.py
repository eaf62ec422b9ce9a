"""A chart as pages and documents take it: the drawing, what it shows in words, and the same numbers as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2s
from math import ceil

from django.utils.html import escape
from django.utils.safestring import SafeString

from proeftuin.studies.charts.draw import (
    INK,
    LINE,
    PAPER,
    ROW,
    SIZE,
    SOFT,
    WIDTH,
    clean,
    line,
    path,
    text,
    width,
    within,
    wrap,
)
from proeftuin.studies.charts.scale import Axis, Scale
from proeftuin.studies.charts.words import word

# The reader's own font; in a PDF, where none of these is, that of the document.
_FONTS = "system-ui,'Segoe UI',Roboto,'Noto Sans','Liberation Sans',Arial,'Libertinus Serif',sans-serif"


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a chart in words; the first cell of each row names it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its text alternative (`title`, `description`) and its numbers."""

    svg: SafeString
    title: str
    description: str
    table: Table

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.table.rows


def key_of(title: str, description: str, table: Table) -> str:
    """What the ids of a drawing begin with: another for each chart, the same each time it is drawn."""
    return (
        "c" + blake2s(repr((title, description, table)).encode(errors="replace"), digest_size=5).hexdigest()
    )


def chart(key: str, title: str, description: str, table: Table, body: Iterable[str], height: float) -> Chart:
    """The chart around what was drawn."""
    high = round(height)
    svg = "".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {high}" width="{WIDTH}" height="{high}" role="img"',
        f' aria-labelledby="{key}-title {key}-desc" font-family="{_FONTS}" font-size="{SIZE}" fill="{INK}">',
        f'<title id="{key}-title">{escape(clean(title))}</title><desc id="{key}-desc">{escape(clean(description))}</desc>',
        path(f"M0 0H{WIDTH}V{high}H0z", stroke="none", fill=PAPER), *body, "</svg>",
    ])  # fmt: skip
    return Chart(SafeString(svg), title, description, table)


def empty(title: str, description: str, table: Table, language: str) -> Chart:
    """A chart without figures, which says so."""
    lines = wrap(word("none", language), WIDTH)
    body = [text(0, 20 + ROW * place, one, fill=SOFT) for place, one in enumerate(lines)]
    return chart(key_of(title, description, table), title, description, table, body, 20 + ROW * len(lines))


def across(on: Scale, axis: Axis, bands: Sequence[tuple[float, float]]) -> tuple[list[str], float]:
    """An axis from left to right: lines along each band, the numbers and the unit below; and how far down it reaches."""

    def down(value: float) -> str:
        return "".join(line(on(value), top, on(value), bottom) for top, bottom in bands)

    drawn, bottom = [path("".join(down(one) for one in on.ticks), stroke=LINE)], bands[-1][1]
    if on.low <= 0 <= on.high:
        drawn.append(path(down(0), wide=1.5))
    wide = max(width(axis.tick(one)) for one in on.ticks) + 10
    every = ceil(wide * (on.high - on.low) / (on.step * (on.end - on.start)))
    drawn += [
        text(within(on(one), axis.tick(one)), bottom + 17, axis.tick(one), anchor="middle", fill=SOFT)
        for one in on.ticks[::every]
    ]
    if axis.caption:
        drawn.append(text(WIDTH, bottom + 36, axis.caption, anchor="end", fill=SOFT))
    return drawn, bottom + (42 if axis.caption else 23)


def named(rows: Sequence[str], x: float, y: float) -> list[str]:
    """Words in rows, around a height."""
    first = y - ROW * (len(rows) - 1) / 2 + 5
    return [text(x, first + ROW * place, one, halo=True) for place, one in enumerate(rows)]
