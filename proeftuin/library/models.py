"""Knowledge items and the topics under which they are found."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proeftuin.core.templatetags.house import day


class Audience(models.TextChoices):
    """For whom an item is of use."""

    CITIZEN = "citizen", _("Citizen")
    MUNICIPALITY = "municipality", _("Municipality")
    INITIATOR = "initiator", _("Initiator")
    EXPERT = "expert", _("Expert")
    INVESTOR = "investor", _("Investor")


class Phase(models.TextChoices):
    """The five phases of a housing project."""

    GROUP = "group", _("Form a group")
    SITE = "site", _("Find a site")
    PLAN = "plan", _("Make a plan")
    BUILD = "build", _("Build or renovate")
    LIVE = "live", _("Live and manage")


class Topic(models.Model):
    """A subject under which items are found."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=80, blank=True)

    class Meta:
        ordering = ["title"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.title


class ItemQuerySet(models.QuerySet["Item"]):
    def published(self) -> "ItemQuerySet":
        """What everybody may read."""
        return self.filter(state=Item.State.PUBLISHED)


class Item(models.Model):
    """A piece of knowledge: our own text, or a pointer to the work of others."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("Article")
        PUBLICATION = "publication", _("Publication")
        WEBINAR = "webinar", _("Webinar")
        RECORDING = "recording", _("Recording")
        LINK = "link", _("Website")
        EXAMPLE = "example", _("Inspiring project")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    class Captions(models.TextChoices):
        UNKNOWN = "unknown", _("we have not checked whether there are captions")
        NONE = "none", _("no captions")
        AUTOMATIC = "automatic", _("automatic captions, not corrected")
        FULL = "full", _("captions")

    WITH_SOUND = (Kind.WEBINAR, Kind.RECORDING)

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), help_text=_("Two or three sentences in your own words."))
    summary_en = models.TextField(_("summary in English"), blank=True)
    body = models.TextField(_("text"), blank=True, help_text=_("You may use markdown."))
    body_en = models.TextField(_("text in English"), blank=True)
    url = models.URLField(_("address of the work"), max_length=500, blank=True)
    authors = models.CharField(_("authors or speakers"), max_length=250, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    published_words = models.CharField(
        _("published, in words"), max_length=80, blank=True,
        help_text=_("When the exact day is not known, such as “2020” or “autumn 2023”."),
    )  # fmt: skip
    language = models.CharField(_("language of the work"), max_length=5, default="nl")
    topics = models.ManyToManyField(Topic, blank=True, related_name="items", verbose_name=_("topics"))
    audiences = ArrayField(
        models.CharField(max_length=15, choices=Audience),
        default=list,
        blank=True,
        verbose_name=_("for whom"),
    )
    phases = ArrayField(
        models.CharField(max_length=10, choices=Phase), default=list, blank=True, verbose_name=_("phases")
    )
    captions = models.CharField(_("captions"), max_length=10, choices=Captions, default=Captions.UNKNOWN)
    captions_url = models.URLField(_("address of the captions"), max_length=500, blank=True)
    transcript = models.TextField(_("text of what is said"), blank=True)
    source = models.CharField(_("where we found this"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    is_fictional = models.BooleanField(_("example item"), default=False)
    added_at = models.DateTimeField(auto_now_add=True)
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="dutch")
        + SearchVector("summary", "authors", "publisher", weight="B", config="dutch")
        + SearchVector("body", "transcript", weight="D", config="dutch"),
        output_field=SearchVectorField(),
        db_persist=True,
        editable=False,
    )
    search_en = models.GeneratedField(
        expression=SearchVector("title_en", weight="A", config="english")
        + SearchVector("summary_en", weight="B", config="english")
        + SearchVector("body_en", weight="D", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
        editable=False,
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = [models.F("published_on").desc(nulls_last=True), "title", "id"]
        indexes = [GinIndex(fields=["search"]), GinIndex(fields=["search_en"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | ~Q(body="") | ~Q(url=""), name="item_says_or_points_somewhere"
            )
        ]
        verbose_name = _("knowledge item")
        verbose_name_plural = _("knowledge items")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """A published item leads somewhere, and sound never goes without a word on captions."""
        published = self.state == self.State.PUBLISHED
        if published and not (self.body or self.url):
            raise ValidationError(_("Write a text or give the address of the work before you publish."))
        if published and self.has_sound and self.captions == self.Captions.UNKNOWN and not self.transcript:
            raise ValidationError(
                {"captions": _("Say whether there are captions, or add the text of what is said.")}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep lists of choices in their fixed order, so that equal items are equal."""
        self.audiences = [choice for choice in Audience.values if choice in self.audiences]
        self.phases = [choice for choice in Phase.values if choice in self.phases]
        super().save(*args, **kwargs)

    @property
    def published(self) -> str:
        """When it was published, as precisely as we know."""
        return self.published_words or (day(self.published_on) if self.published_on else "")

    @property
    def has_sound(self) -> bool:
        """Whether people must hear it to follow it."""
        return self.kind in self.WITH_SOUND

    @property
    def captions_words(self) -> str:
        """What we honestly know of the captions."""
        return str(self.Captions(self.captions).label)

    @property
    def audience_words(self) -> list[str]:
        """For whom, in words."""
        return [str(Audience(code).label) for code in self.audiences]

    @property
    def phase_words(self) -> list[str]:
        """The phases, in words."""
        return [str(Phase(code).label) for code in self.phases]
