"""Registration of the app with Django."""

from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "proeftuin.sites"
    label = "sites"
