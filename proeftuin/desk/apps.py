"""Registration of the app with Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "proeftuin.desk"
    label = "desk"
