"""An assessment as data for programs and as plain text for people: the answer first, then figures, years, and what to look at."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from feasibility import formats
from feasibility.assessment import Assessment
from feasibility.faults import Fault
from feasibility.inputs import TABLES
from feasibility.parameters import Parameter

if TYPE_CHECKING:
    from feasibility.statements import Statement, StatutoryPlan

ENGINE = "0.1.0"
YEARS = (1, 10, 20, 30)  # years of use that the text shows

KEY_FIGURES = (
    "total_investment", "investment_home", "investment_m2", "equity_start", "equity_delivery", "debt_delivery", "ltc", "ltv", "charge_1",
    "charge_after", "charge_share", "min_dscr", "llcr", "lowest_cash", "payback", "project_rate",
)  # fmt: skip
HOME_FIGURES = ("home_charge_1", "home_running_1", "home_saving_1", "home_income_needed")
YEAR_LINES = ("charge_m2", "collected", "operating_costs", "debt_service", "dscr", "free_cash", "reserve", "debt", "equity")  # fmt: skip
_WORDS: Mapping[str, tuple[str, str]] = {
    "figures": ("Kengetallen", "Key figures"),
    "homes": ("Per woning en maand, in het eerste volle jaar", "By home and month, in the first full year"),
    "classes": ("Aandelen", "Shares"),
    "years": ("Jaren van gebruik", "Years of use"),
    "warnings": ("Let op", "Look out"),
    "none": ("Geen waarschuwingen.", "No warnings."),
    "unverified": ("Niet nagekeken bij de bron", "Not verified at the source"),
    "assumed": ("Aannames en regels uit de praktijk", "Assumptions and rules of practice"),
}


def plainly(value: Any) -> Any:
    """A value for JSON: what is no number becomes null."""
    if isinstance(value, list | tuple):
        return [plainly(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): plainly(one) for key, one in value.items()}
    if isinstance(value, bool | int):
        return value
    if hasattr(value, "__float__"):
        number = float(value)
        return number if math.isfinite(number) else None
    return value


def data(result: Assessment) -> dict[str, Any]:
    """The assessment for JSON: `lines`, `figures`, `parameters` and `warnings`, by stable names and in a fixed order."""
    model = result.lines.model
    return {
        "plan": result.plan.name,
        "engine": ENGINE,
        "on": result.on.isoformat(),
        "years": result.plan.years,
        "elements": elements(result),
        "lines": {
            line.name: {"unit": line.unit, "clock": line.clock, "per": line.per, "nl": line.nl, "en": line.en, "values": plainly(result.lines[line.name])}
            for line in model.lines
            if line.clock != "figure"
        },
        "figures": {
            line.name: {"unit": line.unit, "per": line.per, "nl": line.nl, "en": line.en, "value": plainly(result.figures[line.name])}
            for line in model.of("figure")
        },
        "rates": {"project": plainly(result.rates), "shares": plainly(result.share_rates)},
        "parameters": [parameter_data(one) for one in result.parameters],
        "warnings": [fault_data(one) for one in result.warnings],
    }  # fmt: skip


def elements(result: Assessment) -> dict[str, list[str]]:
    """The names of the loans, homes and so on, in the order of the values."""
    return {per: [row.name for row in getattr(result.plan, table)] for per, (table, _) in TABLES.items()}


def parameter_data(one: Parameter) -> dict[str, Any]:
    """One dated figure with where it comes from."""
    value = plainly(one.value) if isinstance(one.value, float) else [
        {"from": plainly(step.from_), "rate": plainly(step.rate)} for step in one.value
    ]  # fmt: skip
    return {
        "name": one.name, "value": value, "unit": one.unit, "region": one.region, "status": one.status, "source": one.source,
        "article": one.article, "from": _day(one.from_), "until": _day(one.until), "verified_on": _day(one.verified_on),
        "read_on": _day(one.read_on), "nl": one.label["nl"], "en": one.label["en"],
    }  # fmt: skip


def fault_data(one: Fault) -> dict[str, str]:
    """A fault or warning in both languages."""
    return {"key": one.key, "nl": one.nl, "en": one.en}


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


# — for people


def text(result: Assessment, language: str) -> str:
    """The assessment in plain words."""
    from feasibility.meaning import answer

    parts = [
        answer(result, language),
        _title("figures", language) + table(_key_figures(result, language)),
        _title("homes", language) + table(_homes(result, language)),
        *([_title("classes", language) + table(_classes(result, language))] if result.plan.shares else []),
        _title("years", language) + table(_years(result, language)),
        _warnings(result, language),
        _sources(result.parameters, language),
        f"Gerekend met wat op {formats.day(result.on, language)} bekend was."
        if language == "nl"
        else f"Reckoned with what was known on {formats.day(result.on, language)}.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def financial_plan_text(plan: StatutoryPlan, language: str) -> str:
    """The financial plan of the founders in plain text: its seven items, each with its paragraphs and tables."""
    place = 0 if language == "nl" else 1
    parts = [plan.article[place]]
    for item in plan.items:
        parts.append(f"{item.number}. {item.title[place]}")
        parts += [paragraph[place] for paragraph in item.paragraphs]
        parts += [_statement_text(statement, language) for statement in item.statements]
    return "\n\n".join(parts) + "\n"


def _statement_text(statement: Statement, language: str) -> str:
    place = 0 if language == "nl" else 1
    columns = len(statement.columns)
    head = ("", *(column[place] for column in statement.columns))
    rows = []
    for row in statement.rows:
        values = row.values or (None,) * columns
        said = ("" if value is None else formats.money(value, language, 0) for value in values)
        rows.append((row.label(language), *said))
    return f"{statement.title(language)}\n{table([head, *rows])}"


def _each(value: Any) -> Sequence[float | None]:
    return value if isinstance(value, tuple) else (value,)


def _title(key: str, language: str) -> str:
    return _WORDS[key][0 if language == "nl" else 1] + "\n"


def table(rows: Iterable[Sequence[str]]) -> str:
    """Rows of cells in columns: the first to the left, the others to the right."""
    rows = list(rows)
    if not rows:
        return "  –"
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join(
        "  " + "  ".join([row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]).rstrip()
        for row in rows
    )  # fmt: skip


def said(value: float | None, unit: str, language: str) -> str:
    """A figure with its unit; a dash where it says nothing."""
    if value is None or not math.isfinite(value):
        return "–"
    return formats.measured(value, unit, language)


def label(line: Any, language: str) -> str:
    """The name of a line, figure or input."""
    return str(line.nl if language == "nl" else line.en)


def _key_figures(result: Assessment, language: str) -> Iterator[Sequence[str]]:
    for name in KEY_FIGURES:
        line = result.lines.model.by_name[name]
        value = result.figures[name]
        yield label(line, language), said(None if isinstance(value, tuple) else value, line.unit, language)


def _homes(result: Assessment, language: str) -> Iterator[Sequence[str]]:
    """A row a type of home, its figures as columns with a short head."""
    nl = language == "nl"
    yield ("", "aantal", "m²", "vergoeding", "lopende kosten", "spaardeel", "nodig netto-inkomen") if nl else (
        "", "number", "m²", "charge", "running costs", "saving part", "net income needed"
    )  # fmt: skip
    for place, home in enumerate(result.plan.homes):
        figures = (_each(result.figures[name])[place] for name in HOME_FIGURES)
        yield (
            home.name,
            formats.number(home.count * result.plan.shifts.programme_scale, language),
            formats.number(home.area, language),
            *("–" if one is None else formats.money(one, language, 0) for one in figures),
        )


def _classes(result: Assessment, language: str) -> Iterator[Sequence[str]]:
    nl = language == "nl"
    yield ("", "toegezegd", "rendement", "waarde per euro op het einde") if nl else ("", "pledged", "return", "value per euro at the end")  # fmt: skip
    for place, one in enumerate(result.plan.shares):
        rate, value = (_each(result.figures[name])[place] for name in ("share_rate", "share_value_end"))
        yield (
            one.name,
            formats.money(result.lines["share_amount"][place], language, 0),
            said(rate, "share", language),
            said(value, "factor", language),
        )


def _years(result: Assessment, language: str) -> Iterator[Sequence[str]]:
    """Some lines in the first, tenth, twentieth and thirtieth full year of use."""
    first = int(result.lines["first_full"])
    whens = [first + year - 1 for year in YEARS]
    yield ("", *(f"{year} ({result.plan.start.year + when - 1})" for year, when in zip(YEARS, whens, strict=True)))  # fmt: skip
    for name in YEAR_LINES:
        line, values = result.lines.model.by_name[name], result.lines[name]
        cells = [_cell(line.unit, values[when], language) if when < len(values) else "–" for when in whens]
        yield (f"{label(line, language)}, {formats.unit_name(line.unit, language)}", *cells)


def _cell(unit: str, value: float, language: str) -> str:
    if unit == "factor":
        return "–" if value >= 999 else formats.number(value, language, trim=False)
    return formats.number(value, language, 0 if unit == "eur" else 2, trim=False)


def _warnings(result: Assessment, language: str) -> str:
    if not result.warnings:
        return _WORDS["none"][0 if language == "nl" else 1]
    return _title("warnings", language) + "\n".join(f"  - {one.words(language)}" for one in result.warnings)


def _sources(parameters: Sequence[Parameter], language: str) -> str:
    """The figures of law and practice whose status asks for care."""
    parts = []
    for key, statuses in (("unverified", {"unverified"}), ("assumed", {"practice", "assumption"})):
        rows = [one for one in parameters if one.status in statuses]
        if rows:
            parts.append(_title(key, language) + "\n".join(f"  - {parameter_text(one, language)}" for one in rows))  # fmt: skip
    return "\n\n".join(parts)


def parameter_text(one: Parameter, language: str) -> str:
    """A dated figure on one line, with its name."""
    from feasibility.compile.explanation import parameter_line

    return f"{one.name}: {parameter_line(one, language)}"


def parameter_value(one: Parameter, language: str) -> str:
    """The value of a dated figure, a scale step by step."""
    if isinstance(one.value, tuple):
        above = "vanaf" if language == "nl" else "from"
        return ", ".join(f"{formats.percent(step.rate, language)} {above} {formats.money(step.from_, language)}" for step in one.value)  # fmt: skip
    unit = "share" if one.unit == "share" else "eur" if one.unit.startswith("eur") else "points"
    written = formats.plain(one.value, unit, language)
    return written if unit != "points" else f"{written} {formats.unit_name(one.unit, language)}"
