"""Forms of the public site."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from proeftuin.core.forms import AddressField, TokenMixin, TrapMixin
from proeftuin.core.templatetags.house import plain
from proeftuin.library.models import Audience, Item, Phase, Topic
from proeftuin.pathways.models import Enquiry


def _topics() -> list[tuple[str, str]]:
    return [("", str(_("All"))), *((topic.slug, plain(topic, "title")) for topic in Topic.objects.all())]


def _all_or(choices: Any) -> list[tuple[str, Any]]:
    return [("", _("All")), *choices]


class LibraryFilter(forms.Form):
    """What somebody looks for in the library; a value we do not know filters nothing."""

    q = forms.CharField(
        label=_("Words"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False, choices=_topics)
    audience = forms.ChoiceField(label=_("For whom"), required=False, choices=_all_or(Audience.choices))
    phase = forms.ChoiceField(label=_("Phase"), required=False, choices=_all_or(Phase.choices))
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=_all_or(Item.Kind.choices))

    use_required_attribute = False

    def asked(self) -> dict[str, str]:
        """The filters that were filled in and that exist."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class EnquiryForm(TokenMixin, TrapMixin, forms.ModelForm):  # type: ignore[type-arg]
    """A question to the programme office."""

    email = AddressField(
        label=_("Your e-mail address"),
        help_text=_("We send our answer to this address and use it for nothing else."),
    )
    text = forms.CharField(
        label=_("Your question"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8})
    )

    class Meta:
        model = Enquiry
        fields = ["name", "subject", "text"]
        labels = {"name": _("Your name"), "subject": _("Subject")}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
        }

    field_order = ["name", "email", "subject", "text", "website", "token"]
