"""What the choices and the parts of a plan are called in the report."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CHOICES: dict[str, str | Promise] = {
    "bought": _("bought"), "leased": _("on a long lease"), "contributed": _("contributed for shares"), "sale": _("the rate for a purchase"), "none": _("none"),
    "new": _("new build"), "demolition_rebuild": _("demolition and rebuilding"), "renovation": _("renovation"), "demolition": _("demolition"),
    "parking": _("parking"), "commons": _("shared space"), "annuity": _("in equal instalments (annuity)"), "linear": _("in equal parts of the principal"),
    "bullet": _("all at the end"), "actuarial": _("actuarial"), "nominal": _("nominal"), "resident": _("residents"), "supporter": _("supporters"),
    "investor": _("investors"), "solidarity": _("solidarity"), "in_kind": _("contribution in kind"), "indexed": _("indexed"),
    "lower_of_index_and_book": _("the lower of index and book value"), "cost_rent": _("cost rent"), "fixed": _("a fixed amount"),
    "mixed": _("running costs and a fixed part"), "area": _("by floor area"), "unit": _("by points"), "cost": _("by cost"), "small": _("reduced rate for small companies"),
    "general": _("general rate"), "exempt": _("exempt"), "flanders": _("Flanders"), "triangular": _("triangular"), "uniform": _("uniform"), "normal": _("normal"),
    "lognormal": _("lognormal"),
}  # fmt: skip

SUBJECTS: dict[str, str | Promise] = {
    "": _("The plan"), "site": _("The land"), "parts": _("What is built"), "homes": _("The homes"), "costs": _("The other costs of the investment"),
    "subsidies": _("Subsidies"), "loans": _("Loans"), "shares": _("Shares"), "charge": _("The occupancy charge"), "operation": _("Running the homes"),
    "works": _("Major works"), "members": _("The members"), "tax": _("Taxes"), "scenario": _("How prices go on"), "shifts": _("What is tried out"),
    "uncertain": _("What is uncertain"), "correlations": _("What moves together"), "extra": _("Other inputs"),
}  # fmt: skip

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
