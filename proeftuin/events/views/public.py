"""The calendar, a moment, and registering for it without an account."""

from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from proeftuin.accounts.models import Contact
from proeftuin.core import cache
from proeftuin.core.errors import Refused
from proeftuin.events import actions, queries, rules
from proeftuin.events import calendar as calendar_files
from proeftuin.events.forms import RegisterForm
from proeftuin.events.models import Event, Registration
from proeftuin.pathways.models import Pathway

CALENDAR = "text/calendar; charset=utf-8"


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What comes and what was, of all pathways or of one."""
    now = timezone.now()
    slug = request.GET.get("pathway", "")
    pathways = list(Pathway.objects.filter(events__state__in=Event.PUBLIC).distinct())
    pathway = get_object_or_404(Pathway, slug=slug) if slug else None
    upcoming = list(queries.upcoming(now, pathway))
    page = Paginator(queries.past(now, pathway), 20).get_page(request.GET.get("page"))
    shown = [*upcoming, *page.object_list]
    context = {
        "upcoming": upcoming,
        "page": page,
        "pathway": pathway,
        "pathways": pathways,
        # Where real and fictional moments stand together, each example is marked by itself.
        "fictional": bool(shown) and all(event.pathway.is_fictional for event in shown),
        "now": now,
    }
    return render(request, "events/calendar.html", context)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """All moments for a calendar program."""
    events = list(queries.public_events())
    return HttpResponse(calendar_files.feed(events), content_type=CALENDAR)


@require_safe
def event_file(request: HttpRequest, slug: str) -> HttpResponse:
    """One moment for a calendar program."""
    content = calendar_files.feed([queries.public_event(slug)])
    headers = {"Content-Disposition": f'attachment; filename="{slug}.ics"'}
    return HttpResponse(content, content_type=CALENDAR, headers=headers)


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """One moment in whatever state it is."""
    found, now = queries.public_event(slug), timezone.now()
    context = {
        "event": found,
        "programme": list(found.programme.all()),
        "materials": list(queries.public_materials(found)),
        "is_open": found.is_open(now) and not found.pathway.is_archive,
        "is_past": found.is_past(now),
        "is_registration_over": found.state == Event.State.REGISTRATION and not found.is_open(now),
        "fictional": found.pathway.is_fictional,
    }
    return render(request, "events/event.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """A seat or a place on the waiting list; the receipt is the same for an address that we knew."""
    found = queries.public_event(slug)
    form = RegisterForm(request.POST or None)
    refusal = "" if _is_open(found) else _("Registration for this moment is closed.")
    if request.method == "POST" and form.is_valid():
        if form.is_trapped:
            return redirect("events:receipt", slug=slug, receipt=_receipt("seat", found))
        try:
            return redirect("events:receipt", slug=slug, receipt=_register(found, form))
        except Refused as error:
            refusal = str(error)
    context = {"event": found, "form": form, "refusal": refusal, "fictional": found.pathway.is_fictional}
    wrong = bool(form.errors) or (request.method == "POST" and bool(refusal))
    return render(request, "events/register.html", context, status=422 if wrong else 200)


def _is_open(found: Event) -> bool:
    return found.is_open(timezone.now()) and not found.pathway.is_archive


def _register(found: Event, form: RegisterForm) -> str:
    token = form.cleaned_data["token"]
    registration = actions.register(
        event=found,
        contact=Contact.of(form.cleaned_data["email"]),
        details=form.details(get_language() or "nl"),
        token=token,
        now=timezone.now(),
    )
    if registration.token == token:
        return _receipt(registration.state, found)
    found.refresh_from_db(fields=["seats_taken", "capacity"])
    return _receipt("waiting" if found.is_full else "seat", found)


def _receipt(outcome: str, found: Event) -> str:
    return signing.dumps([found.pk, outcome], salt="events.receipt")


@require_safe
def receipt(request: HttpRequest, slug: str, receipt: str) -> HttpResponse:
    """What became of it; who filled it in reads the rest in the mail."""
    found = queries.public_event(slug)
    try:
        event_pk, outcome = signing.loads(receipt, salt="events.receipt")
    except signing.BadSignature as error:
        raise Http404 from error
    if event_pk != found.pk:
        raise Http404
    context = {"event": found, "outcome": outcome, "fictional": found.pathway.is_fictional}
    return _personal(request, "receipt", context)


def _personal(
    request: HttpRequest, template: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    cache.never(request)
    response = render(request, f"events/{template}.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """My registration: opening the link shows it, the button cancels."""
    found = queries.registration_of(token)
    if found is None:
        return _personal(request, "dead_link", {}, status=410)
    refusal = ""
    if request.method == "POST":
        try:
            found = actions.cancel(registration=found, by="visitor", now=timezone.now())
        except Refused as error:
            refusal = str(error)
    now = timezone.now()
    context = {
        "registration": found,
        "event": found.event,
        "may_cancel": rules.may_cancel(found, now),
        "has_seat": found.state == Registration.State.SEAT,
        "refusal": refusal,
        "fictional": found.event.pathway.is_fictional,
    }
    return _personal(request, "registration", context, status=409 if refusal else 200)
