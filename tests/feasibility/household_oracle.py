"""The comparison of one household, worked out by hand in plain Python: no line, no kernel, no input of the engine is used, only its dated figures.

Where the engine steps through time, this takes closed forms where they exist: balances of a mortgage, and money that grows at interest.
"""

from datetime import date
from types import SimpleNamespace

from feasibility.household import Household
from feasibility.parameters import history, parameter

NEVER = 10**6


def figure(name, day):
    """A dated figure; beyond the last day that is known, the last."""
    last = history(name)[-1]
    return last.number if day > last.last else parameter(name, day).number


def oracle(home: Household, on: date):
    """What each side costs and leaves: by side the series of each year, and what is needed at the start."""
    o = home.outlook
    tax = figure("taxes.withholding", on) if o.return_taxed and o.return_gross > 0 else 0.0
    r = o.return_gross * (1 - tax)
    sides = {}
    if home.rent:
        sides["rent"] = renting(home)
    if home.buy:
        sides["buy"] = buying(home)
    if home.cooperative:
        sides["cooperative"] = cooperating(home, on, r)
    n = home.years
    budget = [
        home.budget * 12 * (1 + o.inflation) ** y
        if home.budget > 0
        else max(one.cost[y] for one in sides.values())
        for y in range(n)
    ]
    for one in sides.values():
        one.month = [cost / 12 for cost in one.cost]
        one.invested = [
            (home.own_money - one.needed) * (1 + r) ** (y + 1)
            + sum((budget[s] - one.cost[s]) * (1 + r) ** (y - s + 0.5) for s in range(y + 1))
            for y in range(n)
        ]
        one.wealth = [a + b for a, b in zip(one.home, one.invested, strict=True)]
        one.figures |= {
            "total": sum(one.cost),
            "wealth_end": one.wealth[-1],
            "lowest": min(one.invested),
            "month_1": one.month[0],
        }
    return sides


def renting(home):
    rent, growth, n = home.rent, home.outlook.inflation, home.years
    group = "abc" if rent.label in "ABC" else "d" if rent.label == "D" else "ef"
    level, cost, deposit = 1.0, [], rent.amount * months_of_deposit(home)
    for y in range(n):
        day = later(home.start, y)
        if y and rent.indexed:
            part = figure(f"rental.indexation_share_{group}", day)
            if rent.frozen_from and day.year >= rent.frozen_from:
                part = 0.0
            level *= 1 + min(growth, part * growth)
        cost.append(12 * (rent.amount * level + rent.other_costs * (1 + growth) ** y))
    back = [deposit * (1 + rent.deposit_return) ** (y + 1) for y in range(n)]
    figures = {"rent_income": rent.amount / 0.30}
    return SimpleNamespace(cost=cost, home=back, stake=[deposit] * n, needed=deposit, figures=figures)


def months_of_deposit(home):
    given = home.rent.deposit_months
    return figure("rental.deposit_months", home.start) if given == -1 else given


def buying(home):
    buy, o, n = home.buy, home.outlook, home.years
    duty = {"own_home": "registration.own_home", "sale": "registration.sale", "none": None}[buy.registration]
    costs = buy.deed_costs + (figure(duty, home.start) * buy.price if duty else 0.0)
    fixed = buy.loan_deed_costs + (500.0 if buy.file_cost == -1 else buy.file_cost)
    part = (0.01 + 0.003) * (1 + buy.loan_extras)
    loan = buy.loan
    if loan == -1:
        short = buy.price + costs - home.own_money
        loan = (short + fixed) / (1 - part) if short > 0.005 else 0.0
    if loan > 0.005:
        costs += fixed + part * loan
    i = (1 + buy.rate) ** (1 / 12) - 1 if buy.convention == "actuarial" else buy.rate / 12
    months = 12 * buy.loan_years
    debts = [balance(loan, i, months, min(12 * (y + 1), months)) for y in range(n)]
    tax = buy.property_tax
    if tax == -1:
        tax = 0.0397 * buy.cadastral_income * buy.cadastral_index * (1 + buy.surcharges)
    cost, left, paid = [], [], 0.0
    for y, debt in enumerate(debts):
        paying = max(0, min(12, months - 12 * y)) if loan > 0.005 else 0
        upkeep = buy.maintenance * buy.price + buy.insurance + 12 * buy.common_costs
        running = upkeep * (1 + o.cost_growth) ** y + tax * (1 + o.inflation) ** y
        paid += paying * instalment(loan, i, months)
        cost.append(paying * instalment(loan, i, months) + running + (buy.loan_insurance if paying else 0.0))
        value = buy.price * (1 + o.house_growth) ** (y + 1)
        left.append(value * (1 - buy.selling_costs) - debt * (1 + buy.early_months * i))
    figures = {
        "buy_instalment": instalment(loan, i, months), "buy_income": instalment(loan, i, months) / 0.30, "buy_ltv": loan / buy.price,
        "buy_over_limit": max(0.0, loan - 0.90 * buy.price), "buy_instalments_total": paid, "buy_interest_total": paid - (loan - debts[-1]),
    }  # fmt: skip
    if loan > 0.005:
        figures["buy_income_bank"] = 3 * instalment(loan, i, months)
    stake = [buy.price - debt for debt in debts]
    return SimpleNamespace(
        cost=cost, home=left, stake=stake, needed=buy.price + costs - loan, figures=figures
    )


def instalment(loan, i, months):
    return loan / months if i == 0 else loan * i / (1 - (1 + i) ** -months)


def balance(loan, i, months, paid):
    """What is owed after so many instalments: the present value of those that are still to come."""
    left = months - paid
    return loan * left / months if i == 0 else instalment(loan, i, months) * (1 - (1 + i) ** -left) / i


def cooperating(home, on, r):
    c, n = home.cooperative, home.years
    own = c.own_capital
    if own == -1:
        own = max(0.0, min(c.price, home.own_money - c.entry_costs))
    running, interest, saving = path_of(c, n) if c.capital == "path" else charge_of(c, n, own, on)
    shares, value, left, stake = own, own, [], []
    for y in range(n):
        shares += saving[y]
        index = (
            (figure("norms.share_growth_target", on) if c.value_index == -1 else c.value_index)
            if c.value == "indexed"
            else 0.0
        )
        value = shares * c.path[y].value if c.capital == "path" else value * (1 + index) + saving[y]
        gain = max(0.0, value - shares - exempt(c, on) * home.persons)
        tax = figure("taxes.capital_gains", on) * gain if c.gains_taxed else 0.0
        left.append((value - tax) / (1 + r) ** c.payout_delay)
        stake.append(shares)
    cost = [sum(parts) for parts in zip(running, interest, saving, strict=True)]
    paid = next((y + 1 for y in range(n) if c.capital != "path" and c.price - stake[y] < 0.005), 0)
    figures = {"cooperative_income": cost[0] / 12 / 0.30, "cooperative_paid_year": paid}
    return SimpleNamespace(cost=cost, home=left, stake=stake, needed=own + c.entry_costs, figures=figures)


def exempt(c, on):
    return figure("taxes.capital_gains_exempt", on) if c.gains_taxed else 0.0


def path_of(c, n):
    rows = c.path[:n]
    return [row.running for row in rows], [row.capital_cost for row in rows], [row.saving for row in rows]


def charge_of(c, n, own, on):
    """Running costs, cost of capital and saving part of each year, month by month for the capital."""
    keep = "keep" if c.backers_keep_return else "give_up"
    discount = figure(f"norms.capital_discount_{keep}", on) * c.backers if c.backers else 0.0
    running = [max(0.0, 12 * c.running * (1 + c.running_growth) ** y - discount) for y in range(n)]
    unpaid = max(0.0, c.price - own)
    i = (1 + c.rate) ** (1 / 12) - 1
    least = 750.0 if c.minimum_capital == -1 else c.minimum_capital
    months = 12 * (25 if c.saving_years == -1 else c.saving_years)
    constant = {
        "ends": lambda: (c.charge_at_minimum - c.running) * unpaid / (c.price - least),
        "annuity": lambda: instalment(unpaid, i, months),
        "linear": lambda: 0.0,
        "interest": lambda: 0.0,
    }[c.capital]()
    end = months if c.capital in {"annuity", "linear"} else NEVER
    start, interest, saving = unpaid, [], []
    for y in range(n):
        cost = saved = 0.0
        for month in range(12 * y + 1, 12 * y + 13):
            due = unpaid * i
            part = {"linear": start / months, "interest": 0.0}.get(c.capital, max(0.0, constant - due))
            part = unpaid if month >= end and c.capital != "interest" else min(part, unpaid)
            unpaid, cost, saved = unpaid - part, cost + due, saved + part
        interest.append(cost)
        saving.append(saved)
    return running, interest, saving


def stays_ahead(a, b):
    """The first year from which wealth a stays above wealth b until the end; nought when it does not."""
    first = 0
    for year in range(len(a), 0, -1):
        if a[year - 1] - b[year - 1] <= 0.005:
            break
        first = year
    return first


def later(start, years):
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return start.replace(year=start.year + years, day=28)
