"""Uncertain inputs of a plan, and how they move together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from feasibility import fields
from feasibility.fields import Field, Found, fields_of, found
from feasibility.formula import Input, Model
from feasibility.inputs import SECTIONS, model_name
from feasibility.plan import Plan, Uncertain

MOST_TOGETHER = 12  # of which each subset is tried
_LEAST = 1e-9  # the smallest eigenvalue of a correlation matrix that counts as positive


def uncertainty(plan: Plan, model: Model) -> Iterator[Found]:
    """All faults of uncertain inputs."""
    may = variable(model)
    seen: set[str] = set()
    for number, one in enumerate(plan.uncertain):
        key = f"uncertain[{number}]"
        known = may.get(one.input)
        if known is None:
            yield _unknown(one.input, f"{key}.input", may, model)
        elif one.input in seen:
            yield found(
                (f"{key}.input",), f"{one.input} is listed already: once is enough.", f"{one.input} staat er al: één keer volstaat."
            )  # fmt: skip
        else:
            yield from _spread(one, known, key)
        seen.add(one.input)
    yield from _correlations(plan)


@cache
def variable(model: Model) -> dict[str, Input]:
    """The inputs that may vary: numbers of the whole plan, but no counts, months or choices."""
    whole = {
        model_name(section, one.name, False)
        for section, cls in SECTIONS.items()
        for one in fields_of(cls)
        if one.kind == "whole"
    }
    return {
        one.name: one
        for one in model.inputs
        if not one.per and one.unit != "flag" and one.name not in whole and one.name != "years"
    }


def _unknown(name: str, key: str, may: dict[str, Input], model: Model) -> Found:
    from difflib import get_close_matches

    said = fields.shown(name)[0]
    if name in model.input_by_name:
        return found(
            (key,),
            f"{said} cannot be uncertain: it is a count, a month, a choice or one of several. Choose one number of the whole plan.",
            f"{said} kan niet onzeker zijn: het is een aantal, een maand, een keuze of één van meerdere. Kies één getal van het hele plan.",
        )
    near = get_close_matches(name[:60], may, n=3)
    en, nl = (f"Did you mean {' or '.join(near)}?", f"Bedoelde u {' of '.join(near)}?") if near else ("See: schema plan.", "Zie: schema plan.")  # fmt: skip
    return found(
        (key,), f"{said} is no input of the model. {en}", f"{said} is geen invoer van het model. {nl}"
    )


def _spread(one: Uncertain, known: Input, key: str) -> Iterator[Found]:
    kind = "share" if known.unit.startswith("share") else "number"
    field = Field("", kind, known.unit, known.nl, known.en, low=known.low, high=known.high)  # type: ignore[arg-type]
    say = fields.percent if kind == "share" else fields.plain
    low, high = f"{key}.low", f"{key}.high"
    for where, value in ((low, one.low), (high, one.high)):
        if fault := fields.range_fault(field, value, where):
            yield Found((where, f"{key}.input"), fault)
    if not one.low < one.high:
        yield found(
            (low, high),
            f"low ({say(one.low)}) must lie below high ({say(one.high)}).",
            f"low ({say(one.low)}) moet onder high ({say(one.high)}) liggen.",
        )
    elif one.shape == "triangular" and not one.low <= one.mode <= one.high:
        yield found(
            (f"{key}.mode", low, high),
            f"the most likely value ({say(one.mode)}) must lie between low ({say(one.low)}) and high ({say(one.high)}).",
            f"de waarschijnlijkste waarde ({say(one.mode)}) moet tussen low ({say(one.low)}) en high ({say(one.high)}) liggen.",
        )
    if one.shape == "lognormal" and one.low <= 0:
        yield found(
            (low, f"{key}.shape"),
            "a lognormal number is always above 0: give a higher low, or another shape.",
            "een lognormaal getal is altijd groter dan 0: geef een hogere low, of een andere shape.",
        )


def _correlations(plan: Plan) -> Iterator[Found]:
    """Each pair once, of inputs that are uncertain, and all of them possible together."""
    names = [one.input for one in plan.uncertain]
    if plan.correlations and len(names) > MOST_TOGETHER:
        yield found(
            ("uncertain",),
            f"{len(names)} inputs that move together are too many to tell apart: at most {MOST_TOGETHER}. Leave out the least of them, or the correlations.",
            f"{len(names)} onzekerheden die samen bewegen, zijn er te veel om uit elkaar te houden: hoogstens {MOST_TOGETHER}. Laat de minste weg, of de correlaties.",
        )
    pairs: set[frozenset[str]] = set()
    whole = True
    for number, one in enumerate(plan.correlations):
        key, pair = f"correlations[{number}]", frozenset((one.a, one.b))
        for end, name in (("a", one.a), ("b", one.b)):
            if name not in names:
                whole = False
                said, listed = fields.shown(name)[0], ", ".join(names[:20]) or "–"
                yield found(
                    (f"{key}.{end}", "uncertain"),
                    f"{said} is not among the uncertain inputs ({listed}). Add it there, or remove this.",
                    f"{said} staat niet bij de onzekere invoer ({listed}). Voeg het daar toe, of verwijder dit.",
                )
        if len(pair) == 1 or pair in pairs:
            whole = False
            yield found(
                (key,),
                f"name two different inputs, each pair once ({fields.shown(one.a)[0]}, {fields.shown(one.b)[0]}).",
                f"noem twee verschillende invoeren, elk paar één keer ({fields.shown(one.a)[0]}, {fields.shown(one.b)[0]}).",
            )
        pairs.add(pair)
    if whole and pairs and len(set(names)) == len(names) and not _possible(plan, names):
        yield found(
            ("correlations", "uncertain"),
            "these correlations cannot all hold at once (their matrix is not positive definite). Bring some nearer to 0.",
            "deze correlaties kunnen niet allemaal tegelijk gelden (hun matrix is niet positief definiet). Breng er een paar dichter bij 0.",
        )


def _possible(plan: Plan, names: list[str]) -> bool:
    import numpy as np

    matrix = np.eye(len(names))
    for one in plan.correlations:
        a, b = names.index(one.a), names.index(one.b)
        matrix[a, b] = matrix[b, a] = one.value
    return bool(np.linalg.eigvalsh(matrix).min() > _LEAST)
