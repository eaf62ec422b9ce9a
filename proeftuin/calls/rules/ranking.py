"""The published rule by which scores become a ranking: exact, without a database, the same on every machine."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Measure:
    """A criterion as the rule sees it: its key, its weight and the ends of its scale."""

    key: str
    weight: int
    bottom: int
    top: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The scores that one juror handed in for one application, by the key of the criterion."""

    scores: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """One application in the ranking."""

    number: str
    sheets: int
    points: Mapping[str, Decimal]  # by criterion, out of its weight
    total: Decimal | None  # None: nobody handed in a score
    spread: Decimal | None  # between the highest and the lowest total of one juror
    rank: int | None
    is_tied: bool = False  # shares its place
    broken_by: str = ""  # the key of the criterion that decided between equal totals


def hundredths(number: Fraction) -> Decimal:
    """Rounded to two decimals, halves away from zero."""
    return Decimal((2 * abs(number) * 100 + 1) // 2 * (1 if number >= 0 else -1)).scaleb(-2)


def _points(measure: Measure, scores: Sequence[int]) -> Fraction:
    """The mean score as a part of the scale, times the weight: the lowest score gives 0, the highest all."""
    above = Fraction(sum(scores), len(scores)) - measure.bottom
    return above / (measure.top - measure.bottom) * measure.weight


def sheet_total(measures: Sequence[Measure], sheet: Sheet) -> Fraction:
    """What one juror gave an application in all."""
    return sum((_points(measure, [sheet.scores[measure.key]]) for measure in measures), Fraction(0))


def by_weight(measures: Iterable[Measure]) -> list[Measure]:
    """The heaviest criterion first; at equal weight the order of the call."""
    return sorted(measures, key=lambda measure: -measure.weight)


def _unranked(measures: Sequence[Measure], number: str, sheets: Sequence[Sheet]) -> Standing:
    if not sheets:
        return Standing(number, 0, {}, None, None, None)
    points = {each.key: _points(each, [sheet.scores[each.key] for sheet in sheets]) for each in measures}
    totals = [sheet_total(measures, sheet) for sheet in sheets]
    return Standing(
        number=number,
        sheets=len(sheets),
        points={key: hundredths(value) for key, value in points.items()},
        total=hundredths(sum(points.values(), Fraction(0))),
        spread=hundredths(max(totals) - min(totals)),
        rank=None,
    )


def _order(measures: Sequence[Measure], standing: Standing) -> tuple[Decimal, ...]:
    """The keys of the rule, highest first: the total, then the criteria from heavy to light."""
    return (-(standing.total or Decimal(0)), *(-standing.points[each.key] for each in by_weight(measures)))


def _breaker(measures: Sequence[Measure], one: Standing, other: Standing) -> str:
    if one.total != other.total:
        return ""
    return next((m.key for m in by_weight(measures) if one.points[m.key] != other.points[m.key]), "")


def _placed(measures: Sequence[Measure], ordered: Sequence[Standing]) -> list[Standing]:
    orders = [_order(measures, standing) for standing in ordered]
    placed = []
    for index, standing in enumerate(ordered):
        around = [ordered[i] for i in (index - 1, index + 1) if 0 <= i < len(ordered)]
        placed.append(
            Standing(
                **{
                    name: getattr(standing, name)
                    for name in ("number", "sheets", "points", "total", "spread")
                },
                rank=orders.index(orders[index]) + 1,
                is_tied=orders.count(orders[index]) > 1,
                broken_by=next(filter(None, (_breaker(measures, standing, near) for near in around)), ""),
            )
        )
    return placed


def ranking(measures: Sequence[Measure], sheets: Mapping[str, Sequence[Sheet]]) -> list[Standing]:
    """All applications in their place; those that nobody scored come last, without one."""
    standings = [_unranked(measures, number, given) for number, given in sorted(sheets.items())]
    scored = [standing for standing in standings if standing.total is not None]
    ordered = sorted(scored, key=lambda standing: _order(measures, standing))
    return _placed(measures, ordered) + [standing for standing in standings if standing.total is None]


def _scores(measures: Sequence[Measure], sheets: Sequence[Sheet]) -> list[list[int]]:
    """The sheets without their writers, in an order that does not depend on who came first."""
    return sorted([sheet.scores[each.key] for each in measures] for sheet in sheets)


def digest(call: str, measures: Sequence[Measure], sheets: Mapping[str, Sequence[Sheet]]) -> str:
    """SHA-256 over the call, its measures, all scores and the ranking that follows from them."""
    told = {
        "call": call,
        "criteria": [[each.key, each.weight, each.bottom, each.top] for each in measures],
        "scores": {number: _scores(measures, given) for number, given in sheets.items()},
        "ranking": [
            [standing.rank, standing.number, None if standing.total is None else f"{standing.total:f}"]
            for standing in ranking(measures, sheets)
        ],
    }
    text = json.dumps(told, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
