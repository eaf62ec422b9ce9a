"""Three ways of one subject brought together: what both had, what I typed, what a colleague saved meanwhile."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from proeftuin.studies.editing.subjects import Row, Sheet, cell_key

_GONE = None  # stands for a row that was removed


@dataclass(frozen=True, slots=True)
class Clash:
    """A key that both changed, each to something else. For a whole row None means that it was removed."""

    key: str
    part: str
    row: str  # the name that the row had; nothing outside tables
    name: str  # of the field; nothing for a whole row
    mine: Any
    theirs: Any


@dataclass
class Merge:
    """What comes out, and what both changed: there theirs stays, unless the key is in `take`."""

    take: Collection[str]
    sheet: Sheet = field(default_factory=Sheet)
    clashes: list[Clash] = field(default_factory=list)

    def chosen(self, part: str, row: str, name: str, mine: Any, theirs: Any) -> Any:
        """Theirs, or mine where it was ticked."""
        key = cell_key(part, row, name)
        self.clashes.append(Clash(key, part, row, name, mine, theirs))
        return mine if key in self.take else theirs

    def value(self, place: tuple[str, str, str], base: Any, mine: Any, theirs: Any) -> Any:
        """Of one field: what only one of both changed, or what was chosen."""
        if mine in (base, theirs):
            return theirs
        return mine if theirs == base else self.chosen(*place, mine, theirs)


def merged(base: Sheet, mine: Sheet, theirs: Sheet, take: Collection[str] = ()) -> Merge:
    """What I changed put on top of what they saved; rows are matched by the name that they had."""
    merge = Merge(take)
    for key, held in theirs.fields.items():
        part, _, name = key.rpartition(".")
        merge.sheet.fields[key] = merge.value((part, "", name), base.fields[key], mine.fields[key], held)
    for part, rows in theirs.rows.items():
        if part in mine.rows:
            old = {row.name: row for row in base.rows[part]}
            merge.sheet.rows[part] = _rows(merge, part, old, mine.rows[part], rows)
        else:
            merge.sheet.rows[part] = rows
    return merge


def _rows(merge: Merge, part: str, old: dict[str, Row], mine: list[Row], theirs: list[Row]) -> list[Row]:
    edited = {row.was: row for row in mine if row.was}
    added = {row.name: row for row in mine if not row.was}
    names = {row.name for row in theirs}
    found: list[Row | None] = []
    for row in theirs:
        if row.name in old:
            found.append(_kept_by_them(merge, part, old[row.name], edited.get(row.name), row))
        else:
            found.append(_added_by_both(merge, part, added.pop(row.name, None), row))
    for was, row in edited.items():
        if was not in names and row.values != old[was].values:
            found.append(merge.chosen(part, was, "", Row("", row.values), _GONE))
    return [row for row in found if row is not None] + list(added.values())


def _kept_by_them(merge: Merge, part: str, base: Row, mine: Row | None, theirs: Row) -> Row | None:
    if mine is None:
        same = theirs.values == base.values
        return None if same else merge.chosen(part, base.name, "", _GONE, theirs)
    values = {
        name: merge.value((part, base.name, name), base.values[name], mine.values[name], held)
        for name, held in theirs.values.items()
    }
    return Row(theirs.name, values)


def _added_by_both(merge: Merge, part: str, mine: Row | None, theirs: Row) -> Row:
    if mine is None or mine.values == theirs.values:
        return theirs
    chosen: Row = merge.chosen(part, theirs.name, "", Row(theirs.name, mine.values), theirs)
    return chosen
