"""Numbers as people write them in a table: 1250,5 · 1.250,50 · 1250.5. Plain functions, for forms and for files."""

import re
from decimal import Decimal

_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*")
_NUMBER = re.compile(r"([0-9]*)(?:[.,]([0-9]*))?")
_SIGN = re.compile(r"[-−–]")


def read_number(text: str, *, groups: bool = True) -> float | None:
    """The number in a text with a decimal comma or point, or None.

    With `groups` one separator before exactly three digits is that of thousands: 1.250 and 1,250 are 1250, but 0.125 and 1.25 are not.
    """
    sign, rest = (-1.0, text[1:]) if _SIGN.match(text) else (1.0, text)
    mark = max(rest.rfind("."), rest.rfind(","))
    both = "." in rest and "," in rest
    if not both and _GROUPED.fullmatch(rest) and (groups or rest.count(rest[mark]) > 1):
        return sign * float(re.sub(r"[.,]", "", rest))
    if both:
        head, tail = rest[:mark], rest[mark:]
        if not _GROUPED.fullmatch(head) or rest[mark] in head:
            return None
        rest = re.sub(r"[.,]", "", head) + tail
    found = _NUMBER.fullmatch(rest)
    if found is None or not (found[1] or found[2]):
        return None
    return sign * float(f"{found[1] or '0'}.{found[2] or '0'}")


def write_number(value: float, language: str, *, groups: bool = True) -> str:
    """A number so that `read_number` finds exactly it again: 1.250,5 in Dutch, 1,250.5 in English."""
    exact = Decimal(repr(float(value)))
    decimals = max(0, -int(exact.normalize().as_tuple().exponent))
    if decimals == 3 and groups and 1 <= abs(exact) < 1000:
        decimals = 4  # 12,125 would be twelve thousand
    written = f"{exact:,.{decimals}f}" if groups else f"{exact:.{decimals}f}"
    return written.translate(str.maketrans(",.", ".,")) if language == "nl" else written
