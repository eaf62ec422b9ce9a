"""Public pages of calls: readable by everybody, without an account."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from proeftuin.calls.actions import questions as question_actions
from proeftuin.calls.forms.application import choices_of, rules_of
from proeftuin.calls.forms.call import AskForm
from proeftuin.calls.models import Call, Criterion, Question
from proeftuin.calls.queries import call as queries
from proeftuin.calls.queries.judging import released_result
from proeftuin.calls.rules.call import takes_drafts
from proeftuin.core import cache, pdf
from proeftuin.core.errors import Refused
from proeftuin.core.templatetags.house import localised, moment


def call_list(request: HttpRequest) -> HttpResponse:
    """All calls: open, still to come, and past."""
    now = timezone.now()
    groups: dict[str, list[Call]] = {"open": [], "coming": [], "past": []}
    for call in queries.public_calls():
        over = call.is_closed(now) or call.state == Call.State.CANCELLED or call.pathway.is_archive
        groups["past" if over else "open" if call.is_open(now) else "coming"].append(call)
    return render(request, "calls/call_list.html", {"groups": groups})


def trail(call: Call, here: str = "") -> list[dict[str, str]]:
    """The way back from a page of a call."""
    title = localised(call, "title")[0]
    steps = [{"title": _("Calls"), "url": reverse("calls:list")}]
    if here:
        return [*steps, {"title": title, "url": reverse("calls:call", args=[call.slug])}, {"title": here}]
    return [*steps, {"title": title}]


def sections_of(questions: list[Question]) -> list[dict[str, Any]]:
    """The questions by part of the form, in order."""
    return [
        {"title": title, "questions": list(part)}
        for title, part in groupby(questions, key=lambda question: localised(question, "section")[0])
    ]


def _words(call: Call, now: Any) -> dict[str, Any]:
    return {
        "call": call,
        "now": now,
        "is_open": call.is_open(now),
        "is_closed": call.is_closed(now),
        "takes_drafts": takes_drafts(call, now),
        "takes_questions": call.takes_questions(now) and not call.pathway.is_archive,
        "fictional": call.pathway.is_fictional,
    }


def call_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A call, told so that a newcomer understands it."""
    call = queries.public_call(slug)
    now = timezone.now()
    criteria = list(call.criteria.all())
    words = _words(call, now) | {
        "trail": trail(call),
        "criteria": criteria,
        "weights": sum(criterion.weight for criterion in criteria),
        "documents": call.documents.select_related("file"),
        "answered": queries.answered_questions(call),
        "number_of_questions": call.questions.count(),
        "steps": queries.steps(call, now),
        "result": released_result(call),
    }
    return render(request, "calls/call_page.html", words)


def form_page(request: HttpRequest, slug: str) -> HttpResponse:
    """All questions of the form, to read and print without an account."""
    call = queries.public_call(slug)
    questions = list(call.questions.all())
    for question in questions:
        question.rules = rules_of(question)  # type: ignore[attr-defined]
        question.shown_choices = [words for _key, words in choices_of(question)]  # type: ignore[attr-defined]
    words = _words(call, timezone.now()) | {
        "trail": trail(call, _("All questions")),
        "sections": sections_of(questions),
    }
    return render(request, "calls/call_form.html", words)


def _form_data(call: Call) -> dict[str, Any]:
    """The form as plain words: what the PDF and the text file are made of."""
    number = 0
    sections = []
    for part in sections_of(list(call.questions.all())):
        lines = []
        for question in part["questions"]:
            number += 1
            lines.append(_question_data(question, number))
        sections.append({"title": part["title"], "questions": lines})
    deadline = _("Deadline: %(moment)s.") % {"moment": moment(call.closes_at)}
    return {
        "introduction": [localised(call, "summary")[0], deadline],
        "sections": sections,
        "criteria_title": _("What the jury looks at"),
        "criteria": [_criterion_data(criterion) for criterion in call.criteria.all()],
    }


def _question_data(question: Question, number: int) -> dict[str, Any]:
    optional = _("Must be answered.") if question.is_required else _("Optional.")
    follows = _("May follow after the deadline.") if question.may_follow else ""
    return {
        "number": number,
        "label": localised(question, "label")[0],
        "help": localised(question, "help")[0],
        "rules": " ".join(part for part in (optional, rules_of(question), follows) if part),
        "choices": [words for _key, words in choices_of(question)],
    }


def _criterion_data(criterion: Criterion) -> dict[str, str]:
    scale = {"weight": criterion.weight, "low": criterion.scale_min, "high": criterion.scale_max}
    return {
        "title": localised(criterion, "title")[0],
        "description": localised(criterion, "description")[0],
        "rules": _("Weight %(weight)s, score from %(low)s to %(high)s.") % scale,
    }


def form_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """All questions of the form as a tagged PDF."""
    call = queries.public_call(slug)
    key = f"calls.form_pdf.{call.pk}.{get_language()}.{cache.public_version()}"
    content = caches["pages"].get(key)  # anybody may ask for it, and setting it takes long
    if content is None:
        content = pdf.render(
            "calls/typst/form.typ",
            title=localised(call, "title")[0],
            data=_form_data(call),
            is_fictional=call.pathway.is_fictional,
        )
        caches["pages"].set(key, content)
    return pdf.response(f"{call.slug}-form", content)


def form_text(request: HttpRequest, slug: str) -> HttpResponse:
    """All questions of the form as plain text, to fill in with any program."""
    call = queries.public_call(slug)
    data = _form_data(call) | {"call": call, "fictional": call.pathway.is_fictional}
    return render(
        request,
        "calls/call_form.txt",
        data,
        content_type="text/plain; charset=utf-8",
    )


def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask a question about the call, without an account."""
    received_at = timezone.now()
    cache.never(request)
    call = queries.public_call(slug)
    form = AskForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            if not form.is_trapped:
                question_actions.ask(
                    call=call,
                    email=form.cleaned_data["email"],
                    text=form.cleaned_data["text"],
                    token=form.cleaned_data["token"],
                    now=received_at,
                    language=get_language() or "nl",
                )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("We have your question. The answer will stand on this page and come by mail.")
            )
            return redirect("calls:call", slug=call.slug)
    if form.is_bound:
        status = 422
    words = _words(call, received_at) | {"form": form, "trail": trail(call, _("Ask a question"))}
    return render(request, "calls/call_ask.html", words, status=status)
