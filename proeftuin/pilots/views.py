"""The public page of a pilot, and the private pages of its team."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from proeftuin.core.errors import Refused
from proeftuin.pilots import actions, forms, queries, rules
from proeftuin.pilots.models import Pilot


def public(request: HttpRequest, slug: str) -> HttpResponse:
    """What everybody may know of a pilot."""
    pilot = queries.public_pilot(slug)
    shown = queries.feasibility_of(pilot, get_language() or "nl")
    context = {**_shown(pilot), "is_team": False, "feasibility": shown}
    if shown is not None and shown.version.study.organisation is not None:
        context["fictional"] |= shown.version.study.organisation.is_fictional
    return render(request, "pilots/public.html", context)


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The pilots of this person; for the office also who waits for a start."""
    pilots = sorted(queries.pilots_of(request.user), key=lambda pilot: pilot.pathway.is_archive)
    to_start = list(queries.to_start(request.user))
    return render(request, "pilots/mine.html", {"pilots": pilots, "to_start": to_start})


@require_POST
@login_required
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the pilot of a selected application."""
    application = queries.application_to_start(request.user, pk)
    try:
        pilot = actions.start(application, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("pilots:mine")
    messages.success(request, _("The pilot has started. Write its summary, then publish its page."))
    return redirect("pilots:team", pk=pilot.pk)


@login_required
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """The private page: what is public of it, the team, the log and the documents."""
    return _team_page(request, queries.pilot_for(request.user, pk))


@login_required
def texts(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the texts of a pilot."""
    pilot = _editable(request, pk)
    data = request.POST.copy() if request.method == "POST" else None
    form = forms.TextForm(data, instance=pilot, initial={"seen_revision": pilot.revision})
    if data is not None and form.is_valid():
        seen = form.cleaned_data.pop("seen_revision")
        now = timezone.now()
        try:
            actions.describe(pilot, texts=form.cleaned_data, seen_revision=seen, by=request.user, now=now)
        except actions.ChangedMeanwhile as refused:
            form.add_error(None, str(refused))
            data["seen_revision"] = str(queries.pilot_for(request.user, pk).revision)
        else:
            messages.success(request, _("The texts are saved."))
            return redirect("pilots:team", pk=pk)
    return render(
        request, "pilots/texts.html", {"pilot": pilot, "form": form, "fictional": pilot.is_fictional}
    )


@login_required
def part(request: HttpRequest, pk: int, kind: str, part_pk: int | None = None) -> HttpResponse:
    """Add or change a milestone, a partner or a fact."""
    pilot = _editable(request, pk)
    thing = queries.part_for(pilot, kind, part_pk)
    form = forms.PART_FORMS[kind](request.POST or None, instance=thing)
    if request.method == "POST" and form.is_valid():
        actions.save_part(pilot, part=form.save(commit=False), by=request.user, now=timezone.now())
        messages.success(request, _("Saved: %(what)s.") % {"what": thing})
        return redirect("pilots:team", pk=pk)
    heading = forms.PART_HEADINGS[kind][thing.pk is not None]
    context = {"pilot": pilot, "part": thing, "kind": kind, "form": form, "heading": heading}
    return render(request, "pilots/part.html", {**context, "fictional": pilot.is_fictional})


@require_POST
@login_required
def remove_part(request: HttpRequest, pk: int, kind: str, part_pk: int) -> HttpResponse:
    """Take a milestone, a partner or a fact off the page."""
    pilot = _editable(request, pk)
    thing = queries.part_for(pilot, kind, part_pk)
    actions.remove_part(pilot, part=thing, by=request.user, now=timezone.now())
    messages.success(request, _("Removed: %(what)s.") % {"what": thing})
    return redirect("pilots:team", pk=pk)


@require_POST
@login_required
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the page to everybody, or take it back."""
    pilot = _editable(request, pk)
    deed = actions.unpublish if "hide" in request.POST else actions.publish
    try:
        deed(pilot, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, _("The page is public now.") if pilot.is_public else _("The page is no longer public.")
        )
    return redirect("pilots:team", pk=pk)


@require_POST
@login_required
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the pilot to another state."""
    pilot = _guided(request, pk)
    form = forms.StateForm(request.POST, pilot=pilot)
    if not form.is_valid():
        return _team_page(request, pilot, state_form=form)
    try:
        actions.move(pilot, **form.cleaned_data, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The state is now: %(state)s.") % {"state": pilot.get_state_display()})
    return redirect("pilots:team", pk=pk)


@require_POST
@login_required
def study(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the key figures of a study on the page, or take them off."""
    pilot, now = _editable(request, pk), timezone.now()
    if "withdraw" in request.POST:
        actions.withdraw_study(pilot, by=request.user, now=now)
        messages.success(request, _("The key figures of the study are no longer public."))
        return redirect("pilots:team", pk=pk)
    form = forms.StudyForm(request.POST, versions=queries.versions_to_publish(request.user, pilot))
    if not form.is_valid():
        return _team_page(request, pilot, study_form=form)
    actions.publish_study(pilot, version=form.cleaned_data["version"], by=request.user, now=now)
    messages.success(request, _("The key figures of the study are public now."))
    return redirect("pilots:team", pk=pk)


@require_POST
@login_required
def add_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody into the team."""
    pilot = _guided(request, pk)
    form = forms.MemberForm(request.POST)
    if form.is_valid():
        try:
            member = actions.add_member(pilot, **form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error("email", str(refused))
        else:
            messages.success(request, _("%(person)s is in the team.") % {"person": member.user})
            return redirect("pilots:team", pk=pk)
    return _team_page(request, pilot, member_form=form)


@require_POST
@login_required
def remove_member(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """End somebody's part in the team."""
    pilot = _guided(request, pk)
    person = get_object_or_404(pilot.team, pk=member)
    actions.remove_member(pilot, member=person, by=request.user, now=timezone.now())
    messages.success(request, _("%(person)s is no longer in the team.") % {"person": person.user})
    return redirect("pilots:team", pk=pk)


@require_POST
@login_required
def write_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Add to the log of the team."""
    pilot = _noted(request, pk)
    form = forms.NoteForm(request.POST)
    if not form.is_valid():
        return _team_page(request, pilot, note_form=form)
    user: Any = request.user
    actions.write_note(
        pilot, text=form.cleaned_data["text"], token=form.cleaned_data["token"], by=user, now=timezone.now()
    )
    messages.success(request, _("The note is in the log."))
    return redirect("pilots:team", pk=pk)


@require_POST
@login_required
def add_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a document for the team."""
    pilot = _noted(request, pk)
    form = forms.FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            stored = actions.add_file(
                pilot, upload=form.cleaned_data["file"], by=request.user, now=timezone.now()
            )
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("Kept: %(name)s.") % {"name": stored})
            return redirect("pilots:team", pk=pk)
    return _team_page(request, pilot, file_form=form)


@require_POST
@login_required
def remove_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Remove a document of the team."""
    pilot = _editable(request, pk)
    stored = get_object_or_404(queries.files_of(pilot), pk=file)
    actions.remove_file(pilot, stored=stored, by=request.user, now=timezone.now())
    messages.success(request, _("Removed: %(what)s.") % {"what": stored})
    return redirect("pilots:team", pk=pk)


def _shown(pilot: Pilot) -> dict[str, Any]:
    """What the public and the private page share."""
    milestones = list(pilot.milestones.all())
    site = pilot.site if pilot.site and pilot.site.is_public else None
    return {
        "site": site,
        "pilot": pilot,
        "milestones": milestones,
        "spine": queries.spine(milestones),
        "partners": pilot.partners.all(),
        "facts": pilot.facts.all(),
        "fictional": pilot.is_fictional,
    }


def _team_page(request: HttpRequest, pilot: Pilot, **bound_forms: Any) -> HttpResponse:
    may_edit = rules.may_edit(request.user, pilot)
    context = {
        **_shown(pilot),
        "may_edit": may_edit,
        "study_form": forms.StudyForm(versions=queries.versions_to_publish(request.user, pilot))
        if may_edit
        else None,
        "may_guide": rules.may_guide(request.user, pilot),
        "may_write": rules.may_write_notes(request.user, pilot),
        "team": pilot.team.select_related("user"),
        "notes": pilot.notes.select_related("author"),
        "files": queries.files_of(pilot),
        "state_form": forms.StateForm(pilot=pilot),
        "member_form": forms.MemberForm(),
        "note_form": forms.NoteForm(),
        "file_form": forms.FileForm(),
        **bound_forms,
    }
    return render(request, "pilots/team.html", context, status=422 if bound_forms else 200)


def _editable(request: HttpRequest, pk: int) -> Pilot:
    """A pilot that this person may change; 404 for everybody else."""
    pilot = queries.pilot_for(request.user, pk)
    if not rules.may_edit(request.user, pilot):
        raise Http404
    return pilot


def _guided(request: HttpRequest, pk: int) -> Pilot:
    """A pilot whose state and team this person decides; 404 for everybody else."""
    pilot = queries.pilot_for(request.user, pk)
    if not rules.may_guide(request.user, pilot):
        raise Http404
    return pilot


def _noted(request: HttpRequest, pk: int) -> Pilot:
    """A pilot to whose log this person may add; 404 for everybody else."""
    pilot = queries.pilot_for(request.user, pk)
    if not rules.may_write_notes(request.user, pilot):
        raise Http404
    return pilot
