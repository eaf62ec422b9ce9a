"""The tile map as a template tag."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from proeftuin.places import formats
from proeftuin.places import tilemap as drawing

register = template.Library()


@register.simple_tag
def tilemap(
    marks: Iterable[drawing.Mark] = (),
    here: str = "",
    uid: str = "map",
    title: str = "",
    with_list: bool = True,
) -> SafeString:
    """The schematic map with these marks and the list of them beside it."""
    return drawing.render(marks, here=here, uid=uid, title=title, with_list=with_list)


@register.filter
def enterprise_number(digits: str) -> str:
    """Ten digits as 0207.451.227."""
    return formats.show_enterprise_number(digits) if digits else ""
