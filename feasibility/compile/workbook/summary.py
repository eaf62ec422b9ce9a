"""The first sheet: the answer, the figures behind it, what each home pays, where the money comes from and goes to."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from feasibility.assessment import Assessment
from feasibility.compile.cells import column, quoted
from feasibility.compile.workbook import charts
from feasibility.compile.workbook.book import MUTED, RULE, Book
from feasibility.compile.workbook.checks import TOLERANCE, Verdicts, colour, verdict
from feasibility.compile.workbook.outline import Plot
from feasibility.formats import day
from feasibility.meaning import answer

SHEET = ("Samenvatting", "Summary")
_FIGURES = (
    "charge_1", "charge_10", "charge_20", "charge_after", "total_investment", "investment_m2", "equity_delivery", "debt_delivery", "ltc", "min_dscr",
    "min_dscr_year", "lowest_cash", "lowest_cash_year", "payback", "project_rate",
)  # fmt: skip
_HOMES = ("home_count", "home_area", "home_price", "home_capital", "home_charge_1", "home_charge_after", "home_income_needed")  # fmt: skip
_WIDTHS = (60, 16, 20, 16, 16, 16, 16, 16)


@dataclass(frozen=True)
class Amount:
    """One source or use of money: its name, the cells it is the sum of, and how much it is."""

    label: str
    formula: str
    value: float


def write_summary(book: Book, plot: Plot, assessment: Assessment, verdicts: Verdicts) -> None:
    """Writes the sheet."""
    plan, language = assessment.plan, book.language
    sheet = book.sheet(
        book.say(*SHEET),
        plan.name,
        book.say(
            f"Haalbaarheidsstudie met levende formules. Start {day(plan.start, language)}, {plan.years} jaar, wet zoals bekend op {day(assessment.on, language)}.",
            f"Feasibility study with live formulas. Starts {day(plan.start, language)}, {plan.years} years, law as known on {day(assessment.on, language)}.",
        ),
        _WIDTHS,
    )
    _said(book, sheet, assessment)
    row = _answer(book, sheet, verdicts, 4)
    row = _figures(book, sheet, plot, row + 1)
    row = _homes(book, sheet, plot, max(row, 32) + 1)
    first = row + 1
    row = _money(book, sheet, plot, first)
    _warnings(book, sheet, assessment, row + 1)
    charts.charge(book, sheet, plot, "E5")
    charts.cash_and_debt(book, sheet, plot, "E19")
    sources, uses = (len(list(found(book, plot))) for found in (_sources, _uses))
    charts.money(book, sheet, book.say(*SHEET), first + 2, sources + uses, f"E{first + 1}")
    sheet.fit_to_pages(1, 1)
    sheet.activate()


def _said(book: Book, sheet: Any, assessment: Assessment) -> None:
    """The answer in a sentence, which says of when it is: it does not change with the inputs."""
    begin = book.say("Toen dit werkboek gemaakt werd: ", "When this workbook was made: ")
    said = begin + answer(assessment, book.language)
    sheet.merge_range(2, 0, 2, len(_WIDTHS) - 1, "", book.style(text_wrap=True))
    sheet.write_string(2, 0, said, book.style(text_wrap=True, bold=True))
    sheet.set_row(2, 16 * math.ceil(len(said) / (0.8 * sum(_WIDTHS))))


def _answer(book: Book, sheet: Any, verdicts: Verdicts, row: int) -> int:
    """Whether the calculation holds, and what the plan meets: in words, each with its verdict."""
    good = all(check.value <= check.allowed for check in verdicts.calculation)
    span = verdicts.span(verdicts.calculation)
    book.heading(sheet, row, book.say("Het antwoord", "The answer"), 3)
    bold = book.style(bold=True, indent=1)
    sheet.write_string(row + 1, 0, book.say("De berekening klopt: alle controles", "The calculation holds: all checks"), bold)  # fmt: skip
    words = "OK", book.say("NIET OK", "NOT OK")
    mark = book.style(bold=True, align="center")
    text = f'IF(COUNTIF({span},"OK")=ROWS({span}),"{words[0]}","{words[1]}")'
    book.formula(sheet, row + 1, 1, text, mark, words[0] if good else words[1])
    for number, check in enumerate(verdicts.plan, row + 2):
        sheet.write_string(number, 0, check.words, book.style(indent=1))
        book.formula(sheet, number, 1, verdicts.verdict(check), mark, verdict(book, "", "", check)[1])
    last = row + 1 + len(verdicts.plan)
    colour(book, sheet, f"B{row + 2}:B{last + 1}")
    return last + 1


def _figures(book: Book, sheet: Any, plot: Plot, row: int) -> int:
    book.heading(sheet, row, book.say("Kerncijfers", "Key figures"), 3)
    for number, name in enumerate(_FIGURES, row + 1):
        line, value = plot.ledger.model.by_name[name], float(plot.ledger[name])
        said = plot.layout.none if math.isnan(value) else value
        sheet.write_string(number, 0, book.label(line), book.style(indent=1))
        style = book.single_style(line.unit, bold=True)
        book.formula(sheet, number, 1, plot.layout.places[name].name, style, said)
        sheet.write_string(number, 2, book.unit(line.unit), book.style(font_color=MUTED, indent=1))
    return row + len(_FIGURES) + 1


def _homes(book: Book, sheet: Any, plot: Plot, row: int) -> int:
    """What each type of home costs and pays."""
    book.heading(sheet, row, book.say("Wat een woning kost en betaalt", "What a home costs and pays"), 8)
    known: dict[str, Any] = {**plot.ledger.model.input_by_name, **plot.ledger.model.by_name}
    held: dict[str, Any] = {**plot.ledger.inputs, **plot.ledger.values}
    labels = [f"{book.label(known[name])} ({book.unit(known[name].unit)})" for name in _HOMES]
    sheet.set_row(row + 1, 78)
    book.head(sheet, row + 1, [book.say("Woningtype", "Type of home")], valign="bottom")
    book.head(sheet, row + 1, labels, 1, align="right", valign="bottom")
    for element, name in enumerate(plot.names("home")):
        sheet.write_string(row + 2 + element, 0, name, book.style(indent=1))
        for place, key in enumerate(_HOMES, 1):
            style, address = (
                book.value_style(known[key].unit, align="right"),
                plot.layout.address(key, element),
            )
            book.formula(sheet, row + 2 + element, place, address, style, held[key][element])
    return row + 2 + len(plot.names("home"))


def _money(book: Book, sheet: Any, plot: Plot, row: int) -> int:
    """Sources and uses of money until handover, which are equal when the financing is complete."""
    book.heading(
        sheet,
        row,
        book.say("Bronnen en bestedingen van grond en bouw", "Sources and uses of land and build"),
        4,
    )
    names = (book.say("Bronnen", "Sources"), book.say("Bestedingen", "Uses"), book.say("Deel", "Share"))
    book.head(sheet, row + 1, [book.say("Post", "Item")])
    book.head(sheet, row + 1, names, 1, align="right")
    row, totals = row + 2, []
    both = ((1, list(_sources(book, plot))), (2, list(_uses(book, plot))))
    last = row + sum(len(those) for _, those in both)
    for place, those in both:
        total = sum(one.value for one in those)
        first = row
        for one in those:
            sheet.write_string(row, 0, one.label, book.style(indent=1))
            book.formula(sheet, row, place, one.formula, book.value_style("eur"), one.value)
            letter = "ABC"[place]
            text = f"IF(ABS({letter}${last + 1})<{TOLERANCE},0,{letter}{row + 1}/{letter}${last + 1})"
            style = book.style(num_format='0.0%;-0.0%;"–"', font_color=MUTED)
            book.formula(sheet, row, 3, text, style, one.value / total if abs(total) >= TOLERANCE else 0.0)
            row += 1
        totals.append((place, f"SUM({'ABC'[place]}{first + 1}:{'ABC'[place]}{row})", total))
    bold = book.value_style("eur", bold=True, top=1, top_color=RULE)
    sheet.write_string(row, 0, book.say("Samen", "Together"), book.style(bold=True, top=1, top_color=RULE))
    for place, text, total in totals:
        book.formula(sheet, row, place, text, bold, total)
    sheet.write_blank(row, 3, None, bold)
    return row + 1


def _sources(book: Book, plot: Plot) -> Iterator[Amount]:
    for kind, name, words in (
        ("share", "share_paid", book.say("Inbreng", "Contribution")),
        ("loan", "loan_draw", book.say("Lening", "Loan")),
    ):
        for element, who in enumerate(plot.names(kind)):
            yield _sum(plot, f"{words}: {who}", name, element)
    yield _sum(plot, book.say("Subsidies", "Subsidies"), "subsidy_received")


def _uses(book: Book, plot: Plot) -> Iterator[Amount]:
    model = plot.ledger.model
    names = [line.name for line in model.by_name.values() if line.into == "investment_paid"]
    for name in (*names, "interest_in_build", "loan_costs"):
        yield _sum(plot, book.label(model.by_name[name]), name)
    purse = plot.layout.address("purse_end", at=column(plot.ledger.years))
    yield Amount(book.say("Werkkapitaal", "Working capital"), purse, plot.ledger["purse_end"][-1])


def _sum(plot: Plot, label: str, name: str, element: int | None = None) -> Amount:
    """All months of a line together."""
    values = plot.ledger[name] if element is None else plot.ledger[name][element]
    place = plot.layout.places[name]
    row = place.row + (element or 0)
    cells = f"{column(1)}{row}:{column(12 * plot.ledger.years)}{row}"
    return Amount(label, f"SUM({quoted(place.sheet)}!{cells})", sum(values[1:]))


def _warnings(book: Book, sheet: Any, assessment: Assessment, row: int) -> None:
    """What the engine had to say when the workbook was made: words that do not change with the inputs."""
    words: Sequence[str] = [one.nl if book.language == "nl" else one.en for one in assessment.warnings]
    if not words:
        return
    book.heading(sheet, row, book.say("Aandachtspunten toen dit werkboek gemaakt werd", "Points of attention when this workbook was made"), 8)  # fmt: skip
    for number, said in enumerate(words, row + 1):
        sheet.write_string(number, 0, f"· {said}", book.style(indent=1))
