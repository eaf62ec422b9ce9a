"""The oracle's first sheet: the law of the day, what is built and bought, who brings in what, and each invoice month by month."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from feasibility.parameters import parameter
from feasibility.plan import Home, Loan, Part, Plan, ShareClass

VAT = {
    "new": "vat.general",
    "demolition_rebuild": "vat.demolition_rebuild_letting",
    "renovation": "vat.renovation",
    "demolition": "vat.general",
    "parking": "vat.general",
    "commons": "vat.general",
}


class Law:
    """The figures of law and practice for a plan, each on its own day."""

    def __init__(self, plan: Plan, on: date) -> None:
        self.plan = plan
        site, costs, deed = plan.site, plan.costs, self.day(plan.site.deed_month)
        self.fee_vat = (
            costs.fee_vat if costs.fee_vat >= 0 else number("vat.general", self.day(costs.permit_month))
        )
        self.registration = number("registration.sale", deed) if site.registration == "sale" else 0.0
        self.lease_duty = number("registration.long_lease_duty", deed)
        self.mortgage = number("registration.mortgage", deed) + number(
            "registration.mortgage_inscription", deed
        )
        self.property_tax = number("property_tax.base", on)
        self.withholding = number("taxes.withholding", on)
        self.dividend_cap = number("company.dividend_cap", on) if plan.tax.recognised else 1.0
        self.housing_share = number("norms.housing_share", on)
        scale = {"small": "taxes.corporate_small", "general": "taxes.corporate"}.get(plan.tax.regime)
        self.brackets = [(one.from_, one.rate) for one in parameter(scale, on).brackets] if scale else []

    def day(self, month: int) -> date:
        """The first day of a month of the plan."""
        start = self.plan.start
        if month <= 1:
            return start
        years, months = divmod(start.month - 1 + month - 1, 12)
        return date(start.year + years, months + 1, 1)

    def vat(self, part: Part) -> float:
        """The VAT on a part: what the plan says, or what the law says on its first day."""
        return part.vat if part.vat >= 0 else number(VAT[part.kind], self.day(part.start + 1))

    def corporate_tax(self, profit: float) -> float:
        """The tax on a profit: each slice at its own rate."""
        tops = [low for low, _ in self.brackets[1:]] + [math.inf]
        return sum(
            rate * max(0.0, min(profit, top) - low)
            for (low, rate), top in zip(self.brackets, tops, strict=False)
        )


def number(name: str, on: date) -> float:
    """A figure of law or practice on a day."""
    return parameter(name, on).number


class Project:
    """Everything that is known before the first month; `once` holds it by the name of the line."""

    def __init__(self, plan: Plan, on: date) -> None:
        self.plan, self.law = plan, Law(plan, on)
        self.months = 12 * plan.years
        self.scale = plan.shifts.programme_scale
        self.delay = math.floor(plan.shifts.delay + 0.5)
        self.delivery = plan.costs.delivery_month + self.delay
        self.homes = self.scale * sum(home.count for home in plan.homes)
        self.area = self.scale * sum(home.count * home.area for home in plan.homes)
        self.vats = [self.law.vat(part) for part in plan.parts]
        self.prices = [
            self.scale * plan.shifts.build_cost_factor * (part.area * part.cost_m2 + part.cost)
            for part in plan.parts
        ]
        self.works = sum(self.prices)
        self.works_value = sum(price * (1 + vat) for price, vat in zip(self.prices, self.vats, strict=True))
        self._land()
        self._fees()
        self._capital()
        self._homes()
        self.once = self._once()

    def _land(self) -> None:
        site, law = self.plan.site, self.law
        leased = site.tenure == "leased"
        self.rent = site.ground_rent + site.ground_rent_rate * site.land_price if leased else 0.0
        self.land = 0.0 if leased else site.land_price
        self.existing = 0.0 if leased else site.building_price
        duty = law.registration if site.tenure == "bought" else 0.0
        self.land_duty, self.existing_duty = duty * site.land_price, duty * site.building_price
        self.building_value = self.works_value + self.existing
        self.lease_duty = law.lease_duty * self.rent * site.lease_years

    def _fees(self) -> None:
        costs = self.plan.costs
        self.architect = costs.architect * self.works
        self.delegated = costs.delegated_client * self.works
        self.project_cost = costs.project_fee * (self.land + self.existing + self.works)
        bought = self.land + self.land_duty + self.existing + self.existing_duty
        bought += self.lease_duty + self.plan.site.deed_costs
        built = self.works_value * (1 + costs.contingency)
        fees = (1 + self.law.fee_vat) * (self.architect + self.delegated + self.project_cost)
        self.base = bought + built + fees + costs.other

    def _capital(self) -> None:
        """What each class brings in: residents also what stands with their homes, and all they bring moves with the equity factor."""
        shares = self.plan.shares
        self.resident = next((place for place, share in enumerate(shares) if share.kind == "resident"), None)
        self.from_homes = self.scale * sum(home.count * home.own_capital for home in self.plan.homes)
        self.share_amounts = [self._amount(place, share) for place, share in enumerate(shares)]

    def _amount(self, place: int, share: ShareClass) -> float:
        money = (
            share.amount + share.share * self.base + share.per_home * self.homes + share.per_m2 * self.area
        )
        if place == self.resident:
            return (money + self.from_homes) * self.plan.shifts.equity_factor
        contributed = share.kind == "in_kind" and self.plan.site.tenure == "contributed"
        return money + (self.land + self.existing if contributed else 0.0)

    def _homes(self) -> None:
        """Each home's part of the investment by the key, and how much of it its own residents paid."""
        homes, key = self.plan.homes, self.plan.charge.key
        field = {"area": "area", "unit": "units", "cost": "cost_share"}[key]
        self.points = [float(getattr(home, field)) for home in homes]
        self.key_total = sum(home.count * points for home, points in zip(homes, self.points, strict=True))
        self.home_price = [self.base / self.scale * points / self.key_total for points in self.points]
        self.home_capital = [
            min(price, self._brought(home, points))
            for home, points, price in zip(homes, self.points, self.home_price, strict=True)
        ]
        self.home_uncovered = [
            price - paid for price, paid in zip(self.home_price, self.home_capital, strict=True)
        ]
        self.uncovered = self.scale * sum(
            home.count * short for home, short in zip(homes, self.home_uncovered, strict=True)
        )

    def _brought(self, home: Home, points: float) -> float:
        """What one home's residents bring: an amount per home or per m² as it says, an amount for all by the key."""
        if self.resident is None:
            return home.own_capital * self.plan.shifts.equity_factor
        share = self.plan.shares[self.resident]
        own = home.own_capital + share.per_home + share.per_m2 * home.area
        together = (share.amount + share.share * self.base) / self.scale
        return (own + together * points / self.key_total) * self.plan.shifts.equity_factor

    def _of_residents(self, field: str) -> float:
        return 0.0 if self.resident is None else float(getattr(self.plan.shares[self.resident], field))

    def loan_cost(self, loan: Loan) -> float:
        """What taking up a euro costs: the lender's costs, and duty and inscription of a mortgage."""
        return loan.cost + (self.law.mortgage if loan.mortgage else 0.0)

    def ceiling(self, loan: Loan) -> float:
        """The highest amount of a loan with a fixed amount; nought for the rest loan."""
        return 0.0 if loan.rest else loan.amount + loan.share * self.base

    def life(self, part: Part) -> int:
        """Over how many years a part is depreciated: never longer than the lease."""
        leased = self.plan.site.tenure == "leased"
        return min(part.life, self.plan.site.lease_years) if leased else part.life

    @property
    def depreciation_rate(self) -> float:
        """The part of the building that wears in a year of use: of each thing a part, weighed by its price."""
        things = [
            (price, self.life(part)) for price, part in zip(self.prices, self.plan.parts, strict=True)
        ] + [(self.existing, self.plan.site.building_life)]
        together = sum(price for price, _ in things)
        return sum(price / life for price, life in things) / together if together > 0.005 else 0.0

    def _once(self) -> dict[str, Any]:
        plan = self.plan
        ceilings = [self.ceiling(loan) for loan in plan.loans]
        ends = [self.delivery + 12 * loan.years for loan in plan.loans]
        before_full = math.ceil(self.delivery / 12)  # the last year that is not in use from its first day
        return {
            "homes": self.homes, "area": self.area, "delay_months": self.delay, "delivery": self.delivery,
            "part_works": self.prices, "works_price": self.works, "works_value": self.works_value, "building_value": self.building_value,
            "building_purchase": self.existing, "building_duty": self.existing_duty,
            "ground_rent_base": self.rent, "land_purchase": self.land, "land_duty": self.land_duty, "lease_duty": self.lease_duty,
            "architect_fee": self.architect, "delegated_fee": self.delegated, "project_cost": self.project_cost,
            "investment_base": self.base, "share_amount": self.share_amounts, "resident_capital": self.from_homes,
            "loan_ceiling": ceilings, "ceilings": sum(ceilings),
            "loan_weight": [one / sum(ceilings) if sum(ceilings) > 0.005 else 0.0 for one in ceilings],
            "loan_end": ends,
            "resident_per_home": self._of_residents("per_home"), "resident_per_m2": self._of_residents("per_m2"),
            "cadastral_total": self.scale * sum(home.count * home.cadastral_income for home in plan.homes),
            "has_savers": float(self.resident is not None), "key_total": self.key_total,
            "home_price": self.home_price, "home_capital": self.home_capital,
            "home_uncovered": self.home_uncovered, "uncovered": self.uncovered,
            "part_rate": [1 / self.life(part) for part in plan.parts], "depreciation_rate": self.depreciation_rate,
            "first_full": before_full + 1, "loans_end_year": max([before_full, *(math.ceil(end / 12) for end in ends)]),
        }  # fmt: skip


class Invoices:
    """What is to be paid in each month, by kind; `month` holds lists in which place 0 is before the first month."""

    def __init__(self, project: Project) -> None:
        self.project, plan = project, project.plan
        months, costs = project.months, plan.costs
        self.level = [(1 + costs.build_inflation) ** (month / 12) for month in range(months + 1)]
        self.parts = [self._part(place) for place in range(len(plan.parts))]
        self.progress = self._progress()
        works = [sum(part[month] for part in self.parts) for month in range(months + 1)]
        step = [0.0] + [now - before for before, now in zip(self.progress, self.progress[1:], strict=False)]
        vat, permit = 1 + project.law.fee_vat, costs.architect_at_permit
        fee = project.architect * vat
        architect = [fee * (1 - permit) * done for done in step]
        _add(architect, costs.permit_month, fee * permit)
        self.land = self._at(plan.site.deed_month, project.land + project.land_duty)
        self.month: dict[str, list[Any]] = {
            "works_paid": works,
            "contingency_paid": [costs.contingency * paid for paid in works],
            "architect_paid": architect,
            "fees_paid": [(project.delegated + project.project_cost) * vat * done for done in step],
            "other_paid": [costs.other * done for done in step],
            "land_paid": self.land,
            "lease_paid": self._at(plan.site.deed_month, project.lease_duty + plan.site.deed_costs),
            "building_bought": self._at(plan.site.deed_month, project.existing + project.existing_duty),
            "ground_rent_in_build": [
                project.rent / 12 if plan.site.deed_month <= month <= project.delivery else 0.0
                for month in range(months + 1)
            ],
        }
        self.paid = [sum(paid) for paid in zip(*self.month.values(), strict=True)]
        self.month |= {
            "investment_paid": self.paid,
            "build_level": self.level,
            "progress": self.progress,
            "delivered": [float(month >= project.delivery) for month in range(months + 1)],
            "part_paid": self.parts,
            "part_done": [self._done(place) for place in range(len(plan.parts))],
        }

    def _at(self, month: int, amount: float) -> list[float]:
        paid = [0.0] * (self.project.months + 1)
        _add(paid, month, amount)
        return paid

    def _term(self, place: int) -> tuple[int, int]:
        part = self.project.plan.parts[place]
        return part.start, part.months + self.project.delay

    def _part(self, place: int) -> list[float]:
        """Equal instalments, each at the price level of its month."""
        start, months = self._term(place)
        one = self.project.prices[place] * (1 + self.project.vats[place]) / months
        paid = [0.0] * (self.project.months + 1)
        for month in range(start + 1, start + months + 1):
            _add(paid, month, one * self.level[month] if month < len(self.level) else 0.0)
        return paid

    def _done(self, place: int) -> list[float]:
        start, months = self._term(place)
        return [
            0.0 if month < start else 1.0 if month >= start + months else (month - start) / months
            for month in range(self.project.months + 1)
        ]

    def _progress(self) -> list[float]:
        """How far the build is, weighed by price; without works it goes by the months."""
        project, months = self.project, range(self.project.months + 1)
        if project.works <= 0.005:
            return [min(1.0, month / project.delivery) for month in months]
        done = [self._done(place) for place in range(len(project.prices))]
        return [
            sum(price * one[month] for price, one in zip(project.prices, done, strict=True)) / project.works
            for month in months
        ]


def _add(paid: list[float], month: int, amount: float) -> None:
    if month < len(paid):
        paid[month] += amount
