"""Links to studies, and people with whom they are shared, for tests."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from proeftuin.studies.actions import sharing as deeds
from proeftuin.studies.models import Grant, Link, Study
from proeftuin.studies.queries.sharing import token_of
from tests.factories import accounts, studies


def link(**fields: Any) -> Link:
    """A link to one version for a bank, open for a month."""
    version = fields.pop("version", None) or studies.version()
    values = {
        "label": "Voorbeeldbank",
        "days": 30,
        "may_vary": True,
        "by": version.made_by,
        "now": timezone.now(),
    }
    return deeds.make_link(version=version, **{**values, **fields})


def expired(**fields: Any) -> Link:
    """A link that was open until yesterday."""
    return link(now=timezone.now() - timedelta(days=8), days=7, **fields)


def address(of: Link, name: str = "link") -> str:
    """The address of the page, or of a file, behind a link."""
    return reverse(f"studies:{name}", args=[token_of(of)])


def grant(study: Study, *, may_edit: bool = False, user: Any = None) -> Grant:
    """Somebody outside the workspace with whom a study is shared."""
    person = user or accounts.user()
    return deeds.give(
        study=study,
        email=person.email,
        may_edit=may_edit,
        by=study.created_by,
        now=timezone.now(),
        language="nl",
    )
