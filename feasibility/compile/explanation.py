"""What an explanation holds, and how it reads as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from feasibility.formats import day, measured, percent, plain, small
from feasibility.parameters import Parameter

SHOWN = 12  # terms that the text lists
STATUS: Mapping[str, tuple[str, str]] = {
    "law": ("wet", "law"), "practice": ("praktijk", "practice"), "assumption": ("aanname", "assumption"),
    "unverified": ("niet nagekeken bij de bron", "not verified at the source"),
}  # fmt: skip
_TEXT: Mapping[str, tuple[str, str]] = {
    "yes": ("ja", "yes"), "no": ("nee", "no"), "because": ("Omdat", "Because"), "against": ("tegenover", "against"), "no value": ("geen waarde", "no value"), "never": ("nooit", "never"),
    "start": ("bij de start", "at the start"), "parameters": ("Cijfers uit wet of praktijk", "Figures of law or practice"), "note": ("Noot", "Note"),
    "source": ("Bron", "Source"), "read": ("gelezen op", "read on"), "plan": ("uit het plan", "from the plan"), "law": ("opgezocht", "looked up"),
    "more": ("… en nog {n} andere", "… and {n} more"), "step": ("Deze waarde kan een sprong maken bij een kleine wijziging van een invoer.", "This value may jump when an input changes a little."),
}  # fmt: skip


@dataclass(frozen=True)
class Term:
    """One thing that a formula looks at. `name`, `moment` (month or year) and `element` are what `explain_line` takes to explain it further.

    `origin`: "line" for another line, "plan" for what the plan gives, "law" for what was looked up. `further` is filled to the depth that was asked.
    """

    name: str
    label: str
    value: float | None
    unit: str
    shown: str
    origin: str
    moment: int
    element: int | None
    further: Explanation | None = None


@dataclass(frozen=True)
class Explanation:
    """One value explained. `formula` holds always; `applied` is what is left of it here, once the conditions in it are decided; `filled` is `applied` with
    the values. `value` is None for a figure that says nothing (cover without debt).
    """

    name: str
    label: str
    unit: str
    language: str
    where: str
    value: float | None
    shown: str
    formula: str
    conditions: tuple[str, ...]
    applied: str
    filled: str
    terms: tuple[Term, ...]
    parameters: tuple[Parameter, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]

    def text(self, indent: str = "") -> str:
        """The explanation as plain text, one thought a line."""
        lines = list(_lines(self))
        for term in self.terms[:SHOWN]:
            lines.append(f"  · {term.label}: {term.shown}")
            if term.further:
                lines += term.further.text("    ").splitlines()[1:]
        if len(self.terms) > SHOWN:
            lines.append("  " + say("more", self.language).format(n=len(self.terms) - SHOWN))
        lines += [line for line in _ending(self) if not indent or say("step", self.language) not in line]
        return "\n".join(indent + line for line in lines)


def parameter_line(found: Parameter, language: str) -> str:
    """A parameter as one line: what it is, its value, how sure it is and who says so."""
    nl = language == "nl"
    value = "; ".join(f"{percent(one.rate, language)} {'vanaf' if nl else 'from'} {plain(one.from_, 'eur', language)}" for one in found.brackets)  # fmt: skip
    if not isinstance(found.value, tuple):
        value = measured(found.value, found.unit.replace("_per_", "_"), language)
    status = STATUS[found.status][0 if nl else 1]
    article = f", {found.article}" if found.article else ""
    return f"{found.label[language]}: {value} ({status}{article}; {found.source}; {say('read', language)} {day(found.read_on, language)})"


def _lines(told: Explanation) -> Iterator[str]:
    """The value, and the formula in its forms."""
    where = f" ({told.where})" if told.where else ""
    yield f"{told.label}{where}: {told.shown}"
    if told.formula:
        yield f"  {told.formula}"
        yield from (f"  {condition}" for condition in told.conditions)
        if told.applied != told.formula:
            yield f"  {'Dus' if told.language == 'nl' else 'So'}: {small(told.applied)}"
        yield f"  {told.filled}"


def _ending(told: Explanation) -> Iterator[str]:
    """Notes, law and sources."""
    yield from (f"  {say('note', told.language)}: {note}" for note in told.notes)
    for found in told.parameters:
        yield f"  {say('parameters', told.language)}: {parameter_line(found, told.language)}"
    yield from (f"  {say('source', told.language)}: {source}" for source in told.sources)


def say(key: str, language: str) -> str:
    """A word of an explanation."""
    return _TEXT[key][0 if language == "nl" else 1]
