"""A small map of one site: its outline to scale, on the basemap when there is one."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from proeftuin.sites.models import Site

WIDTH, HEIGHT, MARGIN = 480, 320, 48
TILE = 256
POINT_ZOOM, LOWEST_ZOOM, HIGHEST_ZOOM = 17, 8, 19
EQUATOR_M = 40_075_016.686
BARS_M = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
BAR_LIMIT = 130

Corner = tuple[float, float]


@dataclass(frozen=True, slots=True)
class BasemapTile:
    """A square of the basemap and where it is drawn."""

    zoom: int
    column: int
    row: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the template draws; lengths are in units of the drawing."""

    path: str
    point: tuple[str, str] | None
    bar: str
    bar_m: int
    tiles: list[BasemapTile]
    credit: str


def draw(site: Site) -> Drawing | None:
    """The map of a site; nothing when neither an outline nor a basemap would give a place on it any meaning."""
    has_basemap = bool(settings.BASEMAP["url"])
    rings = list(_rings(site.outline)) if site.outline else []
    point = tuple(site.position["coordinates"]) if site.position else None
    if not rings and not (point and has_basemap):
        return None
    corners = [corner for ring in rings for corner in ring] or [(point[0], point[1])]  # type: ignore[index]
    zoom = _zoom(corners)
    left, top = _upper_left(corners, zoom)
    latitude = corners[0][1]
    bar_m, bar = _bar(latitude, zoom)
    return Drawing(
        path="".join(_path(ring, zoom, left, top) for ring in rings),
        point=_at((point[0], point[1]), zoom, left, top) if point else None,
        bar=bar,
        bar_m=bar_m,
        tiles=list(_tiles(zoom, left, top)) if has_basemap else [],
        credit=settings.BASEMAP["credit"] if has_basemap else "",
    )


def _rings(geometry: dict[str, Any]) -> Iterator[list[Corner]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        for ring in polygon:
            yield [(corner[0], corner[1]) for corner in ring]


def _pixel(corner: Corner, zoom: int) -> Corner:
    """Longitude and latitude as a point of the world map in Web Mercator, as basemaps are cut."""
    world = TILE * 2**zoom
    x = (corner[0] + 180) / 360 * world
    y = (1 - math.asinh(math.tan(math.radians(corner[1]))) / math.pi) / 2 * world
    return x, y


def _extent(corners: list[Corner], zoom: int) -> tuple[float, float, float, float]:
    pixels = [_pixel(corner, zoom) for corner in corners]
    across, down = [x for x, _ in pixels], [y for _, y in pixels]
    return min(across), max(across), min(down), max(down)


def _zoom(corners: list[Corner]) -> int:
    """The closest look in which all corners fit."""
    if len(corners) == 1:
        return POINT_ZOOM
    for zoom in range(HIGHEST_ZOOM, LOWEST_ZOOM, -1):
        left, right, top, bottom = _extent(corners, zoom)
        if right - left <= WIDTH - 2 * MARGIN and bottom - top <= HEIGHT - 2 * MARGIN:
            return zoom
    return LOWEST_ZOOM


def _upper_left(corners: list[Corner], zoom: int) -> Corner:
    left, right, top, bottom = _extent(corners, zoom)
    return (left + right - WIDTH) / 2, (top + bottom - HEIGHT) / 2


def _at(corner: Corner, zoom: int, left: float, top: float) -> tuple[str, str]:
    x, y = _pixel(corner, zoom)
    return f"{x - left:.1f}", f"{y - top:.1f}"


def _path(ring: list[Corner], zoom: int, left: float, top: float) -> str:
    return f"M{'L'.join(' '.join(_at(corner, zoom, left, top)) for corner in ring[:-1])}Z"


def _bar(latitude: float, zoom: int) -> tuple[int, str]:
    """The longest round length that fits in the bar, and its length in the drawing."""
    metres = EQUATOR_M * math.cos(math.radians(latitude)) / (TILE * 2**zoom)
    length = max((bar for bar in BARS_M if bar / metres <= BAR_LIMIT), default=BARS_M[0])
    return length, f"{length / metres:.1f}"


def _tiles(zoom: int, left: float, top: float) -> Iterator[BasemapTile]:
    for column in range(int(left // TILE), int((left + WIDTH) // TILE) + 1):
        for row in range(int(top // TILE), int((top + HEIGHT) // TILE) + 1):
            yield BasemapTile(zoom, column, row, round(column * TILE - left), round(row * TILE - top))
