"""The outbox: a message is a row, written in the transaction of the deed that it tells of."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """One message to one address."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        KEPT = "kept", _("kept here (trial)")
        FAILED = "failed", _("failed")

    key = models.CharField(max_length=120, unique=True)  # the deed: the same deed never mails twice
    kind = models.CharField(
        max_length=60, db_index=True
    )  # the function that wrote it, e.g. "events.confirmation"
    to = models.EmailField()
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    attachments = models.JSONField(default=list)  # [{"name", "type", "content" in base64}]
    language = models.CharField(max_length=5, default="nl")
    is_fictional = models.BooleanField(default=False)
    is_secret = models.BooleanField(default=False)  # holds a sign-in code: staff do not read it
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    written_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "due_at"], name="mail_due")]
        verbose_name = _("message")
        verbose_name_plural = _("messages")

    def __str__(self) -> str:
        return f"{self.kind} → {self.to}"
