"""The look of forms: one renderer for all of them, and the token that makes a deed idempotent."""

import uuid

from django import forms
from django.forms.renderers import TemplatesSetting


class HouseRenderer(TemplatesSetting):
    """Label, help, error and field in the house style."""

    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"


class TokenMixin(forms.Form):
    """A hidden token: the same form sent twice is the same deed."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class TrapMixin(forms.Form):
    """A field that people do not see and robots fill in; no puzzle for anybody."""

    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})
    )

    @property
    def is_trapped(self) -> bool:
        """Whether a robot filled in the trap."""
        return bool(self.cleaned_data.get("website"))
