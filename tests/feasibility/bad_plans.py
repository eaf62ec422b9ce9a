"""Plans that are wrong in every way that comes to mind, made by chance from good ones."""

import copy
import random
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from feasibility.fields import fields_of
from feasibility.plan import Plan
from feasibility.reading import write_plan
from tests.feasibility.plans import simple_plan

EXAMPLE = (Path(__file__).parents[2] / "feasibility" / "example.toml").read_text(encoding="utf-8")
SMALL = write_plan(
    simple_plan(
        years=3, costs={"delivery_month": 4, "permit_month": 3}, parts=(), operation={"management": 600.0}
    )
)


def _nested(depth: int, kind: type) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value] if kind is list else {"a": value}
    return value


NASTY: tuple[Any, ...] = (
    None, True, False, float("nan"), float("inf"), float("-inf"), -0.0, 0, 1, -1, 0.5, 2, 12, 1e308, -1e308, 5e-324, 1e12, 1e13, 10**400,
    -(10**30), 2**63, "", " ", " x", "x" * 10_000, "\x00", "\u202e", "naam\n", "\ud800", "é", "日本", "💥", "3.5%", "3,5%", "350%", "-5%", "-100%",
    "1e5%", "٣%", "nan%", "1" * 50 + "%", "0." + "1" * 30 + "%", "%", "3.5 %", "3.5", "1.000,5%", "true", "annuity", "leased", "in_kind", "delay",
    "rate_rise", "years", "2027-02-30", "2027-03-01", "9999-12-31", [], {}, [[]], [{}], [1, 2], {"a": 1}, {"name": "x"}, {1: 2}, _nested(60, list),
    _nested(60, dict), date(1, 1, 1), date(2027, 3, 1), date(2028, 12, 31), date(2050, 1, 1), date.max, datetime(2027, 1, 1), time(1), b"x", object(), {1}, 1j, (), ("a",),
)  # fmt: skip
NAMES = tuple(
    dict.fromkeys(
        one.name
        for cls in (Plan, *(inner.of for inner in fields_of(Plan) if inner.of))
        for one in fields_of(cls)
    )
)


def bad_plans(count: int, seed: int) -> Iterator[Any]:
    """So many plans: mostly tables, one in sixteen a text."""
    chance = random.Random(seed)
    bases = [tomllib.loads(SMALL)] * 7 + [tomllib.loads(EXAMPLE) | {"years": 4}]  # short: quick to assess
    for number in range(count):
        if number % 16 == 0:
            yield _text(chance)
            continue
        plan = copy.deepcopy(chance.choice(bases))
        for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
            chance.choice(_CHANGES)(plan, chance)
        yield plan


def _places(value: Any, found: list[tuple[Any, Any]], depth: int = 0) -> list[tuple[Any, Any]]:
    """Every container with a key or index in it."""
    pairs = list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []  # fmt: skip
    for key, inner in pairs[:300]:
        found.append((value, key))
        if depth < 4:
            _places(inner, found, depth + 1)
    return found


def _place(plan: Any, chance: random.Random) -> tuple[Any, Any]:
    places = _places(plan, [])
    return chance.choice(places) if places else ({"x": 1}, "x")


def _nasty(plan: Any, chance: random.Random) -> None:
    holder, key = _place(plan, chance)
    holder[key] = copy.copy(chance.choice(NASTY))


def _edge(plan: Any, chance: random.Random) -> None:
    """A field at the edge of what it may be: such a plan may well be assessed."""
    tables = [("", Plan)] + [(one.name, one.of) for one in fields_of(Plan) if one.of]
    table, cls = chance.choice(tables)
    holder = plan.get(table, {}) if table else plan
    holder = chance.choice(holder) if isinstance(holder, list) and holder else holder
    one = chance.choice(fields_of(cls))  # type: ignore[arg-type]
    if not isinstance(holder, dict) or one.kind in {"section", "table", "numbers", "text", "date"}:
        return
    number = chance.choice([value for value in (one.low, one.high, 0.0, 1.0, 1e12, 120.0) if value is not None])  # fmt: skip
    values: dict[str, Any] = {
        "choice": chance.choice(one.choices or ("x",)), "flag": chance.random() < 0.5, "whole": int(number), "number": number, "same": number,
        "share": f"{number * 100:f}%",
    }  # fmt: skip
    holder[one.name] = values[one.kind]
    if table and table not in plan:
        plan[table] = holder


def _scale(plan: Any, chance: random.Random) -> None:
    holder, key = _place(plan, chance)
    if (
        isinstance(holder[key], int | float)
        and not isinstance(holder[key], bool)
        and abs(holder[key]) < 1e300
    ):
        holder[key] = holder[key] * chance.choice((-1, 0, 1000, 1e-3, 0.5, 2, 12, 1e6, 1e300))


def _drop(plan: Any, chance: random.Random) -> None:
    holder, key = _place(plan, chance)
    del holder[key]


def _stranger(plan: Any, chance: random.Random) -> None:
    holder, _ = _place(plan, chance)
    if isinstance(holder, dict):
        name = chance.choice(NAMES)
        holder[chance.choice((name, name.upper(), name[:-1], "\x1b[31m", "x" * 500, 7, ""))] = chance.choice(NASTY)  # fmt: skip


def _repeat(plan: Any, chance: random.Random) -> None:
    tables = [value for value in plan.values() if isinstance(value, list) and value]
    if tables:
        rows = chance.choice(tables)
        rows.extend([copy.deepcopy(chance.choice(rows))] * chance.choice((1, 1, 2, 250)))


def _swap(plan: Any, chance: random.Random) -> None:
    (a, x), (b, y) = _place(plan, chance), _place(plan, chance)
    a[x], b[y] = copy.deepcopy(b[y]), copy.deepcopy(a[x])


def _reshape(plan: Any, chance: random.Random) -> None:
    key = chance.choice(list(plan) or ["x"])
    value = plan.get(key)
    plan[key] = value[0] if isinstance(value, list) and value else [value]


def _reorder(plan: Any, chance: random.Random) -> None:
    items = list(plan.items())
    chance.shuffle(items)
    plan.clear()
    plan.update(items)


_CHANGES = (_nasty, _nasty, _nasty, _edge, _edge, _edge, _edge, _scale, _scale, _drop, _stranger, _repeat, _swap, _reshape, _reorder)  # fmt: skip
_SIGNS = "[]{}=.\"'#,%\n\t -+eE0123456789abxné\u202e\x00\x7f💥"


def _text(chance: random.Random) -> str:
    """A text that once was a plan, or never."""
    if chance.random() < 0.2:
        return "".join(chance.choice(_SIGNS) for _ in range(chance.randrange(200)))
    lines = chance.choice((SMALL, SMALL, EXAMPLE)).split("\n")
    for _ in range(chance.choice((1, 1, 2, 5))):
        place = chance.randrange(len(lines))
        line = lines[place]
        spot = chance.randrange(len(line) + 1)
        lines[place] = chance.choice((
            line[:spot] + chance.choice(_SIGNS) + line[spot:], line[:spot] + line[spot + 1 :], line[:spot], "", f"{line}\n{line}",
            line.replace('"', ""), line.replace("=", " = " + "[" * chance.choice((1, 5000))), line.replace("[", "[a.", 1), "a." * chance.choice((5, 3000)) + line,
            f"x = 0x{'F' * chance.choice((8, 9000))}", f"x = {'9' * chance.choice((30, 9000))}", line + " # " + "é" * 100,
        ))  # fmt: skip
    if chance.random() < 0.1:
        chance.shuffle(lines)
    return "\n".join(lines)[: chance.choice((10**9, 10**9, 500))]
