"""Addresses of the public site that are no editorial pages; each language has its own words in them."""

from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

from proeftuin.website.views import (
    contact,
    feeds,
    library,
    machines,
    municipalities,
    pathways,
    pilots,
    search,
    statements,
)

app_name = "website"
urlpatterns = [
    # Before Wagtail's own addresses: its sign-in knows no second factor, and we have no pages behind a password.
    re_path(r"^_util/", machines.nothing, name="nothing"),
    path(_("pathways/"), pathways.overview, name="pathways"),
    path(_("pathways/<slug:slug>/"), pathways.pathway, name="pathway"),
    path(_("library/"), library.overview, name="library"),
    path(_("library/<slug:slug>/"), library.item, name="item"),
    path(_("pilots/"), pilots.overview, name="pilots"),
    path(_("municipalities/"), municipalities.overview, name="municipalities"),
    path(_("municipalities/<str:place>/"), municipalities.municipality, name="municipality"),
    path(_("search/"), search.results, name="search"),
    path("contact/", contact.ask, name="contact"),
    path(_("contact/thank-you/"), contact.thanks, name="contact-thanks"),
    path(_("accessibility/"), statements.accessibility, name="accessibility"),
    path("privacy/", statements.privacy, name="privacy"),
    path("cookies/", statements.cookies, name="cookies"),
    path(_("colophon/"), statements.colophon, name="colophon"),
    path(_("news/feed.xml"), feeds.NewsFeed(), name="news-feed"),
]
