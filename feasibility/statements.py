"""Profit and loss, balance sheet and cash flow by year, a table over thirty years, and the financial plan that the law asks for.

Nothing is worked out here: a row shows a line of the model with its sign, a total adds up rows above it. A total that is a line too must equal their sum:
`gaps` says by how much it does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from feasibility.assessment import Assessment
from feasibility.compile.explanation import parameter_line
from feasibility.formats import measured, money
from feasibility.formula import references
from feasibility.model.indicators import NO_DEBT
from feasibility.parameters import Parameter, parameter

Level = Literal["heading", "line", "total"]
LONG_YEARS = "norms.plan_years"


@dataclass(frozen=True)
class Row:
    """One row: `values` one for each column, with the sign they count with (a cost is negative); None where the line says nothing.

    `line` names the line of the model (with `lag` 1 that of the year before), `parts` the rows that a total adds up.
    """

    id: str
    nl: str
    en: str
    level: Level
    values: tuple[float | None, ...] = ()
    unit: str = "eur"
    line: str = ""
    sign: int = 1
    lag: int = 0
    parts: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        """The name of the row."""
        return self.nl if language == "nl" else self.en


@dataclass(frozen=True)
class Statement:
    """Rows under columns; `years` are the years of the columns, empty when these are no years."""

    id: str
    nl: str
    en: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    years: tuple[int, ...] = ()

    def title(self, language: str) -> str:
        """The name of the statement."""
        return self.nl if language == "nl" else self.en

    def row(self, id: str) -> Row:
        """The row of this id."""
        return next(row for row in self.rows if row.id == id)

    @property
    def gaps(self) -> Mapping[str, float]:
        """For each total the largest difference between it and the sum of its parts: nought, but for rounding."""
        return {row.id: max((abs(gap) for gap in self._differences(row)), default=0.0) for row in self.rows if row.parts}  # fmt: skip

    def _differences(self, total: Row) -> Iterator[float]:
        for column, value in enumerate(total.values):
            yield (value or 0.0) - sum(self.row(part).values[column] or 0.0 for part in total.parts)


@dataclass(frozen=True)
class _Spec:
    """How a row is made; a total with no line adds up its parts."""

    id: str
    level: Level = "line"
    line: str = ""
    sign: int = 1
    lag: int = 0
    labels: tuple[str, str] | None = None
    parts: tuple[str, ...] = field(default=())


def _heading(id: str, nl: str, en: str) -> _Spec:
    return _Spec(id, "heading", labels=(nl, en))


def _in(*names: str) -> tuple[_Spec, ...]:
    return tuple(_Spec(name, line=name) for name in names)


def _out(*names: str) -> tuple[_Spec, ...]:
    return tuple(_Spec(name, line=name, sign=-1) for name in names)


def profit_and_loss(assessment: Assessment, years: Sequence[int] | None = None) -> Statement:
    """Income, costs and result of each year; every line of the operating costs has its row, also one that was added."""
    costs = tuple(ref.name for ref in references(assessment.lines.model.by_name["operating_costs"].tree))
    charge = ("charged", "vacancy_loss", "default_loss", "saving")
    other = ("ground_rent_paid", "works_cost", "provision_change", "depreciation")
    specs = (
        _heading("income", "Opbrengsten", "Income"), *_in("charged"), *_out(*charge[1:]),
        _Spec("revenue", "total", "revenue", parts=charge), *_in("other_income_received"),
        _heading("costs", "Kosten", "Costs"), *_out(*costs), _Spec("operating_costs", "total", "operating_costs", -1, parts=costs), *_out(*other),
        _Spec("operating_result", "total", labels=("Bedrijfsresultaat", "Operating result"), parts=("revenue", "other_income_received", "operating_costs", *other)),
        _heading("financial", "Financieel", "Financial"), *_in("interest_received", "subsidy_earned"), *_out("interest_paid"),
        _Spec("profit_before_tax", "total", "profit_before_tax", parts=("operating_result", "interest_received", "subsidy_earned", "interest_paid")),
        *_out("tax"), _Spec("result", "total", "result", parts=("profit_before_tax", "tax")),
    )  # fmt: skip
    return _statement(assessment, "profit_and_loss", "Resultatenrekening", "Profit and loss", specs, years)


def balance_sheet(assessment: Assessment, years: Sequence[int] | None = None) -> Statement:
    """What is owned and owed at the end of each year."""
    owned, own = ("land_book", "building_book", "cash"), ("capital", "retained", "subsidies_left")
    specs = (
        _heading("owned", "Activa", "Assets"), *_in(*owned), _Spec("assets", "total", "assets", labels=("Totaal van de activa", "Total assets"), parts=owned),
        _heading("owed", "Passiva", "Equity and liabilities"), *_in(*own), _Spec("equity", "total", "equity", parts=own), *_in("reserve", "debt"),
        _Spec("tax", line="tax", labels=("Te betalen belasting", "Tax payable")),
        _Spec("liabilities", "total", "liabilities", labels=("Totaal van de passiva", "Total equity and liabilities"), parts=("equity", "reserve", "debt", "tax")),
        _Spec("balance_gap", line="balance_gap"),
    )  # fmt: skip
    return _statement(assessment, "balance_sheet", "Balans", "Balance sheet", specs, years)


def cash_flow(assessment: Assessment, years: Sequence[int] | None = None) -> Statement:
    """Where cash comes from and goes to in each year, from what there was to what is left."""
    running_in, running_out = (
        ("collected", "other_income_received", "interest_received"),
        ("operating_costs", "ground_rent_paid", "works_cost"),
    )
    capital_in, capital_out = ("shares_in", "subsidy_in", "loans_in"), ("interest_paid", "principal_paid")
    members = ("exit_paid", "reentry_received", "dividend_paid", "refund_paid")
    parts = ("cash_start", "cash_from_operation", "cash_from_build", "cash_from_capital", "cash_from_members")
    specs = (
        _Spec("cash_start", line="cash", lag=1, labels=("Kas bij het begin van het jaar", "Cash at the start of the year")),
        _heading("operation", "Werking", "Operation"), *_in(*running_in), *_out(*running_out),
        _Spec("tax_paid", line="tax", sign=-1, lag=1, labels=("Betaalde vennootschapsbelasting", "Corporate tax paid")),
        _Spec("cash_from_operation", "total", labels=("Kas uit de werking", "Cash from operation"), parts=(*running_in, *running_out, "tax_paid")),
        _heading("build", "Grond en bouw", "Land and build"), *_out("build_paid"),
        _Spec("cash_from_build", "total", labels=("Kas voor grond en bouw", "Cash for land and build"), parts=("build_paid",)),
        _heading("capital", "Financiering", "Finance"), *_in(*capital_in), *_out(*capital_out),
        _Spec("cash_from_capital", "total", labels=("Kas uit de financiering", "Cash from finance"), parts=(*capital_in, *capital_out)),
        _heading("members", "Aandeelhouders", "Members"), *_out("exit_paid"), *_in("reentry_received"), *_out("dividend_paid", "refund_paid"),
        _Spec("cash_from_members", "total", labels=("Kas van en naar aandeelhouders", "Cash from and to members"), parts=members),
        _Spec("cash", "total", "cash", labels=("Kas op het einde van het jaar", "Cash at the end of the year"), parts=parts),
    )  # fmt: skip
    return _statement(assessment, "cash_flow", "Kasstroom", "Cash flow", specs, years)


def long_table(assessment: Assessment) -> Statement:
    """The years that a housing cooperative looks ahead (thirty, a norm of the sector) in one table, or as many as the plan has."""
    ahead = int(parameter(LONG_YEARS, assessment.on).number)
    names = (
        "charge_m2", "charged", "collected", "operating_costs", "ground_rent_paid", "works_cost", "interest_paid", "principal_paid", "dscr", "result", "tax",
        "exit_paid", "reserve", "free_cash", "cash", "debt", "capital", "equity",
    )  # fmt: skip
    years = range(1, min(ahead, assessment.plan.years) + 1)
    return _statement(assessment, "long_table", "Overzicht over de jaren", "Overview over the years", _in(*names), years)  # fmt: skip


def _statement(assessment: Assessment, id: str, nl: str, en: str, specs: Sequence[_Spec], years: Sequence[int] | None) -> Statement:  # fmt: skip
    wanted = tuple(years or range(1, assessment.plan.years + 1))
    rows: dict[str, Row] = {}
    for spec in specs:
        rows[spec.id] = _row(assessment, spec, wanted, rows)
    columns = tuple((f"jaar {year}", f"year {year}") for year in wanted)
    return Statement(id, nl, en, columns, tuple(rows.values()), wanted)


def _row(assessment: Assessment, spec: _Spec, years: tuple[int, ...], above: Mapping[str, Row]) -> Row:
    line = assessment.lines.model.by_name.get(spec.line)
    nl, en = spec.labels or ((line.nl, line.en) if line else ("", ""))
    if line is not None:
        series = assessment.lines[spec.line]
        values = tuple(_picked(spec, line.unit, float(series[year - spec.lag])) for year in years)
        return Row(spec.id, nl, en, spec.level, values, line.unit, spec.line, spec.sign, spec.lag, spec.parts)
    sums = tuple(
        sum(above[part].values[column] or 0.0 for part in spec.parts) for column in range(len(years))
    )
    return Row(spec.id, nl, en, spec.level, sums if spec.parts else (), parts=spec.parts)


def _picked(spec: _Spec, unit: str, value: float) -> float | None:
    """A value with its sign; cover in a year without debt service says nothing."""
    return None if unit == "factor" and value >= NO_DEBT else spec.sign * value + 0.0


Words = tuple[str, str]  # in Dutch, in English
ARTICLE: Words = ("Artikel 6:5 WVV (nummer niet nagekeken in de wettekst)", "Article 6:5 WVV (number not checked in the text of the law)")  # fmt: skip
OPEN: Words = ("[Nog in te vullen: {}]", "[Still to be filled in: {}]")
TITLES: tuple[Words, ...] = (
    ("De activiteit", "The activity"),
    ("De financieringsbronnen bij de oprichting en de zekerheden die daarvoor gegeven zijn", "The sources of finance at the founding and the securities given for them"),
    ("De openingsbalans en de geprojecteerde balansen na 12 en 24 maanden", "The opening balance sheet and the projected balance sheets after 12 and 24 months"),
    ("De geprojecteerde resultatenrekening na 12 en 24 maanden", "The projected profit and loss after 12 and 24 months"),
    ("De begroting van inkomsten en uitgaven over minstens twee jaar", "The budget of income and spending over at least two years"),
    ("De hypothesen over omzet en rendabiliteit", "The assumptions on turnover and profitability"),
    ("De naam van de externe deskundige, als er een is", "The name of the outside expert, if there is one"),
)  # fmt: skip
_ASSUMED = ("vacancy", "default", "inflation", "wage_growth", "building_growth", "charge_indexation", "cover", "management", "guidance", "maintenance", "insurance", "common",
            "fixed_costs", "reserve_rate", "other_income")  # fmt: skip


@dataclass(frozen=True)
class PlanItem:
    """One of the seven items of the law: paragraphs and tables. `open`: somebody still has to write something here; the paragraph says what."""

    number: int
    title: Words
    paragraphs: tuple[Words, ...] = ()
    statements: tuple[Statement, ...] = ()
    open: bool = False


@dataclass(frozen=True)
class StatutoryPlan:
    """The financial plan of a cooperative company in the order of the law. The law asks for two years; `overview` shows as many as the sector looks ahead."""

    items: tuple[PlanItem, ...]
    article: Words
    period: Parameter
    overview: Statement


def statutory_plan(assessment: Assessment, *, activity: str = "", securities: str = "", expert: str = "") -> StatutoryPlan:  # fmt: skip
    """The financial plan for the notary, from an assessment and the three texts that only the founders can write.

    The first months are those from the start of the plan: the contributions that are paid then are taken as those of the founders. Source: domain of the
    companies' code (WVV, book 6), see `ARTICLE`.
    """
    period = parameter("company.plan_months", assessment.on)
    first = range(1, int(period.number) // 12 + 1)
    written: tuple[tuple[tuple[Words, ...], tuple[Statement, ...]], ...] = (
        ((_written(activity, "wat de vennootschap doet", "what the company does"),), ()),
        ((*_securities(assessment), _written(securities, "andere zekerheden, zoals een pand of een borg, of dat er geen zijn", "other securities, such as a pledge or a surety, or that there are none")),
         (_sources(assessment), _uses(assessment))),
        ((), (_opening(assessment), balance_sheet(assessment, first))),
        ((), (profit_and_loss(assessment, first),)),
        ((), (cash_flow(assessment, first),)),
        (tuple(_assumptions(assessment)), ()),
        ((_written(expert, "de naam van de deskundige, of dat er geen is", "the name of the expert, or that there is none"),), ()),
    )  # fmt: skip
    texts = {0: activity, 1: securities, 6: expert}
    items = tuple(
        PlanItem(number + 1, TITLES[number], paragraphs, tables, open=number in texts and not texts[number])
        for number, (paragraphs, tables) in enumerate(written)
    )
    return StatutoryPlan(items, ARTICLE, period, long_table(assessment))


def _written(text: str, nl: str, en: str) -> Words:
    """What the founders wrote, or a mark for what they still have to write."""
    return (text, text) if text else (OPEN[0].format(nl), OPEN[1].format(en))


def _table(id: str, nl: str, en: str, rows: Sequence[tuple[str, Words, float]], total: Words) -> Statement:
    """A table of one column of amounts and their sum."""
    made = [Row(key, *label, "line", (value,)) for key, label, value in rows]
    end = Row(
        "total", *total, "total", (sum(value for _, _, value in rows),), parts=tuple(row.id for row in made)
    )
    return Statement(id, nl, en, (("bedrag", "amount"),), (*made, end))


def _sources(assessment: Assessment) -> Statement:
    """Who pays the investment: contributions pledged, subsidies, loans as drawn at handover."""
    plan, lines = assessment.plan, assessment.lines
    handover = min(int(lines["delivery"]), 12 * plan.years)
    rows = [(f"share_{number}", (f"Inbreng ‘{one.name}’", f"Contribution ‘{one.name}’"), lines["share_amount"][number]) for number, one in enumerate(plan.shares)]  # fmt: skip
    rows.append(("subsidies", ("Subsidies", "Subsidies"), lines["subsidies_total"][plan.years]))
    rows += [(f"loan_{number}", (f"Lening ‘{one.name}’", f"Loan ‘{one.name}’"), lines["loan_drawn"][number][handover]) for number, one in enumerate(plan.loans)]  # fmt: skip
    return _table("sources", "Bronnen", "Sources", rows, ("Totaal van de bronnen", "Total of the sources"))


def _uses(assessment: Assessment) -> Statement:
    rows = [(key, (line.nl, line.en), assessment.lines[key]) for key, line in ((key, assessment.lines.model.by_name[key]) for key in ("total_investment",))]  # fmt: skip
    rows.append(("working_capital", ("Werkkapitaal bij de oplevering", "Working capital at handover"), assessment.plan.costs.working_capital))  # fmt: skip
    return _table("uses", "Bestedingen", "Uses", rows, ("Totaal van de bestedingen", "Total of the uses"))


def _opening(assessment: Assessment) -> Statement:
    """The balance sheet just after the contributions at the start, before anything is bought or borrowed."""
    plan, lines = assessment.plan, assessment.lines
    month = plan.site.deed_month
    paid = [
        (one.kind == "in_kind", lines["share_paid"][number][month]) for number, one in enumerate(plan.shares)
    ]
    rows = (
        Row("owned", "Activa", "Assets", "heading"),
        Row("in_kind", "Inbreng in natura", "Contribution in kind", "line", (sum((value for kind, value in paid if kind), 0.0),)),
        Row("cash", "Kas", "Cash", "line", (sum((value for kind, value in paid if not kind), 0.0),)),
        Row("assets", "Totaal van de activa", "Total assets", "total", (sum((value for _, value in paid), 0.0),), parts=("in_kind", "cash")),
        Row("owed", "Passiva", "Equity and liabilities", "heading"),
        Row("capital", "Inbreng", "Contributions", "line", (lines["shares_paid"][month],), line="shares_paid"),
        Row("liabilities", "Totaal van de passiva", "Total equity and liabilities", "total", (lines["shares_paid"][month],), parts=("capital",)),
    )  # fmt: skip
    return Statement("opening_balance", "Openingsbalans", "Opening balance sheet", (("bij de start", "at the start"),), rows)  # fmt: skip


def _securities(assessment: Assessment) -> Iterator[Words]:
    """What the plan says of the security behind each loan."""
    for loan in assessment.plan.loans:
        nl = ("met hypotheek" if loan.mortgage else "zonder hypotheek") + (
            ", achtergesteld" if loan.subordinated else ""
        )
        en = ("with a mortgage" if loan.mortgage else "without a mortgage") + (", subordinated" if loan.subordinated else "")  # fmt: skip
        yield f"Lening ‘{loan.name}’: {nl}.", f"Loan ‘{loan.name}’: {en}."


def _assumptions(assessment: Assessment) -> Iterator[Words]:
    """What turnover and result rest on: handover, the charge, the inputs behind income and costs, and the law and norms that were looked up."""
    lines, model = assessment.lines, assessment.lines.model
    month, income = f"{lines['delivery']:.0f}", lines["revenue"][2]
    charge = lines["charge_1"]
    yield (f"De oplevering is gepland in maand {month}. De omzet over de eerste 24 maanden is {money(lines['revenue'][1] + income, 'nl')}.",
           f"Handover is planned in month {month}. Turnover over the first 24 months is {money(lines['revenue'][1] + income, 'en')}.")  # fmt: skip
    yield (f"De omzet is de woonvergoeding, in het eerste volle jaar (jaar {lines['first_full']:.0f}) {measured(charge, 'eur_m2_month', 'nl')}.",
           f"Turnover is the occupancy charge, {measured(charge, 'eur_m2_month', 'en')} in the first full year (year {lines['first_full']:.0f}).")  # fmt: skip
    idle = "charge_indexation" if assessment.plan.charge.kind == "cost_rent" else "cover"
    for name in (one for one in _ASSUMED if one != idle):
        known, value = model.input_by_name[name], assessment.inputs.values[name]
        assert isinstance(value, float)
        yield (
            f"{known.nl}: {measured(value, known.unit, 'nl')}.",
            f"{known.en}: {measured(value, known.unit, 'en')}.",
        )
    for number, loan in enumerate(assessment.plan.loans):
        rate = assessment.inputs.values["loan_rate"][number]  # type: ignore[index]
        yield f"Rente op lening ‘{loan.name}’: {measured(rate, 'share_year', 'nl')}.", f"Interest on loan ‘{loan.name}’: {measured(rate, 'share_year', 'en')}."  # fmt: skip
    for found in assessment.parameters:
        yield parameter_line(found, "nl") + ".", parameter_line(found, "en") + "."
