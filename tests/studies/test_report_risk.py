"""The part of the report on risk: the figures and the words of the page, in the language of the document."""

from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import override

from feasibility import assess
from feasibility.formats import measured
from feasibility.report_others import CHANCES
from feasibility.risk import risk
from proeftuin.studies import risks as page_risks
from proeftuin.studies.report import risks
from tests.feasibility.plans import simple_plan


@cache
def risky():
    return risk(simple_plan(), draws=64, base=16)


def risk_blocks(language):
    with override(language):
        return list(risks.risk(risky(), assess(simple_plan()), language))


def test_the_tornado_turns_around_the_charge_with_all_inputs_in_the_middle():
    calm, middle = (
        measured(round(one, 2), "eur_m2_month", "nl") for one in (risky().required_charge, risky().middle)
    )
    assert calm != middle
    (rows,) = [one["rows"] for one in risk_blocks("nl") if one["kind"] == "table" and one["caption"] == _in_dutch("What moves the required charge")]  # fmt: skip
    said = " ".join(cell["text"] for row in rows for cell in row["cells"])
    assert middle.split(" per")[0] in said
    assert calm.split(" per")[0] not in said


def _in_dutch(words):
    with override("nl"):
        return _(words)


def test_the_chances_are_those_of_the_page():
    (table,) = [one for one in risk_blocks("nl") if one["kind"] == "table" and one["caption"] == _in_dutch("The chance that")]  # fmt: skip
    assert len(table["rows"]) == len(page_risks.CHANCES) == 3
    assert CHANCES["condition_not_met"][0] not in str(table)


def test_a_dutch_report_says_the_condition_the_shapes_and_the_sources_in_dutch():
    said = str(risk_blocks("nl"))
    assert "1,10" in said
    assert all(one not in said for one in ("min_dscr", ">=", "lognorm", "driehoek", "project and press", "assumption"))  # fmt: skip
    assert "project en pers" in said
    assert "project and press" in str(risk_blocks("en"))
