"""The oracle's last sheet: what the years come down to."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.optimize import brentq

from tests.feasibility.oracle_years import Years

NO_DEBT = 999.0
Numbers = list[float]


class Figures:
    """Ratios year by year (`lines`) and every figure (`values`)."""

    def __init__(self, years: Years) -> None:
        self.years, self.project, self.plan = years, years.project, years.plan
        self.line = years.lines
        self.horizon = self.plan.years
        self.first_full = int(self.project.once["first_full"])
        self.after_loans = int(self.project.once["loans_end_year"]) + 1
        self.lines = self._ratios() | self._cash_so_far() | self._project()
        self.values = self._capital() | self._charges() | self._cover() | self._returns()

    def _ratios(self) -> dict[str, Numbers]:
        line, years = self.line, range(1, self.horizon + 1)

        def cover(by: str) -> Numbers:
            return [0.0] + [
                line["available"][year] / line[by][year] if line[by][year] > 0.005 else NO_DEBT
                for year in years
            ]

        dscr = cover("debt_service")
        lowest, since = [NO_DEBT], [0.0]
        for year in years:
            since.append(float(year) if dscr[year] < lowest[-1] - 1e-7 else since[-1])
            lowest.append(min(lowest[-1], dscr[year]))
        discount, worth = [1.0], [0.0]
        for year in years:
            owed = line["debt"][year - 1] if year >= self.first_full else 0.0
            rate = line["interest_paid"][year] / owed if owed > 0.005 else 0.0
            discount.append(discount[-1] / (1 + rate))
            worth.append(line["available"][year] * discount[-1] if owed > 0.005 else 0.0)
        return {
            "dscr": dscr, "senior_dscr": cover("senior_debt_service"), "icr": cover("interest_paid"), "lowest_dscr_so_far": lowest, "lowest_dscr_since": since,
            "discount": discount, "available_discounted": worth,
        }  # fmt: skip

    def _cash_so_far(self) -> dict[str, Numbers]:
        free, lowest, since, dry = self.line["free_cash"], [0.0], [0.0], [0.0]
        for year in range(1, self.horizon + 1):
            used = self.line["use"][year] > 0
            first = used and self.line["use"][year - 1] == 0
            lower = first or (used and free[year] < lowest[-1] - 0.005)
            since.append(float(year) if lower else since[-1])
            lowest.append(free[year] if first else min(lowest[-1], free[year]) if used else 0.0)
            dry.append(float(year) if free[year] < -0.005 else dry[-1])
        return {"lowest_cash_so_far": lowest, "lowest_cash_since": since, "dry_until": dry}

    def _project(self) -> dict[str, Numbers]:
        """The project as if nobody lent: what comes in from use and subsidies, less what is spent on it."""
        line, month = self.line, self.years.month
        flows, together = [0.0], [0.0]
        for year in range(1, self.horizon + 1):
            received = (
                line["collected"][year] + line["other_income_received"][year] + line["subsidy_in"][year]
            )
            paid = line["operating_costs"][year] + line["ground_rent_paid"][year] + line["works_cost"][year]
            tax = line["tax"][year - 1]
            spent = sum(month["investment_paid"][12 * year - 11 : 12 * year + 1])
            flows.append(received - paid - tax - spent)
            together.append(together[-1] + flows[-1])
        value = line["land_book"][-1] + line["building_book"][-1]
        paid_back = [0.0] + [
            float(total >= 0 and line["year_of_use"][year] > 0.5)
            for year, total in enumerate(together[1:], start=1)
        ]
        return {
            "project_flow": flows, "project_return": [*flows[:-1], flows[-1] + value], "project_sum": together,
            "paid_back": paid_back,
        }  # fmt: skip

    def at(self, name: str, year: int) -> Any:
        """A line in a year; nought outside the horizon, or before the first year."""
        rows = self.line[name]
        empty = [0.0] * len(rows[-1]) if isinstance(rows[-1], list) else 0.0
        return rows[year] if 1 <= year <= self.horizon else empty

    def _owed_at_handover(self) -> float:
        return float(self.years.month["debt_owed"][self.project.delivery])

    def _capital(self) -> dict[str, Any]:
        project, plan = self.project, self.plan
        invested, purse = self.line["invested"][-1], self.line["purse_end"][-1]
        over = purse - plan.costs.working_capital
        amounts = project.share_amounts
        debt = self._owed_at_handover()
        return {
            "total_investment": invested, "investment_m2": invested / project.area, "investment_home": invested / project.homes,
            "funding_gap": max(0.0, -over), "funding_surplus": max(0.0, over),
            "equity_start": sum(amount * share.at_start for amount, share in zip(amounts, plan.shares, strict=True)),
            "equity_delivery": sum(amounts), "debt_delivery": debt, "ltc": debt / max(invested, 0.005),
            "ltv": debt / max(project.building_value + project.land, 0.005),
        }  # fmt: skip

    def _charges(self) -> dict[str, Any]:
        moments = {"1": self.first_full, "10": self.first_full + 9, "20": self.first_full + 19,
                   "30": self.first_full + 29, "after": self.after_loans}  # fmt: skip
        found: dict[str, Any] = {}
        for key, year in moments.items():
            found[f"charge_{key}"] = self.at("charge_m2", year)
            found[f"home_charge_{key}"] = self.at("home_charge", year)
        project, homes, first = self.project, self.plan.homes, self.first_full
        charged, invested = self.at("charged", first), self.line["invested"][-1]
        short = max(project.uncovered, 0.005)
        saving = self.at("saving", first) / 12
        points = [charge * home.count for charge, home in zip(found["home_charge_1"], homes, strict=True)]
        return found | {
            "home_running_1": self.at("home_running", first),
            "home_saving_1": [saving * one / short for one in project.home_uncovered],
            "home_income_needed": [
                (charge + home.other_costs) / project.law.housing_share
                for charge, home in zip(found["home_charge_1"], homes, strict=True)
            ],
            "charge_month_1": cents(charged / 12), "home_points": points, "key_points": max(sum(points), 1e-7),
            "home_total_1": split(cents(charged / 12), points),
            "capital_discount": self.at("capital_charge", first) / short,
            "charge_share": charged / max(invested, 0.005),
        }  # fmt: skip

    def _cover(self) -> dict[str, Any]:
        lines, debt = self.lines, self.at("debt", self.first_full - 1)
        lowest = min(lines["dscr"][1:])
        worth = sum(lines["available_discounted"])
        return {
            "min_dscr": lowest, "min_dscr_year": lines["lowest_dscr_since"][-1], "cover_margin": lowest - 1,
            "min_senior_dscr": min(lines["senior_dscr"][1:]), "min_icr": min(lines["icr"][1:]), "llcr": worth / debt if debt > 0.005 else NO_DEBT,
            "lowest_cash": self.lines["lowest_cash_so_far"][-1], "lowest_cash_year": lines["lowest_cash_since"][-1],
            "liquid_from": lines["dry_until"][-1] + 1, "highest_waiting": max(self.line["waiting"][1:]),
        }  # fmt: skip

    def _returns(self) -> dict[str, Any]:
        paid_back = self.lines["paid_back"]
        flows = list(zip(*self.line["share_flow"][1:], strict=True))
        return {
            "payback": float(paid_back.index(1.0)) if 1.0 in paid_back else 0.0,
            "project_rate": nearest_rate(self.lines["project_return"][1:]),
            "share_rate": [nearest_rate(list(flow)) for flow in flows],
            "share_value_end": self.line["share_value"][-1],
            "balance_check": max(abs(gap) for gap in self.line["balance_gap"]),
        }


def cents(amount: float) -> float:
    """To the cent, half up."""
    return math.floor(amount * 100 + 0.500001) / 100


def split(whole: float, points: Numbers) -> Numbers:
    """An amount over parts by their points: what is rounded in one part is made good in the next."""
    together, so_far, given, parts = max(sum(points), 1e-7), 0.0, 0.0, []
    for one in points:
        so_far += one
        up_to = cents(whole * so_far / together)
        parts.append(up_to - given)
        given = up_to
    return parts


# The internal rate nearest to nought: the sign of the net present value on a grid of growth rates, then a root between two signs.

_STEPS = np.concatenate([np.arange(0.0, 1.0, 0.004), np.geomspace(1.0, 40.0, 150)])


@lru_cache(maxsize=64)
def _weights(length: int) -> tuple[Any, Any]:
    years = np.arange(length)
    return np.exp(-np.outer(_STEPS, years)), np.exp(-np.outer(_STEPS, years[::-1]))


def nearest_rate(flows: Numbers) -> float:
    """The rate above −1 nearest to nought at which the flows are worth nothing; NaN when there is none."""
    series = np.array(flows)
    series[np.abs(series) < 0.005] = 0.0  # less than half a cent is no money, but would be a return
    size = np.abs(series).sum()
    if size == 0.0:
        return math.nan
    up, down = _weights(len(flows))
    noise = 1e-14 * size
    if abs(float(series.sum())) <= noise:
        return 0.0
    found = []
    for weights, sign in ((up, 1.0), (down, -1.0)):
        worth = weights @ series
        change = np.nonzero(worth[:-1] * worth[1:] < 0)[0]
        if len(change):
            low, high = _STEPS[change[0]], _STEPS[change[0] + 1]
            found.append(math.expm1(sign * _root(series, low, high, sign)))
    return min(found, key=abs) if found else math.nan


def _root(series: Any, low: float, high: float, sign: float) -> float:
    years = np.arange(len(series))
    turned = years if sign > 0 else years[::-1]
    return float(
        brentq(lambda step: float(np.exp(-step * turned) @ series), low, high, xtol=1e-15, rtol=1e-14)
    )
