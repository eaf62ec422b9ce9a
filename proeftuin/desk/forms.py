"""Filters of the office's lists."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from proeftuin.mail.models import Message


class OutboxFilter(forms.Form):
    """Which messages to show."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all")), *Message.State.choices]
    )
    q = forms.CharField(label=_("Address or subject"), required=False, max_length=100)


class RecordFilter(forms.Form):
    """Which entries of the record to show."""

    who = forms.CharField(label=_("Who"), required=False, max_length=100)
    verb = forms.CharField(label=_("Deed, for instance “application”"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("Kind of thing"), required=False)
    thing = forms.CharField(label=_("Number of the thing"), required=False, max_length=60)

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("all")), *((kind, kind) for kind in kinds)]  # type: ignore[attr-defined]
