"""The platform's addresses and that of a bare Wagtail page."""

from django.http import HttpRequest, HttpResponseBase
from django.urls import path
from wagtail.models import Page

from proeftuin.urls import *  # noqa: F403
from proeftuin.urls import urlpatterns as of_the_platform


def bare(request: HttpRequest) -> HttpResponseBase:
    """The home page's row served as a Wagtail page of no type, by Wagtail's own template."""
    page = Page.objects.live().filter(depth=2).first()
    assert page is not None
    return Page.serve(page, request)


urlpatterns = [path("bare/", bare), *of_the_platform]
