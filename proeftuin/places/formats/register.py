"""The guard against national register numbers: we may not hold them, so we do not take them."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_SHAPE = re.compile(
    r"(?<![0-9])([0-9]{2})[.\-/ ]?([0-9]{2})[.\-/ ]?([0-9]{2})[.\-/ ]{0,3}([0-9]{3})[.\-/ ]{0,3}([0-9]{2})(?![0-9])"
)
_BIS_MONTHS = (0, 20, 40)  # a number for who is not in the register adds 20 or 40 to the month


def _is_register_number(year: str, month: str, date: str, counter: str, check: str) -> bool:
    plausible = any(0 <= int(month) - extra <= 12 for extra in _BIS_MONTHS) and int(date) <= 31
    first = int(f"{year}{month}{date}{counter}")
    checks = {97 - first % 97, 97 - (2_000_000_000 + first) % 97}
    return plausible and int(check) in checks


def holds_register_number(text: str) -> bool:
    """Whether a text holds something with the form, the date and the check digits of a register number."""
    return any(_is_register_number(*match.groups()) for match in _SHAPE.finditer(text))


def refuse_register_number(text: str) -> None:
    """A validator for free text; its message does not repeat what was typed."""
    if holds_register_number(text):
        raise ValidationError(
            _("This text holds a national register number. We may not keep it. Remove it and send again."),
            code="register_number",
        )
