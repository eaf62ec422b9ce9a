"""Reads of sharing: with whom, by which links, and who opened them; the one place where a link is fetched."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404

from proeftuin.core.tokens import key_of, link_token
from proeftuin.record.models import Entry
from proeftuin.studies.models import Grant, Link, Study

PURPOSE = "study"
OPENED = "study.link_opened"
MOST_SHOWN = 50  # closed links and openings on the page


def token_of(link: Link) -> str:
    """What stands in the address of a link."""
    return link_token(PURPOSE, link.key)


def link_of(token: str, now: datetime) -> Link:
    """The open link behind an address; 404 for one that was altered, revoked, has expired or never was."""
    of_whom = (
        "version__study__organisation",
        "version__study__site__municipality",
        "version__made_by",
        "copy",
    )
    link = Link.objects.select_related(*of_whom).filter(key=key_of(PURPOSE, token) or "").first()
    if link is None or not link.is_open(now):
        raise Http404
    return link


def grants_of(study: Study) -> QuerySet[Grant]:
    """The people outside the workspace with whom a study is shared."""
    return study.grants.select_related("contact__user", "given_by")


def _links(study: Study) -> QuerySet[Link]:
    return Link.objects.filter(version__study=study).select_related("version", "made_by", "revoked_by")


def link_in(study: Study, pk: int) -> Link | None:
    """A link of this study."""
    return _links(study).filter(pk=pk).first()


def open_links(study: Study, now: datetime) -> QuerySet[Link]:
    """The links that still open, the newest first."""
    return _links(study).filter(revoked_at=None, expires_at__gt=now)


def closed_links(study: Study, now: datetime) -> QuerySet[Link]:
    """The last links that do not open any more."""
    return _links(study).filter(Q(revoked_at__isnull=False) | Q(expires_at__lte=now))[:MOST_SHOWN]


def openings_of(study: Study) -> QuerySet[Entry]:
    """The last openings of the links of a study, as the record holds them."""
    keys = [str(pk) for pk in _links(study).values_list("pk", flat=True)]
    entries = Entry.objects.filter(verb=OPENED, kind=Link._meta.label_lower, thing_id__in=keys)
    return entries.order_by("-at", "-pk")[:MOST_SHOWN]
