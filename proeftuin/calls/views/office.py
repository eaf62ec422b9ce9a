"""Pages of who runs a call: write, publish, answer, see what came in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from proeftuin.calls.actions import call as deeds
from proeftuin.calls.actions import questions as question_deeds
from proeftuin.calls.forms.call import AnswerForm, CallForm, CancelForm
from proeftuin.calls.models import Call, PublicQuestion
from proeftuin.calls.queries import application as application_queries
from proeftuin.calls.queries import call as queries
from proeftuin.calls.queries import studies
from proeftuin.calls.queries.readiness import checks, is_ready
from proeftuin.calls.queries.sites import readable
from proeftuin.calls.rules.call import may_see_applications
from proeftuin.calls.rules.jury import is_office
from proeftuin.core.errors import Refused
from proeftuin.core.templatetags.house import plain
from proeftuin.record.actions import note


def trail(call: Call | None, here: str = "") -> list[dict[str, str]]:
    """The way back from a page of the office."""
    steps = [{"title": _("Calls"), "url": reverse("calls:managed")}]
    if call is None:
        return [*steps, {"title": here}]
    if here:
        return [
            *steps,
            {"title": plain(call, "title"), "url": reverse("calls:manage", args=[call.pk])},
            {"title": here},
        ]
    return [*steps, {"title": plain(call, "title")}]


@login_required
def call_list(request: HttpRequest) -> HttpResponse:
    """The calls that this person runs."""
    words = {
        "calls": queries.managed_with_numbers(request.user),
        "now": timezone.now(),
        "may_make": request.user.is_office,  # type: ignore[union-attr]
    }
    return render(request, "calls/call_managed.html", words)


@login_required
def manage(request: HttpRequest, pk: int) -> HttpResponse:
    """A call and all that can be done with it."""
    call = queries.call_to_manage(request.user, pk)
    now = timezone.now()
    words = {
        "call": call,
        "now": now,
        "trail": trail(call),
        "checks": checks(call, now),
        "is_ready": is_ready(call, now),
        "steps": queries.steps(call, now),
        "numbers": queries.numbers(call),
        "to_answer": call.public_questions.filter(state=PublicQuestion.State.ASKED).count(),
        "is_open": call.is_open(now),
        "is_closed": call.is_closed(now),
        "cancel_form": CancelForm(),
        "is_archive": call.pathway.is_archive,
        "fictional": call.pathway.is_fictional,
    }
    return render(request, "calls/call_manage.html", words)


@login_required
def write(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write a new call, or the text and dates of an existing one."""
    call = queries.call_to_manage(request.user, pk) if pk else None
    if call is None and not request.user.is_office:  # type: ignore[union-attr]
        raise PermissionDenied
    form = CallForm(request.POST or None, instance=call)
    if request.method == "POST" and form.is_valid():
        try:
            kept = deeds.write(call=form.save(commit=False), by=request.user, now=timezone.now())  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("calls:manage", pk=kept.pk)
    words = {
        "form": form,
        "call": call,
        "trail": trail(call, _("Text and dates") if call else _("New call")),
        "fictional": call is not None and call.pathway.is_fictional,
    }
    return render(request, "calls/call_write.html", words, status=422 if form.errors else 200)


@login_required
@require_POST
def change_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish, take back or call off."""
    call = queries.call_to_manage(request.user, pk)
    if not is_office(request.user, call):  # type: ignore[arg-type]
        raise PermissionDenied
    words: dict[str, Any] = {"call": call, "by": request.user, "now": timezone.now()}
    done = ""
    try:
        if "publish" in request.POST:
            deeds.publish(**words)
            done = _("The call is published.")
        elif "take_back" in request.POST:
            deeds.take_back(**words)
            done = _("The call is a draft again. Nobody else sees it.")
        elif "cancel" in request.POST:
            done = _cancel(request, words)
    except Refused as refusal:
        messages.error(request, str(refusal))
    if done:
        messages.success(request, done)
    return redirect("calls:manage", pk=pk)


def _cancel(request: HttpRequest, words: dict[str, Any]) -> str:
    form = CancelForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write why the call is called off. Nothing was changed."))
        return ""
    deeds.cancel(reason=form.cleaned_data["reason"], **words)
    return _("The call is called off. Who had begun an application is told by mail.")


@login_required
def questions_asked(request: HttpRequest, pk: int) -> HttpResponse:
    """Questions about the call: to answer, answered, set aside."""
    call = queries.call_to_manage(request.user, pk)
    asked = call.public_questions.select_related("contact")
    words = {
        "call": call,
        "to_answer": [one for one in asked if one.state == PublicQuestion.State.ASKED],
        "handled": [one for one in asked if one.state != PublicQuestion.State.ASKED],
        "trail": trail(call, _("Questions about the call")),
        "fictional": call.pathway.is_fictional,
    }
    return render(request, "calls/call_questions_asked.html", words)


@login_required
def answer(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """Answer one question in public, or set it aside."""
    call = queries.call_to_manage(request.user, pk)
    asked = get_object_or_404(call.public_questions.select_related("contact", "call__pathway"), pk=question)
    now = timezone.now()
    by: Any = request.user
    form = AnswerForm(request.POST or None, instance=asked)
    if request.method == "POST":
        try:
            if "set_aside" in request.POST:
                question_deeds.set_aside(question=call.public_questions.get(pk=asked.pk), by=by, now=now)
                return redirect("calls:questions_asked", pk=pk)
            if form.is_valid():
                question_deeds.answer(question=form.save(commit=False), by=by, now=now)
                messages.success(request, _("The answer is public."))
                return redirect("calls:questions_asked", pk=pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    words = {
        "call": call,
        "question": asked,
        "form": form,
        "trail": trail(call, _("Answer")),
        "fictional": call.pathway.is_fictional,
    }
    return render(request, "calls/call_answer.html", words, status=422 if form.errors else 200)


@login_required
def received(request: HttpRequest, pk: int) -> HttpResponse:
    """What came in: only numbers until the deadline, afterwards the list."""
    call = queries.call_to_manage(request.user, pk)
    now = timezone.now()
    may_see = may_see_applications(call, now) and is_office(request.user, call)  # type: ignore[arg-type]
    words = {
        "call": call,
        "numbers": queries.numbers(call),
        "may_see": may_see,
        "applications": application_queries.received_applications(call) if may_see else [],
        "trail": trail(call, _("Applications")),
        "fictional": call.pathway.is_fictional,
    }
    return render(request, "calls/call_received.html", words)


@login_required
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """An application as it was handed in; that it was read is recorded."""
    now = timezone.now()
    application = application_queries.received_application_for(request.user, pk, now)
    handed_in = application_queries.last_submission(application)
    note(by=request.user, verb="application.read", on=application, at=now)
    words = {
        "application": application,
        "call": application.call,
        "submission": handed_in,
        "content": readable(handed_in.snapshot),
        "studies": studies.handed_in(handed_in),
        "following": application_queries.following_files(application),
        "trail": trail(application.call, str(application)),
        "fictional": application.call.pathway.is_fictional,
    }
    return render(request, "calls/application_dossier.html", words)
