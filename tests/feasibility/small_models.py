"""Models of a few lines, to try the language on."""

import pytest

from feasibility.compile.kernel import Ledger, ledger
from feasibility.formula import Input, Line, Model, ModelError

YEARS = 3


def number(name: str, per: str = "") -> Input:
    return Input(name, "eur", name, name, per=per)


INPUTS = (number("a"), number("b"), number("x", "loan"), number("w", "home"))
GIVEN = {"a": 2.0, "b": -3.5, "x": (1.0, 4.0, 2.5), "w": (10.0, 20.0)}


def line(name: str, formula: str, clock: str = "once", **more: object) -> Line:
    return Line(name, "eur", formula, name, name, clock=clock, **more)  # type: ignore[arg-type]


def small(*lines: Line) -> Model:
    return Model(lines, INPUTS)


def run(*lines: Line, **given: object) -> Ledger:
    return ledger(small(*lines), {**GIVEN, **given}, YEARS)  # type: ignore[dict-item]


def refused(*lines: Line) -> str:
    """What is said of lines that cannot be; they must be refused before anything is worked out."""
    with pytest.raises(ModelError) as error:
        small(*lines)
    return str(error.value)
