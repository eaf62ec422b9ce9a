"""Deeds around the jury: appoint its members, declare interests, open and close the scoring."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from proeftuin.accounts.models import User, normalise
from proeftuin.calls.emails.jury import appointed, scoring_opened
from proeftuin.calls.models import Application, Call, Declaration, Juror, Jury, Review
from proeftuin.calls.queries.jury import admissible, candidates, to_declare
from proeftuin.calls.rules.jury import belongs_to, may_be_juror, may_start_check
from proeftuin.core.errors import Refused
from proeftuin.record.actions import move, note


class JuryRefused(Refused):
    """A deed of the jury that cannot be done now."""


def locked_jury(call: Call) -> Jury:
    """The jury of a call for one deed at a time; an ended pathway is not touched."""
    if call.pathway.is_archive:
        raise JuryRefused(_("This learning pathway has ended. It can be read, but no longer changed."))
    Jury.objects.get_or_create(call=call)
    jury = Jury.objects.select_for_update(no_key=True).get(call=call)
    jury.call = call
    return jury


def refuse_unless(jury: Jury, state: str) -> None:
    """A deed of one step is not done at another."""
    if jury.state != state:
        raise JuryRefused(
            _("This is not possible now: the jury is at the step “%(state)s”.")
            % {"state": jury.get_state_display()}
        )


@transaction.atomic
def appoint(
    *,
    call: Call,
    email: str,
    name: str = "",
    is_chair: bool = False,
    language: str = "nl",
    by: User,
    now: datetime,
) -> Juror:
    """Give a person a seat in the jury, or the chair; somebody new gets an account and signs in by code."""
    jury = locked_jury(call)
    if jury.state not in (Jury.State.CHECKING, Jury.State.SCORING):
        raise JuryRefused(_("The scores are closed. Nobody can join the jury any more."))
    user = User.objects.filter(email=normalise(email)).first() or User.objects.create_user(
        email, name=name, language=language, is_fictional=call.pathway.is_fictional
    )
    if not may_be_juror(user, call):
        raise JuryRefused(
            _("%(name)s runs this call and reads all files. Choose somebody else for the jury.")
            % {"name": user}
        )
    seat = call.jurors.filter(user=user).select_related("user", "call").first()
    if seat is not None and seat.state == Juror.State.ACTIVE and seat.is_chair == is_chair:
        return seat  # the same once more: a double click
    if is_chair:
        call.jurors.filter(is_chair=True).exclude(user=user).update(is_chair=False)
    if seat is None:
        seat = Juror(call=call, user=user, appointed_by=by)
    elif seat.state == Juror.State.ENDED:
        move(seat, to=Juror.State.ACTIVE, by=by, allowed=Juror.MOVES, now=now)
    seat.is_chair, seat.appointed_at = is_chair, now
    seat.save()
    note(by=by, verb="juror.appointed", on=seat, at=now, detail={"chair": is_chair, "user": user.pk})
    appointed(seat, now=now)
    return seat


@transaction.atomic
def dismiss(*, juror: Juror, by: User, now: datetime, why: str) -> Juror:
    """End a seat in the jury; the scores of this juror no longer count."""
    jury = locked_jury(juror.call)
    if jury.state not in (Jury.State.CHECKING, Jury.State.SCORING):
        raise JuryRefused(_("The scores are closed. Nobody can leave the jury any more."))
    move(juror, to=Juror.State.ENDED, by=by, allowed=Juror.MOVES, now=now, why=why)
    return juror


@transaction.atomic
def declare(
    *, juror: Juror, words: Mapping[int, tuple[bool, str]], by: User, now: datetime
) -> list[Declaration]:
    """Say for every application at once whether there is an interest; before that no dossier opens."""
    jury = locked_jury(juror.call)
    if jury.state != Jury.State.SCORING:
        raise JuryRefused(_("Interests are declared while the jury scores."))
    asked = {application.pk: application for application in to_declare(juror, juror.call)}
    if set(asked) - set(words):
        raise JuryRefused(_("Answer for every application. Nothing was kept yet."))
    return [_declare_one(juror, application, *words[pk], by=by, now=now) for pk, application in asked.items()]


def _declare_one(
    juror: Juror, application: Application, has_conflict: bool, word: str, *, by: User, now: datetime
) -> Declaration:
    if not has_conflict and belongs_to(juror.user, application):
        raise JuryRefused(
            _("You act for %(name)s yourself. Declare an interest there.")
            % {"name": application.organisation.name}
        )
    declaration = Declaration.objects.create(
        juror=juror, application=application, has_conflict=has_conflict, word=word.strip(), declared_at=now
    )
    verb = "interest.declared" if has_conflict else "interest.none"
    note(by=by, verb=verb, on=application, at=now, detail={"juror": juror.pk, "word": word.strip()})
    return declaration


@transaction.atomic
def recuse(*, juror: Juror, application: Application, word: str, by: User, now: datetime) -> Declaration:
    """Declare an interest that came to light later: the dossier closes and the own scores lapse."""
    jury = locked_jury(juror.call)
    if jury.state not in (Jury.State.SCORING, Jury.State.DECIDING):
        raise JuryRefused(_("The decision is already prepared. Tell the programme office of your interest."))
    if not word.strip():
        raise JuryRefused(_("Say in a few words what your interest is."))
    declaration = juror.declarations.get(application=application)
    declaration.has_conflict, declaration.word, declaration.declared_at = True, word.strip(), now
    declaration.save(update_fields=["has_conflict", "word", "declared_at"])
    note(by=by, verb="interest.declared", on=application, at=now, detail={"juror": juror.pk, "word": word})
    review = juror.reviews.filter(application=application).exclude(state=Review.State.WITHDRAWN).first()
    if review is not None:
        move(review, to=Review.State.WITHDRAWN, by=by, allowed=Review.MOVES, now=now, why=word)
    return declaration


@transaction.atomic
def open_scoring(*, call: Call, by: User, now: datetime, due_at: datetime | None = None) -> Jury:
    """Close the check and open the dossiers to the jurors, who are told by mail."""
    jury = locked_jury(call)
    refuse_unless(jury, Jury.State.CHECKING)
    if not may_start_check(call, now):
        raise JuryRefused(_("The call is still open. Wait until the deadline has passed."))
    if candidates(call).filter(admissibility=None).exists():
        raise JuryRefused(_("Not every application is checked yet. Check the others first."))
    if not admissible(call).exists():
        raise JuryRefused(_("There is no admissible application to judge."))
    if not call.criteria.exists():
        raise JuryRefused(_("This call has no criteria. The jury needs them to score."))
    if not call.jurors.filter(state=Juror.State.ACTIVE).exists():
        raise JuryRefused(_("Appoint the members of the jury first."))
    jury.scores_due_at = due_at
    jury.save(update_fields=["scores_due_at"])
    move(jury, to=Jury.State.SCORING, by=by, allowed=Jury.MOVES, now=now)
    for juror in call.jurors.filter(state=Juror.State.ACTIVE).select_related("user"):
        scoring_opened(juror, jury, now=now)
    return jury


@transaction.atomic
def check_again(*, call: Call, by: User, now: datetime, why: str) -> Jury:
    """Go back from scoring to the admissibility check; what was scored stays."""
    if not why.strip():
        raise JuryRefused(_("Say why you go back to the check."))
    return _back(call, Jury.State.CHECKING, by=by, now=now, why=why)


@transaction.atomic
def score_again(*, call: Call, by: User, now: datetime, why: str) -> Jury:
    """Open the scores once more, with a reason."""
    if not why.strip():
        raise JuryRefused(_("Say why you open the scores again."))
    return _back(call, Jury.State.SCORING, by=by, now=now, why=why)


def _back(call: Call, to: str, *, by: User, now: datetime, why: str) -> Jury:
    jury = locked_jury(call)
    move(jury, to=to, by=by, allowed=Jury.MOVES, now=now, why=why.strip())
    return jury
