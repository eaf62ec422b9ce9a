"""A study, its versions that never change, and what is typed but not saved yet."""

import tomllib
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proeftuin.accounts.models import Organisation
from proeftuin.sites.models import Site


class Study(models.Model):
    """A question about one project. It belongs to the workspace of an organisation, or of one person."""

    name = models.CharField(_("name of the study"), max_length=120)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="studies",
        verbose_name=_("workspace"),
    )  # empty: the workspace of who made it
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="studies", verbose_name=_("site")
    )
    alternative_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="alternatives"
    )  # the study that it was copied from, to set them side by side
    alternative = models.CharField(_("what is different"), max_length=120, blank=True)
    token = models.UUIDField(unique=True, editable=False)
    last_serial = models.PositiveIntegerField(default=0, editable=False)  # the newest version
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="studies")
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("study")
        verbose_name_plural = _("studies")
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="study_has_a_name"),
            models.CheckConstraint(
                condition=Q(alternative_of__isnull=True) | ~Q(alternative=""),
                name="study_alternative_says_what_differs",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_fictional(self) -> bool:
        """Whether its workspace is an example."""
        return self.organisation is not None and self.organisation.is_fictional


class StudyVersion(models.Model):
    """One calculation: the plan, the law and norms it was made with, what came out, and who made it. It never changes."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="versions")
    serial = models.PositiveIntegerField(_("version"))
    plan = models.TextField()  # TOML, the engine's own format
    given = models.JSONField(default=list)  # the keys that somebody filled in; the others hold a default
    equity = models.JSONField(default=dict)  # {class of shares: {"paid": €, "subscribed": €}}
    beside = models.JSONField(
        default=dict
    )  # beside the plan: rent of a comparable home, activity, securities, expert
    on = models.DateField(_("law and norms of"))
    engine = models.CharField(max_length=20)
    seed = models.PositiveIntegerField(default=1)
    parameters = models.JSONField(default=list)
    figures = models.JSONField(default=dict)
    answer = models.JSONField(default=dict)  # the answer in one sentence, by language
    why = models.CharField(_("what changed"), max_length=200, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    locked_for = models.CharField(_("locked for"), max_length=200, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    public_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = _("version of a study")
        verbose_name_plural = _("versions of studies")
        ordering = ["study", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["study", "serial"], name="study_version_once"),
            models.CheckConstraint(
                condition=Q(locked_at__isnull=True, locked_for="")
                | Q(locked_at__isnull=False) & ~Q(locked_for=""),
                name="study_lock_says_for_what",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(locked_at__isnull=False),
                name="study_public_only_when_locked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.study} ({self.serial})"

    @property
    def name(self) -> str:
        """The name at the time; the study itself bears the name of its newest version, which not everybody may see."""
        return str(tomllib.loads(self.plan.partition("\n")[0])["name"])

    @property
    def is_locked(self) -> bool:
        """Whether it was handed in or put before somebody."""
        return self.locked_at is not None

    @property
    def is_public(self) -> bool:
        """Whether everybody may see its key figures."""
        return self.published_at is not None


class Draft(models.Model):
    """What a person typed in a part of a study and could not save yet: wrong numbers, or a colleague was first."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=20)
    serial = models.PositiveIntegerField()  # the version that the person had before them
    data = models.JSONField(default=dict)  # field → what was typed, as it was typed
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = _("draft of a study")
        verbose_name_plural = _("drafts of studies")
        constraints = [models.UniqueConstraint(fields=["study", "user", "subject"], name="study_draft_once")]

    def __str__(self) -> str:
        return f"{self.study}: {self.subject}"


class RiskRun(models.Model):
    """A long calculation of risk, done by the worker: what was asked, how far it is, what came out."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        RUNNING = "running", _("runs")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    version = models.ForeignKey(StudyVersion, models.CASCADE, related_name="risk_runs")
    draws = models.PositiveIntegerField()
    seed = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveSmallIntegerField(default=0)  # of 100
    result = models.JSONField(default=dict)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("calculation of risk")
        verbose_name_plural = _("calculations of risk")
        constraints = [
            models.UniqueConstraint(fields=["version", "draws", "seed"], name="study_risk_run_once"),
            models.CheckConstraint(condition=Q(done__lte=100), name="study_risk_run_part"),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.draws}"
