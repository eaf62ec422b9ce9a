"""What a field of the plan is: read once from the dataclasses, for the reader, the checks, the schema and the comments in a file."""

from __future__ import annotations

import dataclasses
import math
import types
import typing
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from numbers import Integral
from typing import Any, Literal

from feasibility.faults import Fault
from feasibility.formula import Model

Kind = Literal[
    "text", "choice", "flag", "whole", "number", "share", "same", "date", "section", "table", "numbers"
]

LARGEST = 10**12  # the largest number in a plan, where its field names no limit of its own
MOST = 200  # elements of one kind
LONGEST = 120  # characters of a name
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
_SHOWN = 40  # characters of what was given that a message repeats

UNITS: typing.Mapping[str, tuple[str, str]] = {  # unit → in Dutch, in English
    "eur": ("€", "€"), "eur_year": ("€ per jaar", "€ a year"), "eur_month": ("€ per maand", "€ a month"),
    "eur_m2": ("€ per m²", "€ per m²"), "eur_m2_month": ("€ per m² en maand", "€ per m² and month"),
    "eur_home": ("€ per woning", "€ per home"), "eur_home_year": ("€ per woning en jaar", "€ per home and year"),
    "eur_home_month": ("€ per woning en maand", "€ per home and month"),
    "share": ("%", "%"), "share_year": ("% per jaar", "% a year"), "share_month": ("% per maand", "% a month"), "m2": ("m²", "m²"),
    "month": ("maand, geteld vanaf de start", "month, counted from the start"), "months": ("maanden", "months"), "year": ("jaar", "year"),
    "years": ("jaar", "years"), "homes": ("woningen", "homes"), "persons": ("personen", "persons"), "points": ("punten", "points"),
    "factor": ("factor", "factor"), "flag": ("0 of 1", "0 or 1"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One field: what kind of value it takes, and what of it is allowed. `of` is the class of a section or of the elements of a table.

    `blank` is the number that stands for "left out" in Python; a file then has no such key.
    """

    name: str
    kind: Kind
    unit: str = ""
    nl: str = ""
    en: str = ""
    note_nl: str = ""
    note_en: str = ""
    norm: str = ""
    low: float | None = None
    high: float | None = None
    default: Any = None
    required: bool = False
    choices: tuple[str, ...] = ()
    of: type | None = None
    blank: float | None = None

    def label(self, language: str) -> str:
        """The name of the field in a language."""
        return self.nl if language == "nl" else self.en

    def note(self, language: str) -> str:
        """What more there is to say."""
        return self.note_nl if language == "nl" else self.note_en


@dataclass(frozen=True, slots=True)
class Found:
    """A fault between fields, and every key that it looks at: when one of those is faulty itself, this one says nothing."""

    keys: tuple[str, ...]
    fault: Fault


def found(keys: tuple[str, ...], en: str, nl: str) -> Found:
    """A fault, reported at the first of the keys."""
    return Found(keys, Fault(keys[0], en, nl))


@cache
def fields_of(cls: type) -> tuple[Field, ...]:
    """The fields of a dataclass of the plan, in order."""
    hints = typing.get_type_hints(cls)
    return tuple(_field(one, hints[one.name]) for one in dataclasses.fields(cls))


def _field(one: dataclasses.Field[Any], hint: Any) -> Field:
    about = {key: one.metadata[key] for key in ("nl", "en", "note_nl", "note_en", "norm") if one.metadata}
    unit = one.metadata.get("unit", "")
    required = one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING
    default = None if one.default is dataclasses.MISSING else one.default
    kind, of = _kind(hint, unit)
    low, high = one.metadata.get("low"), one.metadata.get("high")
    blank = default if kind == "share" and default == low == -1.0 else None
    return Field(
        one.name,
        kind,
        unit,
        **about,
        low=0.0 if blank is not None else low,
        high=high,
        default=default,
        required=required,
        choices=typing.get_args(hint) if kind == "choice" else (),
        of=of,
        blank=blank,
    )


def _kind(hint: Any, unit: str) -> tuple[Kind, type | None]:
    plain: dict[Any, Kind] = {bool: "flag", int: "whole", str: "text", date: "date"}
    origin = typing.get_origin(hint)
    if hint in plain:
        return plain[hint], None
    if hint is float:
        return ("share" if unit.startswith("share") else "same" if unit == "same" else "number"), None
    if origin is Literal:
        return "choice", None
    if origin is tuple:
        return "table", typing.get_args(hint)[0]
    if dataclasses.is_dataclass(hint):
        return "section", typing.cast("type", hint)
    return "numbers", None


def percent(value: float) -> str:
    """A fraction as the percent string that stands for it in a file, exactly: 0.035 → 3.5%."""
    if not math.isfinite(value):
        return repr(value)
    written = format(Decimal(repr(float(value))).scaleb(2), "f")
    return (written.rstrip("0").rstrip(".") if "." in written else written) + "%"


def plain(value: float) -> str:
    """A number as it stands in a file: 250000, 2.5."""
    if math.isfinite(value) and float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(float(value))


def shown(value: Any) -> tuple[str, str]:
    """What was given, short and harmless, in English and Dutch."""
    if isinstance(value, str):
        cut = value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
        said = '"' + repr(cut)[1:-1] + '"'
        return said, said
    if isinstance(value, bool):
        return (str(value).lower(),) * 2
    if isinstance(value, Integral) and abs(int(value)) >= 10**18:
        digits = int(int(value).bit_length() * 0.30103) + 1
        return f"a number of about {digits} digits", f"een getal van ongeveer {digits} cijfers"
    if isinstance(value, float | Integral):
        said = str(int(value)) if isinstance(value, Integral) else repr(float(value))
        return said, said
    if isinstance(value, date):
        return (value.isoformat(),) * 2
    if isinstance(value, typing.Mapping):
        return "a table", "een tabel"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}", f"een lijst van {len(value)}"
    if value is None:
        return "nothing", "niets"
    return f"a {type(value).__name__}", f"een {type(value).__name__}"


def path(key: str, name: Any) -> str:
    """The key of a field inside a table, safe to show."""
    said = name if isinstance(name, str) and name.isidentifier() and len(name) <= _SHOWN else shown(name)[0]
    return f"{key}.{said}" if key else said


def value_fault(field: Field, value: Any, key: str) -> Fault | None:
    """What is wrong with a value in Python, seen alone: its type, not finite, out of range, no choice."""
    en, nl = shown(value)
    wanted = _wanted(field, value)
    if wanted:
        return Fault(key, f"{en} is not {wanted[0]}.", f"{nl} is geen {wanted[1]}.")
    if field.kind == "text":
        return text_fault(value, key)
    if field.kind in {"whole", "number", "share", "same"}:
        return range_fault(field, value, key)
    if field.kind == "date" and not EARLIEST <= value <= LATEST:
        return Fault(
            key,
            f"{value} lies too far away: give a day from {EARLIEST} to {LATEST}.",
            f"{value} ligt te ver weg: geef een dag van {EARLIEST} tot en met {LATEST}.",
        )
    return None


def _wanted(field: Field, value: Any) -> tuple[str, str] | None:
    """In English and Dutch what a value should have been, when it is of another kind."""
    if field.kind == "choice":
        listed = ", ".join(f'"{one}"' for one in field.choices)
        fits = isinstance(value, str) and value in field.choices
        return None if fits else (f"one of {listed}", f"keuze uit {listed}")
    number = isinstance(value, float | Integral) and not isinstance(value, bool)
    checks: dict[str, tuple[bool, str, str]] = {
        "text": (isinstance(value, str), "a text", "tekst"),
        "flag": (isinstance(value, bool), "true or false", "true of false"),
        "date": (isinstance(value, date) and not isinstance(value, datetime), "a day such as 2027-03-01", "dag zoals 2027-03-01"),
        "whole": (number and isinstance(value, Integral), "a whole number", "geheel getal"),
    }  # fmt: skip
    fits, en, nl = checks.get(field.kind, (number, "a number", "getal"))
    return None if fits else (en, nl)


def text_fault(value: str, key: str) -> Fault | None:
    """What is wrong with a name."""
    en, nl = shown(value)
    if not value.strip():
        return Fault(key, "the name is empty: write one.", "de naam is leeg: vul er een in.")
    if value != value.strip():
        return Fault(
            key, f"{en} begins or ends with a space: remove it.", f"{nl} begint of eindigt met een spatie: verwijder die."
        )  # fmt: skip
    if len(value) > LONGEST:
        return Fault(
            key, f"{en} is {len(value)} characters long: at most {LONGEST}.", f"{nl} is {len(value)} tekens lang: hoogstens {LONGEST}."
        )  # fmt: skip
    if any(
        unicodedata.category(sign)[0] == "C" or unicodedata.category(sign) in {"Zl", "Zp"} for sign in value
    ):
        return Fault(
            key, f"{en} holds signs that cannot be seen: type the name anew.", f"{nl} bevat onzichtbare tekens: typ de naam opnieuw."
        )  # fmt: skip
    return None


def range_fault(field: Field, value: Any, key: str) -> Fault | None:
    """What is wrong with the size of a number."""
    if isinstance(value, Integral) and abs(int(value)) > LARGEST:
        en, nl = shown(value)
        return Fault(key, f"{en} is too large.", f"{nl} is te groot.")
    if not math.isfinite(value):
        en, nl = shown(value)
        return Fault(key, f"{en} is not a number to reckon with.", f"{nl} is geen getal om mee te rekenen.")
    if field.blank is not None and value == field.blank:
        return None
    low, high = field.low, field.high if field.high is not None else LARGEST
    if (low is None or value >= low) and abs(value) <= LARGEST and value <= high:
        return None
    say = percent if field.kind == "share" else plain
    en_range, nl_range = allowed(field)
    return Fault(
        key,
        f"{say(value)} is out of range for “{field.en}”: give {en_range}.",
        f"{say(value)} valt buiten de grenzen van “{field.nl}”: geef {nl_range}.",
    )


def allowed(field: Field) -> tuple[str, str]:
    """The range of a number in words: English, Dutch."""
    say = percent if field.kind == "share" else plain
    low, high = field.low, field.high
    if low is not None and high is not None:
        return f"{say(low)} to {say(high)}", f"{say(low)} tot {say(high)}"
    if low is not None:
        return f"{say(low)} or more", f"{say(low)} of meer"
    if high is not None:
        return f"at most {say(high)}", f"hoogstens {say(high)}"
    return "any number", "een getal"


def stand_in(field: Field) -> Any:
    """A value that fits the field, to go on reading after a fault."""
    if not field.required:
        return field.default
    if field.kind == "section":
        return blank_of(typing.cast("type", field.of))
    return {
        "text": "?", "choice": field.choices[0] if field.choices else "", "flag": False, "date": EARLIEST, "table": (),
        "whole": int(field.low or 0), "numbers": types.MappingProxyType({}),
    }.get(field.kind, float(field.low or 0.0))  # fmt: skip


def blank_of(cls: type) -> Any:
    """An instance with a value that fits in each required field."""
    return cls(**{one.name: stand_in(one) for one in fields_of(cls) if one.required})


@cache
def needs_of(model: Model) -> dict[str, Field]:
    """The inputs that lines brought in, by name, as fields."""
    return {
        need.name: Field(
            need.name, "share" if need.unit.startswith("share") else "number", need.unit, need.nl, need.en,
            low=need.low, high=need.high, default=need.default, required=need.default is None,
        )
        for line in model.lines
        for need in line.needs
    }  # fmt: skip
