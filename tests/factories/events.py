"""Moments and registrations for tests: visibly fictional, open for registration unless told otherwise."""

from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.utils import timezone

from proeftuin.accounts.models import Contact, User
from proeftuin.events import actions
from proeftuin.events.actions import Details
from proeftuin.events.models import Event, Registration
from proeftuin.pathways.models import Assignment, Pathway
from tests.factories import accounts

_numbers = count(1)


def pathway(**fields: Any) -> Pathway:
    """A running example pathway."""
    n = next(_numbers)
    return Pathway.objects.create(
        **{
            "slug": f"traject-{n}",
            "name": f"Leertraject {n}",
            "state": "running",
            "is_fictional": True,
            **fields,
        }
    )


def event(**fields: Any) -> Event:
    """A moment in thirty days, from 14:00 to 17:00 or so."""
    n, now = next(_numbers), timezone.now()
    fields.setdefault("pathway", None)
    fields["pathway"] = fields["pathway"] or pathway()
    starts_at = fields.pop("starts_at", now + timedelta(days=30))
    return Event.objects.create(
        **{
            "slug": f"moment-{n}",
            "title": f"Netwerkmoment {n}",
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=3),
            "place": "Zaal Voorbeeld",
            "capacity": 2,
            "state": "registration",
            "changed_at": now,
            **fields,
        }
    )


def contact() -> Contact:
    """An address."""
    return Contact.of(f"guest{next(_numbers)}@example.org")


def register(
    event: Event, email: str = "", now: Any = None, token: Any = None, **details: Any
) -> Registration:
    """Somebody registers."""
    return actions.register(
        event=event,
        contact=Contact.of(email) if email else contact(),
        details=Details(**{"name": "Gust Voorbeeld", **details}),
        token=token or uuid4(),
        now=now or timezone.now(),
    )


def coordinator(pathway: Pathway) -> User:
    """A person of the coordination team of this pathway."""
    person = accounts.user()
    Assignment.objects.create(pathway=pathway, user=person, role=Assignment.Role.COORDINATION)
    return person
