"""Reads of calls: what the public sees, what waits for the office."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proeftuin.calls.models import Application, Call, CallDocument, PublicQuestion
from proeftuin.calls.rules.call import may_manage
from proeftuin.core.templatetags.house import day, localised, moment, plain
from proeftuin.core.waiting import Waiting
from proeftuin.files.models import StoredFile

SOON = timedelta(days=14)


def public_calls() -> QuerySet[Call]:
    """Calls that everybody may read, the open ones first."""
    return Call.objects.exclude(state=Call.State.DRAFT).select_related("pathway", "host")


def public_call(slug: str) -> Call:
    """A published call; 404 for one that is still being written."""
    calls = public_calls().select_related("information_session")
    return get_object_or_404(calls, slug=slug)


def managed_calls(user: Any) -> QuerySet[Call]:
    """The calls that this person runs."""
    calls = Call.objects.select_related("pathway", "host")
    if user.is_office:
        return calls
    return calls.filter(
        Q(pathway__assignments__user=user, pathway__assignments__role="coordination")
        | Q(host__memberships__user=user, host__memberships__state="approved")
    ).distinct()


def call_to_manage(user: Any, pk: int) -> Call:
    """A call for who runs it; 404 for all others."""
    call = get_object_or_404(Call.objects.select_related("pathway", "host", "information_session"), pk=pk)
    if not may_manage(user, call):
        raise Http404
    return call


def answered_questions(call: Call) -> QuerySet[PublicQuestion]:
    """Questions with their answer, as everybody reads them."""
    return call.public_questions.filter(state=PublicQuestion.State.PUBLISHED).order_by("published_at", "id")


def numbers(call: Call) -> dict[str, int]:
    """How many applications there are in each state; no word of their contents."""
    counted = call.applications.aggregate(
        draft=Count("pk", filter=Q(state=Application.State.DRAFT)),
        submitted=Count("pk", filter=Q(state=Application.State.SUBMITTED)),
        withdrawn=Count("pk", filter=Q(state=Application.State.WITHDRAWN)),
    )
    return dict(counted)


def may_read_document(user: Any, stored: StoredFile) -> bool:
    """Documents of a call are public once the call is; before that only for who runs it."""
    document = CallDocument.objects.select_related("call").filter(file=stored).first()
    return document is not None and (document.call.is_public or may_manage(user, document.call))


def _waiting_to_publish(calls: list[Call]) -> list[Waiting]:
    return [
        Waiting(
            title=_("Publish the call “%(title)s”") % {"title": plain(call, "title")},
            url=reverse("calls:manage", args=[call.pk]),
            due_at=call.opens_at,
        )
        for call in calls
        if call.state == Call.State.DRAFT
    ]


def waiting_for_office(user: Any, now: datetime) -> list[Waiting]:
    """Calls to publish and questions to answer, for who runs them."""
    calls = list(managed_calls(user).exclude(pathway__state="ended"))
    asked = dict(
        PublicQuestion.objects.filter(call__in=calls, state=PublicQuestion.State.ASKED)
        .values_list("call")
        .annotate(Count("pk"))
    )
    questions = [
        Waiting(
            title=ngettext(
                "Answer %(n)s question about “%(title)s”",
                "Answer %(n)s questions about “%(title)s”",
                asked[call.pk],
            )
            % {"n": asked[call.pk], "title": plain(call, "title")},
            url=reverse("calls:questions_asked", args=[call.pk]),
            due_at=call.closes_at,
            urgent=call.closes_at is not None and now > call.closes_at - SOON,
        )
        for call in calls
        if call.pk in asked
    ]
    return questions + _waiting_to_publish(calls)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a call in time."""

    title: str
    when: str
    is_done: bool = False
    text: str = ""
    url: str = ""


def steps(call: Call, now: datetime) -> list[Step]:
    """The dates of a call in order, in the reader's language; what is not known is left out."""
    found: list[tuple[datetime | None, Step]] = []
    if call.opens_at or call.opening:
        when = moment(call.opens_at) if call.opens_at else localised(call, "opening")[0]
        found.append((call.opens_at, Step(_("The call opens"), when, (call.opens_at or now) <= now)))
    session = call.information_session
    if session is not None and session.state in session.PUBLIC:
        when = moment(session.starts_at) if session.hours_known else day(session.starts_at)
        title = _("Information session: %(title)s") % {"title": localised(session, "title")[0]}
        url = reverse("events:event", args=[session.slug])
        found.append((session.starts_at, Step(title, when, session.starts_at <= now, url=url)))
    if call.question_deadline:
        until = call.question_deadline
        found.append((until, Step(_("Last moment to ask a question"), moment(until), until <= now)))
    if call.closes_at:
        found.append((call.closes_at, Step(_("Deadline"), moment(call.closes_at), call.closes_at < now)))
    lines = [step for _at, step in sorted(found, key=lambda one: one[0] or datetime.min.replace(tzinfo=UTC))]
    if call.council_decision_by:
        lines.append(
            Step(
                _("Council or college decision may follow until"),
                day(call.council_decision_by),
                call.council_decision_by < now.date(),
            )
        )
    return lines


def managed_with_numbers(user: Any) -> QuerySet[Call]:
    """The calls that this person runs, with the number of applications and of questions that wait."""
    return managed_calls(user).annotate(
        received=Count(
            "applications", filter=Q(applications__state=Application.State.SUBMITTED), distinct=True
        ),
        asked=Count(
            "public_questions", filter=Q(public_questions__state=PublicQuestion.State.ASKED), distinct=True
        ),
    )
