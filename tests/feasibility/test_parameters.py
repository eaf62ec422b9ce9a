"""Figures of law, tax and practice: the right one on the day, none where nobody knows, and no file with a fault."""

import json
import pickle
import subprocess
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from feasibility.parameters import (
    Bracket,
    ParameterFileError,
    ParameterNotKnown,
    UnknownParameter,
    health_index,
    history,
    house_price,
    names,
    parameter,
    read_files,
)
from feasibility.parameters.keeping import as_row, from_row, keeping
from feasibility.parameters.reading import FOLDER

ERRORS = Path(__file__).parent / "parameter_errors"
TODAY = date(2026, 11, 23)

ASKED_BY_OTHER_CODE = """
    vat.general vat.renovation vat.demolition_rebuild_letting vat.demolition_rebuild_own_home
    vat.demolition_rebuild_sale vat.demolition_rebuild_social
    registration.sale registration.own_home registration.deep_renovation registration.long_lease_duty
    registration.lease_term_min registration.lease_term_max registration.mortgage registration.mortgage_inscription
    property_tax.base property_tax.social property_tax.equipment
    taxes.corporate taxes.corporate_small taxes.withholding taxes.dividend_exemption taxes.capital_gains
    taxes.capital_gains_exempt
    company.dividend_cap company.vote_cap company.shareholders_min company.plan_months
    rental.deposit_months rental.indexation_share_abc rental.indexation_share_d rental.indexation_share_ef
    credit.ltv_owner credit.ltv_letting credit.instalment_share
    norms.housing_share norms.cover norms.operating_share norms.renovation_fund norms.contingency norms.architect
    norms.architect_at_permit norms.delegated_client norms.delegated_client_low norms.delegated_client_high
    norms.project_fee norms.ground_rent_low norms.ground_rent norms.guidance norms.saving_rate norms.vacancy
    norms.member_share_start norms.member_share_delivery norms.bank_share norms.loan_term norms.gap_loan_per_home
    norms.gap_loan_rate norms.gap_loan_term norms.minimum_shares norms.cost_without_capital
    norms.capital_discount_keep norms.capital_discount_give_up norms.parking_low norms.parking_high
    norms.building_cost_flat_low norms.building_cost_flat_high norms.building_cost_house_low
    norms.building_cost_house_high
""".split()


CHANGES = [  # name, first day of the new value, value of the day before, value of the day
    ("registration.long_lease_duty", date(2013, 7, 1), 0.002, 0.02),
    ("registration.long_lease_duty", date(2024, 1, 1), 0.02, 0.05),
    ("registration.lease_term_min", date(2021, 9, 1), 27, 15),
    ("registration.building_right_term_max", date(2021, 9, 1), 50, 99),
    ("registration.sale", date(2022, 1, 1), 0.10, 0.12),
    ("registration.own_home", date(2020, 1, 1), 0.07, 0.06),
    ("registration.own_home", date(2022, 1, 1), 0.06, 0.03),
    ("registration.own_home", date(2025, 1, 1), 0.03, 0.02),
    ("vat.demolition_rebuild_letting", date(2024, 1, 1), 0.06, 0.21),
    ("vat.demolition_rebuild_letting", date(2024, 6, 1), 0.21, 0.06),
    ("vat.demolition_rebuild_own_home", date(2024, 1, 1), 0.06, 0.06),
    ("vat.demolition_rebuild_social", date(2024, 1, 1), 0.06, 0.06),
    ("vat.demolition_rebuild_sale", date(2024, 1, 1), 0.06, 0.21),
    ("vat.demolition_rebuild_sale", date(2025, 7, 1), 0.21, 0.06),
    ("taxes.dividend_exemption", date(2024, 1, 1), 800, 833),
    ("taxes.capital_gains", date(2026, 1, 1), 0, 0.10),
    ("company.capital_min", date(2019, 5, 1), 18_600, 0),
    ("rental.deposit_months", date(2019, 1, 1), 2, 3),
    ("rental.indexation_share_d", date(2022, 10, 1), 1, 0.5),
    ("rental.indexation_share_d", date(2023, 10, 1), 0.5, 1),
    ("rental.indexation_share_ef", date(2022, 10, 1), 1, 0),
    ("rental.indexation_share_ef", date(2023, 10, 1), 0, 1),
]


def day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def bad_file(path: Path) -> tuple[str, str]:
    """The fault that the first line of a bad file announces, and the one that reading it gives."""
    announced = path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
    with pytest.raises(ParameterFileError) as error:
        read_files([path])
    (fault,) = error.value.faults
    return announced, fault


def test_all_files_load_without_a_fault():
    assert len(names()) == len(read_files(FOLDER.glob("*.toml")))


def test_every_name_that_other_code_asks_for_exists():
    assert [name for name in ASKED_BY_OTHER_CODE if name not in names()] == []


@pytest.mark.parametrize(("name", "day", "before", "after"), CHANGES)
def test_a_value_changes_on_the_day_of_the_law(name, day, before, after):
    assert [parameter(name, day_before(day)).number, parameter(name, day).number] == [before, after]


@pytest.mark.parametrize("name", names())
def test_every_period_answers_on_its_first_and_last_day(name):
    for period in history(name):
        assert [parameter(name, period.first), parameter(name, period.last)] == [period, period]


@pytest.mark.parametrize("name", names())
def test_every_parameter_has_a_label_in_dutch_and_english(name):
    for period in history(name):
        assert list(period.label) == ["nl", "en"]
        assert all(period.label.values())
        assert list(period.note) in ([], ["nl", "en"])


@pytest.mark.parametrize("name", names())
def test_every_value_says_who_says_so_and_nothing_is_called_law_without_a_page_to_open(name):
    for period in history(name):
        assert period.source
        opened = period.source.startswith("https://") and " " not in period.source
        assert (period.status in ("law", "practice")) == (period.verified_on is not None)
        assert opened or period.status in ("assumption", "unverified")


def test_a_share_is_a_fraction_of_one_and_an_amount_a_number():
    assert [parameter("norms.bank_share", TODAY).number, parameter("norms.bank_share", TODAY).unit] == [
        2 / 3,
        "share",
    ]
    assert parameter("registration.mortgage_inscription", TODAY).number == 0.003
    assert parameter("norms.gap_loan_per_home", TODAY).number == 50_000


def test_a_scale_is_read_as_brackets_and_one_rate_is_a_scale_of_one():
    small = parameter("taxes.corporate_small", TODAY)
    assert small.value == small.brackets == (Bracket(0, 0.20), Bracket(100_000, 0.25))
    assert parameter("taxes.corporate", TODAY).brackets == (Bracket(0, 0.25),)
    assert parameter("taxes.withholding", TODAY).brackets == (Bracket(0, 0.30),)
    with pytest.raises(
        TypeError, match=r"taxes.corporate_small is a scale of 2 brackets: ask for \.brackets\."
    ):
        _ = small.number


def test_a_parameter_tells_where_it_comes_from():
    duty = parameter("registration.long_lease_duty", date(2024, 1, 1))
    assert (duty.region, duty.status, duty.file) == ("flanders", "law", "registration.toml")
    assert (duty.from_, duty.until, duty.first, duty.last) == (
        date(2024, 1, 1),
        None,
        date(2024, 1, 1),
        date(2028, 12, 31),
    )
    assert (
        duty.source
        == "https://www.accofisc.be/nieuws/registratierechten-op-erfpacht-en-opstal-verhoging-sinds-2024"
    )
    assert duty.verified_on == duty.read_on == TODAY


def test_a_parameter_can_be_kept_with_a_study_and_be_a_key():
    duty = parameter("registration.long_lease_duty", TODAY)
    assert asdict(duty)["value"] == 0.05
    assert pickle.loads(pickle.dumps(duty)) == duty
    assert {duty: "kept"}[duty] == "kept"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("company.shareholders_min", date(2019, 4, 30)),  # before the first period
        ("vat.general", date(2018, 12, 31)),  # before known_since
        ("vat.general", date(2029, 1, 1)),  # after known_until
        ("taxes.dividend_exemption", date(2030, 1, 1)),  # after the last period
        ("taxes.dividend_exemption", date(2019, 7, 1)),  # in a gap
        ("taxes.dividend_exemption", date(2022, 7, 1)),
        ("registration.deep_renovation", date(2025, 1, 1)),  # after a known_until of its own
        ("rental.indexation_share_ef", date(2028, 1, 1)),
    ],
)
def test_a_day_that_nobody_knows_is_refused_in_both_languages_with_the_file_to_update(name, day):
    with pytest.raises(ParameterNotKnown) as error:
        parameter(name, day)
    place = f"feasibility/parameters/{name.partition('.')[0]}.toml"
    for language in ("nl", "en"):
        words = error.value.message(language)
        label = history(name)[0].label[language]
        assert words.startswith(f"{name} ({label}) ")
        assert f" {day}. " in words
        assert f" {place}; " in words


def test_the_words_of_a_refusal_say_what_is_known_and_what_to_do():
    with pytest.raises(ParameterNotKnown) as error:
        parameter("registration.sale", date(2029, 1, 1))
    assert str(error.value) == error.value.message("en")
    assert error.value.message("en") == (
        "registration.sale (Duty on a sale, standard rate) has no known value on 2029-01-01. "
        "Known: 2019-01-01 to 2021-12-31; 2022-01-01 to 2028-12-31. "
        "Look up the value with its source and add the period to feasibility/parameters/registration.toml; "
        "if the last value still holds, verify it and move known_until there."
    )
    assert error.value.message("nl") == (
        "registration.sale (Verkooprecht, standaardtarief) heeft geen bekende waarde op 2029-01-01. "
        "Bekend: 2019-01-01 tot en met 2021-12-31; 2022-01-01 tot en met 2028-12-31. "
        "Zoek de waarde met haar bron op en vul de periode aan in feasibility/parameters/registration.toml; "
        "geldt de laatste waarde nog, controleer ze dan en verleg daar known_until."
    )
    assert pickle.loads(pickle.dumps(error.value)).message("nl") == error.value.message("nl")


def test_an_unknown_name_is_refused_with_the_closest_names():
    with pytest.raises(UnknownParameter) as error:
        parameter("registration.long_lease", TODAY)
    assert [error.value.message("en"), error.value.message("nl")] == [
        "There is no parameter registration.long_lease. "
        "Did you mean registration.long_lease_duty or registration.own_home or registration.mortgage?",
        "Parameter registration.long_lease bestaat niet. "
        "Bedoelde u registration.long_lease_duty of registration.own_home of registration.mortgage?",
    ]
    with pytest.raises(UnknownParameter) as error:
        history("?")
    assert [error.value.message("en"), error.value.message("nl")] == [
        "There is no parameter ?.",
        "Parameter ? bestaat niet.",
    ]


@pytest.mark.parametrize("path", sorted(ERRORS.glob("*.toml")), ids=lambda path: path.stem)
def test_a_bad_file_is_refused_for_the_fault_it_announces_and_no_other(path):
    announced, fault = bad_file(path)
    said = fault.removeprefix(path.name).removeprefix(":").strip()
    whole = not announced.endswith(
        "…"
    )  # "…": what follows is a list that grows, or the words of the TOML library
    assert said == announced if whole else said.startswith(announced.removesuffix("…"))


def test_all_faults_of_all_files_are_told_at_once():
    paths = [
        ERRORS / "unit-unknown.toml",
        ERRORS / "share-as-number.toml",
        FOLDER / "vat.toml",
        ERRORS / "not-toml.toml",
    ]
    with pytest.raises(ParameterFileError) as error:
        read_files(paths)
    assert [fault.partition(" ")[0].rstrip(":") for fault in error.value.faults] == [
        "unit-unknown.toml",
        "share-as-number.toml",
        "not-toml.toml",
    ]
    assert str(error.value).startswith("The parameter files have 3 fault(s). Correct them in ")
    assert error.value.message("nl").startswith("De parameterbestanden bevatten 3 fout(en). Verbeter ze in ")
    assert all(f"\n- {fault}" in str(error.value) for fault in error.value.faults)
    assert pickle.loads(pickle.dumps(error.value)).faults == error.value.faults


def test_a_file_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "vat.toml").write_bytes("# coöperatie".encode("latin-1"))
    with pytest.raises(ParameterFileError) as error:
        read_files(tmp_path.iterdir())
    assert error.value.faults[0].startswith("vat.toml: not a TOML file: ")


def test_two_files_of_a_group_may_not_give_one_name_twice(tmp_path):
    text = (FOLDER / "property_tax.toml").read_text(encoding="utf-8")
    for file in ("tax-north.toml", "tax-south.toml"):
        (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(ParameterFileError) as error:
        read_files(sorted(tmp_path.iterdir()))
    assert error.value.faults == (
        "tax-south.toml [tax.base]: this name is also in tax-north.toml",
        "tax-south.toml [tax.social]: this name is also in tax-north.toml",
        "tax-south.toml [tax.equipment]: this name is also in tax-north.toml",
    )


def test_importing_reads_no_file():
    program = (
        "import sys; opened = []; "
        "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else None); "
        "import feasibility.parameters; "
        "print([file for file in opened if file.endswith(('.toml', '.csv'))])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=FOLDER.parents[1], capture_output=True, text=True, check=True
    )
    assert run.stdout == "[]\n"


def test_the_health_index_is_read_by_month():
    assert [health_index(date(2014, 1, 1)), health_index(date(2014, 1, 31))] == [100.6, 100.6]
    growth = {
        year: sum(health_index(date(year, month, 1)) for month in range(1, 13))
        / sum(health_index(date(year - 1, month, 1)) for month in range(1, 13))
        - 1
        for year in (2022, 2023, 2024, 2025)
    }
    # 2022 and 2023 as the Federal Planning Bureau gives them; 2024 and 2025 our own average (domain facts, §5)
    assert {year: round(100 * share, 2) for year, share in growth.items()} == {
        2022: 9.25,
        2023: 4.33,
        2024: 3.29,
        2025: 2.64,
    }


@pytest.mark.parametrize("month", [date(2000, 12, 1), date(2002, 6, 1), date(2010, 1, 1), date(2026, 7, 1)])
def test_a_month_without_a_health_index_is_refused_with_the_file_to_update(month):
    with pytest.raises(ParameterNotKnown) as error:
        health_index(month)
    assert str(error.value) == (
        f"The health index of {month:%Y-%m} is not known: the table runs from 2001-01 to 2026-06, with gaps. Add the month, "
        "from Statbel's official file, to feasibility/parameters/health-index.csv."
    )
    assert error.value.message("nl").endswith(" aan in feasibility/parameters/health-index.csv.")


def test_house_prices_are_read_by_municipality_and_absent_where_too_few_were_sold():
    antwerp, bever = house_price("11002"), house_price("23009")
    assert (antwerp.municipality, antwerp.year, antwerp.house, antwerp.apartment) == (
        "Antwerpen",
        2024,
        343_500,
        230_000,
    )
    assert (bever.municipality, bever.houses_sold, bever.house, bever.apartment) == ("Bever", 19, None, None)


def test_the_sales_add_up_to_the_published_totals_of_flanders():
    rows = (FOLDER / "house-prices-2024.csv").read_text(encoding="utf-8").splitlines()[1:]
    prices = [house_price(row.partition(",")[0]) for row in rows]
    assert len(prices) == 285
    assert [sum(price.houses_sold for price in prices), sum(price.apartments_sold for price in prices)] == [
        55_260,
        27_456,
    ]


def test_an_unknown_municipality_is_refused_with_the_table_to_look_in():
    with pytest.raises(ParameterNotKnown) as error:
        house_price("99999")
    assert str(error.value) == (
        "No Flemish municipality of 2025 has NIS code 99999. Use the code after the mergers of 2025 "
        "(those in feasibility/parameters/house-prices-2024.csv)."
    )
    assert error.value.message("nl").startswith("Geen Vlaamse gemeente van 2025 heeft NIS-code 99999. ")


def test_a_kept_set_goes_before_the_files_and_only_inside():
    one = parameter("norms.cover", TODAY)
    row = json.loads(json.dumps(as_row(one)))
    assert from_row(row) == one
    with keeping([{**row, "value": 0.25}]):
        assert parameter("norms.cover", TODAY).number == 0.25
        assert parameter("vat.general", TODAY) == history("vat.general")[-1]
    assert parameter("norms.cover", TODAY) == one


def test_a_kept_scale_reads_back_and_a_day_outside_it_comes_from_the_files():
    scale = parameter("taxes.corporate_small", TODAY)
    assert isinstance(scale.value, tuple)
    row = json.loads(json.dumps(as_row(scale)))
    assert from_row(row) == scale
    early = {**as_row(parameter("norms.cover", TODAY)), "value": 0.25, "last": "2020-01-01"}
    with keeping([early]):
        assert parameter("norms.cover", TODAY).number != 0.25
