"""Registration of the app with Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "proeftuin.desk"
    label = "desk"

    def ready(self) -> None:
        from proeftuin.desk.rules import coordinates_any
        from proeftuin.newsletter.rules import let_write

        let_write(coordinates_any)
