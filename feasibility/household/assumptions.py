"""Every assumption of a comparison, by name: its value, where it comes from, of which day, how sure it is, and whether it was given or filled in."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from feasibility.fields import Field, fields_of
from feasibility.formats import day, percent
from feasibility.household.numbers import anniversary, cap_name, idle_fields, index_law, model_name
from feasibility.household.sections import LEFT_OUT, SECTIONS, Household
from feasibility.inputs import Inputs
from feasibility.parameters import Parameter, history

Status = Literal["law", "practice", "assumption", "unverified", "given"]
WOONCOOP = "https://www.wooncoop.be/faqs/ik-wil-gedeeltelijk-uitstappen-uittreden-hoe-verloopt-dat/"
_SOURCES: Mapping[str, tuple[str, date]] = {"cooperative.payout_delay": (WOONCOOP, date(2026, 11, 25))}
_GUESSES = {"cooperative.running_growth", "buy.maintenance", "buy.selling_costs", "cooperative.payout_delay"}


@dataclass(frozen=True)
class Assumption:
    """One thing that the result rests on.

    `value`: a number in `unit` (a share is a fraction), a choice, or nothing where `label` says it all. `parameter` names the dated figure that it
    came from. `day`: when that was last verified or read, else the day of the calculation. `given` is false for what was filled in; a field that holds
    its default counts as filled in. `status`: given is a fact that the user gave; what the user expects of the future is an assumption all the same.
    """

    id: str
    label: Mapping[str, str]
    value: float | str | None
    unit: str
    source: str
    parameter: str
    day: date
    status: Status
    given: bool


def assumptions_of(household: Household, inputs: Inputs, on: date) -> tuple[Assumption, ...]:
    """What was given and filled in, field by field; then law and practice beside the fields; then how is counted."""
    idle = idle_fields(household)
    found = list(_of_fields(household, inputs, on, idle))
    fields = {model_name(section, one.name) for section, cls in SECTIONS.items() for one in fields_of(cls)}
    for name, source in inputs.parameters.items():
        if name not in fields and isinstance(source, Parameter):
            found.append(_of_parameter(name, source))
    return (*found, *_of_indexation(household, on), *_of_method(household, on))


def _of_fields(household: Household, inputs: Inputs, on: date, idle: frozenset[str]) -> Iterator[Assumption]:
    for section, cls in SECTIONS.items():
        part = getattr(household, section) if section else household
        for one in fields_of(cls) if part is not None else ():
            name, key = model_name(section, one.name), f"{section}.{one.name}" if section else one.name
            if one.kind in {"section", "table", "numbers"} or name in idle:
                continue
            source = inputs.parameters.get(name)
            if isinstance(source, Parameter):
                yield dataclasses.replace(_of_parameter(key, source), label={"nl": one.nl, "en": one.en}, unit=one.unit)  # fmt: skip
            else:
                yield _of_field(key, one, getattr(part, one.name), on)


def _of_field(key: str, one: Field, value: Any, on: date) -> Assumption:
    """A field that was given, or that holds a default without a parameter."""
    is_given = one.required or value != one.default
    guess = key.startswith("outlook.") or key in _GUESSES or not is_given
    source, read_on = ("", on) if is_given else _SOURCES.get(key, ("", on))
    label = {"nl": one.nl, "en": one.en}
    if value == LEFT_OUT and one.default == LEFT_OUT:
        value, label = None, {"nl": f"{one.nl} ({one.note_nl})", "en": f"{one.en} ({one.note_en})"}
    if isinstance(value, date | bool):
        value = value.isoformat() if isinstance(value, date) else str(value).lower()
    status: Status = "assumption" if guess else "given"
    return Assumption(key, label, value, one.unit, source, "", read_on, status, is_given)


def _of_parameter(key: str, source: Parameter) -> Assumption:
    status: Any = source.status
    return Assumption(
        key, dict(source.label), source.number, source.unit, source.source, source.name, source.verified_on or source.read_on, status, False
    )  # fmt: skip


def _of_indexation(household: Household, on: date) -> Iterator[Assumption]:
    """The law on indexing the rent, period by period, and what is assumed beyond the days for which it is known."""
    rent = household.rent
    if rent is None or not rent.indexed:
        return
    for source in index_law(household):
        yield _of_parameter(f"{source.name}.{source.first}", source)
    last = history(cap_name(rent))[-1]
    if rent.frozen_from:
        label = {"nl": f"Vanaf {rent.frozen_from} wordt de huur niet meer geïndexeerd: uw keuze", "en": f"From {rent.frozen_from} the rent is not indexed any more: your choice"}  # fmt: skip
        yield Assumption("rent.frozen_from.choice", label, None, "", "trends.knack.be, January 2025 (address of the article not noted)", "", on, "unverified", True)  # fmt: skip
    elif anniversary(household.start, household.years) > last.last:
        label = {
            "nl": f"Na {day(last.last, 'nl')} blijft de huurindexering zoals ze nu is ({percent(last.number, 'nl')} van de index)",
            "en": f"After {day(last.last, 'en')} the indexation of rents stays as it is now ({percent(last.number, 'en')} of the index)",
        }
        yield Assumption("rent.indexation_carried_on", label, last.number, "share", last.source, last.name, last.verified_on or last.read_on, "assumption", False)  # fmt: skip


_METHOD: tuple[tuple[str, str, str], ...] = (
    ("method.same_money", "Elke vorm start met hetzelfde eigen geld en heeft elk jaar hetzelfde budget; wat overblijft, wordt belegd tegen hetzelfde nettorendement",
     "Each way starts from the same own money and has the same budget each year; what is left over is invested at the same net return"),
    ("method.half_year", "Wat in de loop van een jaar overblijft, brengt dat jaar een half jaar rendement op", "What is left over in the course of a year earns half a year's return"),
    ("method.leaving", "Het vermogen is wat overblijft voor wie op het einde van dat jaar vertrekt, na alle kosten van vertrek", "Wealth is what is left for whoever leaves at the end of that year, after all costs of leaving"),
    ("method.law_stays", "Belastingen en tarieven blijven zoals ze op de dag van de intrek of van de berekening zijn", "Taxes and rates stay as they are on the day of moving in or of the calculation"),
)  # fmt: skip


def _of_method(household: Household, on: date) -> Iterator[Assumption]:
    chosen = list(_METHOD)
    if household.cooperative and household.cooperative.capital == "path":
        chosen.append(("method.path", "De woonvergoeding jaar per jaar komt uit een haalbaarheidsstudie; de inbreng telt vanaf de intrek", "The charge year by year comes from a feasibility study; the contribution counts from moving in"))  # fmt: skip
    for key, nl, en in chosen:
        yield Assumption(key, {"nl": nl, "en": en}, None, "", "", "", on, "assumption", False)
