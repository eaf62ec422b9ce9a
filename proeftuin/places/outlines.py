"""The outline of a site as GeoJSON: read, checked, brought to WGS84 and measured."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from proeftuin.places.coordinates import OutsideBelgium, System, convert, in_belgium, system_of

TEXT_LIMIT = 300_000
CORNER_LIMIT = 5_000
AREA_LIMIT_M2 = 5_000_000
DEPTH_LIMIT = 4


@dataclass(frozen=True, slots=True)
class Outline:
    """One or more areas in WGS84 as a GeoJSON MultiPolygon or Polygon, its area, and how it was given."""

    geometry: dict[str, Any]
    system: System
    area_m2: int
    given: str


def _refused(message: str) -> ValidationError:
    return ValidationError(message, code="outline")


def _polygons(thing: Any, depth: int = 0) -> list[Any]:
    """The polygons in a GeoJSON object: geometry, feature or collection."""
    if not isinstance(thing, dict) or depth > DEPTH_LIMIT:
        raise _refused(_("This is not GeoJSON with an outline."))
    kind = thing.get("type")
    if kind == "Polygon":
        return [thing.get("coordinates")]
    if kind == "MultiPolygon" and isinstance(thing.get("coordinates"), list):
        return list(thing["coordinates"])
    if kind == "Feature":
        return _polygons(thing.get("geometry"), depth + 1)
    inner = thing.get(
        {"FeatureCollection": "features", "GeometryCollection": "geometries"}.get(str(kind), "")
    )
    if isinstance(inner, list):
        return [polygon for part in inner for polygon in _polygons(part, depth + 1)]
    raise _refused(_("We can only read outlines: a Polygon or MultiPolygon in GeoJSON."))


def _corners(polygons: list[Any]) -> list[list[list[tuple[float, float]]]]:
    """The rings of each polygon as pairs of numbers; anything else is refused."""
    try:
        rings = [[[(float(c[0]), float(c[1])) for c in ring] for ring in polygon] for polygon in polygons]
    except (TypeError, ValueError, IndexError, KeyError, OverflowError) as error:
        raise _refused(_("The coordinates in this GeoJSON are not complete.")) from error
    count = sum(len(ring) for polygon in rings for ring in polygon)
    if not rings or not all(polygon and all(len(ring) >= 4 for ring in polygon) for polygon in rings):
        raise _refused(_("This outline has too few corners: it needs at least three."))
    if count > CORNER_LIMIT:
        raise _refused(
            _(
                "This outline has too many corners (%(count)s). At most %(limit)s are allowed: simplify it first."
            )
            % {"count": count, "limit": CORNER_LIMIT}
        )
    return rings


def parse(text: str) -> Outline:
    """The outline in a GeoJSON text, in any of the three systems; outside Belgium it is refused."""
    if len(text) > TEXT_LIMIT:
        raise _refused(_("This outline is too long. Simplify it first."))
    try:
        thing = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _refused(
            _("This is not GeoJSON. Copy the whole text, from the first { to the last }.")
        ) from error
    rings = _corners(_polygons(thing))
    system = system_of(*rings[0][0][0])
    world = _to_world(rings, system)
    return Outline(geometry=world, system=system, area_m2=_measured(world), given=text.strip())


def _to_world(rings: list[list[list[tuple[float, float]]]], system: System) -> dict[str, Any]:
    """The rings as a GeoJSON geometry in WGS84, each corner in Belgium and in the same system."""
    polygons = [[[_corner(corner, system) for corner in ring] for ring in polygon] for polygon in rings]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _corner(corner: tuple[float, float], system: System) -> list[float]:
    if system_of(*corner) != system:
        raise OutsideBelgium
    longitude, latitude = convert(*corner, source=system, target=System.WGS84)
    if not in_belgium(longitude, latitude):
        raise OutsideBelgium
    return [round(longitude, 7), round(latitude, 7)]


def _measured(geometry: dict[str, Any]) -> int:
    """The area in square metres, on the map of Belgium; an outline that crosses itself is refused."""
    import shapely

    try:
        shape = shapely.from_geojson(json.dumps(geometry))
    except shapely.errors.GEOSException as error:
        raise _refused(_("The first and the last corner of an outline must be the same.")) from error
    if not shape.is_valid or shape.is_empty:
        raise _refused(_("This outline crosses itself. Draw it again, or correct it in your map program."))
    metres = shapely.transform(shape, _in_metres)
    area = round(float(metres.area))
    if not 1 <= area <= AREA_LIMIT_M2:
        raise _refused(_("The area of this outline cannot be right (%(area)s m²).") % {"area": area})
    return area


def _in_metres(corners: Any) -> Any:
    """WGS84 corners on the map of Belgium, where a unit is a metre."""
    import numpy

    return numpy.array(
        [convert(x, y, source=System.WGS84, target=System.LAMBERT_2008) for x, y in corners.tolist()]
    )
