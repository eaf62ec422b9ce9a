"""The outbox screen: what was sent, what waits and what failed."""

import base64

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from proeftuin.desk import rules
from proeftuin.desk.forms import OutboxFilter
from proeftuin.desk.queries import mail
from proeftuin.files.checks import safe_name
from proeftuin.mail import delivery, tasks
from proeftuin.record.actions import note

A_PAGE = 50


@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    """All messages, with filters."""
    form = OutboxFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = mail.messages_for(request.user, state=chosen.get("state", ""), words=chosen.get("q", ""))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "desk/outbox.html",
        {"page": page, "form": form, "numbers": mail.numbers(), "trial": rules.is_trial()},
    )


@never_cache
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message as its receiver reads it; a sign-in code stays hidden."""
    found = mail.message_for(request.user, pk)
    hidden = found.is_secret and not rules.may_open_secret(request.user)
    if request.user.is_authenticated and not rules.is_trial() and not hidden:
        note(by=request.user, verb="message.read", on=found)
    return render(
        request, "desk/message.html", {"message_": found, "hidden": hidden, "fictional": found.is_fictional}
    )


@never_cache
def attachment(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A file that went with a message, as a download."""
    found = mail.message_for(request.user, pk)
    if found.is_secret and not rules.may_open_secret(request.user):
        raise Http404
    try:
        file = found.attachments[number]
    except IndexError as error:
        raise Http404 from error
    answer = HttpResponse(base64.b64decode(file["content"]), content_type=file["type"])
    answer["Content-Disposition"] = f'attachment; filename="{safe_name(file["name"])}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a message that failed back in the queue."""
    found = mail.message_for(request.user, pk)
    if not rules.may_send_again(request.user):
        raise Http404
    if delivery.send_again(found, now=timezone.now()):
        note(by=request.user, verb="message.again", on=found)
        tasks.wake()
        messages.success(request, _("The message is back in the queue."))
    else:
        messages.error(request, _("Only a message that failed can be sent again."))
    return redirect("desk:message", pk)
