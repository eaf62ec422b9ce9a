"""Form fields for what is Belgian: they take what people type and give back what we store."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proeftuin.core.folding import fold
from proeftuin.places import coordinates, formats, outlines, queries
from proeftuin.places.models import Municipality

M2_PER_HA = 10_000


class MunicipalityInput(forms.TextInput):
    """A text field with the names of all municipalities as suggestions."""

    template_name = "places/widgets/municipality.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        list_id = f"{(attrs or {}).get('id', name)}_list"
        context = super().get_context(name, value, {**(attrs or {}), "list": list_id, "autocomplete": "off"})
        context["widget"]["names"] = queries.names()
        return context


class MunicipalityField(forms.CharField):
    """A municipality of today, typed by its name, a former name or a submunicipality."""

    widget = MunicipalityInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Municipality"))
        kwargs.setdefault("help_text", gettext_lazy("Type a municipality or submunicipality."))
        super().__init__(max_length=120, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = Municipality.objects.filter(pk=value).first()
        return value.name if isinstance(value, Municipality) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value.name if isinstance(value, Municipality) else value)
        return self._one(text) if text else None

    def _one(self, text: str) -> Municipality:
        """The one municipality that is meant; several or none is an error that helps."""
        in_brackets = re.fullmatch(r"(.+?)\s*\((.+)\)", text)
        found = queries.find(in_brackets[2] if in_brackets else text)
        wanted = fold(in_brackets[2] if in_brackets else text)
        exact = [one for one in found if wanted in {fold(one.municipality.name), one.municipality.nis}]
        named = exact or [one for one in found if fold(one.via) == wanted]
        if len(named) == 1:
            return named[0].municipality
        if found:
            raise ValidationError(
                _("Which one do you mean: %(names)s? Type it like that.")
                % {"names": ", ".join(str(one) for one in found)},
                code="municipality_unclear",
            )
        raise ValidationError(
            _("We do not know this municipality. Check the spelling."), code="municipality_unknown"
        )


class FreeText(forms.CharField):
    """Free text of several lines, without national register numbers."""

    widget = forms.Textarea(attrs={"rows": 5})
    default_validators = [formats.refuse_register_number]


class ShortText(forms.CharField):
    """Free text of one line, without national register numbers."""

    default_validators = [formats.refuse_register_number]


class EnterpriseNumberField(forms.CharField):
    """An enterprise number: ten digits, shown with dots."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Enterprise number"))
        kwargs.setdefault("help_text", gettext_lazy("Ten digits, for example 0207.451.227."))
        super().__init__(max_length=20, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        plain = isinstance(value, str) and re.fullmatch(r"[0-9]{10}", value)
        return formats.show_enterprise_number(value) if plain else value

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return formats.enterprise_number(text) if text else ""


class PhoneField(forms.CharField):
    """A telephone number, stored with its country."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})

    def prepare_value(self, value: Any) -> Any:
        return formats.show_phone(value) if isinstance(value, str) and value.startswith("+32") else value

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return formats.phone(text) if text else ""


class ParcelKeysField(forms.CharField):
    """Cadastral parcels, one key a line, in any of the three spellings."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return formats.parcel_keys(super().clean(value))


class PositionField(forms.CharField):
    """A place: two numbers in WGS84, Lambert 72 or Lambert 2008."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=120, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.given if isinstance(value, coordinates.Position) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return coordinates.parse(text) if text else None


class OutlineField(forms.CharField):
    """An outline as GeoJSON text."""

    widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return outlines.parse(text) if text else None


class NumberField(forms.CharField):
    """A number with a decimal comma or point, between two bounds."""

    def __init__(
        self, *, least: Decimal | int | None = None, most: Decimal | int | None = None, **kwargs: Any
    ) -> None:
        self.least, self.most = least, most
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}))
        super().__init__(max_length=40, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal | int) or isinstance(value, bool):
            return value
        exponent = Decimal(value).normalize().as_tuple().exponent
        return formats.show_number(value, max(0, -exponent) if isinstance(exponent, int) else 0)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self._within(self.read(text)) if text else None

    def read(self, text: str) -> Decimal:
        """The number in the text."""
        return formats.number(text)

    def _within(self, found: Decimal) -> Decimal:
        if self.least is not None and found < self.least:
            raise ValidationError(
                _("This must be at least %(least)s.") % {"least": formats.show_number(self.least)}
            )
        if self.most is not None and found > self.most:
            raise ValidationError(
                _("This must be at most %(most)s.") % {"most": formats.show_number(self.most)}
            )
        return found


class AreaField(NumberField):
    """An area in square metres; hectares are taken too."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("least", 1)
        kwargs.setdefault("most", outlines.AREA_LIMIT_M2)
        super().__init__(**kwargs)

    def read(self, text: str) -> Decimal:
        """The number of square metres, rounded to whole ones."""
        unit = re.fullmatch(r"(?is)(.*?)\s*(m²|m2|ha)?", text.strip())
        plain = unit[1] if unit else text
        found = formats.number(plain) * (M2_PER_HA if unit and (unit[2] or "").lower() == "ha" else 1)
        return found.quantize(Decimal(1))


class DayField(forms.CharField):
    """A day, typed as 5/3/2026 or 5 maart 2026."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "short"}))
        super().__init__(max_length=40, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return formats.show_day(value) if isinstance(value, date) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return formats.day(text) if text else None
