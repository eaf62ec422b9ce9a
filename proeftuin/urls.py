"""Every address of the platform: the language is in the address, Dutch without a prefix."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

handler400 = "proeftuin.core.views.bad_request"
handler403 = "proeftuin.core.views.not_allowed"
handler404 = "proeftuin.core.views.not_found"
handler500 = "proeftuin.core.views.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("proeftuin.core.urls")),
    path("", include("proeftuin.files.urls")),
    path("", include("proeftuin.sites.basemap_urls")),
    path("", include("proeftuin.website.root_urls")),
]
urlpatterns += i18n_patterns(
    path("account/", include("allauth.urls")),
    path("", include("proeftuin.pilots.urls")),
    path("", include("proeftuin.calls.urls")),
    path("desk/", include("proeftuin.desk.urls")),
    path("", include("proeftuin.studies.urls")),
    path("", include("proeftuin.events.urls")),
    path("", include("proeftuin.newsletter.urls")),
    path("desk/", include("proeftuin.accounts.urls")),
    path("desk/", include("proeftuin.pathways.urls")),
    path("desk/sites/", include("proeftuin.sites.urls")),
    path("", include("proeftuin.website.urls")),
    path("", include("wagtail.urls")),  # editorial pages: the last, as they take every address
    prefix_default_language=False,
)
