"""Pathways, roles in them and questions of visitors for tests."""

import uuid
from itertools import count
from typing import Any

from django.utils import timezone

from proeftuin.accounts.models import Contact, User
from proeftuin.pathways.models import Assignment, Enquiry, Pathway
from tests.factories import accounts

_numbers = count(1)


def pathway(**fields: Any) -> Pathway:
    """A running pathway."""
    number = next(_numbers)
    fields = {"slug": f"traject-{number}", "name": f"Traject {number}", "state": "running", **fields}
    return Pathway.objects.create(**fields)


def assigned(role: str, *, to: Pathway, **fields: Any) -> User:
    """A person with a role in a pathway."""
    person = accounts.user(**fields)
    Assignment.objects.create(pathway=to, user=person, role=role)
    return person


def enquiry(**fields: Any) -> Enquiry:
    """A question of a visitor."""
    number = next(_numbers)
    return Enquiry.objects.create(
        **{
            "token": uuid.uuid4(),
            "contact": Contact.of(f"visitor{number}@example.org"),
            "subject": f"Vraag {number}",
            "text": "Mag een groep zonder rechtsvorm meedoen?",
            "asked_at": timezone.now(),
            **fields,
        }
    )
