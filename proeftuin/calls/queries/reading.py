"""A dossier as jurors and staff read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from proeftuin.accounts.models import Membership
from proeftuin.calls.models import Application, ApplicationFile, Call, Review, Submission
from proeftuin.calls.queries.jury import JuryRole, candidates, dossiers
from proeftuin.calls.queries.sites import readable
from proeftuin.calls.queries.studies import HandedIn, handed_in


@dataclass(frozen=True, slots=True)
class Dossier:
    """The version that counts, the studies that went along, and decisions that followed it."""

    submission: Submission
    content: dict[str, Any]
    studies: list[HandedIn]
    following: list[ApplicationFile]


def counted(application: Application) -> Submission:
    """The version that counts."""
    found: Sequence[Submission] = getattr(application, "counted", ())
    return found[0] if found else application.submissions.order_by("-serial")[0]


def dossier(application: Application) -> Dossier:
    """An application as it was handed in."""
    submission = counted(application)
    followed = application.application_files.filter(followed=True, removed_at=None).select_related("file")
    return Dossier(submission, readable(submission.snapshot), handed_in(submission), list(followed))


def site_names(application: Application) -> str:
    """The sites of the version that counts, by name."""
    answers = counted(application).snapshot.get("answers", [])
    names = [site.get("name", "") for answer in answers for site in answer.get("sites", [])]
    return " · ".join(dict.fromkeys(filter(None, names)))


@dataclass(frozen=True, slots=True)
class OwnDossier:
    """A dossier on the list of a juror, with how far the own review is."""

    application: Application
    sites: str
    review: Review | None

    @property
    def is_handed_in(self) -> bool:
        """Whether this juror is done with it."""
        return self.review is not None and self.review.state == Review.State.HANDED_IN


def own_dossiers(role: JuryRole) -> list[OwnDossier]:
    """The dossiers of a juror in order of number; recused ones are not there."""
    assert role.juror is not None
    reviews = {review.application_id: review for review in role.juror.reviews.all()}
    return [OwnDossier(each, site_names(each), reviews.get(each.pk)) for each in dossiers(role)]


def check_counts(call: Call) -> dict[str, int]:
    """How many applications there are, and how many of them are checked."""
    return dict(
        candidates(call)
        .order_by()
        .aggregate(
            all=Count("pk"),
            checked=Count("pk", filter=Q(admissibility__isnull=False)),
            admissible=Count("pk", filter=Q(admissibility__is_admissible=True)),
        )
    )


def membership_of(application: Application) -> Membership | None:
    """The membership of who handed in the version that counts."""
    user = counted(application).submitted_by_id
    return (
        application.organisation.memberships.filter(user=user).select_related("user", "organisation").first()
    )
