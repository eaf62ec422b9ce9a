"""The schematic map: every mark is a link, on the map and in the list, and never told by colour alone."""

import re
from html.parser import HTMLParser

import pytest

from proeftuin.places import reference, tilemap
from proeftuin.places.tilemap import Mark


class Page(HTMLParser):
    """Elements of a page with their attributes."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def all(self, tag, **wanted):
        return [attrs for name, attrs in self.elements if name == tag and wanted.items() <= attrs.items()]


ZEDELGEM = Mark("31040", "Hoeve", "/pilots/hoeve/", "Pionier")
GENT = Mark("44021", "Wasserij", "/pilots/wasserij/", "Project")
GENT_TOO = Mark("44021", "Kazerne", "/pilots/kazerne/", "Project")


def pins(html):
    return [attrs for attrs in Page(html).all("a") if attrs.get("class", "").startswith("tilemap__pin")]


def test_the_bare_map_draws_every_municipality_and_has_no_list():
    html = tilemap.render()
    assert all(f"<title>{row.name}</title>" in html for row in reference.municipalities())
    assert (pins(html), "tilemap__list" in html) == ([], False)


def test_a_mark_is_a_link_on_the_map_and_the_same_link_in_the_list():
    html = tilemap.render([ZEDELGEM])
    assert [attrs["href"] for attrs in pins(html)] == ["/pilots/hoeve/"]
    assert html.count('href="/pilots/hoeve/"') == 2
    assert "<title>Hoeve (Zedelgem)</title>" in html
    assert re.search(r'<span class="muted">Zedelgem · Pionier</span>', html)


def test_two_marks_in_one_municipality_are_one_pin_that_leads_to_the_list():
    html = tilemap.render([GENT, GENT_TOO], uid="kaart")
    assert [attrs["href"] for attrs in pins(html)] == ["#kaart-44021"]
    assert html.count('id="kaart-44021"') == 1
    assert "tilemap__many" in html


def test_without_the_list_a_pin_leads_to_the_first_of_its_marks():
    html = tilemap.render([GENT, GENT_TOO], with_list=False)
    assert [attrs["href"] for attrs in pins(html)] == ["/pilots/wasserij/"]
    assert "tilemap__list" not in html


def test_kinds_differ_in_form_and_not_only_in_colour():
    marks = [
        Mark(nis, nis, "/", f"kind {nis}") for nis in ("44021", "31040", "11002", "24062", "73109", "23025")
    ]
    looks = tilemap._looks(marks)
    assert len({look.path for look in list(looks.values())[:4]}) == 4
    assert len({(look.path, look.number) for look in looks.values()}) == 6


def test_a_mark_of_a_merged_municipality_stands_on_the_municipality_of_today():
    html = tilemap.render([Mark("23023", "Dorpshuis", "/x/")])
    assert "<title>Dorpshuis (Pajottegem)</title>" in html


def test_fictional_municipalities_lie_apart_and_are_named_so():
    html = tilemap.render([Mark("99001", "Proef", "/x/", place="Voorbeeldstad")], here="99002")
    assert len(pins(html)) == 1
    assert "tilemap__island" in html
    assert "Voorbeeldstad" in html
    assert "tilemap__island" not in tilemap.render([GENT])


def test_squares_of_fictional_municipalities_are_all_different_and_off_the_land():
    codes = [Mark(f"990{index:02d}", "", "/") for index in range(13)]
    squares = tilemap._fictional(codes, "")
    taken = {(tile.column, tile.row) for tile in reference.tiles()}
    assert len(set(squares.values())) == 13
    assert not taken & set(squares.values())


def test_a_place_that_is_not_on_the_map_is_still_in_the_list():
    html = tilemap.render([Mark("21004", "Brusselproject", "/b/", place="Brussel")])
    assert (pins(html), "Brusselproject" in html) == ([], True)


def test_one_municipality_can_be_ringed():
    assert "tilemap__ring" in tilemap.render(here="44021")
    assert "tilemap__ring" not in tilemap.render(here="12345")


def test_what_people_wrote_is_escaped_everywhere():
    html = tilemap.render(
        [Mark("44021", "<script>x</script>", "/?a=1&b=2", "<b>kind</b>", place="<i>place</i>")]
    )
    assert not re.search(r"<script|<b>|<i>", html)


def test_ids_are_unique_and_there_is_no_inline_style():
    page = Page(tilemap.render([GENT, GENT_TOO, ZEDELGEM], here="44021"))
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert not [attrs for _, attrs in page.elements if "style" in attrs]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_map_has_a_name_and_a_description_in_both_languages(language):
    from django.utils import translation

    with translation.override(language):
        html = tilemap.render([GENT])
    assert {"nl": "Schematische kaart van Vlaanderen", "en": "Schematic map of Flanders"}[language] in html
    assert {"nl": "1 gemeente is aangeduid.", "en": "1 municipality is marked."}[language] in html
    assert Page(html).all("svg", **{"aria-labelledby": "map-title map-desc"})


def test_numbers_in_the_drawing_keep_their_point_in_dutch():
    from django.utils import translation

    with translation.override("nl"):
        html = tilemap.render([GENT], here="44021")
    assert not re.search(r'(?: d| x| y|transform)="[^"]*\d,\d', html)
