"""Who may see and change a site."""

from collections.abc import Callable
from typing import Any

from proeftuin.accounts.rules import acts_for, is_approved_for, is_office
from proeftuin.files.models import StoredFile
from proeftuin.sites.models import Site

FILE_KIND = "site"
Reader = Callable[[Any, Site], bool]
_readers: list[Reader] = []


def let_read(reader: Reader) -> None:
    """An app above tells who else reads a site: the team of a call that it was handed in for, for example."""
    if reader not in _readers:
        _readers.append(reader)


def may_edit(user: Any, site: Site) -> bool:
    """Approved members of the organisation; who waits for approval works on the sites that he or she described.

    Who merely asks to act for an organisation must not read what it keeps to itself.
    """
    mine = site.created_by_id is not None and site.created_by_id == user.pk
    return is_approved_for(user, site.organisation) or (mine and acts_for(user, site.organisation))


def may_read(user: Any, site: Site) -> bool:
    """The organisation, the programme office, and whom an app above lets in."""
    return (
        is_office(user)
        or may_edit(user, site)
        or bool(user.is_authenticated and any(reader(user, site) for reader in _readers))
    )


def may_publish(user: Any, site: Site) -> bool:
    """What becomes public is decided by who was approved for the organisation, or by the programme office."""
    return is_office(user) or is_approved_for(user, site.organisation)


def may_read_file(user: Any, stored: StoredFile) -> bool:
    """A document of a site is read by who may read the site."""
    site = Site.objects.select_related("organisation").filter(pk=stored.owner_id or 0).first()
    return site is not None and may_read(user, site)
