"""What waits for a person around calls: for applicants, for who runs a call and for its jury."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proeftuin.calls.models import Call, Juror, Jury, Review
from proeftuin.calls.queries.application import waiting_for_applicant
from proeftuin.calls.queries.call import waiting_for_office
from proeftuin.calls.queries.jury import JuryRole, dossiers, role_in
from proeftuin.calls.queries.reading import check_counts
from proeftuin.core.templatetags.house import localised
from proeftuin.core.waiting import Waiting

SOON = timedelta(days=3)


def _line(call: Call, title: str, address: str, due_at: datetime | None, now: datetime) -> Waiting:
    return Waiting(
        title=title,
        url=reverse(f"calls:{address}", args=[call.slug]),
        context=localised(call, "title")[0],
        due_at=due_at,
        urgent=due_at is not None and due_at - now < SOON,
    )


def _running() -> QuerySet[Call]:
    calls = Call.objects.filter(state=Call.State.PUBLISHED).exclude(pathway__state="ended")
    return calls.select_related("pathway", "host")


def waiting_for_juror(user: Any, now: datetime) -> list[Waiting]:
    """Interests to declare, files to score, a decision to prepare; a recused file is not counted."""
    seats = _running().filter(jurors__user=user, jurors__state=Juror.State.ACTIVE, jury__isnull=False)
    roles = [role for call in seats for role in [role_in(user, call)] if role is not None]
    return [line for role in roles for line in _for_seat(role, now)]


def _for_seat(role: JuryRole, now: datetime) -> list[Waiting]:
    call, jury = role.call, role.jury
    if jury.state == Jury.State.SCORING and role.undeclared:
        return [_line(call, _("Declare your interests"), "interests", jury.scores_due_at, now)]
    if jury.state == Jury.State.SCORING and role.juror is not None:
        done = Review.objects.filter(juror=role.juror, state=Review.State.HANDED_IN)
        left = dossiers(role).exclude(pk__in=done.values("application")).count()
        title = ngettext("Score %(n)s application", "Score %(n)s applications", left) % {"n": left}
        return [_line(call, title, "jury", jury.scores_due_at, now)] if left else []
    if role.is_chair and role.speaks_for_all:
        return _decision(role, now)
    return []


def _decision(role: JuryRole, now: datetime) -> list[Waiting]:
    if role.jury.state == Jury.State.DECIDING:
        return [_line(role.call, _("Prepare the decision of the jury"), "jury_decisions", None, now)]
    if role.jury.state == Jury.State.PROPOSED and role.jury.prepared_by_id != role.user.pk:
        return [_line(role.call, _("Look through and release the decision"), "jury_decisions", None, now)]
    return []


def waiting_for_check(user: Any, now: datetime) -> list[Waiting]:
    """For the office, once a call is closed: applications to check, a jury to open, a decision to make."""
    calls = _running().filter(closes_at__lt=now).exclude(jury__state=Jury.State.RELEASED)
    roles = [role for call in calls for role in [role_in(user, call)] if role is not None and role.is_office]
    return [line for role in roles for line in _for_office(role, now)]


def _for_office(role: JuryRole, now: datetime) -> list[Waiting]:
    if role.jury.state != Jury.State.CHECKING:
        return _decision(role, now)
    counts = check_counts(role.call)
    left = counts["all"] - counts["checked"]
    if left:
        title = ngettext("Check %(n)s application", "Check %(n)s applications", left) % {"n": left}
        return [_line(role.call, title, "jury_admissibility", None, now)]
    if counts["admissible"]:
        return [_line(role.call, _("Open the files to the jury"), "jury", None, now)]
    return []


def waiting_for_jury(user: Any, now: datetime) -> list[Waiting]:
    """All that waits for one person around juries."""
    return waiting_for_juror(user, now) + waiting_for_check(user, now)


def waiting_for(user: Any, now: datetime) -> list[Waiting]:
    """All that waits for one person around calls: to hand in, to answer, to judge."""
    return [
        *waiting_for_applicant(user, now),
        *waiting_for_office(user, now),
        *waiting_for_jury(user, now),
    ]
