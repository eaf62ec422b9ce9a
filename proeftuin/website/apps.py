"""Registration of the app with Django."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "proeftuin.website"
    label = "website"
