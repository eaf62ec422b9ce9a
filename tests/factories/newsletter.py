"""Subscriptions and messages for tests."""

from itertools import count
from typing import Any
from uuid import uuid4

from django.utils import timezone

from proeftuin.newsletter import actions
from proeftuin.newsletter.actions import Wishes
from proeftuin.newsletter.models import Campaign, SignUp, Subscription, Topic
from tests.factories import accounts

_numbers = count(1)


def wishes(**fields: Any) -> Wishes:
    """A citizen who wants both, unless told otherwise."""
    return Wishes(**{"wants_newsletter": True, "wants_invitations": True, "role": "citizen", **fields})


def sign_up(email: str | None = None, now: Any = None, token: Any = None, **fields: Any) -> SignUp:
    """Somebody filled in the form."""
    return actions.sign_up(
        email=email or f"reader{next(_numbers)}@example.org",
        wishes=wishes(**fields),
        token=token or uuid4(),
        page="/nieuws-ontvangen/",
        now=now or timezone.now(),
    )


def subscription(email: str | None = None, now: Any = None, **fields: Any) -> Subscription:
    """Somebody filled in the form and confirmed."""
    asked = sign_up(email, now, **fields)
    return actions.confirm(sign_up=asked, now=asked.asked_at)


def topic(slug: str = "financing", **fields: Any) -> Topic:
    """A topic to follow."""
    return Topic.objects.create(slug=slug, title=f"Onderwerp {slug}", **fields)


def campaign(**fields: Any) -> Campaign:
    """A draft of the newsletter to everybody."""
    fields.setdefault("created_by", None)
    fields["created_by"] = fields["created_by"] or accounts.office()
    return Campaign.objects.create(
        **{
            "purpose": "newsletter",
            "subject": "Nieuws over wonen",
            "body": "Beste lezer,\n\nEr is **nieuws**.",
            "created_at": timezone.now(),
            **fields,
        }
    )
