"""What a person is and may open, read once for a page."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest

from proeftuin.accounts import queries as accounts
from proeftuin.accounts.models import Membership, Organisation
from proeftuin.calls.models import Juror
from proeftuin.mail.models import Message
from proeftuin.pathways import queries as pathways
from proeftuin.pathways.models import Assignment
from proeftuin.studies.queries.study import studies_for


@dataclass(frozen=True, slots=True)
class Standing:
    """The roles of one person as yes and no."""

    office: bool = False
    editor: bool = False
    coordinates: bool = False
    advises: bool = False
    reads: bool = False
    official: bool = False
    initiates: bool = False
    judges: bool = False
    studies: bool = False

    @property
    def acts(self) -> bool:
        """Whether the person acts for any organisation."""
        return self.official or self.initiates

    @property
    def runs(self) -> bool:
        """Whether the person runs calls and moments."""
        return self.office or self.coordinates

    @property
    def is_new(self) -> bool:
        """Whether the person has no role at all yet."""
        return replace(self, studies=False) == Standing()


def standing_of(user: Any) -> Standing:
    """The roles of a person, in four queries."""
    roles = set(Assignment.objects.filter(user=user).values_list("role", flat=True))
    acting = Membership.objects.filter(user=user, state__in=Membership.ACTING)
    kinds = set(acting.values_list("organisation__kind", flat=True))
    return Standing(
        office=user.is_office,
        editor=user.is_editor,
        coordinates=Assignment.Role.COORDINATION in roles,
        advises=Assignment.Role.EXPERT in roles,
        reads=Assignment.Role.READER in roles,
        official=bool(kinds & set(Organisation.PUBLIC_KINDS)),
        initiates=bool(kinds - set(Organisation.PUBLIC_KINDS)),
        judges=Juror.objects.filter(user=user, state=Juror.State.ACTIVE).exists(),
        studies=studies_for(user).exists(),
    )


def standing_in(request: HttpRequest) -> Standing:
    """The same, remembered for this request."""
    kept: Standing | None = getattr(request, "desk_standing", None)
    if kept is None:
        kept = standing_of(request.user) if request.user.is_authenticated else Standing()
        request.desk_standing = kept  # type: ignore[attr-defined]
    return kept


def counts_for(standing: Standing) -> dict[str, int]:
    """How much waits behind the entries of the office's menu."""
    if not standing.office:
        return {}
    return {
        "accounts:requests": accounts.requested_memberships().count(),
        "pathways:enquiries": pathways.open_enquiries().count(),
        "desk:outbox": Message.objects.filter(state=Message.State.FAILED).count(),
    }
