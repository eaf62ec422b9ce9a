"""Deeds of the record: note what happened, move a state through its gate, seal and verify the chain."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext as _

from proeftuin.core.errors import Refused
from proeftuin.record.models import Entry, Seal


class MoveRefused(Refused):
    """A state that cannot be reached from the present one, or that somebody else already left."""


def note(
    *,
    by: Any,
    verb: str,
    on: models.Model,
    at: datetime | None = None,
    detail: Mapping[str, Any] | None = None,
) -> Entry:
    """Add an entry: `by` is a user, None for the platform itself, or a text for somebody without account."""
    is_person = hasattr(by, "pk")
    return Entry.objects.create(
        at=at or timezone.now(),
        actor_id=by.pk if is_person else None,
        actor=str(by)[:200] if by else "",
        verb=verb,
        kind=on._meta.label_lower,
        thing_id=str(on.pk),
        detail=dict(detail or {}),
    )


def move(
    thing: Any,
    *,
    to: str,
    by: Any,
    allowed: Mapping[str, set[str]],
    now: datetime,
    why: str = "",
    field: str = "state",
) -> Any:
    """The one gate of a state: refuse what the table does not allow, change it once, record who, when and why."""
    was = getattr(thing, field)
    if to not in allowed.get(was, set()):
        shown = getattr(thing, f"get_{field}_display", lambda: was)()
        raise MoveRefused(
            _("This step is not possible from the present state (%(state)s).") % {"state": shown}
        )
    changed = type(thing)._default_manager.filter(pk=thing.pk, **{field: was}).update(**{field: to})
    if not changed:
        raise MoveRefused(_("Somebody else changed this just before you. Load the page again."))
    setattr(thing, field, to)
    note(by=by, verb=f"{thing._meta.model_name}.{to}", on=thing, at=now, detail={"from": was, "why": why})
    return thing


def seal() -> Seal | None:
    """Chain all entries that no seal covers yet; the database does it under a short lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT record_seal_entries()")
        number = cursor.fetchone()[0]
    return Seal.objects.get(pk=number) if number else None


def broken_seal() -> Seal | None:
    """The first seal whose entries or predecessor no longer give its hash; None when the chain is whole."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT record_first_broken_seal()")
        number = cursor.fetchone()[0]
    return Seal.objects.get(pk=number) if number else None
