"""Files that are handed over: what leaves comes back the same, and what is wrong in it is said cell by cell."""

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from feasibility import Home, PlanError, assess
from feasibility.reading import read_plan
from proeftuin.core.exports import as_csv
from proeftuin.studies import handover
from proeftuin.studies.reading_homes import LARGEST_FILE, LINES
from tests.feasibility.plans import simple_plan

HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "'=1+1",
    "''=1+1",
    "'t Hof",
    "%x",
    "|x",
    "#import x",
    "*vet*",
    "é ; , \" '",
)
HOSTILE_HOMES = tuple(Home(name=name, count=1, area=60.0) for name in HOSTILE)
HEAD = "name;count;area;own_capital\n"


def csv_of(plan, language="nl", **more):
    with override(language):
        return as_csv(*handover.homes_csv(plan, language), **more).encode("utf-8-sig")


def faults_of(content, name="woningen.csv", language="nl"):
    with pytest.raises(PlanError) as caught:
        handover.read_homes(content, name)
    return [fault.words(language) for fault in caught.value.faults]


def names(table):
    return [row[0].value for row in openpyxl.load_workbook(io.BytesIO(table)).worksheets[0].iter_rows()]


# — there and back


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("is_fictional", [False, True])
def test_homes_as_csv_come_back_the_same_also_names_that_look_like_formulas(language, is_fictional):
    plan = simple_plan(homes=HOSTILE_HOMES)
    content = csv_of(plan, language, is_fictional=is_fictional)
    assert handover.read_homes(content, "homes.csv") == HOSTILE_HOMES


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("is_fictional", [False, True])
def test_homes_as_xlsx_come_back_the_same(language, is_fictional):
    plan = simple_plan(homes=HOSTILE_HOMES)
    content = handover.homes_xlsx(plan, language, is_fictional=is_fictional)
    assert handover.read_homes(content, "homes.xlsx") == HOSTILE_HOMES


NUMBERS = st.integers(10_000, 10**12).map(lambda number: number / 10_000)  # a spreadsheet keeps 15 digits
NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=40
) | st.sampled_from(HOSTILE)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.builds(Home, name=NAMES, count=st.integers(1, 10**6), area=NUMBERS, own_capital=NUMBERS), min_size=1, max_size=5))  # fmt: skip
def test_any_homes_come_back_the_same_from_both_kinds_of_file(homes):
    plan = simple_plan(homes=tuple(homes))
    for language in ("nl", "en"):
        assert handover.read_homes(csv_of(plan, language), "homes.csv") == plan.homes
    assert handover.read_homes(handover.homes_xlsx(plan, "nl"), "homes.xlsx") == plan.homes


def test_a_formula_in_a_name_is_text_in_both_files():
    plan = simple_plan(homes=(Home(name="=1+1", count=1, area=60.0),))
    sheet = openpyxl.load_workbook(io.BytesIO(handover.homes_xlsx(plan, "nl"))).worksheets[0]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert "'=1+1" in csv_of(plan).decode()


def test_the_workbook_opens_and_the_plan_reads_back():
    plan = simple_plan(name="=1+1")
    book = openpyxl.load_workbook(io.BytesIO(handover.workbook(assess(plan), "nl")))
    assert len(book.sheetnames) > 5
    written = handover.plan_toml(plan, comments=True, language="nl")
    assert read_plan(written) == plan
    assert "  # " in written
    assert "  # " not in handover.plan_toml(plan, comments=False)


def test_an_example_says_so_in_the_table_of_homes():
    with override("nl"):
        assert "verzonnen" in names(handover.homes_xlsx(simple_plan(), "nl", is_fictional=True))[0]
    assert names(handover.homes_xlsx(simple_plan(), "nl"))[0] == "Naam"


# — as people make such tables


@pytest.mark.parametrize(
    ("written", "read"),
    [("1.250,50", 1250.5), ("1250,5", 1250.5), ("1250.5", 1250.5), ("1,250.50", 1250.5), ("€ 1 250", 1250.0), ("1.250", 1250.0)],
)  # fmt: skip
def test_numbers_with_a_decimal_comma_or_point_are_read(written, read):
    (home,) = handover.read_homes(f"{HEAD}A;2;60;{written}\n".encode(), "homes.csv")
    assert home == Home(name="A", count=2, area=60.0, own_capital=read)


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_mark_and_encoding_is_read(mark, encoding):
    text = "Naam;Aantal woningen van dit type;Vloeroppervlakte van de woning\r\nÉtage;2;60\r\n".replace(";", mark)  # fmt: skip
    assert handover.read_homes(text.encode(encoding), "homes.csv") == (Home(name="Étage", count=2, area=60.0),)  # fmt: skip


def test_rows_above_and_blank_rows_are_passed_over():
    text = "VOORBEELD: verzonnen, ook dit;;\n\n" + HEAD + "\nA;2;60;0\n;;;\nB;1;80;0\n"
    assert [home.name for home in handover.read_homes(text.encode(), "homes.csv")] == ["A", "B"]


def test_a_column_that_is_left_out_gives_the_default_and_an_empty_cell_too():
    (home,) = handover.read_homes(b"name;count;area;units\nA;2;60;\n", "homes.csv")
    assert home == Home(name="A", count=2, area=60.0)


def formulas(*, kept):
    """A table whose number of homes is a formula, with or without the value that a spreadsheet kept with it."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["name", "count", "area"])
    sheet.write_row(1, 0, ["A", 0, 60])
    sheet.write_formula(1, 1, "=1+1", value=kept)
    book.close()
    return target.getvalue()


def test_a_formula_is_read_as_the_value_that_was_kept_with_it():
    (home,) = handover.read_homes(formulas(kept=2), "homes.xlsx")
    assert home.count == 2


def test_a_formula_without_a_value_is_refused_with_what_to_do():
    book = openpyxl.load_workbook(io.BytesIO(formulas(kept=2)))
    target = io.BytesIO()
    book.save(target)  # drops the kept values
    (fault,) = faults_of(target.getvalue(), "homes.xlsx")
    assert fault == (
        "rij 2, “Aantal woningen van dit type”: hier staat een formule zonder waarde."
        " Open het bestand in een rekenblad en bewaar het, of schrijf het getal."
    )


# — what is wrong


def test_each_fault_names_its_row_its_column_what_was_given_and_what_is_allowed():
    text = HEAD + "A;twee;60;0\n;2;60;0\nC;2;0,5;-1\nD;1,5;;0\n"
    assert faults_of(text.encode()) == [
        'rij 2, “Aantal woningen van dit type”: "twee" is geen getal. Schrijf het als 1250,50 of 1250.50.',
        "rij 3, “Naam”: er is niets ingevuld, en het is nodig.",
        "rij 4, “Vloeroppervlakte van de woning”: 0.5 valt buiten de grenzen van “Vloeroppervlakte van de woning”: geef 1 of meer.",
        "rij 4, “Eigen inbreng per woning”: -1 valt buiten de grenzen van “Eigen inbreng per woning”: geef 0 of meer.",
        "rij 5, “Aantal woningen van dit type”: 1.5 is geen geheel getal.",
        "rij 5, “Vloeroppervlakte van de woning”: er is niets ingevuld, en het is nodig.",
    ]
    assert faults_of(text.encode(), language="en")[0] == 'row 2, “Number of homes of this type”: "twee" is no number. Write it like 1250.50 or 1250,50.'  # fmt: skip


@pytest.mark.parametrize("name", ["", " x", "x " * 70, "a\u202eb", "a\tb"])
def test_a_name_that_cannot_be_is_refused(name):
    assert len(faults_of(f'{HEAD}"{name}";2;60;0\n'.encode())) == 1


def test_columns_that_are_missing_unknown_or_there_twice_are_named():
    said = " ".join(faults_of(b"name;count;count;=cmd\nA;2;2;x\n"))
    assert all(one in said for one in ("staat er twee keer", "“Vloeroppervlakte van de woning” ontbreekt", '"=cmd" is geen kolom'))  # fmt: skip


def test_two_hundred_homes_are_read_and_one_more_is_refused():
    rows = [f"Type {number};1;60;0\n" for number in range(201)]
    assert len(handover.read_homes((HEAD + "".join(rows[:200])).encode(), "homes.csv")) == 200
    assert "meer dan 200 rijen" in faults_of((HEAD + "".join(rows)).encode())[0]
    many = simple_plan(homes=tuple(Home(name=f"Type {number}", count=1, area=60.0) for number in range(200)))
    assert len(handover.read_homes(handover.homes_xlsx(many, "nl"), "homes.xlsx")) == 200


def test_many_faults_are_counted_after_the_first_hundred():
    text = HEAD + "".join(f"T{number};x;y;z\n" for number in range(200))
    assert len(faults_of(text.encode())) == 101
    assert faults_of(text.encode())[-1] == "en nog 500 fouten."


def bomb():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"hallo", b"%PDF-1.7\n\0", b"\xd0\xcf\x11\xe0 old excel", b"PK\x03\x04 damaged", bomb(), b"a;b;c\n1;2;3\n", b'"' + b"x" * 200_000],
)  # fmt: skip
def test_what_is_no_table_of_homes_is_refused_in_words(content):
    (fault,) = faults_of(content, "x.csv")
    assert fault.startswith("x.csv bevat geen tabel met woningen.")


def test_a_head_without_homes_is_refused():
    assert faults_of(HEAD.encode()) == ["de tabel bevat geen woningen. Schrijf een rij per type."]


def test_a_file_beyond_one_megabyte_is_refused_before_it_is_read():
    assert "groter dan 1 MB" in faults_of(HEAD.encode() + b" " * LARGEST_FILE)[0]


def test_a_sheet_with_a_million_rows_is_not_walked_through():
    book = openpyxl.Workbook()
    book.active.append(["name", "count", "area"])
    book.active.append(["A", 2, 60])
    book.active.cell(row=1_000_000, column=1, value="far away")
    target = io.BytesIO()
    book.save(target)
    assert LINES < 1000
    assert [home.name for home in handover.read_homes(target.getvalue(), "homes.xlsx")] == ["A"]


def test_homes_that_were_read_stand_in_a_plan_that_can_be_assessed():
    plan = simple_plan()
    back = handover.read_homes(csv_of(plan), "homes.csv")
    assert assess(replace(plan, homes=back)).figures == assess(plan).figures
