"""Registration of the app with Django."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "proeftuin.mail"
    label = "mail"
