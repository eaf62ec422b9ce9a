"""Files with sites: what is read, what is reported row by row, and what hostile files cannot do."""

import io
import json
import sqlite3
import struct
import zipfile

import pytest
import shapely
from django.utils import translation
from openpyxl import Workbook

from proeftuin.places.coordinates import System, convert
from proeftuin.studies.portfolio import maps as portfolio_maps
from proeftuin.studies.portfolio import tables as portfolio_tables
from proeftuin.studies.portfolio.columns import COLUMNS, column_of
from proeftuin.studies.portfolio.reading import Row, read_sites
from proeftuin.studies.portfolio.tables import NoList

HEAD = "naam;gemeente;woningen;grondprijs"
SQUARE = [
    [104000, 193000],
    [104100, 193000],
    [104100, 193050],
    [104000, 193050],
    [104000, 193000],
]  # 5,000 m²


def read(text: str, kind: str = "csv", encoding: str = "utf-8") -> list[Row]:
    return read_sites(text.encode(encoding), kind)


def only(cells: str, head: str = HEAD) -> Row:
    (row,) = read(f"{head}\n{cells}")
    return row


def refused(content: bytes, kind: str = "csv") -> str:
    with pytest.raises(NoList) as refusal:
        read_sites(content, kind)
    return str(refusal.value)


def world(ring=SQUARE):
    return [list(convert(x, y, source=System.LAMBERT_72, target=System.WGS84)) for x, y in ring]


def test_a_row_says_what_a_site_is():
    values = only("Oude wasserij;Aalst;24;€ 1.250.000,00").values
    assert (values.name, values.municipality, values.homes, values.land_price) == (
        "Oude wasserij",
        "Aalst",
        24,
        1_250_000,
    )


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.key)
def test_a_column_is_known_by_its_label_in_both_languages_and_by_its_short_name(column):
    for language in ("nl", "en"):
        with translation.override(language):
            assert column_of(str(column.label)) == column.key
    assert {column_of(name.upper()) for name in (column.key, *column.names)} == {column.key}


def test_columns_come_in_any_order_and_others_are_not_looked_at():
    text = "Nummer;Prijs van de grond (€);NAAM;Aantal woningen\n7;100;Plek;3"
    assert read(text)[0].values == only("Plek;;3;100").values


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_is_read_with_any_mark_in_any_encoding(mark, encoding):
    (row,) = read(f"{HEAD}\nCafé;Sint-Niklaas;5;1000".replace(";", mark), encoding=encoding)
    assert (row.values.name, row.faults) == ("Café", [])


def test_the_line_that_excel_puts_before_a_csv_is_counted_but_not_read():
    (row,) = read(f"sep=;\n{HEAD}\nPlek;;5;1000")
    assert (row.number, row.values.name) == (3, "Plek")


@pytest.mark.parametrize(
    ("given", "price"),
    [
        ("1250000", 1_250_000), ("1.250.000", 1_250_000), ("1,250,000.00", 1_250_000), ("1.250.000,00", 1_250_000),
        ("€ 1 250 000", 1_250_000), ("1.250.000,-", 1_250_000), ("1250,5", 1250.5), ("1250.5 euro", 1250.5), ("0", 0),
        ("1.250", 1250), ("1,250", 1250),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_here_write_it(given, price):
    assert only(f'Plek;;5;"{given}"').values.land_price == price


@pytest.mark.parametrize(
    ("head", "cells", "price", "area"),
    [
        ("naam;woningen;prijs per m²;oppervlakte", "P;5;300;1,5 ha", 4_500_000, 15_000),
        ("naam;woningen;prijs per m²;oppervlakte in m²", "P;5;300;2.000 m²", 600_000, 2000),
        ("naam;woningen;grondprijs;prijs per m²;oppervlakte", "P;5;100;300;10", 100, 10),
    ],
)
def test_a_price_by_the_m2_counts_when_the_whole_price_is_empty(head, cells, price, area):
    values = only(cells, head).values
    assert (values.land_price, values.land_area_m2) == (price, area)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (";A;5;100", "name is missing"),
        ("P;A;;100", "number of homes is missing"),
        ("P;A;veel;100", "number of homes is no number: “veel”"),
        ("P;A;2,5;100", "not a whole number"),
        ("P;A;0;100", "Give 1 to 5,000"),
        ("P;A;-3;100", "Give 1 to 5,000"),
        ("P;A;5;", "land price is missing"),
        ("P;A;5;duur", "land price is no number: “duur”"),
        ("P;A;5;-1", "Give 0 to 1,000,000,000"),
        ("P;A;5;1e400", "is no number"),
        (f"{'P' * 121};A;5;100", "longer than 120"),
        ("P;A;5;100;x", "more cells"),
    ],
)
def test_a_fault_says_what_was_given_and_what_to_do(cells, said):
    faults = only(cells).faults
    assert len(faults) == 1
    assert said in faults[0]["en"]
    assert faults[0]["nl"] != faults[0]["en"]


def test_every_fault_of_a_row_is_said_at_once_and_none_twice():
    assert [fault["en"].split()[1] for fault in only(";A;x;y").faults] == ["number", "land", "name"]


def test_a_row_without_a_price_is_reported_and_the_rest_goes_on():
    rows = read(f"{HEAD}\nEen;A;5;100\nTwee;A;5;\n\nDrie;A;5;100")
    assert [(row.number, len(row.faults)) for row in rows] == [(2, 0), (3, 1), (5, 0)]


def test_homes_and_floor_area_that_contradict_each_other_are_reported():
    head = "naam;woningen;vloeroppervlakte;grondprijs"
    assert "800 m²" in only("P;5;4000;1", head).faults[0]["en"]
    assert only("P;50;4000;1", head).faults == only("P;;4000;1", head).faults == []


def test_a_price_by_the_m2_without_an_area_is_reported_once():
    head = "naam;woningen;prijs per m²;oppervlakte"
    assert "needs a land area" in only("P;5;300;", head).faults[0]["en"]
    assert len(only("P;5;300;groot", head).faults) == 1


@pytest.mark.parametrize(
    ("given", "tenure"), [("Gekocht", "bought"), ("in erfpacht", "leased"), ("LEASE", "leased"), ("", "")]
)
def test_a_tenure_is_read(given, tenure):
    assert only(f"P;5;1;{given}", "naam;woningen;grondprijs;tenure").values.tenure == tenure


def test_a_tenure_that_says_nothing_is_reported():
    assert "“geleend”" in only("P;5;1;geleend", "naam;woningen;grondprijs;tenure").faults[0]["nl"]


def test_two_rows_with_the_same_name_are_two_sites():
    assert [row.number for row in read(f"{HEAD}\nP;A;5;1\nP;A;5;1")] == [2, 3]


def test_a_national_register_number_is_not_kept():
    row = only("Grond van 85.07.30-033 28;A;5;1")
    assert (row.given, row.values.name, len(row.faults)) == ({}, "", 1)


def test_what_a_database_cannot_hold_is_left_out():
    (row,) = read(
        json.dumps(
            {"type": "Feature", "properties": {"naam": "P\x00\ud800", "woningen": 5, "grondprijs": 1}}
        ),
        "json",
    )
    assert row.given["name"] == "P"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no list of sites"),
        ("zomaar wat tekst\nen nog wat", "no list of sites"),
        ("naam;gemeente\nP;A", "Number of homes, Land price in €"),
        (f"{HEAD};aantal woningen\nP;A;5;1;6", "more than once: Number of homes"),
        (HEAD, "holds no sites"),
    ],
)
def test_a_file_without_a_list_is_refused_with_what_is_missing(text, said):
    with translation.override("en"):
        assert said in refused(text.encode())


def test_a_list_that_is_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(portfolio_tables, "ROWS", 3)
    assert len(read(HEAD + "\nP;A;5;1" * 3)) == 3
    with translation.override("en"):
        assert "more than 3 rows" in refused((HEAD + "\nP;A;5;1" * 4).encode())


# --- spreadsheets


def xlsx(*rows) -> bytes:
    book, target = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


def test_a_spreadsheet_is_read_with_its_numbers_as_they_are():
    first, second = read_sites(
        xlsx(["Naam", "Woningen", "Grondprijs"], ["P", 12, 12.125], [None], ["Q", "veel", "1.000"]), "xlsx"
    )
    assert (first.values.homes, first.values.land_price, second.number, second.values.land_price) == (
        12,
        12.125,
        4,
        1000,
    )
    assert len(second.faults) == 1


def test_a_spreadsheet_that_unpacks_too_large_is_refused(monkeypatch):
    content = xlsx(["Naam", "Woningen", "Grondprijs"], ["P", 12, 1])
    assert len(read_sites(content, "xlsx")) == 1
    monkeypatch.setattr(portfolio_tables, "UNPACKED", 100)
    with translation.override("en"):
        assert "too large" in refused(content, "xlsx")


def test_a_damaged_spreadsheet_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("xl/workbook.xml", "<a>")
    with translation.override("en"):
        assert "damaged" in refused(target.getvalue(), "xlsx")
        assert "damaged" in refused(b"PK\x03\x04", "xlsx")


# --- map files


def collection(*features) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def feature(geometry=None, **properties):
    given = {"Naam": "P", "woningen": 5, "prijs per m2": 100, **properties}
    return {"type": "Feature", "geometry": geometry, "properties": given}


@pytest.mark.parametrize("ring", [SQUARE, world()], ids=["Lambert 72", "WGS84"])
def test_an_outline_gives_the_area_of_the_land(ring):
    (row,) = read_sites(collection(feature({"type": "Polygon", "coordinates": [ring]})), "geojson")
    assert row.values.land_area_m2 == pytest.approx(5000, rel=1e-3)
    assert row.values.land_price == pytest.approx(500_000, rel=1e-3)


def test_an_area_that_is_given_goes_before_the_outline():
    (row,) = read_sites(
        collection(feature({"type": "Polygon", "coordinates": [SQUARE]}, oppervlakte=40)), "geojson"
    )
    assert row.values.land_area_m2 == 40


@pytest.mark.parametrize(
    "ring",
    [
        [[104000, 193000], [104100, 193050], [104100, 193000], [104000, 193050], [104000, 193000]],
        [[0, 0], [1, 0], [1, 1], [0, 0]],
        [[104000, 193000]],
        "hier",
    ],
    ids=["crosses itself", "elsewhere", "too few corners", "no corners"],
)
def test_an_outline_that_cannot_be_right_is_reported_and_the_rest_goes_on(ring):
    bad, good = read_sites(
        collection(feature({"type": "Polygon", "coordinates": ring}, grondprijs=1), feature(grondprijs=1)),
        "geojson",
    )
    assert "outline cannot be right" in bad.faults[0]["en"]
    assert good.faults == []


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{",
        '{"type": "FeatureCollection"}',
        '{"type": "FeatureCollection", "features": [3]}',
        "[" * 100_000,
        "1" * 5000,
    ],
)
def test_what_is_no_geojson_is_refused(text):
    with translation.override("en"):
        assert "not GeoJSON" in refused(text.encode(), "geojson")


def geopackage(*statements: str, name="sites", rows=(), contents=None) -> bytes:
    database, quoted = sqlite3.connect(":memory:"), '"{}"'.format(name.replace('"', '""'))
    database.executescript(
        "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT);"
        "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER);"
        f'CREATE TABLE {quoted} (fid INTEGER PRIMARY KEY, geom BLOB, naam TEXT, woningen INTEGER, "prijs per m2" REAL);'
    )
    database.execute("INSERT INTO gpkg_contents VALUES (?, 'features')", [contents or name])
    database.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 31370)", [name])
    database.executemany(
        f'INSERT INTO {quoted} (geom, naam, woningen, "prijs per m2") VALUES (?, ?, ?, ?)', rows
    )
    for statement in statements:
        database.execute(statement)
    database.commit()
    return database.serialize()


def blob(ring=SQUARE, envelope=1) -> bytes:
    shape = shapely.Polygon(ring)
    bounds = struct.pack("<4d", *(shape.bounds[at] for at in (0, 2, 1, 3))) if envelope else b""
    return b"GP" + bytes([0, envelope << 1 | 1]) + struct.pack("<i", 31370) + bounds + shapely.to_wkb(shape)


@pytest.mark.parametrize("envelope", [0, 1])
def test_a_geopackage_is_read_with_the_area_of_its_outlines(envelope):
    (row,) = read_sites(
        geopackage(rows=[(blob(envelope=envelope), "P", 5, 100.0)], name='de "sites"'), "gpkg"
    )
    assert (row.values.name, row.values.land_area_m2, row.values.land_price) == ("P", 5000, 500_000)


def test_a_geometry_that_is_none_is_reported():
    (row,) = read_sites(geopackage(rows=[(b"GP\x00", "P", 5, 100.0)]), "gpkg")
    assert "outline" in row.faults[0]["en"]


@pytest.mark.parametrize(
    "content", [b"geen databank", b"SQLite format 3\x00" + b"\xff" * 2000, geopackage()[:5000]]
)
def test_what_is_no_geopackage_is_refused(content):
    refused(content, "gpkg")


ENDLESS = "WITH RECURSIVE n(naam, woningen) AS (SELECT 'P', 1 UNION ALL SELECT 'P', woningen + 1 FROM n) SELECT naam, woningen, max(1) AS grondprijs FROM n"


def test_a_view_that_never_ends_is_not_run():
    """Nor anything else than a plain table: the file says itself what its tables are."""
    hostile = geopackage(f"CREATE VIEW endless AS {ENDLESS}", contents="endless")
    with translation.override("en"):
        assert "No table" in refused(hostile, "gpkg")


def test_a_file_that_takes_too_long_is_given_up(monkeypatch):
    content = geopackage(rows=[(None, "P", 5, 1.0)] * 50)
    assert len(read_sites(content, "gpkg")) == 50
    monkeypatch.setattr(portfolio_maps, "_STEPS", 10)
    monkeypatch.setattr(portfolio_maps, "_LOOKS", 3)
    with translation.override("en"):
        assert "cannot be read" in refused(content, "gpkg")


@pytest.mark.parametrize(
    "statement",
    [
        ENDLESS,
        "SELECT zeroblob(900000000)",
        "ATTACH ':memory:' AS more",
        "PRAGMA writable_schema = 1",
        "DELETE FROM sites",
        "SELECT load_extension('x')",
    ],
)
def test_only_plain_reading_is_let_through(statement):
    database = sqlite3.connect(":memory:")
    database.deserialize(geopackage())
    portfolio_maps._guard(database)
    with pytest.raises(sqlite3.DatabaseError):
        database.execute(statement)


def test_without_the_guard_such_a_statement_does_run():
    """The control."""
    database = sqlite3.connect(":memory:")
    database.deserialize(geopackage(rows=[(None, "P", 5, 1.0)]))
    assert database.execute("DELETE FROM sites").rowcount == 1
