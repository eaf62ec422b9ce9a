"""What the plan rests on: every input with its value and where it comes from, and the figures of law and practice that were used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from feasibility import Assessment
from feasibility.compile.explanation import STATUS
from feasibility.fields import Field, fields_of
from feasibility.formats import day, measured, plain
from feasibility.parameters import Parameter, ParameterNotKnown, parameter
from feasibility.plan import Plan
from feasibility.report import label, parameter_value
from proeftuin.studies.editing.wording import PARTS, pick, value_words
from proeftuin.studies.report.blocks import Block, Cell, Row, section, table, text
from proeftuin.studies.report.facts import ReportFacts
from proeftuin.studies.report.words import HOMES

_WIDE = frozenset({"homes", "subsidies", "works", "uncertain", "correlations"})  # a row for each element
_NAMES = frozenset({"name", "input", "a", "b"})  # what says which element it is
_SAME = 1e-9


@dataclass(frozen=True)
class _Origins:
    """Where each input comes from."""

    about: ReportFacts
    assessment: Assessment
    language: str

    def is_given(self, keys: Sequence[str]) -> bool:
        """Whether somebody filled it in, itself or what holds it."""
        return any(key in self.about.given for key in keys)

    def cell(self, one: Field, value: Any, keys: Sequence[str], law: Parameter | None = None) -> Cell:
        """Given, sourced with its link and day of reading, or an assumption."""
        if law is None and self.is_given(keys):
            return Cell(_("filled in"))
        found = law or _norm(one, value, self.assessment.on)
        if found is None:
            return Cell(_("assumption"))
        status = STATUS[found.status][0 if self.language == "nl" else 1]
        said = _("%(status)s: %(source)s, read on %(day)s")
        return Cell(said % {"status": status, "source": _short(found.source), "day": day(found.read_on, self.language)}, _link(found.source))  # fmt: skip


def _norm(one: Field, value: Any, on: date) -> Parameter | None:
    """The norm that a value equals; cover is one and the margin that the norm names."""
    try:
        found = parameter(one.norm, on) if one.norm else None
    except ParameterNotKnown:
        return None
    if found is None:
        return None
    number = 1 + found.number if one.name == "cover" else found.number
    return found if abs(number - float(value)) < _SAME else None


def _link(source: str) -> str:
    return source if source.startswith(("https://", "http://")) else ""


def _short(source: str) -> str:
    """The site of a source; its whole address stands with the figures of law and practice."""
    return urlsplit(source).netloc.removeprefix("www.") if _link(source) else source


def assumptions(about: ReportFacts, assessment: Assessment, language: str) -> Iterator[Block]:
    """Every input of the plan, by subject."""
    plan, origins = assessment.plan, _Origins(about, assessment, language)
    yield section(_("Assumptions and their sources"))
    yield text(_("Every input of the plan. “Filled in” was done by who made this version; a figure of law or practice names its source and the day on which it was read; all else is an assumption of ours."))  # fmt: skip
    top = [(one, getattr(plan, one.name), "", [one.name]) for one in fields_of(Plan) if one.kind not in {"section", "table", "numbers"} and one.name != "name"]  # fmt: skip
    yield from _subject("", _listed([("", top)], origins), language)
    for one in fields_of(Plan):
        held = getattr(plan, one.name)
        if one.kind == "section":
            yield from _subject(one.name, _listed([("", _fields(held, one.name))], origins), language)
        elif one.kind == "table" and held:
            yield from _subject(
                one.name,
                _wide(one, held, origins) if one.name in _WIDE else _listed(_elements(one, held), origins),
                language,
            )
        elif one.kind == "numbers" and held:
            yield from _subject(one.name, _extra(held, origins), language)


Input = tuple[
    Field, Any, str, list[str]
]  # the field, its value, its unit, and the keys under which it may have been given


def _fields(held: Any, name: str) -> list[Input]:
    return [
        (one, getattr(held, one.name), "", [name, f"{name}.{one.name}"]) for one in fields_of(held.__class__)
    ]


def _elements(one: Field, held: Sequence[Any]) -> list[tuple[str, list[Input]]]:
    """The inputs of each element of a table, under its name."""
    return [
        (row.name, [(inner, getattr(row, inner.name), "", _keys(one.name, place, row, inner.name)) for inner in fields_of(row.__class__) if inner.name != "name"])
        for place, row in enumerate(held)
    ]  # fmt: skip


def _keys(of: str, place: int, row: Any, name: str) -> list[str]:
    """The keys under which a field of an element may have been given: by number or by name."""
    called = [f"{of}[{place}]", f"{of}[{getattr(row, 'name', place)}]"]
    return [of, *called, *(f"{one}.{name}" for one in called)]


def _subject(name: str, blocks: Iterator[Block], language: str) -> Iterator[Block]:
    yield section(pick(PARTS[name], language), level=3)
    yield from blocks


def _listed(groups: Sequence[tuple[str, list[Input]]], origins: _Origins) -> Iterator[Block]:
    """A row for each input."""
    rows = []
    for number, (name, inputs) in enumerate(groups):
        if name:
            rows.append(Row((name, "", ""), "group"))
        rows += [_row(one, number, origins) for one in inputs]
    yield table("", (_("input"), _("value"), _("source")), rows, widths=(5, 3.2, 4.4), words=(0, 1, 2))


def _row(given: Input, number: int, origins: _Origins) -> Row:
    one, value, unit, keys = given
    law = None
    if one.blank is not None and value == one.blank:
        value, law = _looked_up(one, number, origins.assessment)
    note = f" ({one.note(origins.language)})" if one.note(origins.language) and law is None else ""
    return Row(
        (
            one.label(origins.language) + note,
            value_words(one, value, origins.language, unit),
            origins.cell(one, value, keys, law),
        )
    )


def _looked_up(one: Field, number: int, assessment: Assessment) -> tuple[float, Parameter | None]:
    """The rate that the law gives where the plan names none."""
    name = "part_vat" if one.name == "vat" else one.name
    value, found = assessment.inputs.values[name], assessment.inputs.parameters.get(name)
    if isinstance(value, tuple):
        value, found = value[number], found[number] if isinstance(found, tuple) else None
    return value, found if isinstance(found, Parameter) else None


def _wide(one: Field, held: Sequence[Any], origins: _Origins) -> Iterator[Block]:
    """A row for each element, its fields as columns."""
    inner = fields_of(held[0].__class__)
    language = origins.language
    heads = (
        [str(word) for word in HOMES] if one.name == "homes" else [field.label(language) for field in inner]
    )
    inputs = origins.assessment.lines.model.input_by_name
    asked = [(field, head) for field, head in zip(inner, heads, strict=True) if field.name not in _NAMES]
    rows = []
    for place, element in enumerate(held):
        cells = [_wide_value(field, element, inputs, language) for field in inner]
        given = [
            head for field, head in asked if origins.is_given(_keys(one.name, place, element, field.name))
        ]
        rows.append(Row((*cells, _together(given, [head for _field, head in asked if head not in given]))))
    widths = [2.6 if field.kind == "text" else 1.4 for field in inner]
    texts = [number for number, field in enumerate(inner) if field.kind in {"text", "choice"}]
    yield table(
        "", (*heads, _("source")), rows, widths=(*widths, 2.6), words=(*texts, len(inner)), small=True
    )


def _wide_value(field: Field, element: Any, inputs: Mapping[str, Any], language: str) -> str:
    """A value; of what is uncertain in the unit of the input that it is about."""
    value = getattr(element, field.name)
    if field.name in _NAMES and value in inputs and field.name != "name":
        return label(inputs[value], language)
    known = inputs.get(getattr(element, "input", ""))
    if field.name == "mode" and element.shape != "triangular":
        return "–"
    if field.kind in {"number", "whole", "share"}:
        return plain(value, field.unit, language)
    return value_words(field, value, language, known.unit if known is not None else "factor")


def _together(given: Sequence[str], assumed: Sequence[str]) -> str:
    """The source of a whole row, in as few words as will do."""
    if not assumed or not given:
        return _("filled in") if given else _("assumption")
    if len(given) < len(assumed):
        return _("filled in: %(names)s; the rest is an assumption") % {"names": ", ".join(given)}
    return _("assumption: %(names)s; the rest was filled in") % {"names": ", ".join(assumed)}


def _extra(held: Any, origins: _Origins) -> Iterator[Block]:
    """What lines that were brought in ask for."""
    known = origins.assessment.lines.model.input_by_name
    rows = []
    for name, value in held.items():
        source = _("filled in") if origins.is_given(["extra", f"extra.{name}"]) else _("assumption")
        rows.append(
            Row(
                (
                    label(known[name], origins.language),
                    measured(value, known[name].unit, origins.language),
                    source,
                )
            )
        )
    yield table("", (_("input"), _("value"), _("source")), rows, widths=(5, 3.2, 4.4), words=(0, 1, 2))


def parameters(assessment: Assessment, language: str) -> Iterator[Block]:
    """The figures of law and practice, those that nobody verified first."""
    yield section(_("Figures of law and practice"))
    found = sorted(_used(assessment), key=lambda one: (one.status != "unverified", one.name))
    unverified = [one for one in found if one.status == "unverified"]
    if unverified:
        said = _("Not verified at the source: %(names)s. Have these looked up before you decide on them.")
        yield text(said % {"names": ", ".join(one.label[language] for one in unverified)}, "warning")
    else:
        yield text(_("None of these figures is without a source that was read."))
    head = (_("what it is"), _("value"), _("status"), _("holds"), _("source"), _("read on"))
    rows = [_parameter(one, language) for one in found]
    yield table(
        _("Figures of law and practice that were used"),
        head,
        rows,
        widths=(3.6, 2.2, 2, 2.4, 4.6, 1.8),
        words=(0, 2, 3, 4, 5),
        small=True,
    )


def _used(assessment: Assessment) -> Iterator[Parameter]:
    """What the model looked up, and the norms that an input of the plan equals."""
    found = {one.name: one for one in assessment.parameters}
    for part in fields_of(Plan):
        held = getattr(assessment.plan, part.name)
        for one in fields_of(held.__class__) if part.kind == "section" else ():
            if norm := _norm(one, getattr(held, one.name), assessment.on):
                found.setdefault(norm.name, norm)
    yield from found.values()


def _parameter(one: Parameter, language: str) -> Row:
    status = STATUS[one.status][0 if language == "nl" else 1]
    source = f"{one.source}\n{one.article}" if one.article else one.source
    return Row((
        f"{one.label[language]}\n{one.name}", parameter_value(one, language), Cell(status, bold=one.status == "unverified"), _period(one, language),
        Cell(source, _link(one.source)), day(one.read_on, language),
    ))  # fmt: skip


def _period(one: Parameter, language: str) -> str:
    """From when until when it holds, as far as the source says."""
    parts = []
    if one.from_:
        parts.append(_("from %(day)s") % {"day": day(one.from_, language)})
    if one.until:
        parts.append(_("until %(day)s") % {"day": day(one.until, language)})
    return " ".join(parts) or _("the source names no day")
