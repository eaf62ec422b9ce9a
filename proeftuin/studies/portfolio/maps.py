"""Lists of sites out of map files: GeoJSON and GeoPackage. A site is a feature; its outline gives the area of the land."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from proeftuin.places.coordinates import OutsideBelgium, System, system_of
from proeftuin.places.outlines import AREA_LIMIT_M2
from proeftuin.studies.portfolio.columns import looks_like_a_head
from proeftuin.studies.portfolio.tables import ROWS, NoList, Record, Table

_MOST_PROPERTIES = 300  # that are looked at
_STEPS = 200_000  # of SQLite between two looks at how long it takes
_LOOKS = 500
_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}
_ENVELOPES = (0, 32, 48, 48, 64)  # bytes, by the code in the header of a geometry


def geojson_table(content: bytes) -> Table:
    """The features of a GeoJSON, with their properties for cells."""
    try:
        thing = json.loads(content.decode("utf-8-sig"))
        features = thing["features"] if thing["type"] == "FeatureCollection" else [thing]
        properties = [dict(feature.get("properties") or {}) for feature in features]
        heads = list(dict.fromkeys(name for one in properties for name in one))[:_MOST_PROPERTIES]
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise NoList(_("This is not GeoJSON with features. Export the list again and retry.")) from error
    table = Table(heads)
    for number, (feature, one) in enumerate(zip(features, properties, strict=True), 1):
        area, is_bad = _outline(_from_geojson, feature.get("geometry"))
        record = Record(number, [one.get(head) for head in heads], area, is_bad_outline=is_bad)
        table.add(record)
    return table


def _from_geojson(geometry: Any) -> Any:
    import shapely

    return shapely.from_geojson(json.dumps(geometry))


def _outline(read: Any, given: Any) -> tuple[float | None, bool]:
    """The area of an outline in m², and whether it cannot be right; nothing for a point or when there is none."""
    import shapely

    if given is None:
        return None, False
    try:
        shape = read(given)
        if shape is None or shape.is_empty or shape.geom_type not in {"Polygon", "MultiPolygon"}:
            return None, False
        x, y = shapely.get_coordinates(shape)[0]
        area = _in_metres(shape, system_of(float(x), float(y))).area if shape.is_valid else 0.0
    except (shapely.errors.GEOSException, OutsideBelgium, ValueError, TypeError, RecursionError):
        return None, True
    return (float(area), False) if 1 <= area <= AREA_LIMIT_M2 else (None, True)


@lru_cache(maxsize=1)
def _to_map() -> Any:
    from pyproj import Transformer

    return Transformer.from_crs(f"EPSG:{System.WGS84}", f"EPSG:{System.LAMBERT_2008}", always_xy=True)


def _in_metres(shape: Any, system: System) -> Any:
    """The outline on a map of Belgium, where a unit is a metre."""
    import numpy as np
    import shapely

    if system != System.WGS84:
        return shape
    return shapely.transform(shape, lambda corners: np.column_stack(_to_map().transform(*corners.T)))


def geopackage_table(content: bytes) -> Table:
    """The first table of a GeoPackage that looks like a list of sites. It is only read, never written to or run."""
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(content)
            _guard(database)
            for name, geometry in _tables(database):
                cursor = database.execute(f"SELECT * FROM {_quoted(name)} LIMIT {ROWS + 1}")  # noqa: S608
                heads = [about[0] for about in cursor.description]
                if looks_like_a_head(heads):
                    return _features(heads, cursor, geometry)
    except sqlite3.Error as error:
        raise NoList(_("This GeoPackage cannot be read. Export the list again and retry.")) from error
    raise NoList(
        _("No table of this GeoPackage names its sites. Give one of its columns the name “Name” and retry.")
    )


def _guard(database: sqlite3.Connection) -> None:
    """A hostile file may hold views, triggers and virtual tables that work for ever: only plain reading is let through."""
    looks = iter(range(_LOOKS))
    database.set_progress_handler(lambda: next(looks, None) is None, _STEPS)
    database.set_authorizer(
        lambda action, *about: sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY
    )


def _tables(database: sqlite3.Connection) -> Iterator[tuple[str, str | None]]:
    """The plain tables with contents, and the column of each that holds its outlines."""
    made = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' LIMIT 1000")
    real = {name for name, sql in made if str(sql).upper().startswith("CREATE TABLE")}
    shapes: dict[str, str] = {}
    if "gpkg_geometry_columns" in real:
        shapes = dict(
            database.execute("SELECT table_name, column_name FROM gpkg_geometry_columns LIMIT 1000")
        )
    for (name,) in database.execute("SELECT table_name FROM gpkg_contents LIMIT 1000").fetchall():
        if name in real:
            yield name, shapes.get(name)


def _quoted(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))


def _features(heads: Sequence[str], rows: Iterator[Sequence[Any]], geometry: str | None) -> Table:
    place = heads.index(geometry) if geometry in heads else None
    table = Table([head if at != place else "" for at, head in enumerate(heads)])
    for number, row in enumerate(rows, 1):
        area, is_bad = _outline(_from_geopackage, row[place]) if place is not None else (None, False)
        cells = [None if isinstance(cell, bytes) else cell for cell in row]
        table.add(Record(number, cells, area, is_bad_outline=is_bad))
    return table


def _from_geopackage(blob: Any) -> Any:
    """The shape in a geometry of a GeoPackage: a header of its own, then WKB."""
    import shapely

    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < 8:
        raise ValueError
    envelope = blob[3] >> 1 & 0b111
    if envelope >= len(_ENVELOPES):
        raise ValueError
    return shapely.from_wkb(blob[8 + _ENVELOPES[envelope] :])
