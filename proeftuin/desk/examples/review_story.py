"""The second chapter: admissibility, interests, scores, and the decision that is released to all."""

from datetime import datetime, timedelta

from proeftuin.calls.actions import admissibility, decision, jury, review
from proeftuin.calls.models import Application, Call, Finding, Juror
from proeftuin.desk.examples import words
from proeftuin.desk.examples.cast import Cast

SCORES = {
    "voorbeeldegem": (5, 4, 5), "fictiegem": (4, 5, 4), "denkbeeldekerke": (3, 4, 2),
    "verzonnen-huis": (4, 4, 4), "bedachte-tuin": (3, 4, 3),
}  # fmt: skip
REASON = "Voorbeeld van een reden: het plan is helder en past bij de plek."
JURY = ("chair", "juror-2", "juror-3")


def handed_in(call: Call) -> list[Application]:
    """What was submitted, in the order of its number."""
    found = call.applications.filter(state=Application.State.SUBMITTED).select_related("organisation")
    return list(found.order_by("number"))


def key_of(application: Application, cast: Cast) -> str:
    """The short name of the applicant."""
    return next(key for key, body in cast.organisations.items() if body.pk == application.organisation_id)


def open_review(call: Call, cast: Cast, *, now: datetime, due_at: datetime, office: str = "office") -> None:
    """Seat the jury, find the applications admissible and open the dossiers."""
    by = cast.people[office]
    for person in JURY:
        user = cast.people[person]
        jury.appoint(call=call, email=user.email, is_chair=person == "chair", by=by, now=now)
    for application in handed_in(call):
        findings = dict.fromkeys(Finding.Ground.values, (True, ""))
        admissibility.check_admissibility(application=application, findings=findings, by=by, now=now)
    jury.open_scoring(call=call, by=by, now=now + timedelta(minutes=1), due_at=due_at)


def declare(call: Call, cast: Cast, person: str, *, conflict_with: str = "", now: datetime) -> Juror:
    """A juror says of each application whether there is an interest."""
    juror = call.jurors.get(user=cast.people[person])
    said = {
        application.pk: (key_of(application, cast) == conflict_with, "Ik woon in deze gemeente.")
        if key_of(application, cast) == conflict_with
        else (False, "")
        for application in handed_in(call)
    }
    jury.declare(juror=juror, words=said, by=cast.people[person], now=now)
    return juror


def score(
    juror: Juror, application: Application, cast: Cast, *, now: datetime, is_final: bool = True
) -> None:
    """A juror scores a dossier; without `is_final` it stays a draft with one criterion open."""
    criteria = list(application.call.criteria.all())
    values = SCORES[key_of(application, cast)]
    scores: dict[int, tuple[int | None, str]] = {
        criterion.pk: (value, REASON) for criterion, value in zip(criteria, values, strict=True)
    }
    if is_final:
        review.hand_in(juror=juror, application=application, scores=scores, by=juror.user, now=now)
    else:
        scores.pop(criteria[-1].pk)
        review.save_scores(juror=juror, application=application, scores=scores, now=now)


def half_way(call: Call, cast: Cast, *, now: datetime) -> None:
    """The chair is ready, the second juror is busy, the third still has to say what interests there are."""
    chair = declare(call, cast, "chair", now=now)
    second = declare(call, cast, "juror-2", conflict_with="denkbeeldekerke", now=now)
    dossiers = handed_in(call)
    for application in dossiers:
        score(chair, application, cast, now=now)
    score(second, dossiers[0], cast, now=now)
    score(second, dossiers[1], cast, now=now, is_final=False)


def decide(call: Call, cast: Cast, *, now: datetime) -> None:
    """The last scores come in; two are selected, one is on the reserve list; another person releases it."""
    office, other = cast.people["office"], cast.people["office-2"]
    second = call.jurors.get(user=cast.people["juror-2"])
    third = declare(call, cast, "juror-3", now=now)
    dossiers = handed_in(call)
    score(second, dossiers[1], cast, now=now)
    for application in dossiers:
        score(third, application, cast, now=now)
    decision.close_scoring(call=call, by=office, now=now)
    for application in dossiers:
        key = key_of(application, cast)
        is_selected = key != "denkbeeldekerke"
        decision.draft_decision(
            application=application,
            outcome="selected" if is_selected else "reserve",
            motive=words.MOTIVES[key],
            reserve_place=None if is_selected else 1,
            is_motive_public=is_selected,
            by=office,
            now=now,
        )
    report = ("De jury las drie dossiers en koos er twee.", "The jury read three dossiers and chose two.")
    decision.propose(call=call, report=report[0], report_en=report[1], by=office, now=now)
    decision.release(call=call, by=other, now=now)
