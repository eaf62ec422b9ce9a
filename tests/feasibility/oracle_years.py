"""The oracle's years: living in the homes, and the books, kept double-entry, so that the balance sheet closes by itself."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from tests.feasibility.oracle_loans import Financing
from tests.feasibility.oracle_project import Invoices, Project

ONE = {"price_level", "wage_level", "building_level", "ground_rent_level", "charge_level"}


class Books:
    """Accounts: what is debited to one is credited to another. A balance is debit less credit."""

    def __init__(self) -> None:
        self.balance: dict[str, float] = defaultdict(float)

    def post(self, debit: str, credit: str, amount: float) -> None:
        self.balance[debit] += amount
        self.balance[credit] -= amount

    def owned(self, account: str) -> float:
        """The balance of an account of what is owned."""
        return self.balance[account]

    def owed(self, account: str) -> float:
        """The balance of an account of what is owed, or of equity."""
        return -self.balance[account]


class Years:
    """Year after year; `lines` holds each line with its opening first, per element a list for each year."""

    def __init__(self, project: Project, invoices: Invoices, financing: Financing) -> None:
        self.project, self.plan, self.law = project, project.plan, project.law
        self.financing, self.invoices = financing, invoices
        self.month = financing.by_month()
        self.books = Books()
        shares = len(self.plan.shares)
        self.waiting = [0.0] * shares
        self.target = [1.0] * shares
        self.capital = [0.0] * shares
        self.losses, self.last_tax, self.last_result = 0.0, 0.0, 0.0
        self.lines: dict[str, list[Any]] = {}
        self.now: dict[str, Any] = {}
        for year in range(1, self.plan.years + 1):
            self._year(year)

    def _year(self, year: int) -> None:
        self.now = {}
        opening = self.books.owned("cash")
        self._prices(year)
        self._build(year)
        self._running_costs(year)
        self._works(year)
        self._debt(year)
        self._charge()
        self._collect()
        self.say(cash_before=self.books.owned("cash") - opening)
        self._withdrawals(opening)
        self._payments_out()
        self._savings()
        self._wear()
        self._profit()
        self._close(year)
        for name, value in self.now.items():
            if name not in self.lines:
                self.lines[name] = [_opening(name, value)]
            self.lines[name].append(value)

    def say(self, **values: Any) -> None:
        self.now.update(values)

    def _sum(self, amounts: list[float], year: int) -> float:
        return sum(amounts[12 * year - 11 : 12 * year + 1])

    def _prices(self, year: int) -> None:
        scenario, delivery = self.plan.scenario, self.project.delivery
        for name, growth in (
            ("price_level", scenario.inflation),
            ("wage_level", scenario.wage_growth),
            ("building_level", scenario.building_growth),
            ("ground_rent_level", scenario.ground_rent_growth),
            ("charge_level", self.plan.charge.charge_indexation),
        ):
            self.say(**{name: (1 + growth) ** (year - 1)})
        in_use = sum(1 for month in range(12 * year - 11, 12 * year + 1) if month > delivery)
        self.use = in_use / 12
        self.say(use=self.use, year_of_use=float(max(0, year - delivery // 12)))

    def _build(self, year: int) -> None:
        """The month ledgers of the build, posted by year."""
        month, post = self.month, self.books.post
        uses, land = self._sum(month["uses_paid"], year), self._sum(month["land_paid"], year)
        post("land", "cash", land)
        post("building", "cash", uses - land)
        self.built = uses - land
        self.paid_in = [self._sum(one, year) for one in month["share_paid"]]
        for place, paid in enumerate(self.paid_in):
            self._capital_in(place, paid)
        subsidy = self._sum(month["subsidy_received"], year)
        post("cash", "subsidies", subsidy)
        drawn = self._sum(month["loans_drawn"], year)
        post("cash", "debt", drawn)
        self.say(shares_in=sum(self.paid_in), loans_in=drawn, build_paid=uses)
        spent = self.lines.get("building_cost", [0.0])[-1] + self.built
        total = self.lines.get("subsidies_total", [0.0])[-1] + subsidy
        self.say(building_cost=spent, subsidy_in=subsidy, subsidies_total=total)
        self.say(land_book=self.books.owned("land"), purse_end=month["purse"][12 * year])
        self.say(debt_handover=month["debt_at_handover"][12 * year])
        self.say(invested=spent + self.books.owned("land"))

    def _capital_in(self, place: int, amount: float) -> None:
        self.books.post("cash", f"capital {place}", amount)

    def _running_costs(self, year: int) -> None:
        plan, project, now, use = self.plan, self.project, self.now, self.use
        run, value = plan.operation, project.building_value * now["building_level"] * use
        homes_wages = project.homes * now["wage_level"] * use
        prices = now["price_level"] * use
        indexed = run.cadastral_index * project.once["cadastral_total"]
        costs = {
            "management_cost": run.management * homes_wages,
            "guidance_cost": 12 * run.guidance * homes_wages,
            "maintenance_cost": run.maintenance * value,
            "insurance_cost": run.insurance * value,
            "common_cost": run.common * project.homes * prices,
            "overall_operating_cost": run.operating_rate * value,
            "company_cost": run.fixed_costs * prices,
            "property_tax": self.law.property_tax * (1 + run.surcharges) * indexed * prices,
            "solidarity_cost": 12 * run.solidarity * project.area * prices,
        }
        leased = year <= plan.site.lease_years
        rent = project.rent * now["ground_rent_level"] * use if leased else 0.0
        other = run.other_income * prices
        self.say(
            **costs, operating_costs=sum(costs.values()), ground_rent_paid=rent, other_income_received=other
        )
        self.books.post("result", "cash", sum(costs.values()) + rent)
        self.books.post("cash", "result", other)
        self.books.post("tax", "cash", self.last_tax)

    def _works(self, year: int) -> None:
        """Major works are costs of their year; the provision for them grows by a dotation and shrinks by what is used."""
        books, run, age = self.books, self.plan.operation, int(self.now["year_of_use"])
        due = [float(age >= 1 and (age in _due(work.year, work.every, age))) for work in self.plan.works]
        bill = sum(work.cost for work, now in zip(self.plan.works, due, strict=True) if now)
        bill *= self.now["building_level"] * self.project.scale
        added = run.reserve_rate * self.project.building_value * self.now["building_level"] * self.use
        books.post("result", "provision", added)
        used = min(bill, books.owed("provision"))
        books.post("provision", "result", used)
        books.post("result", "cash", bill)
        self.say(reserve_added=added, work_due=due, works_cost=bill, reserve_used=used)
        self.say(reserve=books.owed("provision"), provision_change=added - used)

    def _debt(self, year: int) -> None:
        interest, repaid = (self._sum(self.month[name], year) for name in ("interest_in_use", "repaid"))
        self.books.post("result", "cash", interest)
        self.books.post("debt", "cash", repaid)
        self.say(interest_paid=interest, principal_paid=repaid, debt_service=interest + repaid)
        self.say(senior_debt_service=self._sum(self.month["senior_service"], year))

    def _charge(self) -> None:
        """What is asked of all homes together, before anybody is late or gone."""
        plan, now, charge = self.plan, self.now, self.plan.charge
        asked = [
            min(share.dividend, self.law.dividend_cap) * capital * self.lines.get("use", [0.0])[-1]
            for share, capital in zip(plan.shares, self.capital, strict=True)
        ]
        running = now["operating_costs"] + now["ground_rent_paid"] + now["reserve_added"] + self.last_tax
        running -= now["other_income_received"]
        capital = now["debt_service"] * charge.cover + sum(asked)
        paying = 1 - plan.operation.vacancy - plan.operation.default
        indexed = now["charge_level"] if charge.kind == "fixed" else 1.0
        fixed = 12 * charge.charge * self.project.area * self.use * indexed
        cost_rent, mixed = max(0.0, running + capital) / paying, max(0.0, running) / paying + fixed
        charged = {"cost_rent": cost_rent, "fixed": fixed, "mixed": mixed}[charge.kind]
        splits = charge.kind != "fixed" and self.project.uncovered > 0.005
        carried = charged - min(charged, max(0.0, running) / paying) if splits else 0.0
        self.say(
            share_dividend_asked=asked, dividend_asked=sum(asked), running_need=running, capital_need=capital
        )
        self.say(
            cost_rent=cost_rent,
            fixed_charge=fixed,
            mixed_charge=mixed,
            charged=charged,
            capital_charge=carried,
        )
        full = self.use > 0.999
        self.say(charge_m2=charged / 12 / self.project.area if full else 0.0)
        self._by_home(charged - carried, carried, full)

    def _by_home(self, running: float, carried: float, full: bool) -> None:
        project = self.project
        shares = [points / project.key_total / project.scale / 12 * full for points in project.points]
        runs = [running * share for share in shares]
        charges = [
            run + (carried * short / project.uncovered / 12 if full and project.uncovered > 0.005 else 0.0)
            for run, short in zip(runs, project.home_uncovered, strict=True)
        ]
        self.say(home_running=runs, home_charge=charges)

    def _collect(self) -> None:
        run, now, charged = self.plan.operation, self.now, self.now["charged"]
        empty = charged * min(1.0, run.vacancy + run.vacancy_extra)
        unpaid = (charged - empty) * run.default / (1 - run.vacancy)
        collected = charged - empty - unpaid
        saving = 0.0
        if self.project.resident is not None:
            saving = max(0.0, min(collected, self.plan.charge.saving_share * now["principal_paid"]))
        interest = self.plan.operation.cash_rate * max(0.0, self.lines.get("cash", [0.0])[-1])
        self.books.post("cash", "result", collected - saving + interest)
        self.books.post("cash", "saved", saving)
        self.say(vacancy_loss=empty, default_loss=unpaid, collected=collected, saving=saving)
        self.say(revenue=collected - saving, interest_received=interest)
        costs = now["operating_costs"] + now["ground_rent_paid"] + now["reserve_added"] + self.last_tax
        self.say(available=collected + now["other_income_received"] - costs)

    def _values(self) -> tuple[float, list[float]]:
        """What a euro of contribution is worth: its target, or the books when these say less. From the last accounts."""
        last = {name: rows[-1] for name, rows in self.lines.items()}
        capital = last.get("capital", 0.0)
        book = 1.0
        if capital > 0.005:
            locked = self.plan.members.reserves_locked * max(0.0, last["retained"])
            book = max(0.0, last["equity"] - last["subsidies_left"] - locked) / capital
        self.target = [
            target * (1 + (share.index * self.use if share.value != "nominal" else 0.0))
            for target, share in zip(self.target, self.plan.shares, strict=True)
        ]
        values = [
            min(target, book) if share.value == "lower_of_index_and_book" else target
            for target, share in zip(self.target, self.plan.shares, strict=True)
        ]
        self.say(share_target=list(self.target), book_value=book, share_value=values)
        return book, values

    def _withdrawals(self, opening: float) -> None:
        """Members leave as far as both tests allow; all wait in the same measure. Newcomers come in at the same value."""
        plan, now = self.plan, self.now
        _, values = self._values()
        asked = [
            min(capital, capital * share.turnover * plan.shifts.turnover_factor * self.use + waiting)
            for share, capital, waiting in zip(plan.shares, self.capital, self.waiting, strict=True)
        ]
        money = sum(nominal * value for nominal, value in zip(asked, values, strict=True))
        keep = now["reserve"] + plan.costs.working_capital
        liquid = max(0.0, opening + now["cash_before"] - keep)
        solvent = max(0.0, self.lines.get("equity", [0.0])[-1])
        reentry = plan.members.reentry
        room = min(solvent, liquid / (1 - reentry) if reentry < 0.9999 else money)
        part = min(1.0, room / money) if money > 0.005 else 0.0
        left = [nominal * part for nominal in asked]
        back = [reentry * nominal for nominal in left]
        self.say(
            share_exit_asked=asked, exit_asked=money, room_cash=liquid, room_assets=solvent, exit_room=room
        )
        self.say(exit_share=part, share_exit=left, share_reentry=back)
        self.waiting = [nominal - gone for nominal, gone in zip(asked, left, strict=True)]
        self.say(
            share_waiting=list(self.waiting),
            exit_paid=_dot(left, values),
            reentry_received=_dot(back, values),
        )
        self.say(waiting=_dot(self.waiting, values))
        for place, (gone, new, value) in enumerate(zip(left, back, values, strict=True)):
            self.books.post(f"capital {place}", "cash", gone)
            self.books.post("reserves", "cash", gone * (value - 1))
            self._capital_in(place, new)
            self.books.post("cash", "reserves", new * (value - 1))

    def _payments_out(self) -> None:
        """Dividend and refund, out of the reserves that withdrawals leave, and never out of the cash that must stay."""
        now = self.now
        reserves = self.books.owed("reserves")
        cash = now["room_cash"] - now["exit_paid"] + now["reentry_received"]
        dividend = min(now["dividend_asked"], max(0.0, min(reserves, cash)))
        wanted = self.plan.charge.refund * max(0.0, self.last_result)
        refund = min(wanted, max(0.0, min(reserves, cash) - dividend))
        self.books.post("reserves", "cash", dividend + refund)
        self.say(distributable=reserves, dividend_paid=dividend, refund_paid=refund)

    def _savings(self) -> None:
        """What residents saved becomes shares at their value of this year; what they pay above the nominal goes to the reserves."""
        saved = self.books.owed("saved")
        bought = [0.0] * len(self.plan.shares)
        if self.project.resident is not None:
            bought[self.project.resident] = saved / max(1.0, self.now["share_value"][self.project.resident])
            self.books.post("saved", f"capital {self.project.resident}", bought[self.project.resident])
            self.books.post("saved", "reserves", saved - bought[self.project.resident])
        self.say(share_saved=bought)

    def _wear(self) -> None:
        """The building wears in equal parts, and the subsidies for it are earned as it does."""
        books, cost = self.books, self.now["building_cost"]
        wear = min(books.owned("building"), self.project.depreciation_rate * cost * self.use)
        books.post("result", "building", wear)
        part = wear / cost if cost > 0.005 else 0.0
        earned = min(books.owed("subsidies"), part * self.now["subsidies_total"])
        books.post("subsidies", "result", earned)
        self.say(depreciation=wear, building_book=books.owned("building"))
        self.say(subsidy_earned=earned, subsidies_left=books.owed("subsidies"))

    def _profit(self) -> None:
        profit = self.books.owed("result")
        used = min(self.losses, max(0.0, profit))
        self.losses += max(0.0, -profit) - used
        taxable = max(0.0, profit) - used
        tax = self.law.corporate_tax(taxable)
        self.books.post("result", "tax", tax)
        self.books.post("result", "reserves", profit - tax)
        self.last_tax, self.last_result = tax, profit - tax
        self.say(profit_before_tax=profit, loss_used=used, losses=self.losses, taxable=taxable, tax=tax)
        self.say(result=profit - tax)

    def _close(self, year: int) -> None:
        """The balance sheet, and what each class of shares has received."""
        books, now, plan = self.books, self.now, self.plan
        self.capital = [books.owed(f"capital {place}") for place in range(len(plan.shares))]
        capital, kept, subsidies = sum(self.capital), books.owed("reserves"), books.owed("subsidies")
        resident = self.project.resident
        self.say(share_capital=list(self.capital), capital=capital, retained=kept)
        self.say(resident_shares=self.capital[resident] if resident is not None else 0.0)
        equity, cash = capital + kept + subsidies, books.owned("cash")
        assets = books.owned("land") + books.owned("building") + cash
        owed = equity + books.owed("provision") + books.owed("debt") + books.owed("tax")
        self.say(cash=cash, free_cash=cash - now["reserve"], debt=books.owed("debt"), equity=equity)
        self.say(assets=assets, liabilities=owed, balance_gap=assets - owed)
        self.say(share_flow=[self._flow(place, year) for place in range(len(plan.shares))])

    def _flow(self, place: int, year: int) -> float:
        now, value = self.now, self.now["share_value"][place]
        asked, saved = now["dividend_asked"], now["saving"] if place == self.project.resident else 0.0
        flow = (now["share_exit"][place] - now["share_reentry"][place]) * value - self.paid_in[place] - saved
        if asked > 0.005:
            gross = now["dividend_paid"] * now["share_dividend_asked"][place] / asked
            flow += gross * (1 - self.law.withholding)
        return float(flow + (self.capital[place] * value if year == self.plan.years else 0.0))


def _opening(name: str, value: Any) -> Any:
    start = 1.0 if name in ONE | {"share_target"} else 0.0
    return [start] * len(value) if isinstance(value, list) else start


def _dot(amounts: list[float], values: list[float]) -> float:
    return sum(amount * value for amount, value in zip(amounts, values, strict=True))


def _due(first: int, every: int, until: int) -> range | tuple[int]:
    """The years of use in which a work falls."""
    return range(first, until + 1, every) if every else (first,)
