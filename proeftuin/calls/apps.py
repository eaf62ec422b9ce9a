"""Registration of the app with Django."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "proeftuin.calls"
    label = "calls"
