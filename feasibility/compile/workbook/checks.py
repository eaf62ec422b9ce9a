"""The sheet of checks: what must hold in any good calculation, and what the plan itself should meet, each with its verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feasibility.compile.cells import quoted
from feasibility.compile.workbook.book import BAD, GOOD, MUTED, Book, given_format
from feasibility.compile.workbook.outline import Plot
from feasibility.compile.workbook.statements import Sum

SHEET = ("Controles", "Checks")
TOLERANCE = 0.005  # half a cent
_TOP = 6
_COVER = 1e-9


@dataclass(frozen=True)
class Check:
    """One check: what must hold, by how much it is off (formula and value), how much it may be."""

    words: str
    formula: str
    value: float
    allowed: float = TOLERANCE
    unit: str = "eur"


@dataclass(frozen=True)
class Verdicts:
    """The checks on their sheet: of the calculation and of the plan, each with the row (from 1) of the first."""

    sheet: str
    calculation: tuple[Check, ...]
    plan: tuple[Check, ...]

    @property
    def rows(self) -> tuple[tuple[int, Check], ...]:
        """Every check with its row."""
        first = list(enumerate(self.calculation, _TOP))
        return tuple(first + list(enumerate(self.plan, _TOP + len(first) + 2)))

    def verdict(self, check: Check) -> str:
        """The address of the verdict on a check."""
        row = next(row for row, one in self.rows if one is check)
        return f"{quoted(self.sheet)}!$D${row}"

    def span(self, checks: Sequence[Check]) -> str:
        """The cells with the verdicts on these checks, which follow each other."""
        rows = [row for row, one in self.rows if any(one is other for other in checks)]
        return f"{quoted(self.sheet)}!$D${rows[0]}:$D${rows[-1]}"


def checks_of(book: Book, plot: Plot, sums: Sequence[Sum]) -> Verdicts:
    """All checks of a plan."""
    return Verdicts(book.say(*SHEET), tuple(_calculation(book, plot, sums)), tuple(_plan(book, plot)))


def _calculation(book: Book, plot: Plot, sums: Sequence[Sum]) -> list[Check]:
    lines, name = plot.ledger, plot.layout.places
    given: Mapping[str, Any] = plot.ledger.inputs
    debt = plot.layout.over_years("debt").rpartition(":")[2]
    flags = ("land_bought", "land_leased", "land_contributed")
    kinds = ("charge_cost_rent", "charge_fixed")
    land, charge = (sum(given[one] for one in those) for those in (flags, kinds))
    return [
        Check(book.say("De balans klopt in elk jaar", "The balance sheet closes in every year"), name["balance_check"].name, lines["balance_check"]),
        Check(book.say("Bronnen en bestedingen zijn even groot", "Sources equal uses"), f"MAX({name['funding_gap'].name},{name['funding_surplus'].name})",
              max(lines["funding_gap"], lines["funding_surplus"])),
        Check(book.say("Alle leningen zijn afgelost in het laatste jaar", "All loans are repaid in the last year"),
              f"ABS({quoted(plot.sheets['year'])}!{debt})", abs(lines["debt"][lines.years])),
        *(Check(book.say(f"Telt op: {one.label}", f"Adds up: {one.label}"), one.formula, one.value) for one in sums),
        Check(book.say("De grond is ofwel gekocht, ofwel in erfpacht, ofwel ingebracht", "The land is either bought, or on a long lease, or contributed"),
              f"ABS({'+'.join(name[one].name for one in flags)}-1)", abs(land - 1), unit="flag"),
        Check(book.say("Hoogstens één soort woonvergoeding is gekozen", "At most one kind of charge is chosen"),
              f"MAX(0,{'+'.join(name[one].name for one in kinds)}-1)", max(0.0, charge - 1), unit="flag"),
    ]  # fmt: skip


def _plan(book: Book, plot: Plot) -> list[Check]:
    lines, name = plot.ledger, plot.layout.places
    cover = float(lines.inputs["cover"])  # type: ignore[arg-type]
    return [
        Check(book.say("De kas komt nooit tekort", "The cash never runs short"), f"MAX(0,-{name['lowest_cash'].name})", max(0.0, -lines["lowest_cash"])),
        Check(book.say("De gevraagde dekking van rente en aflossing wordt elk jaar gehaald", "The asked cover of debt service is met in every year"),
              f"MAX(0,{name['cover'].name}-{name['min_dscr'].name})", max(0.0, cover - lines["min_dscr"]), _COVER, "factor"),
        Check(book.say("Wie uittreedt, hoeft nooit te wachten", "Who withdraws never has to wait"), name["highest_waiting"].name, lines["highest_waiting"]),
    ]  # fmt: skip


def write_checks(book: Book, found: Verdicts) -> None:
    """Writes the sheet."""
    sheet = book.sheet(
        found.sheet,
        found.sheet,
        book.say(
            "Elke controle rekent mee. Een bedrag mag hoogstens een halve cent afwijken.",
            "Each check is live. An amount may be off by half a cent at most.",
        ),
        [80, 16, 16, 14],
    )
    book.head(sheet, 3, [book.say("Wat moet kloppen", "What must hold")])
    names = (("Afwijking", "Off by"), ("Toegelaten", "Allowed"), ("Oordeel", "Verdict"))
    book.head(sheet, 3, [book.say(*name) for name in names], 1, align="right")
    sheet.freeze_panes(4, 0)
    book.heading(sheet, _TOP - 2, book.say("Van de berekening", "Of the calculation"), 4)
    book.heading(sheet, _TOP + len(found.calculation), book.say("Van het plan", "Of the plan"), 4)
    for row, check in found.rows:
        _check(book, sheet, row, check)
    last = found.rows[-1][0]
    colour(book, sheet, f"D{_TOP}:D{last}")


def _check(book: Book, sheet: Any, row: int, check: Check) -> None:
    shown = "0.00" if check.unit == "eur" else given_format(check.unit)
    sheet.write_string(row - 1, 0, check.words, book.style(indent=1))
    book.formula(sheet, row - 1, 1, check.formula, book.style(num_format=shown, align="right"), check.value)
    sheet.write_number(
        row - 1, 2, check.allowed, book.style(num_format="0.000", font_color=MUTED, align="right")
    )
    text, value = verdict(book, f"B{row}", f"C{row}", check)
    book.formula(sheet, row - 1, 3, text, book.style(bold=True, align="center"), value)


def verdict(book: Book, value: str, allowed: str, check: Check) -> tuple[str, str]:
    """OK or not: as a formula, and as it is."""
    good, bad = _words(book)
    return f'IF({value}<={allowed},"{good}","{bad}")', good if check.value <= check.allowed else bad


def colour(book: Book, sheet: Any, cells: str) -> None:
    """Green where a verdict is good, red where it is not."""
    for word, look in zip(_words(book), (GOOD, BAD), strict=True):
        sheet.conditional_format(
            cells,
            {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": book.style(bg_color=look)},
        )


def _words(book: Book) -> tuple[str, str]:
    return "OK", book.say("NIET OK", "NOT OK")
