"""Forms with which the programme office works on pathways."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from proeftuin.core.forms import AddressField
from proeftuin.pathways.models import Assignment, Partner, Pathway, Phase

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PathwayForm(forms.ModelForm):  # type: ignore[type-arg]
    """The words and dates of a pathway."""

    class Meta:
        model = Pathway
        fields = [
            "name", "name_en", "slug", "summary", "summary_en", "body", "body_en",
            "starts_on", "ends_on", "period", "period_en",
        ]  # fmt: skip
        widgets = {"starts_on": DAY, "ends_on": DAY}
        help_texts = {
            "slug": _("The last part of its web address, in small letters and hyphens."),
            "period": _("Where no exact days are known, for instance “autumn 2022 to the end of 2024”."),
        }

    def clean_slug(self) -> str:
        """An address that the pages of the office do not need themselves."""
        slug = str(self.cleaned_data["slug"])
        if slug == "new":
            raise forms.ValidationError(_("This address cannot be used. Choose another one."))
        return slug

    def clean(self) -> dict[str, Any]:
        """A pathway does not end before it starts."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The end lies before the start. Change one of the two."))
        return given


class PhaseForm(forms.ModelForm):  # type: ignore[type-arg]
    """A phase of a pathway."""

    class Meta:
        model = Phase
        fields = ["order", "title", "title_en", "when", "when_en", "text", "text_en", "source_url"]


class PartnerForm(forms.ModelForm):  # type: ignore[type-arg]
    """A partner of a pathway."""

    class Meta:
        model = Partner
        fields = ["order", "name", "role", "role_en", "url"]


class AssignForm(forms.Form):
    """A role for a person who has an account."""

    address = AddressField(label=_("E-mail address of the account"))
    role = forms.ChoiceField(label=_("Role"), choices=Assignment.Role.choices)


class AnswerForm(forms.Form):
    """An answer to a visitor."""

    text = forms.CharField(
        label=_("Your answer"),
        help_text=_("It goes to the visitor by mail, with the question below it."),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
