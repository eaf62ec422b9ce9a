"""The workbook says what the engine says: LibreOffice recalculates every formula, as it is written and with inputs changed."""

import ast
import html
import io
import re
import zipfile
from dataclasses import replace
from datetime import date

import numpy as np
import openpyxl
import pytest

from feasibility.assessment import assess_unfinanced
from feasibility.compile import cells as translation
from feasibility.compile.cells import column, safe_name
from feasibility.compile.kernel import ledger
from feasibility.compile.workbook import Book, Outline, workbook, write_model
from feasibility.compile.workbook import statements as statement_sheets
from feasibility.formula import Input, Line, Model, ModelError
from feasibility.model import model
from feasibility.plan import (
    Charge,
    Costs,
    Home,
    Loan,
    Operation,
    Part,
    Plan,
    ShareClass,
    Site,
    Subsidy,
    Work,
)
from feasibility.statements import profit_and_loss
from tests.feasibility.office import Office
from tests.feasibility.plans import loan, random_plan, simple_plan

EXAMPLE = Plan(
    name="Aan de Dijle", start=date(2026, 3, 1), years=42,
    site=Site(tenure="bought", land_price=600_000, deed_costs=8000, deed_month=2),
    parts=(Part(name="Nieuwbouw", kind="new", area=2200, cost_m2=2000, start=6, months=18), Part(name="Parking", kind="parking", cost=150_000, start=6, months=12)),
    homes=(Home(name="Studio", count=8, area=60, own_capital=30_000, cadastral_income=700), Home(name="Gezin", count=12, area=85, own_capital=45_000, cadastral_income=1000)),
    costs=Costs(working_capital=50_000, build_inflation=0.03),
    subsidies=(Subsidy(name="Stad", amount=120_000, month=12),),
    loans=(Loan(name="Bank", rate=0.035, rest=True, years=25, mortgage=True, cost=0.002, revision_1=10, rate_2=0.04), Loan(name="Gemeente", rate=0.015, years=15, amount=400_000, kind="linear", grace=12)),
    shares=(ShareClass(name="Bewoners", kind="resident", at_start=0.5, turnover=0.04), ShareClass(name="Investeerders", kind="investor", amount=500_000, dividend=0.02, turnover=0.03, value="indexed", index=0.01)),
    charge=Charge(saving_share=0.5),
    operation=Operation(management=300, guidance=30, maintenance=0.004, insurance=0.001, common=200, fixed_costs=5000, surcharges=10, cadastral_index=2.1),
    works=(Work(name="Dak", year=20, every=20, cost=200_000), Work(name="Ketels", year=15, every=15, cost=100_000)),
)  # fmt: skip
CELL = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)><f>(.*?)</f><v>(.*?)</v></c>')
VOLATILE = re.compile(r"\b(OFFSET|INDIRECT|TODAY|NOW|RAND|RANDBETWEEN|CELL|INFO)\(")


@pytest.fixture(scope="module")
def office():
    with Office() as office:
        yield office


@pytest.fixture(scope="module")
def example():
    return assess_unfinanced(EXAMPLE)


@pytest.fixture(scope="module")
def example_file(example, tmp_path_factory):
    path = tmp_path_factory.mktemp("example") / "plan.xlsx"
    workbook(example, path)
    return path


def written(assessment, path, language="nl"):
    workbook(assessment, path, language=language)
    return formulas(path)


def read(path, name):
    with zipfile.ZipFile(path) as file:
        return file.read(name).decode()


def formulas(path):
    """Sheet → cell → formula and the value that the file holds for it."""
    names = re.findall(r'<sheet name="([^"]+)"', read(path, "xl/workbook.xml"))
    return {
        html.unescape(name): {
            address: (html.unescape(text), html.unescape(value) if 't="str"' in about else float(value))
            for address, about, text, value in CELL.findall(read(path, f"xl/worksheets/sheet{number}.xml"))
        }
        for number, name in enumerate(names, 1)
    }


def cells_of_names(path):
    """Defined name → the cell, or the first of the cells, that it stands for."""
    found = re.findall(r'<definedName name="([^"]+)">([^<]+)</definedName>', read(path, "xl/workbook.xml"))
    return {name: cells.replace("$", "").split(":")[0].replace("!", ".") for name, cells in found}


def with_inputs(path, target, inputs):
    """The file with other numbers in its cells for input. (Setting cells in LibreOffice 7.4 itself makes it crash once in a hundred times.)"""
    cells = cells_of_names(path)
    with zipfile.ZipFile(path) as file, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as changed:
        for name in file.namelist():
            text = file.read(name)
            if name == "xl/worksheets/sheet2.xml":
                for given, value in inputs.items():
                    cell = re.compile(rf'(<c r="{cells[given].partition(".")[2]}"[^>]*><v>)[^<]*'.encode())
                    text, times = cell.subn(rb"\g<1>" + repr(value).encode(), text)
                    assert times == 1
            changed.writestr(name, text)
    return target


def apart(held, values):
    """The formula cells in which LibreOffice finds another value than the file holds."""
    return [
        (sheet, address, text, value, values[sheet].get(address))
        for sheet, cells in held.items()
        for address, (text, value) in cells.items()
        if not close(value, values[sheet].get(address))
    ]


def close(expected, found):
    """To 1e-9 of the value, or a millionth of a euro."""
    if isinstance(expected, str) or not isinstance(found, float):
        return expected == found
    return abs(expected - found) <= max(1e-6, 1e-9 * abs(expected))


def count(held):
    return sum(len(cells) for cells in held.values())


def rows_of(values, label):
    """Sheet → row, wherever column A has this label."""
    return {
        sheet: int(address[1:])
        for sheet, cells in values.items()
        for address, value in cells.items()
        if value == label and re.fullmatch(r"A\d+", address)
    }


# The same figures


def test_libreoffice_finds_the_figures_of_the_engine_in_every_formula(office, example_file):
    held, values = formulas(example_file), office.recalculate(example_file)
    assert count(held) > 30_000
    assert (apart(held, values), values.errors) == ([], {})


@pytest.mark.parametrize(("table", "word", "wrong"), [("_PLAIN", "min", "MAX"), ("_FOLDS", "lowest", "MAX"), ("_COMPARISONS", ast.LtE, "<")])  # fmt: skip
def test_one_word_translated_wrongly_is_found(office, example, tmp_path, monkeypatch, table, word, wrong):
    monkeypatch.setitem(getattr(translation, table), word, wrong)
    held = written(example, tmp_path / "plan.xlsx")
    assert apart(held, office.recalculate(tmp_path / "plan.xlsx")) != []


def test_each_line_has_a_formula_that_holds_the_value_of_the_ledger(example, tmp_path):
    book = Book(tmp_path / "plan.xlsx", "nl", date(2026, 1, 1), "")
    plot = write_model(book, example.lines)
    book.close()
    held, lines = formulas(tmp_path / "plan.xlsx"), example.lines
    for line in lines.model.lines:
        place, kept = plot.layout.places[line.name], lines[line.name]
        for element, values in enumerate(kept if line.per else [kept]):
            row = place.row + element
            over_time = list(enumerate(values))[1:] if not place.column else []
            expected = {column(time): value for time, value in over_time} or {place.column: values}
            assert {at: held[place.sheet][f"{at}{row}"][1] for at in expected} == expected


@pytest.mark.parametrize("seed", range(3))
def test_random_plans_agree(office, tmp_path, seed):
    assert disagreement(office, tmp_path, seed) == ([], {})


@pytest.mark.sweep
@pytest.mark.parametrize("seed", range(100, 200))
def test_a_hundred_random_plans_agree(office, tmp_path, seed):
    assert disagreement(office, tmp_path, seed) == ([], {})


def disagreement(office, folder, seed):
    plan = random_plan(np.random.default_rng(seed))
    held = written(assess_unfinanced(plan), folder / "plan.xlsx")
    values = office.recalculate(folder / "plan.xlsx")
    return apart(held, values), values.errors


@pytest.mark.parametrize("without", [{"shares": ()}, {"loans": (), "charge": {"kind": "fixed", "charge": 8.0}}, {"parts": ()}])  # fmt: skip
def test_a_plan_without_any_of_a_kind_agrees(office, tmp_path, without):
    plan = simple_plan(works=(), subsidies=(), **without)
    held = written(assess_unfinanced(plan), tmp_path / "plan.xlsx")
    values = office.recalculate(tmp_path / "plan.xlsx")
    assert (apart(held, values), values.errors) == ([], {})


# A changed input


def site(**given):
    return lambda plan: replace(plan, site=replace(plan.site, **given))


def shifted(**given):
    return lambda plan: replace(plan, shifts=replace(plan.shifts, **given))


def first(table, **given):
    def change(plan):
        rows = getattr(plan, table)
        return replace(plan, **{table: (replace(rows[0], **given), *rows[1:])})

    return change


CHANGES = {
    "interest rises": ({"rate_rise": 0.0125}, shifted(rate_rise=0.0125)),
    "land is dearer": ({"land_price": 750_000}, site(land_price=750_000)),
    "the build is late": ({"delay": 7}, shifted(delay=7)),
    "land on a long lease": (
        {"land_bought": 0, "land_leased": 1, "ground_rent": 12_000},
        site(tenure="leased", ground_rent=12_000),
    ),
    "a fixed charge": (
        {"charge_cost_rent": 0, "charge_fixed": 1, "charge": 14.5},
        lambda plan: replace(plan, charge=replace(plan.charge, kind="fixed", charge=14.5)),
    ),
    "building cost rises": (
        {"build_inflation": 0.05},
        lambda plan: replace(plan, costs=replace(plan.costs, build_inflation=0.05)),
    ),
    "more and larger homes": ({"home_count": 11, "home_area": 66}, first("homes", count=11, area=66)),
    "a shorter loan without a mortgage": (
        {"loan_years": 18, "loan_revision_1_years": 8, "loan_mortgage": 0},
        first("loans", years=18, revision_1=8, mortgage=False),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_input_gives_what_the_engine_finds_for_the_changed_plan(
    office, example_file, tmp_path, change
):
    inputs, apply = CHANGES[change]
    changed = written(assess_unfinanced(apply(EXAMPLE)), tmp_path / "changed.xlsx")
    values = office.recalculate(with_inputs(example_file, tmp_path / "plan.xlsx", inputs))
    own = ("Invoer", "Parameters")  # a changed choice may make another list of parameters
    assert [cell for cell in apart(changed, values) if cell[0] not in own] == []
    assert values.errors == {}


def test_what_may_change_is_open_and_all_else_is_locked_without_a_password(example_file):
    book, cells = openpyxl.load_workbook(example_file), cells_of_names(example_file)
    assert {sheet.title for sheet in book if not sheet.protection.sheet or sheet.protection.password} == set()
    names = ("land_price", "loan_years", "loan_mortgage", "charge_fixed", "deed_month", "part_start", "years", "registration_rate", "loan_term")  # fmt: skip
    locked = [name for name in names if book["Invoer"][cells[name].partition(".")[2]].protection.locked]
    assert locked == ["deed_month", "part_start", "years", "registration_rate", "loan_term"]
    assert book["Jaren"]["M20"].protection.locked
    assert book["Parameters"]["B5"].protection.locked


# A model that is not this one

ADDED = Line(
    "solar_cost", "eur", "solar_yearly * homes * price_level * use", "Onderhoud zonnepanelen", "Upkeep of solar panels", sign="-",
    into="operating_costs", needs=(Input("solar_yearly", "eur_home_year", "Zonnepanelen per woning", "Solar panels per home"),),
)  # fmt: skip


def test_an_added_cost_has_its_label_formula_value_and_input(office, example, tmp_path):
    bigger = model().plus(ADDED)
    lines = ledger(bigger, {**example.inputs.values, "solar_yearly": 150.0}, EXAMPLE.years)
    held = written(replace(example, lines=lines), tmp_path / "plan.xlsx")
    values = office.recalculate(tmp_path / "plan.xlsx")
    assert (apart(held, values), values.errors) == ([], {})
    rows = rows_of(values, "Onderhoud zonnepanelen")
    assert set(rows) == {"Jaren", "Resultatenrekening"}
    text, value = held["Jaren"][f"M{rows['Jaren']}"]
    assert re.fullmatch(r"solar_yearly\*homes\*M\d+\*M\d+", text)
    assert value == lines["solar_cost"][9] > 0
    groups = [address for address, (text, _) in held["Jaren"].items() if f"M{rows['Jaren']}" in text.split("+")]  # fmt: skip
    assert groups == [f"M{rows['Jaren'] + 1}"]
    assert values["Jaren"][f"A{rows['Jaren'] + 1}"] == "Bedrijfskosten"
    assert values["Resultatenrekening"][f"M{rows['Resultatenrekening']}"] == -value


SUMS = (
    "-a ** 2", "(0 - a) ** 2", "2 ** a ** 2", "(2 ** a) ** 2", "2 ** -a", "a - (b - c)", "a - b - c", "a / (b / c)", "a / b / c", "a * (b + c)", "-(a + b) * -c", "a - -b",
    "(a + b) ** (1 / 12) - 1", "a / 3 * 0.0000001", "1e300 * a", "0.1 + 0.2", "123456789.123456789 * a",
    "(a > b) * 5 + (b >= a)", "a == 3", "(a == 3) == 1", "(a != 3) - (b < c)", "when(a > b and not_b < c or a == c, a < b, c > a)", "min(a > b, 2, b)",
    "max(a, b, c, 0 - a)", "abs(c - a)", "whole(0 - a / 2)", "whole(a / 2)", "cents(a / 7)", "cents(0 - a / 7)", "cents(a + 0.005)",
    "total(x * y)", "total(x)", "total((x > 1.5) * y - x / y)", "total(x == 2)", "largest(y)", "total(nothing)", "total(nothing * 2 + 1) + a", "when(total(x) > 5, 1, 0 - 1)",
)  # fmt: skip


def small_model():
    inputs = [Input(name, "eur", name, name) for name in ("a", "b", "c", "not_b", "fee1", "Fee1", "R1C1")]
    inputs += [Input(name, "eur", name, name, per="thing") for name in ("x", "y")]
    inputs += [Input("nothing", "eur", "niets", "nothing", per="none")]
    lines = [Line(f"line_{number}", "eur", text, f"Lijn {number}", text, clock="once") for number, text in enumerate(SUMS)]  # fmt: skip
    lines += [
        Line("own", "eur", "x * 2 + fee1 - Fee1 + R1C1", "Eigen", "Own", clock="once", per="thing"),
        Line("so_far", "eur", "through(own) - own", "Tot nu", "So far", clock="once", per="thing"),
        Line("grown", "eur", "prev(grown) * 1.01 + (t == 7) * own", "Gegroeid", "Grown", clock="month", per="thing", start="x + a"),
        Line("all_grown", "eur", "total(grown - prev(grown)) + largest(grown)", "Alles", "All", clock="month"),
        Line("none_grown", "eur", "prev(none_grown) + 1", "Geen", "None", clock="month", per="none"),
        Line("yearly", "eur", "year_sum(grown) - year_end(grown) + prev(yearly)", "Per jaar", "A year", per="thing", start="a"),
        Line("dip", "eur", "abs(t - 3) - 2 + total(yearly) * 0", "Dal", "Dip", start="99 + a"),
        Line("flow", "eur", "when(t == 1, 0 - 100 * a, 40 * a)", "Stroom", "Flow"),
        Line("never", "eur", "a", "Nooit", "Never"),
        Line("high", "flag", "when(dip > 0.5, 1, 0)", "Hoog", "High"),
        *(
            Line(f"figure_{number}", "eur", text, text, text, clock="figure")
            for number, text in enumerate(("lowest(dip)", "highest(dip)", "summed(dip)", "last(dip)", "first(high)", "at(dip, 2)", "at(dip, 2.5)", "at(dip, 99)", "irr(flow)", "irr(never)", "figure_0 + 1"))
        ),
        Line("each", "eur", "at(yearly, a) + last(yearly)", "Elk", "Each", clock="figure", per="thing"),
    ]  # fmt: skip
    values = {"a": 3.0, "b": 2.0, "c": 0.7, "not_b": -2.0, "fee1": 1.5, "Fee1": 0.25, "R1C1": 8.0, "x": (1.0, 2.0, 4.5), "y": (0.1, 0.2, 0.7), "nothing": ()}  # fmt: skip
    return ledger(Model(tuple(lines), tuple(inputs)), values, 5)


def test_every_word_of_the_language_means_the_same_in_a_cell(office, tmp_path):
    book = Book(tmp_path / "small.xlsx", "nl", date(2026, 1, 1), "")
    write_model(book, small_model())
    book.close()
    held = formulas(tmp_path / "small.xlsx")
    values = office.recalculate(tmp_path / "small.xlsx")
    assert (apart(held, values), values.errors) == ([], {})
    assert values["Kengetallen"]["C14"] == "geen"


def test_names_that_look_like_cells_are_changed():
    assert [safe_name(name) for name in ("fee1", "R1C1", "c", "true", "charge_1", "tax")] == ["fee1_", "R1C1_", "c_", "true_", "charge_1", "tax"]  # fmt: skip


LONG = "a" * 100


@pytest.mark.parametrize("text", [" + ".join([LONG] * 90), "max(0, " * 65 + "a" + ")" * 65])
def test_a_formula_that_a_spreadsheet_cannot_hold_is_refused_by_name(tmp_path, text):
    lines = ledger(
        Model(
            (Line("huge", "eur", text, "Groot", "Huge"),),
            (Input("a", "eur", "a", "a"), Input(LONG, "eur", "a", "a")),
        ),
        {"a": 1.0, LONG: 1.0},
        2,
    )
    book = Book(tmp_path / "huge.xlsx", "nl", date(2026, 1, 1), "")
    with pytest.raises(ModelError, match="huge: the formula is too long or too deep"):
        write_model(book, lines)


def test_an_input_beside_the_model_may_not_take_a_name_of_the_model(tmp_path):
    outline = Outline(extra={Input("a", "eur", "a", "a"): 1.0})
    with pytest.raises(ModelError, match="names that it has itself: a"):
        write_model(Book(tmp_path / "x.xlsx", "nl", date(2026, 1, 1), ""), small_model(), outline)


# What a banker finds in it


def test_the_sheets_are_in_order_in_both_languages(example, example_file, tmp_path):
    assert list(formulas(example_file)) == ["Samenvatting", "Invoer", "Parameters", "Eenmalig", "Maanden", "Jaren", "Kengetallen", "Resultatenrekening", "Balans", "Kasstroom", "Controles"]  # fmt: skip
    assert list(written(example, tmp_path / "en.xlsx", "en")) == ["Summary", "Inputs", "Parameters", "Once", "Months", "Years", "Figures", "Profit and loss", "Balance sheet", "Cash flow", "Checks"]  # fmt: skip


def test_the_english_workbook_agrees_and_has_no_dutch_label(office, example, tmp_path):
    held = written(example, tmp_path / "plan.xlsx", "en")
    values = office.recalculate(tmp_path / "plan.xlsx")
    assert (apart(held, values), values.errors) == ([], {})
    shown = {value for cells in values.values() for value in cells.values() if isinstance(value, str)}
    dutch = {thing.nl for thing in (*model().lines, *model().inputs) if thing.nl != thing.en}
    english = {thing.en for thing in (*model().lines, *model().inputs)}
    assert shown & (dutch - english) == set()
    assert english - shown == set()


def test_every_line_figure_and_input_has_its_label_in_dutch(office, example_file):
    values = office.recalculate(example_file, hard=False)
    shown = {value for cells in values.values() for value in cells.values() if isinstance(value, str)}
    assert {thing.nl for thing in (*model().lines, *model().inputs)} - shown == set()


def test_the_law_is_referred_to_and_what_nobody_verified_stands_out(tmp_path):
    parts = tuple(Part(name=str(year), kind="demolition_rebuild", area=500.0, cost_m2=2000.0, start=start, months=6) for year, start in ((2023, 0), (2024, 12), (2025, 24)))  # fmt: skip
    plan = simple_plan(start=date(2023, 9, 1), parts=parts, costs={"delivery_month": 36, "permit_month": 1})
    held = written(assess_unfinanced(plan), tmp_path / "plan.xlsx")
    sheet, names = openpyxl.load_workbook(tmp_path / "plan.xlsx")["Parameters"], cells_of_names(tmp_path / "plan.xlsx")  # fmt: skip
    rows = [row for row in range(5, sheet.max_row + 1) if "heropbouw" in sheet[f"A{row}"].value]
    assert [(sheet[f"B{row}"].value, sheet[f"F{row}"].value) for row in rows] == [(0.06, "NIET NAGEKEKEN"), (0.06, "wet")]  # fmt: skip
    assert sheet[f"A{rows[0]}"].fill.fgColor.rgb != sheet[f"A{rows[1]}"].fill.fgColor.rgb
    vat = names["part_vat"].partition(".")[2]
    letter, first = vat[0], int(vat[1:])
    assert [held["Invoer"][f"{letter}{first + number}"] for number in range(3)] == [(f"Parameters!$B${row}", 0.06) for row in (rows[0], rows[1], rows[1])]  # fmt: skip


def test_the_checks_say_what_is_not_in_order(office, tmp_path):
    plan = simple_plan(years=20, loans=(loan(amount=1_000_000.0),))
    held = written(assess_unfinanced(plan), tmp_path / "plan.xlsx")
    values = office.recalculate(tmp_path / "plan.xlsx")
    assert (apart(held, values), values.errors) == ([], {})
    checks = values["Controles"]
    verdicts = {checks[f"A{row}"]: checks[f"D{row}"] for row in range(6, 30) if f"D{row}" in checks}
    wrong = {words for words, verdict in verdicts.items() if verdict == "NIET OK"}
    assert {"Bronnen en bestedingen zijn even groot", "Alle leningen zijn afgelost in het laatste jaar"} <= wrong  # fmt: skip
    assert verdicts["De balans klopt in elk jaar"] == "OK"
    assert values["Samenvatting"]["B6"] == "NIET OK"


def test_a_choice_that_excludes_another_is_checked(office, example_file, tmp_path):
    both = {"land_leased": 1, "charge_fixed": 1}
    values = office.recalculate(with_inputs(example_file, tmp_path / "plan.xlsx", both))
    checks = values["Controles"]
    wrong = [checks[f"A{row}"] for row in range(6, 30) if checks.get(f"D{row}") == "NIET OK"]
    assert wrong[:2] == ["De grond is ofwel gekocht, ofwel in erfpacht, ofwel ingebracht", "Hoogstens één soort woonvergoeding is gekozen"]  # fmt: skip


def test_a_statement_that_leaves_out_a_row_does_not_add_up(office, example, tmp_path, monkeypatch):
    def without_tax(assessment):
        table = profit_and_loss(assessment)
        rows = tuple(replace(row, parts=("profit_before_tax",)) if row.id == "result" else row for row in table.rows)  # fmt: skip
        return replace(table, rows=rows)

    monkeypatch.setattr(statement_sheets, "profit_and_loss", without_tax)
    written(example, tmp_path / "plan.xlsx")
    checks = office.recalculate(tmp_path / "plan.xlsx")["Controles"]
    wrong = [checks[f"A{row}"] for row in range(6, 30) if checks.get(f"D{row}") == "NIET OK"]
    assert wrong == ["Telt op: Resultatenrekening: Resultaat na belasting"]


def test_no_formula_is_volatile_and_none_is_too_long(example_file):
    texts = [text for cells in formulas(example_file).values() for text, _ in cells.values()]
    assert [text for text in texts if VOLATILE.search(text) or len(text) > 8192] == []
    assert {word for text in texts for word in re.findall(r"([A-Z]+)\(", text)} <= {
        "ABS", "AND", "OR", "COUNTIF", "IF", "IFERROR", "INT", "IRR", "MATCH", "MAX", "MIN", "ROWS", "SUM", "SUMIF", "SUMPRODUCT",
    }  # fmt: skip


@pytest.mark.parametrize("begin", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "{=1}", "http://example.org", "'=1"])  # fmt: skip
def test_a_name_never_becomes_a_formula_or_a_link(example, example_file, tmp_path, begin):
    plan = replace(
        EXAMPLE, name=begin,
        **{table: tuple(replace(row, name=begin + str(number)) for number, row in enumerate(getattr(EXAMPLE, table))) for table in ("parts", "homes", "subsidies", "loans", "shares", "works")},
    )  # fmt: skip
    held = written(assess_unfinanced(plan), tmp_path / "plan.xlsx")
    assert {sheet: list(cells) for sheet, cells in held.items()} == {sheet: list(cells) for sheet, cells in formulas(example_file).items()}  # fmt: skip
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    assert (book["Samenvatting"]["A1"].value, book["Samenvatting"]["A1"].data_type) == (begin, "s")
    assert [sheet.title for sheet in book if sheet.title != "Parameters" and sheet._hyperlinks] == []


def test_the_same_assessment_gives_the_same_bytes_in_a_file_and_in_memory(example, example_file):
    made = io.BytesIO()
    workbook(example, made)
    assert made.getvalue() == example_file.read_bytes()


def test_it_says_nothing_of_who_made_it_and_has_three_charts(example_file):
    properties = openpyxl.load_workbook(example_file).properties
    assert (properties.creator, properties.lastModifiedBy, properties.title) == (None, None, "Haalbaarheidsstudie")  # fmt: skip
    with zipfile.ZipFile(example_file) as file:
        assert len([name for name in file.namelist() if name.startswith("xl/charts/chart")]) == 3


def test_it_prints_on_landscape_pages_with_frozen_heads(example_file):
    for sheet in openpyxl.load_workbook(example_file):
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.freeze_panes or sheet.title == "Samenvatting"
