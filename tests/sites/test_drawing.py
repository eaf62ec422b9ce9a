"""The small map of a site is to scale, with and without a basemap."""

import json
import math
import re

import pytest

from proeftuin.places import coordinates, outlines
from proeftuin.sites.drawing import HEIGHT, MARGIN, WIDTH, draw
from proeftuin.sites.models import Site
from tests.sites.test_actions import SQUARE


def a_site(outline=SQUARE, position=None):
    return Site(
        outline=outlines.parse(outline).geometry if outline else None,
        position=coordinates.geojson(coordinates.parse(position)) if position else None,
    )


def corners(drawing):
    return [tuple(map(float, pair.split())) for pair in re.findall(r"[\d.]+ [\d.]+", drawing.path)]


def test_an_outline_is_drawn_to_scale_and_fits():
    drawing = draw(a_site())
    drawn = corners(drawing)
    side = math.dist(drawn[0], drawn[1])
    assert side / float(drawing.bar) == pytest.approx(100 / drawing.bar_m, rel=0.01)
    assert all(MARGIN <= x <= WIDTH - MARGIN and MARGIN <= y <= HEIGHT - MARGIN for x, y in drawn)


def test_north_is_up():
    first, second, third = corners(draw(a_site()))[:3]
    assert second[0] > first[0]
    assert third[1] < second[1]


@pytest.mark.parametrize("metres", [3, 30, 300, 2000])
def test_small_and_large_outlines_fit_with_a_bar_of_a_round_length(metres):
    x, y = 104400, 193100
    ring = [[x, y], [x + metres, y], [x + metres, y + metres], [x, y + metres], [x, y]]
    drawing = draw(a_site(json.dumps({"type": "Polygon", "coordinates": [ring]})))
    assert all(0 <= cx <= WIDTH and 0 <= cy <= HEIGHT for cx, cy in corners(drawing))
    assert 10 < float(drawing.bar) <= 130
    assert str(drawing.bar_m)[0] in "125"


def test_a_point_alone_is_drawn_only_on_a_basemap(settings):
    assert draw(a_site(outline=None, position="51.0464 3.7187")) is None
    settings.BASEMAP = {"url": "https://tiles.example.org/{z}/{x}/{y}.png", "credit": "Kaart"}
    drawing = draw(a_site(outline=None, position="51.0464 3.7187"))
    assert (drawing.point, drawing.path, drawing.credit) == (("240.0", "160.0"), "", "Kaart")


def test_the_basemap_covers_the_whole_drawing(settings):
    settings.BASEMAP = {"url": "https://tiles.example.org/{z}/{x}/{y}.png", "credit": ""}
    tiles = draw(a_site()).tiles
    for x, y in ((0, 0), (WIDTH - 1, 0), (0, HEIGHT - 1), (WIDTH - 1, HEIGHT - 1)):
        assert any(tile.x <= x < tile.x + 256 and tile.y <= y < tile.y + 256 for tile in tiles)
    assert len(tiles) <= 9


def test_nothing_is_drawn_of_which_nothing_is_known():
    assert draw(Site()) is None
