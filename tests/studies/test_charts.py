"""Charts: numbers that can be read by eye, by ear and in a table, whatever is put in."""

import io
import json
import random
import re
import xml.etree.ElementTree as ElementTree
from itertools import pairwise
from math import inf, isfinite, nan

import pypdf
import pytest
import typst
from django.template.loader import render_to_string
from django.utils import translation

from feasibility.formats import plain
from proeftuin.core import pdf
from proeftuin.studies.charts import (
    Bar,
    Part,
    Range,
    Series,
    Swing,
    lines,
    ranges,
    spread,
    stacked,
    tornado,
)
from proeftuin.studies.charts.draw import FILLS, WIDTH, apart, clean, fit, width, wrap
from proeftuin.studies.charts.scale import Axis, scale, short

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</svg><script>alert(\"1\")</script> & 'x' \x00\x0b\ud800\uffff {{ 7 }} %s"
YEARS = [str(2027 + year) for year in range(45)]
SAID = {"unit": "eur", "language": "nl"}


def drawn(values, *, name="Naam", title="Titel", **said):
    """Each kind of chart of the same values."""
    said = SAID | said
    first, last = (values[0], values[-1]) if values else (None, None)
    labels = [str(2027 + place) for place in range(len(values))]
    series = [Series(name, values), Series(f"{name} 2", values[::-1])]
    bars = [Bar(name, [Part(f"{name} {place}", value) for place, value in enumerate(values[:12])])]
    swings = [Swing(name, name, name, first, last), Swing(f"{name} 2", "1%", "3%", last, None)]
    rows = [Range(name, value, first, last) for value in values]
    return {
        "lines": lines(f"{title} 1", name, labels, series, marks=[(name, "2027")], across=name, **said),
        "stacked": stacked(f"{title} 2", name, bars, **said),
        "tornado": tornado(f"{title} 3", name, swings, first, **said),
        "spread": spread(f"{title} 4", name, values, marks=[(name, first or 0.0)], **said),
        "ranges": ranges(f"{title} 5", name, rows, **said),
    }


def numbers(seed, count=45, size=1e6, low=0.0):
    draw = random.Random(seed)
    return [draw.uniform(low, 1) * size for _ in range(count)]


CASES = {
    "ordinary": numbers(1),
    "negative": numbers(2, low=-1),
    "all_negative": [-one - 1 for one in numbers(3)],
    "nought": [0.0] * 10,
    "constant": [812.5] * 10,
    "constant_negative": [-3.0] * 3,
    "one": [12.34],
    "none": [None] * 5,
    "nothing": [],
    "gaps": [None, 1.0, None, None, 2.0, 3.0, None],
    "no_numbers": [nan, inf, -inf, 4.0],
    "huge": numbers(4, size=1e12, low=-1),
    "tiny": numbers(5, size=1e-6),
    "near": [1e6, 1e6 + 1e-9, 1e6],
    "outlier": [*numbers(6), 1e9],
}
UNITS = ["eur", "eur_m2_month", "share", "factor", "m2"]


def texts(chart):
    return ElementTree.fromstring(chart.svg).iter(f"{SVG}text")


def box_of(one):
    """About where a text stands: left, right, top, bottom."""
    wide = width(one.text, bold=one.get("font-weight") == "700")
    x, y = float(one.get("x")), float(one.get("y"))
    left = x - wide * {"start": 0, "middle": 0.5, "end": 1}[one.get("text-anchor", "start")]
    return left, left + wide, y - 12, y + 3


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("unit", UNITS)
def test_a_chart_is_well_formed_and_all_of_it_lies_inside(case, unit):
    for kind, chart in drawn(CASES[case], unit=unit).items():
        root = ElementTree.fromstring(chart.svg)
        high = float(root.get("viewBox").split()[3])
        assert "nan" not in chart.svg
        assert "inf" not in chart.svg
        for one in texts(chart):
            left, right, top, bottom = box_of(one)
            assert -1 <= left <= right <= WIDTH + 1, (kind, one.text)
            assert -1 <= top <= bottom <= high + 1, (kind, one.text)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_long_names_are_cut_or_broken_and_stay_inside(language):
    for kind, chart in drawn(CASES["ordinary"], name="Wooncoöperatieverzamelgebouw " * 6, language=language).items():  # fmt: skip
        for one in texts(chart):
            left, right, _, _ = box_of(one)
            assert -1 <= left <= right <= WIDTH + 1, (kind, one.text)


def test_a_drawing_looks_right_by_itself():
    for chart in drawn(CASES["ordinary"]).values():
        assert not re.search(r"style=|class=|var\(|<style|<script|href", chart.svg)


@pytest.mark.parametrize("case", CASES)
def test_a_drawing_has_a_title_and_a_description(case):
    for chart in drawn(CASES[case], name="Wat het toont").values():
        root = ElementTree.fromstring(chart.svg)
        title, described = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert (root.get("role"), root.get("aria-labelledby").split()) == ("img", [title.get("id"), described.get("id")])  # fmt: skip
        assert (title.text, described.text) == (chart.title, clean(chart.description))
        assert described.text.startswith("Wat het toont")


def test_hostile_names_come_out_as_text():
    for chart in drawn(CASES["ordinary"], name=HOSTILE, title=HOSTILE).values():
        root = ElementTree.fromstring(chart.svg)
        assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {"svg", "title", "desc", "defs", "pattern", "path", "text"}  # fmt: skip
        assert root.find(f"{SVG}title").text.startswith('</svg><script>alert("1")</script> & \'x\' {{ 7 }} %s')  # fmt: skip


def test_without_cleaning_such_a_name_is_no_xml():
    with pytest.raises(ElementTree.ParseError):
        ElementTree.fromstring("<t>\x0b</t>")


def test_no_id_occurs_twice_on_a_page_and_each_paint_is_there():
    first, second = drawn(CASES["ordinary"]), drawn(CASES["negative"])
    svgs = "".join(chart.svg for chart in (*first.values(), *second.values()))
    ids = re.findall(r' id="([^"]+)"', svgs)
    assert len(ids) == len(set(ids)) > 20
    assert set(re.findall(r"url\(#([^)]+)\)", svgs)) <= set(ids)


def test_the_same_chart_is_drawn_the_same():
    assert drawn(CASES["ordinary"]) == drawn(CASES["ordinary"])


def test_a_course_has_its_values_as_a_table_with_what_is_pointed_out():
    chart = lines("T", "", ["2027", "2028"], [Series("Kas", [1234.5, None]), Series("Schuld", [2.0])], marks=[("zwakste jaar", "2028")], **SAID)  # fmt: skip
    assert chart.table.head == ("Jaar", "Kas", "Schuld")
    assert chart.table.rows == (("2027", "€ 1.234,50", "€ 2"), ("2028 (zwakste jaar)", "–", "–"))


def test_a_course_names_each_line_once_and_apart():
    chart = lines("T", "", YEARS, [Series(f"Lijn {place}", [5.0] * 45) for place in range(6)], **SAID)
    names = [one for one in texts(chart) if one.text.startswith("Lijn")]
    ys = sorted(float(one.get("y")) for one in names)
    assert len(names) == 6
    assert min(b - a for a, b in pairwise(ys)) >= 17


def test_a_gap_in_a_course_is_not_bridged():
    chart = lines("T", "", YEARS[:4], [Series("Kas", [1.0, None, 2.0, 3.0])], **SAID)
    strokes = [one.get("d") for one in ElementTree.fromstring(chart.svg).iter(f"{SVG}path") if one.get("stroke-width") == "2.5"]  # fmt: skip
    assert [(d.count("M"), d.count("L")) for d in strokes] == [(2, 1)]


def test_values_beyond_the_labels_are_left_out():
    beyond = [Series("Te lang", [1.0, 2.0, 3.0]), Series("Alleen later", [None, None, 4.0])]
    chart = lines("T", "", ["2027", "2028"], beyond, **SAID)
    assert [row[1:] for row in chart.table.rows] == [("€ 1", "–"), ("€ 2", "–")]


def test_a_pointed_out_year_beyond_the_labels_is_left_out():
    chart = lines("T", "", YEARS, [Series("Kas", [1.0] * 45)], marks=[("later", "2999")], **SAID)
    assert "later" not in chart.svg


def test_lines_differ_without_colour():
    chart = lines("T", "", YEARS, [Series(f"L{n}", numbers(n)) for n in range(5)], **SAID)
    paths = ElementTree.fromstring(chart.svg).iter(f"{SVG}path")
    dashes = [one.get("stroke-dasharray", "") for one in paths if one.get("stroke-width") == "2.5"]
    assert len(set(dashes)) == 5


def test_forty_five_years_stay_small():
    series = [Series(f"Een tamelijk lange naam {place}", numbers(place)) for place in range(5)]
    assert len(lines("T", "D", YEARS, series, **SAID).svg) < 12_000
    assert len(ranges("T", "D", [Range("Straat 12, Gemeente " * 2, one, one - 1, one + 1) for one in numbers(1)], **SAID).svg) < 12_000  # fmt: skip


def test_bars_have_a_row_for_each_part_and_their_totals():
    bars = [
        Bar("Bestemming", [Part("Werken", 100.0), Part("Grond", 20.0)]),
        Bar("Bron", [Part("Lening", 130.0), Part("Af", -10.0)]),
    ]
    chart = stacked("T", "", bars, unit="eur", language="en")
    assert chart.table.head == ("Part", "Bestemming", "Bron")
    assert chart.table.rows == (
        ("Werken", "€100", "–"), ("Grond", "€20", "–"), ("Lening", "–", "€130"), ("Af", "–", "-€10"), ("Total", "€120", "€120"),
    )  # fmt: skip


def test_bars_beside_each_other_differ_without_colour():
    assert len({(one.tile, one.ground) for one in FILLS}) == len(FILLS)
    solid = [place for place, one in enumerate(FILLS) if not one.tile]
    assert all(b - a > 1 for a, b in pairwise(solid))


def test_bars_of_a_tornado_go_from_long_to_short_and_an_end_without_an_answer_is_said():
    bars = [
        Swing("Kort", "1%", "2%", 9.0, 10.5),
        Swing("Lang", "0%", "5%", 8.0, 14.0),
        Swing("Zonder", "0,9", "1,4", 9.0, None),
    ]
    chart = tornado("T", "", bars, 10.0, unit="eur_m2_month", language="nl")
    assert chart.table.rows == (
        ("Zonder", "0,9", "€ 9,00", "1,4", "–"), ("Lang", "0%", "€ 8,00", "5%", "€ 14,00"), ("Kort", "1%", "€ 9,00", "2%", "€ 10,50"),
        ("Niets verandert", "–", "€ 10,00", "–", "€ 10,00"),
    )  # fmt: skip
    assert "Zonder (1,4: –)" in [one.text for one in texts(chart)]


def test_a_tornado_whose_ends_go_one_way_names_both_beside_the_input():
    chart = tornado("T", "", [Swing("Vertraging", "0", "18", 11.0, 14.0)], 10.0, **SAID)
    assert "Vertraging (0 / 18)" in [one.text for one in texts(chart)]


def test_a_spread_counts_every_draw_once_also_those_without_a_value():
    values = [*map(float, range(100)), None, nan, *[1e6] * 2]
    chart = spread("T", "Zin.", values, marks=[("plan", 50.0)], **SAID)
    parts = [row for row in chart.table.rows if " tot " in row[0] or "of hoger" in row[0] or row[0] == "geen uitkomst"]  # fmt: skip
    assert sum(float(part.removesuffix("%").replace(",", ".")) for _, part in parts) == pytest.approx(100, abs=1)  # fmt: skip
    assert ("lager dan €\u00a050 (plan)", "48,1%") in chart.table.rows
    assert parts[-1] == ("geen uitkomst", "1,9%")
    assert "of hoger" in parts[-2][0]
    assert chart.description.startswith("Zin. 5% van de uitkomsten is lager dan €\u00a0")
    assert chart.description.endswith("Bij 1,9% van de berekeningen is er geen uitkomst.")


def test_what_is_pointed_out_far_from_the_draws_stands_in_its_own_place():
    chart = spread("T", "", [float(one) for one in range(10, 20)], marks=[("plan", 100.0)], **SAID)
    assert chart.table.rows[-1] == ("95 tot 100", "0%")


@pytest.mark.parametrize("seed", range(5))
def test_a_spread_has_about_24_columns_whose_table_is_what_the_values_are(seed):
    values = [random.Random(seed * 1000 + place).gauss(10, 2) for place in range(2000)]
    chart = spread("T", "", values, unit="eur_m2_month", language="en")
    rows = [row for row in chart.table.rows if " to " in row[0]]
    assert 15 <= len(rows) <= 45
    for said, part in rows:
        low, high = (float(one) for one in said.split(" to "))
        held = sum(low <= one < high for one in values) / len(values)
        assert abs(held - float(part.removesuffix("%")) / 100) < 0.0011


def test_a_ranked_list_is_numbered_and_draws_twenty_rows_of_what_the_table_has():
    rows = [Range(f"Site {place}", place + 0.5, float(place), None) for place in range(25)]
    chart = ranges("T", "", rows, **SAID)
    words = [one.text for one in texts(chart)]
    assert [row[0] for row in chart.table.rows] == [f"{place + 1}. Site {place}" for place in range(25)]
    assert chart.table.rows[3] == ("4. Site 3", "€ 3,50", "€ 3", "–")
    assert ("20. Site 19" in words, "21. Site 20" in words) == (True, False)
    assert "Getekend: de eerste 20 van 25." in words


@pytest.mark.parametrize("case", [name for name in CASES if name not in {"none", "nothing"}])
def test_a_scale_holds_its_values_on_few_round_ticks(case):
    values = [one for one in CASES[case] if one is not None and isfinite(one)]
    made = scale(values, 0, 100)
    hair = made.step * 1e-6
    assert made.low - hair <= min(values) <= max(values) <= made.high + hair
    assert 2 <= len(made.ticks) <= 8
    assert all(0 <= made(one) <= 100 for one in values)
    written = Axis("eur", "nl", max(abs(made.low), abs(made.high)), made.step)
    assert len({written.tick(one) for one in made.ticks}) == len(made.ticks)


def test_numbers_are_short_beside_marks_and_whole_in_tables():
    assert [short(one, "eur", "nl") for one in (812.4, 1_234_567, -2.5e9, None)] == ["€ 812", "€ 1,23 miljoen", "€ -2,5 miljard", "–"]  # fmt: skip
    assert [short(one, "eur", "en") for one in (812.4, -1_234_567)] == ["€812", "-€1.23 million"]
    assert short(0.0351, "share", "nl") == "3,5%"
    assert short(2.5e6, "m2", "en") == "2.5 million"
    assert plain(1_234_567, "eur", "nl") == "€ 1.234.567"


def test_words_fit_wrap_and_keep_apart():
    assert fit("Kort", 200) == "Kort"
    assert fit("Een lange naam", 60).endswith("…")
    assert wrap("3-slaapkamerwoning", 126) == ["3-slaapkamer-", "woning"]
    assert len(wrap("woord " * 30, 80)) == 3
    assert wrap("woord " * 30, 80)[-1].endswith("…")
    assert apart([(10, 20), (12, 20), (90, 20)], 0, 100) == [10, 30, 90]
    assert apart([(95, 20), (99, 20)], 0, 100) == [70, 90]


def test_a_page_shows_the_drawing_and_the_same_as_a_table():
    chart = drawn(CASES["gaps"], name="<b>Kas</b>")["lines"]
    with translation.override("en"):
        page = render_to_string("studies/_chart.html", {"chart": chart})
    assert chart.svg in page
    assert "<b>" not in page
    assert 'tabindex="0" role="region" aria-label="Table: Titel 1"' in page
    assert page.count("<tr>") == 1 + len(chart.table.rows)


def test_a_page_without_figures_has_no_table():
    chart = lines("T", "", [], [], **SAID)
    assert chart.is_empty
    assert "<table" not in render_to_string("studies/_chart.html", {"chart": chart})


def test_a_document_takes_the_same_drawings(tmp_path):
    source = tmp_path / "charts.typ"
    source.write_text(
        '#set document(title: "T")\n#let d = json(bytes(sys.inputs.data))\n'
        '#for c in d { image(bytes(c.svg), format: "svg", alt: c.alt, width: 8cm) }',
        encoding="utf-8",
    )
    charts = drawn(CASES["negative"]).values()
    data = json.dumps([{"svg": chart.svg, "alt": chart.description} for chart in charts])
    made = typst.compile(
        source, font_paths=pdf.Compiler().fonts, ignore_system_fonts=True, format="pdf", sys_inputs={"data": data}, pdf_standards=["ua-1"],
    )  # fmt: skip
    words = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)
    assert "Naam 2" in words
