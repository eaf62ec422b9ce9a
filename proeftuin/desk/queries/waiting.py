"""What waits for a person, gathered from the apps that have something to ask."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from proeftuin.accounts import queries as accounts
from proeftuin.calls.queries import waiting as calls
from proeftuin.core.waiting import Waiting
from proeftuin.events import queries as events
from proeftuin.pathways import queries as pathways
from proeftuin.pilots import queries as pilots

SOURCES: tuple[Callable[[Any, datetime], list[Waiting]], ...] = (
    calls.waiting_for,
    accounts.waiting_for,
    pathways.waiting_for,
    pilots.waiting_for,
    events.waiting_for,
)


def waiting_for(user: Any, now: datetime) -> list[Waiting]:
    """All that waits for this person: what is urgent first, then by deadline, then what has none."""
    rows = [row for source in SOURCES for row in source(user, now)]
    return sorted(rows, key=lambda row: (not row.urgent, row.due_at is None, row.due_at or now, row.title))
