"""The sentences of a comparison: differences in euros and years, never advice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from feasibility import formats
from feasibility.household.sections import SideName
from feasibility.model.household import WORDS

HALF_A_EURO = 0.5


def money(value: float, language: str) -> str:
    """An amount in whole euros."""
    return formats.money(value, language, 0)


def name(side: SideName, language: str) -> str:
    """What a way to live is called."""
    return WORDS[side][0 if language == "nl" else 1]


def years_of(number: int, language: str) -> str:
    """A number of years."""
    if language == "nl":
        return f"{number} jaar"
    return "1 year" if number == 1 else f"{number} years"


def answer(
    sides: Sequence[SideName], cost: Mapping[SideName, float], wealth: Mapping[SideName, float], years: int, language: str
) -> str:  # fmt: skip
    """What each way costs a month in the first year, and what is left of the same money at the end, as differences with the first."""
    nl = language == "nl"
    first, *others = sides
    a_month = "per maand" if nl else "a month"
    costs = [f"{name(first, language)}{'' if nl else ' costs'} {money(cost[first], language)} {a_month}"]
    costs += [f"{name(side, language)} {money(cost[side], language)}" for side in others]
    after = "na" if nl else "after"
    left = [f"{money(wealth[first], language)} {after} {name(first, language)}"]
    left += [
        f"{money(wealth[side], language)} {after} {name(side, language)} ({_gap(wealth[side] - wealth[first], first, language)})"
        for side in others
    ]
    span = years_of(years, language)
    if nl:
        return f"In het eerste jaar kost {formats.listed(costs, language)}; wie na {span} vertrekt, houdt met hetzelfde eigen geld en hetzelfde budget {formats.listed(left, language)} over."
    return f"In the first year {formats.listed(costs, language)}; whoever leaves after {span} is left, from the same own money and the same budget, with {formats.listed(left, language)}."


def _gap(gap: float, first: SideName, language: str) -> str:
    nl = language == "nl"
    if abs(gap) < HALF_A_EURO:
        return (
            f"evenveel als na {name(first, language)}" if nl else f"as much as after {name(first, language)}"
        )
    if nl:
        return f"{money(abs(gap), language)} {'meer' if gap > 0 else 'minder'} dan na {name(first, language)}"
    return f"{money(abs(gap), language)} {'more' if gap > 0 else 'less'} than after {name(first, language)}"


def break_even(
    first: SideName, second: SideName, ahead: SideName | None, year: int | None, years: int, language: str
) -> str:
    """From which year one of two leaves more wealth until the end, or that neither does."""
    nl = language == "nl"
    span = years_of(years, language)
    if ahead is None or year is None:
        a, b = name(first, language), name(second, language)
        return f"Na {span} laten {a} en {b} evenveel vermogen; geen van beide loopt blijvend voor." if nl else f"After {span} {a} and {b} leave the same wealth; neither stays ahead."  # fmt: skip
    leads, follows = name(ahead, language), name(second if ahead == first else first, language)
    lead = leads[0].upper() + leads[1:]
    if year == 1:
        return f"{lead} laat in elk jaar meer vermogen dan {follows}; {follows} haalt dat niet in binnen {span}." if nl else f"{lead} leaves more wealth than {follows} in every year; {follows} does not catch up within {span}."  # fmt: skip
    return f"{lead} laat vanaf jaar {year} blijvend meer vermogen dan {follows}." if nl else f"{lead} leaves more wealth than {follows} from year {year} on."  # fmt: skip


NOT_COUNTED: tuple[tuple[str, str], ...] = (
    ("Premies, belastingvoordelen en verhuiskosten tellen niet mee.", "Grants, tax advantages and the costs of moving are not counted."),
    ("Belasting op een verkoop binnen enkele jaren na de aankoop telt niet mee: geen bron gevonden.", "Tax on selling within a few years of buying is not counted: no source was found."),
    ("Huurder en koper blijven in dezelfde woning; een nieuwe huurprijs na een verhuizing telt niet mee.", "Tenant and buyer stay in the same home; a new rent after a move is not counted."),
    ("Of een woonvergoeding in een coöperatie juridisch huur is, werd niet gevonden; ze volgt hier haar eigen indexering.",
     "Whether an occupancy charge in a cooperative is rent in law was not found; it follows its own indexation here."),
    ("Een uittreding kan uitgesteld worden als de balans- of liquiditeitstest niet slaagt.", "A withdrawal can be put off when the net-asset or liquidity test fails."),
)  # fmt: skip
