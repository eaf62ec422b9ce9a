"""Writes a kernel as Python source: a function that steps through months and years, for plain floats or for NumPy arrays.

`run(given, count, years, base)` returns the figures that are wanted, and by line the values that are kept and their year sums.
"""

from __future__ import annotations

from collections.abc import Iterable

from feasibility.compile.python import Expression
from feasibility.compile.schedule import PHASES, at
from feasibility.compile.source import ONCE, PLAIN, Early, Fold, Source, as_owned
from feasibility.formula import Line

Rows = list[str]


def written(source: Source) -> str:
    """The source of one kernel."""
    return "\n".join(_Writer(source).rows())


def indented(rows: Iterable[str]) -> Rows:
    """These rows, a step to the right."""
    return ["    " + row for row in rows]


def each(owner: str, rows: Iterable[str]) -> Rows:
    """These rows for each element of a kind, or as they are."""
    return [f"for e in range(n_{owner}):", *indented(rows)] if owner else list(rows)


def over(owner: str, text: str) -> str:
    """An expression, or a list of it over the elements of a kind."""
    return f"[{text} for e in range(n_{owner})]" if owner else text


class _Writer:
    def __init__(self, source: Source) -> None:
        self.source = source

    def rows(self) -> Rows:
        source = self.source
        figures = [self._once(line) for line in source.lines("figure")]
        months, years = self._months(), self._years()
        folds = [row for fold in source.folds for row in self._fold(fold)]
        over_time = source.lines("month") + source.lines("year")
        once = [row for line in source.lines("once") for row in self._once(line)]
        starts = [*(row for line in over_time for row in self._start(line)), *self._phases()]
        return [
            "def run(given, count, years, base):",
            *indented(
                [
                    *self._given(),
                    *once,
                    *map(self._early, source.early.values()),
                    *starts,
                    *(f"{fold.name} = {over(fold.inner.per, _fold_start(fold))}" for fold in source.folds),
                    "for y in range(1, years + 1):",
                    *indented([*months, "t = y", *years, *folds, *self._pass_on(source.lines("year"))]),
                    *(row for line in over_time for row in self._kept(line)),
                    *(row for fold in source.folds for row in self._fold_end(fold)),
                    *(row for rows in figures for row in rows),
                    self._result(),
                ]
            ),
        ]

    def _given(self) -> Rows:
        model, source = self.source.model, self.source
        rows = [f"n_{per} = count[{per!r}]" for per in model.elements]
        rows += [f"v_{given.name} = given[{given.name!r}]" for given in model.inputs]
        for name in sorted(source.reads()):
            rows.append(f"b_{name} = base.values[{name!r}]")
            if model.by_name[name].clock == "month":
                rows.append(f"bs_{name} = base.sums.get({name!r})")
        return [*rows, "keep = {}", "sums = {}"]

    def _value(self, line: Line) -> str:
        """One line: its formula, for each element where it has them."""
        return (
            f"v_{line.name} = {over(line.per, Expression(self.source, line).value(self.source.tree(line)))}"
        )

    def _once(self, line: Line) -> Rows:
        kept = [f"keep[{line.name!r}] = v_{line.name}"] if line.name in self.source.kept else []
        return [self._value(line), *kept]

    def _start(self, line: Line) -> Rows:
        """The value at t = 0, and room for what is kept."""
        name = line.name
        start = over(line.per, Expression(self.source, line).value(line.start_tree))
        rows = [f"p_{name} = {start}"] if name in self.source.lagged else []
        if name in self.source.kept:
            rows.append(f"k_{name} = [{start}]")
            if name in self.source.summed:
                rows.append(f"ks_{name} = [{over(line.per, '0.0')}]")
        return rows

    def _keep(self, line: Line) -> Rows:
        return [f"k_{line.name}.append(v_{line.name})"] if line.name in self.source.kept else []

    def _kept(self, line: Line) -> Rows:
        """What was kept, for each element a list over time."""
        rows = []
        if line.name in self.source.kept:
            rows.append(
                f"keep[{line.name!r}] = " + (f"apart(k_{line.name})" if line.per else f"k_{line.name}")
            )
            if line.name in self.source.summed:
                rows.append(
                    f"sums[{line.name!r}] = " + (f"apart(ks_{line.name})" if line.per else f"ks_{line.name}")
                )
        return rows

    # month by month
    def _months(self) -> Rows:
        source = self.source
        lines = source.lines("month")
        if not lines:
            return []
        summed = [line for line in lines if line.name in source.summed]
        kept = [row for line in lines for row in self._keep(line)]
        rows: Rows = []
        for phase, members in source.month_parts():
            monthly = [line for line in members if line.name not in source.closing]
            body = [row for line in monthly for row in [self._value(line), *self._sum(line)]]
            last = [line for line in members if line.name in source.closing]
            if last:
                body += ["if t == 12 * y:", *indented([*map(self._value, last), *self._pass_on(last)])]
            if body or kept:
                loop = [
                    "for t in range(12 * y - 11, 12 * y + 1):",
                    *indented([*body, *kept, *self._pass_on(monthly)]),
                ]
                test = f"{'elif' if rows else 'if'} y <= end_{phase}:" if phase else "else:"
                rows += [test, *indented(loop)] if rows or phase else loop
        return [
            *(f"s_{line.name} = {over(line.per, '0.0')}" for line in summed),
            *rows,
            *(f"ks_{line.name}.append(s_{line.name})" for line in summed if line.name in source.kept),
        ]

    def _sum(self, line: Line) -> Rows:
        """What a month adds to the sum of the year."""
        if line.name not in self.source.summed:
            return []
        element = "[e]" if line.per else ""
        return [f"s_{line.name} = {over(line.per, f's_{line.name}{element} + v_{line.name}{element}')}"]

    def _phases(self) -> Rows:
        """The last year in which each phase goes on."""
        rows: Rows = []
        earlier = ""
        for phase in PHASES:
            gaps = self.source.phase_gaps(phase)
            roots = []
            for gap in gaps:
                owner = self.source.owner(gap)
                expression = Expression(self.source, as_owned(ONCE, owner))
                first, second = (expression.value(at(gap, moment)) for moment in (0.0, 1.0))
                roots.append(("*" if owner else "") + over(owner, f"{first} / ({first} - {second})"))
            if phase in self.source.rests.values():
                rows.append(f"end_{phase} = last_year([{', '.join(dict.fromkeys(roots))}], {earlier or '0'})")
                earlier = f"end_{phase}"
        return rows

    def _early(self, part: Early) -> str:
        """A part that is worked out before the years begin: its value, or the moments around it."""
        text = Expression(self.source, as_owned(ONCE, part.owner)).value(part.tree)
        if part.kind == "h":
            return f"h_{part.number} = {over(part.owner, text)}"
        around = over(part.owner, f"around({text})")
        return f"a_{part.number}, z_{part.number} = " + (
            f"apart({around}) or ([], [])" if part.owner else around
        )

    # year by year
    def _years(self) -> Rows:
        return [row for line in self.source.lines("year") for row in [self._value(line), *self._keep(line)]]

    def _pass_on(self, lines: list[Line]) -> Rows:
        """This period's values become the previous ones."""
        return [f"p_{line.name} = v_{line.name}" for line in lines if line.name in self.source.lagged]

    def _fold(self, fold: Fold) -> Rows:
        """What one year adds to a word over the years."""
        source, (name, word, inner, _, turn) = self.source, fold
        element = "[e]" if inner.per else ""
        new = f"v_{inner.name}{element}" if inner.name in source.changed else f"b_{inner.name}{element}[t]"
        old = f"{name}{element}"
        if word == "last":
            return []
        if word == "irr":
            return each(inner.per, [f"{old}.append({new})"])
        if word == "at":
            assert fold.year is not None
            year = Expression(source, ONCE).value(fold.year)
            inside = f"a_{turn.number} <= t <= z_{turn.number}" if turn else f"t == {year}"
            value = f"where(t == {year}, {new}, {old})" if turn else new
            return [f"if {inside}:", *indented(each(inner.per, [f"{old} = {value}"]))]
        dialect = source.dialect if source.varies(inner.name) else PLAIN
        first = f"({old} == 0.0) {dialect.both} ({new} > 0.5)"
        text = {
            "lowest": f"{dialect.words['min']}({old}, {new})",
            "highest": f"{dialect.words['max']}({old}, {new})",
            "summed": f"{old} + {new}",
            "first": dialect.choice.format(test=first, then="t", otherwise=old),
        }[word]
        return each(inner.per, [f"{old} = {text}"])

    def _fold_end(self, fold: Fold) -> Rows:
        """What is done with it when the years are over."""
        name, inner = fold.name, fold.inner
        if fold.word == "irr":
            return [f"{name} = [rate(one) for one in {name}]" if inner.per else f"{name} = rate({name})"]
        if fold.word != "last":
            return []
        if inner.name not in self.source.changed:
            return [
                f"{name} = {over(inner.per, f'b_{inner.name}' + ('[e][years]' if inner.per else '[years]'))}"
            ]
        return [f"{name} = v_{inner.name}"]

    # the end
    def _result(self) -> str:
        parts = (
            f"{name!r}: " + (f"v_{name}" if name in self.source.changed else f"base.values[{name!r}]")
            for name in self.source.wanted
        )
        return f"return {{{', '.join(parts)}}}, keep, sums"


def _fold_start(fold: Fold) -> str:
    return {"lowest": "inf", "highest": "-inf", "irr": "[]"}.get(fold.word, "0.0")
