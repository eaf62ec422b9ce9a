"""Small files that would take gigabytes: each is refused or cut, and a control shows that nothing else stops it."""

import io
import re
import sqlite3
import struct
import zipfile
import zlib
from datetime import UTC, datetime

import pytest
from django.utils import translation
from openpyxl import Workbook

from feasibility import PlanError
from proeftuin.studies import reading_homes
from proeftuin.studies.forms.portfolio import _label
from proeftuin.studies.models import Study, StudyVersion
from proeftuin.studies.portfolio import maps, tables
from proeftuin.studies.portfolio.reading import read_sites
from proeftuin.studies.portfolio.tables import NoList, TooMuch, check_workbook

HEAD = ["Naam", "Aantal woningen", "Grondprijs", "count", "area"]
SHEET, STYLES, WORKBOOK, TEXTS = (
    f"xl/{name}.xml" for name in ("worksheets/sheet1", "styles", "workbook", "sharedStrings")
)
TYPES, DATA_END = "[Content_Types].xml", b"</sheetData>"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def refused(content: bytes, kind: str) -> str:
    with translation.override("en"), pytest.raises(NoList) as refusal:
        read_sites(content, kind)
    return str(refusal.value)


def parts() -> dict[str, bytes]:
    book, target = Workbook(), io.BytesIO()
    book.active.append(HEAD)
    book.active.append(["Plek", 3, 1, 2, 60])
    book.save(target)
    with zipfile.ZipFile(target) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(changed: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in changed.items():
            package.writestr(name, content)
    return target.getvalue()


def with_more(name: str, before: bytes, more: bytes) -> bytes:
    found = parts()
    assert before in found[name]
    return packed(found | {name: found[name].replace(before, more + before, 1)})


def texts(more: bytes) -> bytes:
    """A workbook whose cells share texts."""
    found = parts()
    role = b'<Override PartName="/%s" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
    found[TYPES] = found[TYPES].replace(b"</Types>", role % TEXTS.encode() + b"</Types>")
    found[SHEET] = found[SHEET].replace(DATA_END, b'<row><c t="s"><v>1</v></c></row>' + DATA_END)
    return packed(found | {TEXTS: b'<sst xmlns="%s"><si><t>Hal</t></si>' % MAIN + more + b"</sst>"})


def with_doctype() -> bytes:
    found = parts()
    styles = found[STYLES].replace(b"</cellXfs>", b"&x;</cellXfs>")
    styles = re.sub(rb"^(<\?xml.*?\?>)?", rb'\1<!DOCTYPE a [<!ENTITY x "<xf/>">]>', styles, count=1)
    return packed(found | {STYLES: styles})


def with_role(part: str, old: bytes, new: bytes) -> bytes:
    found = parts()
    assert old in found[part]
    return packed(found | {part: found[part].replace(old, new, 1)})


def lying(content: bytes, name: str, claim: int = 1000) -> bytes:
    """The package, in which a part says that it is small."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        start = package.read(name)[:claim]
    at = content.rindex(name.encode()) - 46  # its entry in the list at the end
    entry = struct.pack("<I", zlib.crc32(start)), struct.pack("<I", claim)
    return content[: at + 16] + entry[0] + content[at + 20 : at + 24] + entry[1] + content[at + 28 :]


WIDE = with_more(SHEET, DATA_END, b"<row>" + b"<c/>" * 3001 + b"</row>")
MERGED = with_more(SHEET, DATA_END, b"<mergeCells>" + b'<mergeCell ref="A1:B2"/>' * 50_001 + b"</mergeCells>")
STYLED = with_more(STYLES, b"</cellXfs>", b"<xf/>" * 50_001)
TALKING = texts(b"<si>" + b"<r><t>a</t></r>" * 1501 + b"</si>")
TWICE = with_more(WORKBOOK, b"</sheets>", b'<sheet name="x" sheetId="9"/>' * 900)
AS_WORKBOOK = with_role(TYPES, b"/xl/workbook.xml", b"/xl/worksheets/sheet1.xml")
AS_CHART = with_role("xl/_rels/workbook.xml.rels", b"relationships/worksheet", b"relationships/chartsheet")


@pytest.mark.parametrize(
    "content",
    [WIDE, MERGED, STYLED, TALKING, AS_WORKBOOK, AS_CHART, with_doctype()],
    ids=["row", "outside rows", "styles", "text", "sheet as workbook", "sheet as chart", "doctype"],
)
def test_a_workbook_that_its_reader_would_take_in_as_a_whole_is_refused(content):
    assert "too large" in refused(content, "xlsx")
    with pytest.raises(PlanError, match="holds no table"):
        reading_homes.read_homes(content, "x.xlsx")


@pytest.mark.parametrize("content", [WIDE, MERGED, STYLED, TALKING], ids=["row", "outside", "styles", "text"])
def test_without_the_counter_such_a_workbook_is_read(content, monkeypatch):
    """The control."""
    monkeypatch.setattr(tables, "_IN_A_ROW", 1_000_000)
    monkeypatch.setattr(tables, "_OUTSIDE", 1_000_000)
    assert read_sites(content, "xlsx")[0].given["name"] == "Plek"


def test_more_elements_than_a_list_needs_are_refused(monkeypatch):
    content = with_more(SHEET, DATA_END, b"<row/>" * 2000)
    assert len(read_sites(content, "xlsx")) == 1
    monkeypatch.setattr(tables, "_ELEMENTS", 1000)
    assert "too large" in refused(content, "xlsx")


def test_a_part_in_letters_that_the_counter_cannot_read_is_not_let_through():
    """The reader of the styles knows more alphabets than the counter."""
    styles = parts()[STYLES].decode().partition("?>")[2] or parts()[STYLES].decode()
    content = packed(parts() | {STYLES: styles.encode("utf-32")})
    assert "damaged" in refused(content, "xlsx")


def test_a_row_or_text_after_another_is_counted_anew():
    more = b"".join(b'<row r="%d"><c t="n"><v>1</v></c></row>' % at for at in range(3, 4000))
    check_workbook(with_more(SHEET, DATA_END, more), sheet=1_000_000, unpacked=2_000_000)
    content = texts(b"<si><t>Loods</t></si>" * 4000)
    check_workbook(content, sheet=1_000_000, unpacked=2_000_000)
    assert [row.given["name"] for row in read_sites(content, "xlsx")] == ["Plek", "Loods"]


@pytest.mark.parametrize(
    ("name", "before", "allowed"),
    [
        (SHEET, DATA_END, 300_000),
        (STYLES, b"</cellXfs>", tables._PART),
        (WORKBOOK, b"</sheets>", tables._PART),
    ],
)
def test_a_part_may_be_as_large_as_such_a_part_needs(name, before, allowed):
    for length, is_bomb in ((allowed // 2, False), (allowed, True)):
        content = with_more(name, before, b" " * length)
        if is_bomb:
            with pytest.raises(TooMuch):
                check_workbook(content, sheet=300_000, unpacked=10_000_000)
        else:
            check_workbook(content, sheet=300_000, unpacked=10_000_000)


def test_a_picture_may_be_larger_but_not_all_together():
    content = packed(parts() | {"xl/media/image1.png": b"\x89PNG" + b"\0" * 3_000_000})
    check_workbook(content, sheet=300_000, unpacked=10_000_000)
    with pytest.raises(TooMuch):
        check_workbook(content, sheet=300_000, unpacked=2_000_000)


def test_a_part_that_lies_about_its_size_is_unpacked_no_further_than_is_allowed():
    content = lying(with_more(STYLES, b"</cellXfs>", b" " * 5_000_000), STYLES)
    with zipfile.ZipFile(io.BytesIO(content)) as package:  # the control: by its own word it is small
        assert package.getinfo(STYLES).file_size == 1000
    assert "too large" in refused(content, "xlsx")
    with pytest.raises(PlanError, match="holds no table"):
        reading_homes.read_homes(content, "x.xlsx")


def test_a_large_sheet_that_is_named_often_is_not_gone_through_each_time():
    check_workbook(TWICE, sheet=100_000, unpacked=1_000_000)
    often = zipfile.ZipFile(io.BytesIO(TWICE)).read(WORKBOOK)
    large = zipfile.ZipFile(io.BytesIO(with_more(SHEET, DATA_END, b" " * 90_000))).read(SHEET)
    with pytest.raises(TooMuch):
        check_workbook(packed(parts() | {WORKBOOK: often, SHEET: large}), sheet=100_000, unpacked=1_000_000)


# --- tables as text


@pytest.mark.parametrize("row", [";" * 200_001, '"\na";' * 40_000], ids=["one line", "many lines"])
def test_a_row_without_end_is_refused(row, monkeypatch):
    content = f"naam;woningen;grondprijs\nPlek;3;1\n{row}\n".encode()
    assert "longer than a list" in refused(content, "csv")
    monkeypatch.setattr(tables, "_LONGEST_ROW", 1_000_000)  # the control
    assert len(read_sites(content, "csv")) >= 1


def test_the_length_of_a_list_is_no_length_of_a_row():
    rows = "Plek;3;1\n" * 19_000 + "Plek;3;1;" + "x;" * 20_000
    assert len(read_sites(f"naam;woningen;grondprijs;;\n{rows}".encode(), "csv")) == 19_001


def test_only_the_columns_that_are_looked_at_are_kept():
    row = ";".join(["naam", "woningen", "grondprijs"] + ["x"] * 5000)
    table = tables.csv_table(f"{row}\n{row}".encode())
    assert (len(table.heads), len(table.records[0].cells)) == (tables.WIDEST, tables.WIDEST)


def test_blank_rows_do_not_go_on_for_ever(monkeypatch):
    content = b"naam;woningen;grondprijs\nPlek;3;1" + b"\n" * 100
    assert len(read_sites(content, "csv")) == 1
    monkeypatch.setattr(tables, "_LAST_ROW", 50)
    assert "more than" in refused(content, "csv")


# --- maps


@pytest.mark.parametrize(("what", "most"), [(b"{}", 10 * tables.ROWS), (b"[]", 1_000_000)])
def test_more_objects_or_corners_than_a_map_needs_are_refused_before_they_are_read(what, most, monkeypatch):
    content = b'{"type": "FeatureCollection", "features": [' + b",".join([what] * most) + b"]}"
    built = []
    monkeypatch.setattr(maps.json, "loads", lambda text: built.append(text) or {})
    assert re.search("more than 20000 rows|too many corners", refused(content, "geojson"))
    assert not built
    monkeypatch.setattr(maps, "_OBJECTS", 1000)  # the control
    monkeypatch.setattr(maps, "_CORNERS", 10_000_000)
    refused(content, "geojson")
    assert built


def test_more_features_than_a_list_may_hold_are_refused_before_their_properties_are_gathered():
    content = b'{"type": "FeatureCollection", "features": [' + b",".join([b"{}"] * (tables.ROWS + 1)) + b"]}"
    assert "more than 20000 rows" in refused(content, "geojson")


def geopackage(columns: str, *rows: tuple, more: str = "") -> bytes:
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE TABLE sites (geom BLOB, naam TEXT, woningen INT, grondprijs INT{columns})")
    database.execute("CREATE TABLE gpkg_contents (table_name TEXT)")
    database.execute("INSERT INTO gpkg_contents VALUES ('sites')")
    database.executemany("INSERT INTO sites (geom, naam, woningen, grondprijs) VALUES (?, ?, ?, ?)", rows)
    if more:
        database.execute(more)
    database.commit()
    return database.serialize()


PLEK = (None, "Plek", 3, 1)


def test_columns_that_double_each_time_are_not_calculated():
    doubling = "".join(f", c{at} TEXT AS (c{at - 1} || c{at - 1})" for at in range(1, 21))
    content = geopackage(f", c0 TEXT AS (naam || naam){doubling}, gemeente TEXT AS (c20)", PLEK)
    (row,) = read_sites(content, "gpkg")
    assert "municipality" not in row.given
    database = sqlite3.connect(":memory:")  # the control
    database.deserialize(content)
    assert database.execute("SELECT length(gemeente) FROM sites").fetchone()[0] == 2**21 * len("Plek")


def test_a_text_that_is_too_long_for_any_cell_is_refused_in_words(monkeypatch):
    content = geopackage("", (None, "x" * (maps._LARGEST + 1), 3, 1))
    assert "cannot be read" in refused(content, "gpkg")
    monkeypatch.setattr(maps, "_LARGEST", 10_000_000)  # the control
    (row,) = read_sites(content, "gpkg")
    assert len(row.given["name"]) == 200


def test_texts_of_a_geopackage_are_cut():
    table = maps.geopackage_table(geopackage("", (None, "x" * 1000, 3, 1)))
    assert table.records[0].cells[table.heads.index("naam")] == "x" * 200


def test_rows_that_all_read_the_same_long_text_are_given_up(monkeypatch):
    """A text that is the default of a column takes its place once in the file, and is read for each row."""
    default = f"ALTER TABLE sites ADD COLUMN gemeente TEXT DEFAULT '{'x' * 10_000}'"
    content = geopackage("", *[PLEK] * 200, more=default)
    assert len(content) < 100_000
    assert len(read_sites(content, "gpkg")) == 200
    monkeypatch.setattr(maps, "_READ", 1_000_000)
    assert "too large" in refused(content, "gpkg")


def test_long_names_of_tables_and_columns_are_not_kept():
    database = sqlite3.connect(":memory:")
    database.deserialize(geopackage("", PLEK))
    database.execute("CREATE TABLE gpkg_geometry_columns (table_name TEXT)")
    database.execute(f"ALTER TABLE gpkg_geometry_columns ADD column_name TEXT DEFAULT '{'x' * 10_000}'")
    database.execute("INSERT INTO gpkg_geometry_columns (table_name) VALUES ('sites')")
    assert list(maps._tables(database)) == [("sites", None)]
    database.execute("UPDATE gpkg_geometry_columns SET column_name = 'geom'")  # the control
    assert list(maps._tables(database)) == [("sites", "geom")]


def test_of_columns_with_the_same_meaning_no_more_are_read_than_to_say_so():
    same = "".join(f', "{"." * at}name" TEXT' for at in range(100))
    content = geopackage(same, PLEK)
    assert "more than once: Name" in refused(content, "gpkg")
    assert len(maps.geopackage_table(content).records[0].cells) == 4


def test_memory_that_runs_out_is_a_refusal(monkeypatch):
    def without_memory(*_given):
        raise MemoryError

    monkeypatch.setattr(maps.json, "loads", without_memory)
    assert "too large" in refused(b'{"type": "FeatureCollection", "features": []}', "geojson")


# --- the form that takes them


def test_a_plan_to_choose_is_dated_as_people_here_live():
    late = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    with translation.override("en"):
        assert _label(
            StudyVersion(study=Study(name="X"), plan='name = "X"', serial=1, made_at=late)
        ).endswith("1 July 2026")
