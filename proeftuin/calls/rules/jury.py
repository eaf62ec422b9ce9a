"""Who may do what in the judging of a call, and when."""

from collections.abc import Iterable
from datetime import datetime

from proeftuin.accounts.models import Membership, User
from proeftuin.calls.models import Application, Call, Criterion, Juror, Jury, Review
from proeftuin.calls.rules.ranking import Measure
from proeftuin.pathways.models import Assignment


def sits_in_jury(user: User, call: Call) -> bool:
    """Whether somebody is a member of the jury of this call now."""
    return Juror.objects.filter(user=user, call=call, state=Juror.State.ACTIVE).exists()


def is_office(user: User, call: Call) -> bool:
    """Who checks, prepares and releases: the programme office, or the local authority of its own call.

    Who sits in the jury of this call is a juror there and nothing else.
    """
    if not user.is_authenticated or not user.is_active or sits_in_jury(user, call):
        return False
    if user.is_office:
        return True
    return (
        call.host_id is not None
        and Membership.objects.filter(
            user=user, organisation=call.host_id, state=Membership.State.APPROVED
        ).exists()
    )


def is_coordinator(user: User, call: Call) -> bool:
    """Who organises the jury without reading along."""
    return Assignment.objects.filter(
        user=user, pathway=call.pathway_id, role=Assignment.Role.COORDINATION
    ).exists()


def may_be_juror(user: User, call: Call) -> bool:
    """Who runs the call sees more than a juror may: they do not judge."""
    return user.is_active and not is_office(user, call) and not is_coordinator(user, call)


def belongs_to(user: User, application: Application) -> bool:
    """Whether somebody has an interest that the platform itself knows of."""
    return (
        application.created_by_id == user.pk
        or application.organisation.memberships.filter(user=user, state__in=Membership.ACTING).exists()
        or application.co_applicants.filter(user=user).exists()
    )


def may_start_check(call: Call, now: datetime) -> bool:
    """Applications are checked once nobody can change them any more."""
    return call.is_closed(now) and call.state == call.State.PUBLISHED


def may_score(jury: Jury, juror: Juror, review: Review | None) -> bool:
    """Scores are written while the jury scores, and until they are handed in."""
    return (
        jury.state == Jury.State.SCORING
        and juror.state == Juror.State.ACTIVE
        and (review is None or review.state == Review.State.DRAFT)
    )


def may_release(jury: Jury, user: User) -> bool:
    """Two people: who prepared the decision does not release it."""
    return jury.state == Jury.State.PROPOSED and jury.prepared_by_id != user.pk


def measures(criteria: Iterable[Criterion]) -> list[Measure]:
    """The criteria of a call as the ranking sees them: numbered in the order of the call."""
    return [
        Measure(key=str(number), weight=each.weight, bottom=each.scale_min, top=each.scale_max)
        for number, each in enumerate(criteria, start=1)
    ]
