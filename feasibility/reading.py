"""From a TOML file to a plan and back. A plan that cannot be read says everything that is wrong with it, all at once.

    plan = read_plan(Path("plan.toml").read_text())

Which keys there are, and what they may hold, comes from the dataclasses in `plan.py` alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, TypeVar

from feasibility import fields
from feasibility.faults import Fault, PlanError
from feasibility.fields import Field, fields_of, path, shown
from feasibility.formula import Model
from feasibility.plan import Plan
from feasibility.writing import write_plan

__all__ = ["plan_from", "read_as", "read_plan", "tables_of", "write_plan"]

T = TypeVar("T")

LONGEST_FILE = 500_000  # characters
_MANY_FAULTS = 100
_MANY_UNKNOWN = 10  # unknown keys that are each named, a table
_PERCENT = re.compile(r"\s*([+-]?[0-9]{1,12}(?:[.,][0-9]{1,400})?)\s*%\s*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)\s*$")
_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
# Python's TOML reader takes memory with the square of the length of a.b.c.d…: such a key is refused before.
_LONG_KEY = re.compile(rf"""(?<![A-Za-z0-9_"'-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{20}}""")
_TOML_NL = {
    "Invalid date or datetime": "deze dag of dit uur bestaat niet",
    "Invalid value": "deze waarde is geen getal, tekst tussen aanhalingstekens, dag, true of false",
    "Cannot overwrite a value": "deze sleutel staat er al",
    "Cannot declare": "deze tabel staat er al",
    "Expected '=' after a key": "na de sleutel ontbreekt het teken =",
    "Unclosed array": "de lijst is niet afgesloten met ]",
    "Unterminated string": "de tekst is niet afgesloten met een aanhalingsteken",
    "Illegal character": "hier staat een teken dat niet mag",
    "Expected newline or end of document": "na de waarde hoort een nieuwe regel",
    "Invalid statement": "dit is geen sleutel en geen [tabel]",
}


def read_plan(text: str, *, model: Model | None = None) -> Plan:
    """The plan in a TOML text. Raises PlanError with every fault."""
    return plan_from(tables_of(text), model=model)


def plan_from(mapping: Mapping[str, Any], *, model: Model | None = None) -> Plan:
    """The plan in tables as TOML or JSON gives them; a day may be a text there. Raises PlanError with every fault.

    Faults of single fields and faults between fields are reported together; the latter only where no field they look at is faulty itself.
    """
    from feasibility.checks import between

    reader = Reader(Plan, model)
    plan: Plan = reader.table(Plan, mapping, "")
    found = [one.fault for one in between(plan, model=model) if not reader.doubts(one.keys)]
    reader.finish(found)
    return plan


def read_as(cls: type[T], text: str) -> T:
    """Another dataclass with fields like those of a plan, from a TOML text; fields alone, nothing between them. Raises PlanError."""
    reader = Reader(cls, None)
    value: T = reader.table(cls, tables_of(text), "")
    reader.finish([])
    return value


def tables_of(text: str) -> Mapping[str, Any]:
    """The tables of a TOML text. Raises PlanError with the line of what cannot be read."""
    import tomllib

    if len(text) > LONGEST_FILE:
        raise PlanError([
            Fault("", f"the text is longer than {LONGEST_FILE} characters: no plan needs as much.",
                  f"de tekst is langer dan {LONGEST_FILE} tekens: zoveel heeft geen plan nodig.")
        ])  # fmt: skip
    if long := _LONG_KEY.search(text):
        line = text.count("\n", 0, long.start()) + 1
        raise PlanError([
            Fault("", f"line {line}: a key of more than twenty parts: a plan has two levels.",
                  f"regel {line}: een sleutel van meer dan twintig delen: een plan heeft twee niveaus.")
        ])  # fmt: skip
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except RecursionError:
        raise PlanError([
            Fault("", "the text nests lists or tables too deep: a plan has two levels.",
                  "de tekst nestelt lijsten of tabellen te diep: een plan heeft twee niveaus.")
        ]) from None  # fmt: skip
    except ValueError as error:  # also numbers of more digits than Python reads
        raise PlanError([_toml_fault(str(error))]) from None


def _toml_fault(said: str) -> Fault:
    place = _PLACE.search(said)
    what = _PLACE.sub("", said)[:120]
    dutch = next((nl for en, nl in _TOML_NL.items() if what.startswith(en)), f"dit is geen TOML: {what}")
    en, nl = "the end of the file", "het einde van het bestand"
    if place and place[1]:
        en, nl = f"line {place[1]}, column {place[2]}", f"regel {place[1]}, kolom {place[2]}"
    elif not place:
        en, nl = "the file", "het bestand"
    return Fault("", f"{en}: {what}. Correct it and try again.", f"{nl}: {dutch}. Verbeter dit en probeer opnieuw.")  # fmt: skip


@dataclass
class Reader:
    """Reads tables into dataclasses; goes on after a fault, with a value that fits."""

    root: type
    model: Model | None
    faults: list[Fault] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)

    def add(self, key: str, en: str, nl: str) -> None:
        self.refuse(Fault(key, en, nl))

    def refuse(self, fault: Fault) -> None:
        self.bad.append(fault.key)
        self.faults.append(fault)

    def doubts(self, keys: tuple[str, ...]) -> bool:
        """Whether one of these keys, or what holds it, or what it holds, was faulty itself."""
        return any(_touch(key, bad) for key in keys for bad in self.bad)

    def finish(self, more: list[Fault]) -> None:
        """Raises PlanError when anything is wrong."""
        every = self.faults + more
        if len(every) > _MANY_FAULTS:
            left = len(every) - _MANY_FAULTS
            every = [*every[:_MANY_FAULTS], Fault("", f"and {left} more faults.", f"en nog {left} fouten.")]
        if every:
            raise PlanError(every)

    def table(self, cls: type, given: Any, key: str) -> Any:
        """An instance of the class from a table."""
        if not isinstance(given, Mapping):
            self.no_table(given, key)
            return fields.blank_of(cls)
        known = fields_of(cls)
        self.unknown(cls, [name for name in given if name not in {one.name for one in known}], key)
        values: dict[str, Any] = {}
        for one in known:
            here = path(key, one.name)
            if one.name in given and given[one.name] is not None:
                values[one.name] = self.value(one, given[one.name], here, values)
            elif one.required:
                self.missing(one, here)
                values[one.name] = fields.stand_in(one)
        return cls(**values)

    def no_table(self, given: Any, key: str) -> None:
        en, nl = shown(given)
        self.add(
            key,
            f"{en} is not a table: write [{key}] on a line of its own, and its keys below.",
            f"{nl} is geen tabel: schrijf [{key}] op een eigen regel, met de sleutels eronder.",
        )

    def missing(self, one: Field, key: str) -> None:
        if one.kind == "table":
            self.add(
                key, f"at least one is needed: write [[{key}]].", f"er is er minstens één nodig: schrijf [[{key}]]."
            )  # fmt: skip
        elif one.kind == "section":
            self.add(key, f"is missing: write [{key}].", f"ontbreekt: schrijf [{key}].")
        else:
            self.add(key, f"is missing: “{one.en}” must be given.", f"ontbreekt: “{one.nl}” moet ingevuld zijn.")  # fmt: skip

    def unknown(self, cls: type, names: list[Any], key: str) -> None:
        """Each unknown key, with the key that was meant, or the table where it belongs."""
        for name in names[:_MANY_UNKNOWN]:
            en, nl = self.meant(cls, str(name)[:60] if isinstance(name, str) else "")
            self.add(path(key, name), f"is no key of a plan here. {en}", f"is hier geen sleutel van een plan. {nl}")  # fmt: skip
        if left := names[_MANY_UNKNOWN:]:
            self.add(key, f"{len(left)} more keys are unknown.", f"nog {len(left)} andere sleutels zijn onbekend.")  # fmt: skip

    def meant(self, cls: type, name: str) -> tuple[str, str]:
        names = [one.name for one in fields_of(cls)]
        places = [where for where, other in _homes(self.root) if name in other and other != set(names)]
        if places:
            where = " or ".join(places[:3])
            return f"It belongs in {where}.", f"Hij hoort in {where.replace(' or ', ' of ')}."
        if near := get_close_matches(name.lower(), names, n=1):
            return f"Did you mean {near[0]}?", f"Bedoelde u {near[0]}?"
        listed = ", ".join(names)
        return f"There are: {listed}.", f"Er zijn: {listed}."

    def value(self, one: Field, given: Any, key: str, before: Mapping[str, Any]) -> Any:
        """The value of one field; after a fault one that fits."""
        if one.kind == "section":
            return self.table(_class(one), given, key)
        if one.kind == "table":
            return self.rows(one, given, key)
        if one.kind == "numbers":
            return self.numbers(given, key)
        if one.kind == "same":
            one = self.like_its_input(one, before)
        found = self.percent(one, given, key) if one.kind == "share" else self.plain(one, given, key)
        return fields.stand_in(one) if found is None else found

    def rows(self, one: Field, given: Any, key: str) -> tuple[Any, ...]:
        if isinstance(given, Mapping) or not isinstance(given, list | tuple):
            en, nl = shown(given)
            self.add(
                key,
                f"{en} is not a list of tables: write [[{key}]], with two brackets, once for each.",
                f"{nl} is geen lijst van tabellen: schrijf [[{key}]], met twee haken, één keer per stuk.",
            )
            return ()
        if len(given) > fields.MOST:
            self.add(
                key, f"{len(given)} are too many: at most {fields.MOST}.", f"{len(given)} zijn er te veel: hoogstens {fields.MOST}."
            )  # fmt: skip
            return ()
        return tuple(self.table(_class(one), row, f"{key}[{n}]") for n, row in enumerate(given))

    def percent(self, one: Field, given: Any, key: str) -> float | None:
        """A rate or share, from a text such as "3.5%" or "3,5%"."""
        match = _PERCENT.fullmatch(given) if isinstance(given, str) and len(given) < 450 else None
        if match is None:
            en, nl = shown(given)
            self.add(
                key,
                f'{en} is not a percentage: write “{one.en}” with a percent sign in quotes, for example "3.5%".',
                f'{nl} is geen percentage: schrijf “{one.nl}” met een procentteken tussen aanhalingstekens, bijvoorbeeld "3,5%".',
            )
            return None
        value = float(Decimal(match[1].replace(",", ".")).scaleb(-2))
        fault = fields.range_fault(replace(one, blank=None), value, key)
        return None if self.kept(value, fault) is None else value

    def plain(self, one: Field, given: Any, key: str) -> Any:
        """Any other single value."""
        if one.kind in {"number", "same"} and isinstance(given, int) and not isinstance(given, bool):
            return self.kept(given, fields.range_fault(one, given, key), float)
        if one.kind == "whole" and isinstance(given, float) and given.is_integer():
            given = int(given)
        if one.kind == "date" and isinstance(given, str) and _DAY.fullmatch(given):
            given = _day(given)
        fault = fields.value_fault(one, given, key)
        if fault is not None and one.kind in {"number", "whole", "same"} and isinstance(given, str):
            en, nl = shown(given)
            fault = Fault(
                key,
                f"{en} is a text: write the number for “{one.en}” without quotes or percent sign.",
                f"{nl} is tekst: schrijf het getal voor “{one.nl}” zonder aanhalingstekens of procentteken.",
            )
        return self.kept(given, fault)

    def kept(self, value: Any, fault: Fault | None, convert: Any = None) -> Any:
        if fault is None:
            return convert(value) if convert else value
        self.refuse(fault)
        return None

    def like_its_input(self, one: Field, before: Mapping[str, Any]) -> Field:
        """A field in the unit of the input that its row names: a percent string when that is a share."""
        known = self.the_model().input_by_name.get(before.get("input", ""))
        share = known is not None and known.unit.startswith("share")
        return replace(one, kind="share") if share else one

    def numbers(self, given: Any, key: str) -> dict[str, float]:
        """What lines that were brought in need, under `extra`."""
        if not isinstance(given, Mapping):
            self.no_table(given, key)
            return {}
        needs = fields.needs_of(self.the_model())
        read: dict[str, float] = {}
        for name, value in list(given.items())[: fields.MOST]:
            if name not in needs:
                listed = ", ".join(needs) or "–"
                self.add(
                    path(key, name),
                    f"no line of the model asks for this. Asked for: {listed}.",
                    f"geen lijn van het model vraagt dit. Gevraagd: {listed}.",
                )
                continue
            read[name] = self.value(needs[name], value, path(key, name), read)
        return read

    def the_model(self) -> Model:
        from feasibility.model import model

        return self.model or model()


def _touch(key: str, bad: str) -> bool:
    short, long = sorted((key, bad), key=len)
    return long.startswith(short) and (len(long) == len(short) or not short or long[len(short)] in ".[")


def _class(one: Field) -> type:
    assert one.of is not None
    return one.of


def _day(text: str) -> Any:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text  # its fault says what a day looks like


def _homes(root: type) -> Iterator[tuple[str, set[str]]]:
    """Each table of a plan as it is written in a file, and the keys that it holds."""
    yield "the top, above the first [table]", {one.name for one in fields_of(root)}
    for one in fields_of(root):
        if one.kind in {"section", "table"}:
            written = f"[{one.name}]" if one.kind == "section" else f"[[{one.name}]]"
            yield written, {inner.name for inner in fields_of(_class(one))}
