"""Fields for numbers as people write them: € 1.250,50, 1250.5, 3,5 %. What was typed stands there again after a mistake."""

import re
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from feasibility import formats
from feasibility.fields import LARGEST
from proeftuin.studies.numbers import read_number, write_number

SHOWN = 40  # characters of what was typed that a message repeats
_SPACE = re.compile(r"(?<=\d)\s(?=\d{3}(?:\D|$))|(?<=^[-−–])\s+")  # between thousands, and after a minus
_NO_CENTS = re.compile(r"[.,][-–—]{1,2}$")  # € 950,-


class AmountField(forms.Field):
    """Euros, or another number; gives a float. `groups`: whether thousands are set apart, by itself where the field can hold a thousand."""

    around: ClassVar[re.Pattern[str]] = re.compile(r"€|euro?\b", re.IGNORECASE)
    scale: ClassVar[int] = 0  # decimals that the number shifts between the page and the value

    def __init__(
        self,
        *,
        min_value: float | None = None,
        max_value: float = LARGEST,
        groups: bool | None = None,
        **kwargs: Any,
    ) -> None:
        self.min_value, self.max_value = min_value, max_value
        self.groups = self._shift(max_value, self.scale) >= 1000 if groups is None else groups
        kwargs.setdefault("widget", forms.TextInput)
        super().__init__(**kwargs)

    @staticmethod
    def _shift(value: float, decimals: int) -> float:
        """Moved by so many decimals, without the noise of a multiplication."""
        return float(Decimal(repr(float(value))).scaleb(decimals))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A keyboard with digits and a comma on a phone."""
        return {"inputmode": "decimal", "autocomplete": "off"}

    def written(self, value: float) -> str:
        """A value as it stands in the field."""
        return write_number(self._shift(value, self.scale), get_language() or "nl", groups=self.groups)

    def prepare_value(self, value: Any) -> Any:
        """A value in the language of the page; what was typed as it was typed."""
        return self.written(value) if isinstance(value, int | float) else value

    def to_python(self, value: Any) -> float | None:
        """The number, or what cannot be read in it."""
        text = str(value if value is not None else "").strip()
        if not text:
            return None
        bare = _NO_CENTS.sub("", _SPACE.sub("", self.around.sub("", text).strip()))
        found = read_number(bare, groups=self.groups)
        if found is None:
            raise ValidationError(
                _("“%(given)s” cannot be read as a number. Write it like this: %(example)s."),
                code="invalid",
                params={"given": _short(text), "example": self.example},
            )
        return self._fitting(self._shift(found, -self.scale), _short(text))

    def _fitting(self, value: float, given: str) -> float:
        """The value, when it lies within the limits."""
        low = -LARGEST if self.min_value is None else self.min_value
        if low <= value <= self.max_value:
            return value
        if self.max_value < LARGEST:
            said = _("“%(given)s” is not possible here: give %(low)s to %(high)s.")
        elif self.min_value is not None and value < low:
            said = _("“%(given)s” is not possible here: give %(low)s or more.")
        else:
            said = _("“%(given)s” is too large to reckon with.")
        limits = {"low": self._limit(low), "high": self._limit(self.max_value)}
        raise ValidationError(said, code="range", params={"given": given} | limits)

    def _limit(self, value: float) -> str:
        return self.written(value)

    @property
    def example(self) -> str:
        """How such a number may be written."""
        language = get_language() or "nl"
        return formats.number(1250.5 if self.groups else 2.5, language, 2 if self.groups else 1, trim=False)

    def validate(self, value: Any) -> None:
        """Says what is expected in an empty field that must be filled in."""
        if self.required and value is None:
            raise ValidationError(
                _("Fill in a number, for instance %(example)s."),
                code="required",
                params={"example": self.example},
            )


class PercentField(AmountField):
    """A percentage; gives a fraction (3,5 → 0.035). The limits are fractions too."""

    around = re.compile(r"%|procent|percent", re.IGNORECASE)
    scale = 2

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("groups", False)
        super().__init__(**kwargs)

    def _limit(self, value: float) -> str:
        return f"{self.written(value)}%"

    @property
    def example(self) -> str:
        """How such a percentage may be written."""
        return formats.number(3.5, get_language() or "nl", 1)


class WholeField(AmountField):
    """A whole number; gives an int. A year of the calendar has groups=False."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A keyboard with digits on a phone."""
        return {"inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value: Any) -> int | None:
        """The whole number, or what is wrong with it."""
        found = super().to_python(value)
        if found is None:
            return None
        if not found.is_integer():
            raise ValidationError(
                _(
                    "“%(given)s” is not a whole number. Write it without a comma or point, like this: %(example)s."
                ),
                code="whole",
                params={"given": _short(str(value)), "example": self.example},
            )
        return int(found)

    @property
    def example(self) -> str:
        """A whole number."""
        return self.written(max(self.min_value or 0, min(12, self.max_value)))


def _short(text: str) -> str:
    """What was typed, on one line and not longer than a message can bear."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[:SHOWN] + "…"
