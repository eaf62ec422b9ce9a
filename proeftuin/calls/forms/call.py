"""Forms of who runs a call, and the form in which anybody asks a question."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from proeftuin.calls.models import Call, CallDocument, Criterion, PublicQuestion, Question
from proeftuin.core.forms import AddressField, MomentField, TokenMixin, TrapMixin
from proeftuin.events.models import Event
from proeftuin.files.checks import KINDS
from proeftuin.pathways.models import Pathway

MARKDOWN = _("You may use markdown: a blank line between paragraphs, “- ” for a list, “## ” for a heading.")


class CallForm(forms.ModelForm[Call]):
    """The text and the dates of a call."""

    opens_at = MomentField(label=_("opens at"), required=False)
    question_deadline = MomentField(label=_("questions until"), required=False)
    closes_at = MomentField(label=_("deadline"), required=False, help_text=_("Day and hour in Brussels."))

    class Meta:
        model = Call
        fields = [
            "pathway", "level", "title", "title_en", "slug", "summary", "summary_en", "reasons", "reasons_en",
            "conditions", "conditions_en", "support", "support_en", "contact", "contact_en", "opens_at",
            "question_deadline", "closes_at", "council_decision_by", "information_session",
        ]  # fmt: skip
        widgets = {"council_decision_by": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {
            "slug": _("The last part of the address, for example call-2026. Letters, figures and hyphens."),
            "summary": _("Two or three sentences for a newcomer."),
            **dict.fromkeys(["reasons", "conditions", "support", "contact"], MARKDOWN),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pathways = Pathway.objects.exclude(state=Pathway.State.ENDED)
        self.fields["pathway"].queryset = pathways  # type: ignore[attr-defined]
        events = Event.objects.filter(kind=Event.Kind.INFORMATION)
        if self.instance.pk:
            events = events.filter(pathway=self.instance.pathway_id)
        self.fields["information_session"].queryset = events  # type: ignore[attr-defined]


class CriterionForm(forms.ModelForm[Criterion]):
    """A criterion with its weight and scale; the words for scores stand one on each line."""

    labels = forms.CharField(
        label=_("words for scores"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on each line, for example “0 = absent” and “5 = excellent”."),
    )

    class Meta:
        model = Criterion
        fields = [
            "title", "title_en", "description", "description_en", "weight", "scale_min", "scale_max",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = self.instance.scale_labels or {}
        self.initial["labels"] = "\n".join(f"{score} = {word}" for score, word in words.items())

    def clean_labels(self) -> dict[str, str]:
        """The words by score."""
        labels: dict[str, str] = {}
        for line in str(self.cleaned_data["labels"]).splitlines():
            score, sign, word = line.partition("=")
            if not line.strip():
                continue
            try:
                labels[str(int(score))] = word.strip()
            except ValueError:
                sign = ""
            if not sign or not word.strip():
                raise forms.ValidationError(_("Write each line as “3 = good”."))
        return labels

    def clean(self) -> dict[str, Any]:
        """The scale goes up, and its words lie on it."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        low, high = data.get("scale_min"), data.get("scale_max")
        if low is not None and high is not None:
            if high <= low:
                self.add_error("scale_max", _("The highest score must be above the lowest."))
            elif any(not low <= int(score) <= high for score in data.get("labels") or {}):
                self.add_error("labels", _("A word belongs to a score outside the scale."))
        return data

    def save(self, commit: bool = True) -> Criterion:
        """The criterion with its words."""
        self.instance.scale_labels = self.cleaned_data["labels"]
        return super().save(commit)


class QuestionForm(forms.ModelForm[Question]):
    """A question of the form of a call."""

    kinds_of_file = forms.MultipleChoiceField(
        label=_("kinds of file"),
        choices=[(ending, ending) for ending in KINDS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for files. Nothing ticked: all of these."),
    )

    class Meta:
        model = Question
        fields = [
            "kind", "label", "label_en", "help", "help_en", "section", "section_en", "is_required", "limit",
            "unit", "choices", "choices_en", "max_files", "may_follow",
        ]  # fmt: skip
        help_texts = {
            "section": _("Questions with the same part stand under one heading."),
            "limit": _("For text. Empty: no limit."),
            "unit": _("Only for a number, for example m²."),
        }
        widgets = {
            name: forms.Textarea(attrs={"rows": 3}) for name in ("help", "help_en", "choices", "choices_en")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("kinds_of_file", self.instance.file_kinds)

    def clean(self) -> dict[str, Any]:
        """Choices where they are needed, as many in English; only files may follow."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        is_choice = data.get("kind") in (Question.Kind.CHOICE, Question.Kind.MULTIPLE)
        choices = [line.strip() for line in (data.get("choices") or "").splitlines() if line.strip()]
        english = [line for line in (data.get("choices_en") or "").splitlines() if line.strip()]
        if is_choice and len(choices) < 2:
            self.add_error("choices", _("Give at least two choices, one on each line."))
        if len(set(choices)) < len(choices):
            self.add_error("choices", _("A choice stands here twice."))
        if english and len(english) != len(choices):
            self.add_error("choices_en", _("Give as many choices in English as in Dutch."))
        if data.get("may_follow") and data.get("kind") != Question.Kind.FILE:
            self.add_error("may_follow", _("Only files may follow after the deadline."))
        return data

    def save(self, commit: bool = True) -> Question:
        """The question with its kinds of file."""
        self.instance.file_kinds = self.cleaned_data["kinds_of_file"]
        return super().save(commit)


class DocumentForm(forms.ModelForm[CallDocument]):
    """A public document: a file or a link."""

    upload = forms.FileField(label=_("file"), required=False, help_text=_("PDF, Word or spreadsheet."))
    url = forms.URLField(label=_("link"), required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = CallDocument
        fields = ["title", "title_en", "url"]

    def clean(self) -> dict[str, Any]:
        """One of both."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(data.get("upload")) == bool(data.get("url")):
            raise forms.ValidationError(_("Choose a file or give a link: one of both."))
        return data


class AskForm(TrapMixin, TokenMixin, forms.Form):
    """A question about a call, without an account."""

    text = forms.CharField(
        label=_("Your question"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Write nothing that others may not read. Your name and address are never shown."),
    )
    email = AddressField(label=_("Your e-mail address"), help_text=_("We send the answer to it too."))


class AnswerForm(forms.ModelForm[PublicQuestion]):
    """The question as everybody reads it, and its answer."""

    public_text = forms.CharField(
        label=_("question as everybody reads it"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Take out names and whatever shows who asked."),
    )
    answer = forms.CharField(label=_("answer"), max_length=5000, widget=forms.Textarea, help_text=MARKDOWN)

    class Meta:
        model = PublicQuestion
        fields = ["public_text", "answer", "public_text_en", "answer_en"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["public_text"] = self.instance.public_text or self.instance.text


class CancelForm(forms.Form):
    """Why a call is called off."""

    reason = forms.CharField(
        label=_("Why is the call called off?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody reads this, and all who began an application get it by mail."),
    )
