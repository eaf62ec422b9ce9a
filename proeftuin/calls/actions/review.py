"""Deeds of one juror on one dossier: save scores, hand them in."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from proeftuin.accounts.models import User
from proeftuin.calls.actions.jury import JuryRefused, locked_jury
from proeftuin.calls.models import Application, Juror, Jury, Review, Score
from proeftuin.calls.rules.jury import may_score
from proeftuin.record.actions import move


class ReviewClosed(JuryRefused):
    """Scores that came after the hand-in or after the scores were closed."""


def _open_review(juror: Juror, application: Application, now: datetime) -> Review:
    """The own draft, made at the first score; refused when it is no longer open."""
    jury = Jury.objects.get(call=application.call_id)
    review = Review.objects.filter(juror=juror, application=application).first()
    if not may_score(jury, juror, review):
        raise ReviewClosed(
            _("Your scores are already handed in, or the jury has closed. This was not saved.")
        )
    has_interest = juror.declarations.filter(application=application, has_conflict=False).exists()
    if not has_interest:
        raise ReviewClosed(_("You do not judge this application."))
    if application.call.pathway.is_archive:
        raise ReviewClosed(_("This learning pathway has ended. It can be read, but no longer changed."))
    return review or Review.objects.create(juror=juror, application=application, saved_at=now)


@transaction.atomic
def save_scores(
    *, juror: Juror, application: Application, scores: Mapping[int, tuple[int | None, str]], now: datetime
) -> Review:
    """Keep the scores and reasons typed so far; nobody else sees them."""
    review = _open_review(juror, application, now)
    criteria = {criterion.pk: criterion for criterion in application.call.criteria.all()}
    if not set(scores) <= set(criteria):
        raise JuryRefused(_("A criterion does not belong to this call. Load the page again."))
    for pk, (value, _reason) in scores.items():
        if value is not None and not criteria[pk].scale_min <= value <= criteria[pk].scale_max:
            raise JuryRefused(
                _("%(value)s is outside the scale (%(low)s to %(high)s).")
                % {"value": value, "low": criteria[pk].scale_min, "high": criteria[pk].scale_max}
            )
    Score.objects.bulk_create(
        [
            Score(review=review, criterion_id=pk, value=value, reason=reason.strip())
            for pk, (value, reason) in scores.items()
        ],
        update_conflicts=True,
        unique_fields=["review", "criterion"],
        update_fields=["value", "reason"],
    )
    review.saved_at = now
    review.save(update_fields=["saved_at"])
    return review


@transaction.atomic
def hand_in(
    *,
    juror: Juror,
    application: Application,
    scores: Mapping[int, tuple[int | None, str]],
    by: User,
    now: datetime,
) -> Review:
    """Hand in the scores on a dossier: all criteria, each with a reason; from then on they stand."""
    done = juror.reviews.filter(application=application, state=Review.State.HANDED_IN).first()
    if done is not None and _says_the_same(done, scores):
        return done
    review = save_scores(juror=juror, application=application, scores=scores, now=now)
    given = {score.criterion_id for score in review.scores.all() if score.value is not None and score.reason}
    lacking = [criterion.title for criterion in application.call.criteria.all() if criterion.pk not in given]
    if lacking:
        raise JuryRefused(
            _("Give a score and a reason for: %(criteria)s.") % {"criteria": ", ".join(lacking)}
        )
    review.handed_in_at = now
    review.save(update_fields=["handed_in_at"])
    move(review, to=Review.State.HANDED_IN, by=by, allowed=Review.MOVES, now=now)
    return review


def _says_the_same(review: Review, scores: Mapping[int, tuple[int | None, str]]) -> bool:
    """Whether this is the same hand-in once more: a double click or a retry."""
    kept = {score.criterion_id: (score.value, score.reason) for score in review.scores.all()}
    return kept == {pk: (value, reason.strip()) for pk, (value, reason) in scores.items()}


@transaction.atomic
def reopen(*, review: Review, by: User, now: datetime, why: str) -> Review:
    """Give a review back to its juror for a correction, with a reason; never one's own."""
    jury = locked_jury(review.juror.call)
    if jury.state != Jury.State.SCORING:
        raise JuryRefused(_("The scores are closed. Open them again first."))
    if review.juror.user_id == by.pk:
        raise JuryRefused(_("You cannot give back your own scores. Ask the programme office."))
    if not why.strip():
        raise JuryRefused(_("Say why you give the scores back."))
    return move(review, to=Review.State.DRAFT, by=by, allowed=Review.MOVES, now=now, why=why.strip())  # type: ignore[no-any-return]
