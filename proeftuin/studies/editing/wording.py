"""A plan in words: what a key is called, a value with its unit, a code of a choice, and a fault without the keys of a file."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from feasibility.fields import Field, fields_of, percent
from feasibility.fields import plain as plain_number
from feasibility.formats import day, measured, small
from feasibility.plan import Plan

Words = tuple[str, str]  # in Dutch, in English

TOP: Mapping[str, Field] = {one.name: one for one in fields_of(Plan)}
# The name of a section or table of a plan.
PARTS: Mapping[str, Words] = {
    "": ("De studie", "The study"), "site": ("Grond", "Land"), "parts": ("Werken", "Works"), "homes": ("Woningen", "Homes"),
    "costs": ("Kosten van de investering", "Costs of the investment"), "subsidies": ("Subsidies", "Subsidies"), "loans": ("Leningen", "Loans"),
    "shares": ("Aandelen", "Shares"), "charge": ("Woonvergoeding", "Occupancy charge"), "operation": ("Uitbating", "Running the homes"),
    "works": ("Groot onderhoud", "Major works"), "members": ("Wie vertrekt", "Who leaves"), "tax": ("Belasting", "Tax"),
    "scenario": ("Prijzen", "Prices"), "shifts": ("Wat verschuift", "What is shifted"), "uncertain": ("Wat onzeker is", "What is uncertain"),
    "correlations": ("Wat samen beweegt", "What moves together"), "extra": ("Andere invoer", "Other inputs"),
}  # fmt: skip
# The codes of a choice: code → what a person reads. A code that two fields share means the same in both, unless a field is named.
CODES: Mapping[str, Words] = {
    "bought": ("gekocht", "bought"), "leased": ("in erfpacht", "on a long lease"), "contributed": ("ingebracht voor aandelen", "contributed for shares"),
    "sale": ("gewoon tarief", "standard rate"), "none": ("geen", "none"),
    "new": ("nieuwbouw", "new build"), "demolition_rebuild": ("sloop en heropbouw", "demolition and rebuilding"), "renovation": ("renovatie", "renovation"),
    "demolition": ("sloop", "demolition"), "parking": ("parkeren en berging", "parking and storage"), "commons": ("gemeenschappelijke ruimte", "shared space"),
    "annuity": ("vaste termijn", "fixed instalment"), "linear": ("vast kapitaal", "fixed repayment of principal"), "bullet": ("alles op het einde", "all at the end"),
    "actuarial": ("actuarieel: (1 + r)^(1/12) − 1", "actuarial: (1 + r)^(1/12) − 1"),
    "resident": ("bewoners", "residents"), "supporter": ("steuners", "supporters"), "investor": ("beleggers", "investors"),
    "solidarity": ("solidariteit", "solidarity"), "in_kind": ("inbreng in natura", "contribution in kind"),
    "nominal": ("nominaal", "nominal"), "indexed": ("geïndexeerd", "indexed"),
    "lower_of_index_and_book": ("de laagste van index en boekwaarde", "the lower of index and book value"),
    "cost_rent": ("kostprijshuur", "cost rent"), "fixed": ("vast bedrag", "fixed amount"), "mixed": ("lopende kosten en een vast deel", "running costs and a fixed part"),
    "area": ("oppervlakte", "floor area"), "unit": ("punten per woning", "points a home"), "cost": ("kost van de woning", "cost of the home"),
    "small": ("verlaagd tarief voor kleine vennootschappen", "reduced rate for small companies"), "general": ("gewoon tarief", "ordinary rate"), "exempt": ("vrijgesteld", "exempt"),
    "flanders": ("Vlaanderen", "Flanders"),
    "triangular": ("het waarschijnlijkst ertussenin", "most likely in between"), "uniform": ("alles even waarschijnlijk", "all equally likely"),
    "normal": ("5% ligt eronder, 5% erboven", "5% lies below, 5% above"),
    "lognormal": ("5% ligt eronder, 5% ligt er verder boven", "5% lies below, 5% lies further above"),
}  # fmt: skip
_BY_LAW: Words = ("tarief van de wet", "rate of the law")
_KEY = re.compile(r"(?P<part>[a-z]+)(?:\[(?P<row>\d+)\])?(?:\.(?P<field>\w+))?")
_IN_TEXT = re.compile(
    r"\b(?P<part>"
    + "|".join(name for name in PARTS if name)
    + r")(?:\[(?P<row>\d+)\](?:\.(?P<field>\w+))?|\.(?P<dotted>\w+))"
)
_SETTING = re.compile(r'\b(?P<name>[a-z_0-9]+) = (?P<code>"\w+"|true|false|0)')
_TABLE = re.compile(r"(?:: (?:write|schrijf)| under| onder)? \[\[?(?P<part>[a-z]+)\]\]?")
_CODE = re.compile(r'"(?P<code>[a-z_]+)"')
_WRITE = re.compile(r"\b(write|schrijf)(?= “)")
_BARE = (
    "amount",
    "share",
    "per_home",
    "per_m2",
    "at_start",
    "ground_rent_rate",
    "ground_rent",
    "charge",
    "grace",
    "revision_1",
    "revision_2",
)


def pick(words: Words, language: str) -> str:
    """The words of a language."""
    return words[0 if language == "nl" else 1]


def code_words(code: str, language: str) -> str:
    """What a code of a choice means."""
    return pick(CODES[code], language) if code in CODES else code


def parted(key: str) -> tuple[str, int | None, str]:
    """A key of the engine in parts: section or table ("" for the plan itself), row, field."""
    found = _KEY.fullmatch(key)
    if found is None:
        return "", None, ""
    part, row, name = found["part"], found["row"], found["field"] or ""
    if part in TOP and TOP[part].of is None and TOP[part].kind != "numbers":
        return "", None, part
    return part, None if row is None else int(row), name


def field_of(part: str, name: str) -> Field | None:
    """The field of that name in a section, a table or the plan itself."""
    if not part:
        return TOP.get(name)
    of = TOP[part].of if part in TOP else None
    return next((one for one in fields_of(of) if one.name == name), None) if of else None


def label_of(plan: Plan, key: str, language: str) -> str:
    """What a key of the engine is called: a row by its name, and its field."""
    part, row, name = parted(key)
    field = field_of(part, name)
    label = field.label(language) if field else name
    if row is None:
        return label or pick(PARTS.get(part, (part, part)), language)
    rows = getattr(plan, part, ())
    called = row_name(rows[row]) if row < len(rows) else f"{row + 1}"
    return f"{called}: {small(label)}" if label else called


def row_name(row: Any) -> str:
    """What a row of a table is called; rows without a name by what they are about."""
    if hasattr(row, "name"):
        return str(row.name)
    return str(row.input) if hasattr(row, "input") else f"{row.a} – {row.b}"


def value_words(field: Field, value: Any, language: str, unit: str = "") -> str:
    """A value as people write it, with its unit. `unit`: of a field that takes that of another input."""
    if value is None or value == "":
        return "–"
    if field.blank is not None and value == field.blank:
        return pick(_BY_LAW, language)
    if isinstance(value, bool):
        return pick(("ja", "yes") if value else ("nee", "no"), language)
    if field.kind == "choice":
        return code_words(str(value), language)
    if isinstance(value, date):
        return day(value, language)
    return str(value) if isinstance(value, str) else measured(float(value), unit or field.unit, language)


def clash_label(fields: Mapping[str, Field], row: str, name: str, language: str) -> str:
    """What two people both changed: a field, a field of a row, or a whole row."""
    label = fields[name].label(language) if name else ""
    return f"{row}: {small(label)}" if row and label else row or label


def clash_value(fields: Mapping[str, Field], name: str, value: Any, language: str) -> str:
    """What one of them made of it."""
    if name:
        return value_words(fields[name], value, language)
    if value is None:
        return pick(("verwijderd", "removed"), language)
    shown = (
        value_words(field, value.values[key], language)
        for key, field in fields.items()
        if value.values[key] not in (None, "", field.default)
    )
    return ", ".join(shown)


def range_words(field: Field, language: str) -> str:
    """What is allowed in a field of numbers; nothing where any number is, or only nought and more."""
    say = percent if field.kind == "share" else plain_number
    low, high = field.low, field.high
    if field.kind not in {"share", "number", "whole"} or (high is None and low in {None, 0.0}):
        return ""
    written = [("" if one is None else say(one)) for one in (low, high)]
    if language == "nl":
        written = [one.replace(".", ",") for one in written]
    if high is None:
        return pick(("minstens {}", "at least {}"), language).format(written[0])
    if low is None:
        return pick(("hoogstens {}", "at most {}"), language).format(written[1])
    return pick(("{} tot {}", "{} to {}"), language).format(*written)


def fault_words(plan: Plan, said: str, part: str, language: str) -> str:
    """A fault of the engine for somebody who sees a form: names in the place of the keys of a file."""

    def named(found: re.Match[str]) -> str:
        return f"“{label_of(plan, found[0], language)}”"

    def setting(found: re.Match[str]) -> str:
        code = found["code"].strip('"')
        field = _setting_field(part, found["name"], code)
        value = {"true": True, "false": False}.get(code, code)
        return (
            f"“{field.label(language)}”: {value_words(field, value, language) if code != '0' else '0'}"
            if field
            else found[0]
        )

    said = _SETTING.sub(setting, _IN_TEXT.sub(named, said))
    said = _CODE.sub(
        lambda found: code_words(found["code"], language) if found["code"] in CODES else found[0], said
    )
    said = _TABLE.sub(lambda found: f" (“{pick(PARTS.get(found['part'], ('', '')), language)}”)", said)
    for name in _BARE:
        field = field_of(part, name)
        if field and (language == "nl" or "_" in name):
            said = re.sub(rf"(?<![“\w]){name}\b(?!”)", f"“{field.label(language)}”", said)
    said = _WRITE.sub(pick(("kies", "choose"), language), said)
    return said[:1].upper() + said[1:]


def _setting_field(part: str, name: str, code: str) -> Field | None:
    """The field that a fault tells to set: of the part it is about, else of the first part that has such a field and code."""
    fields = [one for place in (part, *PARTS) if (one := field_of(place, name))]
    return next((one for one in fields if not one.choices or code in one.choices), None)
