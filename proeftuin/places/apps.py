"""The app of municipalities and Belgian formats."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "proeftuin.places"
    verbose_name = _("Places")
