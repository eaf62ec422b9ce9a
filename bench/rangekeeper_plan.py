"""The nearest that rangekeeper has to our model: a project of eleven lines and one loan over forty years, run in an environment of its own.

Prints the seconds of one scenario, the best and the median of some. No tax, shares, members, reserve or indicators beyond a rate of return.
"""

import datetime
import statistics
import sys
import time
from typing import Any

import rangekeeper as rk

EUR = rk.measure.Index.registry.dimensionless
MONTH, YEAR = rk.duration.Type.MONTH, rk.duration.Type.YEAR
START = datetime.date(2026, 1, 1)


def _span(name: str, year: int, years: int) -> Any:
    return rk.duration.Span.from_duration(name, datetime.date(START.year + year, 1, 1), YEAR, years)


def _yearly(name: str, value: float, span: Any, growth: float) -> Any:
    form = rk.extrapolation.Compounding(rate=growth)
    sequence = span.to_sequence(frequency=YEAR)
    projection = rk.projection.Extrapolation(form=form, sequence=sequence)
    return rk.flux.Flow.from_projection(value=value, proj=projection, units=EUR, name=name)


def _spread(name: str, value: float, span: Any) -> Any:
    form = rk.distribution.PERT(peak=0.6, weighting=4.0)
    projection = rk.projection.Distribution(form=form, sequence=span.to_sequence(frequency=MONTH))
    return rk.flux.Flow.from_projection(value=value, proj=projection, units=EUR, name=name)


def scenario(build_cost: float, growth: float) -> float:
    """One scenario: the return on the whole, in percent."""
    build, use = _span("build", 0, 2), _span("use", 2, 38)
    works = [
        _spread("works", -build_cost, build),
        _spread("fees", -0.1 * build_cost, build),
        _spread("land", -600_000.0, build),
    ]
    costs = [
        _yearly("management", -6_000.0, use, growth),
        _yearly("insurance", -0.001 * build_cost, use, growth),
        _yearly("maintenance", -0.004 * build_cost, use, growth),
        _yearly("property tax", -9_000.0, use, growth),
        _yearly("reserve", -0.01 * build_cost, use, growth),
    ]
    charges = [
        _yearly("charges", 0.065 * build_cost, use, growth),
        _yearly("vacancy", -0.0013 * build_cost, use, growth),
    ]
    drawn = rk.flux.Stream(name="need", flows=works, frequency=MONTH).sum("drawn").negate()
    form = rk.extrapolation.Recurring()
    months = rk.projection.Extrapolation(form=form, sequence=use.to_sequence(frequency=MONTH))
    repaid = rk.flux.Flow.from_projection(value=-0.005 * build_cost, proj=months, units=EUR, name="repaid")
    loan = rk.formula.financial.Account(
        name="loan", transactions=rk.flux.Stream(name="owed", flows=[drawn, repaid], frequency=MONTH).sum("owed"),
        frequency=MONTH, rate=0.035 / 12, type=rk.formula.financial.Account.Type.COMPOUND,
    )  # fmt: skip
    net = rk.flux.Stream(
        name="net", flows=[*works, *costs, *charges, loan.interest.negate()], frequency=YEAR
    ).sum("flow")
    return float(net.irr().magnitude)


def main(times: int) -> None:
    """Time some scenarios."""
    seconds = []
    for number in range(times + 1):
        begin = time.perf_counter()
        scenario(3_000_000.0 * (1 + number / 1000), 0.02)
        seconds.append(time.perf_counter() - begin)
    print(min(seconds[1:]), statistics.median(seconds[1:]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
