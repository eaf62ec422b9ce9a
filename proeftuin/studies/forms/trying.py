"""The sliders of a study, and the question that the engine answers by searching."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from feasibility import Plan
from proeftuin.studies.forms.numbers import AmountField
from proeftuin.studies.trying import Slider, goals, sliders


class Range(forms.NumberInput):
    """A slider that works without script too: a range in the browser, a number for who types."""

    input_type = "range"


class TryForm(forms.Form):
    """Other values for the main assumptions; what is left out stays as it is."""

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        self.plan = plan
        self.sliders: list[Slider] = list(sliders(plan))
        kwargs["initial"] = {one.name: round(one.read(plan), 4) for one in self.sliders} | (
            kwargs.get("initial") or {}
        )
        super().__init__(*args, **kwargs)
        for one in self.sliders:
            attrs = {
                "min": f"{one.low:g}",
                "max": f"{one.high:g}",
                "step": "any",
                "data-step": f"{one.step:g}",
            }
            if one.unit == "eur":
                attrs |= {"min": f"{one.low:.0f}", "max": f"{one.high:.0f}", "data-step": f"{one.step:.0f}"}
            self.fields[one.name] = forms.FloatField(
                label=str(one.words),
                required=False,
                min_value=one.low,
                max_value=one.high,
                widget=Range(attrs=attrs),
            )

    @property
    def values(self) -> dict[str, float]:
        """What was set."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}


class GoalForm(forms.Form):
    """What is sought, and what the dearest home may cost."""

    target = forms.ChoiceField(label=_("What do you want to know?"), widget=forms.RadioSelect)
    ceiling = AmountField(
        label=_("when no home costs more a month than, in euros"), min_value=1, max_value=100_000
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = [(one.target, one.words) for one in goals(plan)]  # type: ignore[attr-defined]
