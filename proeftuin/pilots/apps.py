"""Registration of the app with Django."""

from django.apps import AppConfig


class PilotsConfig(AppConfig):
    name = "proeftuin.pilots"
    label = "pilots"
