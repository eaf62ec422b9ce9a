"""The form of a site: two questions must be answered, all others may wait."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proeftuin.accounts.models import Organisation
from proeftuin.core.forms import TokenMixin
from proeftuin.places import fields, formats
from proeftuin.places.coordinates import System, convert
from proeftuin.places.outlines import TEXT_LIMIT
from proeftuin.sites.models import Site

NOT_KNOWN = ("", gettext_lazy("Not known yet"))
FAR_M = 2000


def _choices(kinds: Any) -> list[tuple[Any, Any]]:
    return [NOT_KNOWN, *((value, f"{label[:1].upper()}{label[1:]}") for value, label in kinds.choices)]


class Choice(forms.ChoiceField):
    """One of a few answers, or "not known yet"."""

    def __init__(self, kinds: Any, **kwargs: Any) -> None:
        super().__init__(choices=lambda: _choices(kinds), required=False, **kwargs)


class SiteForm(TokenMixin, forms.Form):
    """A site as an official describes it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=gettext_lazy("Organisation"))
    name = fields.ShortText(
        label=gettext_lazy("Name of the site"),
        max_length=120,
        help_text=gettext_lazy("As people there call it."),
    )
    municipality = fields.MunicipalityField()
    address = fields.ShortText(label=gettext_lazy("Address"), max_length=200, required=False)
    description = fields.FreeText(
        label=gettext_lazy("What is it?"),
        required=False,
        max_length=5000,
        help_text=gettext_lazy("In a few sentences: what lies or stands there, and what surrounds it."),
    )
    parcels = fields.ParcelKeysField(
        label=gettext_lazy("Parcels"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy(
            "The cadastral keys (CAPAKEY), one on each line, for example 40613A1154/02C000."
            " Other spellings are fine: 40613A1154-02C000 or 40613_A_1154_C_000_02."
        ),
    )
    parcels_seen_on = fields.DayField(
        label=gettext_lazy("Parcels looked up on"),
        required=False,
        help_text=gettext_lazy("Parcels split and merge. For example 5/3/2026."),
    )
    position = fields.PositionField(
        label=gettext_lazy("Place"),
        required=False,
        help_text=gettext_lazy(
            "Two numbers that you copy from a map: latitude and longitude (51,0464 3,7187)"
            " or Lambert 72 or 2008 (104412 193117). We see which one it is."
        ),
    )
    outline = fields.OutlineField(
        label=gettext_lazy("Outline"),
        required=False,
        max_length=TEXT_LIMIT,
        help_text=gettext_lazy("The outline as GeoJSON: paste the text here, or choose a file below."),
    )
    outline_file = forms.FileField(
        label=gettext_lazy("Outline as a file"),
        required=False,
        help_text=gettext_lazy("A file that ends in .geojson or .json."),
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json"}),
    )
    area_m2 = fields.AreaField(
        label=gettext_lazy("Area in m²"),
        required=False,
        help_text=gettext_lazy("For example 1 234 or 1,5 ha."),
    )
    built = Choice(Site.Built, label=gettext_lazy("Built or not"))
    buildings = fields.FreeText(
        label=gettext_lazy("Buildings"),
        required=False,
        max_length=5000,
        help_text=gettext_lazy("Which ones, how old, in what state, in use or empty."),
    )
    heritage = Choice(Site.Heritage, label=gettext_lazy("Heritage"))
    heritage_note = fields.ShortText(label=gettext_lazy("About the heritage"), required=False, max_length=300)
    zoning = fields.ShortText(
        label=gettext_lazy("Zoning"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("The zone, and the spatial plan (RUP or BPA) if there is one."),
    )
    parking = fields.ShortText(
        label=gettext_lazy("Parking norm"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("How many parking places for each home, and for bicycles."),
    )
    ownership = Choice(Site.Ownership, label=gettext_lazy("Owner"))
    ownership_note = fields.ShortText(label=gettext_lazy("About the owner"), required=False, max_length=300)
    intention = Choice(Site.Intention, label=gettext_lazy("Intention"))
    conditions = fields.FreeText(
        label=gettext_lazy("Conditions"),
        required=False,
        max_length=5000,
        help_text=gettext_lazy("What you expect of who will build and live there."),
    )

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = list(organisations)
        choice = self.fields["organisation"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = Organisation.objects.filter(pk__in=[one.pk for one in mine])
        if len(mine) == 1:
            choice.widget, choice.initial = forms.HiddenInput(), mine[0].pk
        self._read_outline_file()

    def _read_outline_file(self) -> None:
        """The text of a chosen file goes where it could be pasted, so that a mistake elsewhere does not lose it."""
        upload = self.files.get("outline_file") if self.is_bound else None
        if upload and (upload.size or 0) <= TEXT_LIMIT:
            text = upload.read().decode("utf-8-sig", errors="replace")
            self.data = {**dict(self.data.items()), "outline": text}

    def clean_outline_file(self) -> Any:
        upload = self.cleaned_data.get("outline_file")
        if upload and upload.size > TEXT_LIMIT:
            raise ValidationError(_("This file is too large for an outline. Simplify the outline first."))
        if upload:
            formats.refuse_register_number(upload.name)
        return upload

    def clean(self) -> dict[str, Any]:
        """A place far from its own outline is a mistake in one of the two."""
        values = super().clean() or self.cleaned_data
        position, outline = values.get("position"), values.get("outline")
        if position and outline and _metres_between(position, outline.geometry) > FAR_M:
            self.add_error(
                "position", _("This place lies far from the outline. One of the two cannot be right.")
            )
        return values


def _metres_between(position: Any, geometry: dict[str, Any]) -> float:
    """Between the place and the first corner of the outline, as the crow flies."""
    ring = geometry["coordinates"][0]
    corner = ring[0] if geometry["type"] == "Polygon" else ring[0][0]
    here = convert(position.longitude, position.latitude, source=System.WGS84, target=System.LAMBERT_2008)
    there = convert(corner[0], corner[1], source=System.WGS84, target=System.LAMBERT_2008)
    return float(((here[0] - there[0]) ** 2 + (here[1] - there[1]) ** 2) ** 0.5)


def values_of(site: Site) -> dict[str, Any]:
    """What the form shows of a site that is there already."""
    parcels = list(site.parcels.all())
    return {
        "token": site.token,
        "version": site.version,
        "organisation": site.organisation_id,
        **{name: getattr(site, name) for name in SiteForm.base_fields if hasattr(Site, name)},
        "municipality": site.municipality,
        "parcels": [parcel.key for parcel in parcels],
        "parcels_seen_on": max((parcel.seen_on for parcel in parcels if parcel.seen_on), default=None),
        "position": site.position_given,
        "outline": site.outline_given,
    }


class DocumentForm(forms.Form):
    """A photo, plan or other document, with words for who cannot see it."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A photo (jpg, png), PDF, or text or table (docx, xlsx, odt, ods); at most 20 MB."
        ),
    )
    caption = fields.ShortText(
        label=gettext_lazy("What does it show?"),
        max_length=300,
        help_text=gettext_lazy("One sentence, for who cannot see it and for who searches later."),
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        formats.refuse_register_number(upload.name)
        return upload
