"""What an investment is spent on, and what of its own funds is there already: for the page behind a link and for the report."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from feasibility import Assessment
from feasibility.formula import references
from feasibility.report import label

SMALL = 0.005
Equity = Mapping[str, Mapping[str, float | None]]  # class of shares → what was filled in


@dataclass(frozen=True, slots=True)
class OwnFunds:
    """Of a class of shares what the plan counts on, and what was filled in: None where nothing was."""

    name: str
    kind: str
    amount: float
    subscribed: float | None
    paid: float | None

    @property
    def not_paid(self) -> float | None:
        """What was subscribed and not yet paid: what is subscribed holds what is paid."""
        return None if self.subscribed is None else max(0.0, self.subscribed - (self.paid or 0.0))

    @property
    def promised(self) -> float:
        """The rest: neither paid nor subscribed."""
        return max(0.0, self.amount - max(self.paid or 0.0, self.subscribed or 0.0))


def own_funds(assessment: Assessment, equity: Equity) -> Iterator[OwnFunds]:
    """The own funds of each class of shares."""
    for place, one in enumerate(assessment.plan.shares):
        there = equity.get(one.name) or {}
        known = [
            None if (value := there.get(key)) is None else float(value) for key in ("subscribed", "paid")
        ]
        yield OwnFunds(one.name, one.kind, float(assessment.lines["share_amount"][place]), *known)


def total(values: Iterable[float | None]) -> float | None:
    """The sum of what is known; None where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def items(assessment: Assessment, language: str) -> Iterator[tuple[str, float]]:
    """What is paid until handover, item by item as the model adds it up: together the investment."""
    lines, by_name = assessment.lines, assessment.lines.model.by_name
    parts = [*references(by_name["investment_paid"].tree), *references(by_name["uses_paid"].tree)]
    for name in dict.fromkeys(one.name for one in parts if one.name != "investment_paid"):
        amount = float(sum(lines[name][1:]))
        if amount > SMALL:
            yield label(by_name[name], language), amount
