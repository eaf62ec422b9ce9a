"""From values to places: steps of 1, 2 or 5, and the numbers and words beside an axis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

from feasibility.formats import money, number, percent, plain, unit_name
from proeftuin.studies.charts.words import word

_LARGE = ((1e9, "thousand_million"), (1e6, "million"))


def there(values: Iterable[float | None]) -> list[float]:
    """The values that are numbers."""
    return [float(value) for value in values if value is not None and isfinite(value)]


def cell(value: float | None, unit: str, language: str) -> str:
    """A value in a table; a dash where there is none."""
    return plain(value, unit, language) if value is not None and isfinite(value) else "–"


def short(value: float | None, unit: str, language: str) -> str:
    """A value beside a mark: three or four digits are enough."""
    if value is None or not isfinite(value):
        return "–"
    if unit.startswith("share"):
        return percent(value, language, 1)
    size = next(((by, name) for by, name in _LARGE if abs(value) >= by), None)
    if size:
        said = number(value / size[0], language, 2 if abs(value) < 100 * size[0] else 0)
        said = f"{said} {word(size[1], language)}"
        if not unit.startswith("eur"):
            return said
        return f"€ {said}" if language == "nl" else f"-€{said[1:]}" if value < 0 else f"€{said}"
    if unit.startswith("eur") and abs(value) >= 100:
        return money(value, language, 0)
    return plain(value, unit, language)


def rounded(span: float, most: float) -> float:
    """The smallest step of 1, 2 or 5 (times a power of ten) that goes at most so many times into the span."""
    least = span / most
    power = 10.0 ** floor(log10(least))
    return next((by * power for by in (1, 2, 5) if by * power >= least * (1 - 1e-9)), 10 * power)


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` laid out from place `start` to place `end`, with a tick at each `step`."""

    low: float
    high: float
    step: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a value; one beyond the scale lies at its end."""
        part = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + part * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        """The round values on the scale."""
        first, last = ceil(self.low / self.step - 1e-6), floor(self.high / self.step + 1e-6)
        return [place * self.step for place in range(first, last + 1)]


def scale(
    values: Iterable[float], start: float, end: float, *, zero: bool | None = None, most: int = 5
) -> Scale:
    """A scale that holds the values and ends at round ones; with nought where that is asked, or else not far."""
    known = list(values) or [0.0]
    low, high = min(known), max(known)
    near = 0 < low < 0.6 * high or (low < high < 0 and 0.6 * low < high)
    flat = high - low <= 1e-6 * max(abs(low), abs(high))
    if zero or flat or (zero is None and near):
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        high = low + 1
    step = rounded(high - low, most)
    return Scale(floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step, step, start, end)


@dataclass(frozen=True, slots=True)
class Axis:
    """How the values of a scale are written: bare numbers, the unit said once."""

    unit: str
    language: str
    largest: float
    step: float

    @property
    def _size(self) -> tuple[float, str]:
        return next((one for one in _LARGE if self.largest >= one[0]), (1.0, ""))

    def tick(self, value: float) -> str:
        """A value in as many decimals as its step has."""
        by = 0.01 if self.unit.startswith("share") else self._size[0]
        step = self.step / by
        decimals = next((some for some in range(12) if abs(step - round(step, some)) < step * 1e-6), 12)
        written = number(value / by, self.language, decimals, trim=False)
        return f"{written}%" if self.unit.startswith("share") else written

    @property
    def caption(self) -> str:
        """The unit in words: € miljoen per jaar; nothing where the numbers say it themselves."""
        name = unit_name(self.unit, self.language) if self.unit else ""
        if self.unit == "share" or self.unit == "factor":
            return ""
        if self.unit.startswith("share") or not self._size[1]:
            return name
        size = word(self._size[1], self.language)
        return name.replace("€", f"€ {size}", 1) if "€" in name else f"{size} {name}"


def axis(on: Scale, unit: str, language: str) -> Axis:
    """The axis of a scale."""
    return Axis(unit, language, max(abs(on.low), abs(on.high)), on.step)
