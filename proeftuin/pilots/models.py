"""A pilot, what is known of it with its sources, and the team that works on it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proeftuin.accounts.models import Organisation
from proeftuin.calls.models import Application
from proeftuin.pathways.models import Pathway
from proeftuin.places.models import Municipality
from proeftuin.sites.models import Site
from proeftuin.studies.models import StudyVersion


class SpinePhase(models.TextChoices):
    """The way every cooperative housing project goes."""

    GROUP = "group", _("Group")
    SITE = "site", _("Site")
    PLAN = "plan", _("Plan")
    BUILD = "build", _("Build")
    LIVE = "live", _("Live")


class Pilot(models.Model):
    """A selected municipality that tries out cooperative housing on a concrete site."""

    class State(models.TextChoices):
        STARTED = "started", _("started")
        GUIDED = "guided", _("in guidance")
        COMPLETED = "completed", _("completed")
        STOPPED = "stopped", _("stopped")

    MOVES: dict[str, set[str]] = {
        State.STARTED: {State.GUIDED, State.STOPPED},
        State.GUIDED: {State.COMPLETED, State.STOPPED},
        State.COMPLETED: set(),
        State.STOPPED: {State.GUIDED},
    }

    pathway = models.ForeignKey(Pathway, on_delete=models.PROTECT, related_name="pilots")
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="pilots")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="pilots"
    )
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="pilot"
    )  # empty for the pilots of an archive
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="pilots")
    study_version = models.ForeignKey(
        StudyVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="pilots"
    )  # of which its page shows the key figures
    place = models.CharField(_("place"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), max_length=600, blank=True)
    summary_en = models.TextField(_("summary in English"), max_length=600, blank=True)
    intention = models.TextField(_("intention"), blank=True, help_text=_("You may use markdown."))
    intention_en = models.TextField(_("intention in English"), blank=True)
    intention_source_url = models.URLField(_("source of the intention"), max_length=500, blank=True)
    is_pioneer = models.BooleanField(_("pioneer"), default=False)
    state = models.CharField(max_length=10, choices=State, default=State.STARTED)
    started_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)  # of its texts: two writers meet here

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["pathway", "published_at"], name="pilot_public")]
        verbose_name = _("pilot")
        verbose_name_plural = _("pilots")

    def __str__(self) -> str:
        return self.name

    @property
    def is_public(self) -> bool:
        """Whether everybody may read its page."""
        return self.published_at is not None

    @property
    def is_fictional(self) -> bool:
        """Whether it belongs to an example pathway."""
        return self.pathway.is_fictional

    @property
    def state_words(self) -> str:
        """Its state; of an archive only what is documented."""
        if self.pathway.is_archive and not self.outcome_is_known:
            return str(_("took part"))
        return str(self.get_state_display())

    @property
    def outcome_is_known(self) -> bool:
        """Whether its end is documented: an archive may not know it."""
        return self.state in {self.State.COMPLETED, self.State.STOPPED}


class PilotPart(models.Model):
    """Something shown on the page of a pilot, in an order."""

    order = models.PositiveSmallIntegerField(_("order"), default=0)
    source_url = models.URLField(_("source (web address)"), max_length=500, blank=True)

    class Meta:
        abstract = True
        ordering = ["order", "id"]


class PilotPartner(PilotPart):
    """An organisation that takes part in a pilot."""

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="partners")
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=200, blank=True)
    role_en = models.CharField(_("role in English"), max_length=200, blank=True)
    url = models.URLField(_("website"), max_length=500, blank=True)

    class Meta(PilotPart.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self) -> str:
        return self.name


class Milestone(PilotPart):
    """A step of a pilot: planned, or reached with what shows it."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        REACHED = "reached", _("reached")

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    phase = models.CharField(_("phase"), max_length=10, choices=SpinePhase)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    on = models.DateField(_("day"), null=True, blank=True)
    when = models.CharField(_("when, in words"), max_length=80, blank=True)
    when_en = models.CharField(_("when, in English words"), max_length=80, blank=True)
    evidence = models.TextField(_("what shows it"), blank=True)
    evidence_en = models.TextField(_("what shows it, in English"), blank=True)

    class Meta(PilotPart.Meta):
        ordering = [models.F("on").asc(nulls_last=True), "order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(on__isnull=False) | ~Q(when=""), name="milestone_has_a_when")
        ]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self) -> str:
        return self.title


class PilotFact(PilotPart):
    """One fact with its own source; without a statement it says that nothing is publicly documented."""

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="facts")
    subject = models.CharField(_("subject"), max_length=120)
    subject_en = models.CharField(_("subject in English"), max_length=120, blank=True)
    statement = models.TextField(
        _("statement"), blank=True, help_text=_("Leave this empty when it is not publicly documented.")
    )
    statement_en = models.TextField(_("statement in English"), blank=True)
    source_name = models.CharField(_("name of the source"), max_length=200, blank=True)
    source_on = models.DateField(_("date of the source"), null=True, blank=True)

    class Meta(PilotPart.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(statement="") | ~Q(source_name=""), name="fact_has_a_source")
        ]
        verbose_name = _("fact")
        verbose_name_plural = _("facts")

    def __str__(self) -> str:
        return self.subject


class TeamMember(models.Model):
    """A person in the team of a pilot."""

    class Role(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipality")
        INITIATOR = "initiator", _("initiator")
        COORDINATION = "coordination", _("coordination team")
        EXPERT = "expert", _("expert")
        PARTNER = "partner", _("partner")

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pilot_memberships"
    )
    role = models.CharField(_("role"), max_length=15, choices=Role)
    joined_at = models.DateTimeField()

    class Meta:
        ordering = ["role", "id"]
        constraints = [models.UniqueConstraint(fields=["pilot", "user"], name="pilot_team_once")]
        verbose_name = _("member of the team")
        verbose_name_plural = _("members of the team")

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"


class PilotNote(models.Model):
    """An entry in the log of the team; nobody else reads it."""

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="pilot_notes")
    token = models.UUIDField(unique=True)
    text = models.TextField(_("note"))
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "-id"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:60]}"
