"""Registration of the app with Django."""

from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "proeftuin.newsletter"
    label = "newsletter"
