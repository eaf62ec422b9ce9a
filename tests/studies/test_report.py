"""The report as PDF: the figures of the page to the cent, a draft until locked, readable by a screen reader, and text is never markup."""

import io
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdf
import pytest
from django.utils.translation import gettext as _
from django.utils.translation import override

import feasibility
from feasibility import Home, Loan, ShareClass, assess
from feasibility.assessment import assess_unfinanced
from feasibility.formats import money
from feasibility.meaning import answer
from feasibility.reading import read_plan
from feasibility.risk import risk
from feasibility.statements import long_table
from proeftuin.core import pdf as documents
from proeftuin.core.pdf import legible
from proeftuin.studies import report, results
from proeftuin.studies.charts import Bar, Part, stacked
from proeftuin.studies.editing.wording import CODES, PARTS
from proeftuin.studies.report import blocks
from tests.feasibility.plans import simple_plan

LOCKED = {"locked_at": datetime(2026, 11, 26, 9, tzinfo=UTC), "locked_for": "de gemeenteraad"}


@cache
def example():
    return read_plan((Path(feasibility.__file__).parent / "example.toml").read_text())


def facts(assessment, **more):
    given = {"name": assessment.plan.name, "serial": 3, "made_by": "Ann Voorbeeld", "made_at": datetime(2026, 11, 25, 9, tzinfo=UTC),
             "workspace": "Voorbeeldgemeente", "on": assessment.on, "engine": "0.1.0"}  # fmt: skip
    return report.ReportFacts(**(given | more))


def pdf(assessment, language="nl", **more):
    return report.pdf(facts(assessment, **more), assessment, language=language)


@cache
def example_pdf(language, **more):
    return pdf(assess(example()), language, **more)


@cache
def pages(content):
    return [
        " ".join(page.extract_text().replace("\u200b", "").split())
        for page in pypdf.PdfReader(io.BytesIO(content)).pages
    ]


@cache
def words(content):
    """All the text, as if on one line; a word that was divided at the end of a line is whole again."""
    return " ".join(pages(content)).replace("- ", "").replace("\u00ad", "")


# — what it says


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_holds_the_figures_of_the_page_to_the_cent(language):
    assessment, found = assess(example()), words(example_pdf(language))
    for row in results.homes(assessment, language):
        assert f"{row.count} {row.area.removesuffix(' m²')} {row.own} {row.charge} {row.running}" in found
    for row in results.figures(assessment, language):
        assert row.value in found
    assert money(assessment.lines["home_charge_1"][0], language, 2) in found
    assert money(assessment.lines["total_investment"], language, 2) in found


def test_the_example_costs_what_it_costs():
    assert all(
        one in words(example_pdf("nl")) for one in ("€ 936,31", "€ 1.330,50", "€ 1.674,00", "€ 5.957.464,12")
    )
    assert all(
        one in words(example_pdf("en")) for one in ("€936.31", "€1,330.50", "€1,674.00", "€5,957,464.12")
    )


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_begins_with_what_it_is_and_the_answer(language):
    first, second, *_rest = pages(example_pdf(language))
    with override(language):
        assert all(one in first for one in ("Ann Voorbeeld", "Voorbeeldgemeente", "0.1.0", _("Contents")))
    start = answer(assess(example()), language)[:40]
    assert start in second.replace("- ", "")


def test_sources_and_uses_are_equal_and_each_item_is_named():
    found = words(example_pdf("nl"))
    assert found.count("€ 5.977.464,12") == 2
    for name, amount in (("Werken met btw", "€ 4.485.350,77"), ("Rente tijdens de bouw", "€ 88.339,51")):
        assert f"{name} {amount}" in found


def test_the_items_of_the_uses_add_up_to_the_investment():
    from proeftuin.studies.report.money import sources_and_uses

    with override("en"):
        table = next(one for one in sources_and_uses(assess(example()), "en") if one["kind"] == "table")
    amounts = [float(row["cells"][1]["text"].strip("€").replace(",", "")) for row in table["rows"]]
    *items, total, working, both = amounts
    assert sum(items) == pytest.approx(total, abs=0.05)
    assert total + working == pytest.approx(both, abs=0.011)


def test_thirty_years_and_every_row_of_them_are_there():
    assessment, found = assess(example()), words(example_pdf("en"))
    statement = long_table(assessment)
    assert all(f"year {year} " in found for year in range(1, 31))
    for row in statement.rows:
        assert row.en.replace("- ", "") in found
        if row.unit == "eur":
            assert f"{row.values[29]:,.0f}" in found


def test_the_items_of_the_law_come_in_their_order_and_say_what_is_open():
    found = words(example_pdf("nl"))
    places = [found.index(f"{number}. De ") for number in range(1, 8)]
    assert places == sorted(places)
    assert found.count("[Nog in te vullen:") == 3
    written = words(
        pdf(assess(example()), texts={"activity": "Wij bouwen.", "securities": "Geen.", "expert": "Niemand."})
    )
    assert "Wij bouwen." in written
    assert "[Nog in te vullen:" not in written


def test_equity_is_promised_subscribed_and_paid():
    found = words(pdf(assess(example()), equity={"Bewoners": {"subscribed": 500_000, "paid": 120_000.5}}))
    assert "€ 956.000,00 € 500.000,00 € 120.000,50 € 456.000,00" in found
    assert "€ 794.115,00 – – € 794.115,00" in found


def test_a_choice_and_a_part_of_the_plan_are_called_as_on_the_page():
    found = words(example_pdf("nl"))
    assert all(one in found for one in (CODES["annuity"][0], PARTS["operation"][0], PARTS["members"][0]))
    assert "annuïteit" not in found
    assert "exploitatie" not in found.lower()


def test_each_input_says_whether_it_was_filled_in_sourced_or_assumed():
    with override("en"):
        inputs = list(
            report.document.inputs.assumptions(
                facts(
                    assess(example()),
                    given=frozenset({"costs.other", "loans[Bank].rate", "loans[1].years", "works"}),
                ),
                assess(example()),
                "en",
            )
        )
    rows = [
        [cell["text"] for cell in row["cells"]]
        for one in inputs
        if one["kind"] == "table"
        for row in one["rows"]
    ]
    source = {tuple(row[:2]): row[2] for row in rows if len(row) == 3}
    assert source["Other costs of the investment", "€40,000"] == "filled in"
    assert source["Costs of notary and deed", "€6,000"] == "assumption"
    assert (
        source["Interest rate a year", "3.15% a year"]
        == source["Term from handover", "15 years"]
        == "filled in"
    )
    assert (
        source["Interest rate a year", "1.5% a year"]
        == source["Term from handover", "30 years"]
        == "assumption"
    )
    assert (
        source["Architect's fee as a share of the works", "10%"]
        == "practice: magazines.cera.coop, read on 25 November 2026"
    )
    assert source["VAT", "6%"] == "law: wooncoop.be, read on 25 November 2026"
    assert [row[-1] for row in rows if row[0] == "Dak en ramen vervangen"] == ["filled in"]


def test_a_figure_that_nobody_verified_is_said_so_clearly_and_first():
    plan = simple_plan()
    assessment = assess(plan, on=plan.start)
    unverified = [one for one in assessment.parameters if one.status == "unverified"]
    found = words(pdf(assessment))
    with override("nl"):
        said = _(
            "Not verified at the source: %(names)s. Have these looked up before you decide on them."
        ).split("%")[0]
    assert (said in found) == bool(unverified)


def test_checks_that_fail_are_in_the_summary_with_what_to_do_and_at_the_end():
    plan = simple_plan(charge={"kind": "fixed", "charge": 1.0})
    assessment = assess(plan)
    assert assessment.warnings
    found = words(pdf(assessment, "en"))
    assert found.count("Raise the charge, the working capital or the term of a loan.") == 2


def test_a_plan_whose_sources_do_not_meet_its_uses_says_by_how_much():
    assessment = assess_unfinanced(simple_plan(loans=()))
    found = words(pdf(assessment, "en"))
    assert f"{money(assessment.lines['funding_gap'], 'en', 0)} short" in found


def test_risk_and_alternatives_are_there_when_they_were_made():
    plan = simple_plan()
    assessment = assess(plan)
    other = report.Alternative(
        "Duurder", "de bouw kost meer", assess(simple_plan(shifts={"build_cost_factor": 1.2}))
    )
    found = words(pdf(assessment, "en", risk=risk(plan, draws=64, base=16), alternatives=(other,)))
    with override("en"):
        assert all(one in found for one in ("seed 1", "as in Weimar", "de bouw kost meer", "95% lies below"))
    assert "seed 1." not in words(pdf(assessment, "en"))


# — a draft until locked


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_says_draft_until_the_version_is_locked(language):
    with override(language):
        mark = _("DRAFT")
    assert all(mark in page for page in pages(example_pdf(language)))
    locked = pages(example_pdf(language, **LOCKED))
    assert not any(mark in page for page in locked)
    assert "de gemeenteraad" in locked[0]


def test_an_example_says_so_on_every_page():
    assert all("verzonnen." in page for page in pages(pdf(assess(simple_plan()), is_fictional=True)))
    assert not any("verzonnen." in page for page in pages(pdf(assess(simple_plan()))))


# — for a screen reader


def structure(node, found):
    """The tags below a node, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found.append((str(kid.S), kid))
            structure(kid, found)
    return found


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_is_tagged_titled_in_its_language_with_nested_headings_and_marked_heads(language):
    with pikepdf.open(io.BytesIO(example_pdf(language))) as document:
        root = document.Root
        assert (bool(root.MarkInfo.Marked), str(root.Lang)) == (True, language)
        assert str(document.open_metadata()["pdfuaid:part"]) == "1"
        tags = structure(root.StructTreeRoot, [])
        names = [name for name, _node in tags]
        levels = [int(name[2:]) for name in names if name[:2] == "/H" and name[2:].isdigit()]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert names.count("/Table") > 20
        assert names.count("/TH") >= 2 * names.count("/Table")
        alternatives = [str(node.get("/Alt", "")) for name, node in tags if name == "/Figure"]
        assert len(alternatives) >= 4
        assert all(len(one) > 20 for one in alternatives)


# — whatever people write


HOSTILE = (
    '#import "x": *',
    "*vet* _schuin_ $x$ `code`",
    "=1+1",
    "<script>alert(1)</script>",
    "// geen commentaar",
    "\\u{41} #panic()",
)


def test_text_of_people_is_never_markup():
    plan = simple_plan(homes=tuple(Home(name=text, count=2, area=60.0) for text in HOSTILE))
    made = pdf(
        assess_unfinanced(plan), name=HOSTILE[0], made_by=HOSTILE[1], texts={"activity": "\n".join(HOSTILE)},
        site=[(text, text) for text in HOSTILE],
    )  # fmt: skip
    assert all(words(made).count(text) >= 5 for text in HOSTILE)


def test_very_long_words_break_and_stay_on_the_page():
    long = "x" * 120
    plan = simple_plan(
        name=long,
        homes=(Home(name=long, count=2, area=60.0),),
        shares=(ShareClass(name=long, kind="resident", amount=100_000.0),),
    )
    content = pdf(assess(plan), made_by=long, texts={"activity": "y" * 5000})
    reader = pypdf.PdfReader(io.BytesIO(content))
    places = []
    for page in reader.pages:
        page.extract_text(visitor_text=lambda text, _cm, tm, _font, size, places=places, page=page: places.append((tm[4], float(page.mediabox.width), text)))  # fmt: skip
    assert all(x <= width for x, width, text in places if text.strip())
    assert " ".join(pages(content)).replace(" ", "").count("y") >= 5000


def test_letters_that_no_font_has_become_a_box_and_the_rest_is_kept():
    plan = simple_plan(
        name="Wonen 😀 漢字 é", homes=(Home(name="\u202eHuis 🏠\u200d🌳", count=2, area=60.0),)
    )
    found = words(pdf(assess_unfinanced(plan), texts={"activity": "مرحبا\u0007 \U0001f600\u00ad ok"}))
    assert "Wonen □ □□ é" in found
    assert "Huis □□" in found


def test_without_the_box_such_a_letter_fails_the_document(monkeypatch):
    monkeypatch.setattr("proeftuin.core.pdf.legible", lambda value: value)
    with pytest.raises(Exception, match="could not be displayed"):
        pdf(assess(simple_plan(name="漢字")))


def test_every_letter_that_is_let_through_can_be_shown_in_text_and_in_a_chart():
    letters = [
        chr(code)
        for code in range(0x20, 0x3000)
        if legible(chr(code)) == chr(code) and chr(code).isprintable()
    ]
    text = " x".join(letters)
    drawn = stacked(
        "x",
        "x",
        [Bar(text[place : place + 20], [Part("x", 1.0)]) for place in range(0, len(text), 20)],
        unit="eur",
        language="nl",
    )
    data = {
        "draft": "",
        "contents": "x",
        "about": blocks.facts([(text, text)]),
        "blocks": [blocks.chart(drawn)],
    }
    with override("nl"):
        assert documents.render("studies/typst/report.typ", title="x", data=data)


# — from the smallest to the largest


def homes(number):
    return tuple(
        Home(name=f"Type {place}", count=1, area=60.0 + place, cadastral_income=500.0)
        for place in range(number)
    )


@pytest.mark.parametrize("number", [1, 6, 13, 200])
def test_one_home_and_two_hundred_are_each_there(number):
    found = words(pdf(assess_unfinanced(simple_plan(homes=homes(number)))))
    for place in {0, number // 2, number - 1}:
        assert f"Type {place} 1 {60 + place} " in found


def test_a_plan_without_loans_without_shares_and_without_years_of_use_is_made_too():
    grant = feasibility.Subsidy(name="Alles", amount=3_000_000.0)
    nothing = simple_plan(loans=(), shares=(), subsidies=(grant,))
    assert len(pages(pdf(assess_unfinanced(nothing)))) > 10
    only_shares = simple_plan(
        loans=(), shares=(ShareClass(name="Bewoners", kind="resident", amount=4_000_000.0),)
    )
    assert len(pages(pdf(assess_unfinanced(only_shares), "en"))) > 10
    short = simple_plan(years=3, loans=(Loan(name="Bank", rest=True, rate=0.03, years=1),), works=())
    assert len(pages(pdf(assess_unfinanced(short)))) > 10


def test_amounts_of_billions_fit():
    plan = simple_plan(
        homes=(Home(name="Toren", count=9000, area=90.0),),
        parts=(feasibility.Part(name="Alles", kind="new", area=1e6, cost_m2=9e4),),
    )
    assessment = assess(plan)
    assert f"{money(assessment.lines['total_investment'], 'nl', 2)}" in words(pdf(assessment))
