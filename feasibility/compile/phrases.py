"""A formula as a sentence: in the names of what it looks at, or with the values filled in; in Dutch or English.

Each part of a sentence has a level, as operators have a precedence: a part that binds less than its surroundings ask is put in brackets. Flags are
read as conditions, max(…, half a cent) as what stands inside, and a comparison with (almost) nought as one with nought.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace

from feasibility.compile.scalar import TINY, Place, Reader, guarded, looks_at, named
from feasibility.formats import listed, number, plain, small
from feasibility.formula import Clock, Input, Line, Model, call_word
from feasibility.model.indicators import NO_DEBT

PHRASE, SUM, PRODUCT, SIGN, POWER, ATOM = range(6)
MANY = 12  # elements that a sum writes out one by one

KINDS: Mapping[str, tuple[str, str]] = {  # kind of element → many of them, in Dutch and English
    "part": ("delen van het bouwprogramma", "parts of the building programme"), "home": ("woningtypes", "types of home"),
    "subsidy": ("subsidies", "subsidies"), "loan": ("leningen", "loans"), "share": ("soorten aandelen", "classes of shares"),
    "work": ("grote werken", "major works"), "cap": ("grenzen aan de indexatie", "limits to indexation"), "path": ("jaren van het pad", "years of the path"),
}  # fmt: skip
NL: Mapping[str, str] = {
    "prev year": "{x} van het jaar ervoor", "prev month": "{x} van de maand ervoor", "total": "de som over alle {kinds} van {x}",
    "largest": "hoogste waarde van {x} over alle {kinds}", "through": "som van {x} tot en met dit element",
    "year_sum": "{x} over het hele jaar", "year_end": "{x} op het einde van het jaar", "lowest": "laagste waarde van {x} over de jaren",
    "highest": "hoogste waarde van {x} over de jaren", "summed": "som van {x} over de jaren", "at": "{x} in jaar {n}",
    "last": "{x} in het laatste jaar", "first": "eerste jaar waarin ‘{x}’ geldt", "irr": "rendement (interne rentevoet) van {x}",
    "cents": "{x}, afgerond op de cent", "whole": "{x}, naar beneden afgerond op een geheel getal", "abs": "{x} zonder minteken",
    "min": "het kleinste van {list}", "max": "het grootste van {list}", "when": "als {test}, dan {x}, anders {y}",
    "one": "[1 als {test}, anders 0]", "none": "[0 als {test}, anders 1]", "holds": "‘{x}’ geldt", "fails": "‘{x}’ niet geldt", "holds year": "‘{x}’ het jaar ervoor gold", "holds month": "‘{x}’ de maand ervoor gold",
    "fails year": "‘{x}’ het jaar ervoor niet gold", "fails month": "‘{x}’ de maand ervoor niet gold",
    ">": "{x} groter is dan {y}", "<": "{x} kleiner is dan {y}", ">=": "{x} minstens {y} is", "<=": "{x} hoogstens {y} is",
    "==": "{x} gelijk is aan {y}", "!=": "{x} verschilt van {y}", "and": " en ", "or": " of ", "t year": "dit jaar", "t month": "deze maand",
    "**": "{x} tot de macht {y}", "no debt": "{x} (geen schuld)",
}  # fmt: skip
EN: Mapping[str, str] = {
    "prev year": "{x} of the year before", "prev month": "{x} of the month before", "total": "the sum over all {kinds} of {x}",
    "largest": "highest value of {x} over all {kinds}", "through": "sum of {x} up to and including this element",
    "year_sum": "{x} over the whole year", "year_end": "{x} at the end of the year", "lowest": "lowest value of {x} over the years",
    "highest": "highest value of {x} over the years", "summed": "sum of {x} over the years", "at": "{x} in year {n}",
    "last": "{x} in the last year", "first": "first year in which ‘{x}’ holds", "irr": "internal rate of return of {x}",
    "cents": "{x}, rounded to the cent", "whole": "{x}, rounded down to a whole number", "abs": "{x} without its sign",
    "min": "the smallest of {list}", "max": "the largest of {list}", "when": "if {test} then {x}, otherwise {y}",
    "one": "[1 if {test}, otherwise 0]", "none": "[0 if {test}, otherwise 1]", "holds": "‘{x}’ holds", "fails": "‘{x}’ does not hold", "holds year": "‘{x}’ held the year before", "holds month": "‘{x}’ held the month before",
    "fails year": "‘{x}’ did not hold the year before", "fails month": "‘{x}’ did not hold the month before",
    ">": "{x} is more than {y}", "<": "{x} is less than {y}", ">=": "{x} is at least {y}", "<=": "{x} is at most {y}",
    "==": "{x} equals {y}", "!=": "{x} differs from {y}", "and": " and ", "or": " or ", "t year": "this year", "t month": "this month",
    "**": "{x} to the power {y}", "no debt": "{x} (no debt)",
}  # fmt: skip
_LEVELS = {
    "total": PHRASE,
    "through": PHRASE,
    "summed": PHRASE,
    "cents": PHRASE,
    "whole": PHRASE,
    "irr": PHRASE,
}
_SIGNS: Mapping[type[ast.AST], tuple[str, int, int, int]] = {  # sign, level, what the left and the right side ask
    ast.Add: ("+", SUM, SUM, SUM), ast.Sub: ("−", SUM, SUM, PRODUCT), ast.Mult: ("×", PRODUCT, PRODUCT, PRODUCT), ast.Div: ("/", PRODUCT, PRODUCT, SIGN),
}  # fmt: skip
_TESTS: Mapping[type[ast.AST], str] = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}  # fmt: skip


@dataclass(frozen=True)
class Names:
    """Writes a formula in names. `clock` is that of the line: it tells what t and the period before are."""

    model: Model
    language: str
    clock: Clock

    def say(self, word: str, **parts: str) -> str:
        """A word of the language, in the language of the reader."""
        return (NL if self.language == "nl" else EN)[word].format(**parts)

    def known(self, name: str) -> Line | Input:
        """The line or input of this name."""
        return self.model.by_name.get(name) or self.model.input_by_name[name]

    def label(self, name: str) -> str:
        """What a name is called inside a sentence."""
        known = self.known(name)
        said = small(known.nl if self.language == "nl" else known.en)
        return f"‘{said}’" if any(sign in said for sign in ",:;") else said

    def text(self, node: ast.AST) -> str:
        """A whole formula."""
        return self.part(node)[0]

    def put(self, node: ast.AST, least: int) -> str:
        """A part of a formula, in brackets when it binds less than asked."""
        said, level = self.part(node)
        return said if level >= least else f"({said})"

    def part(self, node: ast.AST) -> tuple[str, int]:
        """A part of a formula and how tightly it binds."""
        if isinstance(node, ast.Constant):
            return self.constant(float(node.value)), ATOM  # type: ignore[arg-type]
        if looks_at(node):
            return self.look(node)
        if isinstance(node, ast.Name):
            return self.time(), ATOM
        if isinstance(node, ast.UnaryOp):
            return "−" + self.put(node.operand, PRODUCT), SIGN
        if isinstance(node, ast.BinOp):
            return self.sum(node)
        if isinstance(node, ast.Compare):
            return self.flag(node), ATOM
        assert isinstance(node, ast.Call)
        return self.call(node)

    def constant(self, value: float) -> str:
        """A number in a formula."""
        said = number(value, self.language, 7)
        return self.say("no debt", x=said) if value == NO_DEBT else said

    def time(self) -> str:
        """The word t."""
        return self.say(f"t {self.clock}")

    def flag(self, test: ast.AST, word: str = "one") -> str:
        """A test that stands for a number."""
        return self.say(word, test=self.test(test))

    def look(self, node: ast.AST) -> tuple[str, int]:
        """A name, or a word around one name."""
        word, name = call_word(node), named(node)
        if self.is_flag(node):
            return self.say("one", test=self.holds(node)), ATOM
        return self.around(word, self.label(name), node), _LEVELS.get(word, ATOM)

    def around(self, word: str, label: str, node: ast.AST) -> str:
        """A label with the word that stands around its name."""
        if not word:
            return label
        if word == "prev":
            return self.say(f"prev {self.clock}", x=label)
        if word == "at":
            assert isinstance(node, ast.Call)
            return self.say(word, x=label, n=f"({self.text(node.args[1])})")
        return self.say(
            word,
            x=label.strip("‘’") if word == "first" else label,
            kinds=kinds(self.known(named(node)).per, self.language),
        )

    def is_flag(self, node: ast.AST) -> bool:
        """Whether a node says yes or no."""
        return looks_at(node) and call_word(node) in {"", "prev"} and self.known(named(node)).unit == "flag"

    def holds(self, node: ast.AST, word: str = "holds") -> str:
        """A flag as a condition."""
        before = f" {self.clock}" if call_word(node) == "prev" else ""
        return self.say(word + before, x=self.label(named(node)).strip("‘’"))

    def sum(self, node: ast.BinOp) -> tuple[str, int]:
        """Two parts with a sign between them."""
        if isinstance(node.op, ast.Pow):
            return self.power(node), POWER
        if isinstance(node.op, ast.Sub) and isinstance(node.left, ast.Constant):
            if node.left.value == 0:
                return "−" + self.put(node.right, PRODUCT), SIGN
            if node.left.value == 1 and self.is_flag(node.right):
                return self.none(node.right), ATOM
        sign, level, left, right = _SIGNS[type(node.op)]
        return f"{self.put(node.left, left)} {sign} {self.put(node.right, right)}", level

    def power(self, node: ast.BinOp) -> str:
        """A power."""
        return self.say("**", x=self.put(node.left, ATOM), y=self.put(node.right, ATOM))

    def none(self, flag: ast.AST) -> str:
        """One less a flag."""
        return self.say("none", test=self.holds(flag))

    def test(self, node: ast.AST) -> str:
        """A condition."""
        if isinstance(node, ast.BoolOp):
            word = "and" if isinstance(node.op, ast.And) else "or"
            return self.say(word).join(self.test(part) for part in node.values)
        assert isinstance(node, ast.Compare)
        left, sign, right = node.left, _TESTS[type(node.ops[0])], node.comparators[0]
        if self.is_flag(left) and isinstance(right, ast.Constant):
            return self.holds(
                left, "holds" if sign.startswith(">") or (sign == "==" and right.value) else "fails"
            )
        return self.say(sign, x=self.put(left, PRODUCT), y="0" if nought(right) else self.put(right, PRODUCT))

    def call(self, node: ast.Call) -> tuple[str, int]:
        """A word around more than a name."""
        word = call_word(node)
        inner = guarded(node)
        if inner is not None:
            return self.part(inner)
        if word == "when":
            test, then, otherwise = node.args
            first = SUM if call_word(then) == "when" else PHRASE
            return self.say(
                "when", test=self.test(test), x=self.put(then, first), y=self.text(otherwise)
            ), PHRASE
        if word == "total":
            return self.total(node)
        if word in {"min", "max"}:
            return self.say(
                word, list=listed([self.put(part, ATOM) for part in node.args], self.language)
            ), PHRASE
        return self.say(word, x=self.put(node.args[0], PRODUCT)), PHRASE

    def total(self, node: ast.Call) -> tuple[str, int]:
        """A sum over elements."""
        names = (
            part.id
            for part in ast.walk(node)
            if isinstance(part, ast.Name) and part.id not in {"t", "total", "prev"}
        )
        per = next(filter(None, (self.known(name).per for name in names)), "")
        return self.say("total", kinds=kinds(per, self.language), x=self.put(node.args[0], PRODUCT)), PHRASE


@dataclass(frozen=True)
class Filled(Names):
    """Writes a formula with the values filled in, at a place of a ledger."""

    reader: Reader
    place: Place

    def time(self) -> str:
        """The month or year."""
        return number(self.place.moment, self.language)

    def flag(self, test: ast.AST, word: str = "one") -> str:
        """One or nought."""
        return str(int(self.reader.holds(test, self.place)))

    def none(self, flag: ast.AST) -> str:
        """One less a flag."""
        return number(1 - self.reader.number(flag, self.place), self.language)

    def look(self, node: ast.AST) -> tuple[str, int]:
        """A value; with its sign it is put in brackets inside a sum."""
        value, unit = self.reader.number(node, self.place), unit_of(self.known(named(node)), node)
        said = "1" if unit == "share" and value == 1 else plain(value, unit, self.language)
        return said, PHRASE if value < 0 else ATOM

    def power(self, node: ast.BinOp) -> str:
        """A power."""
        return f"{self.put(node.left, ATOM)} ^ {self.put(node.right, ATOM)}"

    def total(self, node: ast.Call) -> tuple[str, int]:
        """The terms of a sum, one for each element."""
        places = list(self.reader.each(node, self.place))
        if not places:
            return "0", ATOM
        if len(places) == 1:
            return replace(self, place=places[0]).part(node.args[0])
        terms = [replace(self, place=one).put(node.args[0], SUM) for one in places]
        if len(terms) > MANY:
            terms = [*terms[: MANY // 2], "…", *terms[-MANY // 2 :]]
        return " + ".join(terms), SUM


def kinds(per: str, language: str) -> str:
    """Elements of a kind, many of them."""
    said = KINDS.get(per, (per, per))
    return said[0 if language == "nl" else 1]


def nought(node: ast.AST) -> bool:
    """Whether a node is a number that a test takes for nought."""
    return isinstance(node, ast.Constant) and abs(float(node.value)) <= TINY  # type: ignore[arg-type]


def unit_of(known: Line | Input, node: ast.AST) -> str:
    """The unit of a name with the word around it."""
    return {"irr": "share_year", "first": "year"}.get(call_word(node), known.unit)
