"""The pieces of a document as data for `report.typ`: headings, text, lists, tables and charts. Text in them is never markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from proeftuin.studies.charts import Chart

Block = dict[str, Any]
Look = Literal["plain", "lead", "note", "warning"]
Level = Literal["line", "heading", "total", "group"]

_TALLEST = 34  # lines of text that are kept together on a page
_SIGNS = 90  # about so many stand on a line across the page


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that leads somewhere, or that stands out."""

    text: str
    link: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: a group names those below it, a total adds up those above."""

    cells: Sequence[str | Cell]
    level: Level = "line"


def section(title: str, *, level: int = 2) -> Block:
    """A heading."""
    return {"kind": "section", "title": title, "level": level}


def text(words: str, look: Look = "plain") -> Block:
    """A paragraph; what stands on lines of its own stays so."""
    return {"kind": "text", "text": words.strip(), "look": look}


def bullets(items: Iterable[str]) -> Block:
    """A list."""
    return {"kind": "list", "items": list(items)}


def facts(rows: Iterable[tuple[str, str]]) -> Block:
    """Names with what they stand for."""
    return {"kind": "facts", "rows": [list(row) for row in rows]}


def table(caption: str, head: Sequence[str], rows: Iterable[Row], *, widths: Sequence[float | None], words: Iterable[int] = (0,), small: bool = False) -> Block:  # fmt: skip
    """A table. `widths`: parts of what is left, None for as wide as its numbers; `words`: the columns with text, to the left."""
    made = list(rows)
    return {
        "kind": "table", "caption": caption, "head": list(head), "widths": list(widths), "words": list(words), "small": small,
        "together": sum(_height(row, widths) for row in made) <= _TALLEST, "rows": [{"level": row.level, "cells": [_cell(one) for one in row.cells]} for row in made],
    }  # fmt: skip


def _height(row: Row, widths: Sequence[float | None]) -> int:
    """About how many lines of text a row takes; a column as wide as its numbers does not wrap."""
    whole = sum(width or 0.25 for width in widths)
    texts = [one if isinstance(one, str) else one.text for one in row.cells]
    return max(1 + text.count("\n") + int(len(text) * whole / (width * _SIGNS) if width else 0) for text, width in zip(texts, widths, strict=True))  # fmt: skip


def _cell(one: str | Cell) -> dict[str, Any]:
    cell = one if isinstance(one, Cell) else Cell(one)
    return {"text": cell.text, "link": cell.link, "bold": cell.bold}


def chart(drawn: Chart) -> Block:
    """A chart with its words; a reader who does not see it hears its title and description, and finds the numbers in a table."""
    return {
        "kind": "chart", "svg": str(drawn.svg), "title": drawn.title, "alt": f"{drawn.title}. {drawn.description}",
        "about": drawn.description,
    }  # fmt: skip


def landscape(blocks: Iterable[Block]) -> Block:
    """Blocks on pages that lie on their side."""
    return {"kind": "landscape", "blocks": list(blocks)}
