"""The jury as a whole: who sits in it, which step it is at, and the admissibility check."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from proeftuin.accounts.rules import is_approved_for
from proeftuin.calls.actions import admissibility as check_actions
from proeftuin.calls.actions import decision as decision_actions
from proeftuin.calls.actions import jury as actions
from proeftuin.calls.actions.reading import note_reading
from proeftuin.calls.forms.jury import AppointForm, CheckForm, OpenForm, ReasonForm
from proeftuin.calls.models import Call
from proeftuin.calls.queries import judging, reading
from proeftuin.calls.queries import jury as queries
from proeftuin.calls.queries.jury import JuryRole
from proeftuin.core.errors import Refused

View = Callable[..., HttpResponse]


def at_desk(view: View) -> View:
    """A page for people who signed in; no copy of it stays behind."""
    return never_cache(login_required(view))


def page(
    request: HttpRequest, template: str, call: Call, *, heading: str = "", **context: Any
) -> HttpResponse:
    """A page of the jury, with the call, the way back and the banner of examples."""
    words = {"call": call, "fictional": call.pathway.is_fictional, "heading": heading, **context}
    if heading:
        back = {"title": _("Jury"), "url": reverse("calls:jury", args=[call.slug])}
        words["trail"] = [back, {"title": heading, "url": ""}]
    return render(request, f"calls/{template}.html", words)


def done(
    request: HttpRequest, deed: Callable[[], Any], said: str, to: str, *args: Any
) -> HttpResponseRedirect:
    """Do one deed, say how it went, go on."""
    try:
        deed()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(to, *args)


def require(allowed: bool) -> None:
    """What is not yours does not exist."""
    if not allowed:
        raise Http404


@at_desk
@require_safe
def juries(request: HttpRequest) -> HttpResponse:
    """The juries in which this person sits."""
    return render(request, "calls/jury_list.html", {"seats": queries.seats_of(request.user)})


@at_desk
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the jury stands, seen from this person's seat."""
    role = queries.call_for_jury(request.user, slug)
    return page(request, "jury_overview", role.call, **_seen_from(role))


def _seen_from(role: JuryRole, **forms: Any) -> dict[str, Any]:
    """What each seat sees: own dossiers for a juror, progress and next steps for who runs the jury."""
    seen: dict[str, Any] = {"role": role, "jury": role.jury, **forms}
    if role.juror is not None:
        seen["dossiers"] = reading.own_dossiers(role)
        seen["handed_in"] = sum(each.is_handed_in for each in seen["dossiers"])
        seen["next_dossier"] = queries.next_dossier(role) if role.has_declared else None
    if role.is_office or role.is_coordinator or (role.is_chair and role.has_declared):
        seen["progress"] = judging.progress(role)
    if role.may_appoint:
        seen.setdefault("appoint_form", AppointForm())
    if role.is_office or (role.sees_table and role.speaks_for_all):
        seen["open_form"], seen["why_form"] = OpenForm(), ReasonForm()
        seen["check"] = reading.check_counts(role.call)
        seen["is_closed"] = role.call.is_closed(timezone.now())
    return seen


@at_desk
@require_POST
def appoint(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a person a seat."""
    role = queries.call_for_jury(request.user, slug)
    require(role.may_appoint)
    form = AppointForm(request.POST)
    if form.is_valid():
        try:
            juror = actions.appoint(call=role.call, by=request.user, now=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s sits in the jury and gets a mail.") % {"name": juror})
            return redirect("calls:jury", slug)
    response = page(request, "jury_overview", role.call, **_seen_from(role, appoint_form=form))
    response.status_code = 422
    return response


@at_desk
@require_POST
def dismiss(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End a seat."""
    role = queries.call_for_jury(request.user, slug)
    require(role.may_appoint)
    juror = get_object_or_404(role.call.jurors.select_related("user", "call__pathway"), pk=pk)
    return _with_reason(
        request,
        lambda why: actions.dismiss(juror=juror, by=request.user, now=timezone.now(), why=why),  # type: ignore[arg-type]
        _("%(name)s left the jury.") % {"name": juror},
        role,
    )


def _with_reason(
    request: HttpRequest, deed: Callable[[str], Any], said: str, role: JuryRole
) -> HttpResponseRedirect:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing changed. Say why."))
        return redirect("calls:jury", role.call.slug)
    return done(request, lambda: deed(form.cleaned_data["why"]), said, "calls:jury", role.call.slug)


@at_desk
@require_POST
def open_scoring(request: HttpRequest, slug: str) -> HttpResponse:
    """Close the check and open the dossiers to the jury."""
    role = queries.call_for_jury(request.user, slug)
    require(role.is_office)
    form = OpenForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["scores_due_at"][0]))
        return redirect("calls:jury", slug)
    due = form.cleaned_data["scores_due_at"]
    return done(
        request,
        lambda: actions.open_scoring(call=role.call, by=request.user, now=timezone.now(), due_at=due),  # type: ignore[arg-type]
        _("The jury can begin. All jurors get a mail."),
        "calls:jury",
        slug,
    )


@at_desk
@require_POST
def check_again(request: HttpRequest, slug: str) -> HttpResponse:
    """Go back to the admissibility check."""
    role = queries.call_for_jury(request.user, slug)
    require(role.is_office)
    return _with_reason(
        request,
        lambda why: actions.check_again(call=role.call, by=request.user, now=timezone.now(), why=why),  # type: ignore[arg-type]
        _("The check is open again."),
        role,
    )


@at_desk
@require_POST
def close_scoring(request: HttpRequest, slug: str) -> HttpResponse:
    """Close the scores and begin with the decision."""
    role = queries.call_for_jury(request.user, slug)
    require(role.speaks_for_all)
    return done(
        request,
        lambda: decision_actions.close_scoring(call=role.call, by=request.user, now=timezone.now()),  # type: ignore[arg-type]
        _("The scores are closed. Prepare the decision now."),
        "calls:jury",
        slug,
    )


@at_desk
@require_POST
def score_again(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the scores once more."""
    role = queries.call_for_jury(request.user, slug)
    require(role.speaks_for_all)
    return _with_reason(
        request,
        lambda why: actions.score_again(call=role.call, by=request.user, now=timezone.now(), why=why),  # type: ignore[arg-type]
        _("The scores are open again."),
        role,
    )


@at_desk
@require_safe
def admissibility(request: HttpRequest, slug: str) -> HttpResponse:
    """All that was handed in, with what the check found."""
    role = queries.call_for_jury(request.user, slug)
    require(role.is_office and role.call.is_closed(timezone.now()))
    applications = list(queries.candidates(role.call).prefetch_related("admissibility__findings"))
    return page(
        request,
        "jury_admissibility",
        role.call,
        heading=_("Admissibility"),
        role=role,
        jury=role.jury,
        applications=applications,
    )


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One application, checked per ground."""
    role, application = queries.application_to_check(request.user, slug, pk)
    require(role.call.is_closed(timezone.now()))
    approved = is_approved_for(check_actions.submitter(application), application.organisation)
    form = CheckForm(request.POST or None, application=application, approved=approved)
    if request.method == "POST" and form.is_valid():
        try:
            check_actions.check_admissibility(
                application=application,
                findings=form.findings,
                by=request.user,  # type: ignore[arg-type]
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The check of %(number)s is kept.") % {"number": application.number})
            return redirect("calls:jury_admissibility", slug)
    note_reading(by=request.user, application=application, now=timezone.now(), seat="office")
    return page(
        request,
        "jury_check",
        role.call,
        heading=_("Check of %(number)s") % {"number": application.number},
        role=role,
        jury=role.jury,
        application=application,
        dossier=reading.dossier(application),
        form=form,
        membership=reading.membership_of(application),
    )
