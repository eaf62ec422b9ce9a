"""Deeds with confidential files."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from proeftuin.files import checks
from proeftuin.files.models import StoredFile


def store(
    upload: "UploadedFile[Any]",
    *,
    owner_kind: str,
    owner_id: int | None,
    by: Any,
    now: datetime,
    allowed: tuple[str, ...] | None = None,
) -> StoredFile:
    """Check an upload and keep it for its owner; a file that we refuse raises `UploadRefused`."""
    kind = checks.check(upload, allowed or tuple(checks.KINDS))
    return StoredFile.objects.create(
        owner_kind=owner_kind,
        owner_id=owner_id,
        name=checks.safe_name(upload.name or ""),
        content_type=kind.content_type,
        size=upload.size or 0,
        digest=checks.digest(upload),
        content=upload,
        uploaded_at=now,
        uploaded_by=getattr(by, "pk", None),
    )


def remove(stored: StoredFile) -> None:
    """Forget a file: the row at once, its content when the transaction holds."""
    storage, path = stored.content.storage, str(stored.content.name)
    stored.delete()
    transaction.on_commit(lambda: storage.delete(path), robust=True)
