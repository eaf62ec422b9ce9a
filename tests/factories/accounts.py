"""People, organisations and memberships for tests."""

from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone

from proeftuin.accounts.models import Membership, Organisation, User

_numbers = count(1)


def user(name: str = "Ann Voorbeeld", **fields: Any) -> User:
    """A person with an account, who confirmed the address."""
    fields.setdefault("email", f"person{next(_numbers)}@example.org")
    person = User.objects.create_user(name=name, **fields)
    EmailAddress.objects.filter(user=person).update(verified=True)
    return person


def office(**fields: Any) -> User:
    """A person of the programme office."""
    return user(**{"name": "Olga Kantoor", "is_office": True, **fields})


def organisation(**fields: Any) -> Organisation:
    """A public body, unless told otherwise."""
    fields.setdefault("kind", Organisation.Kind.OCMW)
    fields.setdefault("name", f"OCMW Voorbeeld {next(_numbers)}")
    return Organisation.objects.create(**fields)


def membership(**fields: Any) -> Membership:
    """A person who acts for an organisation."""
    fields.setdefault("user", None)
    fields["user"] = fields["user"] or user()
    fields.setdefault("organisation", None)
    fields["organisation"] = fields["organisation"] or organisation()
    fields.setdefault("requested_at", timezone.now())
    fields.setdefault("state", Membership.State.APPROVED)
    return Membership.objects.create(**fields)
