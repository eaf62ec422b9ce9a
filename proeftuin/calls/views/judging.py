"""What one juror does: declare interests, read, score, hand in, step aside."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from proeftuin.calls.actions import jury as jury_actions
from proeftuin.calls.actions import review as actions
from proeftuin.calls.actions.reading import note_reading
from proeftuin.calls.forms.jury import InterestsForm, ReasonForm, RecuseForm, ScoreForm
from proeftuin.calls.models import Application, Jury, Review
from proeftuin.calls.queries import jury as queries
from proeftuin.calls.queries import reading
from proeftuin.calls.queries.jury import JuryRole
from proeftuin.calls.rules.jury import may_score
from proeftuin.calls.views.jury import at_desk, done, page, require
from proeftuin.core.errors import Refused
from proeftuin.core.templatetags.house import clock


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def interests(request: HttpRequest, slug: str) -> HttpResponse:
    """Say for every applicant whether there is an interest, before any dossier opens."""
    role = queries.call_for_jury(request.user, slug)
    require(role.juror is not None)
    assert role.juror is not None
    if role.jury.state != Jury.State.SCORING or not role.undeclared:
        return redirect("calls:jury", slug)
    asked = {each: reading.site_names(each) for each in queries.to_declare(role.juror, role.call)}
    form = InterestsForm(request.POST or None, applications=asked)
    if request.method == "POST" and form.is_valid():
        try:
            jury_actions.declare(juror=role.juror, words=form.words, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your interests are noted. You can read the files below now."))
            return redirect("calls:jury", slug)
    return page(request, "jury_interests", role.call, heading=_("Interests"), role=role, form=form)


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one dossier and score it."""
    role, application = queries.dossier_for_juror(request.user, pk)
    assert role.juror is not None
    application.call = role.call
    review = queries.review_of(role.juror, application)
    if request.method != "POST":
        # Shown as it has to be for handing in; a draft may lack anything.
        return _dossier_page(request, role, application, review, _form(role, review, complete=True))
    complete = request.POST.get("deed") == "hand_in"
    form = _form(role, review, request.POST, complete=complete)
    if not form.is_valid():
        return _answer_wrong(request, role, application, review, form)
    return _keep(request, role, application, review, form, complete)


def _form(role: JuryRole, review: Review | None, data: Any = None, *, complete: bool = False) -> ScoreForm:
    return ScoreForm(data, criteria=list(role.call.criteria.all()), review=review, complete=complete)


def _dossier_page(
    request: HttpRequest,
    role: JuryRole,
    application: Application,
    review: Review | None,
    form: ScoreForm,
    status: int = 200,
) -> HttpResponse:
    assert role.juror is not None
    note_reading(by=request.user, application=application, now=timezone.now(), seat="juror")
    response = page(
        request,
        "jury_dossier",
        role.call,
        heading=str(application),
        role=role,
        jury=role.jury,
        application=application,
        dossier=reading.dossier(application),
        review=review,
        form=form,
        may_score=may_score(role.jury, role.juror, review),
        others=queries.reviews_for(role, application),
        recuse_form=RecuseForm(),
        why_form=ReasonForm(),
    )
    response.status_code = status
    return response


def _answer_wrong(
    request: HttpRequest, role: JuryRole, application: Application, review: Review | None, form: ScoreForm
) -> HttpResponse:
    """Nothing typed is lost: the page comes back with it, or the autosave is told."""
    if request.POST.get("deed") == "autosave":
        wrong = next(iter(form.errors.values()))[0] if form.errors else ""
        return JsonResponse({"wrong": wrong}, status=422)
    return _dossier_page(request, role, application, review, form, status=422)


def _keep(
    request: HttpRequest,
    role: JuryRole,
    application: Application,
    review: Review | None,
    form: ScoreForm,
    complete: bool,
) -> HttpResponse:
    assert role.juror is not None
    now, scores = timezone.now(), form.scores
    try:
        if complete:
            actions.hand_in(
                juror=role.juror,
                application=application,
                scores=scores,
                by=request.user,  # type: ignore[arg-type]
                now=now,
            )
        else:
            actions.save_scores(juror=role.juror, application=application, scores=scores, now=now)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _answer_wrong(request, role, application, review, form)
    if request.POST.get("deed") == "autosave":
        return JsonResponse({"saved": _("Saved at %(clock)s.") % {"clock": clock(now)}})
    return _go_on(request, role, application, complete)


def _go_on(request: HttpRequest, role: JuryRole, application: Application, complete: bool) -> HttpResponse:
    """After a hand-in: on to the next dossier, or back to the list when all are done."""
    if not complete:
        messages.success(request, _("Your scores are saved as a draft. Only you can see them."))
        return redirect("calls:jury_dossier", application.pk)
    messages.success(request, _("Your scores for %(number)s are handed in.") % {"number": application.number})
    following = queries.next_dossier(role, after=application)
    if following is None:
        return redirect("calls:jury", role.call.slug)
    return redirect("calls:jury_dossier", following.pk)


@at_desk
@require_POST
def recuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare an interest that came to light later."""
    role, application = queries.dossier_for_juror(request.user, pk)
    assert role.juror is not None
    form = RecuseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say in a few words what your interest is. Nothing changed."))
        return redirect("calls:jury_dossier", pk)
    juror, word = role.juror, form.cleaned_data["word"]
    return done(
        request,
        lambda: jury_actions.recuse(
            juror=juror,
            application=application,
            word=word,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        ),
        _("Your interest is noted. You no longer judge this application."),
        "calls:jury",
        role.call.slug,
    )


@at_desk
@require_POST
def reopen(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give the scores of a juror back for a correction."""
    role = queries.call_for_jury(request.user, slug)
    require(role.sees_table)
    shown = queries.visible_applications(role)
    review = get_object_or_404(
        Review.objects.select_related("juror__call__pathway", "juror__user"), pk=pk, application__in=shown
    )
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing changed. Say why."))
        return redirect("calls:jury_table", slug)
    return done(
        request,
        lambda: actions.reopen(
            review=review,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
            why=form.cleaned_data["why"],
        ),
        _("%(name)s can correct the scores now.") % {"name": review.juror},
        "calls:jury_table",
        slug,
    )
