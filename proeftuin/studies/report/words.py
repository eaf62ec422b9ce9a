"""What the report calls the columns of the homes, and what it says of its limits."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HOMES: tuple[str | Promise, ...] = (
    _("type"), _("how many"), _("m²"), _("points"), _("weight"), _("own contribution"), _("cadastral income a year"), _("other housing costs a month"),
)  # fmt: skip

# What the model does not do, in short; docs/engine.md has it in full.
LIMITS: tuple[str | Promise, ...] = (
    _(
        "The market value of land and building is not known: loan to value here compares debt with works, existing building and land."
    ),
    _(
        "Interest during the build does not change what all homes pay together, only a little how it is split over them."
    ),
    _(
        "Losses lower later taxable profit without the yearly limit of the law. Whether additions to the reserve may be deducted is a question for an accountant."
    ),
    _(
        "Capital subsidies carry no deferred tax, gains on withdrawal carry no withholding tax, and there is no surcharge for tax that was not prepaid."
    ),
    _(
        "On leased land the building is written off over the lease at most. Major works are a cost of their year, also when they replace something."
    ),
    _(
        "A shortage of cash costs no interest here: it is shown as a shortage. Payments within a year are not told apart."
    ),
    _("Whether an occupancy contract is a tenancy, and the income tax of households, are outside the model."),
    _("A figure of law or practice that no source confirmed says so wherever it is shown."),
)
