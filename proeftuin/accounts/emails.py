"""Messages of accounts: one function each."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation

from proeftuin.accounts.models import Membership
from proeftuin.mail import outbox


def decided(membership: Membership, *, now: datetime) -> None:
    """Tell a person whether he or she may act for an organisation."""
    person = membership.user
    with translation.override(person.language):
        url = outbox.absolute(reverse("accounts:organisations"))
    outbox.post(
        to=person.email,
        template="accounts/emails/membership",
        key=f"accounts.membership:{membership.pk}:{now.isoformat()}",
        now=now,
        context={"membership": membership, "organisation": membership.organisation, "url": url},
        language=person.language,
        is_fictional=person.is_fictional,
    )
