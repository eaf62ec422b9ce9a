"""What the pages of a list of sites say: the answer in a sentence, its chart, its table as CSV."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from feasibility import formats
from feasibility.commands import EXAMPLE
from proeftuin.studies.charts import Chart, Range, ranges
from proeftuin.studies.models import Portfolio, PortfolioSite
from proeftuin.studies.portfolio.columns import COLUMNS
from proeftuin.studies.queries import portfolio as queries

UNIT = "eur_m2_month"
DRAWN = 20  # sites in the chart


def plan_words(portfolio: Portfolio) -> dict[str, Any]:
    """What the pages say of the plan behind a list: its name, and whether it is the example of the engine."""
    return {
        "plan_name": tomllib.loads(portfolio.plan).get("name", ""),
        "is_example_plan": portfolio.plan == Path(EXAMPLE).read_text("utf-8"),
    }


def answer(portfolio: Portfolio) -> str:
    """How many sites there are, what the first and the middle one need, and how many no charge can carry."""
    first = queries.ranked(portfolio).filter(rank__isnull=False).first()
    without = queries.sites_of(portfolio).filter(charge__isnull=True).count()
    if first is None:
        return _("There is no site for which a charge is enough.")
    said = ngettext(
        "One site is calculated: %(name)s needs %(lowest)s.",
        "%(n)s sites are calculated. The lowest charge is that of %(name)s: %(lowest)s. Half of the sites need at most %(middle)s.",
        portfolio.total,
    ) % {
        "n": formats.number(portfolio.total, _language()),
        "name": first.name,
        "lowest": _measured(first.charge),
        "middle": _measured(queries.middle_charge(portfolio)),
    }
    if without and portfolio.total > 1:
        said += " " + ngettext(
            "For one site no charge is enough.", "For %(n)s sites no charge is enough.", without
        ) % {"n": formats.number(without, _language())}
    return said


def _language() -> str:
    return "en" if get_language() == "en" else "nl"


def _measured(value: float | None) -> str:
    return formats.measured(value or 0.0, UNIT, _language())


def chart(sites: Sequence[PortfolioSite]) -> Chart:
    """The sites that need least, with their ranges."""
    rows = [Range(site.name, site.charge, site.charge_low, site.charge_high) for site in sites]
    return ranges(
        _("The sites with the lowest required charge"),
        _("The dot is the charge of the site without setbacks; eight of ten draws lie within the line."),
        rows,
        unit=UNIT,
        language=_language(),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A site in the ranked table, in words."""

    rank: str
    row: int
    name: str
    municipality: str
    homes: str
    land_price: str
    charge: str
    between: str
    no_charge: str


def lines(sites: Iterable[PortfolioSite]) -> list[Line]:
    """The rows of the ranked table."""
    return [_line(site, _language()) for site in sites]


def _line(site: PortfolioSite, language: str) -> Line:
    low, high = (_charge(value, language) for value in (site.charge_low, site.charge_high))
    return Line(
        rank=str(site.rank or "–"), row=site.row, name=site.name, municipality=site.municipality,
        homes=formats.number(site.homes or 0, language), land_price=formats.money(site.land_price or 0.0, language, 0),
        charge=_charge(site.charge, language), between=_("%(low)s to %(high)s") % {"low": low, "high": high},
        no_charge=formats.percent(site.no_charge, language, 0) if site.no_charge else "",
    )  # fmt: skip


def _charge(value: float | None, language: str) -> str:
    return _("none is enough") if value is None else formats.money(value, language, 2)


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that was left out: what was given, and what to do."""

    row: int
    given: list[tuple[str, Any]]
    said: list[str]


def faults(sites: Iterable[PortfolioSite]) -> list[Fault]:
    """The rows that were left out, in words."""
    labels = [(one.key, str(one.label)) for one in COLUMNS]
    return [
        Fault(
            row=site.row,
            given=[(label, _cell(site.given[key])) for key, label in labels if key in site.given],
            said=[one[_language()] for one in site.faults],
        )
        for site in sites
    ]


def header() -> list[str]:
    """The heads of the export."""
    return [
        _("Rank"), _("Row in the file"), *(str(one.label) for one in COLUMNS if one.key != "land_price_m2"),
        _("Required charge per m² and month"), _("Low"), _("High"), _("Share of the draws in which no charge is enough"),
        _("What is wrong"),
    ]  # fmt: skip


def exported(portfolio: Portfolio) -> Iterator[list[object]]:
    """Every row of a list as cells: the ranked sites first, those that were left out at the end."""
    language = _language()
    for sites in (queries.ranked(portfolio).defer(None), queries.left_out(portfolio)):
        for site in sites.iterator(chunk_size=2000):
            yield [
                site.rank, site.row, site.name or site.given.get("name", ""), site.municipality,
                *(_cell(value) for value in (site.homes, site.floor_area_m2, site.land_area_m2, site.land_price)),
                *(_cell(site.given.get(key)) for key in ("tenure", "build_cost_m2")),
                *(_cell(value, 4) for value in (site.charge, site.charge_low, site.charge_high, site.no_charge)),
                " ".join(one[language] for one in site.faults),
            ]  # fmt: skip


def _cell(value: Any, decimals: int = 2) -> object:
    """A number as a spreadsheet in this language reads it; text and nothing as they are."""
    if not isinstance(value, int | float):
        return value
    written = f"{value:.{decimals}f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return written.replace(".", ",") if _language() == "nl" else written


def template_rows() -> tuple[list[str], list[list[object]]]:
    """Head and one row, visibly an example, of the list that people may start from."""
    example = [one.example if isinstance(one.example, int | float) else str(one.example) for one in COLUMNS]
    return [str(one.label) for one in COLUMNS], [[_cell(one) for one in example]]
