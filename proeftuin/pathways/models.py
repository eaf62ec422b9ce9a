"""A learning pathway and the people who run it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from proeftuin.accounts.models import Contact, User


class Pathway(models.Model):
    """A programme in which chosen municipalities try out cooperative housing and others learn along."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("in preparation")
        RUNNING = "running", _("running")
        ENDED = "ended", _("ended")

    MOVES: dict[str, set[str]] = {
        State.PREPARED: {State.RUNNING},
        State.RUNNING: {State.ENDED},
        State.ENDED: set(),
    }

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    body = models.TextField(_("text"), blank=True, help_text=_("You may use markdown."))
    body_en = models.TextField(_("text in English"), blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    period = models.CharField(_("period in words"), max_length=80, blank=True)
    period_en = models.CharField(_("period in English words"), max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PREPARED)
    is_fictional = models.BooleanField(_("example pathway"), default=False)

    class Meta:
        ordering = ["-starts_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="pathway_period"
            )
        ]
        verbose_name = _("learning pathway")
        verbose_name_plural = _("learning pathways")

    def __str__(self) -> str:
        return self.name

    @property
    def is_archive(self) -> bool:
        """An ended pathway can be read and no longer be changed."""
        return self.state == self.State.ENDED


class Phase(models.Model):
    """A part of a pathway in time, told in words."""

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="phases")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    when = models.CharField(_("when, in words"), max_length=80, blank=True)
    when_en = models.CharField(_("when, in English words"), max_length=80, blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title


class Partner(models.Model):
    """An organisation that carries the pathway and what it does in it."""

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="partners")
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=200)
    role_en = models.CharField(_("role in English"), max_length=200, blank=True)
    url = models.URLField(_("website"), max_length=500, blank=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """A role of a person in a pathway."""

    class Role(models.TextChoices):
        COORDINATION = "coordination", _("coordination team")
        EXPERT = "expert", _("expert")
        READER = "reader", _("reader (steering group)")

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="assignments")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(_("role"), max_length=15, choices=Role)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pathway", "user", "role"], name="assignment_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class Enquiry(models.Model):
    """A question that a visitor put to the programme office through the public form."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed without an answer")

    MOVES: dict[str, set[str]] = {
        State.OPEN: {State.ANSWERED, State.CLOSED},
        State.ANSWERED: set(),
        State.CLOSED: {State.OPEN},
    }

    token = models.UUIDField(unique=True)
    pathway = models.ForeignKey(
        Pathway, on_delete=models.SET_NULL, null=True, blank=True, related_name="enquiries"
    )
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="enquiries")
    name = models.CharField(_("name"), max_length=120, blank=True)
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("question"))
    language = models.CharField(max_length=5, default="nl")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    asked_at = models.DateTimeField()
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("question to the office")
        verbose_name_plural = _("questions to the office")

    def __str__(self) -> str:
        return self.subject
