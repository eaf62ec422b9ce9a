"""One plan, the same figures to the cent: on the page, from the engine, in the workbook as LibreOffice recalculates it, in the text of the PDF."""

import io
import re
import shutil
from collections.abc import Iterator

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from feasibility import Plan
from feasibility.assessment import assess_unfinanced
from feasibility.formats import money
from proeftuin.studies import calculation, handing
from proeftuin.studies.report import pdf
from tests.factories import studies
from tests.feasibility.office import MISSING, Office
from tests.feasibility.plans import random_plan
from tests.feasibility.test_workbook import cells_of_names

pytestmark = pytest.mark.django_db
SEEDS = range(50)


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    assert shutil.which("soffice") or shutil.which("libreoffice"), MISSING
    with Office() as office:
        yield office


def bare(text: str) -> str:
    """Text without what page and document put between words."""
    return re.sub(r"\s", "", text)


def check(plan: Plan, client: Client, office: Office, folder) -> None:
    version = studies.version(plan=plan)
    charges = assess_unfinanced(plan, on=version.on).figures["home_charge_1"]
    words = [bare(money(charge, "nl", 2)) for charge in charges]
    client.force_login(version.made_by)
    page = bare(client.get(reverse("studies:study", args=[version.study_id])).text)
    with calculation.as_known(version):
        assessment = calculation.assessment_of(version)
        document = PdfReader(io.BytesIO(pdf(handing.facts_of(version, None), assessment, language="nl")))
    text = bare("".join(sheet.extract_text() for sheet in document.pages))
    file = folder / "plan.xlsx"
    file.write_bytes(handing.workbook_of(version, "nl"))
    values = office.recalculate(file)
    sheet, _, cell = cells_of_names(file)["home_charge_1"].rpartition(".")
    column, row = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()
    found = [values[sheet.strip("'")][f"{column}{int(row) + place}"] for place in range(len(charges))]
    assert [round(one, 2) for one in found] == [round(charge, 2) for charge in charges]
    for said in words:
        assert said in page
        assert said in text


def test_the_example_has_the_same_figures_everywhere(client, office, tmp_path):
    check(studies.plan(), client, office, tmp_path)


@pytest.mark.parametrize("seed", [1, 2])
def test_plans_by_chance_have_the_same_figures_everywhere(client, office, tmp_path, seed):
    check(random_plan(np.random.default_rng(seed)), client, office, tmp_path)


@pytest.mark.sweep
def test_fifty_plans_by_chance_have_the_same_figures_everywhere(client, office, tmp_path):
    for seed in SEEDS:
        check(random_plan(np.random.default_rng(seed)), client, office, tmp_path)
