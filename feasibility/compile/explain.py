"""Why a figure is what it is: its formula in words, the same with the values filled in, and what each term is and where it comes from.

Made from the one definition of each line, so it works for every model and for lines added later.

    print(explain(assessment, "management_cost", year=3).text())
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from feasibility.assessment import Assessment
from feasibility.compile.explanation import Explanation, Term, say
from feasibility.compile.kernel import Ledger
from feasibility.compile.phrases import Filled, Names, nought, unit_of
from feasibility.compile.scalar import Chosen, Place, Reader, looks_at, named
from feasibility.faults import Fault, PlanError
from feasibility.formats import measured, plain
from feasibility.formula import OVER_YEARS, Input, Line, call_word
from feasibility.inputs import NEVER, TABLES
from feasibility.parameters import Parameter

__all__ = ["Explanation", "Subject", "Term", "explain", "explain_line", "subject_of"]


@dataclass(frozen=True)
class Subject:
    """What is explained: a ledger, and what is known about its inputs and elements. Any model will do."""

    ledger: Ledger
    language: str = "nl"
    parameters: Mapping[str, Parameter | tuple[Parameter | None, ...]] = field(default_factory=dict)
    elements: Mapping[str, Sequence[str]] = field(default_factory=dict)
    figures: Mapping[str, object] = field(default_factory=dict)
    year: int = 1

    @property
    def reader(self) -> Reader:
        """Reads the ledger."""
        return Reader(self.ledger)


def explain(
    assessment: Assessment, name: str, *, year: int | None = None, element: int | str | None = None, language: str = "nl", depth: int = 0,
) -> Explanation:  # fmt: skip
    """Explains one line, figure or input of an assessment.

    `year`: for a line that goes on in time (default: the first full year of use, or the last year of the plan); of a line by month the last month of that
    year in which anything happens is taken. `element`: which loan, home or class, by its number from 0 or its name (default: the first). `depth`: how far
    the terms are explained in turn. Raises PlanError for a name, year or element that is not there.
    """
    return explain_line(subject_of(assessment, language), name, year=year, element=element, depth=depth)


def subject_of(assessment: Assessment, language: str) -> Subject:
    """An assessment as what is to be explained."""
    plan = assessment.plan
    elements = {per: tuple(row.name for row in getattr(plan, table)) for per, (table, _) in TABLES.items()}
    first = min(int(assessment.lines["first_full"]), plan.years)
    return Subject(
        assessment.lines, language, assessment.inputs.parameters, elements, assessment.figures, first
    )


def explain_line(
    subject: Subject, name: str, *, year: int | None = None, month: int | None = None, element: int | str | None = None, depth: int = 0
) -> Explanation:  # fmt: skip
    """Explains one line or input of any model at one moment; see `explain`."""
    model = subject.ledger.model
    known = model.by_name.get(name) or model.input_by_name.get(name)
    if known is None:
        raise PlanError([_unknown(name, [*model.by_name, *model.input_by_name])])
    place = _place(subject, known, year, month, element)
    return (
        _of_input(subject, known, place)
        if isinstance(known, Input)
        else _of_line(subject, known, place, depth)
    )


def _of_line(subject: Subject, line: Line, place: Place, depth: int) -> Explanation:
    reader, language = subject.reader, subject.language
    names = Names(reader.ledger.model, language, line.clock)
    whole = reader.formula(line, place)
    chosen = Chosen(reader, place)
    made = chosen.of(whole)
    filled = Filled(names.model, language, line.clock, reader, place)
    label = line.nl if language == "nl" else line.en
    value = _value(subject, line, place)
    terms = tuple(_terms(subject, made, place, depth))
    note = line.note_nl if language == "nl" else line.note_en
    shown = _shown(value, line.unit, language)
    number = say("no value", language) if value is None else plain(value, line.unit, language)
    return Explanation(
        line.name, label, line.unit, language, _where(subject, line, place), value, shown,
        formula=f"{label} = {names.text(whole)}",
        conditions=tuple(_condition(names, filled, test, held) for test, held in chosen.tests),
        applied=f"{label} = {names.text(made)}",
        filled=f"{number} = {filled.text(made)}",
        terms=terms,
        parameters=tuple(_parameters(subject, terms)),
        notes=tuple(filter(None, (note, say("step", language) if line.step else ""))),
        sources=line.sources,
    )  # fmt: skip


def _of_input(subject: Subject, given: Input, place: Place) -> Explanation:
    value = subject.reader.value(given.name, "", place)
    found = _parameter(subject, given.name, place.element if given.per else None)
    label = given.nl if subject.language == "nl" else given.en
    return Explanation(
        given.name, label, given.unit, subject.language, _where(subject, given, place), value, _shown(value, given.unit, subject.language),
        formula="", conditions=(), applied="", filled="", terms=(), parameters=(found,) if found else (),
        notes=(say("law" if found else "plan", subject.language),), sources=(),
    )  # fmt: skip


def _place(subject: Subject, known: Line | Input, year: int | None, month: int | None, element: int | str | None) -> Place:  # fmt: skip
    one = _element(subject, known, element) if known.per else 0
    if isinstance(known, Input) or known.clock in {"once", "figure"}:
        return Place("once" if isinstance(known, Input) else known.clock, 0, known.per, one)
    years = subject.ledger.years
    asked = subject.year if year is None else year
    if not 0 <= asked <= years or (month is not None and not 0 <= month <= 12 * years):
        raise PlanError([Fault("year", f"the plan runs from year 0 (the start) to year {years}: choose one of these.",
                               f"het plan loopt van jaar 0 (de start) tot jaar {years}: kies daaruit.")])  # fmt: skip
    if known.clock == "year":
        return Place("year", asked, known.per, one)
    return Place("month", _month(subject.reader.series(known.name, one), asked) if month is None else month, known.per, one)  # fmt: skip


def _month(values: Sequence[float], year: int) -> int:
    """The last month of a year in which a value is not nought, else its last month."""
    months = range(12 * year, max(0, 12 * year - 12), -1)
    return next((month for month in months if values[month]), 12 * year)


def _element(subject: Subject, known: Line | Input, asked: int | str | None) -> int:
    names = list(subject.elements.get(known.per, ()))
    count = subject.reader.count(known.per)
    if isinstance(asked, str) and asked in names:
        return names.index(asked)
    if (asked is None and count) or (isinstance(asked, int) and 0 <= asked < count):
        return asked or 0
    have = ", ".join(names) or (f"0 … {count - 1}" if count else "–")
    raise PlanError([Fault("element", f"{asked!r} is none of the elements ({known.per}): {have}.", f"{asked!r} is geen van de elementen ({known.per}): {have}.")])  # fmt: skip


def _unknown(name: str, names: Sequence[str]) -> Fault:
    near = get_close_matches(name, names, n=3)
    return Fault("name", f"there is no line or input called {name!r}." + (f" Did you mean {' or '.join(near)}?" if near else ""),
                 f"er is geen lijn of invoer met de naam {name!r}." + (f" Bedoelde u {' of '.join(near)}?" if near else ""))  # fmt: skip


def _terms(subject: Subject, tree: ast.expr, place: Place, depth: int) -> Iterator[Term]:
    """What a formula looks at, each once; in a sum over elements once for each of them."""
    seen: set[tuple[str, int, int | None]] = set()
    names = Names(subject.ledger.model, subject.language, place.clock)
    for node in _looks(tree):
        known = subject.reader.known(named(node))
        each = [replace(place, per=known.per, element=one) for one in range(subject.reader.count(known.per))]
        alone = not known.per or known.per == place.per or call_word(node) in {"largest", "through"}
        for there in [place] if alone else each:
            term = _term(subject, names, node, there)
            key = (term.label, term.moment, term.element)
            if key in seen:
                continue
            seen.add(key)
            further = None
            if depth > 0 and term.origin == "line":
                target = _target(subject, node, there)
                further = _of_line(subject, subject.ledger.model.by_name[term.name], target, depth - 1)
            yield replace(term, further=further)


def _term(subject: Subject, names: Names, node: ast.AST, place: Place) -> Term:
    name, word = named(node), call_word(node)
    known = subject.reader.known(name)
    label = names.around(word, names.label(name), node)
    element = place.element if known.per and word != "largest" else None
    label += f" ({_name(subject, known.per, element)})" if element is not None and known.per else ""
    if isinstance(known, Line) and known.clock == "figure":
        value = _value(subject, known, place)
    else:
        value = subject.reader.number(node, place)
    target = _target(subject, node, place)
    unit = unit_of(known, node)
    origin = "line" if isinstance(known, Line) else "law" if _parameter(subject, name, element) else "plan"
    return Term(
        name, label, value, unit, _shown(value, unit, subject.language), origin, target.moment, element
    )


def _looks(tree: ast.AST) -> Iterator[ast.AST]:
    """The names in a formula, each with the word around it."""
    if looks_at(tree):
        yield tree
        if call_word(tree) == "at" and isinstance(tree, ast.Call):
            yield from _looks(tree.args[1])
        return
    for child in tree.args if isinstance(tree, ast.Call) else ast.iter_child_nodes(tree):
        yield from _looks(child)


def _target(subject: Subject, node: ast.AST, place: Place) -> Place:
    """Where to look to explain a term: the same moment, the one before, or the one that a word over the years or months picks."""
    known, word, reader = subject.reader.known(named(node)), call_word(node), subject.reader
    if isinstance(known, Input) or known.clock in {"once", "figure"}:
        return Place(
            "figure" if isinstance(known, Line) and known.clock == "figure" else "once",
            0,
            known.per,
            place.element,
        )
    moment = place.moment
    values = reader.series(known.name, place.element if known.per == place.per else 0)
    if word == "prev":
        moment -= 1
    elif word == "year_end":
        moment *= 12
    elif word == "year_sum":
        moment = _month(values, moment)
    elif word in OVER_YEARS:
        moment = _year(subject, node, values, place)
    return Place(known.clock, moment, known.per, place.element)


def _year(subject: Subject, node: ast.AST, values: Sequence[float], place: Place) -> int:
    """The year that a word over the years picks; the usual one where it takes them all, or none."""
    word, last = call_word(node), subject.ledger.years
    if word == "last":
        return last
    if word == "at" and isinstance(node, ast.Call):
        year = int(subject.reader.number(node.args[1], place))
        return year if 1 <= year <= last else last
    if word in {"lowest", "highest"}:
        return values.index((min if word == "lowest" else max)(values[1:]), 1)
    if word == "first":
        return int(subject.reader.number(node, place)) or last
    return subject.year


def _value(subject: Subject, line: Line, place: Place) -> float | None:
    """A value as a reader may see it: nothing where a figure says nothing."""
    if line.clock == "figure" and line.name in subject.figures:
        figure = subject.figures[line.name]
        seen = figure[place.element] if isinstance(figure, tuple) else figure
        return None if seen is None else float(seen)  # type: ignore[arg-type]
    return subject.reader.value(line.name, "", place)


def _shown(value: float | None, unit: str, language: str) -> str:
    if value is None:
        return say("no value", language)
    return say("never", language) if unit == "months" and value >= NEVER else measured(value, unit, language)


def _where(subject: Subject, known: Line | Input, place: Place) -> str:
    parts = []
    if isinstance(known, Line) and known.clock in {"month", "year"}:
        parts.append(measured(place.moment, known.clock, subject.language) if place.moment else say("start", subject.language))  # fmt: skip
    if known.per:
        parts.append(_name(subject, known.per, place.element))
    return ", ".join(parts)


def _name(subject: Subject, per: str, element: int) -> str:
    names = subject.elements.get(per, ())
    return names[element] if element < len(names) else str(element + 1)


def _condition(names: Names, filled: Filled, test: ast.expr, held: bool) -> str:
    """A test that was made: how it reads, how it came out, and on which values."""
    values = ""
    if isinstance(test, ast.Compare) and not names.is_flag(test.left):
        right = test.comparators[0]
        sides = filled.text(test.left), "0" if nought(right) else filled.text(right)
        values = f" ({sides[0]} {say('against', names.language)} {sides[1]})"
    if_ = "als" if names.language == "nl" else "if"
    return f"{if_} {names.test(test)}: {say('yes' if held else 'no', names.language)}{values}"


def _parameter(subject: Subject, name: str, element: int | None) -> Parameter | None:
    found = subject.parameters.get(name)
    if isinstance(found, tuple):
        return found[element or 0] if (element or 0) < len(found) else None
    return found


def _parameters(subject: Subject, terms: Sequence[Term]) -> Iterator[Parameter]:
    """The law and norms behind the terms, and behind what explains them further; each once."""
    found: dict[tuple[str, object], Parameter] = {}
    for term in terms:
        own = _parameter(subject, term.name, term.element)
        for one in ([own] if own else []) + list(term.further.parameters if term.further else ()):
            found.setdefault((one.name, one.from_), one)
    yield from found.values()
