"""Running moments: making and changing them, their programme and material."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from proeftuin.core.errors import Refused
from proeftuin.events import actions, queries, rules
from proeftuin.events.forms import EventForm, MaterialForm, PartFormSet
from proeftuin.events.models import Event, Material


@login_required
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """All moments that this person runs."""
    page = Paginator(queries.events_for(request.user), 25).get_page(request.GET.get("page"))
    return render(request, "events/desk/events.html", {"page": page})


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """A new moment, a draft at first."""
    queries.events_for(request.user)
    return _event_form(request, Event())


@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a moment; people who registered hear of another hour, day or place."""
    return _event_form(request, queries.event_for(request.user, pk))


def _event_form(request: HttpRequest, found: Event) -> HttpResponse:
    form = EventForm(request.POST or None, instance=found, pathways=queries.pathways_run_by(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.write(event=form.save(commit=False), by=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("events:overview", pk=saved.pk)
    context = {"form": form, "event": found, "fictional": bool(found.pk and found.pathway.is_fictional)}
    return render(request, "events/desk/event_form.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """One moment as its staff sees it: what is ready, who comes, what is next."""
    found = queries.event_for(request.user, pk)
    labels = dict(Event.State.choices)
    moves = [(state, labels[Event.State(state)]) for state in rules.next_states(found)]
    context = {
        "event": found,
        "parts": found.programme.count(),
        "material": found.materials.count(),
        "moves": [] if found.pathway.is_archive else moves,
        "is_archive": found.pathway.is_archive,
        "fictional": found.pathway.is_fictional,
    }
    return render(request, "events/desk/overview.html", context)


@login_required
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """To another state; calling it off mails everybody."""
    found = queries.event_for(request.user, pk)
    try:
        actions.move(
            event=found,
            to=request.POST.get("to", ""),
            by=request.user,
            now=timezone.now(),
            why=request.POST.get("why", "").replace("\0", "")[:500],
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("events:overview", pk=pk)


@login_required
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    """The parts of the programme; empty lines are for new ones."""
    found = queries.event_for(request.user, pk)
    parts = PartFormSet(request.POST or None, instance=found)
    if request.method == "POST" and parts.is_valid():
        kept = parts.save(commit=False)
        try:
            actions.arrange(
                event=found, kept=kept, removed=parts.deleted_objects, by=request.user, now=timezone.now()
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Saved."))
        return redirect("events:programme", pk=pk)
    wrong = request.method == "POST"
    context = {"event": found, "parts": parts, "fictional": found.pathway.is_fictional}
    return render(request, "events/desk/programme.html", context, status=422 if wrong else 200)


@login_required
def materials(request: HttpRequest, pk: int) -> HttpResponse:
    """All material of a moment, and a form for more."""
    found = queries.event_for(request.user, pk)
    return _material_form(request, found, Material(event=found))


@login_required
def material(request: HttpRequest, pk: int, material_pk: int) -> HttpResponse:
    """Change one thing."""
    found = queries.event_for(request.user, pk)
    return _material_form(request, found, get_object_or_404(found.materials, pk=material_pk))


def _material_form(request: HttpRequest, found: Event, thing: Material) -> HttpResponse:
    thing.event = found
    form = MaterialForm(request.POST or None, request.FILES or None, instance=thing)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_material(
                material=form.save(commit=False),
                upload=form.cleaned_data["upload"],
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("upload", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("events:materials", pk=found.pk)
    context = {
        "event": found,
        "form": form,
        "thing": thing,
        "materials": list(found.materials.select_related("file")),
        "fictional": found.pathway.is_fictional,
    }
    return render(request, "events/desk/materials.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def drop_material(request: HttpRequest, pk: int, material_pk: int) -> HttpResponse:
    """Take material away."""
    found = queries.event_for(request.user, pk)
    thing = get_object_or_404(found.materials.select_related("file"), pk=material_pk)
    try:
        actions.remove_material(material=thing, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken away."))
    return redirect("events:materials", pk=pk)
