"""Municipalities that outlive their mergers, and the submunicipalities that people still name."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proeftuin.core.folding import fold


class Province(models.TextChoices):
    """The five Flemish provinces by their NIS code."""

    ANTWERP = "10000", _("Antwerp")
    FLEMISH_BRABANT = "20001", _("Flemish Brabant")
    WEST_FLANDERS = "30000", _("West Flanders")
    EAST_FLANDERS = "40000", _("East Flanders")
    LIMBURG = "70000", _("Limburg")


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def current(self) -> "MunicipalityQuerySet":
        """Municipalities that exist today: not merged away."""
        return self.filter(successor=None)

    def real(self) -> "MunicipalityQuerySet":
        """Municipalities of Flanders, without those made up for the example pathway."""
        return self.filter(is_fictional=False)


class Municipality(models.Model):
    """A municipality with its NIS code; after a merger it stays, with a last day and a successor."""

    nis = models.CharField(_("NIS code"), max_length=5, unique=True)
    name = models.CharField(_("name"), max_length=100)
    folded_name = models.CharField(max_length=100, editable=False, db_index=True)
    province = models.CharField(_("province"), max_length=5, choices=Province.choices, blank=True)
    region = models.CharField(_("reference region"), max_length=100, blank=True)
    kbo = models.CharField(_("enterprise number"), max_length=10, blank=True)
    ovo = models.CharField(_("OVO code"), max_length=9, blank=True)
    valid_from = models.DateField(_("first day"), null=True, blank=True)
    valid_until = models.DateField(_("last day"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("became part of"),
    )
    is_fictional = models.BooleanField(_("fictional"), default=False)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["folded_name", "nis"]
        constraints = [
            models.CheckConstraint(
                condition=Q(nis__regex=r"^[0-9]{5}$"), name="municipality_nis_has_five_digits"
            ),
            models.CheckConstraint(
                condition=Q(is_fictional=True, nis__startswith="99")
                | (Q(is_fictional=False) & ~Q(nis__startswith="99")),
                name="municipality_code_99_means_fictional",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None, successor=None)
                | Q(valid_until__isnull=False, successor__isnull=False),
                name="municipality_that_ended_has_a_successor",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded_name = fold(self.name)
        super().save(*args, **kwargs)

    @property
    def has_ended(self) -> bool:
        """Whether it was merged into another municipality."""
        return self.successor_id is not None


class SubMunicipality(models.Model):
    """A former municipality inside a municipality: a name that people type, not an authority."""

    code = models.CharField(max_length=10, unique=True)
    name = models.CharField(_("name"), max_length=100)
    folded_name = models.CharField(max_length=100, editable=False, db_index=True)
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="submunicipalities")

    class Meta:
        verbose_name = _("submunicipality")
        verbose_name_plural = _("submunicipalities")
        ordering = ["folded_name", "code"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded_name = fold(self.name)
        super().save(*args, **kwargs)
