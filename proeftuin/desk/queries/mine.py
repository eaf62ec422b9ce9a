"""What is a person's own: applications, organisations and pilots."""

from typing import Any

from proeftuin.accounts import queries as accounts
from proeftuin.calls.queries.application import applications_of
from proeftuin.pilots import queries as pilots

MOST = 6


def things_of(user: Any) -> dict[str, list[Any]]:
    """The newest of each kind, for the home; the office has lists of its own for them."""
    own = not user.is_office
    return {
        "applications": list(applications_of(user).order_by("-changed_at")[:MOST]),
        "memberships": list(accounts.memberships_of(user)[:MOST]),
        "pilots": list(pilots.pilots_of(user)[:MOST]) if own else [],
    }
