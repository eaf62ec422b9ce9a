"""A list of sites, ranked by the charge that each would need."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from proeftuin.accounts.models import Organisation


class Portfolio(models.Model):
    """An uploaded list of sites and the assumptions that hold for all of them; the worker calculates it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        RUNNING = "running", _("runs")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    MOVES: dict[str, set[str]] = {
        State.WAITING: {State.RUNNING},
        State.RUNNING: {State.DONE, State.FAILED},
        State.DONE: {State.WAITING},
        State.FAILED: {State.WAITING},
    }

    name = models.CharField(_("name of the list"), max_length=120)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="portfolios"
    )  # empty: the workspace of who made it
    token = models.UUIDField(unique=True, editable=False)
    file_name = models.CharField(max_length=200, blank=True)
    plan = models.TextField()  # TOML: the plan whose assumptions hold for every site
    on = models.DateField(_("law and norms of"))
    engine = models.CharField(max_length=20)
    seed = models.PositiveIntegerField(default=1)
    draws = models.PositiveSmallIntegerField(default=32)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    total = models.PositiveIntegerField(default=0)  # sites without a fault
    done = models.PositiveIntegerField(default=0)
    faults = models.PositiveIntegerField(default=0)  # rows that were left out
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="portfolios")
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("list of sites")
        verbose_name_plural = _("lists of sites")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="portfolio_has_a_name"),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="portfolio_done_of_total"),
        ]

    def __str__(self) -> str:
        return self.name


class PortfolioSite(models.Model):
    """One row of the list: what was given, what is wrong with it, or the charge that the site needs (€ per m² and month)."""

    portfolio = models.ForeignKey(Portfolio, models.CASCADE, related_name="sites")
    row = models.PositiveIntegerField()  # as counted in the file
    name = models.CharField(max_length=120, blank=True)
    municipality = models.CharField(max_length=120, blank=True)
    homes = models.PositiveIntegerField(null=True, blank=True)
    floor_area_m2 = models.FloatField(null=True, blank=True)  # of all homes together
    land_area_m2 = models.FloatField(null=True, blank=True)
    land_price = models.FloatField(null=True, blank=True)
    given = models.JSONField(default=dict)  # the row as it was given
    faults = models.JSONField(default=list)  # [{"nl": …, "en": …}]
    charge = models.FloatField(null=True, blank=True)  # required, of the site itself
    charge_low = models.FloatField(null=True, blank=True)  # below which one draw in ten lies
    charge_high = models.FloatField(null=True, blank=True)  # above which one draw in ten lies
    no_charge = models.FloatField(default=0.0)  # share of the draws in which no charge is enough
    rank = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("site of a list")
        verbose_name_plural = _("sites of a list")
        ordering = [F("rank").asc(nulls_last=True), "row"]
        indexes = [models.Index(fields=["portfolio", "rank"], name="portfolio_ranked")]
        constraints = [models.UniqueConstraint(fields=["portfolio", "row"], name="portfolio_row_once")]

    def __str__(self) -> str:
        return self.name
