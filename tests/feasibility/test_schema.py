"""The JSON Schemas: the example and every result fit them, and they are never stricter than the reader."""

import copy
import json
import tomllib
from datetime import date, datetime

import pytest

from feasibility import PlanError, assess
from feasibility.fields import fields_of
from feasibility.formula import Input
from feasibility.model import model
from feasibility.model.lines import year
from feasibility.plan import Plan
from feasibility.reading import plan_from, read_plan
from feasibility.report import data
from feasibility.schema import plan_schema, result_schema
from tests.feasibility.bad_plans import EXAMPLE, SMALL, bad_plans
from tests.feasibility.json_schema import wrong
from tests.feasibility.plans import simple_plan
from tests.feasibility.test_reading import REFUSED, small

PLAN, RESULT = plan_schema(), result_schema()


def as_json(value):
    """Tables of TOML as a JSON file would hold them."""
    if isinstance(value, dict):
        return {key: as_json(one) for key, one in value.items() if one is not None}
    if isinstance(value, list | tuple):
        return [as_json(one) for one in value]
    return value.isoformat() if type(value) is date else value


@pytest.mark.parametrize("text", [EXAMPLE, SMALL], ids=["example", "small"])
def test_a_plan_fits_the_schema(text):
    assert list(wrong(as_json(tomllib.loads(text)), PLAN)) == []


@pytest.mark.parametrize("plan", [read_plan(EXAMPLE), simple_plan(shares=(), works=())], ids=["example", "bare"])  # fmt: skip
def test_a_result_fits_the_schema(plan):
    from feasibility.assessment import assess_unfinanced

    result = json.loads(json.dumps(data(assess_unfinanced(plan, on=date(2026, 11, 23))), allow_nan=False))
    assert list(wrong(result, RESULT)) == []


def test_a_result_that_is_changed_does_not_fit():
    result = json.loads(json.dumps(data(assess(read_plan(EXAMPLE)))))
    for change in (
        lambda one: one["figures"].pop("charge_1"),
        lambda one: one["figures"]["charge_1"].update(value="12"),
        lambda one: one["figures"]["home_charge_1"].update(value=1.0),
        lambda one: one["lines"].update(more={}),
        lambda one: one["lines"]["charged"].update(values=[None, [1]]),
        lambda one: one["parameters"][0].update(status="sure"),
        lambda one: one.update(on="today"),
    ):
        changed = copy.deepcopy(result)
        change(changed)
        assert list(wrong(changed, RESULT))


ALONE = [
    (changes, words)
    for changes, _, words in REFUSED
    if not any(part in words for part in ("cannot be seen", "at least one home", "out of range for “Int", "-1%", "-100%", "reckon with"))
]  # fmt: skip


IMPOSSIBLE = {"2027-02-30", date.max}


@pytest.mark.parametrize("changes", [changes for changes, _ in ALONE], ids=range(len(ALONE)))
def test_what_the_reader_refuses_in_a_single_field_does_not_fit(changes):
    tables = small(**changes)
    if isinstance(tables.get("start"), datetime):
        tables["start"] = tables["start"].isoformat()
    if tables.get("start") in IMPOSSIBLE:
        assert not list(wrong(as_json(tables), PLAN))  # a pattern cannot know which days exist
        return
    assert list(wrong(as_json(tables), PLAN))


def test_what_the_reader_takes_fits():
    taken = 0
    for given in bad_plans(2_000, 5):
        if isinstance(given, str):
            continue
        try:
            plan_from(given)
        except PlanError:
            continue
        taken += 1
        assert list(wrong(as_json(given), PLAN)) == []
    assert taken > 100


def test_every_field_is_in_the_schema_with_its_name_unit_and_limits():
    for one in fields_of(Plan):
        if one.of is None:
            continue
        properties = PLAN["$defs"][one.of.__name__]["properties"]
        assert list(properties) == [inner.name for inner in fields_of(one.of)]
        for inner in fields_of(one.of):
            assert properties[inner.name]["title"] == inner.en
    rate = PLAN["$defs"]["Loan"]["properties"]["rate"]
    assert (rate["unit"], rate["low"], rate["high"], rate["type"]) == ("share_year", 0.0, 0.5, "string")
    years = PLAN["$defs"]["Loan"]["properties"]["years"]
    assert (years["type"], years["minimum"], years["maximum"], years["default"]) == ("integer", 1, 60, 25)
    assert PLAN["required"] == ["name", "start", "site", "homes"]


def test_titles_are_in_the_language_that_is_asked():
    dutch = plan_schema("nl")
    assert dutch["$defs"]["Loan"]["properties"]["rate"]["title"] == "Rentevoet per jaar"
    assert result_schema("nl")["properties"]["figures"]["properties"]["total_investment"]["title"] == "Totale investering"  # fmt: skip


def test_a_line_that_is_brought_in_is_in_both_schemas():
    need = Input("solar_rate", "share_year", "Opbrengst", "Yield", low=0.0, high=1.0)
    more = model().plus(year("solar", "eur", "solar_rate", "Zon", "Sun", needs=(need,)))
    extra = plan_schema(model=more)["properties"]["extra"]
    assert (extra["required"], extra["properties"]["solar_rate"]["title"]) == (["solar_rate"], "Yield")
    assert "solar" in result_schema(model=more)["properties"]["lines"]["properties"]
    assert PLAN["properties"]["extra"]["properties"] == {}


def test_the_schemas_are_json_and_always_the_same():
    for made in (plan_schema, result_schema):
        assert json.dumps(made(), allow_nan=False) == json.dumps(made(), allow_nan=False)
