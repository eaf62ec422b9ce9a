"""Keep me informed, my preferences, and a message to subscribers."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from proeftuin.core.forms import AddressField, TokenMixin, TrapMixin
from proeftuin.core.templatetags.house import localised
from proeftuin.newsletter import audiences, queries, rules
from proeftuin.newsletter.actions import Wishes
from proeftuin.newsletter.models import Campaign, Purpose, Role, Topic
from proeftuin.places.models import Province

if TYPE_CHECKING:
    CampaignModelForm = forms.ModelForm[Campaign]
    TopicChoiceField = forms.ModelMultipleChoiceField[Topic]
else:
    CampaignModelForm = forms.ModelForm
    TopicChoiceField = forms.ModelMultipleChoiceField


class TopicsField(TopicChoiceField):
    """Topics in the reader's language."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, topic: Any) -> str:
        """The title in the reader's language."""
        return localised(topic, "title")[0]


class WishesForm(forms.Form):
    """What somebody wants to hear about, and who they are."""

    wants = forms.MultipleChoiceField(
        label=_("What may we send you?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    role = forms.ChoiceField(label=_("I am"), choices=[("", _("Choose …")), *Role.choices])
    place = forms.CharField(
        label=_("My municipality"),
        required=False,
        max_length=100,
        help_text=_("So that we can write to you about moments near you. The name of a village is fine too."),
        widget=forms.TextInput(attrs={"list": "municipalities", "autocomplete": "address-level2"}),
    )
    topics = TopicsField(
        label=_("Topics that interest me"),
        queryset=Topic.objects.none(),
        to_field_name="slug",
        required=False,
    )
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wants"].choices = [  # type: ignore[attr-defined]
            (purpose, rules.consent_text(purpose)) for purpose in Purpose.values
        ]
        topics = Topic.objects.all()
        self.fields["topics"].queryset = topics  # type: ignore[attr-defined]
        if not topics.exists():
            del self.fields["topics"]

    def wishes(self, language: str) -> Wishes:
        """The choices, with the municipality looked up by its name."""
        given = self.cleaned_data
        return Wishes(
            wants_newsletter=Purpose.NEWSLETTER in given["wants"],
            wants_invitations=Purpose.INVITATIONS in given["wants"],
            role=given["role"],
            name=given["name"],
            place=given["place"],
            municipality=queries.municipality_named(given["place"]),
            language=language,
            topics=given.get("topics", ()),
        )


class SubscribeForm(TokenMixin, TrapMixin, WishesForm):
    """Keep me informed."""

    email = AddressField(label=_("E-mail address"))
    field_order = ("email", "name", "role", "place", "topics", "wants", "token", "website")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wants"].required = True  # without anything to receive there is nothing to agree with
        self.fields["wants"].error_messages["required"] = _("Tick the newsletter, the invitations, or both.")


class PreferencesForm(WishesForm):
    """The same choices, later, by the personal link."""

    language = forms.ChoiceField(label=_("Language of our messages"), choices=settings.LANGUAGES)
    field_order = ("wants", "role", "place", "topics", "name", "language")


class CampaignForm(CampaignModelForm):
    """A message to subscribers and whom it is for."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    provinces = forms.MultipleChoiceField(
        label=_("Provinces"), choices=Province.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    municipalities = forms.CharField(
        label=_("Municipalities"),
        required=False,
        help_text=_("One on each line."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    topics = TopicsField(
        label=_("Topics"), queryset=Topic.objects.none(), to_field_name="slug", required=False
    )
    named = forms.MultipleChoiceField(
        label=_("Groups"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Of a group, only people who also agreed to this kind of message receive it."),
    )

    class Meta:
        model = Campaign
        fields = ["purpose", "subject", "body", "subject_en", "body_en", "is_fictional"]
        help_texts = {
            "purpose": _("Only people who agreed to this kind of message receive it."),
            "body": _("You may use markdown: **bold**, lists and [links](https://example.org)."),
            "subject_en": _("For people who chose English. Leave empty to send them the Dutch text."),
            "is_fictional": _("An example carries a warning and goes to example subscriptions only."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.initial["is_fictional"] = settings.MAIL_KEPT
        self.fields["topics"].queryset = Topic.objects.all()  # type: ignore[attr-defined]
        self.fields["named"].choices = audiences.choices()  # type: ignore[attr-defined]
        if not audiences.choices():
            del self.fields["named"]
        chosen = self.instance.audience
        for name in ("roles", "provinces", "topics", "named"):
            if name in self.fields:
                self.fields[name].initial = chosen.get(name, [])
        self.fields["municipalities"].initial = "\n".join(
            dict(audiences.describe({"municipalities": [pk]}))[str(_("Municipality"))]
            for pk in chosen.get("municipalities", [])
        )

    def clean_municipalities(self) -> list[int]:
        """The numbers of the municipalities that were named."""
        names = [name.strip() for name in self.cleaned_data["municipalities"].splitlines() if name.strip()]
        found = {name: queries.municipality_named(name) for name in names}
        missing = [name for name, municipality in found.items() if municipality is None]
        if missing:
            raise ValidationError(
                ngettext(
                    "We do not know this municipality: %(names)s. Check how it is written.",
                    "We do not know these municipalities: %(names)s. Check how they are written.",
                    len(missing),
                )
                % {"names": ", ".join(missing)}
            )
        return sorted({municipality.pk for municipality in found.values() if municipality})

    def audience(self) -> dict[str, list[Any]]:
        """The filters, without those that are empty."""
        given = self.cleaned_data
        filters = {
            "roles": given["roles"],
            "provinces": given["provinces"],
            "municipalities": given["municipalities"],
            "topics": [topic.slug for topic in given["topics"]],
            "named": given.get("named", []),
        }
        return {name: list(values) for name, values in filters.items() if values}
