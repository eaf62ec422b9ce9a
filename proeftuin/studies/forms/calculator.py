"""The questions of the public calculator: the engine's own fields, six of them in front."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from feasibility import PlanError
from feasibility.fields import Field
from feasibility.formats import unit_name
from feasibility.household import Cooperative, cooperative_from
from feasibility.parameters import ParameterNotKnown
from proeftuin.core.templatetags.house import day
from proeftuin.studies.calculation import assessment_of, plan_of
from proeftuin.studies.forms.numbers import AmountField, PercentField, WholeField
from proeftuin.studies.household.comparing import (
    BY_KEY,
    CAPITAL,
    OWN,
    QUESTIONS,
    SIMPLE,
    Outcome,
    Question,
    calculate,
    choice_names,
    example_values,
    household_of,
)
from proeftuin.studies.models import StudyVersion
from proeftuin.studies.queries.published import MOST, published, published_version

BARE = {
    "factor",
    "flag",
    "date",
    "choice",
    "eur",
    "share",
}  # units that the field itself shows, or need no words
GROUPS = {
    "": gettext_lazy("Your household"),
    "outlook": gettext_lazy("The coming years"),
    "rent": gettext_lazy("Renting"),
    "buy": gettext_lazy("Buying"),
    "cooperative": gettext_lazy("The cooperative"),
}
WORDS: dict[str, tuple[Any, Any]] = {  # for the questions in front: label and help in plain words
    "buy_price": (gettext_lazy("Price of the home that you would buy"), ""),
    "own_money": (
        gettext_lazy("Own money"),
        gettext_lazy("What you can bring in now, the same for each way."),
    ),
    "income": (
        gettext_lazy("Net income a month"),
        gettext_lazy("Only to see what part of it goes to housing."),
    ),
    "years": (gettext_lazy("How many years do we compare?"), ""),
}
TICKED, UNTICKED = "1", "0"
KEY = ":"  # between the key of a study and the name of a home


class CalculatorForm(forms.Form):
    """A household and three ways to live. When it is valid, `outcome` holds the comparison."""

    mode = forms.ChoiceField(
        label=gettext_lazy("How much do you want to fill in?"),
        choices=[("simple", gettext_lazy("Six questions")), ("full", gettext_lazy("Everything"))],
        widget=forms.RadioSelect,
        initial="simple",
        required=False,
    )
    study = forms.CharField(label=gettext_lazy("The cooperative home"), required=False, max_length=200)

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, auto_id="id_%s")
        self.today = today
        self.outcome: Outcome | None = None
        self.version: StudyVersion | None = None
        self.fields["study"].widget = forms.Select(choices=CallableChoiceIterator(self._studies))
        language = get_language() or "nl"
        for one in QUESTIONS:
            self.fields[one.name] = _field(one, language)
        self.fields["start"].initial = today

    @cached_property
    def versions(self) -> list[StudyVersion]:
        """The published studies to choose from; an answer without the form never asks for them."""
        return list(published()[:MOST])

    def _studies(self) -> Iterator[tuple[str, Any]]:
        """The example, and each home of the published studies; the one that was chosen also when it is not in the list."""
        yield "", _("Example (made-up figures)")
        for version in self.versions:
            homes = [(f"{version.public_key}{KEY}{home.name}", home.name) for home in plan_of(version).homes]
            yield f"{version.name} ({day(version.published_at)})", homes
        chosen = str(self.data.get("study", ""))
        if chosen and chosen.partition(KEY)[0] not in {str(one.public_key) for one in self.versions}:
            yield chosen, _("The study of the link that you followed")

    @property
    def is_full(self) -> bool:
        """Whether all fields are asked."""
        return str(self["mode"].value()) == "full"

    @property
    def simple(self) -> list["Row"]:
        """The questions in front."""
        return [Row(self, name) for name in SIMPLE]

    @property
    def capital(self) -> "Row":
        """The field that the slider moves."""
        return Row(self, CAPITAL)

    @property
    def groups(self) -> list[tuple[str, list["Row"], bool]]:
        """All other questions by subject, and whether something is wrong there."""
        found = []
        for section, title in GROUPS.items():
            rows = [Row(self, one.name) for one in QUESTIONS if one.section == section and one.name not in {*SIMPLE, CAPITAL}]  # fmt: skip
            found.append((str(title), rows, any(row.bound.errors for row in rows)))
        return found

    def clean_mode(self) -> str:
        """Six questions, unless everything was asked for."""
        return self.cleaned_data["mode"] or "simple"

    def clean(self) -> dict[str, Any]:
        """Calculates; what the engine finds wrong stands at the field that it is about."""
        values = super().clean() or self.cleaned_data
        cooperative = self._from_study(str(values.get("study") or ""))
        if self.errors:
            return values
        try:
            self.outcome = calculate(household_of(values, cooperative), on=self.today)
        except PlanError as error:
            self._refuse(error)
        return values

    def _from_study(self, chosen: str) -> Cooperative | None:
        """The cooperative side from a published study: the home that was chosen, or its first."""
        if not chosen:
            return None
        key, _between, home = chosen.partition(KEY)
        try:
            self.version = published_version(UUID(key))
        except ValueError:
            self.version = None
        if self.version is None:
            self.add_error(
                "study", _("This study is not public (any more). Choose another one, or the example.")
            )
            return None
        assessment = assessment_of(self.version)
        names = [one.name for one in assessment.plan.homes]
        if home and home not in names:
            self.add_error("study", _("This study has no such home. Choose one from the list."))
            return None
        try:
            return cooperative_from(assessment, home or names[0])
        except PlanError as error:
            self.add_error(
                "study", [fault.nl if get_language() == "nl" else fault.en for fault in error.faults]
            )
            return None

    def _refuse(self, error: PlanError) -> None:
        if isinstance(error.__cause__, ParameterNotKnown):
            said = _("The law of that day is not known here. Choose another day on which you move in.")
            self.add_error("start", said)
            return
        for fault in error.faults:
            question = BY_KEY.get("years" if fault.key == "cooperative.path" else fault.key)
            self.add_error(
                question.name if question else None, fault.nl if get_language() == "nl" else fault.en
            )


class Row:
    """One question on the page: its field, its unit, and the example's value beside the one that stands there."""

    def __init__(self, form: CalculatorForm, name: str) -> None:
        self.bound = form[name]
        self.name = name
        field = form.fields[name]
        self.is_tick = isinstance(field, forms.BooleanField)
        self.unit = getattr(field, "unit", "")
        self.has_example = name in example_values()
        self.example = written(field, example_values()[name]) if self.has_example else ""
        value = self.bound.value()
        here = (TICKED if value else UNTICKED) if self.is_tick else str("" if value is None else value)
        self.is_example = self.has_example and here == self.example


def written(field: forms.Field, value: Any) -> str:
    """A value as it stands in the form."""
    if isinstance(value, bool):
        return TICKED if value else UNTICKED
    return str(field.prepare_value(value))


def with_examples(data: Any, which: str, today: date) -> Any:
    """What was typed, with the example's value back in one field, or in all that have one."""
    blank, changed = CalculatorForm(today=today), data.copy()
    for one in QUESTIONS:
        if which not in {"all", one.name} or one.name in OWN:
            continue
        changed.pop(one.name, None)
        if one.name in example_values():
            text = written(blank.fields[one.name], example_values()[one.name])
            if text != UNTICKED or one.field.kind != "flag":
                changed[one.name] = text
    if which == "all":
        changed.pop("study", None)
    return changed


def _field(one: Question, language: str) -> forms.Field:
    """The field of a question, in the language of the page."""
    field = one.field
    build = _KINDS[field.kind]
    made = build(one, language, label=field.label(language), required=_is_required(one), initial=example_values().get(one.name))  # fmt: skip
    made.help_text = "" if field.kind == "choice" else field.note(language)
    if one.name in WORDS:
        made.label, made.help_text = WORDS[one.name]
    made.unit = _unit(field, language)  # type: ignore[attr-defined]
    return made


def _is_required(one: Question) -> bool:
    return one.field.required and one.field.kind != "flag"


def _unit(field: Field, language: str) -> str:
    if field.unit == "eur":
        return "€"
    if field.unit == "share":
        return "%"
    return "" if field.unit in BARE else unit_name(field.unit, language)


def _number(one: Question, language: str, **about: Any) -> forms.Field:
    field = one.field
    kind: Any = {"share": PercentField, "whole": WholeField}.get(field.kind, AmountField)
    low = 0.0 if field.default == -1.0 else field.low
    limits = {"min_value": low} | ({"max_value": field.high} if field.high is not None else {})
    return kind(**limits, **({"groups": False} if field.kind == "whole" else {}), **about)  # type: ignore[no-any-return]


def _choice(one: Question, language: str, **about: Any) -> forms.Field:
    names = choice_names(one, language)
    return forms.ChoiceField(choices=[(value, names[value]) for value in one.choices], **about)


def _flag(one: Question, language: str, **about: Any) -> forms.Field:
    return forms.BooleanField(**about)


def _day(one: Question, language: str, **about: Any) -> forms.Field:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y"], **about)


_KINDS: dict[str, Callable[..., forms.Field]] = {
    "share": _number,
    "whole": _number,
    "number": _number,
    "choice": _choice,
    "flag": _flag,
    "date": _day,
}
