"""People, the addresses we know, organisations and who belongs to them."""

from typing import Any

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from proeftuin.core.folding import fold
from proeftuin.places.models import Municipality


def normalise(address: str) -> str:
    """One spelling for one mailbox: trimmed and in lower case."""
    return address.strip().lower()


class Contact(models.Model):
    """One row for each address: users, subscriptions and registrations point to it."""

    email = models.EmailField(_("e-mail address"), unique=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(email=Lower("email")), name="contact_lower")]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return self.email

    @classmethod
    def of(cls, address: str) -> "Contact":
        """The contact of this address, made when it is new; an existing one is never overwritten."""
        return cls.objects.get_or_create(email=normalise(address))[0]


class UserManager(BaseUserManager["User"]):
    """Users are found and made by their address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person with an account; without a password they sign in by code."""
        from allauth.account.models import EmailAddress

        user = self.model(email=normalise(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        EmailAddress.objects.create(user=user, email=user.email, primary=True)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who may do everything in the CMS and the programme office."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, is_office=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=normalise(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account."""

    email = models.EmailField(_("e-mail address"), unique=True)
    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="user", editable=False)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, default="nl")
    is_office = models.BooleanField(_("works for the programme office"), default=False)
    is_editor = models.BooleanField(_("edits the public site"), default=False)
    is_fictional = models.BooleanField(_("example person"), default=False)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the contact of this person on the same address."""
        self.email = normalise(self.email)
        if not self.contact_id or self.contact.email != self.email:
            self.contact = Contact.of(self.email)
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "contact"}
        super().save(*args, **kwargs)

    @property
    def needs_second_factor(self) -> bool:
        """Staff read what others entrusted to us: a password or a code alone is not enough."""
        return self.is_office or self.is_editor or self.is_staff or self.is_superuser

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name or self.email


class Organisation(models.Model):
    """A municipality, another public body, an association, a company or a group without legal form."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipality")
        OCMW = "ocmw", _("OCMW (public centre for social welfare)")
        MUNICIPAL_COMPANY = "municipal_company", _("autonomous municipal company")
        INTERMUNICIPAL_BODY = "intermunicipal_body", _("intermunicipal body")
        PROVINCE = "province", _("province")
        REGION = "region", _("regional administration")
        HOUSING_COMPANY = "housing_company", _("social housing company")
        COOPERATIVE = "cooperative_company", _("cooperative company")
        NONPROFIT = "nonprofit_association", _("non-profit association")
        GROUP = "de_facto_association", _("group without legal form")
        COMPANY = "company", _("company")
        OTHER = "other", _("other")

    PUBLIC_KINDS = (
        Kind.MUNICIPALITY, Kind.OCMW, Kind.MUNICIPAL_COMPANY, Kind.INTERMUNICIPAL_BODY, Kind.PROVINCE, Kind.REGION,
    )  # fmt: skip
    INITIATOR_KINDS = (Kind.COOPERATIVE, Kind.NONPROFIT, Kind.GROUP, Kind.COMPANY)

    kind = models.CharField(_("kind"), max_length=25, choices=Kind)
    name = models.CharField(_("name"), max_length=200)
    folded_name = models.CharField(max_length=200, editable=False, db_index=True)
    kbo_number = models.CharField(_("enterprise number"), max_length=10, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("municipality"),
    )
    is_fictional = models.BooleanField(_("example organisation"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["folded_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kbo_number"], condition=~Q(kbo_number=""), name="organisation_kbo_once"
            ),
            models.UniqueConstraint(
                fields=["municipality"],
                condition=Q(kind="municipality"),
                name="organisation_one_per_municipality",
            ),
        ]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the key by which names are ordered and found."""
        self.folded_name = fold(self.name)
        super().save(*args, **kwargs)

    @property
    def is_public_body(self) -> bool:
        """Whether it may apply as a local authority."""
        return self.kind in self.PUBLIC_KINDS


class Membership(models.Model):
    """A person who acts for an organisation; approval never blocks drafting, only admissibility."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("waits for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        ENDED = "ended", _("ended")

    MOVES: dict[str, set[str]] = {
        State.REQUESTED: {State.APPROVED, State.REFUSED, State.ENDED},
        State.APPROVED: {State.ENDED},
        State.REFUSED: {State.REQUESTED},
        State.ENDED: {State.REQUESTED},
    }
    ACTING = (State.REQUESTED, State.APPROVED)

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    function = models.CharField(_("function"), max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    requested_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "user"], name="membership_once")]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")

    def __str__(self) -> str:
        return f"{self.user} – {self.organisation}"
