"""With whom a study is shared: people with an account, and links that need none."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from proeftuin.accounts.models import Contact
from proeftuin.studies.models.study import Study, StudyVersion


def _unguessable() -> str:
    return secrets.token_urlsafe(24)


class Grant(models.Model):
    """A person outside the workspace who may read a study, or change it too."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="grants")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="study_grants")
    may_edit = models.BooleanField(_("may change it too"), default=False)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = _("person with whom a study is shared")
        verbose_name_plural = _("people with whom a study is shared")
        ordering = ["given_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["study", "contact"], name="study_grant_once")]

    def __str__(self) -> str:
        return str(self.contact)


class Link(models.Model):
    """A link to one version for somebody without an account: it ends, can be taken back, and each opening is noted."""

    version = models.ForeignKey(StudyVersion, models.CASCADE, related_name="links")
    key = models.CharField(max_length=64, unique=True, default=_unguessable, editable=False)
    label = models.CharField(_("for whom"), max_length=120)
    may_vary = models.BooleanField(_("may vary rate, term, cost and vacancy"), default=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("open until"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    openings = models.PositiveIntegerField(default=0, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("link to a study")
        verbose_name_plural = _("links to studies")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(label=""), name="study_link_says_for_whom"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="study_link_ends_later"),
        ]

    def __str__(self) -> str:
        return self.label

    def is_open(self, now: datetime) -> bool:
        """Whether it still opens."""
        return self.revoked_at is None and now < self.expires_at


class LinkCopy(models.Model):
    """What a reader by a link varies, on a copy of their own; the version itself stays as it is."""

    link = models.OneToOneField(Link, models.CASCADE, related_name="copy")
    shifts = models.JSONField(
        default=dict
    )  # {"rate_rise", "loan_years", "build_cost_factor", "vacancy_extra"}
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("copy of a reader")
        verbose_name_plural = _("copies of readers")

    def __str__(self) -> str:
        return str(self.link)
