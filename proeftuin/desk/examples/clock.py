"""When things happen in the fictional pathway: always in the past of the person who looks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from uuid import UUID, uuid5

NAMES = UUID("5d1c2a5e-9a0b-4f0e-8a52-6f6f1f3c7d10")  # under which the story's forms get fixed tokens


class Stage(IntEnum):
    """How far the story is told."""

    NOTHING = 0
    CALL = 1
    REVIEW = 2
    GUIDANCE = 3
    NETWORK = 4


OPENED_DAYS_AGO = {Stage.CALL: 20, Stage.REVIEW: 60, Stage.GUIDANCE: 120, Stage.NETWORK: 200}
CALL_DAYS = 40


@dataclass(frozen=True, slots=True)
class Clock:
    """The moments of the story, from the opening of its first call."""

    now: datetime
    opens: datetime
    closes: datetime

    @classmethod
    def beginning(cls, now: datetime, stage: Stage) -> "Clock":
        """A story told for the first time, up to this stage."""
        opens = (now - timedelta(days=OPENED_DAYS_AGO[stage])).replace(
            hour=9, minute=0, second=0, microsecond=0
        )
        return cls(now, opens, (opens + timedelta(days=CALL_DAYS)).replace(hour=11))

    def day(self, number: float) -> datetime:
        """A moment so many days after the opening."""
        return self.opens + timedelta(days=number)

    def after(self, part: float) -> datetime:
        """A moment between the deadline and now: 0 is the deadline, 1 is now."""
        return self.closes + (self.now - self.closes) * part


def token(name: str) -> UUID:
    """The token of a form of the story: the same each time."""
    return uuid5(NAMES, name)
