"""The source of the kernel for a compiler, put together from its loops."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feasibility.compile.fast.groups import Group, Layout, Rows, each, indented, over_lanes, used
from feasibility.compile.fast.lanes import DIALECT, Lanes
from feasibility.compile.fast.sections import Sections
from feasibility.compile.formulas import plain
from feasibility.formula import Line, Model, call_word, references

LANES = 96  # scenarios in a block: what it needs stays in the near caches, and a loop is long enough to be worth it
WORDS = """\
@compiled
def power(x, y):
    # exp(y log x) by their series, so that the lanes stay together: a call for each lane takes five times as long.
    # x is a number from √½ to √2 times a power of two; what is left of the exponent is less than half of log 2.
    bits = np.float64(x).view(np.int64)
    twos = (bits - 4604544271217802189) >> 52
    part = np.int64(bits - (twos << 52)).view(np.float64)
    s = (part - 1.0) / (part + 1.0)
    z = s * s
    w = y * (float(twos) * 0.6931471805599453 + 2.0 * s * {logarithm})
    w = low(high(w, -708.0), 709.0)
    n = floor(w * 1.4426950408889634 + 0.5)
    r = (w - n * 0.6931471803691238) - n * 1.9082149292705877e-10
    two = np.int64((np.int64(n) + 1023) << 52).view(np.float64)
    return pick(x > 0.0, {exponential} * two, np.nan)


@compiled
def pick(test, then, otherwise):
    return then if test else otherwise


@compiled
def low(a, b):
    return a if a < b else b


@compiled
def high(a, b):
    return a if a > b else b
"""
RUN = """\
@compiled
def run(begin, end, W, G, U, N, out, flow):
    for block in range(begin, end):
        N[0] = block * LANES
        start(W, G, U, N)
        for y in range(1, N[1] + 1):
            months(W, G, N, y)
            years(W, G, N, flow, y)
        finish(W, G, N, out)
"""


@dataclass(frozen=True)
class Kernel:
    """The written kernel, and what a call of it needs to know.

    `run(begin, end, W, G, U, N, out, flow)` works out blocks of scenarios: workspace, tables, uncertain inputs, numbers (named by `numbers`), figures
    and, when asked, the lines of which an internal rate is wanted. It asks for `np`, `floor`, `inf` and the decorator `compiled`.
    """

    text: str
    layout: Layout
    owners: tuple[str, ...]
    inputs: tuple[str, ...]
    figures: tuple[Line, ...]
    flows: tuple[Line, ...]
    rates: Mapping[str, str]  # the figures that are an internal rate, each with its flow
    numbers: tuple[str, ...]


def written(model: Model, inputs: tuple[str, ...], lanes: int = LANES) -> Kernel:
    """The kernel for all figures but those that look at an internal rate, when these inputs may vary."""
    looks = {
        line.name: {ref.name for ref in references(line.tree) if ref.through == "irr"}
        for line in model.of("figure")
    }
    late = {name for name, rated in looks.items() if rated}
    figures = tuple(line for line in model.of("figure") if line.name not in late | model.downstream(late))
    rates = {name: min(looks[name]) for name in late if call_word(model.by_name[name].tree) == "irr"}
    flows = tuple(line for line in model.of("year") if line.name in rates.values())
    wanted = tuple(line.name for line in figures + flows)
    sections = Sections(
        Lanes(plain(model), DIALECT, frozenset(inputs), wanted, layout=Layout(lanes)), figures + flows
    )
    numbers = _numbers(model, len(inputs), len(figures))
    text = "\n\n".join(
        [f"LANES = {lanes}\n", _words(), *_functions(sections, inputs, figures, flows, numbers), RUN]
    )
    return Kernel(text, sections.layout, model.elements, inputs, figures, flows, rates, numbers)


def _words() -> str:
    """The words that the kernel uses, with their series written out."""
    logarithm = _polynomial([1 / (2 * term + 1) for term in range(12)], "z")
    exponential = _polynomial([1 / math.factorial(term) for term in range(14)], "r")
    return WORDS.format(logarithm=logarithm, exponential=exponential)


def _polynomial(coefficients: Sequence[float], name: str) -> str:
    """A sum of powers as a chain of multiplications and additions."""
    *lower, text = map(repr, coefficients)
    for coefficient in reversed(lower):
        text = f"({text} * {name} + {coefficient})"
    return text


def _numbers(model: Model, inputs: int, figures: int) -> tuple[str, ...]:
    """The names of the numbers in `N`."""
    general = ("lane", "years", "width", "rates", "monthly_size", "yearly_size", "monthly_all", "yearly_all")
    kinds = ("n_{}", "w_{}", "size_w_{}", "g_{}", "size_g_{}", "monthly_{}", "yearly_{}")
    owned = tuple(name.format(owner) for owner in model.elements for name in kinds)
    given = tuple(name.format(place) for place in range(inputs) for name in ("u_{}", "step_{}"))
    return (*general, *owned, *given, *(f"row_{place}" for place in range(figures)))


def _functions(
    sections: Sections,
    inputs: tuple[str, ...],
    figures: tuple[Line, ...],
    flows: tuple[Line, ...],
    numbers: tuple[str, ...],
) -> Rows:
    layout = sections.layout
    flowing = [row for place in range(len(flows)) for row in _flow(layout, place, flows)]
    results = [row for place, line in enumerate(figures) for row in _result(layout, place, line)]
    given = [row for place, name in enumerate(inputs) for row in _given(layout, place, name)]
    parts = {
        "start(W, G, U, N)": given + _rows(sections.start, layout),
        "months(W, G, N, y)": _months(sections),
        "years(W, G, N, flow, m)": ["t = float(m)", *_rows(sections.years, layout), *flowing],
        "finish(W, G, N, out)": ["m = N[1]", *_rows(sections.finish, layout), *results],
    }
    places = {name: place for place, name in enumerate(numbers)}
    texts = []
    for head, rows in parts.items():
        words = used(rows)
        named = [f"{name} = N[{place}]" for name, place in places.items() if name in words]
        texts.append("\n".join(["@compiled", f"def {head}:", *indented([*named, *rows])]))
    return texts


def _rows(groups: list[Group], layout: Layout) -> Rows:
    return [row for group in groups for row in group.rows(layout)]


def _given(layout: Layout, place: int, name: str) -> Rows:
    """An uncertain input, into the workspace; one that does not vary has one block for all (step 0)."""
    if not layout.has("", f"v_{name}"):
        return []
    begin = f"u_{place} + lane * step_{place}"
    return [f"u = U[{begin} : {begin} + LANES]", *over_lanes(f"{layout.row('', f'v_{name}')} = u[i]")]


def _months(sections: Sections) -> Rows:
    layout, source = sections.layout, sections.source
    rows: Rows = []
    for line in source.lines("month"):
        if line.name in source.summed:
            rows += each(line.per, over_lanes(f"{layout.row(line.per, f's_{line.name}')} = 0.0"))
    tests: Rows = []
    for phase, groups in sections.months:
        if groups:
            loop = [
                "for m in range(12 * y - 11, 12 * y + 1):",
                "    t = float(m)",
                *indented(_rows(groups, layout)),
            ]
            test = (
                f"{'elif' if tests else 'if'} y <= {layout.row('', f'end_{phase}', '0')}:"
                if phase
                else "else:"
            )
            tests += [test, *indented(loop)] if tests or phase else loop
    return rows + tests


def _flow(layout: Layout, place: int, flows: tuple[Line, ...]) -> Rows:
    """One line's value of the year, where an internal rate is asked."""
    flow = flows[place]
    start = " + ".join(["0", *(f"n_{one.per}" if one.per else "1" for one in flows[:place])])
    begin = f"begin = (({start}{' + e' if flow.per else ''}) * years + m - 1) * width + lane"
    value = over_lanes(f"f[i] = {layout.row(flow.per, f'v_{flow.name}')}")
    return ["if rates:", *indented(each(flow.per, [begin, "f = flow[begin : begin + LANES]", *value]))]


def _result(layout: Layout, place: int, line: Line) -> Rows:
    """One figure, to where it leaves, when it is wanted."""
    begin = f"begin = (row_{place}{' + e' if line.per else ''}) * width + lane"
    value = over_lanes(f"o[i] = {layout.row(line.per, f'v_{line.name}')}")
    return [
        f"if row_{place} >= 0:",
        *indented(each(line.per, [begin, "o = out[begin : begin + LANES]", *value])),
    ]
