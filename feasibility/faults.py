"""What can be wrong with a plan, said in plain words: what was given, what is allowed, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the key in the plan (`loans[0].rate`), what was given, and what to do, in two languages."""

    key: str
    en: str
    nl: str

    def words(self, language: str) -> str:
        """The fault as one line."""
        said = self.nl if language == "nl" else self.en
        return f"{self.key}: {said}" if self.key else said


class PlanError(ValueError):
    """A plan that cannot be assessed; `faults` holds every reason, all at once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.words("en") for fault in self.faults))

    def message(self, language: str) -> str:
        """Every fault on a line of its own."""
        return "\n".join(fault.words(language) for fault in self.faults)


class NoSolution(ValueError):
    """The condition that was asked cannot be met; says how near it came."""

    def __init__(self, en: str, nl: str) -> None:
        self.en, self.nl = en, nl
        super().__init__(en)
