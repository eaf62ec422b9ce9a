"""Numbers with check digits: enterprise number, IBAN and payment reference; and the telephone number."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def _check(first: int) -> int:
    """The Belgian check of the first digits: the remainder by 97, with 97 for nothing left."""
    return first % 97 or 97


def enterprise_number(text: str) -> str:
    """The ten digits of an enterprise number (KBO), written with or without dots and "BE"."""
    digits = re.sub(r"[\s.\-]", "", text.upper()).removeprefix("BE")
    if not digits.isascii() or not digits.isdigit() or len(digits) not in {9, 10}:
        raise ValidationError(
            _("An enterprise number has ten digits, for example 0207.451.227."), code="enterprise_number"
        )
    if len(digits) == 9:
        raise ValidationError(
            _("This number has nine digits: the old form. Put a 0 in front: %(number)s.")
            % {"number": show_enterprise_number(f"0{digits}")},
            code="enterprise_number_old",
        )
    if digits[0] not in "01" or int(digits[8:]) != 97 - int(digits[:8]) % 97:
        raise ValidationError(
            _("This enterprise number cannot be right: the check digits do not fit. Check what you typed."),
            code="enterprise_number",
        )
    return digits


def show_enterprise_number(digits: str) -> str:
    """0207451227 → 0207.451.227."""
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"


def iban(text: str) -> str:
    """The sixteen characters of a Belgian account number, by the international and the Belgian check."""
    given = re.sub(r"\s", "", text.upper())
    if not re.fullmatch(r"BE[0-9]{14}", given):
        raise ValidationError(
            _("A Belgian account number is BE and 14 digits, for example BE68 5390 0754 7034."), code="iban"
        )
    international = int(f"{given[4:]}1114{given[2:4]}") % 97 == 1
    if not international or int(given[14:]) != _check(int(given[4:14])):
        raise ValidationError(
            _("The check digits of this account number do not fit. Check what you typed."), code="iban"
        )
    return given


def show_iban(given: str) -> str:
    """BE68539007547034 → BE68 5390 0754 7034."""
    return " ".join(given[start : start + 4] for start in range(0, len(given), 4))


def payment_reference(text: str) -> str:
    """The twelve digits of a structured communication (OGM)."""
    given = re.sub(r"\s", "", text)
    framed = re.fullmatch(r"(\+{3}|\*{3})(\d{3}/\d{4}/\d{5})\1", given, re.ASCII)
    digits = framed[2].replace("/", "") if framed else given
    if not re.fullmatch(r"\d{12}", digits, re.ASCII) or int(digits[10:]) != _check(int(digits[:10])):
        raise ValidationError(
            _("This is not a valid structured communication, for example +++090/9337/55493+++."),
            code="payment_reference",
        )
    return digits


def reference_for(number: int) -> str:
    """The structured communication of a number below ten billion: the number and its check digits."""
    return f"{number:010d}{_check(number):02d}"


def show_payment_reference(digits: str) -> str:
    """090933755493 → +++090/9337/55493+++."""
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"


def phone(text: str) -> str:
    """A telephone number with its country: 0470 12 34 56 → +32470123456."""
    given = re.sub(r"[\s./\-]|\(0\)", "", text)
    given = re.sub(r"[()]", "", given)
    given = re.sub(r"^00", "+", given)
    if re.fullmatch(r"0[1-9]\d{7,8}", given, re.ASCII):
        given = f"+32{given[1:]}"
    belgian = given.startswith("+32")
    if not re.fullmatch(r"\+32[1-9]\d{7,8}" if belgian else r"\+[1-9]\d{6,14}", given, re.ASCII):
        raise ValidationError(
            _("We do not recognise this telephone number. Write it like 0470 12 34 56 or +31 20 123 45 67."),
            code="phone",
        )
    return given


def show_phone(given: str) -> str:
    """+32470123456 → 0470 12 34 56; numbers from abroad keep their country."""
    if not given.startswith("+32"):
        return given
    digits = f"0{given[3:]}"
    if len(digits) == 10:
        return f"{digits[:4]} {digits[4:6]} {digits[6:8]} {digits[8:]}"
    zone = 2 if digits[1] in "2349" else 3
    rest = digits[zone:]
    return f"{digits[:zone]} {rest[:-4]} {rest[-4:-2]} {rest[-2:]}"
