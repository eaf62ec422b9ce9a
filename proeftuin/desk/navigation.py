"""The menu of the signed-in pages: only what this person may use."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from proeftuin.desk import rules
from proeftuin.desk.queries.standing import Standing, counts_for, standing_in


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the menu."""

    title: str | Promise
    url: str
    count: int = 0
    here: bool = False


ENTRIES: tuple[tuple[str | Promise, str, Callable[[Standing], bool]], ...] = (
    (_("What waits for me"), "desk:home", lambda standing: True),
    (_("My applications"), "calls:applications", lambda standing: standing.acts),
    (_("Sites"), "sites:list", lambda standing: standing.official),
    (_("Studies"), "studies:studies", lambda standing: standing.acts or standing.advises or standing.studies),
    (_("Calls"), "calls:managed", lambda standing: standing.runs),
    (_("My juries"), "calls:juries", lambda standing: standing.judges),
    (_("Pilots"), "pilots:mine", lambda standing: not standing.is_new and not standing.judges),
    (_("Moments"), "events:events", lambda standing: standing.runs),
    (_("Pathways"), "pathways:mine", lambda standing: standing.runs or standing.advises or standing.reads),
    (_("What goes on"), "desk:dashboard", lambda standing: standing.runs or standing.reads),
    (_("Newsletter"), "newsletter:campaigns", lambda standing: standing.runs),
    (_("Questions"), "pathways:enquiries", lambda standing: standing.office),
    (_("Who acts for whom"), "accounts:requests", lambda standing: standing.office),
    (_("Outbox"), "desk:outbox", lambda standing: standing.office or rules.is_trial()),
    (_("Log"), "desk:record", lambda standing: standing.office),
    (_("Public site"), "wagtailadmin_home", lambda standing: standing.editor),
    (_("My details"), "accounts:profile", lambda standing: True),
)


def links(request: HttpRequest) -> list[Link]:
    """The entries for this person, the page that is open marked."""
    if not request.user.is_authenticated:
        return [_link(request, _("Outbox"), "desk:outbox", {})] if rules.is_trial() else []
    standing = standing_in(request)
    counts = counts_for(standing)
    return [_link(request, title, name, counts) for title, name, is_for in ENTRIES if is_for(standing)]


def _link(request: HttpRequest, title: str | Promise, name: str, counts: dict[str, int]) -> Link:
    url = reverse(name)
    here = request.path == url or (name != "desk:home" and request.path.startswith(url))
    return Link(title, url, counts.get(name, 0), here)
