"""Positions in Belgium: Lambert 72, Lambert 2008 and WGS84, told apart by the range of their numbers.

Without the grid of the national geographic institute a conversion is right to about 20 cm: to find a place, not to
survey it.
"""

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ACCURACY_M = 0.2
_OUTLINE = Path(__file__).parent / "data" / "belgium.json"


class System(TextChoices):
    """A system of coordinates with its EPSG code."""

    WGS84 = "4326", "WGS84"
    LAMBERT_72 = "31370", "Lambert 72"
    LAMBERT_2008 = "3812", "Lambert 2008"
    NONE = "", gettext_lazy("not given")


# The box around Belgium in each system: lowest and highest first, lowest and highest second number.
_BOXES = {
    System.WGS84: (2.5, 6.45, 49.45, 51.55),
    System.LAMBERT_72: (17_000.0, 297_000.0, 19_000.0, 246_500.0),
    System.LAMBERT_2008: (516_000.0, 797_000.0, 518_500.0, 746_500.0),
}


@dataclass(frozen=True, slots=True)
class Position:
    """A place in WGS84, with the system and the numbers in which it was given."""

    longitude: float
    latitude: float
    system: System
    first: float
    second: float

    @property
    def given(self) -> str:
        """The numbers as they were given, to be read again by `parse`."""
        decimals = 6 if self.system == System.WGS84 else 3
        return ", ".join(
            f"{number:.{decimals}f}".rstrip("0").rstrip(".") for number in (self.first, self.second)
        )


class OutsideBelgium(ValidationError):
    """Coordinates that lie nowhere in Belgium in any system we know."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This place is not in Belgium. Type a place like 51,0464 3,7187 (WGS84) or 104412 193117 (Lambert 72 or 2008)."
            ),
            code="outside_belgium",
        )


@lru_cache(maxsize=8)
def _transformer(source: str, target: str) -> Any:
    """A conversion; making one takes 29 ms and it may be shared between threads."""
    from pyproj import Transformer

    return Transformer.from_crs(f"EPSG:{source}", f"EPSG:{target}", always_xy=True)


@lru_cache(maxsize=1)
def _belgium() -> Any:
    """The outline of Belgium with a margin of about two kilometres, ready to be asked."""
    import shapely

    outline = shapely.from_geojson(_OUTLINE.read_text(encoding="utf-8"))
    shapely.prepare(outline)
    return outline


def in_belgium(longitude: float, latitude: float) -> bool:
    """Whether a WGS84 position lies in Belgium, within about two kilometres of its border."""
    import shapely

    return bool(shapely.intersects_xy(_belgium(), longitude, latitude))


def in_box(longitude: float, latitude: float) -> bool:
    """Whether a WGS84 position lies in the box around Belgium."""
    left, right, bottom, top = _BOXES[System.WGS84]
    return left <= longitude <= right and bottom <= latitude <= top


def system_of(first: float, second: float) -> System:
    """The system in whose box around Belgium two numbers (x and y, or longitude and latitude) lie."""
    for system, (left, right, bottom, top) in _BOXES.items():
        if left <= first <= right and bottom <= second <= top:
            return system
    raise OutsideBelgium


def convert(first: float, second: float, *, source: System, target: System) -> tuple[float, float]:
    """Two numbers of one system in another; always x before y and longitude before latitude."""
    if source == target:
        return first, second
    x, y = _transformer(source.value, target.value).transform(first, second)
    return float(x), float(y)


def locate(first: float, second: float) -> Position:
    """The position of two numbers in any of the three systems; latitude and longitude in either order."""
    if not (math.isfinite(first) and math.isfinite(second)):
        raise OutsideBelgium
    try:
        system = system_of(first, second)
    except OutsideBelgium:
        first, second = second, first
        system = system_of(first, second)
        if system != System.WGS84:
            raise OutsideBelgium from None
    longitude, latitude = convert(first, second, source=system, target=System.WGS84)
    if not in_belgium(longitude, latitude):
        raise OutsideBelgium
    return Position(longitude, latitude, system, first, second)


def parse(text: str) -> Position:
    """The position in a text as people copy it from a map: 51.0464, 3.7187 · 104412,34 193117,35 · X: 104412 Y: 193117."""
    numbers = _two_numbers(re.sub(r"(?i)lambert *(72|2008)|wgs *84|[a-z°:=]", " ", text).strip(" ,;\n\t"))
    if numbers is None:
        raise ValidationError(
            _("Type two numbers with a space between them, for example 51,0464 3,7187."), code="coordinates"
        )
    return locate(*numbers)


def _two_numbers(text: str) -> tuple[float, float] | None:
    """Two numbers out of a text, where a comma may separate them or stand before decimals."""
    parts = [part.strip(" ,") for part in re.split(r"[;\s]+|,\s+", text) if part.strip(" ,")]
    if len(parts) == 1:
        pieces = parts[0].split(",")
        if len(pieces) == 4:
            pieces = [f"{pieces[0]}.{pieces[1]}", f"{pieces[2]}.{pieces[3]}"]
        parts = pieces
    if len(parts) != 2 or any(
        not re.fullmatch(r"-?\d{1,7}([.,]\d{1,20})?", part, re.ASCII) for part in parts
    ):
        return None
    first, second = (float(part.replace(",", ".")) for part in parts)
    return first, second


def geojson(position: Position) -> dict[str, Any]:
    """The position as a GeoJSON point with seven decimals (about a centimetre)."""
    return {"type": "Point", "coordinates": [round(position.longitude, 7), round(position.latitude, 7)]}
