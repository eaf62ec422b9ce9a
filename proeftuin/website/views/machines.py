"""What machines ask for: robots.txt, the sitemap and the images of pages."""

from pathlib import PurePosixPath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.static import serve

from proeftuin.website import queries

IMAGES = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"}
CLOSED = ("/account/", "/en/account/", "/desk/", "/en/desk/", "/cms/", "/files/")


def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; an installation for trial may not be indexed at all."""
    closed = ["/"] if settings.ROLE_SWITCHER else list(CLOSED)
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines.append(f"Sitemap: {settings.SITE_URL}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def sitemap(request: HttpRequest) -> HttpResponse:
    """All public pages with their other language."""
    return render(
        request,
        "website/sitemap.xml",
        {"places": queries.sitemap(), "site_url": settings.SITE_URL},
        content_type="application/xml",
    )


def nothing(request: HttpRequest) -> HttpResponse:
    """An address that a library brings and that we do not want."""
    raise Http404


def image(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture of a public page; nothing else lies open in the media folder."""
    if PurePosixPath(name).suffix.lower() not in IMAGES:
        raise Http404
    response = serve(request, name, document_root=str(settings.MEDIA_ROOT / "images"))
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
