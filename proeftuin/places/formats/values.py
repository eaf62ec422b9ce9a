"""Numbers and days as people here write them."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

NO_BREAK = "\N{NO-BREAK SPACE}"
_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "januari jan january", "februari feb february", "maart mrt mar march", "april apr",
            "mei may", "juni jun june", "juli jul july", "augustus aug august",
            "september sep sept", "oktober okt oct october", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


def number(text: str) -> Decimal:
    """A number with a decimal comma or point: 1.234,5 · 1 234,5 · 1234.5; three digits after one point are thousands."""
    plain = re.sub(r"[\s'’]|^€|€$", "", text.strip().removeprefix("€"))
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and point >= 0:
        decimal, thousands = (",", ".") if comma > point else (".", ",")
        plain = plain.replace(thousands, "").replace(decimal, ".")
    elif comma >= 0:
        plain = plain.replace(",", "." if plain.count(",") == 1 else "")
    elif plain.count(".") > 1 or re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", plain, re.ASCII):
        plain = plain.replace(".", "")
    if not re.fullmatch(r"-?\d+(\.\d+)?", plain, re.ASCII) or len(plain) > 30:
        raise ValidationError(_("This is not a number. Write it like 1234,5."), code="number")
    try:
        return Decimal(plain)
    except InvalidOperation as error:
        raise ValidationError(_("This is not a number. Write it like 1234,5."), code="number") from error


def show_number(value: Decimal | int | float, decimals: int = 0) -> str:
    """A number in the Dutch style: 1 234,5 with a space that does not break."""
    return f"{value:,.{decimals}f}".replace(",", NO_BREAK).replace(".", ",")


def day(text: str) -> date:
    """A day written as 5/3/2026, 5-3-2026, 2026-03-05, 5 maart 2026 or 5 March 2026."""
    given = text.strip().lower()
    parts = re.fullmatch(r"(\d{1,2})[/\-. ]+([a-z]+|\d{1,2})[.]?[/\- ]*[ ./\-](\d{4})", given, re.ASCII)
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", given, re.ASCII)
    try:
        if iso:
            return date(*map(int, iso.groups()))
        if parts:
            month = parts[2]
            return date(int(parts[3]), int(month) if month.isdigit() else _MONTHS[month], int(parts[1]))
    except (ValueError, KeyError):
        pass
    raise ValidationError(_("This is not a day. Write it like 5/3/2026 or 5 maart 2026."), code="day")


def show_day(value: date) -> str:
    """A day in figures, without zeros in front: 5/3/2026."""
    return f"{value.day}/{value.month}/{value.year}"
