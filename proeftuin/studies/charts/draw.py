"""Pieces of a drawing: text that stays inside, lines, marks and fills that also differ without colour."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape

WIDTH, SIZE, ROW = 400, 15, 18  # a phone of 320 px shows this text at 11 to 12 px
INK, SOFT, LINE, STRONG, PAPER = "#1b2625", "#4c5a58", "#c9d2cf", "#71807d", "#fff"
BRAND, ACCENT = "#0b5d4e", "#b3401f"
COLOURS = (BRAND, ACCENT, "#3a4a6b", "#7a4b00", INK)
DASHES = ("", "8 4", "2 4", "12 4 2 4", "5 3")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML
_NARROW, _BROAD = frozenset("iljtfrI.,:;'|!()[]/ \u202f\u00a0"), frozenset("mwMWQOG@%€&+")


def at(value: float) -> str:
    """A coordinate, short."""
    return f"{value:.1f}".removesuffix(".0")


def clean(words: str) -> str:
    """The words on one line, without what XML does not allow."""
    return " ".join(_FORBIDDEN.sub("", words).split())


def width(words: str, *, bold: bool = False) -> float:
    """About how wide words are: rather too wide than too narrow, for the font is the reader's."""
    wide = sum(_letter(letter) for letter in words)
    return SIZE * wide * (1.1 if bold else 1)


def _letter(letter: str) -> float:
    if letter in _NARROW:
        return 0.36
    if letter in _BROAD:
        return 0.92
    return 0.64 if ord(letter) < 0x1100 and not letter.isupper() else 0.72 if ord(letter) < 0x1100 else 1.05


def within(x: float, words: str, *, bold: bool = False) -> float:
    """Where words that belong at a place are centred, so that they stay inside."""
    half = width(words, bold=bold) / 2
    return min(max(x, half), WIDTH - half)


def fit(words: str, most: float, *, bold: bool = False) -> str:
    """The words, cut off with an ellipsis where they do not fit."""
    words = clean(words)
    if width(words, bold=bold) <= most:
        return words
    while words and width(words + "…", bold=bold) > most:
        words = words[:-1]
    return words.rstrip() + "…"


def wrap(words: str, most: float, rows: int = 3) -> list[str]:
    """The words over a few rows, long ones broken; the last row ends with an ellipsis where they do not fit."""
    lines: list[str] = []
    for one in clean(words).split(" "):
        for piece in _broken(one, most):
            if lines and not lines[-1].endswith("\u00ad") and width(f"{lines[-1]} {piece}") <= most:
                lines[-1] += f" {piece}"
            else:
                lines.append(piece)
    lines[rows - 1 :] = [" ".join(lines[rows - 1 :])] if len(lines) >= rows else []
    return [fit(line.replace("\u00ad ", ""), most).replace("\u00ad", "-") for line in lines]


def _broken(word: str, most: float) -> list[str]:
    """A word in pieces that fit, each but the last with a soft hyphen."""
    pieces = []
    while width(word) > most:
        size = next(
            (size for size in range(len(word) - 2, 3, -1) if width(word[:size]) + 8 <= most), len(word)
        )
        pieces.append(word[:size] + "\u00ad")
        word = word[size:]
    return [*pieces, word] if word else pieces


def text(x: float, y: float, words: str, *, anchor: str = "start", bold: bool = False, fill: str = INK, halo: bool = False) -> str:  # fmt: skip
    """Words on a drawing; with a halo they can be read across lines and hatching."""
    if not clean(words):
        return ""
    rest = "" if anchor == "start" else f' text-anchor="{anchor}"'
    rest += ' font-weight="700"' if bold else ""
    rest += "" if fill == INK else f' fill="{fill}"'
    rest += f' stroke="{PAPER}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    return f'<text x="{at(x)}" y="{at(y)}"{rest}>{escape(clean(words))}</text>'


def path(d: str, *, stroke: str = INK, wide: float = 1, dash: str = "", fill: str = "none") -> str:
    """A path; everything that is drawn is one."""
    rest = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{d}" fill="{fill}" stroke="{stroke}" stroke-width="{at(wide)}"{rest}/>'


def line(x1: float, y1: float, x2: float, y2: float) -> str:
    """The path of a straight line."""
    return f"M{at(x1)} {at(y1)}L{at(x2)} {at(y2)}"


def box(x: float, y: float, wide: float, high: float) -> str:
    """The path of a rectangle."""
    return f"M{at(x)} {at(y)}h{at(wide)}v{at(high)}h{at(-wide)}z"


def marker(shape: int, x: float, y: float, r: float = 4) -> str:
    """The path of a circle, square, triangle or diamond around a point."""
    if shape % 4 == 0:
        return (
            f"M{at(x - r)} {at(y)}a{at(r)} {at(r)} 0 1 0 {at(2 * r)} 0a{at(r)} {at(r)} 0 1 0 {at(-2 * r)} 0z"
        )
    if shape % 4 == 1:
        return box(x - r + 0.5, y - r + 0.5, 2 * r - 1, 2 * r - 1)
    if shape % 4 == 2:
        return f"M{at(x)} {at(y - r - 0.5)}l{at(r + 0.5)} {at(2 * r)}h{at(-2 * r - 1)}z"
    return f"M{at(x)} {at(y - r - 1)}l{at(r + 1)} {at(r + 1)}l{at(-r - 1)} {at(r + 1)}l{at(-r - 1)} {at(-r - 1)}z"


@dataclass(frozen=True, slots=True)
class Fill:
    """How a surface is filled: a ground, and lines on it in a tile of 8 by 8."""

    ground: str
    ink: str = ""
    tile: str = ""


_DOT = "M2.5 4a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0"
_UP, _DOWN = "M0 8L8 0M-2 2L2-2M6 10L10 6", "M0 0L8 8M-2 6L2 10M6-2L10 2"
FILLS = (
    Fill(BRAND), Fill(PAPER, ACCENT, _UP), Fill("#cfe0db"), Fill(PAPER, INK, _DOT), Fill("#8fa19d"), Fill("#f6e3dc", ACCENT, _UP + _DOWN),
    Fill(PAPER, "#3a4a6b", "M0 4H8"), Fill(PAPER, "#7a4b00", "M4 0V8"), Fill(PAPER), Fill("#cfe0db", BRAND, _DOWN),
)  # fmt: skip


def fill(key: str, place: int) -> str:
    """The paint of a filling of this drawing, for the attribute `fill`."""
    one = FILLS[place % len(FILLS)]
    return f"url(#{key}-{place % len(FILLS)})" if one.tile else one.ground


def patterns(key: str, places: Sequence[int]) -> str:
    """The definitions of the fillings that a drawing uses."""
    used = sorted({place % len(FILLS) for place in places})
    made = "".join(
        f'<pattern id="{key}-{place}" width="8" height="8" patternUnits="userSpaceOnUse"><path d="M0 0H8V8H0z" fill="{FILLS[place].ground}"/>'
        f'<path d="{FILLS[place].tile}" fill="none" stroke="{FILLS[place].ink}" stroke-width="1.6"/></pattern>'
        for place in used
        if FILLS[place].tile
    )
    return f"<defs>{made}</defs>" if made else ""


def legend(key: str, names: Sequence[str], top: float) -> tuple[str, float]:
    """What each filling stands for, in rows; and how far down it reaches."""
    drawn, x, y = [], 0.0, top
    for place, name in enumerate(names):
        words = fit(name, WIDTH - 30)
        if x and x + 22 + width(words) > WIDTH:
            x, y = 0.0, y + ROW + 4
        drawn += [path(box(x + 1, y + 1, 15, 14), fill=fill(key, place)), text(x + 22, y + 13, words)]
        x += 22 + width(words) + 14
    return "".join(drawn), y + ROW + 4 if names else top


def flags(names: Sequence[tuple[float, str]], top: float) -> tuple[str, float]:
    """Words above points, each with a stem, in as many rows as it takes to keep them apart; and how far down they reach."""
    ends: list[float] = []
    said = []
    for x, name in sorted(names):
        words = fit(name, WIDTH, bold=True)
        half, middle = width(words, bold=True) / 2, within(x, words, bold=True)
        row = next((number for number, end in enumerate(ends) if end <= middle - half), len(ends))
        ends[row:] = [middle + half + 8, *ends[row + 1 :]]
        said.append((x, middle, top + ROW * row + 14, words))
    down = top + ROW * len(ends) + 8 if names else top
    stems = [path("".join(line(x, y + 4, x, down) for x, _, y, _ in said))] if said else []
    texts = [text(middle, y, words, anchor="middle", bold=True, halo=True) for _, middle, y, words in said]
    return "".join(stems + texts), down


def apart(wanted: Sequence[tuple[float, float]], top: float, bottom: float) -> list[float]:
    """Where the middles of blocks (middle, height) go so that none lies over another, as near as can be."""
    order = sorted(range(len(wanted)), key=lambda place: wanted[place][0])
    found, edge = [0.0] * len(wanted), top
    for place in order:
        middle, high = wanted[place]
        found[place] = max(middle, edge + high / 2)
        edge = found[place] + high / 2
    edge = bottom
    for place in reversed(order):
        high = wanted[place][1]
        found[place] = min(found[place], edge - high / 2)
        edge = found[place] - high / 2
    return found
