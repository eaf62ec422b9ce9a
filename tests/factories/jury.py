"""Makers of juries: a closed call with what was handed in, its jurors, scores and decisions, by the real deeds."""

import uuid
from datetime import timedelta

from django.utils import timezone

from proeftuin.calls.actions import admissibility, decision, jury, review
from proeftuin.calls.models import Application, Finding, Submission
from tests.factories import calls as make


def closed_call(criteria=2, **fields):
    """A call whose deadline passed an hour ago, with criteria on a scale of 0 to 5."""
    now = timezone.now()
    call = make.call(**{"closes_at": now - timedelta(hours=1), "question_deadline": None, **fields})
    for _ in range(criteria):
        make.criterion(call)
    return call


def handed_in(call, *, by=None, organisation=None, site="Pastorie", files=()):
    """An application that was handed in before the deadline."""
    organisation = organisation or make.organisation()
    application = make.draft(call=call, organisation=organisation, by=by or make.member(organisation))
    received_at = call.closes_at - timedelta(days=1)
    number = f"{call.closes_at.year}-{call.applications.count():03d}"
    answers = [
        {
            "question": 0,
            "section": "",
            "label": "Welke site?",
            "kind": "site",
            "sites": [{"id": 0, "name": site}],
        },
        {"question": 1, "section": "Plan", "label": "Waarom?", "kind": "long", "value": f"Geheim {number}"},
    ]
    submission = Submission.objects.create(
        application=application,
        serial=1,
        token=uuid.uuid4(),
        received_at=received_at,
        submitted_by=application.created_by,
        snapshot={"number": number, "answers": answers},
        digest="d" * 64,
    )
    submission.files.set(files)
    Application.objects.filter(pk=application.pk).update(
        number=number, state="submitted", submitted_at=received_at, digest=submission.digest
    )
    application.refresh_from_db()
    return application


def office():
    """A person of the programme office."""
    return make.person(is_office=True)


def check(application, by, unmet=()):
    """The admissibility check: all met, but for these grounds."""
    findings = {str(g): (g not in unmet, "" if g not in unmet else "Dit ontbreekt.") for g in Finding.Ground}
    return admissibility.check_admissibility(
        application=application, findings=findings, by=by, now=timezone.now()
    )


def juror(call, by, **fields):
    """A person with a seat in the jury."""
    user = fields.pop("user", None) or make.person()
    return jury.appoint(call=call, email=user.email, by=by, now=timezone.now(), **fields)


def declare(juror, conflicts=()):
    """No interest anywhere, but in these."""
    from proeftuin.calls.queries.jury import to_declare

    words = {
        application.pk: (application in conflicts, "Familie" if application in conflicts else "")
        for application in to_declare(juror, juror.call)
    }
    return jury.declare(juror=juror, words=words, by=juror.user, now=timezone.now())


def scores(call, value=3, reason="Omdat het goed is."):
    """The same score on every criterion."""
    return {criterion.pk: (value, reason) for criterion in call.criteria.all()}


def hand_in(juror, application, value=3):
    """Scores of one juror on one application, handed in."""
    return review.hand_in(
        juror=juror,
        application=application,
        scores=scores(juror.call, value),
        by=juror.user,
        now=timezone.now(),
    )


def scoring(applications=2, unmet=(), **fields):
    """A call at which the jury scores: the office, two jurors of whom one chairs, and the applications."""
    call, by = closed_call(**fields), office()
    brought = [handed_in(call) for _ in range(applications)]
    for place, application in enumerate(brought):
        check(application, by, unmet=[Finding.Ground.SITE] if place in unmet else ())
    chair, member = juror(call, by, is_chair=True), juror(call, by)
    jury.open_scoring(call=call, by=by, now=timezone.now())
    return call, by, chair, member, brought


def deciding(applications=2, unmet=(), **fields):
    """The same, with all scores handed in and closed: the first application gets the most."""
    call, by, chair, member, brought = scoring(applications, unmet, **fields)
    judged = [application for place, application in enumerate(brought) if place not in unmet]
    for one in (chair, member):
        declare(one)
        for place, application in enumerate(judged):
            hand_in(one, application, max(5 - place, 0))
    decision.close_scoring(call=call, by=by, now=timezone.now())
    return call, by, chair, member, brought


def decide(application, by, outcome="not_selected", **fields):
    """A decision with a motive."""
    motive = fields.pop("motive", f"Motief voor {application.number}.")
    return decision.draft_decision(
        application=application, outcome=outcome, motive=motive, by=by, now=timezone.now(), **fields
    )


def proposed(applications=3, unmet=(2,), **fields):
    """The same, prepared by the office: one selected, one not, one not admissible."""
    call, by, chair, member, brought = deciding(applications, unmet, **fields)
    decide(brought[0], by, "selected", is_motive_public=True)
    for place, application in enumerate(brought[1:], start=1):
        if place not in unmet:
            decide(application, by)
    decision.propose(call=call, by=by, now=timezone.now())
    return call, by, chair, member, brought


def released(**fields):
    """The same, released by another person of the office."""
    call, by, chair, member, brought = proposed(**fields)
    decision.release(call=call, by=office(), now=timezone.now())
    return call, by, chair, member, brought
