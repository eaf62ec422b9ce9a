"""Registration of the app with Django."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "proeftuin.files"
    label = "files"
