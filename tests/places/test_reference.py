"""The data that ships with the project fits together."""

from collections import Counter, defaultdict

from proeftuin.places import formats, reference
from proeftuin.places.models import Province

BRUSSELS = {(17, 11), (18, 11), (17, 12), (18, 12)}


def test_there_are_285_municipalities_in_five_provinces():
    assert Counter(row.province for row in reference.municipalities()) == {
        Province.ANTWERP: 67,
        Province.FLEMISH_BRABANT: 63,
        Province.WEST_FLANDERS: 62,
        Province.EAST_FLANDERS: 55,
        Province.LIMBURG: 38,
    }
    assert len({row.nis for row in reference.municipalities()}) == 285
    assert {row.nis: row.name for row in reference.provinces()}.keys() == set(Province)


def test_every_enterprise_number_passes_its_check():
    numbers = [
        row.kbo for row in (*reference.municipalities(), *reference.intermunicipal_bodies()) if row.kbo
    ]
    assert [formats.enterprise_number(number) for number in numbers] == numbers
    assert len(numbers) == len(set(numbers)) == 285 + 15


def test_twenty_eight_municipalities_became_thirteen_and_one_kept_its_code():
    mergers = reference.mergers()
    assert len(mergers) == 28
    assert len({merger.became for merger in mergers}) == 13
    assert [merger.name for merger in mergers if merger.keeps_its_code] == ["Antwerpen"]
    assert {merger.became for merger in mergers} <= {row.nis for row in reference.municipalities()}


def test_submunicipalities_and_seats_lie_in_municipalities_of_today():
    today = {row.nis for row in reference.municipalities()}
    assert {row.municipality for row in reference.submunicipalities()} <= today
    assert {row.seat for row in reference.intermunicipal_bodies()} <= today
    assert len(reference.submunicipalities()) == 1132
    assert len(reference.intermunicipal_bodies()) == 150


def test_each_municipality_has_one_square_of_its_own_on_the_tile_map():
    tiles = reference.tiles()
    assert {tile.nis for tile in tiles} == {row.nis for row in reference.municipalities()}
    assert len({(tile.column, tile.row) for tile in tiles}) == 285


def test_the_squares_of_a_province_hang_together_but_for_voeren():
    province = {row.nis: row.province for row in reference.municipalities()}
    squares = defaultdict(set)
    for tile in reference.tiles():
        if tile.nis != "73109":
            squares[province[tile.nis]].add((tile.column, tile.row))
    assert {code: len(_parts(cells)) for code, cells in squares.items()} == dict.fromkeys(Province, 1)


def test_the_map_has_no_holes_but_brussels():
    filled = {(tile.column, tile.row) for tile in reference.tiles()}
    width, height = max(c for c, _ in filled) + 1, max(r for _, r in filled) + 1
    empty = {(c, r) for c in range(-1, width + 1) for r in range(-1, height + 1)} - filled
    inside = [part for part in _parts(empty) if (-1, -1) not in part]
    assert inside == [BRUSSELS]


def _parts(cells):
    """The groups of squares that touch side by side."""
    rest, parts = set(cells), []
    while rest:
        part, edge = set(), {rest.pop()}
        while edge:
            part |= edge
            edge = {(c + x, r + y) for c, r in edge for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1))} & rest
            rest -= edge
        parts.append(part)
    return parts
