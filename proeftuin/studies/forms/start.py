"""The ten questions: three that are asked, and seven with a default that says where it comes from."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from feasibility.compile.explanation import STATUS
from feasibility.formats import money
from feasibility.parameters import parameter
from proeftuin.accounts.models import Organisation
from proeftuin.core.forms import TokenMixin
from proeftuin.sites.models import Site
from proeftuin.studies.forms.numbers import AmountField, PercentField, WholeField
from proeftuin.studies.starting import Answers, defaults, norm

MOST_HOMES = 1000
TENURES = (
    ("bought", gettext_lazy("The cooperative buys it")),
    ("leased", gettext_lazy("The cooperative gets it on a long lease, and pays ground rent each year")),
    ("contributed", gettext_lazy("The owner contributes it, and gets shares for it")),
)
KINDS = (
    ("new", pgettext_lazy("kind of works", "New build")),
    ("demolition_rebuild", gettext_lazy("Demolition and rebuilding")),
    ("renovation", gettext_lazy("Renovation")),
)
TENURE_OF_SITE = {
    Site.Intention.SALE: "bought", Site.Intention.LONG_LEASE: "leased", Site.Intention.BUILDING_RIGHT: "leased",
    Site.Intention.CONTRIBUTION: "contributed",
}  # fmt: skip
KIND_OF_SITE = {
    Site.Built.BUILT: "renovation",
    Site.Built.PARTLY: "demolition_rebuild",
    Site.Built.UNBUILT: "new",
}
SIZES = ("one_bedroom", "two_bedrooms", "three_bedrooms")


class StartForm(TokenMixin):
    """Whose study it is, of which site, and the first three questions. What they ask is never assumed."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, label=gettext_lazy("Who works on this study?"),
        empty_label=gettext_lazy("Only me"), help_text=gettext_lazy("Everybody who acts for the organisation sees it and can change it."),
    )  # fmt: skip
    site = forms.ModelChoiceField(
        Site.objects.none(), required=False, label=gettext_lazy("For which site?"),
        empty_label=gettext_lazy("No site that is described here"),
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("Name of the study"), max_length=100)
    tenure = forms.ChoiceField(
        label=gettext_lazy("1. How does the cooperative get the land?"),
        choices=TENURES,
        widget=forms.RadioSelect,
    )
    land_price = AmountField(
        label=gettext_lazy("2. What is the land worth, in euros?"), min_value=0, max_value=1e9,
        help_text=gettext_lazy("With what stands on it. An estimate will do; you can change it later. We assume nothing here."),
    )  # fmt: skip
    homes = WholeField(
        label=gettext_lazy("3. How many homes could there be?"), min_value=1, max_value=MOST_HOMES
    )

    def __init__(
        self, *args: Any, workspaces: QuerySet[Organisation], sites: QuerySet[Site], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = workspaces  # type: ignore[attr-defined]
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """The name on one line."""
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean(self) -> dict[str, Any]:
        """A site is studied in the workspace of those who bring it in."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        site, organisation = values.get("site"), values.get("organisation")
        if site and organisation and site.organisation_id != organisation.pk:
            self.add_error(
                "organisation",
                _("This site belongs to %(name)s: choose that, or work on it alone.")
                % {"name": site.organisation},
            )
        return values


def answers_of(form: StartForm, on: date) -> Answers:
    """The first three answers, with what the site already tells."""
    values = form.cleaned_data
    site = values["site"]
    kind: Any = KIND_OF_SITE.get(site.built, "new") if site else "new"
    return Answers(
        name=values["name"], start=date(on.year + 1, 1, 1), tenure=values["tenure"], land_price=values["land_price"],
        homes=values["homes"], kind=kind,
    )  # fmt: skip


class QuestionsForm(forms.Form):
    """Questions four to ten. An answer that is left as it stands counts as a default."""

    serial = forms.IntegerField(widget=forms.HiddenInput)
    one_bedroom = WholeField(
        label=gettext_lazy("with one bedroom (55 m²)"), min_value=0, max_value=MOST_HOMES
    )
    two_bedrooms = WholeField(
        label=gettext_lazy("with two bedrooms (78 m²)"), min_value=0, max_value=MOST_HOMES
    )
    three_bedrooms = WholeField(
        label=gettext_lazy("with three bedrooms (98 m²)"), min_value=0, max_value=MOST_HOMES
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("5. What are the works?"), choices=KINDS, widget=forms.RadioSelect
    )
    cost_m2 = AmountField(
        label=gettext_lazy("6. What does building cost, in euros per m² without VAT?"),
        min_value=0,
        max_value=20_000,
    )
    own_share = PercentField(
        label=gettext_lazy("7. Which part of what their home costs do residents pay in themselves, in %?"),
        min_value=0,
        max_value=1,
    )
    rate = PercentField(
        label=gettext_lazy("8. What interest does the bank ask a year, in %?"), min_value=0, max_value=0.2
    )
    loan_years = WholeField(
        label=gettext_lazy("Over how many years is the loan repaid?"), min_value=1, max_value=50
    )
    backers = PercentField(
        label=gettext_lazy("9. Which part of the investment do others pay in, who do not live there, in %?"),
        min_value=0,
        max_value=0.9,
    )
    rent = AmountField(
        label=gettext_lazy("10. What is the rent of a comparable home with two bedrooms here, a month?"), required=False, min_value=0, max_value=20_000,
        help_text=gettext_lazy("Only to set the answer beside it. Leave it empty when you do not know: we assume no rent."),
    )  # fmt: skip

    def __init__(self, *args: Any, homes: int, on: date, **kwargs: Any) -> None:
        kwargs["initial"] = defaults(homes, on) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name not in {"serial", "rent"}:
                field.help_text = source_of(name, on)

    def clean(self) -> dict[str, Any]:
        """At least one home."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        counts = [values.get(name) for name in SIZES]
        if None not in counts and not sum(counts):  # type: ignore[arg-type]
            self.add_error(
                "one_bedroom", _("At least one home is needed: fill in how many there are of each size.")
            )
        return values


def source_of(name: str, on: date) -> SafeString | str:
    """Where the default of a question comes from: a norm with its source, or plainly an assumption."""
    language = get_language() or "nl"
    found = norm(name, on)
    if found is not None:
        status = STATUS[found.status][0 if language == "nl" else 1]
        return format_html(
            '{}: {} (<a href="{}" rel="noreferrer">{}</a>).',
            _("Default"),
            found.label[language],
            found.source,
            status,
        )
    if name == "cost_m2":
        low, high = (parameter(f"norms.building_cost_house_{end}", on).number for end in ("low", "high"))
        return format_html(
            "<strong>{}</strong> {}",
            _("Assumption:"),
            _("halfway between %(low)s and %(high)s for a house; that source could not be opened.")
            % {"low": money(low, language), "high": money(high, language)},
        )
    return format_html(
        "<strong>{}</strong> {}",
        _("Assumption:"),
        _("ours, to begin with. Put your own figure in its place."),
    )
