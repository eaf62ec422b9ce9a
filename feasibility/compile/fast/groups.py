"""Loops over lanes: what is worked out together for a block of scenarios, and where each value is kept between loops.

Everything of a block lies in one workspace `W`, a row of lanes a value: first the rows of what has no elements, then for each element its own rows,
`E`. What does not differ between scenarios lies in a second array `G` in the same way, `F` for an element: single numbers, then tables over
months and over years.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

Rows = list[str]
_WORD = re.compile(r"[A-Za-z_]\w*")


def indented(rows: Iterable[str]) -> Rows:
    """These rows, a step to the right."""
    return ["    " + row for row in rows]


def used(rows: Iterable[str]) -> set[str]:
    """All words in these rows."""
    return {word for row in rows for word in _WORD.findall(row)}


def each(owner: str, rows: Rows) -> Rows:
    """These rows for each element of a kind, with its part of the workspace and of the tables; or as they are."""
    if not owner:
        return rows
    words = used(rows)
    views = [
        f"{part} = {whole}[{base}_{owner} + e * size_{base}_{owner} : {base}_{owner} + (e + 1) * size_{base}_{owner}]"
        for part, whole, base in (("E", "W", "w"), ("F", "G", "g"))
        if part in words
    ]
    return [f"for e in range(n_{owner}):", *indented([*views, *rows])]


def over_lanes(*rows: str) -> Rows:
    """These rows for each lane."""
    return ["for i in range(LANES):", *indented(rows)]


@dataclass
class Layout:
    """Which row of the workspace and which place in the tables each value has, by kind of element ("" for none)."""

    lanes: int
    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    single: dict[str, dict[str, int]] = field(default_factory=dict)
    monthly: dict[str, dict[str, int]] = field(default_factory=dict)
    yearly: dict[str, dict[str, int]] = field(default_factory=dict)

    def row(self, owner: str, key: str, lane: str = "i") -> str:
        """A lane of a row, which gets a place when it has none yet."""
        known = self.rows.setdefault(owner, {})
        place = known.setdefault(key, len(known)) * self.lanes
        return f"{'E' if owner else 'W'}[{place} + {lane}]"

    def has(self, owner: str, key: str) -> bool:
        """Whether anything reads this row."""
        return key in self.rows.get(owner, {})


@dataclass
class Group:
    """One loop over lanes, for each element of its owner. Its values live in variables; only what another loop reads is stored."""

    number: int
    owner: str = ""
    guard: str = ""
    plain: bool = False  # nothing in it differs between scenarios: no lanes
    before: list[Group] = field(default_factory=list)
    first: Rows = field(default_factory=list)  # before the loop over elements
    head: Rows = field(default_factory=list)  # before the loop over lanes
    scalars: dict[str, str] = field(default_factory=dict)  # variable → where it is read
    reads: dict[str, str] = field(default_factory=dict)  # variable → owner of its row
    needed: frozenset[tuple[str, str]] = frozenset()  # rows, by owner and value, that are read later
    late: set[str] = field(
        default_factory=set
    )  # earlier values that are read after their line has its new one
    defined: dict[str, str] = field(default_factory=dict)  # variable → owner of its row
    body: Rows = field(default_factory=list)
    quiet: Rows = field(default_factory=list)  # the same for a period in which no test turns
    turns: Rows = field(default_factory=list)  # when no test turns
    tail: Rows = field(default_factory=list)  # after the loop over lanes

    def local(self, name: str) -> str:
        """What a value is called in this loop; no two loops share a name, which keeps the compiler quick."""
        return f"{name}_{self.number}"

    def read(self, name: str, owner: str) -> str:
        """A value from the workspace."""
        if name not in self.defined:
            self.reads.setdefault(name, owner)
        return self.local(name)

    def scalar(self, name: str, place: str) -> str:
        """A number that all lanes share."""
        self.scalars.setdefault(name, place)
        return self.local(name)

    def define(self, name: str, owner: str, text: str, quiet: str = "") -> None:
        """Give a value its formula."""
        self.body.append(f"{self.local(name)} = {text}")
        self.quiet.append(f"{self.local(name)} = {quiet or text}")
        self.defined[name] = owner

    def key(self, name: str) -> str:
        """The row that holds a variable. One period earlier is what the line's row still holds, until the line has its new value."""
        return "v_" + name[2:] if name.startswith("p_") and name not in self.late else name

    def rows(self, layout: Layout) -> Rows:
        """The loop as source."""
        inner = self._scalars() + self.head
        if self.turns and self.quiet != self.body:
            inner += [
                f"if {' and '.join(dict.fromkeys(self.turns))}:",
                *indented(self._lanes(self.quiet, layout)),
            ]
            inner += ["else:", *indented(self._lanes(self.body, layout))]
        else:
            inner += self._lanes(self.body, layout)
        rows = [row for group in self.before for row in group.rows(layout)]
        rows += self.first + each(self.owner, inner + self.tail)
        return [f"if {self.guard}:", *indented(rows)] if self.guard else rows

    def _scalars(self) -> Rows:
        words = used(self.body + self.turns)
        return [
            f"{self.local(name)} = {place}"
            for name, place in self.scalars.items()
            if self.local(name) in words
        ]

    def _lanes(self, body: Rows, layout: Layout) -> Rows:
        if self.plain:
            return body
        words = used(body)
        rows = [
            f"{self.local(name)} = {layout.row(owner, self.key(name))}"
            for name, owner in self.reads.items()
            if self.local(name) in words
        ]
        return over_lanes(*rows, *body, *self._stores(body, layout))

    def _stores(self, body: Rows, layout: Layout) -> Iterator[str]:
        for name, owner in self.defined.items():
            before = "p_" + name[2:]
            if name.startswith("v_") and (owner, before) in self.needed:
                yield f"{layout.row(owner, before)} = {layout.row(owner, name)}"
            if (owner, name) in self.needed and f"{self.local(name)} = {self.local(before)}" not in body:
                yield f"{layout.row(owner, name)} = {self.local(name)}"


def walk(groups: Iterable[Group]) -> Iterator[Group]:
    """All loops, each after those that come before it."""
    for group in groups:
        yield from walk(group.before)
        yield group
