"""Who comes: the attendance list on screen, on paper and as CSV."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from proeftuin.core.errors import Refused
from proeftuin.core.exports import csv_response
from proeftuin.core.numbers import row_number
from proeftuin.events import actions, queries
from proeftuin.events.models import Registration
from proeftuin.record.actions import note


@login_required
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick who came."""
    found = queries.event_for(request.user, pk)
    if request.method == "POST":
        present = {row_number(value) for value in request.POST.getlist("present")}
        try:
            number = actions.mark_attendance(
                event=found, present=present, by=request.user, now=timezone.now()
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Saved: %(n)s people came.") % {"n": number})
        return redirect("events:attendance", pk=pk)
    context = {
        "event": found,
        "people": list(queries.people(found)),
        "is_archive": found.pathway.is_archive,
        "fictional": found.pathway.is_fictional,
    }
    return render(request, "events/desk/attendance.html", context)


@login_required
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The list to print and lay at the door: without needs or remarks."""
    found = queries.event_for(request.user, pk)
    seats = queries.people(found).filter(state=Registration.State.SEAT)
    context = {"event": found, "people": list(seats), "fictional": found.pathway.is_fictional}
    return render(request, "events/desk/sheet.html", context)


@login_required
@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who registered, as CSV; that somebody took it is noted."""
    found = queries.event_for(request.user, pk)
    rows = list(queries.people(found))
    note(by=request.user, verb="registrations.exported", on=found, detail={"rows": len(rows)})
    header = [
        _("Name"), _("E-mail address"), _("Organisation"), _("Role"), _("State"), _("Attended"),
        _("What they need"), _("Remarks"), _("Registered"),
    ]  # fmt: skip
    name = f"{found.slug}-{_('participants')}"
    return csv_response(name, header, map(_row, rows), is_fictional=found.pathway.is_fictional)


def _row(one: Registration) -> list[object]:
    return [
        one.name,
        one.contact.email,
        one.organisation,
        one.get_role_display(),
        one.get_state_display(),
        one.attended,
        one.access_needs,
        one.remarks,
        f"{timezone.localtime(one.registered_at):%Y-%m-%d %H:%M}",
    ]


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int, registration_pk: int) -> HttpResponse:
    """Staff cancels for somebody who phoned; the seat goes to who waits longest."""
    found = queries.event_for(request.user, pk)
    registration = get_object_or_404(found.registrations, pk=registration_pk)
    try:
        actions.cancel(registration=registration, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Cancelled. The person gets a mail."))
    return redirect("events:attendance", pk=pk)
