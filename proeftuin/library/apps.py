"""Registration of the app with Django."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "proeftuin.library"
    label = "library"

    def ready(self) -> None:
        """Items and topics are shown to visitors."""
        from proeftuin.core import cache
        from proeftuin.library.models import Item, Topic

        cache.depends_on(Item, Topic)
