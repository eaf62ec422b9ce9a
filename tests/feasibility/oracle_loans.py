"""The oracle's loans: a facility that is drawn during the build, then a schedule in closed form; and the purse of the build, month by month."""

from __future__ import annotations

from math import expm1, log1p
from typing import Any

from feasibility.plan import Loan
from tests.feasibility.oracle_project import Invoices, Project


def monthly(rate: float, convention: str) -> float:
    """The rate a month: twelve of them make the year, or it is a twelfth."""
    return expm1(log1p(rate) / 12) if convention == "actuarial" else rate / 12


def left(rate: float, paid: int, of: int) -> float:
    """What part of an annuity loan is owed after so many of its instalments."""
    if rate == 0.0:
        return 1 - paid / of
    growth = log1p(rate)
    return (expm1(of * growth) - expm1(paid * growth)) / expm1(of * growth)


class Facility:
    """One loan: what is owed while it is drawn, and its schedule from handover."""

    def __init__(self, loan: Loan, project: Project) -> None:
        self.loan, self.kind, self.term = loan, loan.kind, 12 * loan.years
        self.delivery, self.months = project.delivery, project.months
        self.cost, self.ceiling = project.loan_cost(loan), project.ceiling(loan)
        revisions = [(12 * loan.revision_1, loan.rate_2), (12 * loan.revision_2, loan.rate_3)]
        rise = project.plan.shifts.rate_rise
        terms = [(0, loan.rate)] + [(month, rate) for month, rate in revisions if month]
        self.rates = [(month, monthly(rate + rise, loan.convention)) for month, rate in terms]
        self.owed, self.drawn = 0.0, 0.0
        rows = ("draw", "drawn", "fixed_draw", "cost_paid", "interest", "repaid", "balance", "rate_now")
        self.rows: dict[str, list[Any]] = {name: [0.0] * (self.months + 1) for name in rows}
        self.rows["instalment"] = [0.0] * (self.months + 1)
        self.rows["rate_now"] = [0.0] + [
            self.rate(month - self.delivery) for month in range(1, self.months + 1)
        ]

    def rate(self, month: int) -> float:
        """The rate of a month counted from handover; a revision holds from the month after it."""
        return next(rate for after, rate in reversed(self.rates) if month > after or after == 0)

    def interest(self, month: int) -> float:
        """The interest of a month of the build, on what was owed when it began."""
        due: float = self.owed * self.rows["rate_now"][month]
        self.rows["interest"][month] = due
        return due

    def draw(self, month: int, amount: float, *, fixed: bool) -> None:
        """Draws an amount (less than nought: pays back), with its costs."""
        self.owed += amount
        self.drawn += amount
        self.rows["draw"][month] += amount
        self.rows["cost_paid"][month] += max(0.0, amount) * self.cost
        if fixed:
            self.rows["fixed_draw"][month] = amount

    def close_month(self, month: int) -> None:
        self.rows["balance"][month], self.rows["drawn"][month] = self.owed, self.drawn

    def phases(self) -> list[tuple[int, int]]:
        """First and last month of each stretch in which the instalment is the same; a revision within the grace opens none."""
        grace = self.loan.grace
        opens = [grace] + [month for month, _ in self.rates if grace < month < self.term]
        return list(zip(opens, [*opens[1:], self.term], strict=True))

    def repay(self) -> None:
        """Writes the schedule from handover on."""
        at_handover = owed = self.owed
        owed_after = {0: owed} | dict.fromkeys(range(1, self.loan.grace + 1), owed)
        instalments = {}
        for first, last in self.phases():
            rate, many, opening = self.rate(first + 1), self.term - first, owed
            for month in range(first + 1, last + 1):
                owed = opening * self._left(rate, month - first, many)
                owed_after[month] = owed
                instalments[month] = self._instalment(opening, rate, many)
        self._write(owed_after, instalments, at_handover)

    def _left(self, rate: float, paid: int, of: int) -> float:
        if paid == of:
            return 0.0
        return {"annuity": left(rate, paid, of), "linear": 1 - paid / of, "bullet": 1.0}[self.kind]

    def _instalment(self, opening: float, rate: float, many: int) -> float:
        if self.kind == "bullet":
            return 0.0
        if self.kind == "linear" or rate == 0.0:
            return opening / many
        return opening * rate / -expm1(-many * log1p(rate))

    def _write(self, owed_after: dict[int, float], instalments: dict[int, float], drawn: float) -> None:
        rows = self.rows
        for month in range(self.delivery + 1, self.months + 1):
            since = month - self.delivery
            before, after = owed_after.get(since - 1, 0.0), owed_after.get(since, 0.0)
            rows["interest"][month] = before * rows["rate_now"][month]
            rows["repaid"][month], rows["balance"][month] = before - after, after
            rows["drawn"][month] = self.drawn
            rows["instalment"][month] = (
                instalments.get(since, 0.0) if since <= self.term else None
            )  # then there is none any more


class Financing:
    """The purse of the build, month by month: what comes in, what is paid, and what the loans must bring."""

    def __init__(self, project: Project, invoices: Invoices) -> None:
        self.project, self.invoices, plan = project, invoices, project.plan
        months = project.months + 1
        self.facilities = [Facility(loan, project) for loan in plan.loans]
        self.shares = [self._paid_in(place) for place in range(len(plan.shares))]
        self.shares_paid = [sum(one[month] for one in self.shares) for month in range(months)]
        self.subsidies = self._subsidies()
        self.rows: dict[str, list[float]] = {
            name: [0.0] * months for name in ("need", "need_left", "purse", "interest_in_build", "uses_paid")
        }
        for month in range(1, min(project.delivery + 1, months)):
            self._month_of_build(month)
        for facility in self.facilities:
            facility.repay()
        for month in range(project.delivery + 1, months):
            self._settle(month, 0.0)

    def _paid_in(self, place: int) -> list[float]:
        share, amount = self.project.plan.shares[place], self.project.share_amounts[place]
        paid = [0.0] * (self.project.months + 1)
        for month, part in (
            (self.project.plan.site.deed_month, share.at_start),
            (self.project.delivery, 1 - share.at_start),
        ):
            if month < len(paid):
                paid[month] += amount * part
        return paid

    def _subsidies(self) -> list[float]:
        shifts, received = self.project.plan.shifts, [0.0] * (self.project.months + 1)
        for subsidy in self.project.plan.subsidies:
            if subsidy.month < len(received):
                received[subsidy.month] += subsidy.amount * shifts.subsidy_factor
        received[self.project.plan.site.deed_month] += shifts.extra_subsidy
        return received

    def _month_of_build(self, month: int) -> None:
        interest = sum(facility.interest(month) for facility in self.facilities)
        handover = self.project.plan.costs.working_capital if month == self.project.delivery else 0.0
        to_pay = self.invoices.paid[month] + interest + handover
        at_hand = self.shares_paid[month] + self.subsidies[month] + self.rows["purse"][month - 1]
        need = to_pay - at_hand
        self.rows["need"][month] = need
        self.rows["need_left"][month] = self._take_up(month, need)
        for facility in self.facilities:
            facility.close_month(month)
        self._settle(month, interest)

    def _take_up(self, month: int, need: float) -> float:
        """Draws what is needed: fixed loans by the size of their ceilings, then the rest loan, which takes back what is too much."""
        together = sum(facility.ceiling for facility in self.facilities)
        still = need
        for facility in self.facilities:
            if need > 0 and together > 0.005:
                net = need * facility.ceiling / together
                amount = max(0.0, min(facility.ceiling - facility.drawn, net / (1 - facility.cost)))
                facility.draw(month, amount, fixed=True)
                still -= amount * (1 - facility.cost)
        for facility in self.facilities:
            if facility.loan.rest:
                amount = still / (1 - facility.cost) if still > 0 else max(-facility.owed, still)
                facility.draw(month, amount, fixed=False)
        return still

    def _settle(self, month: int, interest: float) -> None:
        """Pays the month's bills out of the purse."""
        costs = sum(facility.rows["cost_paid"][month] for facility in self.facilities)
        drawn = sum(facility.rows["draw"][month] for facility in self.facilities)
        rows, paid = self.rows, self.invoices.paid[month] + interest + costs
        rows["interest_in_build"][month], rows["uses_paid"][month] = interest, paid
        received = self.shares_paid[month] + self.subsidies[month] + drawn
        rows["purse"][month] = rows["purse"][month - 1] + received - paid

    def by_month(self) -> dict[str, list[Any]]:
        """All month lines by name; per element a list of lists. None: the line says nothing there."""
        months = range(self.project.months + 1)
        each = {
            f"loan_{name}": [facility.rows[name] for facility in self.facilities]
            for name in (
                "draw", "drawn", "fixed_draw", "cost_paid", "interest", "repaid", "balance", "rate_now", "instalment",
            )
        }  # fmt: skip

        def added(name: str) -> list[float]:
            return [sum(one[month] for one in each[name]) for month in months]

        owed = added("loan_balance")
        interest, in_build = added("loan_interest"), self.rows["interest_in_build"]
        land, uses = self.invoices.land, self.rows["uses_paid"]
        return {
            **each, **self.rows, **self.invoices.month,
            "share_paid": self.shares, "shares_paid": self.shares_paid, "subsidy_received": self.subsidies,
            "interest": interest, "interest_in_use": [all_ - build for all_, build in zip(interest, in_build, strict=True)],
            "senior_service": self._senior(),
            "loan_costs": added("loan_cost_paid"), "loans_drawn": added("loan_draw"),
            "repaid": added("loan_repaid"), "debt_owed": owed,
            "debt_at_handover": [owed[self.project.delivery] if month >= self.project.delivery else 0.0 for month in months],
            "land_spent": _running(land), "building_spent": _running([use - one for use, one in zip(uses, land, strict=True)]),
        }  # fmt: skip

    def _senior(self) -> list[float]:
        """What loans that are not subordinated cost each month after handover."""
        ranked = [facility.rows for facility in self.facilities if not facility.loan.subordinated]
        return [
            sum(rows["interest"][month] + rows["repaid"][month] for rows in ranked)
            if month > self.project.delivery
            else 0.0
            for month in range(self.project.months + 1)
        ]

    def once(self) -> dict[str, list[float | None]]:
        """The terms of the loans; None for a revision that never comes."""
        terms: dict[str, list[float | None]] = {
            "loan_cost_rate": [facility.cost for facility in self.facilities]
        }
        for place in range(3):
            rates = [
                facility.rates[place][1] if place < len(facility.rates) else None
                for facility in self.facilities
            ]
            terms[f"loan_i{place + 1}"] = rates
        return terms


def _running(amounts: list[float]) -> list[float]:
    total, sums = 0.0, []
    for amount in amounts:
        total += amount
        sums.append(total)
    return sums
