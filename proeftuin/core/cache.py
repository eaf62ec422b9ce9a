"""The version of all that is public: cached pages are kept under it and fall away when it moves."""

from typing import Any

from django.db import connection, models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.http import HttpRequest


def never(request: HttpRequest) -> None:
    """Keep the answer to this request out of the page cache."""
    request.page_cache_never = True  # type: ignore[attr-defined]


def public_version() -> int:
    """The number under which pages are cached now."""
    with connection.cursor() as cursor:
        # A sequence that was never asked holds the value that its first answer will be: count that answer too.
        cursor.execute("SELECT last_value + is_called::int FROM core_public_version")
        return int(cursor.fetchone()[0])


def _next_version() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('core_public_version')")


def bump(**_signal: Any) -> None:
    """Something public changed: move the version once this transaction is committed."""
    transaction.on_commit(_next_version)


def depends_on(*public_models: type[models.Model]) -> None:
    """Public pages show these models: each save, removal or link moves the public version."""
    for model in public_models:
        uid = f"public:{model._meta.label}"
        post_save.connect(bump, sender=model, dispatch_uid=uid)
        post_delete.connect(bump, sender=model, dispatch_uid=uid)
        for field in model._meta.many_to_many:
            through = getattr(model, field.name).through
            m2m_changed.connect(bump, sender=through, dispatch_uid=f"{uid}:{field.name}")
