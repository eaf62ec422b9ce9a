"""What waits for a person: the rows of the signed-in home."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """One next deed of one person: what, where, by when."""

    title: str
    url: str
    context: str = ""
    due_at: datetime | None = None
    urgent: bool = False
