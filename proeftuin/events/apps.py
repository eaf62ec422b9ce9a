"""Registration of the app with Django."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "proeftuin.events"
    label = "events"
