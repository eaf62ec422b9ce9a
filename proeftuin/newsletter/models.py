"""Subscriptions, the proof of consent, campaigns and their deliveries."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proeftuin.accounts.models import Contact
from proeftuin.places.models import Municipality


def new_key() -> str:
    """A random value that only means something once it is signed."""
    return secrets.token_urlsafe(24)


class Role(models.TextChoices):
    """As whom somebody follows cooperative housing."""

    CITIZEN = "citizen", _("citizen")
    OFFICIAL = "official", _("I work for a municipality or another public body")
    INITIATOR = "initiator", _("initiator of a housing project")
    EXPERT = "expert", _("expert")
    INVESTOR = "investor", _("investor or lender")
    OTHER = "other", _("something else")


class Topic(models.Model):
    """A subject that people may follow."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "title"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.title


class Choices(models.Model):
    """What somebody fills in on "Keep me informed"."""

    name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.OTHER)
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    place = models.CharField(_("municipality, as typed"), max_length=100, blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="+", verbose_name=_("topics"))
    wants_newsletter = models.BooleanField(_("newsletter"), default=False)
    wants_invitations = models.BooleanField(_("invitations"), default=False)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="nl")

    class Meta:
        abstract = True


class Subscription(Choices):
    """The standing wish of one contact to be kept informed."""

    class State(models.TextChoices):
        PENDING = "pending", _("not confirmed yet")
        CONFIRMED = "confirmed", _("confirmed")
        UNSUBSCRIBED = "unsubscribed", _("unsubscribed")

    MOVES: dict[str, set[str]] = {
        State.PENDING: {State.CONFIRMED},
        State.CONFIRMED: {State.UNSUBSCRIBED},
        State.UNSUBSCRIBED: {State.CONFIRMED},
    }

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="subscription")
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    is_fictional = models.BooleanField(_("example"), default=False)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    unsubscribed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")

    def __str__(self) -> str:
        return f"{self.contact} ({self.get_state_display()})"


class SignUp(Choices):
    """One sending of the form: it changes nothing until its link is confirmed."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="sign_ups")
    token = models.UUIDField(unique=True)
    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    page = models.CharField(max_length=200)
    text_version = models.CharField(max_length=20)
    texts = models.JSONField(default=dict)  # purpose → the words that were ticked
    asked_at = models.DateTimeField()
    is_mailed = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["subscription", "asked_at"], name="newsletter_asked")]
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")

    def __str__(self) -> str:
        return f"{self.subscription.contact} {self.asked_at:%Y-%m-%d %H:%M}"


class Purpose(models.TextChoices):
    """What an address may be used for; each is asked separately."""

    NEWSLETTER = "newsletter", _("newsletter")
    INVITATIONS = "invitations", _("invitations")


class Consent(models.Model):
    """Proof that somebody agreed, or took that back; rows are only ever added."""

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="consents")
    at = models.DateTimeField()
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    is_given = models.BooleanField(_("given"))
    text_version = models.CharField(max_length=20)
    text = models.TextField(_("words that were shown"))
    page = models.CharField(_("page"), max_length=200)
    ticked = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("proof of consent")
        verbose_name_plural = _("proofs of consent")

    def __str__(self) -> str:
        return f"{self.purpose} {'+' if self.is_given else '-'} {self.at:%Y-%m-%d %H:%M}"


class Campaign(models.Model):
    """One message to many subscribers."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")

    MOVES: dict[str, set[str]] = {
        State.DRAFT: {State.SENDING},
        State.SENDING: {State.SENT},
        State.SENT: set(),
    }

    purpose = models.CharField(_("kind of message"), max_length=12, choices=Purpose)
    subject = models.CharField(_("subject"), max_length=150)
    subject_en = models.CharField(_("subject in English"), max_length=150, blank=True)
    body = models.TextField(_("text"))
    body_en = models.TextField(_("text in English"), blank=True)
    audience = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    is_fictional = models.BooleanField(_("this is an example"), default=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="campaigns"
    )
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("message to subscribers")
        verbose_name_plural = _("messages to subscribers")

    def __str__(self) -> str:
        return self.subject


class Delivery(models.Model):
    """One receiver of a campaign: chosen when it was sent, queued or skipped exactly once."""

    class State(models.TextChoices):
        DUE = "due", _("waiting")
        QUEUED = "queued", _("in the outbox")
        SKIPPED = "skipped", _("skipped: no consent any more")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="deliveries")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="deliveries")
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    message_key = models.CharField(max_length=120, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "contact"], name="delivery_once")]
        indexes = [models.Index(fields=["campaign"], condition=Q(state="due"), name="delivery_due")]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")

    def __str__(self) -> str:
        return f"{self.campaign} → {self.contact}"
