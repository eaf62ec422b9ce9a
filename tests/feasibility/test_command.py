"""The command line: what it answers, and that every fault is a sentence with the right exit code."""

import json
import os
import subprocess
import sys
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from feasibility import assess, commands
from feasibility.command import main, parser
from feasibility.parameters import names
from feasibility.plan import Correlation, Part, Uncertain
from feasibility.reading import read_plan, write_plan
from feasibility.report import ENGINE
from feasibility.schema import plan_schema, result_schema
from tests.feasibility.bad_plans import EXAMPLE
from tests.feasibility.json_schema import wrong
from tests.feasibility.plans import loan, simple_plan

ROOT = Path(__file__).parents[2]
SHORT = simple_plan(
    years=4, costs={"delivery_month": 4, "permit_month": 3},
    parts=(Part(name="Homes", kind="new", area=1000.0, cost_m2=2000.0, vat=0.06, months=4),),
    uncertain=(Uncertain(input="inflation", low=0.01, mode=0.02, high=0.03), Uncertain(input="rate_rise", shape="uniform", low=0.0, high=0.02)),
)  # fmt: skip


@pytest.fixture
def example(tmp_path):
    return written(tmp_path, EXAMPLE)


@pytest.fixture
def short(tmp_path):
    return written(tmp_path, write_plan(SHORT))


def written(folder, text, name="plan.toml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def asked(capsys, *arguments):
    """Exit code, output and errors."""
    code = main(arguments)
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, out, err


def answered(capsys, *arguments):
    """The output of what must succeed in silence."""
    code, out, err = asked(capsys, *arguments)
    assert (code, err) == (0, "")
    return out


def strict(text):
    """JSON without NaN or infinity."""

    def never(word):
        raise AssertionError(word)

    return json.loads(text, parse_constant=never)


def run(*arguments, given=b"", **more):
    """The command as people start it."""
    command = [sys.executable, "-m", "feasibility", *arguments]
    return subprocess.run(
        command, input=given, capture_output=True, cwd=ROOT, timeout=60, check=False, **more
    )


# assess


def test_assess_says_the_answer_first_and_shows_figures_in_the_belgian_way(capsys, example):
    out = answered(capsys, "assess", example, "--on", "2026-11-23")
    first = out.splitlines()[0]
    assert first.startswith("Een woning ‘1-slaapkamerwoning’ kost €")
    assert "eigen inbreng" in first
    for part in ("Kengetallen", "Totale investering", "€ 5.9", "Jaren van gebruik", "1 (2029)", "30 (2058)", "Let op", "norms.housing_share"):  # fmt: skip
        assert part in out


def test_assess_in_english(capsys, example):
    out = answered(capsys, "assess", example, "--lang", "en", "--on", "2027-01-01")
    for part in ("Key figures", "Total investment", "€5,9", "Years of use", "No warnings."):
        assert part in out
    assert "Kengetallen" not in out


def test_assess_reads_standard_input():
    found = run("assess", "-", given=EXAMPLE.encode())
    assert (found.returncode, found.stderr) == (0, b"")
    assert "Kengetallen" in found.stdout.decode()


def test_assess_gives_json_that_fits_its_schema_and_equals_the_python_face(capsys, example):
    result = strict(answered(capsys, "assess", example, "--json", "--on", "2026-11-23"))
    assert list(wrong(result, result_schema())) == []
    same = assess(read_plan(EXAMPLE), on=date(2026, 11, 23))
    assert result["figures"]["charge_1"]["value"] == same.figures["charge_1"]
    assert result["lines"]["charged"]["values"] == same.lines["charged"]
    assert (result["engine"], result["on"], result["elements"]["loan"][0]) == (ENGINE, "2026-11-23", "Bank")
    assert [one["key"] for one in result["warnings"]] == ["start"]


def test_the_same_question_gives_the_same_bytes():
    seeds = [run("assess", "-", "--json", given=EXAMPLE.encode(), env=os.environ | {"PYTHONHASHSEED": seed}).stdout for seed in ("1", "2")]  # fmt: skip
    assert seeds[0] == seeds[1]
    assert len(seeds[0]) > 100_000


def test_a_figure_that_says_nothing_is_null(capsys, short):
    result = strict(answered(capsys, "assess", short, "--json"))
    assert result["figures"]["charge_30"]["value"] is None
    assert "–" in answered(capsys, "assess", short)


def test_the_version_of_the_engine_is_that_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == ENGINE


# the others


def test_solve_finds_the_charge(capsys, short):
    out = answered(capsys, "solve", short, "--for", "charge", "--until", "min_dscr >= 1.10")
    assert out.startswith("Aan “min_dscr >= 1.10” is voldaan met minstens €")
    result = strict(answered(capsys, "solve", short, "--for", "charge", "--until", "min_dscr >= 1.10", "--json"))  # fmt: skip
    assert (result["target"], result["unit"]) == ("charge", "eur_m2_month")
    assert result["assessment"]["figures"]["min_dscr"]["value"] == pytest.approx(1.10, abs=1e-6)
    assert list(wrong(result["assessment"], result_schema())) == []


def test_solve_without_a_solution_is_code_3(capsys, short):
    code, out, err = asked(capsys, "solve", short, "--for", "charge", "--until", "charge_1 <= -1")
    assert (code, out) == (3, "")
    assert "voldoet" in err


def test_solve_refuses_an_unknown_target_or_condition(capsys, short):
    code, _, err = asked(capsys, "solve", short, "--for", "luck", "--until", "min_dscr >= 1")
    assert code == 2
    assert "charge, equity, land_price" in err
    code, _, err = asked(capsys, "solve", short, "--for", "charge", "--until", "__import__('os')")
    assert code == 2
    assert "geen voorwaarde" in err


def test_risk_answers_and_repeats_itself(capsys, short):
    question = ("risk", short, "--draws", "64", "--seed", "7")
    out = answered(capsys, *question)
    assert out.startswith("In negen op tien gevallen ligt de nodige woonvergoeding tussen €")
    for part in ("64 trekkingen, startgetal 7", "Algemene inflatie", "bouwkost +40%"):
        assert part in out
    result = strict(answered(capsys, *question, "--json"))
    assert (result["seed"], result["draws"], len(result["stresses"])) == (7, 64, 5)
    assert result == strict(answered(capsys, *question, "--json"))
    assert [one["input"] for one in result["uncertain"]] == ["inflation", "rate_rise"]


def test_risk_of_too_many_inputs_that_move_together_is_refused(capsys, tmp_path):
    names = ("inflation", "rate_rise", "delay", "wage_growth", "building_growth", "vacancy", "vacancy_extra", "default", "cash_rate", "contingency",
             "architect", "delegated_client", "turnover_factor")  # fmt: skip
    plan = replace(
        SHORT,
        years=5,
        uncertain=tuple(Uncertain(input=name, shape="uniform", low=0.0, high=0.1) for name in names),
        correlations=(Correlation(a="inflation", b="rate_rise", value=0.1),),
    )
    code, _, err = asked(capsys, "risk", written(tmp_path, write_plan(plan)), "--draws", "16")
    assert code == 2
    assert err.startswith("uncertain: 13 onzekerheden die samen bewegen")


def test_risk_takes_a_single_draw(capsys, short):
    assert "1 trekking, startgetal 1" in answered(capsys, "risk", short, "--draws", "1")


def test_workbook_is_written_whole(capsys, short, tmp_path):
    target = tmp_path / "plan.xlsx"
    target.write_text("old")
    assert answered(capsys, "workbook", short, "-o", str(target)) == ""
    with ZipFile(target) as book:
        assert "xl/workbook.xml" in book.namelist()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan.toml", "plan.xlsx"]


def test_workbook_leaves_the_old_file_when_the_plan_is_faulty(capsys, tmp_path):
    target = tmp_path / "plan.xlsx"
    target.write_text("old")
    faulty = written(tmp_path, "x = 1")
    assert asked(capsys, "workbook", faulty, "-o", str(target))[0] == 2
    assert target.read_text() == "old"


def test_explain_tells_why(capsys, example):
    out = answered(capsys, "explain", example, "charge_1")
    assert "Woonvergoeding per m² en maand" in out
    assert "€ 17," in out
    assert "Charge" in answered(capsys, "explain", example, "home_charge_1", "--element", "1", "--lang", "en")
    assert answered(capsys, "explain", example, "home_charge_1", "--element", "3-slaapkamerwoning", "--year", "5")  # fmt: skip


def test_explain_refuses_what_is_not_there(capsys, example):
    code, _, err = asked(capsys, "explain", example, "chrage_1")
    assert code == 2
    assert "charge_1" in err


def test_parameters_are_listed_and_told(capsys):
    every = answered(capsys, "parameters")
    assert all(f"{name}:" in every for name in names())
    assert "norms.cover:" in answered(capsys, "parameters", "norms")
    one = answered(capsys, "parameters", "registration.long_lease_duty")
    assert one.count("registration.long_lease_duty:") == 3
    then = answered(capsys, "parameters", "registration.long_lease_duty", "--on", "2023-06-01", "--lang", "en")  # fmt: skip
    assert "2%" in then
    assert "5%" not in then
    data = strict(answered(capsys, "parameters", "registration.long_lease_duty", "--json"))
    assert [row["value"] for row in data] == [0.002, 0.02, 0.05]


def test_parameters_that_are_not_there_or_not_known_are_code_2(capsys):
    code, _, err = asked(capsys, "parameters", "norms.covr")
    assert code == 2
    assert "norms.cover" in err
    code, _, err = asked(capsys, "parameters", "norms.cover", "--on", "2050-01-01")
    assert code == 2
    assert "2050-01-01" in err


def test_household_compares(capsys, tmp_path):
    text = answered(capsys, "example", "household")
    path = written(tmp_path, text)
    assert "huren" in answered(capsys, "household", path)
    assert "renting" in answered(capsys, "household", path, "--lang", "en")
    result = strict(answered(capsys, "household", path, "--json"))
    assert set(result["sides"]) == {"rent", "buy", "cooperative"}
    code, _, err = asked(capsys, "household", written(tmp_path, text.replace("years = 30", "years = 300")))
    assert code == 2
    assert "years" in err


def test_the_example_is_a_plan(capsys):
    assert answered(capsys, "example") == EXAMPLE


def test_the_schemas_are_printed(capsys):
    assert strict(answered(capsys, "schema", "--lang", "en")) == plan_schema()
    assert strict(answered(capsys, "schema", "result")) == result_schema("nl")


def test_the_reference_names_every_line(capsys):
    assert "charge_1" in answered(capsys, "reference")
    assert "charge_1" in answered(capsys, "reference", "--lang", "en")


def test_help_is_there_in_two_languages(capsys):
    assert "haalbaarheid" in answered(capsys, "--help")
    assert "whether a housing" in parser("en").format_help()


# faults


def test_every_fault_of_a_plan_is_a_line(capsys, tmp_path):
    text = EXAMPLE.replace('rate = "3,15%"', "rate = 3.15").replace("count = 6", "count = -6").replace("[members]", "[membres]")  # fmt: skip
    code, out, err = asked(capsys, "assess", written(tmp_path, text), "--json")
    assert (code, out) == (2, "")
    assert [line.split(":")[0] for line in err.splitlines()] == ["membres", "homes[0].count", "loans[0].rate"]
    assert "schrijf “Rentevoet per jaar” met een procentteken" in err
    assert "write “Interest rate a year”" in asked(capsys, "assess", written(tmp_path, text), "--lang=en")[2]


def test_sources_that_do_not_meet_uses_are_code_2(capsys, tmp_path):
    plan = simple_plan(loans=(loan(amount=1000.0),))
    code, _, err = asked(capsys, "assess", written(tmp_path, write_plan(plan)))
    assert code == 2
    assert err.startswith("loans: de bronnen zijn €")


def test_a_law_that_is_not_known_is_code_2(capsys, example):
    for command in (("assess",), ("solve", "--for", "charge", "--until", "min_dscr >= 1")):
        code, _, err = asked(capsys, command[0], example, *command[1:], "--on", "2050-01-01")
        assert code == 2
        assert "2050-01-01" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "deze argumenten ontbreken: command"),
        (("dance",), "onmogelijke keuze: 'dance'"),
        (("assess",), "deze argumenten ontbreken: file"),
        (("assess", "a", "b"), "onbekende argumenten: b"),
        (("assess", "nowhere.toml"), '"nowhere.toml" bestaat niet: kijk de naam na.'),
        (("assess", "."), '"." is een map: noem een bestand.'),
        (("assess", "README.md/x"), "ligt in iets dat geen map is"),
        (("assess", "a\x00b"), "kan geen naam van een bestand zijn"),
        (("assess", "x" * 5000), "kan niet gebruikt worden: File name too long"),
        (("assess", "nowhere.toml", "--lang", "fr"), "onmogelijke keuze: 'fr'"),
        (("assess", "nowhere.toml", "--lang", "en"), '"nowhere.toml" does not exist: check the name.'),
        (("schema", "house"), "onmogelijke keuze: 'house'"),
        (("parameters", "--on", "yesterday"), '--on: "yesterday" is geen dag: schrijf ze als 2026-11-23.'),
        (("parameters", "--on", "2026-02-30"), "is geen dag"),
        (("parameters", "--on", "0001-01-01"), "is geen dag"),
        (("workbook", "nowhere.toml"), "deze argumenten ontbreken: -o/--output"),
    ],
)  # fmt: skip
def test_arguments_that_make_no_sense_are_said(capsys, arguments, words):
    code, out, err = asked(capsys, *arguments)
    assert (code, out) == (2, "")
    assert words in err


def test_all_faults_of_arguments_are_said_at_once(capsys):
    code, _, err = asked(capsys, "risk", "nowhere.toml", "--draws", "0", "--seed", "-", "--on", "x")
    assert code == 2
    assert [line.split(" ")[0] for line in err.splitlines()] == ["--on:", "--draws:", "--seed:", '"nowhere.toml"']  # fmt: skip


@pytest.mark.parametrize("draws", ["0", "-1", "1e6", "1.5", "9" * 5000, "500001", "², ", ""])
def test_a_number_of_draws_that_cannot_be_is_refused(capsys, short, draws):
    code, _, err = asked(capsys, "risk", short, f"--draws={draws}")
    assert code == 2
    assert "--draws" in err


def test_a_file_that_is_no_text_is_said(capsys, tmp_path):
    path = tmp_path / "plan.toml"
    path.write_bytes(b"name = '\xff'")
    assert "is geen UTF-8-tekst (byte 8)" in asked(capsys, "assess", str(path))[2]
    path.write_bytes(b"#" * 5_000_000)
    assert "is te groot voor een plan" in asked(capsys, "assess", str(path))[2]
    assert run("assess", "/dev/zero").returncode == 2


def test_an_output_that_cannot_be_is_said(capsys, short, tmp_path):
    for target, words in ((str(tmp_path), "is een map"), (str(tmp_path / "no" / "x.xlsx"), "bestaat niet"), ("x\x00", "geen naam van een bestand")):  # fmt: skip
        code, _, err = asked(capsys, "workbook", short, "-o", target)
        assert code == 2
        assert words in err
    assert answered(capsys, "workbook", short, "-o", "/dev/null") == ""
    assert Path("/dev/null").is_char_device()


def test_a_workbook_never_takes_the_place_of_the_plan(capsys, short):
    before = Path(short).read_bytes()
    code, _, err = asked(capsys, "workbook", short, "-o", short)
    assert (code, Path(short).read_bytes()) == (2, before)
    assert "is het plan zelf" in err


def test_the_financial_plan_has_the_seven_items_of_the_law(capsys, example):
    out = answered(capsys, "financial_plan", example, "--lang", "nl")
    assert [f"\n{number}. " in out for number in range(1, 9)] == [True] * 7 + [False]
    assert "Openingsbalans" in out
    assert "Nog in te vullen" in out


def test_an_answer_says_of_which_day_the_law_is(capsys, example):
    assert "Gerekend met wat op 26/11/2026 bekend was." in answered(
        capsys, "assess", example, "--on", "2026-11-26"
    )


def test_a_reader_who_leaves_or_a_full_disk_gives_no_traceback():
    script = f"{sys.executable} -m feasibility assess feasibility/example.toml --json"
    for rest, code in ((" | head -c 10", "0"), (" >/dev/full", "2")):
        done = subprocess.run(["bash", "-c", f"{script}{rest}; echo ${{PIPESTATUS[0]}}"], capture_output=True, cwd=ROOT, check=False, timeout=60)  # fmt: skip
        assert done.stdout.decode().split("\n")[-2].endswith(code)
        assert b"Traceback" not in done.stderr
        assert b"Exception ignored" not in done.stderr
    assert b"kan niet geschreven worden" in done.stderr


def test_an_old_terminal_gets_its_answer_too():
    found = run("assess", "-", given=EXAMPLE.encode(), env=os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})  # fmt: skip
    assert found.returncode == 0
    assert "€ 5.9" in found.stdout.decode("utf-8")


def test_a_fault_of_our_own_is_a_sentence_too(capsys, example, monkeypatch):
    def broken(asked, language):
        raise KeyError("oops")

    monkeypatch.setattr(commands, "assess", broken)
    code, _, err = asked(capsys, "assess", example)
    assert code == 1
    assert "het programma zelf faalde (KeyError: 'oops')" in err
    with pytest.raises(KeyError):
        commands.assess(None, "nl")
