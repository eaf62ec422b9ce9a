"""Who may read a file: each app that owns files registers its own answer here."""

from collections.abc import Callable
from typing import Any

from proeftuin.files.models import StoredFile

Guard = Callable[[Any, StoredFile], bool]
_guards: dict[str, Guard] = {}


def register(owner_kind: str, guard: Guard) -> None:
    """Let `guard(user, stored)` decide on files of this kind of owner."""
    _guards[owner_kind] = guard


def may_read(user: Any, stored: StoredFile) -> bool:
    """No guard, no reading."""
    guard = _guards.get(stored.owner_kind)
    return guard is not None and guard(user, stored)
