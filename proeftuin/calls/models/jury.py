"""The jury of a call: its members, their interests and scores, and the decision that follows."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Jury(models.Model):
    """The judging of one call, from the admissibility check to the release of the decision."""

    class State(models.TextChoices):
        CHECKING = "checking", _("admissibility check")
        SCORING = "scoring", _("jurors read and score")
        DECIDING = "deciding", _("decision is prepared")
        PROPOSED = "proposed", _("decision waits for release")
        RELEASED = "released", _("decision is released")

    MOVES: dict[str, set[str]] = {
        State.CHECKING: {State.SCORING},
        State.SCORING: {State.CHECKING, State.DECIDING},
        State.DECIDING: {State.SCORING, State.PROPOSED},
        State.PROPOSED: {State.DECIDING, State.RELEASED},
        State.RELEASED: set(),
    }

    call = models.OneToOneField("calls.Call", on_delete=models.CASCADE, related_name="jury")
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    scores_due_at = models.DateTimeField(_("jurors hand in by"), null=True, blank=True)
    report = models.TextField(_("report of the jury"), blank=True)
    report_en = models.TextField(_("report of the jury in English"), blank=True)
    ranking_digest = models.CharField(max_length=64, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    prepared_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=("proposed", "released"))
                | Q(prepared_by__isnull=False, prepared_at__isnull=False),
                name="jury_proposed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="released") | Q(released_by__isnull=False, released_at__isnull=False),
                name="jury_released_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("prepared_by")),
                name="jury_two_people",
            ),
        ]
        verbose_name = _("jury")
        verbose_name_plural = _("juries")

    def __str__(self) -> str:
        return f"{self.call}: {self.get_state_display()}"

    @property
    def is_released(self) -> bool:
        """Whether everybody may know the decision."""
        return self.state == self.State.RELEASED

    @property
    def is_open_to_jurors(self) -> bool:
        """Jurors see dossiers from the opening of the scoring until the release."""
        return self.state in (self.State.SCORING, self.State.DECIDING, self.State.PROPOSED)


class Juror(models.Model):
    """A person who judges the applications of a call."""

    class State(models.TextChoices):
        ACTIVE = "active", _("sits in the jury")
        ENDED = "ended", _("left the jury")

    MOVES: dict[str, set[str]] = {State.ACTIVE: {State.ENDED}, State.ENDED: {State.ACTIVE}}

    call = models.ForeignKey("calls.Call", on_delete=models.CASCADE, related_name="jurors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="juror_roles")
    is_chair = models.BooleanField(_("chairs the jury"), default=False)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    appointed_at = models.DateTimeField()
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-is_chair", "id"]
        constraints = [
            models.UniqueConstraint(fields=["call", "user"], name="juror_once"),
            models.UniqueConstraint(
                fields=["call"], condition=Q(is_chair=True, state="active"), name="juror_one_chair"
            ),
        ]
        verbose_name = _("juror")
        verbose_name_plural = _("jurors")

    def __str__(self) -> str:
        return str(self.user)


class Declaration(models.Model):
    """What a juror says of their interest in one application, before seeing any dossier."""

    juror = models.ForeignKey(Juror, on_delete=models.CASCADE, related_name="declarations")
    application = models.ForeignKey(
        "calls.Application", on_delete=models.CASCADE, related_name="declarations"
    )
    has_conflict = models.BooleanField()
    word = models.CharField(_("in a few words"), max_length=300, blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["juror", "application"], name="declaration_once"),
            models.CheckConstraint(
                condition=Q(has_conflict=False) | ~Q(word=""), name="declaration_conflict_has_word"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.juror} – {self.application_id}"


class Admissibility(models.Model):
    """Whether an application may be judged; the office decides it per ground."""

    application = models.OneToOneField(
        "calls.Application", on_delete=models.CASCADE, related_name="admissibility"
    )
    is_admissible = models.BooleanField()
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    checked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("admissibility")
        verbose_name_plural = _("admissibility")

    def __str__(self) -> str:
        return str(_("admissible") if self.is_admissible else _("not admissible"))


class Finding(models.Model):
    """One ground of admissibility: met, or not met and why."""

    class Ground(models.TextChoices):
        MEMBERSHIP = "membership", _("The person may act for the organisation")
        SITE = "site", _("There is at least one concrete site")
        DOCUMENTS = "documents", _("The required documents are there")
        CONDITIONS = "conditions", _("The other conditions of the call are met")

    admissibility = models.ForeignKey(Admissibility, on_delete=models.CASCADE, related_name="findings")
    ground = models.CharField(max_length=12, choices=Ground)
    is_met = models.BooleanField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["admissibility", "ground"], name="finding_once"),
            models.CheckConstraint(condition=Q(is_met=True) | ~Q(reason=""), name="finding_has_reason"),
        ]

    def __str__(self) -> str:
        return self.get_ground_display()


class Review(models.Model):
    """The judgement of one juror on one application."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        HANDED_IN = "handed_in", _("handed in")
        WITHDRAWN = "withdrawn", _("lapsed because of an interest")

    MOVES: dict[str, set[str]] = {
        State.DRAFT: {State.HANDED_IN, State.WITHDRAWN},
        State.HANDED_IN: {State.DRAFT, State.WITHDRAWN},
        State.WITHDRAWN: set(),
    }

    juror = models.ForeignKey(Juror, on_delete=models.CASCADE, related_name="reviews")
    application = models.ForeignKey("calls.Application", on_delete=models.CASCADE, related_name="reviews")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    saved_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["juror_id"]
        constraints = [
            models.UniqueConstraint(fields=["juror", "application"], name="review_once"),
            models.CheckConstraint(
                condition=~Q(state="handed_in") | Q(handed_in_at__isnull=False), name="review_handed_in_at"
            ),
        ]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def __str__(self) -> str:
        return f"{self.juror} – {self.application_id}"


class Score(models.Model):
    """A score on one criterion with its reason; a trigger keeps it within the scale of the call."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey("calls.Criterion", on_delete=models.PROTECT, related_name="scores")
    value = models.SmallIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["criterion__order", "criterion_id"]
        constraints = [models.UniqueConstraint(fields=["review", "criterion"], name="score_once")]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.value}"


class Decision(models.Model):
    """What is decided on one application, and why; confidential until all are released."""

    class Outcome(models.TextChoices):
        SELECTED = "selected", _("selected")
        RESERVE = "reserve", _("on the reserve list")
        NOT_SELECTED = "not_selected", _("not selected")
        INADMISSIBLE = "inadmissible", _("not admissible")

    application = models.OneToOneField("calls.Application", on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(_("decision"), max_length=12, choices=Outcome)
    reserve_place = models.PositiveSmallIntegerField(_("place on the reserve list"), null=True, blank=True)
    motive = models.TextField(_("motive"))
    is_motive_public = models.BooleanField(_("publish the motive"), default=False)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    drafted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(motive=""), name="decision_has_motive"),
            models.CheckConstraint(
                condition=Q(outcome="reserve", reserve_place__isnull=False, reserve_place__gte=1)
                | (~Q(outcome="reserve") & Q(reserve_place__isnull=True)),
                name="decision_reserve_has_place",
            ),
            models.CheckConstraint(
                condition=Q(is_motive_public=False) | Q(outcome="selected"),
                name="decision_public_only_selected",
            ),
        ]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return self.get_outcome_display()
