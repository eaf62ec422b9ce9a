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
from proeftuin.studies.portfolio.columns import columns_in, looks_like_a_head
from proeftuin.studies.portfolio.tables import ROWS, NoList, Record, Table, too_large, too_long

_MOST_PROPERTIES = 300  # that are looked at
_OBJECTS = 10  # by feature, of what GeoJSON puts between braces
_CORNERS = 1_000_000  # and between brackets
_LONGEST = 200  # letters of a text that are looked at
_LARGEST = 5_000_000  # bytes of a row of a GeoPackage
_READ = 100_000_000  # bytes that are read out of one
_STEPS = 200_000  # of SQLite between two looks at how long it takes
_LOOKS = 500
_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}
_ASKING = (sqlite3.SQLITE_PRAGMA, "table_xinfo")  # which columns there are
_CALCULATED = 2  # a column that is made up anew each time that it is read
_ENVELOPES = (0, 32, 48, 48, 64)  # bytes, by the code in the header of a geometry


def geojson_table(content: bytes) -> Table:
    """The features of a GeoJSON, with their properties for cells."""
    if content.count(b"{") > _OBJECTS * ROWS:
        raise too_long()
    if content.count(b"[") > _CORNERS:
        raise NoList(_("The outlines in this file have too many corners. Make them simpler and retry."))
    try:
        thing = json.loads(content.decode("utf-8-sig"))
        features = thing["features"] if thing["type"] == "FeatureCollection" else [thing]
        if len(features) > ROWS:
            raise too_long()
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
                heads = _heads(database, name)
                if looks_like_a_head(heads):
                    return _features(database, name, heads, geometry)
    except sqlite3.Error as error:
        raise NoList(_("This GeoPackage cannot be read. Export the list again and retry.")) from error
    raise NoList(
        _("No table of this GeoPackage names its sites. Give one of its columns the name “Name” and retry.")
    )


def _guard(database: sqlite3.Connection) -> None:
    """A hostile file may hold views, triggers and virtual tables that work for ever: only plain reading is let through."""
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST)
    looks = iter(range(_LOOKS))
    database.set_progress_handler(lambda: next(looks, None) is None, _STEPS)
    database.set_authorizer(
        lambda action, *about: (
            sqlite3.SQLITE_OK if action in _READING or (action, about[0]) == _ASKING else sqlite3.SQLITE_DENY
        )
    )


def _tables(database: sqlite3.Connection) -> Iterator[tuple[str, str | None]]:
    """The plain tables with contents, and the column of each that holds its outlines."""
    made = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' LIMIT 1000")
    real = {name for name, sql in made if str(sql).upper().startswith("CREATE TABLE") and _is_short(name)}
    shapes: dict[str, str] = {}
    if "gpkg_geometry_columns" in real:
        columns = database.execute("SELECT table_name, column_name FROM gpkg_geometry_columns LIMIT 1000")
        shapes = {table: column for table, column in columns if table in real and _is_short(column)}
    for (name,) in database.execute("SELECT table_name FROM gpkg_contents LIMIT 1000"):
        if name in real:
            yield name, shapes.get(name)


def _is_short(name: Any) -> bool:
    return isinstance(name, str) and len(name) <= _LONGEST


def _quoted(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))


def _heads(database: sqlite3.Connection, name: str) -> list[str]:
    """The columns that stand in the file: one that is calculated may grow without end."""
    columns = database.execute(f"PRAGMA table_xinfo({_quoted(name)})")
    return [column[1] for column in columns if column[-1] != _CALCULATED]


def _features(database: sqlite3.Connection, name: str, heads: Sequence[str], geometry: str | None) -> Table:
    """The rows, of which only the outline and the columns that have a meaning are read."""
    known = [heads[at] for places in columns_in(heads).values() for at in places[:2] if heads[at] != geometry]
    shape = _quoted(geometry) if geometry and geometry in heads else "NULL"
    wanted = ", ".join([shape, *map(_quoted, known)])
    table = Table([*known, *(head for head in heads if head not in (*known, geometry))])
    read = 0
    rows = database.execute(f"SELECT {wanted} FROM {_quoted(name)} LIMIT {ROWS + 1}")  # noqa: S608
    for number, (outline, *cells) in enumerate(rows, 1):
        read += sum(len(cell) for cell in (outline, *cells) if isinstance(cell, str | bytes))
        if read > _READ:
            raise too_large()
        area, is_bad = _outline(_from_geopackage, outline)
        table.add(Record(number, [_cut(cell) for cell in cells], area, is_bad_outline=is_bad))
    return table


def _cut(cell: Any) -> Any:
    """A cell of a GeoPackage as far as it is looked at."""
    return None if isinstance(cell, bytes) else cell[:_LONGEST] if isinstance(cell, str) else cell


def _from_geopackage(blob: Any) -> Any:
    """The shape in a geometry of a GeoPackage: a header of its own, then WKB."""
    import shapely

    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < 8:
        raise ValueError
    envelope = blob[3] >> 1 & 0b111
    if envelope >= len(_ENVELOPES):
        raise ValueError
    return shapely.from_wkb(blob[8 + _ENVELOPES[envelope] :])
