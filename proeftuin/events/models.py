"""Network moments and info moments, their programme and material, and who comes."""

import secrets
from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from proeftuin.accounts.models import Contact
from proeftuin.files.models import StoredFile
from proeftuin.newsletter.models import Role
from proeftuin.pathways.models import Pathway
from proeftuin.places.models import Municipality


def new_key() -> str:
    """A random value that only means something once it is signed."""
    return secrets.token_urlsafe(24)


class Event(models.Model):
    """A moment at which people of the learning network meet."""

    class Kind(models.TextChoices):
        NETWORK = "network_session", _("network moment")
        INFORMATION = "information_session", _("info moment")
        LEARNING = "learning_session", _("learning session")
        OTHER = "other", _("other moment")

    class Mode(models.TextChoices):
        ON_SITE = "on_site", _("on site")
        ONLINE = "online", _("online")
        HYBRID = "hybrid", _("on site and online")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        ANNOUNCED = "announced", _("announced")
        PROGRAMME = "programme", _("programme known")
        REGISTRATION = "registration", _("registration open")
        ENDED = "ended", _("ended")
        CANCELLED = "cancelled", _("cancelled")

    MOVES: dict[str, set[str]] = {
        State.DRAFT: {State.ANNOUNCED},
        State.ANNOUNCED: {State.PROGRAMME, State.REGISTRATION, State.CANCELLED, State.ENDED},
        State.PROGRAMME: {State.REGISTRATION, State.CANCELLED, State.ENDED},
        State.REGISTRATION: {State.PROGRAMME, State.CANCELLED, State.ENDED},
        State.ENDED: set(),
        State.CANCELLED: set(),
    }
    PUBLIC = (State.ANNOUNCED, State.PROGRAMME, State.REGISTRATION, State.ENDED, State.CANCELLED)
    WITHOUT_END = timedelta(hours=6)  # how long a moment lasts of which the end is not known
    EXPECTED = (State.ANNOUNCED, State.PROGRAMME, State.REGISTRATION)

    pathway = models.ForeignKey(
        Pathway, on_delete=models.PROTECT, related_name="events", verbose_name=_("learning pathway")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.NETWORK)
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), max_length=500, blank=True)
    summary_en = models.TextField(_("summary in English"), max_length=500, blank=True)
    text = models.TextField(_("text"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    programme_note = models.CharField(_("note on the programme"), max_length=200, blank=True)
    programme_note_en = models.CharField(_("note on the programme in English"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    hours_known = models.BooleanField(_("the hours are known"), default=True)
    mode = models.CharField(_("where"), max_length=10, choices=Mode, default=Mode.ON_SITE)
    place = models.CharField(_("place"), max_length=150, blank=True)
    address = models.CharField(_("address of the place"), max_length=200, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("municipality"),
    )
    online_url = models.URLField(_("link to take part online"), max_length=500, blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    capacity = models.PositiveIntegerField(_("number of seats"), null=True, blank=True)
    seats_taken = models.PositiveIntegerField(default=0, editable=False)
    registration_closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0, editable=False)  # SEQUENCE of its calendar entry
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(seats_taken__lte=F("capacity")), name="event_seats"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="event_hours"
            ),
            models.CheckConstraint(
                condition=Q(registration_closes_at__isnull=True)
                | Q(registration_closes_at__lte=F("starts_at")),
                name="event_registration_closes_before",
            ),
        ]
        indexes = [models.Index(fields=["state", "starts_at"], name="event_calendar")]
        verbose_name = _("moment")
        verbose_name_plural = _("moments")

    def __str__(self) -> str:
        return self.title

    @property
    def is_full(self) -> bool:
        """Whether the next person comes on the waiting list."""
        return self.capacity is not None and self.seats_taken >= self.capacity

    @property
    def is_expected(self) -> bool:
        """Whether it is public and still to come about."""
        return self.state in self.EXPECTED

    def is_open(self, now: datetime) -> bool:
        """Whether people may register at this moment."""
        closes_at = self.registration_closes_at or self.starts_at
        return self.state == self.State.REGISTRATION and now < closes_at

    def is_past(self, now: datetime) -> bool:
        """Whether it is over."""
        over_at = self.ends_at or self.starts_at + self.WITHOUT_END
        return self.state == self.State.ENDED or over_at < now


class ProgrammePart(models.Model):
    """A part of the programme, with who speaks."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="programme")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    starts = models.TimeField(_("from"), null=True, blank=True)
    ends = models.TimeField(_("until"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    speakers = models.CharField(_("speakers"), max_length=300, blank=True)

    class Meta:
        ordering = ["starts", "order", "id"]
        verbose_name = _("part of the programme")
        verbose_name_plural = _("programme")

    def __str__(self) -> str:
        return self.title


class Material(models.Model):
    """Something to look back at: slides, a recording, a report."""

    class Kind(models.TextChoices):
        SLIDES = "slides", _("slides")
        RECORDING = "recording", _("recording")
        REPORT = "report", _("report")
        LINK = "link", _("link")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="materials")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True)
    file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    captions_url = models.URLField(_("link to captions"), max_length=500, blank=True)
    transcript_url = models.URLField(_("link to a transcript"), max_length=500, blank=True)
    is_published = models.BooleanField(_("public"), default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(url=""), name="material_has_something"
            )
        ]
        verbose_name = _("material")
        verbose_name_plural = _("material")

    def __str__(self) -> str:
        return self.title


class Registration(models.Model):
    """One person who wants to come: with a seat, on the waiting list, or no longer."""

    class State(models.TextChoices):
        SEAT = "seat", _("has a seat")
        WAITING = "waiting", _("on the waiting list")
        CANCELLED = "cancelled", _("cancelled")

    MOVES: dict[str, set[str]] = {
        State.WAITING: {State.SEAT, State.CANCELLED},
        State.SEAT: {State.CANCELLED},
        State.CANCELLED: set(),
    }
    ACTIVE = (State.SEAT, State.WAITING)

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="registrations")
    token = models.UUIDField(unique=True)  # of the form: sent twice is registered once
    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    name = models.CharField(_("name"), max_length=120)
    organisation = models.CharField(_("organisation"), max_length=150, blank=True)
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.OTHER)
    remarks = models.TextField(_("remarks"), max_length=1000, blank=True)
    access_needs = models.TextField(_("what you need to take part"), max_length=1000, blank=True)
    language = models.CharField(max_length=5, default="nl")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attended = models.BooleanField(_("attended"), null=True)
    registered_at = models.DateTimeField()
    promoted_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["registered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "contact"],
                condition=Q(state__in=["seat", "waiting"]),
                name="registration_once",
            )
        ]
        indexes = [models.Index(fields=["event", "state", "registered_at"], name="registration_list")]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")

    def __str__(self) -> str:
        return f"{self.name}: {self.get_state_display()}"
