"""The pages that every public site owes its visitors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from proeftuin.website import statements
from proeftuin.website.menus import trail


def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, from what was really tested."""
    context = {
        "statement": statements.accessibility(),
        "trail": trail(_("Accessibility")),
    }
    return render(request, "website/accessibility.html", context)


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of whom, why and for how long."""
    return render(request, "website/privacy.html", {"trail": trail(_("Privacy"))})


def cookies(request: HttpRequest) -> HttpResponse:
    """Which cookies there are, and when."""
    context = {"trail": trail(_("Cookies")), "kept": statements.cookies()}
    return render(request, "website/cookies.html", context)


def colophon(request: HttpRequest) -> HttpResponse:
    """Who runs this site, with what, and under which licence."""
    return render(request, "website/colophon.html", {"trail": trail(_("Colophon"))})
