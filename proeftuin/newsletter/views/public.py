"""Keep me informed: the form, the confirmation and the personal page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from proeftuin.core import cache
from proeftuin.newsletter import actions, queries
from proeftuin.newsletter.actions import LinkExpired, Wishes
from proeftuin.newsletter.forms import PreferencesForm, SubscribeForm
from proeftuin.newsletter.models import Subscription


@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Fill in; the answer is the same whether we knew the address or not."""
    form = SubscribeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not form.is_trapped:
            actions.sign_up(
                email=form.cleaned_data["email"],
                wishes=form.wishes(get_language() or "nl"),
                token=form.cleaned_data["token"],
                page=request.path,
                now=timezone.now(),
            )
        return redirect("newsletter:thanks")
    context = {"form": form, "municipalities": queries.municipality_names()}
    return render(request, "newsletter/subscribe.html", context, status=422 if form.errors else 200)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """A mail is on its way."""
    return render(request, "newsletter/thanks.html", {"fictional": settings.MAIL_KEPT})


def _personal(
    request: HttpRequest, template: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    """A page behind a personal link: in no cache, in no search engine."""
    cache.never(request)
    response = render(request, f"newsletter/{template}.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _dead_link(request: HttpRequest, reason: str = "") -> HttpResponse:
    reason = reason or _("This link is not complete, or it is no longer valid.")
    return _personal(request, "dead_link", {"reason": reason}, status=410)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link does nothing, so that mail scanners do nothing; the button confirms."""
    sign_up = queries.sign_up_of(token)
    if sign_up is None:
        return _dead_link(request)
    if request.method != "POST":
        return _personal(
            request, "confirm", {"sign_up": sign_up, "fictional": sign_up.subscription.is_fictional}
        )
    try:
        subscription = actions.confirm(sign_up=sign_up, now=timezone.now())
    except LinkExpired as refusal:
        return _dead_link(request, str(refusal))
    return _personal(
        request, "confirmed", {"subscription": subscription, "fictional": subscription.is_fictional}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """What I receive, and changing that."""
    subscription = queries.subscription_of(token)
    if subscription is None:
        return _dead_link(request)
    form = PreferencesForm(request.POST or None, initial=_wishes_of(subscription))
    saved = False
    if request.method == "POST" and form.is_valid():
        subscription = actions.change_preferences(
            subscription=subscription,
            wishes=form.wishes(form.cleaned_data["language"]),
            page=_page_of(request),
            now=timezone.now(),
        )
        form, saved = PreferencesForm(initial=_wishes_of(subscription)), True
    context = {
        "form": form,
        "saved": saved,
        "subscription": subscription,
        "token": token,
        "municipalities": queries.municipality_names(),
        "fictional": subscription.is_fictional,
    }
    return _personal(request, "preferences", context, status=422 if form.errors else 200)


def _wishes_of(subscription: Subscription) -> dict[str, object]:
    wanted = Wishes.of(subscription)
    return {
        "wants": [purpose for purpose, is_wanted in wanted.purposes().items() if is_wanted],
        "topics": [topic.slug for topic in wanted.topics],
        **{name: getattr(wanted, name) for name in ("role", "place", "name", "language")},
    }


def _page_of(request: HttpRequest) -> str:
    """The page for the proof, without the personal part of its address."""
    return request.path.rstrip("/").rpartition("/")[0] + "/"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """RFC 8058: one POST without cookie or sign-in unsubscribes; opening the link does not."""
    subscription = queries.subscription_of(token)
    if subscription is None:
        return _dead_link(request)
    if request.method == "POST":
        subscription = actions.unsubscribe(
            subscription=subscription, page=_page_of(request), now=timezone.now()
        )
    context = {"subscription": subscription, "token": token, "fictional": subscription.is_fictional}
    return _personal(request, "unsubscribe", context)
