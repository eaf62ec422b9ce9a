"""Registration of the app with Django."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "proeftuin.website"
    label = "website"

    def ready(self) -> None:
        """Pages are shown to visitors; what is public can be found; editors get their rights."""
        from proeftuin.website import signals

        signals.connect()
