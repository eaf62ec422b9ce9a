"""What is known of a site, in words and in the order in which people read it."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from proeftuin.core.templatetags.house import amount, day
from proeftuin.places.coordinates import System, convert
from proeftuin.sites.models import Site


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing about a site; without lines it is not known."""

    label: str
    lines: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        """Whether somebody told it."""
        return bool(self.lines)


def _fact(label: str, *lines: object) -> Fact:
    return Fact(label, tuple(str(line) for line in lines if line not in (None, "")))


def facts(site: Site) -> list[Fact]:
    """All facts of a site, also those that are not known."""
    return [
        _fact(_("Municipality"), site.municipality.name),
        _fact(_("Address"), site.address),
        _fact(_("What it is"), site.description),
        _fact(_("Area"), *_area(site)),
        _fact(_("Parcels"), *_parcels(site)),
        _fact(_("Place"), *_place(site)),
        _fact(_("Built or not"), _first_capital(site.get_built_display())),
        _fact(_("Buildings"), site.buildings),
        _fact(_("Heritage"), _first_capital(site.get_heritage_display()), site.heritage_note),
        _fact(_("Zoning"), site.zoning),
        _fact(_("Parking norm"), site.parking),
        _fact(_("Owner"), _first_capital(site.get_ownership_display()), site.ownership_note),
        _fact(_("Intention"), _first_capital(site.get_intention_display())),
        _fact(_("Conditions"), site.conditions),
    ]


def _first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _area(site: Site) -> list[str]:
    lines = [f"{amount(site.area_m2)} m²"] if site.area_m2 else []
    if site.outline_area_m2 and site.outline_area_m2 != site.area_m2:
        lines.append(_("%(area)s m² as measured on the outline") % {"area": amount(site.outline_area_m2)})
    return lines


def _parcels(site: Site) -> list[str]:
    return [
        _("%(key)s (looked up on %(day)s)") % {"key": parcel.key, "day": day(parcel.seen_on)}
        if parcel.seen_on
        else parcel.key
        for parcel in site.parcels.all()
    ]


def _place(site: Site) -> list[str]:
    """The place in all three systems, the given one first; others are computed and right to about 20 cm."""
    if not site.position:
        return []
    longitude, latitude = site.position["coordinates"]
    given = System(site.position_system)
    lines = [f"{given.label}: {site.position_given}"]
    for system in (System.WGS84, System.LAMBERT_72, System.LAMBERT_2008):
        if system != given:
            numbers = convert(longitude, latitude, source=System.WGS84, target=system)
            lines.append(f"{system.label}: {_numbers(numbers, 5 if system == System.WGS84 else 1)}")
    return [*lines, _("Converted to about 20 cm: to find the place, not to survey it.")]


def _numbers(numbers: tuple[float, float], decimals: int) -> str:
    return "; ".join(number_format(one, decimal_pos=decimals, force_grouping=False) for one in numbers)
