"""Shape and checks of what people fill in about a pilot."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from proeftuin.core.forms import TokenMixin
from proeftuin.core.templatetags.house import day
from proeftuin.pilots.actions import TEXTS
from proeftuin.pilots.models import Milestone, Pilot, PilotFact, PilotPartner, TeamMember
from proeftuin.studies.models import StudyVersion


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class WebAddress(forms.URLField):
    """A web address; without a scheme it is read as https."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)


class TextForm(forms.ModelForm[Pilot]):
    """The texts of a pilot, with the revision they were written on."""

    seen_revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Pilot
        fields = [*TEXTS]
        field_classes = {"intention_source_url": WebAddress}
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
            "summary_en": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "summary": _("Two sentences, at most 600 characters. It is shown on the map and in lists."),
            "place": _("Street, neighbourhood or submunicipality."),
            "name_en": _("Leave empty to show the Dutch name."),
        }


class MilestoneForm(forms.ModelForm[Milestone]):
    """A step of the pilot."""

    class Meta:
        model = Milestone
        fields = [
            "title", "title_en", "phase", "state", "on", "when", "when_en", "evidence", "evidence_en", "source_url",
        ]  # fmt: skip
        field_classes = {"source_url": WebAddress}
        widgets = {"on": _day(), "evidence": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "on": _("It also decides the order. If only a month or a season is known, say that below."),
            "when": _("For example: autumn 2026. These words are shown instead of the day."),
        }

    def clean(self) -> dict[str, Any]:
        """A milestone has a day or a time in words."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("on") and not cleaned.get("when") and "on" not in self.errors:
            self.add_error("on", _("Fill in a day, or say in words when it is."))
        return cleaned


class PartnerForm(forms.ModelForm[PilotPartner]):
    """An organisation that takes part."""

    class Meta:
        model = PilotPartner
        fields = ["name", "role", "role_en", "url", "source_url"]
        field_classes = {"url": WebAddress, "source_url": WebAddress}


class FactForm(forms.ModelForm[PilotFact]):
    """A fact with its source, or the honest word that nothing is documented."""

    class Meta:
        model = PilotFact
        fields = [
            "subject", "subject_en", "statement", "statement_en", "source_name", "source_url", "source_on",
        ]  # fmt: skip
        field_classes = {"source_url": WebAddress}
        widgets = {"source_on": _day(), "statement": forms.Textarea(attrs={"rows": 3})}

    def clean(self) -> dict[str, Any]:
        """What is stated has a source."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("statement") and not cleaned.get("source_name"):
            self.add_error("source_name", _("Name the source of this fact, or leave the statement empty."))
        return cleaned


class MemberForm(forms.Form):
    """Somebody for the team."""

    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"), choices=TeamMember.Role.choices)


class NoteForm(TokenMixin):
    """A note for the log."""

    text = forms.CharField(label=_("Note"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))


class FileForm(forms.Form):
    """A document for the team."""

    file = forms.FileField(label=_("Document"))


class VersionField(forms.ModelChoiceField[StudyVersion]):
    """A version of a study, by name and number."""

    def label_from_instance(self, obj: StudyVersion) -> str:
        """The study, the version and its day."""
        words = {"name": obj.name, "n": obj.serial, "day": day(obj.made_at)}
        return gettext("%(name)s, version %(n)s of %(day)s") % words


class StudyForm(forms.Form):
    """The version whose key figures are shown."""

    version = VersionField(
        queryset=StudyVersion.objects.none(),
        label=_("Study and version"),
        help_text=_("Everybody sees its key figures. The version is locked then."),
    )

    def __init__(self, *args: Any, versions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]


class StateForm(forms.Form):
    """Another state, and why."""

    to = forms.ChoiceField(label=_("New state"))
    why = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("It is kept in the record; it is not shown in public.")
    )

    def __init__(self, *args: Any, pilot: Pilot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = sorted(Pilot.MOVES[pilot.state])
        self.fields["to"].choices = [(state, Pilot.State(state).label) for state in states]  # type: ignore[attr-defined]


PART_FORMS: dict[str, Any] = {"milestone": MilestoneForm, "partner": PartnerForm, "fact": FactForm}
PART_HEADINGS: dict[str, tuple[Any, Any]] = {
    "milestone": (_("Add a milestone"), _("Change a milestone")),
    "partner": (_("Add a partner"), _("Change a partner")),
    "fact": (_("Add a fact"), _("Change a fact")),
}
