"""A file that was handed to us in confidence."""

import secrets
from pathlib import PurePath

from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _


def _confidential() -> Storage:
    return storages["confidential"]


def _unguessable() -> str:
    return secrets.token_urlsafe(32)


def _path(stored: "StoredFile", name: str) -> str:
    """A path made by us: nothing of the given name decides where a file lies."""
    return f"{stored.key[:2]}/{stored.key}"


class StoredFile(models.Model):
    """A confidential upload: who may read it is decided by the app that owns it, on every request."""

    key = models.CharField(max_length=64, unique=True, default=_unguessable, editable=False)
    owner_kind = models.CharField(max_length=60)  # names the guard that decides, e.g. "application"
    owner_id = models.BigIntegerField(null=True)
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.FileField(upload_to=_path, storage=_confidential)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["owner_kind", "owner_id"], name="files_owner")]
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.name

    @property
    def extension(self) -> str:
        """The ending of its name, without the dot."""
        return PurePath(self.name).suffix.lower().lstrip(".")
