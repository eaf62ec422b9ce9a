"""Registration of the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "proeftuin.events"
    label = "events"

    def ready(self) -> None:
        """Public pages show moments; the newsletter learns of their people; files of their material."""
        from proeftuin.core import cache
        from proeftuin.events import queries
        from proeftuin.events.models import Event, Material, ProgrammePart
        from proeftuin.files import guards
        from proeftuin.newsletter import audiences

        cache.depends_on(Event, Material, ProgrammePart)
        guards.register("event_material", queries.may_read_material)
        audiences.register(
            "events.registered",
            _("Registered for a moment"),
            queries.registered_contacts,
            queries.audience_options,
        )
