"""The look of forms: one renderer for all of them, and the token that makes a deed idempotent."""

import re
import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils import timezone
from django.utils.translation import gettext as _

PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[^\[\]@]+")


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


class AddressField(forms.EmailField):
    """One plain e-mail address: no quoted names, no number for a host, no direction tricks."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "email", "maxlength": "254"}))
        super().__init__(max_length=254, **kwargs)

    def clean(self, value: Any) -> str:
        """The address, or what is wrong with it."""
        address = str(super().clean(value))
        if address and not PLAIN_ADDRESS.fullmatch(address):
            raise ValidationError(_("Write one e-mail address, such as name@example.org."), code="invalid")
        return address


class MomentField(forms.DateTimeField):
    """A day and hour in Brussels; an hour that the clock skips or strikes twice is refused with an explanation."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        kwargs.setdefault("widget", widget)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> datetime | None:
        """The moment, or why this hour cannot be meant."""
        try:
            moment: datetime | None = super().clean(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            raise ValidationError(
                _(
                    "The clock changes in that night: this hour does not exist or comes twice."
                    " Choose another hour, for instance before 2:00 or from 3:00 on."
                ),
                code="ambiguous_timezone",
            ) from error
        return moment

    def prepare_value(self, value: Any) -> Any:
        """The moment as people in Brussels write it."""
        if isinstance(value, datetime) and timezone.is_aware(value):
            return timezone.localtime(value).replace(tzinfo=None)
        return value
