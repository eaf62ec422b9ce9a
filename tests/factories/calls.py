"""Makers of calls and applications: visibly fictional, open now unless told otherwise."""

import io
import itertools
import uuid
from datetime import timedelta

from django.utils import timezone
from PIL import Image
from pypdf import PdfWriter

from proeftuin.accounts.models import Membership, Organisation, User
from proeftuin.calls.actions import attachments, submission
from proeftuin.calls.models import Answer, Application, Call, Criterion, Question
from proeftuin.pathways.models import Pathway

_next = itertools.count(1).__next__


def pathway(**fields):
    """A running example pathway."""
    n = _next()
    return Pathway.objects.create(
        **{
            "slug": f"pathway-{n}",
            "name": f"Leertraject {n}",
            "state": "running",
            "is_fictional": True,
            **fields,
        }
    )


def person(**fields):
    """A person with an account."""
    n = _next()
    return User.objects.create_user(
        **{"email": f"applicant{n}@example.org", "name": f"Persoon {n}", **fields}
    )


def organisation(**fields):
    """An organisation that may apply."""
    n = _next()
    return Organisation.objects.create(
        **{"kind": "ocmw", "name": f"OCMW Voorbeeld {n}", "is_fictional": True, **fields}
    )


def member(organisation, state="approved", **fields):
    """A person who acts for an organisation."""
    user = person(**fields)
    Membership.objects.create(organisation=organisation, user=user, state=state, requested_at=timezone.now())
    return user


def call(**fields):
    """A published call: it opened 30 days ago and closes in 30 days."""
    n, now = _next(), timezone.now()
    return Call.objects.create(
        **{
            "pathway": fields.get("pathway") or pathway(),
            "slug": f"call-{n}",
            "title": f"Oproep {n}",
            "title_en": f"Call {n}",
            "state": "published",
            "published_at": now - timedelta(days=31),
            "opens_at": now - timedelta(days=30),
            "question_deadline": now + timedelta(days=20),
            "closes_at": now + timedelta(days=30),
            **fields,
        }
    )


def question(call, **fields):
    """A question of the form, long text unless told otherwise."""
    n = _next()
    return Question.objects.create(
        **{"call": call, "order": n, "kind": "long", "label": f"Vraag {n}", **fields}
    )


def criterion(call, **fields):
    """A criterion with a scale of 0 to 5."""
    n = _next()
    return Criterion.objects.create(
        **{"call": call, "order": n, "title": f"Criterium {n}", "weight": 10, **fields}
    )


def draft(call=None, organisation=None, by=None, **fields):
    """An application that was begun."""
    now = timezone.now()
    organisation = organisation or globals()["organisation"]()
    return Application.objects.create(
        **{
            "call": call or globals()["call"](),
            "organisation": organisation,
            "created_by": by or member(organisation),
            "started_at": now,
            "changed_at": now,
            **fields,
        }
    )


def answer(application, question, value):
    """An answer as it stands in the working copy."""
    now = timezone.now()
    return Answer.objects.update_or_create(
        application=application,
        question=question,
        defaults={"value": value, "changed_at": now, "changed_by": application.created_by},
    )[0]


def bring_study(application, study, question=None, along=False):
    """Choose a study for a question of the form; `along`: with its alternatives."""
    asked = question or globals()["question"](application.call, kind="study")
    attachments.choose_studies(
        application=application,
        question=asked,
        chosen={study.pk: along},
        by=application.created_by,
        now=timezone.now(),
    )
    return asked


def complete(**fields):
    """A draft in which nothing is missing."""
    application = draft(**fields)
    if not application.call.questions.exists():
        question(application.call)
    for one in application.call.questions.all():
        answer(application, one, "Ons antwoord")
    return application


def submitted(received_at=None, **fields):
    """An application that was handed in."""
    application = complete(**fields)
    submission.submit(
        application=application,
        token=uuid.uuid4(),
        by=application.created_by,
        received_at=received_at or timezone.now(),
    )
    application.refresh_from_db()
    return application


def pdf(text="1"):
    """A real PDF of one page; another text gives another file."""
    writer = PdfWriter()
    writer.add_blank_page(width=100, height=100)
    writer.add_metadata({"/Title": text})
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def png(width, height):
    """A real PNG of this size."""
    target = io.BytesIO()
    Image.new("RGB", (width, height)).save(target, "PNG")
    return target.getvalue()
