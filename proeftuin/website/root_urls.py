"""Addresses without a language: the CMS, media of pages, and what machines ask for."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as cms_urls
from wagtail.documents import urls as document_urls

from proeftuin.website.views import machines

urlpatterns = [
    # Wagtail's own sign-in knows no second factor: everybody signs in at one place.
    path("cms/login/", RedirectView.as_view(url=f"{settings.WAGTAILADMIN_LOGIN_URL}?next=/cms/")),
    path("cms/", include(cms_urls)),
    path("documents/", include(document_urls)),
    path("media/images/<path:name>", machines.image, name="public-image"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
]
