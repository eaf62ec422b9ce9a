"""Pages around handing in: preview, hand in, receipt, withdraw, a decision that follows."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from proeftuin.calls.actions import attachments, submission
from proeftuin.calls.forms.application import SubmitForm, WithdrawForm, name_of
from proeftuin.calls.models import Application, Question
from proeftuin.calls.queries import application as queries
from proeftuin.calls.queries.checks import missing
from proeftuin.calls.queries.sites import readable
from proeftuin.calls.queries.snapshot import snapshot
from proeftuin.calls.queries.studies import versions_to_hand_in
from proeftuin.calls.views.application import words_of
from proeftuin.core.errors import Refused


def _preview(
    request: HttpRequest, application: Application, form: SubmitForm, now: Any, status: int = 200
) -> HttpResponse:
    files = list(application.application_files.filter(removed_at=None).select_related("file"))
    brought = versions_to_hand_in(application)
    content = snapshot(application, number=application.number, files=files, studies=brought)
    words = words_of(application, now, _("Preview and hand in")) | {
        "content": readable(content),
        "missing": missing(application),
        "form": form,
    }
    return render(request, "calls/application_preview.html", words, status=status)


@login_required
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The application as it will be read, what is missing, and the button to hand it in."""
    application = queries.application_for(request.user, pk)
    return _preview(request, application, SubmitForm(), timezone.now())


@login_required
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in; the moment of receipt is taken before anything else."""
    received_at = timezone.now()
    application = queries.application_for(request.user, pk)
    form = SubmitForm(request.POST)
    if not form.is_valid():
        return _preview(request, application, form, received_at, status=422)
    try:
        handed_in = submission.submit(
            application=application,
            token=form.cleaned_data["token"],
            by=request.user,  # type: ignore[arg-type]
            received_at=received_at,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _preview(request, application, form, received_at, status=422)
    messages.success(request, _("Your application was handed in. The receipt also comes by mail."))
    return redirect("calls:receipt", pk=pk, serial=handed_in.serial)


@login_required
def receipt(request: HttpRequest, pk: int, serial: int) -> HttpResponse:
    """The proof of receipt with all that was handed in: to read and to print."""
    handed_in = queries.submission_for(request.user, pk, serial)
    application = handed_in.application
    words = words_of(application, timezone.now(), _("Receipt")) | {
        "submission": handed_in,
        "content": readable(handed_in.snapshot),
        "is_last": not application.submissions.filter(serial__gt=serial).exists(),
    }
    return render(request, "calls/application_receipt.html", words)


@login_required
def content(request: HttpRequest, pk: int, serial: int) -> HttpResponse:
    """Exactly the bytes whose hash stands on the receipt."""
    handed_in = queries.submission_for(request.user, pk, serial)
    name = f"{handed_in.application.number}-{serial}.json"
    return HttpResponse(
        submission.canonical(handed_in.snapshot),
        content_type="application/json; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was handed in, after a question whether this is meant."""
    received_at = timezone.now()
    application = queries.application_for(request.user, pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            submission.withdraw(
                application=application,
                by=request.user,  # type: ignore[arg-type]
                now=received_at,
                why=form.cleaned_data["why"],
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The application is withdrawn. Your text is kept."))
        return redirect("calls:application", pk=pk)
    words = words_of(application, received_at, _("Withdraw")) | {"form": form}
    return render(request, "calls/application_withdraw.html", words)


@login_required
@require_POST
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a council or college decision after the deadline."""
    received_at = timezone.now()
    application = queries.application_for(request.user, pk)
    for question in application.call.questions.filter(kind=Question.Kind.FILE, may_follow=True):
        for upload in request.FILES.getlist(name_of(question)):
            try:
                attachments.add_file(
                    application=application,
                    question=question,
                    upload=upload,
                    by=request.user,  # type: ignore[arg-type]
                    now=received_at,
                )
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, _("The document was added to your application."))
    return redirect("calls:application", pk=pk)
