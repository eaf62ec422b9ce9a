"""The decision: drafted for each candidate, prepared by one person, released to all at once by another."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from proeftuin.accounts.models import User
from proeftuin.calls.actions.jury import JuryRefused, locked_jury, refuse_unless
from proeftuin.calls.emails.jury import letter
from proeftuin.calls.models import Application, Call, Decision, Juror, Jury, Review
from proeftuin.calls.queries.judging import ranking_of, reason_of, writers
from proeftuin.calls.queries.jury import admissible, candidates
from proeftuin.calls.rules.jury import may_release
from proeftuin.core import cache
from proeftuin.record.actions import move, note


class ReleaseRefused(JuryRefused):
    """A release that cannot happen: nothing was sent, nothing is known to anybody."""


@transaction.atomic
def close_scoring(*, call: Call, by: User, now: datetime) -> Jury:
    """Close the scores; what is not admissible gets its decision from the check at once."""
    jury = locked_jury(call)
    refuse_unless(jury, Jury.State.SCORING)
    handed_in = Review.objects.filter(state=Review.State.HANDED_IN, juror__state=Juror.State.ACTIVE)
    unscored = admissible(call).exclude(pk__in=handed_in.values("application"))
    if unscored.exists():
        numbers = ", ".join(application.number for application in unscored)
        raise JuryRefused(_("Nobody handed in scores yet for: %(numbers)s.") % {"numbers": numbers})
    move(jury, to=Jury.State.DECIDING, by=by, allowed=Jury.MOVES, now=now)
    refused = candidates(call).filter(admissibility__is_admissible=False, decision=None)
    for application in refused.prefetch_related("admissibility__findings"):
        application.call = call
        draft_decision(
            application=application,
            outcome=Decision.Outcome.INADMISSIBLE,
            motive=reason_of(application),
            by=by,
            now=now,
        )
    return jury


@transaction.atomic
def draft_decision(
    *,
    application: Application,
    outcome: str,
    motive: str,
    reserve_place: int | None = None,
    is_motive_public: bool = False,
    by: User,
    now: datetime,
) -> Decision:
    """Write what is decided on one candidate and why; it stays confidential until the release."""
    jury = locked_jury(application.call)
    if jury.state != Jury.State.DECIDING:
        raise JuryRefused(_("Decisions are written after the scores are closed and before the release."))
    if not motive.strip():
        raise JuryRefused(_("Write the motive. Every candidate is told why."))
    is_inadmissible = outcome == Decision.Outcome.INADMISSIBLE
    if is_inadmissible == application.admissibility.is_admissible:
        raise JuryRefused(_("The decision has to follow the admissibility check."))
    decision, _new = Decision.objects.update_or_create(
        application=application,
        defaults={
            "outcome": outcome,
            "motive": motive.strip(),
            "reserve_place": reserve_place if outcome == Decision.Outcome.RESERVE else None,
            "is_motive_public": is_motive_public and outcome == Decision.Outcome.SELECTED,
            "drafted_by": by,
            "drafted_at": now,
        },
    )
    note(by=by, verb="decision.drafted", on=application, at=now, detail={"outcome": outcome})
    return decision


@transaction.atomic
def propose(*, call: Call, report: str = "", report_en: str = "", by: User, now: datetime) -> Jury:
    """Prepare the decision on all candidates for release by somebody else; from here it stands still."""
    jury = locked_jury(call)
    refuse_unless(jury, Jury.State.DECIDING)
    undecided = candidates(call).filter(decision=None)
    if undecided.exists():
        numbers = ", ".join(application.number for application in undecided)
        raise JuryRefused(_("These candidates have no decision yet: %(numbers)s.") % {"numbers": numbers})
    _refuse_equal_reserve_places(call)
    jury.prepared_by, jury.prepared_at = by, now
    jury.report, jury.report_en = report.strip(), report_en.strip()
    jury.ranking_digest = ranking_of(call).digest
    jury.save(update_fields=["prepared_by", "prepared_at", "report", "report_en", "ranking_digest"])
    move(jury, to=Jury.State.PROPOSED, by=by, allowed=Jury.MOVES, now=now)
    return jury


def _refuse_equal_reserve_places(call: Call) -> None:
    places = list(
        Decision.objects.filter(application__call=call, outcome=Decision.Outcome.RESERVE).values_list(
            "reserve_place", flat=True
        )
    )
    if sorted(place or 0 for place in places) != list(range(1, len(places) + 1)):
        raise JuryRefused(_("Number the reserve list 1, 2, 3 … without gaps or equal places."))


@transaction.atomic
def take_back(*, call: Call, by: User, now: datetime, why: str) -> Jury:
    """Open a prepared decision once more, before it is released."""
    jury = locked_jury(call)
    if not why.strip():
        raise JuryRefused(_("Say why you take the decision back."))
    move(jury, to=Jury.State.DECIDING, by=by, allowed=Jury.MOVES, now=now, why=why.strip())
    return jury


@transaction.atomic
def release(*, call: Call, by: User, now: datetime) -> Jury:
    """Make the decision known to all at one moment; doing it twice is doing it once."""
    jury = locked_jury(call)
    if jury.is_released:
        return jury
    if jury.state != Jury.State.PROPOSED:
        raise ReleaseRefused(_("The decision is not prepared yet. Nothing was sent."))
    if not may_release(jury, by):
        raise ReleaseRefused(
            _("You prepared this decision yourself. Somebody else has to release it. Nothing was sent.")
        )
    if jury.ranking_digest != ranking_of(call).digest:
        raise ReleaseRefused(_("The scores no longer give the ranking that was prepared. Nothing was sent."))
    jury.released_by, jury.released_at = by, now
    jury.save(update_fields=["released_by", "released_at"])
    move(jury, to=Jury.State.RELEASED, by=by, allowed=Jury.MOVES, now=now)
    decisions = Decision.objects.filter(application__call=call).select_related("application__organisation")
    for decision in decisions.order_by("application__number"):
        note(
            by=by,
            verb="decision.released",
            on=decision.application,
            at=now,
            detail={"outcome": decision.outcome},
        )
        for user in writers(decision.application):
            letter(decision, user, now=now)
    cache.bump()
    return jury
