"""Forms of sharing: a person, a link, and what a reader varies on an own copy."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from feasibility import Plan
from feasibility.formats import percent
from proeftuin.core.forms import AddressField
from proeftuin.studies.forms.numbers import PercentField, WholeField
from proeftuin.studies.models import StudyVersion
from proeftuin.studies.varying import faults_of, term_of


class GiveForm(forms.Form):
    """The person with whom a study is shared."""

    email = AddressField(
        label=_("E-mail address"),
        help_text=_("This person gets a message and signs in with this address."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "maxlength": "254"}),
    )
    may_edit = forms.BooleanField(label=_("May change the study too"), required=False)


class VersionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Choose a version by its number and day."""

    def label_from_instance(self, obj: Any) -> str:
        """Number, day, and whether it is locked."""
        words = {"n": obj.serial, "day": date_format(localtime(obj.made_at), "j F Y")}
        if obj.is_locked:
            return gettext("Version %(n)s of %(day)s, locked") % words
        return gettext("Version %(n)s of %(day)s, draft") % words


class LinkForm(forms.Form):
    """A link to one version, for whom and for how long."""

    version = VersionField(label=_("Which version"), queryset=StudyVersion.objects.none(), empty_label=None)
    label = forms.CharField(
        label=_("For whom"),
        max_length=120,
        help_text=_("For instance the name of the bank. The reader sees it too, and the record names it."),
    )
    days = WholeField(
        label=_("Days that the link stays open"), min_value=1, max_value=365, initial=30,
        widget=forms.TextInput(attrs={"class": "short"}),
    )  # fmt: skip
    may_vary = forms.BooleanField(
        label=_("May vary rate, term, building cost and vacancy on an own copy"), required=False, initial=True
    )

    def __init__(self, *args: Any, versions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["version"]
        field.queryset = versions  # type: ignore[attr-defined]
        field.initial = versions.first()

    def clean_label(self) -> str:
        """On one line."""
        return " ".join(self.cleaned_data["label"].split())


def _short(**attributes: str) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "short", **attributes})


class VaryForm(forms.Form):
    """What a reader varies; what is left empty stays as in the version."""

    rate_rise = PercentField(
        label=_("Rate, in percentage points more or less"), min_value=-0.05, max_value=0.10, required=False, widget=_short(),
        help_text=_("Added to the rate of every loan. 1 turns 3% into 4%."),
    )  # fmt: skip
    loan_years = WholeField(
        label=_("Term of the bank loan, in years"), min_value=1, max_value=60, required=False, widget=_short(),
        help_text=_("From handover; for every loan that is not subordinated."),
    )  # fmt: skip
    build_cost = PercentField(
        label=_("Building cost, in percent more or less"), min_value=-0.5, max_value=1.0, required=False, widget=_short(),
        help_text=_("-5 is five percent less."),
    )  # fmt: skip
    vacancy_extra = PercentField(
        label=_("Vacancy on top of what was planned, in percent"), min_value=0.0, max_value=0.5, required=False, widget=_short(),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, version: StudyVersion, plan: Plan, shifts: Mapping[str, float]
    ) -> None:
        self.version, self.term = version, term_of(plan)
        super().__init__(data, initial=_initial(shifts, self.term))
        planned = percent(plan.operation.vacancy, get_language() or "nl")
        self.fields["vacancy_extra"].help_text = gettext("Planned: %(share)s.") % {"share": planned}
        if not plan.loans:
            del self.fields["rate_rise"]
        if not self.term:
            del self.fields["loan_years"]

    def clean(self) -> dict[str, Any]:
        """What the engine cannot reckon with is said at the field that causes it."""
        values = super().clean() or self.cleaned_data
        if not self.errors:
            for shift, fault in faults_of(self.version, self.shifts):
                field = {"build_cost_factor": "build_cost"}.get(shift, shift)
                said = fault.nl if get_language() == "nl" else fault.en
                self.add_error(field if field in self.fields else None, said[:1].upper() + said[1:])
        return values

    @property
    def shifts(self) -> dict[str, float]:
        """What differs from the version, as the engine takes it."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        if given.get("loan_years") == self.term:
            del given["loan_years"]
        if "build_cost" in given:
            given["build_cost_factor"] = 1 + given.pop("build_cost")
        return given


def _initial(shifts: Mapping[str, float], term: int) -> dict[str, float]:
    """The copy as it stands in the form."""
    factor = shifts.get("build_cost_factor", 1.0)
    return {
        "rate_rise": shifts.get("rate_rise", 0.0), "loan_years": shifts.get("loan_years", term),
        "build_cost": round(factor - 1, 9), "vacancy_extra": shifts.get("vacancy_extra", 0.0),
    }  # fmt: skip
