"""Sites for tests."""

import uuid

from django.utils import timezone

from proeftuin.sites.models import Site
from tests.factories import accounts, places


def site(**fields) -> Site:
    """A site of which only the name and the municipality are known."""
    fields.setdefault("organisation", None)
    fields["organisation"] = fields["organisation"] or accounts.organisation()
    if "municipality" not in fields:
        fields["municipality"] = fields["organisation"].municipality or places.municipality()
    now = timezone.now()
    return Site.objects.create(
        **{"name": "Oude wasserij", "token": uuid.uuid4(), "created_at": now, "changed_at": now, **fields}
    )
