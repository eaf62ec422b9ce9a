"""A call: its text and dates, its criteria, the questions of its form, its documents and public questions."""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proeftuin.accounts.models import Contact, Organisation
from proeftuin.events.models import Event
from proeftuin.files.models import StoredFile
from proeftuin.pathways.models import Pathway


class Call(models.Model):
    """An invitation to apply: to municipalities with a site, or to initiators for one site."""

    class State(models.TextChoices):
        DRAFT = "draft", _("being written")
        PUBLISHED = "published", _("published")
        CANCELLED = "cancelled", _("called off")

    # Open or closed is not a state: time decides, see `is_open`.
    MOVES: dict[str, set[str]] = {
        State.DRAFT: {State.PUBLISHED},
        State.PUBLISHED: {State.DRAFT, State.CANCELLED},
        State.CANCELLED: set(),
    }

    class Level(models.TextChoices):
        MUNICIPALITIES = "municipalities", _("municipalities and other public bodies")
        INITIATORS = "initiators", _("initiators")

    pathway = models.ForeignKey(
        Pathway, on_delete=models.PROTECT, related_name="calls", verbose_name=_("learning pathway")
    )
    host = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="hosted_calls"
    )  # empty: the programme office itself; else the local authority of a local call
    level = models.CharField(_("for whom"), max_length=15, choices=Level, default=Level.MUNICIPALITIES)
    slug = models.SlugField(_("web address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), max_length=600, blank=True)
    summary_en = models.TextField(_("summary in English"), max_length=600, blank=True)
    reasons = models.TextField(_("reasons to apply"), blank=True)
    reasons_en = models.TextField(_("reasons to apply in English"), blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    conditions_en = models.TextField(_("conditions in English"), blank=True)
    support = models.TextField(_("what support you get"), blank=True)
    support_en = models.TextField(_("what support you get, in English"), blank=True)
    contact = models.TextField(_("contact"), blank=True)
    contact_en = models.TextField(_("contact in English"), blank=True)
    opens_at = models.DateTimeField(_("opens at"), null=True, blank=True)
    opening = models.CharField(_("opening in words"), max_length=80, blank=True)  # when only a month is known
    opening_en = models.CharField(_("opening in English words"), max_length=80, blank=True)
    question_deadline = models.DateTimeField(_("questions until"), null=True, blank=True)
    closes_at = models.DateTimeField(_("deadline"), null=True, blank=True)
    council_decision_by = models.DateField(
        _("council or college decision may follow until"), null=True, blank=True
    )
    information_session = models.ForeignKey(
        Event,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name=_("information session"),
    )
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    state_reason = models.TextField(_("reason"), blank=True)  # why it was called off; shown in public
    published_at = models.DateTimeField(null=True, blank=True)
    last_number = models.PositiveIntegerField(
        default=0, editable=False
    )  # the last number given to an application

    class Meta:
        ordering = [F("closes_at").desc(nulls_first=True), "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="call_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(question_deadline__isnull=True) | Q(question_deadline__lte=F("closes_at")),
                name="call_questions_before_closing",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(closes_at__isnull=False),
                name="call_published_has_a_deadline",
            ),
        ]
        verbose_name = _("call")
        verbose_name_plural = _("calls")

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.state != self.State.DRAFT and self.published_at is not None

    def is_open(self, now: datetime) -> bool:
        """Whether an application can be handed in now."""
        return (
            self.state == self.State.PUBLISHED
            and self.opens_at is not None
            and self.closes_at is not None
            and self.opens_at <= now <= self.closes_at
        )

    def is_closed(self, now: datetime) -> bool:
        """Whether its deadline has passed."""
        return self.closes_at is not None and now > self.closes_at

    def takes_questions(self, now: datetime) -> bool:
        """Whether a question can be put in public now."""
        until = self.question_deadline or self.closes_at
        return self.state == self.State.PUBLISHED and until is not None and now <= until


class Criterion(models.Model):
    """What the jury looks at, with its weight and its scale."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="criteria")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    scale_min = models.SmallIntegerField(_("lowest score"), default=0)
    scale_max = models.SmallIntegerField(_("highest score"), default=5)
    scale_labels = models.JSONField(_("words for scores"), default=dict, blank=True)  # {"0": "…", "5": "…"}

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(scale_max__gt=F("scale_min")), name="criterion_scale"),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=100), name="criterion_weight"),
        ]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """A question of the form of a call."""

    class Kind(models.TextChoices):
        SHORT = "short", _("short text")
        LONG = "long", _("long text")
        CHOICE = "choice", _("one choice")
        MULTIPLE = "multiple", _("several choices")
        NUMBER = "number", pgettext_lazy("kind of question", "figure")
        FILE = "file", _("files")
        SITE = "site", _("sites")
        STUDY = "study", _("feasibility study")

    TEXT_KINDS = (Kind.SHORT, Kind.LONG, Kind.CHOICE, Kind.MULTIPLE, Kind.NUMBER)

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField(default=0)
    section = models.CharField(_("part of the form"), max_length=120, blank=True)
    section_en = models.CharField(_("part of the form in English"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.LONG)
    label = models.CharField(_("question"), max_length=300)
    label_en = models.CharField(_("question in English"), max_length=300, blank=True)
    help = models.TextField(_("explanation"), blank=True)
    help_en = models.TextField(_("explanation in English"), blank=True)
    is_required = models.BooleanField(_("must be answered"), default=True)
    limit = models.PositiveIntegerField(_("at most so many characters"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    choices = models.TextField(_("choices"), blank=True, help_text=_("One on each line."))
    choices_en = models.TextField(_("choices in English"), blank=True)
    file_kinds = models.JSONField(_("kinds of file"), default=list, blank=True)  # endings; empty: all we take
    max_files = models.PositiveSmallIntegerField(_("at most so many files, sites or studies"), default=5)
    may_follow = models.BooleanField(
        _("may follow after the deadline (council or college decision)"), default=False
    )

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["choice", "multiple"]) | ~Q(choices=""), name="question_has_choices"
            ),
            models.CheckConstraint(
                condition=Q(may_follow=False) | Q(kind="file"), name="question_only_files_may_follow"
            ),
        ]
        verbose_name = _("question of the form")
        verbose_name_plural = _("questions of the form")

    def __str__(self) -> str:
        return self.label

    @property
    def choice_list(self) -> list[str]:
        """The choices; the Dutch line is also what is kept as answer."""
        return [line.strip() for line in self.choices.splitlines() if line.strip()]

    @property
    def choice_list_en(self) -> list[str]:
        """The choices in English, one for each Dutch one, or none."""
        lines = [line.strip() for line in self.choices_en.splitlines() if line.strip()]
        return lines if len(lines) == len(self.choice_list) else []


class CallDocument(models.Model):
    """A public document of a call: a file of ours or a link."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="documents")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    url = models.URLField(_("link"), max_length=500, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=True) ^ Q(url=""), name="call_document_is_file_or_link"
            )
        ]
        verbose_name = _("document of a call")
        verbose_name_plural = _("documents of a call")

    def __str__(self) -> str:
        return self.title


class PublicQuestion(models.Model):
    """A question about a call, answered in public; who asked it is never shown."""

    class State(models.TextChoices):
        ASKED = "asked", _("waits for an answer")
        PUBLISHED = "published", _("answered in public")
        SET_ASIDE = "set_aside", _("set aside")

    MOVES: dict[str, set[str]] = {
        State.ASKED: {State.PUBLISHED, State.SET_ASIDE},
        State.PUBLISHED: set(),
        State.SET_ASIDE: {State.ASKED},
    }

    token = models.UUIDField(unique=True, default=uuid.uuid4)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="public_questions")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5, default="nl")
    text = models.TextField(_("question"), max_length=2000)  # as it was asked; only the office reads it
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    public_text = models.TextField(_("question as everybody reads it"), max_length=2000, blank=True)
    public_text_en = models.TextField(_("question in English"), max_length=2000, blank=True)
    answer = models.TextField(_("answer"), max_length=5000, blank=True)
    answer_en = models.TextField(_("answer in English"), max_length=5000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published")
                | ~Q(answer="") & ~Q(public_text="") & Q(published_at__isnull=False),
                name="public_question_published_has_an_answer",
            )
        ]
        verbose_name = _("question about a call")
        verbose_name_plural = _("questions about a call")

    def __str__(self) -> str:
        return self.text[:80]
