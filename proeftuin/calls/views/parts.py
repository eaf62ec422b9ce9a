"""Pages on which a call gets its criteria, the questions of its form and its documents."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from proeftuin.calls.actions import call as deeds
from proeftuin.calls.forms.call import CriterionForm, DocumentForm, QuestionForm
from proeftuin.calls.models import Call, CallDocument, Criterion, Question
from proeftuin.calls.queries.call import call_to_manage
from proeftuin.calls.rules.call import is_form_fixed
from proeftuin.calls.views.office import trail
from proeftuin.core.errors import Refused
from proeftuin.core.numbers import row_number

FORMS: dict[type[Criterion] | type[Question], type[ModelForm[Any]]] = {
    Criterion: CriterionForm,
    Question: QuestionForm,
}


@login_required
def criteria(request: HttpRequest, pk: int) -> HttpResponse:
    """The criteria of a call."""
    return _parts(request, pk, Criterion, "criteria", _("Criteria"))


@login_required
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions of the form."""
    return _parts(request, pk, Question, "questions", _("Questions of the form"))


@login_required
def criterion(request: HttpRequest, pk: int, part: int) -> HttpResponse:
    """Change one criterion."""
    return _part(request, pk, Criterion, part, "criteria", _("Criterion"))


@login_required
def question(request: HttpRequest, pk: int, part: int) -> HttpResponse:
    """Change one question."""
    return _part(request, pk, Question, part, "questions", _("Question of the form"))


def _words(call: Call, name: str, here: str, form: Any) -> dict[str, Any]:
    return {
        "call": call,
        "name": name,
        "here": here,
        "form": form,
        "is_fixed": is_form_fixed(call) or call.pathway.is_archive,
        "trail": trail(call, here),
        "fictional": call.pathway.is_fictional,
    }


def _parts(request: HttpRequest, pk: int, model: Any, name: str, here: str) -> HttpResponse:
    call = call_to_manage(request.user, pk)
    form = FORMS[model](instance=model(call=call))
    if request.method == "POST":
        if any(button in request.POST for button in ("up", "down", "remove")):
            _shift(request, call, model)
            return redirect(f"calls:{name}", pk=pk)
        form = FORMS[model](request.POST, instance=model(call=call))
        if _keep(request, form):
            return redirect(f"calls:{name}", pk=pk)
    words = _words(call, name, here, form) | {"parts": model.objects.filter(call=call)}
    return render(request, "calls/call_parts.html", words, status=422 if form.errors else 200)


def _part(request: HttpRequest, pk: int, model: Any, part: int, name: str, here: str) -> HttpResponse:
    call = call_to_manage(request.user, pk)
    form = FORMS[model](request.POST or None, instance=get_object_or_404(model, pk=part, call=call))
    if request.method == "POST" and _keep(request, form):
        return redirect(f"calls:{name}", pk=pk)
    return render(
        request, "calls/call_part.html", _words(call, name, here, form), status=422 if form.errors else 200
    )


def _keep(request: HttpRequest, form: Any) -> bool:
    if not form.is_valid():
        return False
    try:
        deeds.write_part(part=form.save(commit=False), by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Saved."))
    return True


def _shift(request: HttpRequest, call: Call, model: Any) -> None:
    button = next(name for name in ("up", "down", "remove") if name in request.POST)
    number = request.POST[button]
    part = get_object_or_404(model, pk=row_number(number), call=call)
    words: dict[str, Any] = {"part": part, "by": request.user, "now": timezone.now()}
    try:
        if button == "remove":
            deeds.remove_part(**words)
        else:
            deeds.shift_part(up=button == "up", **words)
    except Refused as refusal:
        messages.error(request, str(refusal))


@login_required
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    """The public documents of a call."""
    call = call_to_manage(request.user, pk)
    now = timezone.now()
    by: Any = request.user
    form = DocumentForm(None)
    if request.method == "POST" and "remove" in request.POST:
        number = request.POST["remove"]
        document = get_object_or_404(call.documents, pk=row_number(number))
        try:
            deeds.remove_document(document=document, by=by, now=now)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("calls:documents", pk=pk)
    if request.method == "POST":
        form = DocumentForm(request.POST, request.FILES, instance=CallDocument(call=call))
        if form.is_valid():
            try:
                upload = form.cleaned_data["upload"]
                deeds.add_document(document=form.save(commit=False), upload=upload, by=by, now=now)
            except Refused as refusal:
                form.add_error("upload", str(refusal))
            else:
                return redirect("calls:documents", pk=pk)
    words = _words(call, "documents", _("Documents"), form) | {
        "documents": call.documents.select_related("file")
    }
    return render(request, "calls/call_documents.html", words, status=422 if form.errors else 200)
