"""Registration of the app with Django."""

from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    name = "proeftuin.pathways"
    label = "pathways"
