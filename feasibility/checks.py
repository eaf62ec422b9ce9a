"""What a plan may not hold: each field alone, and fields together. Every fault at once, in two languages, with what to do.

    faults(plan)      # () when the plan can be assessed

The reader of files uses the same checks, so a plan made in Python is held to the same.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from typing import Any

from feasibility import fields
from feasibility.checks_money import money
from feasibility.checks_risk import uncertainty
from feasibility.checks_time import times
from feasibility.faults import Fault
from feasibility.fields import Found, fields_of, found, path
from feasibility.formula import Model
from feasibility.inputs import resolve
from feasibility.parameters import ParameterNotKnown
from feasibility.plan import Plan


def faults(plan: Plan, *, on: date | None = None, model: Model | None = None) -> tuple[Fault, ...]:
    """All that is wrong with the plan when it is assessed on a day (default: its start); nothing when all is well."""
    alone = tuple(_alone(plan, ""))
    if alone:
        return alone
    together = tuple(one.fault for one in between(plan, on=on, model=model))
    return together or tuple(_law(plan, on or plan.start))


def between(plan: Plan, *, on: date | None = None, model: Model | None = None) -> Iterator[Found]:
    """What fields together may not do. Each field is of its own kind by now."""
    yield from _names(plan)
    yield from times(plan)
    yield from money(plan, on or plan.start)
    yield from uncertainty(plan, _model(model))
    yield from _extra(plan, _model(model))


def _model(given: Model | None) -> Model:
    from feasibility.model import model

    return given or model()


def _alone(value: Any, key: str) -> Iterator[Fault]:
    """What is wrong with single fields, from the plan down."""
    for one in fields_of(value.__class__):
        held, here = getattr(value, one.name), path(key, one.name)
        if one.kind == "section":
            if isinstance(held, one.of or object):
                yield from _alone(held, here)
            else:
                yield _no_instance(held, one.of, here)
        elif one.kind == "table":
            yield from _rows(held, one.of, here)
        elif one.kind == "numbers":
            if not hasattr(held, "items"):
                yield _no_instance(held, dict, here)
        elif fault := fields.value_fault(one, held, here):
            yield fault


def _rows(held: Any, cls: Any, key: str) -> Iterator[Fault]:
    if not isinstance(held, tuple):
        yield _no_instance(held, tuple, key)
        return
    if len(held) > fields.MOST:
        yield Fault(
            key, f"{len(held)} are too many: at most {fields.MOST}.", f"{len(held)} zijn er te veel: hoogstens {fields.MOST}."
        )  # fmt: skip
        return
    for number, row in enumerate(held):
        if isinstance(row, cls):
            yield from _alone(row, f"{key}[{number}]")
        else:
            yield _no_instance(row, cls, f"{key}[{number}]")


def _no_instance(held: Any, cls: Any, key: str) -> Fault:
    en, nl = fields.shown(held)
    return Fault(key, f"{en} is no {cls.__name__}.", f"{nl} is geen {cls.__name__}.")


def _names(plan: Plan) -> Iterator[Found]:
    """A name is used once in its table: people and the results find things by it."""
    for one in fields_of(Plan):
        if one.kind != "table" or not any(
            inner.name == "name" for inner in dataclasses.fields(one.of or Plan)
        ):
            continue
        seen: dict[str, int] = {}
        for number, row in enumerate(getattr(plan, one.name)):
            first = seen.setdefault(row.name.casefold(), number)
            if first != number:
                said = fields.shown(row.name)[0]
                yield found(
                    (f"{one.name}[{number}].name", f"{one.name}[{first}].name"),
                    f"{said} is also the name of {one.name}[{first}]. Give each a name of its own.",
                    f"{said} is ook de naam van {one.name}[{first}]. Geef elk een eigen naam.",
                )


def _extra(plan: Plan, model: Model) -> Iterator[Found]:
    """`extra` holds what lines that were brought in ask for, no less and no more."""
    needs = fields.needs_of(model)
    for name, value in plan.extra.items():
        key = path("extra", name)
        if name not in needs:
            listed = ", ".join(needs) or "–"
            yield found(
                (key,),
                f"no line of the model asks for this. Asked for: {listed}.",
                f"geen lijn van het model vraagt dit. Gevraagd: {listed}.",
            )
        elif fault := fields.value_fault(needs[name], value, key):
            yield Found((key,), fault)
    for name in needs:
        if name not in plan.extra:
            yield found(
                (f"extra.{name}",),
                f"a line of the model asks for “{needs[name].en}”: give it under [extra].",
                f"een lijn van het model vraagt “{needs[name].nl}”: geef het onder [extra].",
            )


def _law(plan: Plan, on: date) -> Iterator[Fault]:
    """Whether the law of every date that counts is known."""
    try:
        resolve(plan, on)
    except ParameterNotKnown as error:
        yield Fault("start", error.message("en"), error.message("nl"))
