"""Worked examples with their source: `tests/cases/plan-*.toml`, each to be read by an accountant.

A case says where it comes from, what its source states, what we had to assume, the plan, and what must come out: the value of a figure or of a line
(in a month or year `at`, of an `element` counted from 0) divided by `times`, `within` a tolerance that the source's own precision allows.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from feasibility.assessment import Assessment, assess
from feasibility.reading import plan_from

CASES = sorted((Path(__file__).parent.parent / "cases").glob("plan-*.toml"))


def case_of(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def value_of(result: Assessment, wanted: dict[str, Any]) -> float:
    found = result.lines[wanted.get("figure") or wanted["line"]]
    for step in ("element", "at"):
        found = found[wanted[step]] if step in wanted else found
    return float(found / wanted.get("times", 1))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_published_example_comes_out_as_its_source_says(path: Path) -> None:
    case = case_of(path)
    result = assess(plan_from(case["plan"]))
    found = [value_of(result, one) for one in case["expect"]]
    assert found == [pytest.approx(one["value"], rel=0, abs=one["within"]) for one in case["expect"]]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_says_where_it_comes_from_and_what_was_assumed(path: Path) -> None:
    case = case_of(path)
    assert all(case[part].strip() for part in ("title", "source", "says", "ours"))
    assert case["expect"]


def test_a_case_that_is_off_is_noticed() -> None:
    case = case_of(next(path for path in CASES if path.stem == "plan-wooncoop-home"))
    case["plan"]["loans"][0]["rate"] = "4.3%"
    assert value_of(assess(plan_from(case["plan"])), case["expect"][1]) > 652 + 2
