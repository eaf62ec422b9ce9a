"""Pages of applicants: begin, write together, colleagues."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from proeftuin.accounts.queries import organisations_of
from proeftuin.calls.actions import application as deeds
from proeftuin.calls.actions import attachments
from proeftuin.calls.actions import colleagues as colleague_deeds
from proeftuin.calls.forms.application import (
    AnswersForm,
    InviteForm,
    StartForm,
    changes,
    name_of,
    page_of,
    rules_of,
    stamp_of,
)
from proeftuin.calls.models import Application, Question
from proeftuin.calls.queries import application as queries
from proeftuin.calls.queries.call import public_call
from proeftuin.calls.queries.checks import missing
from proeftuin.calls.queries.judging import decision_words, released_decision
from proeftuin.calls.queries.sites import sites_to_choose
from proeftuin.calls.queries.studies import studies_to_choose
from proeftuin.calls.rules import application as rules
from proeftuin.calls.rules.call import fits, takes_drafts
from proeftuin.calls.views.call import sections_of
from proeftuin.core.errors import Refused


def trail(application: Application, here: str = "") -> list[dict[str, str]]:
    """The way back from a page of an application."""
    steps = [{"title": _("My applications"), "url": reverse("calls:applications")}]
    if here:
        url = reverse("calls:application", args=[application.pk])
        return [*steps, {"title": str(application), "url": url}, {"title": here}]
    return [*steps, {"title": str(application)}]


def words_of(application: Application, now: datetime, here: str = "") -> dict[str, Any]:
    """What every page of an application shows."""
    return {
        "application": application,
        "call": application.call,
        "now": now,
        "trail": trail(application, here),
        "may_change": rules.may_change(application, now),
        "may_submit": rules.may_submit(application, now),
        "may_withdraw": rules.may_withdraw(application, now),
        "may_follow": rules.may_follow(application, now),
        "is_closed": application.call.is_closed(now),
        "fictional": application.call.pathway.is_fictional,
    }


@login_required
def my_list(request: HttpRequest) -> HttpResponse:
    """The applications in which this person writes."""
    words = {"applications": queries.my_applications(request.user), "now": timezone.now()}
    return render(request, "calls/application_list.html", words)


@login_required
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the organisation and begin; who began before goes on."""
    now = timezone.now()
    call = public_call(slug)
    organisations = [one for one in organisations_of(request.user).order_by("name") if fits(call, one)]
    mine = queries.applications_of(request.user).filter(call=call)
    chosen = organisations_of(request.user).filter(pk__in=[one.pk for one in organisations])
    form = StartForm(request.POST or None, organisations=chosen)
    if request.method == "POST" and form.is_valid():
        try:
            application = deeds.start(
                call=call,
                organisation=form.cleaned_data["organisation"],
                by=request.user,  # type: ignore[arg-type]
                token=form.cleaned_data["token"],
                now=now,
                language=get_language() or "nl",
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("calls:fill", pk=application.pk)
    words = {
        "call": call,
        "form": form,
        "organisations": organisations,
        "mine": mine,
        "takes_drafts": takes_drafts(call, now),
        "fictional": call.pathway.is_fictional,
    }
    return render(request, "calls/application_start.html", words, status=422 if form.errors else 200)


@login_required
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an application stands and what can be done with it."""
    now = timezone.now()
    application = queries.application_for(request.user, pk)
    decision = released_decision(application)
    words = words_of(application, now) | {
        "decision": decision,
        "decision_words": decision_words(decision) if decision is not None else "",
        "missing": missing(application),
        "submissions": application.submissions.select_related("submitted_by").order_by("-serial"),
        "following": queries.following_files(application),
        "may_follow_questions": application.call.questions.filter(may_follow=True),
        "co_applicants": application.co_applicants.select_related("contact", "user"),
        "invite_form": InviteForm(),
    }
    return render(request, "calls/application_page.html", words)


@login_required
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """The form: every button first keeps all that was typed, then does its own deed."""
    received_at = timezone.now()
    application = queries.application_for(request.user, pk)
    if request.method == "POST":
        wrong = _save_page(request, application, received_at)
        if not wrong:
            return _onward(request, application, received_at)
        return _form_page(request, application, received_at, wrong)
    return _form_page(request, application, received_at, {})


def _form_page(
    request: HttpRequest, application: Application, now: datetime, wrong: dict[int, list[str]]
) -> HttpResponse:
    questions = queries.form_of(application)
    form = AnswersForm(questions=questions)
    for question in questions:
        question.stamp = stamp_of(question)  # type: ignore[attr-defined]
        question.rules = rules_of(question)  # type: ignore[attr-defined]
        question.wrong = wrong.get(question.pk, [])  # type: ignore[attr-defined]
        if question.kind in Question.TEXT_KINDS:
            question.field = form[name_of(question)]  # type: ignore[attr-defined]
    words = words_of(application, now, _("Write")) | {
        "sections": sections_of(questions),
        "choosable": sites_to_choose(application, request.user),
        "studies": studies_to_choose(application, request.user) if _asks_for_a_study(questions) else [],
        "page": page_of(request.POST),
        "wrong": wrong,
        "missing": missing(application),
    }
    return render(request, "calls/application_form.html", words, status=422 if wrong else 200)


def _asks_for_a_study(questions: list[Question]) -> bool:
    return any(question.kind == Question.Kind.STUDY for question in questions)


def _save_page(request: HttpRequest, application: Application, now: datetime) -> dict[int, list[str]]:
    """Keep the texts first, then files, sites and studies one by one; what is refused is told with its question."""
    wrong: dict[int, list[str]] = {}
    questions = list(application.call.questions.all())
    try:
        deeds.save(
            application=application,
            changes=changes(questions, request.POST),
            page=page_of(request.POST),
            by=request.user,  # type: ignore[arg-type]
            now=now,
        )
    except deeds.TextTooLong as refusal:
        messages.error(request, str(refusal))
        wrong[0] = [str(refusal)]
    for question in questions:
        for deed in _attached(request, application, question, now):
            try:
                deed()
            except Refused as refusal:
                wrong.setdefault(question.pk, []).append(str(refusal))
    return wrong


def _attached(request: HttpRequest, application: Application, question: Question, now: datetime) -> list[Any]:
    """The deeds that a page asks for one question of files, sites or studies."""
    by: Any = request.user
    if question.kind == Question.Kind.FILE:

        def add(upload: Any) -> Any:
            return lambda: attachments.add_file(
                application=application, question=question, upload=upload, by=by, now=now
            )

        return [add(upload) for upload in request.FILES.getlist(name_of(question)) if upload.name]
    if question.kind == Question.Kind.SITE and f"s{question.pk}" in request.POST:
        asked = set(request.POST.getlist(name_of(question)))
        sites = [site for site in sites_to_choose(application, by) if str(site.pk) in asked]
        return [
            lambda: attachments.choose_sites(
                application=application, question=question, sites=sites, by=by, now=now
            )
        ]
    if question.kind == Question.Kind.STUDY and f"s{question.pk}" in request.POST:
        asked, along = (set(request.POST.getlist(name)) for name in (name_of(question), f"a{question.pk}"))
        ours = [str(one.study_id) for one in studies_to_choose(application, by)]
        chosen = {int(pk): pk in along for pk in ours if pk in asked}
        return [
            lambda: attachments.choose_studies(
                application=application, question=question, chosen=chosen, by=by, now=now
            )
        ]
    return []


def _onward(request: HttpRequest, application: Application, now: datetime) -> HttpResponse:
    """The own deed of the button that was pressed."""
    by: Any = request.user
    try:
        if "remove_file" in request.POST:
            kept = queries.file_of(application, _number(request.POST["remove_file"]))
            attachments.remove_file(kept=kept, by=by, now=now)
        for name in ("use", "drop"):
            if name in request.POST:
                aside = queries.aside_text_of(application, _number(request.POST[name]))
                deeds.choose(aside=aside, use=name == "use", by=by, now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    if not rules.may_change(application, now):
        messages.warning(
            request,
            _("The deadline has passed. What you typed is kept to read, but it can no longer be handed in."),
        )
        return redirect("calls:application", pk=application.pk)
    if "preview" in request.POST:
        return redirect("calls:preview", pk=application.pk)
    if application.aside_texts.exists():
        messages.warning(
            request, _("Two texts met in one answer. Both are kept: choose below which one stays.")
        )
    messages.success(request, _("Saved at %(time)s.") % {"time": time_format(timezone.localtime(now), "H:i")})
    return redirect("calls:fill", pk=application.pk)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


@require_POST
def autosave(request: HttpRequest, pk: int) -> JsonResponse:
    """Keep the fields that changed; the page stays where it is."""
    now = timezone.now()
    if not request.user.is_authenticated:
        return JsonResponse({"signed_out": True}, status=401)
    application = queries.application_for(request.user, pk)
    questions = list(application.call.questions.all())
    try:
        saved = deeds.save(
            application=application,
            changes=changes(questions, request.POST),
            page=page_of(request.POST),
            by=request.user,
            now=now,
        )
    except deeds.TextTooLong as refusal:
        return JsonResponse({"refused": str(refusal)}, status=422)
    return JsonResponse(
        {
            "stamps": {
                answer.question_id: f"{answer.version}:{deeds.stamp(answer.value)}"
                for answer in saved.answers
            },
            "aside": [aside.question_id for aside in saved.aside],
            "at": time_format(timezone.localtime(now), "H:i"),
            "is_late": not rules.may_change(application, now),
        }
    )


@login_required
@require_POST
def colleagues(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite a colleague, or take an invitation back."""
    now = timezone.now()
    application = queries.application_for(request.user, pk)
    if "remove" in request.POST:
        invited = get_object_or_404(application.co_applicants, pk=_number(request.POST["remove"]))
        colleague_deeds.uninvite(invited=invited, by=request.user, now=now)  # type: ignore[arg-type]
        return redirect("calls:application", pk=pk)
    form = InviteForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for error in form.errors["email"]))
        return redirect("calls:application", pk=pk)
    try:
        invited = colleague_deeds.invite(
            application=application,
            email=form.cleaned_data["email"],
            by=request.user,  # type: ignore[arg-type]
            now=now,
            language=get_language() or "nl",
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("%(email)s is invited to write along.") % {"email": invited.contact.email}
        )
    return redirect("calls:application", pk=pk)


@login_required
def invitation(request: HttpRequest, token: Any) -> HttpResponse:
    """Accept an invitation to write along: by POST, so that a mail scanner does not."""
    invited = queries.invitation_for(request.user, token)
    application = invited.application
    if request.method == "POST":
        try:
            colleague_deeds.accept(invited=invited, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            return redirect("calls:application", pk=application.pk)
    words = {"invited": invited, "application": application, "call": application.call}
    return render(
        request,
        "calls/application_invitation.html",
        words | {"fictional": application.call.pathway.is_fictional},
    )
