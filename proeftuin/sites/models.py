"""A concrete site that an organisation brings in: what is known of it, and what is not known yet."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proeftuin.accounts.models import Organisation
from proeftuin.files.models import StoredFile
from proeftuin.places.coordinates import System
from proeftuin.places.models import Municipality


class Site(models.Model):
    """Land or buildings that may become a cooperative housing project; everything but name and place may come later."""

    class Ownership(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipality")
        OCMW = "ocmw", _("OCMW (public centre for social welfare)")
        MUNICIPAL_COMPANY = "municipal_company", _("autonomous municipal company")
        CHURCH_COUNCIL = "church_council", _("church council")
        INTERMUNICIPAL_BODY = "intermunicipal_body", _("intermunicipal body")
        SEVERAL = "several", _("several owners")
        OTHER = "other", _("another owner")

    class Built(models.TextChoices):
        BUILT = "built", _("built")
        PARTLY = "partly", _("partly built")
        UNBUILT = "unbuilt", _("unbuilt")

    class Heritage(models.TextChoices):
        NONE = "none", _("no heritage status")
        MONUMENT = "monument", _("protected monument")
        VIEW = "view", _("protected townscape or landscape")
        INVENTORY = "inventory", _("in the inventory of heritage")

    class Intention(models.TextChoices):
        SALE = "sale", _("sale")
        LONG_LEASE = "long_lease", _("long lease")
        BUILDING_RIGHT = "building_right", _("building right")
        CONTRIBUTION = "contribution", _("contribution to the cooperative")

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="sites", verbose_name=_("organisation")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="sites", verbose_name=_("municipality")
    )
    name = models.CharField(_("name of the site"), max_length=120)
    address = models.CharField(_("address"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    area_m2 = models.PositiveIntegerField(_("area in m²"), null=True, blank=True)
    ownership = models.CharField(_("owner"), max_length=20, choices=Ownership, blank=True)
    ownership_note = models.CharField(_("about the owner"), max_length=300, blank=True)
    built = models.CharField(_("built or not"), max_length=10, choices=Built, blank=True)
    buildings = models.TextField(_("buildings"), blank=True)
    heritage = models.CharField(_("heritage"), max_length=10, choices=Heritage, blank=True)
    heritage_note = models.CharField(_("about the heritage"), max_length=300, blank=True)
    zoning = models.CharField(_("zoning"), max_length=300, blank=True)
    parking = models.CharField(_("parking norm"), max_length=300, blank=True)
    intention = models.CharField(_("intention"), max_length=20, choices=Intention, blank=True)
    conditions = models.TextField(_("conditions"), blank=True)

    position = models.JSONField(_("place"), null=True, blank=True)  # a GeoJSON point in WGS84
    position_system = models.CharField(max_length=5, choices=System, blank=True)
    position_given = models.CharField(max_length=60, blank=True)  # the two numbers as they were given
    outline = models.JSONField(_("outline"), null=True, blank=True)  # a GeoJSON polygon in WGS84
    outline_system = models.CharField(max_length=5, choices=System, blank=True)
    outline_given = models.TextField(blank=True)  # the GeoJSON as it was given
    outline_area_m2 = models.PositiveIntegerField(null=True, blank=True)

    token = models.UUIDField(unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(_("public since"), null=True, blank=True)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["organisation", "name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="site_has_a_name"),
            models.CheckConstraint(
                condition=Q(position__isnull=True, position_system="", position_given="")
                | Q(position__isnull=False) & ~Q(position_system="") & ~Q(position_given=""),
                name="site_position_says_how_it_was_given",
            ),
            models.CheckConstraint(
                condition=Q(
                    outline__isnull=True, outline_system="", outline_given="", outline_area_m2__isnull=True
                )
                | Q(outline__isnull=False)
                & ~Q(outline_system="")
                & ~Q(outline_given="")
                & Q(outline_area_m2__gte=1),
                name="site_outline_says_how_it_was_given",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_public(self) -> bool:
        """Whether its facts may stand on public pages."""
        return self.published_at is not None


class Parcel(models.Model):
    """A cadastral parcel of a site by its key; parcels split and merge, so the day it was looked up counts."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="parcels")
    key = models.CharField(_("parcel"), max_length=17)
    seen_on = models.DateField(_("looked up on"), null=True, blank=True)

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["site", "key"], name="parcel_once_in_a_site"),
            models.CheckConstraint(
                condition=Q(key__regex=r"^[0-9]{5}[A-Z][0-9]{4}/[0-9]{2}[A-Z_][0-9]{3}$"),
                name="parcel_key_in_one_spelling",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class ShownFiles(models.Manager["SiteFile"]):
    """The documents that were not taken off."""

    def get_queryset(self) -> models.QuerySet["SiteFile"]:
        return super().get_queryset().filter(removed_at=None)


class SiteFile(models.Model):
    """A photo, plan or other document of a site, with words for who cannot see it."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="documents")
    stored = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    caption = models.CharField(_("what it shows"), max_length=300)
    removed_at = models.DateTimeField(
        null=True, blank=True
    )  # taken off, and kept for what was handed in with it

    objects = ShownFiles()
    everything = models.Manager["SiteFile"]()

    class Meta:
        verbose_name = _("document of a site")
        verbose_name_plural = _("documents of a site")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(caption=""), name="site_document_has_a_caption")]

    def __str__(self) -> str:
        return self.caption
