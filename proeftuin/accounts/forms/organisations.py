"""Finding, joining and judging organisations."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from proeftuin.accounts.models import Organisation
from proeftuin.core.forms import TokenMixin
from proeftuin.places import formats
from proeftuin.places.models import Municipality


class SearchForm(forms.Form):
    """Looking for an organisation."""

    q = forms.CharField(
        label=_("Name, municipality or enterprise number"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "type": "search"}),
    )


class JoinForm(TokenMixin):
    """Asking to act for an organisation."""

    function = forms.CharField(
        label=_("Your function there"),
        help_text=_("For instance: alderman for housing, policy officer, board member."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )


class OrganisationForm(JoinForm):
    """An organisation that we do not know yet."""

    LOADED = (Organisation.Kind.MUNICIPALITY, Organisation.Kind.PROVINCE, Organisation.Kind.REGION)

    name = forms.CharField(
        label=_("Name of the organisation"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    kind = forms.ChoiceField(label=_("Kind of organisation"))
    kbo_number = forms.CharField(
        label=_("Enterprise number"),
        help_text=_("Ten digits, for example 0207.451.227. A group without legal form has none."),
        max_length=20,
        required=False,
    )
    municipality = forms.ModelChoiceField(
        label=_("Municipality"), queryset=Municipality.objects.none(), required=False, empty_label="–"
    )
    field_order = ["name", "kind", "kbo_number", "municipality", "function"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(value, label) for value, label in Organisation.Kind.choices if value not in self.LOADED]
        self.fields["kind"].choices = [("", "–"), *kinds]  # type: ignore[attr-defined]
        self.fields["municipality"].queryset = Municipality.objects.current()  # type: ignore[attr-defined]

    def clean_kbo_number(self) -> str:
        """The number in its one spelling; one that we know already leads to that organisation."""
        given = self.cleaned_data["kbo_number"]
        number = formats.enterprise_number(given) if given else ""
        known = Organisation.objects.filter(kbo_number=number).first() if number else None
        if known is not None:
            raise ValidationError(
                _("We know this number: it belongs to “%(name)s”. Go back and search for that name."),
                code="known",
                params={"name": known.name},
            )
        return number


class RefuseForm(forms.Form):
    """Refusing a request, with a reason that the person will read."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The person gets this in a mail."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
