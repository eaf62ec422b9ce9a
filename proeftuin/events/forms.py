"""Registering for a moment, and the forms of who runs it."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from proeftuin.core.forms import AddressField, MomentField, TokenMixin, TrapMixin
from proeftuin.events.actions import Details
from proeftuin.events.models import Event, Material, ProgrammePart
from proeftuin.newsletter.models import Role
from proeftuin.pathways.models import Pathway

if TYPE_CHECKING:
    EventModelForm = forms.ModelForm[Event]
    PartModelForm = forms.ModelForm[ProgrammePart]
    MaterialModelForm = forms.ModelForm[Material]
else:
    EventModelForm = PartModelForm = MaterialModelForm = forms.ModelForm


def _links(*names: str) -> dict[str, type[forms.Field]]:
    """Fields for web addresses, which are https when somebody leaves that out."""
    return dict.fromkeys(names, LinkField)


class LinkField(forms.URLField):
    """A web address."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)


class RegisterForm(TokenMixin, TrapMixin, forms.Form):
    """I want to come."""

    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = AddressField(label=_("E-mail address"), help_text=_("Your confirmation goes there."))
    organisation = forms.CharField(
        label=_("Organisation"),
        required=False,
        max_length=150,
        help_text=_("For instance your municipality, your association or your group."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    role = forms.ChoiceField(label=_("I am"), choices=[("", _("Choose …")), *Role.choices])
    access_needs = forms.CharField(
        label=_("What do you need to take part?"),
        required=False,
        max_length=1000,
        help_text=_(
            "For instance a seat for a wheelchair, an interpreter or food without nuts."
            " Only the organisers read this; it is erased 30 days after the moment."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    remarks = forms.CharField(
        label=_("Remarks"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ("name", "email", "organisation", "role", "access_needs", "remarks", "token", "website")

    def details(self, language: str) -> Details:
        """What was filled in, without the address."""
        given = self.cleaned_data
        names = ("name", "organisation", "role", "access_needs", "remarks")
        return Details(language=language, **{name: given[name] for name in names})


class EventForm(EventModelForm):
    """A moment."""

    starts_at = MomentField(label=_("Starts"))
    ends_at = MomentField(label=_("Ends"), required=False)
    registration_closes_at = MomentField(
        label=_("Registration closes"),
        required=False,
        help_text=_("Leave empty to let people register until the moment starts."),
    )

    class Meta:
        model = Event
        fields = [
            "pathway", "kind", "title", "title_en", "summary", "summary_en", "text", "text_en", "programme_note",
            "programme_note_en", "starts_at", "ends_at", "hours_known", "mode", "place", "address", "municipality",
            "online_url", "capacity", "registration_closes_at", "source_url", "slug",
        ]  # fmt: skip
        field_classes = _links("online_url", "source_url")
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
            "summary_en": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "summary": _("One or two sentences, for lists and calendars."),
            "text": _("You may use markdown."),
            "programme_note": _(
                "Shown while there is no programme, for instance: “Programme follows in October”."
            ),
            "online_url": _("Only people with a seat get this link, by mail."),
            "capacity": _("Leave empty when there is room for everybody."),
            "slug": _("The last part of the web address. Leave empty to make it from the title."),
        }

    def __init__(self, *args: Any, pathways: QuerySet[Pathway], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_ones = pathways.exclude(state=Pathway.State.ENDED)
        self.fields["pathway"].queryset = open_ones  # type: ignore[attr-defined]
        self.fields["slug"].required = False
        self.fields["municipality"].queryset = (  # type: ignore[attr-defined]
            self.fields["municipality"].queryset.current()  # type: ignore[attr-defined]
        )

    def clean_slug(self) -> str:
        """Made from the title when it was left empty, with a number where it is taken."""
        wanted = self.cleaned_data["slug"] or slugify(self.cleaned_data.get("title", ""))[:90] or "moment"
        others = Event.objects.exclude(pk=self.instance.pk)
        if self.cleaned_data["slug"] or not others.filter(slug=wanted).exists():
            return wanted
        numbers = (f"{wanted}-{number}" for number in range(2, 1000))
        return next(slug for slug in numbers if not others.filter(slug=slug).exists())

    def clean(self) -> dict[str, Any]:
        """Hours in their order; the database would refuse anything else."""
        given = super().clean() or {}
        starts, ends = given.get("starts_at"), given.get("ends_at")
        closes = given.get("registration_closes_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("The end lies before the start. Change one of the two."))
        if starts and closes and closes > starts:
            self.add_error("registration_closes_at", _("Registration cannot close after the start."))
        capacity = given.get("capacity")
        if capacity is not None and capacity < self.instance.seats_taken:
            self.add_error("capacity", _("More people than that have a seat already."))
        return given


class PartForm(PartModelForm):
    """One part of a programme."""

    class Meta:
        model = ProgrammePart
        fields = ["starts", "ends", "title", "title_en", "speakers", "order"]
        widgets = {
            "starts": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "ends": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def clean(self) -> dict[str, Any]:
        """A part ends after it begins."""
        given = super().clean() or {}
        starts, ends = given.get("starts"), given.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("The end lies before the start. Change one of the two."))
        return given


PartFormSet = forms.inlineformset_factory(
    Event, ProgrammePart, form=PartForm, extra=4, max_num=60, absolute_max=80, can_delete=True
)


class MaterialForm(MaterialModelForm):
    """Something to look back at: a link or a file."""

    upload = forms.FileField(
        label=_("File"), required=False, help_text=_("A PDF, or another document or image, of at most 20 MB.")
    )

    class Meta:
        model = Material
        fields = ["kind", "title", "title_en", "url", "captions_url", "transcript_url", "is_published"]
        field_classes = _links("url", "captions_url", "transcript_url")
        help_texts = {
            "url": _("Where the recording or document is. Not needed when you add a file."),
            "captions_url": _("For recordings: people who are deaf need captions."),
            "is_published": _("Tick when everybody may see it."),
        }

    field_order = (
        "kind", "title", "title_en", "url", "upload", "captions_url", "transcript_url", "is_published",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """There is something to look at."""
        given = super().clean() or {}
        if not given.get("url") and not given.get("upload") and self.instance.file_id is None:
            self.add_error("url", _("Give a link, or add a file."))
        return given
