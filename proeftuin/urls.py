"""Every address of the platform: the language is in the address, Dutch without a prefix."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("", include("proeftuin.core.urls")),
]
urlpatterns += i18n_patterns(
    path("account/", include("allauth.urls")),
    prefix_default_language=False,
)
