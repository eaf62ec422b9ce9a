"""Reads of applications: the one place where one is fetched, and what waits for its writers."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proeftuin.accounts.models import Membership
from proeftuin.calls.models import (
    Application,
    ApplicationFile,
    AsideText,
    Call,
    CoApplicant,
    Question,
    Submission,
)
from proeftuin.calls.queries.jury import may_read_file_as_juror
from proeftuin.calls.rules.application import writes_along
from proeftuin.calls.rules.call import may_see_applications
from proeftuin.calls.rules.jury import is_office
from proeftuin.core.templatetags.house import plain
from proeftuin.core.waiting import Waiting
from proeftuin.files.models import StoredFile

SOON = timedelta(days=7)


def applications_of(user: Any) -> QuerySet[Application]:
    """The applications in which this person writes; the same rule as `rules.application.writes_along`."""
    memberships = Membership.objects.filter(user=user, organisation=OuterRef("organisation"))
    mine = Q(created_by=user) | Exists(CoApplicant.objects.filter(application=OuterRef("pk"), user=user))
    return Application.objects.filter(
        Exists(memberships.filter(state=Membership.State.APPROVED))
        | (Exists(memberships.filter(state__in=Membership.ACTING)) & mine)
    ).select_related("call__pathway", "organisation")


def application_for(user: Any, pk: int) -> Application:
    """An application for who writes in it; 404 for everybody else, the office included."""
    application = get_object_or_404(
        Application.objects.select_related("call__pathway", "call__host", "organisation", "created_by"), pk=pk
    )
    if not writes_along(user, application):
        raise Http404
    return application


def received_application_for(user: Any, pk: int, now: datetime) -> Application:
    """A submitted application of a closed call for the office or host; 404 for all others and for drafts."""
    application = get_object_or_404(
        Application.objects.select_related("call__pathway", "call__host", "organisation"),
        pk=pk,
        state=Application.State.SUBMITTED,
    )
    if not (is_office(user, application.call) and may_see_applications(application.call, now)):
        raise Http404
    return application


def received_applications(call: Call) -> QuerySet[Application]:
    """What was handed in for a call, in order of number."""
    return call.applications.filter(state=Application.State.SUBMITTED).select_related("organisation")


def last_submission(application: Application) -> Submission:
    """The version that counts."""
    return application.submissions.select_related("submitted_by").order_by("-serial")[0]


def following_files(application: Application) -> QuerySet[ApplicationFile]:
    """Decisions that came after the deadline, as the call allows."""
    files = application.application_files.filter(followed=True, removed_at=None)
    return files.select_related("file", "question")


def submission_for(user: Any, pk: int, serial: int) -> Submission:
    """One version that was handed in, for who writes in the application."""
    application = application_for(user, pk)
    return get_object_or_404(
        application.submissions.select_related("application__call__pathway", "submitted_by"), serial=serial
    )


def question_of(application: Application, pk: int, *kinds: str) -> Question:
    """A question of the form of this application's call, of one of these kinds."""
    return get_object_or_404(application.call.questions, pk=pk, kind__in=kinds)


def aside_text_of(application: Application, pk: int) -> AsideText:
    """A text that waits for a choice in this application."""
    return get_object_or_404(application.aside_texts.select_related("question"), pk=pk)


def file_of(application: Application, pk: int) -> ApplicationFile:
    """A file of the working copy of this application."""
    return get_object_or_404(
        application.application_files.select_related("file", "question"), pk=pk, removed_at=None
    )


def invitation_for(user: Any, token: Any) -> CoApplicant:
    """An invitation to write along, for the person to whose address it went."""
    return get_object_or_404(
        CoApplicant.objects.select_related("application__call__pathway", "application__organisation"),
        token=token,
        contact=user.contact,
    )


def may_read_file(user: Any, stored: StoredFile) -> bool:
    """Files of an application: who writes in it, once it is handed in and closed the office or host, and jurors."""
    kept = ApplicationFile.objects.select_related("application__call__host").filter(file=stored).first()
    if kept is None:
        return False
    application = kept.application
    if writes_along(user, application):
        return True
    if may_read_file_as_juror(user, application, stored):
        return True
    was_received = kept.followed or kept.submissions.exists()
    return (
        application.is_submitted
        and was_received
        and may_see_applications(application.call, timezone.now())
        and is_office(user, application.call)
    )


def form_of(application: Application) -> list[Question]:
    """The questions with the working answers, files, sites, studies and texts set aside, in a few queries."""
    answers = {answer.question_id: answer for answer in application.answers.select_related("changed_by")}
    files = list(application.application_files.filter(removed_at=None).select_related("file"))
    sites = list(application.application_sites.all())
    studies = list(application.application_studies.all())
    aside = list(application.aside_texts.select_related("written_by"))
    questions = list(application.call.questions.all())
    for question in questions:
        question.answer = answers.get(question.pk)  # type: ignore[attr-defined]
        question.files = [one for one in files if one.question_id == question.pk]  # type: ignore[attr-defined]
        question.site_ids = {  # type: ignore[attr-defined]
            one.site_id for one in sites if one.question_id == question.pk
        }
        question.study_ids = {  # type: ignore[attr-defined]
            one.study_id: one.with_alternatives for one in studies if one.question_id == question.pk
        }
        question.aside = [one for one in aside if one.question_id == question.pk]  # type: ignore[attr-defined]
    return questions


def my_applications(user: Any) -> QuerySet[Application]:
    """A person's applications for the list, the latest deadline first."""
    return (
        applications_of(user)
        .order_by("-call__closes_at", "id")
        .prefetch_related(
            Prefetch("submissions", queryset=Submission.objects.only("application_id", "serial"))
        )
    )


def waiting_for_applicant(user: Any, now: datetime) -> list[Waiting]:
    """Drafts to hand in and invitations to accept."""
    drafts = applications_of(user).filter(
        state=Application.State.DRAFT, call__state=Call.State.PUBLISHED, call__closes_at__gte=now
    )
    waiting = [
        Waiting(
            title=_("Hand in your application for “%(title)s”") % {"title": plain(draft.call, "title")},
            url=reverse("calls:application", args=[draft.pk]),
            context=draft.organisation.name,
            due_at=draft.call.closes_at,
            urgent=draft.call.closes_at is not None and now > draft.call.closes_at - SOON,
        )
        for draft in drafts
    ]
    invitations = CoApplicant.objects.filter(contact__user=user, user=None).select_related(
        "application__call", "application__organisation"
    )
    waiting += [
        Waiting(
            title=_("Write along in the application of %(name)s")
            % {"name": invitation.application.organisation.name},
            url=reverse("calls:invitation", args=[invitation.token]),
            context=plain(invitation.application.call, "title"),
            due_at=invitation.application.call.closes_at,
        )
        for invitation in invitations
    ]
    return waiting
