"""Health, the operator's colours, the security contact and the pages for errors."""

import re
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")


def alive(request: HttpRequest) -> HttpResponse:
    """The web process answers."""
    return HttpResponse("ok", content_type="text/plain", headers={"Cache-Control": "no-store"})


def ready(request: HttpRequest) -> HttpResponse:
    """The web process answers and reaches its database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse(
            "no database", status=503, content_type="text/plain", headers={"Cache-Control": "no-store"}
        )
    return HttpResponse("ok", content_type="text/plain", headers={"Cache-Control": "no-store"})


def theme(request: HttpRequest) -> HttpResponse:
    """The operator's two colours as custom properties of the stylesheet."""
    pairs = {"--brand": settings.OPERATOR["colour"], "--accent": settings.OPERATOR["accent"]}
    lines = "".join(f"{name}:{value};" for name, value in pairs.items() if COLOUR.match(value))
    return HttpResponse(
        f":root{{{lines}}}", content_type="text/css", headers={"Cache-Control": "public, max-age=3600"}
    )


def security_contact(request: HttpRequest) -> HttpResponse:
    """RFC 9116: whom to tell of a weakness; the day moves with the calendar, 180 days ahead."""
    expires = (timezone.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: mailto:{settings.OPERATOR['email']}",
        f"Expires: {expires}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _error(request: HttpRequest, status: int, heading: str, explanation: str) -> HttpResponse:
    return render(request, "core/error.html", {"heading": heading, "explanation": explanation}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 in plain words."""
    reason = str(exception) if isinstance(exception, BadRequest) else ""
    return _error(request, 400, _("We did not understand that"), reason or _("Please go back and try again."))


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 in plain words."""
    return _error(
        request, 403, _("You cannot do this"), _("Sign in with an account that may do this, or go back.")
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 in plain words: the same for what does not exist and for what is not yours."""
    return _error(
        request,
        404,
        _("This page is not here"),
        _("It may have moved, or it is not open to you. Try the search."),
    )


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose security code is missing or too old."""
    return _error(
        request,
        403,
        _("This form was open for too long"),
        _(
            "Go back, copy what you typed, load the page again and send it once more. Cookies must be allowed for this site."
        ),
    )


def failed(request: HttpRequest) -> HttpResponse:
    """500 without a word about our insides; rendered without context, so that it cannot fail again."""
    html = (
        '<!doctype html><html lang="nl"><meta charset="utf-8"><title>Fout</title>'
        "<main><h1>Er ging iets mis bij ons</h1><p>Wat u verstuurde is misschien niet bewaard. Probeer het straks opnieuw."
        '</p><p lang="en">Something went wrong on our side. Please try again later.</p></main></html>'
    )
    return HttpResponse(html, status=500)
