"""What a page shows of an assessment: the answer, the homes, the checks that fail, and charts of where the charge comes from and where the money goes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from feasibility import Assessment, Fault
from feasibility.affordability import IncomeClass, reach
from feasibility.formats import measured, money, number
from feasibility.meaning import answer, meaning
from feasibility.statements import statutory_plan
from proeftuin.studies.charts import Bar, Chart, Part, Series, lines, stacked
from proeftuin.studies.figures import figure_words

SMALL = 0.005
# The parts of the running charge: line of the model → in Dutch, in English.
RUNNING: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("management_cost", "guidance_cost", "common_cost", "company_cost", "solidarity_cost", "overall_operating_cost"), "beheer en begeleiding", "management and guidance"),
    (("maintenance_cost", "insurance_cost"), "onderhoud en verzekering", "upkeep and insurance"),
    (("property_tax",), "onroerende voorheffing", "property tax"),
    (("ground_rent_paid",), "canon", "ground rent"),
    (("reserve_added",), "reserve voor groot onderhoud", "reserve for major works"),
)  # fmt: skip
CAPITAL: tuple[tuple[str, str, str], ...] = (
    ("interest_paid", "rente", "interest"), ("principal_paid", "aflossing", "repayment"), ("dividend_asked", "dividend", "dividend"),
)  # fmt: skip
KEY_FIGURES = (
    "total_investment", "investment_home", "equity_start", "equity_delivery", "debt_delivery", "ltc", "charge_1", "charge_after", "min_dscr", "llcr",
    "lowest_cash", "payback",
)  # fmt: skip
# Where a warning can be answered: the key that it names → the part of the study.
PLACES = {
    "lowest_cash": "charge", "min_dscr": "charge", "years": "site", "highest_waiting": "charge", "loans": "finance", "shares": "finance", "start": "site",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HomeRow:
    """One type of home in the first full year; amounts in words."""

    number: int
    name: str
    count: str
    area: str
    own: str
    charge: str
    running: str
    saving: str
    income: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure with its name, its value and what it means; `name` is what `explain` takes."""

    name: str
    label: str
    value: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Check:
    """Something to look at, and the part of the study where it can be changed."""

    words: str
    place: str


@dataclass(frozen=True, slots=True)
class Result:
    """All that the first page shows."""

    answer: str
    homes: tuple[HomeRow, ...]
    figures: tuple[FigureRow, ...]
    checks: tuple[Check, ...]
    charts: tuple[Chart, ...]


def result(assessment: Assessment, language: str) -> Result:
    """The result of an assessment in a language."""
    charts = (
        build_up(assessment, language),
        over_time(assessment, language),
        sources_and_uses(assessment, language),
    )
    return Result(
        together(answer(assessment, language)), tuple(homes(assessment, language)), tuple(figures(assessment, language)),
        tuple(checks(assessment, language)), charts,
    )  # fmt: skip


def together(words: str) -> str:
    """Words in which no amount is torn from its sign at the end of a line."""
    return words.replace("€ ", "€\u00a0")


def homes(assessment: Assessment, language: str) -> Iterator[HomeRow]:
    """A row for each type of home, to the cent."""
    line, scale = assessment.lines, assessment.plan.shifts.programme_scale
    for place, home in enumerate(assessment.plan.homes):
        charge, running, saving, income = (
            line[f"home_{name}"][place] for name in ("charge_1", "running_1", "saving_1", "income_needed")
        )
        yield HomeRow(
            place, home.name, number(home.count * scale, language), measured(home.area, "m2", language),
            money(line["home_capital"][place], language, 0), money(charge, language, 2), money(running, language, 2),
            money(saving, language, 2) if saving > SMALL else "–", money(income, language, 0),
        )  # fmt: skip


def figures(assessment: Assessment, language: str, names: Sequence[str] = KEY_FIGURES) -> Iterator[FigureRow]:
    """The key figures that say something in this plan."""
    for name in names:
        line, value = assessment.lines.model.by_name[name], assessment.figures[name]
        label = line.nl if language == "nl" else line.en
        yield FigureRow(
            name, label, figure_words(line.unit, value, language), meaning(assessment, name, language)
        )


def checks(assessment: Assessment, language: str) -> Iterator[Check]:
    """What is missing in the financing, then what the engine warns of; without what says nothing of the project itself."""
    gap = assessment.figures["funding_gap"]
    if isinstance(gap, float) and gap > SMALL:
        said = _("The sources are %(gap)s short of what is needed. Raise a loan, the contributions or a subsidy, or let one loan cover what is missing.")  # fmt: skip
        yield Check(said % {"gap": money(gap, language, 0)}, "finance")
    surplus = assessment.figures["funding_surplus"]
    if isinstance(surplus, float) and surplus > SMALL:
        said = _(
            "The sources are %(surplus)s more than what is needed. Lower one of them, or raise the working capital."
        )
        yield Check(said % {"surplus": money(surplus, language, 0)}, "finance")
    for fault in assessment.warnings:
        if fault.key not in {"parameters", "start"}:
            yield Check(_sentence(fault, language), PLACES.get(fault.key, ""))


def _sentence(fault: Fault, language: str) -> str:
    said = fault.nl if language == "nl" else fault.en
    return said[:1].upper() + said[1:]


def within_reach(
    assessment: Assessment, incomes: Sequence[Sequence[float | None]], language: str
) -> list[str]:
    """Which part of the households can pay each home, by a table of incomes; a line for each and one for the norm. Raises PlanError."""
    return (
        reach(assessment, [IncomeClass(upper, share or 0.0) for upper, share in incomes])
        .text(language)
        .splitlines()
    )


def build_up(assessment: Assessment, language: str) -> Chart:
    """Where the charge of each type of home goes to, in the first full year."""
    bars = [
        Bar(home.name, list(_parts(assessment, place, language)))
        for place, home in enumerate(assessment.plan.homes)
    ]
    return stacked(
        _("What the occupancy charge pays for"), _("A month in the first full year, for one home of each type."), bars,
        unit="eur_month", language=language,
    )  # fmt: skip


def _parts(assessment: Assessment, home: int, language: str) -> Iterator[Part]:
    """The running charge divided as the running costs are, and the rest as the costs of capital are: together exactly the charge."""
    line, dutch = assessment.lines, language == "nl"
    year = int(line["first_full"])
    if year > line.years:
        return
    running, whole = line["home_running_1"][home], line["home_charge_1"][home]
    costs = [(nl if dutch else en, sum(line[name][year] for name in names)) for names, nl, en in RUNNING]
    costs.append(("belasting" if dutch else "corporate tax", line["tax"][year - 1]))
    together = sum(cost for _, cost in costs)
    for name, cost in costs:
        if cost > SMALL and together > SMALL:
            yield Part(name, running * cost / together)
    capital = whole - running
    parts = [(nl if dutch else en, line[name][year]) for name, nl, en in CAPITAL]
    margin = max(0.0, line["capital_need"][year] - sum(cost for _, cost in parts))
    parts.append(("marge die de bank vraagt" if dutch else "margin that the bank asks", margin))
    needed = sum(cost for _, cost in parts)
    if capital <= SMALL:
        return
    if needed <= SMALL:
        yield Part("kapitaal" if dutch else "capital", capital)
    for name, cost in parts:
        if cost > SMALL and needed > SMALL:
            yield Part(name, capital * cost / needed)


def over_time(assessment: Assessment, language: str) -> Chart:
    """Cash, debt and what is saved up, at the end of each year."""
    line, years = assessment.lines, range(1, assessment.plan.years + 1)
    labels = [str(assessment.plan.start.year + year - 1) for year in years]
    series = [
        Series(_("debt"), [line["debt"][year] for year in years]),
        Series(_("free cash"), [line["free_cash"][year] for year in years]),
        Series(_("reserve"), [line["reserve"][year] for year in years]),
    ]
    weakest = int(line["min_dscr_year"])
    marks = [(_("weakest year"), labels[weakest - 1])] if 1 <= weakest <= len(labels) else []
    return lines(
        _("Debt and cash over the years"),
        _("At the end of each year."),
        labels,
        series,
        unit="eur",
        language=language,
        marks=marks,
    )


def sources_and_uses(assessment: Assessment, language: str) -> Chart:
    """Who pays the investment."""
    sources, uses = statutory_plan(assessment).items[1].statements
    bars = [
        Bar(table.title(language), [Part(row.label(language), row.values[0]) for row in table.rows if row.level == "line" and row.values[0]])
        for table in (uses, sources)
    ]  # fmt: skip
    return stacked(
        _("Who pays the investment"),
        _("What is needed, and where it comes from."),
        bars,
        unit="eur",
        language=language,
    )
