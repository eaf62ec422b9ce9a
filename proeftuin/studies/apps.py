"""Registration of the app with Django."""

from django.apps import AppConfig


class StudiesConfig(AppConfig):
    name = "proeftuin.studies"
    label = "studies"
