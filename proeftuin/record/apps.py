"""Registration of the app, and the rights of the running role after each migration."""

from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.signals import post_migrate

RUNNING_ROLE = "proeftuin_app"
WITHHELD = {  # seals are made by a function of the owner only
    "record_entry": "UPDATE, DELETE, TRUNCATE",
    "record_seal": "INSERT, UPDATE, DELETE, TRUNCATE",
}


def grant_rights(*, using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    """The role that runs the platform may work on all tables, but only add to and read the record."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [RUNNING_ROLE])
        if cursor.fetchone() is None:
            return
        cursor.execute("SELECT has_schema_privilege(current_user, 'public', 'CREATE')")
        if not cursor.fetchone()[0]:
            return
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {RUNNING_ROLE}")
        cursor.execute(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {RUNNING_ROLE}"
        )
        cursor.execute(f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {RUNNING_ROLE}")
        for table, rights in WITHHELD.items():
            cursor.execute("SELECT to_regclass(%s)", [table])
            if cursor.fetchone()[0]:
                cursor.execute(f"REVOKE {rights} ON {table} FROM {RUNNING_ROLE}")


class RecordConfig(AppConfig):
    name = "proeftuin.record"
    label = "record"

    def ready(self) -> None:
        post_migrate.connect(grant_rights, sender=self, dispatch_uid="record.grant_rights")
