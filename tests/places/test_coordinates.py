"""Positions: the range tells the system, the control points tell the accuracy."""

import json
import math

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from proeftuin.places import coordinates, outlines
from proeftuin.places.coordinates import System

GHENT = (3.7186701465384533, 51.04642936832842)  # proj4js issue 91
GHENT_72 = (104412.344, 193117.350)


def test_the_control_point_of_ghent_is_right_within_ten_centimetres():
    x, y = coordinates.convert(*GHENT, source=System.WGS84, target=System.LAMBERT_72)
    assert math.hypot(x - GHENT_72[0], y - GHENT_72[1]) < 0.10


def test_control_the_rotation_signs_that_many_pages_have_would_be_sixty_metres_off():
    definition = (
        "+proj=lcc +lat_0=90 +lon_0=4.36748666666667 +lat_1=51.1666672333333 +lat_2=49.8333339 +x_0=150000.013"
        " +y_0=5400088.438 +ellps=intl +units=m +no_defs"
        " +towgs84=-106.8686,52.2978,-103.7239,{},1.8422,-1.2747"
    )
    right = Transformer.from_crs("EPSG:4326", definition.format("0.3366,-0.457"), always_xy=True).transform(
        *GHENT
    )
    wrong = definition.replace("1.8422", "-1.8422").format("-0.3366,0.457")
    off = Transformer.from_crs("EPSG:4326", wrong, always_xy=True).transform(*GHENT)
    assert math.dist(right, GHENT_72) < 0.10
    assert math.dist(off, GHENT_72) > 60


def test_the_worked_example_of_the_epsg_guidance_note_agrees_within_ten_centimetres():
    geographic = Transformer.from_crs("EPSG:31370", "EPSG:4313", always_xy=True)
    longitude, latitude = geographic.transform(251763.20, 153034.13)
    assert longitude == pytest.approx(5 + 48 / 60 + 26.533 / 3600, abs=2e-6)
    assert latitude == pytest.approx(50 + 40 / 60 + 46.461 / 3600, abs=2e-6)


@pytest.mark.parametrize(
    ("text", "system"),
    [
        ("51.0464, 3.7187", System.WGS84),
        ("51,0464 3,7187", System.WGS84),
        ("51,0464,3,7187", System.WGS84),
        ("3.7187 51.0464", System.WGS84),
        ("N 51.0464° E 3.7187°", System.WGS84),
        ("104412,344 193117,350", System.LAMBERT_72),
        ("104412.344,193117.350", System.LAMBERT_72),
        ("X: 104412.344 Y: 193117.35", System.LAMBERT_72),
        ("Lambert 72: 104412 193117", System.LAMBERT_72),
        ("604412; 693117", System.LAMBERT_2008),
    ],
)
def test_a_position_is_read_as_people_copy_it(text, system):
    position = coordinates.parse(text)
    assert position.system == system
    assert (position.longitude, position.latitude) == pytest.approx((3.7187, 51.0464), abs=2e-4)


def test_the_given_numbers_and_system_are_kept_beside_wgs84():
    position = coordinates.parse("104412,344 193117,350")
    assert (position.first, position.second) == GHENT_72
    assert coordinates.parse(position.given) == position


@pytest.mark.parametrize(
    "text",
    [
        "50.6300 3.0600",  # Lille: inside the box around Belgium, outside Belgium
        "50.8510 5.6900",  # Maastricht
        "51.5900 4.7800",  # Breda
        "48.8566 2.3522",  # Paris
        "0 0",
        "999999 999999",
        "-104412 193117",
    ],
)
def test_a_position_outside_belgium_is_refused(text):
    with pytest.raises(coordinates.OutsideBelgium):
        coordinates.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "51.4410 4.9300",
        "50.7500 5.8000",
        "51.4672 4.4700",
        "51.1000 2.5900",
        "51.3500 3.2900",
        "49.6830 5.8100",
    ],
)
def test_the_edges_of_belgium_are_in_it_with_baarle_and_voeren(text):
    assert coordinates.parse(text).system == System.WGS84


@pytest.mark.parametrize(
    "text", ["", "hier", "51.0464", "1 2 3", "104 412,34 193 117,35", "nan inf", "51.0464 3.7187 0"]
)
def test_what_is_no_pair_of_numbers_is_refused_with_an_example(text):
    with pytest.raises(ValidationError, match="3,7187"):
        coordinates.parse(text)


@given(st.text(max_size=60))
def test_no_text_makes_the_reader_fall_over(text):
    try:
        position = coordinates.parse(text)
    except ValidationError:
        return
    assert coordinates.in_belgium(position.longitude, position.latitude)


@given(st.floats(2.6, 6.1), st.floats(49.6, 51.4))
def test_there_and_back_again_is_within_a_millimetre(longitude, latitude):
    for system in (System.LAMBERT_72, System.LAMBERT_2008):
        there = coordinates.convert(longitude, latitude, source=System.WGS84, target=system)
        back = coordinates.convert(*there, source=system, target=System.WGS84)
        assert back == pytest.approx((longitude, latitude), abs=1e-8)


@given(st.floats(2.6, 6.1), st.floats(49.6, 51.4))
def test_each_system_is_recognised_by_the_range_of_its_numbers(longitude, latitude):
    for system in (System.WGS84, System.LAMBERT_72, System.LAMBERT_2008):
        numbers = coordinates.convert(longitude, latitude, source=System.WGS84, target=system)
        assert coordinates.system_of(*numbers) == system


SQUARE = [[104400, 193100], [104500, 193100], [104500, 193200], [104400, 193200], [104400, 193100]]


def polygon(ring=SQUARE):
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.mark.parametrize(
    "thing",
    [
        polygon(),
        {"type": "Feature", "properties": {}, "geometry": polygon()},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": polygon()}]},
        {"type": "GeometryCollection", "geometries": [polygon()]},
        {"type": "MultiPolygon", "coordinates": [[SQUARE]]},
        polygon([[*corner, 12.5] for corner in SQUARE]),
    ],
)
def test_a_hectare_in_lambert_72_is_a_hectare_in_wgs84(thing):
    outline = outlines.parse(json.dumps(thing))
    assert (outline.system, outline.geometry["type"]) == (System.LAMBERT_72, "Polygon")
    assert outline.area_m2 == pytest.approx(10_000, abs=5)
    assert coordinates.in_belgium(*outline.geometry["coordinates"][0][0])


def test_two_areas_are_kept_as_one_outline():
    other = [[x + 300, y] for x, y in SQUARE]
    outline = outlines.parse(json.dumps({"type": "MultiPolygon", "coordinates": [[SQUARE], [other]]}))
    assert (outline.geometry["type"], outline.area_m2) == ("MultiPolygon", pytest.approx(20_000, abs=10))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 5000,
        '{"type":"Point","coordinates":[3.7,51]}',
        '{"type":"FeatureCollection","features":[]}',
        '{"type":"Feature","geometry":null}',
        '{"type":["x"],"coordinates":[]}',
        '{"type":"Polygon"}',
        '{"type":"Polygon","coordinates":[[[3.7,51.0],[3.71,51.0],[3.7,51.0]]]}',
        '{"type":"Polygon","coordinates":[[["a",51.0],[3.71,51.0],[3.71,51.01],["a",51.0]]]}',
        '{"type":"Polygon","coordinates":[[[NaN,51.0],[3.71,51.0],[3.71,51.01],[NaN,51.0]]]}',
        '{"type":"Polygon","coordinates":[[[1%s,51.0],[3.71,51.0],[3.71,51.01],[3.7,51.0]]]}' % ("0" * 400),
        '{"type":"Polygon","coordinates":[[[3.7,51.0],[3.71,51.01],[3.71,51.0],[3.7,51.01],[3.7,51.0]]]}',
        '{"type":"Polygon","coordinates":[[[3.7,51.0],[3.71,51.0],[3.71,51.01],[3.7,51.01]]]}',
        '{"type":"Polygon","coordinates":[[[3.7,51.0],[3.71,51.0],[3.71,51.01],[104400,193100],[3.7,51.0]]]}',
        '{"type":"Polygon","coordinates":[[[4.9,52.3],[4.91,52.3],[4.91,52.31],[4.9,52.3]]]}',
        '{"type":"Polygon","coordinates":[[[3.6,51.0],[3.9,51.0],[3.9,51.1],[3.6,51.0]]]}',
    ],
)
def test_an_outline_that_cannot_be_is_refused(text):
    with pytest.raises(ValidationError):
        outlines.parse(text)


def test_an_outline_with_too_many_corners_says_how_many_are_allowed():
    ring = [[104400 + 10 * math.cos(a / 1000), 193100 + 10 * math.sin(a / 1000)] for a in range(5001)]
    with pytest.raises(ValidationError, match="5000"):
        outlines.parse(json.dumps(polygon([*ring, ring[0]])))
