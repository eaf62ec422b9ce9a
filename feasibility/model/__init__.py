"""The lines of the model, one subject a file, put together once."""

from __future__ import annotations

from functools import cache

from feasibility.formula import Model
from feasibility.model import finance, indicators, investment, members, operation, taxes


@cache
def model() -> Model:
    """The whole model: all lines and all inputs."""
    from feasibility.inputs import INPUTS

    lines = (
        investment.LINES + finance.LINES + operation.LINES + members.LINES + taxes.LINES + indicators.LINES
    )
    return Model(lines, INPUTS)
