"""Start-up of the lowest floor: it refuses a database on which our locks would be wrong."""

from typing import Any

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured


def refuse_unsafe_database(database: dict[str, Any]) -> None:
    """Seats, deadlines and registers are kept by PostgreSQL in READ COMMITTED, and by nothing else."""
    from psycopg import IsolationLevel

    if database["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured(f"Proeftuin runs on PostgreSQL only, not on {database['ENGINE']}.")
    level = database.get("OPTIONS", {}).get("isolation_level", IsolationLevel.READ_COMMITTED)
    if level != IsolationLevel.READ_COMMITTED:
        raise ImproperlyConfigured(
            "The database connection must use the isolation level READ COMMITTED: under another one seats are overbooked."
        )


class CoreConfig(AppConfig):
    name = "proeftuin.core"
    label = "core"

    def ready(self) -> None:
        from django.conf import settings

        for database in settings.DATABASES.values():
            refuse_unsafe_database(database)
