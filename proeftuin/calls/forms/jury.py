"""Forms of the jury: appoint, check, declare, score and decide."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proeftuin.calls.models import Application, Criterion, Decision, Finding, Jury, Review
from proeftuin.core.forms import AddressField, MomentField
from proeftuin.core.templatetags.house import localised

SHORT = {"rows": "2"}


class AppointForm(forms.Form):
    """Who gets a seat in the jury."""

    email = AddressField(label=gettext_lazy("E-mail address"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    language = forms.ChoiceField(label=gettext_lazy("Language of the mails"), choices=settings.LANGUAGES)
    is_chair = forms.BooleanField(
        label=gettext_lazy("Chairs the jury"),
        required=False,
        help_text=gettext_lazy("There is one chair. A new one takes the place of the one before."),
    )


class ReasonForm(forms.Form):
    """A step back, or a seat that ends: always with a reason."""

    why = forms.CharField(label=gettext_lazy("Why?"), max_length=500)


class OpenForm(forms.Form):
    """Until when jurors may take."""

    scores_due_at = MomentField(label=gettext_lazy("Jurors hand in by"), required=False)

    def clean_scores_due_at(self) -> datetime | None:
        """A moment that is still to come."""
        due: datetime | None = self.cleaned_data["scores_due_at"]
        if due is not None and due <= timezone.now():
            raise forms.ValidationError(_("This moment has passed. Choose a later one."))
        return due


class RecuseForm(forms.Form):
    """An interest that came to light later."""

    word = forms.CharField(
        label=gettext_lazy("What is your interest, in a few words?"), max_length=300, widget=forms.TextInput
    )


def _radio(label: Any, choices: Sequence[tuple[str, Any]], **fields: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **fields)


def _reason(label: Any, **fields: Any) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs=SHORT), max_length=5000, required=False, **fields
    )


class CheckForm(forms.Form):
    """Per ground: met, or not met and why."""

    def __init__(self, *args: Any, application: Application, approved: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self._kept(application)
        for ground in Finding.Ground:
            met, reason = kept.get(ground, (None, ""))
            field = _radio(ground.label, [("yes", _("Met")), ("no", _("Not met"))])
            field.initial = {True: "yes", False: "no"}.get(met)  # type: ignore[arg-type]
            if ground == Finding.Ground.MEMBERSHIP and met is None:
                field.initial = "yes" if approved else None
            self.fields[f"ground_{ground}"] = field
            label = _("Reason, when not met: %(ground)s") % {"ground": ground.label}
            self.fields[f"reason_{ground}"] = _reason(label, initial=reason)

    @staticmethod
    def _kept(application: Application) -> dict[str, tuple[bool, str]]:
        admissibility = getattr(application, "admissibility", None)
        if admissibility is None:
            return {}
        return {each.ground: (each.is_met, each.reason) for each in admissibility.findings.all()}

    def clean(self) -> dict[str, Any]:
        """What is not met needs a reason that the applicant can read."""
        cleaned = super().clean() or {}
        for ground in Finding.Ground:
            if cleaned.get(f"ground_{ground}") == "no" and not cleaned.get(f"reason_{ground}", "").strip():
                self.add_error(f"reason_{ground}", _("Give a reason. The applicant will read it."))
        return cleaned

    @property
    def findings(self) -> dict[str, tuple[bool, str]]:
        """By ground: whether it is met, and the reason when it is not."""
        told = self.cleaned_data
        return {
            str(ground): (met, "" if met else told[f"reason_{ground}"])
            for ground in Finding.Ground
            for met in [told[f"ground_{ground}"] == "yes"]
        }


class InterestsForm(forms.Form):
    """For every applicant at once: no interest, or an interest and which."""

    def __init__(self, *args: Any, applications: Mapping[Application, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.applications = applications
        answers = [("none", _("No interest")), ("conflict", _("I have an interest"))]
        for application, sites in applications.items():
            field = _radio(application.organisation.name, answers)
            field.help_text = sites
            self.fields[f"interest_{application.pk}"] = field
            self.fields[f"word_{application.pk}"] = forms.CharField(
                label=_("Which interest, in a few words (%(name)s)")
                % {"name": application.organisation.name},
                max_length=300,
                required=False,
            )

    def rows(self) -> Iterator[tuple[Any, Any]]:
        """The applicants with their two fields."""
        for each in self.applications:
            yield self[f"interest_{each.pk}"], self[f"word_{each.pk}"]

    def clean(self) -> dict[str, Any]:
        """An interest is told in a few words."""
        cleaned = super().clean() or {}
        for application in self.applications:
            word = cleaned.get(f"word_{application.pk}", "")
            if cleaned.get(f"interest_{application.pk}") == "conflict" and not word:
                self.add_error(f"word_{application.pk}", _("Say in a few words what your interest is."))
        return cleaned

    @property
    def words(self) -> dict[int, tuple[bool, str]]:
        """By application: whether there is an interest, and which."""
        told = self.cleaned_data
        return {
            each.pk: (told[f"interest_{each.pk}"] == "conflict", told[f"word_{each.pk}"])
            for each in self.applications
        }


class ScoreForm(forms.Form):
    """A score with a reason on every criterion; complete only when it is handed in."""

    use_required_attribute = False  # the browser would keep a draft from being saved

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[Criterion],
        review: Review | None,
        complete: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        kept = {score.criterion_id: score for score in review.scores.all()} if review else {}
        for criterion in criteria:
            score = kept.get(criterion.pk)
            field = forms.TypedChoiceField(
                label=_("Score: %(criterion)s") % {"criterion": localised(criterion, "title")[0]},
                choices=self._scale(criterion),
                coerce=int,
                empty_value=None,
                required=complete,
                initial=None if score is None else score.value,
            )
            self.fields[f"score_{criterion.pk}"] = field
            reason = _reason(_("Reason: %(criterion)s") % {"criterion": localised(criterion, "title")[0]})
            reason.required, reason.initial = complete, "" if score is None else score.reason
            reason.widget.attrs["rows"] = "4"
            self.fields[f"reason_{criterion.pk}"] = reason

    @staticmethod
    def _scale(criterion: Criterion) -> list[tuple[str, str]]:
        words = criterion.scale_labels or {}
        steps = range(criterion.scale_min, criterion.scale_max + 1)
        return [
            ("", _("Choose a score")),
            *((str(n), f"{n} – {words[str(n)]}" if words.get(str(n)) else str(n)) for n in steps),
        ]

    def rows(self) -> Iterator[tuple[Criterion, Any, Any]]:
        """The criteria with their two fields."""
        for each in self.criteria:
            yield each, self[f"score_{each.pk}"], self[f"reason_{each.pk}"]

    @property
    def scores(self) -> dict[int, tuple[int | None, str]]:
        """By criterion: the score so far and its reason."""
        told = self.cleaned_data
        return {each.pk: (told[f"score_{each.pk}"], told[f"reason_{each.pk}"]) for each in self.criteria}


class DecisionForm(forms.Form):
    """What is decided on one candidate, and why."""

    outcome = _radio(gettext_lazy("Decision"), [])
    reserve_place = forms.IntegerField(
        label=gettext_lazy("Place on the reserve list"), min_value=1, max_value=999, required=False
    )
    motive = forms.CharField(
        label=gettext_lazy("Motive"),
        max_length=10000,
        widget=forms.Textarea,
        help_text=gettext_lazy("The applicant reads this word for word. Say what weighed, per criterion."),
    )
    is_motive_public = forms.BooleanField(
        label=gettext_lazy("Publish the motive with the result (only for selected applications)"),
        required=False,
    )

    def __init__(self, *args: Any, application: Application, reason: str, **kwargs: Any) -> None:
        kept = getattr(application, "decision", None)
        kwargs["initial"] = self._initial(kept, application, reason)
        super().__init__(*args, **kwargs)
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)
        is_admissible = application.admissibility.is_admissible
        outcome.choices = [
            choice
            for choice in Decision.Outcome.choices
            if (choice[0] == Decision.Outcome.INADMISSIBLE) != is_admissible
        ]
        if not is_admissible:
            del self.fields["reserve_place"], self.fields["is_motive_public"]

    @staticmethod
    def _initial(kept: Decision | None, application: Application, reason: str) -> dict[str, Any]:
        if kept is not None:
            names = ("outcome", "reserve_place", "motive", "is_motive_public")
            return {name: getattr(kept, name) for name in names}
        if application.admissibility.is_admissible:
            return {}
        return {"outcome": Decision.Outcome.INADMISSIBLE, "motive": reason}

    def clean(self) -> dict[str, Any]:
        """A place belongs to the reserve list, and only to it."""
        cleaned = super().clean() or {}
        is_reserve = cleaned.get("outcome") == Decision.Outcome.RESERVE
        if is_reserve and not cleaned.get("reserve_place") and "reserve_place" not in self.errors:
            self.add_error("reserve_place", _("Give the place on the reserve list: 1 comes first."))
        return cleaned


class ReportForm(forms.ModelForm[Jury]):
    """The report that goes with the result."""

    class Meta:
        model = Jury
        fields = ["report", "report_en"]
        help_texts = {
            "report": gettext_lazy("Published with the result. Name nobody who was not selected."),
        }
