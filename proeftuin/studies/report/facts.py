"""What the report must be told beside the assessment itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from feasibility import Assessment
from feasibility.risk import RiskResult


@dataclass(frozen=True)
class Alternative:
    """Another version to set beside this one: its name, what differs in words, and what it comes to."""

    name: str
    differs: str
    assessment: Assessment


@dataclass(frozen=True, kw_only=True)
class ReportFacts:
    """A version as the report names it.

    `given`: keys of the plan that somebody filled in (`costs.contingency`, `loans[Bank].rate`, `loans[0].rate`; a key above others stands for all
    of them). `equity`: share class → {"paid": €, "subscribed": €}. `texts`: what only founders can write: activity, securities, expert.
    """

    name: str
    serial: int
    made_by: str
    made_at: datetime
    workspace: str
    on: date
    engine: str
    seed: int = 1
    locked_at: datetime | None = None
    locked_for: str = ""
    site: Sequence[tuple[str, str]] = ()
    given: frozenset[str] = frozenset()
    equity: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    risk: RiskResult | None = None
    alternatives: Sequence[Alternative] = ()
    is_fictional: bool = False

    @property
    def is_locked(self) -> bool:
        """Whether it was handed in or put before somebody: no draft any more."""
        return self.locked_at is not None
