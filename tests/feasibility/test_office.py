"""The witness itself: LibreOffice really recalculates, and says what it could not."""

import math
import os
import shutil
import signal

import pytest
import xlsxwriter

from tests.feasibility.office import MISSING, Office, OfficeError

WRONG = 999


@pytest.fixture(scope="module")
def office():
    with Office() as office:
        yield office


@pytest.fixture
def plan(tmp_path):
    """A workbook in which each formula holds a wrong value: two sheets, an input with a name, one without, and errors."""
    path = tmp_path / "plan.xlsx"
    with xlsxwriter.Workbook(path) as book:
        inputs, result = book.add_worksheet("Inputs"), book.add_worksheet("Result v1.0 é")
        book.define_name("rate", "=Inputs!$B$1")
        book.define_name("both", "=Inputs!$B$1:$B$2")
        inputs.write_column("A1", ["rate", "homes"])
        inputs.write_column("B1", [0.1, 3])
        for row, (formula, value) in enumerate(
            [
                ("=rate+0.2", WRONG),
                ("=A1*Inputs!B2", WRONG),
                ('="é "&Inputs!B2', "wrong"),
                ("=PMT(rate,30,-1000)", WRONG),
                ("=1/(Inputs!B2-3)", WRONG),
                ("=A5+1", WRONG),
                ("=VLOOKUP(8,A1:A2,1,FALSE)", WRONG),
                ('="a"*2', WRONG),
            ]
        ):
            result.write_formula(row, 0, formula, None, value)
    return path


RESULT = "Result v1.0 é"


def test_wrong_values_in_the_file_come_back_right(office, plan):
    values = office.recalculate(plan)
    assert values["Inputs"] == {"A1": "rate", "A2": "homes", "B1": 0.1, "B2": 3.0}
    result = values[RESULT]
    assert (result["A1"], result["A2"], result["A3"]) == (0.1 + 0.2, (0.1 + 0.2) * 3, "é 3")
    assert math.isclose(result["A4"], 1000 * 0.1 / (1 - 1.1**-30), rel_tol=1e-14)


def test_without_a_hard_recalculation_the_wrong_values_are_believed(office, plan):
    values = office.recalculate(plan, hard=False)
    assert set(values[RESULT].values()) == {WRONG, "wrong"}
    assert values.errors == {}


def test_without_a_hard_recalculation_only_what_hangs_on_a_changed_cell_is_right(office, plan):
    result = office.recalculate(plan, set={"Inputs.B2": 5}, hard=False)[RESULT]
    assert (result["A1"], result["A2"], result["A5"]) == (WRONG, WRONG * 5, 0.5)


def test_a_changed_input_changes_the_results(office, plan):
    values = office.recalculate(plan, set={"rate": 0.25, "Inputs.B2": 4, f"{RESULT}.C9": "né"})
    assert values["Inputs"]["B1"] == 0.25
    result = values[RESULT]
    assert (result["A1"], result["A2"], result["A3"], result["A5"]) == (0.45, 1.8, "é 4", 1.0)
    assert result["C9"] == "né"
    assert office.recalculate(plan)[RESULT]["A3"] == "é 3"  # the file is as it was


def test_error_cells_are_reported_with_their_kind(office, plan):
    values = office.recalculate(plan)
    assert values.errors == {
        f"{RESULT}.A5": "#DIV/0!",
        f"{RESULT}.A6": "#DIV/0!",
        f"{RESULT}.A7": "#N/A",
        f"{RESULT}.A8": "#VALUE!",
    }
    assert values[RESULT]["A5"] == "#DIV/0!"
    mended = office.recalculate(plan, set={"Inputs.B2": 5})
    assert set(mended.errors) == {f"{RESULT}.A7", f"{RESULT}.A8"}


@pytest.mark.parametrize("cell", ["nowhere", "Inputs.B1:B2", "both", "Nosheet.A1"])
def test_a_cell_that_cannot_be_set_is_named_and_the_next_workbook_is_calculated(office, plan, cell):
    with pytest.raises(OfficeError, match=rf"plan\.xlsx, setting the one cell {cell}: "):
        office.recalculate(plan, set={cell: 1})
    assert office.recalculate(plan)[RESULT]["A3"] == "é 3"


def test_a_file_that_is_no_workbook_is_refused(office, tmp_path):
    (tmp_path / "words.xlsx").write_text("no workbook")
    with pytest.raises(OfficeError, match=r"LibreOffice failed at words\.xlsx, opening it: "):
        office.recalculate(tmp_path / "words.xlsx")


def test_numbers_come_back_whole(office, tmp_path):
    numbers = [1 / 3, math.pi * 1e300, -2.5e-300, 123456789.123456789, 0.0, -7.0]
    with xlsxwriter.Workbook(tmp_path / "numbers.xlsx") as book:
        sheet = book.add_worksheet("Numbers")
        for row in range(len(numbers)):
            sheet.write_formula(row, 1, f"=A{row + 1}", None, WRONG)
    cells = {f"Numbers.A{row}": number for row, number in enumerate(numbers, 1)}
    values = office.recalculate(tmp_path / "numbers.xlsx", set=cells)["Numbers"]
    assert [values[f"B{row}"] for row in range(1, len(numbers) + 1)] == numbers


def test_an_office_that_crashed_is_started_anew(plan):
    with Office() as office:
        os.killpg(office._process.pid, signal.SIGKILL)
        assert office.recalculate(plan)[RESULT]["A3"] == "é 3"
    assert not office.home.exists()


def test_an_office_that_crashed_says_so_when_it_is_not_started_anew(plan):
    with Office() as office:
        os.killpg(office._process.pid, signal.SIGKILL)
        with pytest.raises(OfficeError, match=r"LibreOffice (had )?stopped .*plan\.xlsx"):
            office._recalculated(plan, {}, hard=True)


def test_a_late_answer_is_never_taken_for_the_next_one(plan):
    with Office() as office:
        office._wire.settimeout(0.001)
        with pytest.raises(OfficeError, match=r"did not answer in time at plan\.xlsx"):
            office.recalculate(plan)
        with pytest.raises(OfficeError, match=r"had stopped before plan\.xlsx"):
            office.recalculate(plan)


def test_a_machine_without_libreoffice_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(OfficeError, match=f"^{MISSING}$"), Office():
        pass
