"""Entries that are only ever added, and the seals that chain them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One deed or one reading of something confidential: who, when, what, on which thing."""

    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(
        null=True
    )  # a number, not a key: the record outlives people and stands below them
    actor = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=60, db_index=True)
    kind = models.CharField(max_length=60)
    thing_id = models.CharField(max_length=60)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["kind", "thing_id"], name="record_entry_thing")]
        verbose_name = _("entry in the record")
        verbose_name_plural = _("entries in the record")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.kind} {self.thing_id}"


class Seal(models.Model):
    """A link of the chain: the hash over the previous seal and all entries since."""

    sealed_at = models.DateTimeField()
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField(unique=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.first_id}–{self.last_id} {self.digest[:12]}"
