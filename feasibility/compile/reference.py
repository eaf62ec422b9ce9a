"""The reference of a model as Markdown, made from its definitions alone: each line with its formula in words and as written, each input with its limits.

`python -m feasibility.compile.reference` writes docs/engine/reference.nl.md and reference.en.md anew; `bin/tidy` does so too.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from feasibility.compile.explanation import parameter_line
from feasibility.compile.phrases import Names, kinds
from feasibility.fields import fields_of
from feasibility.formats import plain, unit_name
from feasibility.formula import CLOCKS, Clock, Input, Line, Model
from feasibility.inputs import SECTIONS, TABLES, model_name
from feasibility.model import model as project
from feasibility.model.household import household_model
from feasibility.parameters import history

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "engine"
LANGUAGES = ("nl", "en")
SUBJECTS: Mapping[str, tuple[str, str]] = {  # module of the model → its name
    "investment": ("Investering", "Investment"), "finance": ("Financiering", "Finance"), "operation": ("Werking", "Operation"),
    "members": ("Aandeelhouders", "Members"), "taxes": ("Resultaat, belasting en balans", "Result, tax and balance sheet"),
    "indicators": ("Kerncijfers", "Indicators"), "": ("Andere lijnen", "Other lines"),
}  # fmt: skip
_CLOCK: Mapping[Clock, tuple[str, str]] = {
    "once": ("één keer", "once"), "month": ("elke maand", "each month"), "year": ("elk jaar", "each year"), "figure": ("over alle jaren", "over all years"),
}  # fmt: skip
_NL: Mapping[str, str] = {
    "title": "# De lijnen van de rekenmotor", "household": "# De lijnen van de vergelijking voor één huishouden",
    "made": "<!-- Gemaakt uit de definities door python -m feasibility.compile.reference. Wijzig dit bestand niet zelf. -->",
    "intro": "Elke lijn van het model staat één keer geschreven, in `feasibility/model/`. Uit die ene formule komen de berekening, het rekenblad, de uitleg en deze pagina. "
    "Een formule leest hieronder eerst in woorden en dan zoals ze geschreven is. In de woorden valt een ondergrens van een halve cent weg die alleen het delen "
    "door nul voorkomt. Bedragen zijn in euro, maanden en jaren tellen vanaf de start van het plan.",
    "in": "geld komt binnen", "out": "geld gaat buiten", "per": "voor elk van de {kinds}", "into": "telt mee in: {group}", "start": "Bij de start: {formula}",
    "step": "Deze lijn kan een sprong maken bij een kleine wijziging van een invoer.", "sources": "Bron: {sources}", "inputs": "## Invoer",
    "inputs intro": "Wat het plan geeft, met de sleutel in het planbestand, wat toegelaten is en de standaardwaarde. Een lege sleutel: de waarde volgt uit een keuze in het plan, "
    "of is opgezocht in de wet op de datum die telt (`feasibility/parameters/`).",
    "columns": "| Naam | In het model | Sleutel | Eenheid | Toegelaten | Standaard | Norm |", "none": "verplicht", "all": "elk getal",
    "from": "{low} of meer", "to": "hoogstens {high}", "range": "{low} tot {high}", "norms": "## Normen",
    "norms intro": "Waar standaardwaarden vandaan komen, met hoe zeker ze zijn.", "general": "Voor het geheel", "lines": "Lijnen",
}  # fmt: skip
_EN: Mapping[str, str] = {
    "title": "# The lines of the engine", "household": "# The lines of the comparison for one household",
    "made": "<!-- Made from the definitions by python -m feasibility.compile.reference. Do not change this file by hand. -->",
    "intro": "Each line of the model is written once, in `feasibility/model/`. From that one formula come the calculation, the workbook, the explanation and this page. "
    "A formula reads below in words first, then as it is written. The words leave out a lower limit of half a cent that only keeps a division "
    "from failing. Amounts are in euro, months and years are counted from the start of the plan.",
    "in": "money comes in", "out": "money goes out", "per": "for each of the {kinds}", "into": "is part of: {group}", "start": "At the start: {formula}",
    "step": "This line may jump when an input changes a little.", "sources": "Source: {sources}", "inputs": "## Inputs",
    "inputs intro": "What the plan gives, with the key in the plan file, what is allowed and the default. An empty key: the value follows from a choice in the plan, "
    "or is looked up in the law on the date that counts (`feasibility/parameters/`).",
    "columns": "| Name | In the model | Key | Unit | Allowed | Default | Norm |", "none": "required", "all": "any number",
    "from": "{low} or more", "to": "at most {high}", "range": "{low} to {high}", "norms": "## Norms",
    "norms intro": "Where defaults come from, and how sure they are.", "general": "For the whole", "lines": "Lines",
}  # fmt: skip


def reference(model: Model, language: str) -> str:
    """The reference of a model: lines by subject and clock, inputs, norms."""
    make = (_opening, _lines, _inputs, _norms)
    return "\n\n".join(part for each in make for part in each(model, language)) + "\n"


def page(language: str) -> str:
    """The reference of the project and of the household, as it stands in docs/engine."""
    models = project(), household_model()
    return "\n".join([_say("made", language), "", *(reference(model, language) for model in models)])


def write(folder: Path = FOLDER) -> None:
    """Writes the reference in both languages."""
    folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        path, text = folder / f"reference.{language}.md", page(language)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def _say(key: str, language: str, **parts: str) -> str:
    return (_NL if language == "nl" else _EN)[key].format(**parts)


def _label(known: Line | Input, language: str) -> str:
    return known.nl if language == "nl" else known.en


def _of_project(model: Model) -> bool:
    """Whether a model is that of a project, with or without lines that were added."""
    return "charge_1" in model.by_name


@cache
def _subjects() -> Mapping[str, str]:
    """For each line of the project the module that it stands in."""
    modules = [(name, importlib.import_module(f"feasibility.model.{name}")) for name in SUBJECTS if name]
    return {line.name: name for name, module in modules for line in module.LINES}


def _opening(model: Model, language: str) -> Iterator[str]:
    if _of_project(model):
        yield _say("title", language)
        yield _say("intro", language)
    else:
        yield _say("household", language)


def _lines(model: Model, language: str) -> Iterator[str]:
    """The lines, by subject and within it by clock."""
    own = _subjects() if _of_project(model) else {}
    for subject, names in SUBJECTS.items():
        lines = [line for line in model.lines if own.get(line.name, "") == subject]
        name = names[0 if language == "nl" else 1] if own else _say("lines", language)
        if lines:
            yield f"## {name}"
        for clock in CLOCKS:
            some = [line for line in lines if line.clock == clock]
            if some:
                yield f"### {name}: {_CLOCK[clock][0 if language == 'nl' else 1]}"
            for line in some:
                yield from _line(model, line, language)


def _line(model: Model, line: Line, language: str) -> Iterator[str]:
    names = Names(model, language, line.clock)
    yield f"#### {_label(line, language)}"
    yield " · ".join(_facts(names, line))
    yield f"{_label(line, language)} = {names.text(line.tree)}"
    yield f"```text\n{line.formula}\n```"
    if line.start != "0" and line.clock in {"month", "year"}:
        yield _say("start", language, formula=names.text(line.start_tree))
    notes = [line.note_nl if language == "nl" else line.note_en, _say("step", language) if line.step else ""]
    if any(notes):
        yield " ".join(filter(None, notes))
    if line.sources:
        yield _say("sources", language, sources="; ".join(_address(source) for source in line.sources))


def _facts(names: Names, line: Line) -> Iterator[str]:
    """What is to be known of a line beside its formula: unit, clock, owner, sign, group."""
    language = names.language
    yield f"`{line.name}`"
    yield unit_name(line.unit, language)
    yield _CLOCK[line.clock][0 if language == "nl" else 1]
    if line.per:
        yield _say("per", language, kinds=kinds(line.per, language))
    if line.sign:
        yield _say("in" if line.sign == "+" else "out", language)
    if line.into:
        yield _say("into", language, group=names.label(line.into))


def _address(source: str) -> str:
    return f"<{source}>" if source.startswith("http") else source


def _keys(model: Model) -> Iterator[tuple[str, str, str]]:
    """For each field of a plan: its name in the model, its key in the file, and the norm of its default."""
    if not _of_project(model):
        return
    owners = [(section, section, cls, False) for section, cls in SECTIONS.items()]
    owners += [(per, f"{table}[]", cls, True) for per, (table, cls) in TABLES.items()]
    for owner, key, cls, in_table in owners:
        for one in fields_of(cls):
            if name := model_name(owner, one.name, in_table):
                yield name, f"{key}.{one.name}", one.norm


def _inputs(model: Model, language: str) -> Iterator[str]:
    """The inputs: a table for the whole, and one for each kind of element."""
    yield _say("inputs", language)
    yield _say("inputs intro", language)
    keys = {name: (key, norm) for name, key, norm in _keys(model)}
    for per in ("", *model.elements):
        some = [given for given in model.inputs if given.per == per]
        said = _say("per", language, kinds=kinds(per, language)) if per else _say("general", language)
        if some:
            yield f"### {said[0].upper()}{said[1:]}"
            rows = [_input(given, *keys.get(given.name, ("", "")), language) for given in some]
            yield "\n".join([_say("columns", language), "|---" * 7 + "|", *rows])


def _input(given: Input, key: str, norm: str, language: str) -> str:
    limits = (given.low, given.high, given.default)
    free = given.unit == "flag" or not (key or any(one is not None for one in limits))
    cells = (
        _label(given, language), f"`{given.name}`", f"`{key}`" if key else "", unit_name(given.unit, language), "" if free else _allowed(given, language),
        "" if free else _default(given, language), f"`{norm}`" if norm else "",
    )  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def _default(given: Input, language: str) -> str:
    return _say("none", language) if given.default is None else plain(given.default, given.unit, language)


def _allowed(given: Input, language: str) -> str:
    low = "" if given.low is None else plain(given.low, given.unit, language)
    high = "" if given.high is None else plain(given.high, given.unit, language)
    word = {(True, True): "range", (True, False): "from", (False, True): "to"}.get(
        (bool(low), bool(high)), "all"
    )
    return _say(word, language, low=low, high=high)


def _norms(model: Model, language: str) -> Iterator[str]:
    """The norms behind the defaults, as last known."""
    found = sorted({norm for _, _, norm in _keys(model) if norm})
    if found:
        yield _say("norms", language)
        yield _say("norms intro", language)
        yield "\n".join(f"- `{norm}`: {parameter_line(history(norm)[-1], language)}" for norm in found)


if __name__ == "__main__":
    write()
