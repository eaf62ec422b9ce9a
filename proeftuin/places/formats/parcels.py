"""The key of a cadastral parcel (CAPAKEY) in its three spellings."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

KEY = re.compile(r"[0-9]{5}[A-Z][0-9]{4}/[0-9]{2}[A-Z_][0-9]{3}")
PERCID = re.compile(r"([0-9]{5})_([A-Z])_([0-9]{4})_([A-Z_])_([0-9]{3})_([0-9]{2})")


def is_capakey(text: str) -> bool:
    """Whether this is a parcel key in the one spelling that we store; a good form does not say it exists."""
    return KEY.fullmatch(text) is not None


def parcel_key(text: str) -> str:
    """The key as 40613A1154/02C000; also taken: 40613A1154-02C000 and 40613_A_1154_C_000_02."""
    given = re.sub(r"\s", "", text.upper())
    percid = PERCID.fullmatch(given)
    if percid:
        division, section, ground, exponent, power, bis = percid.groups()
        given = f"{division}{section}{ground}/{bis}{exponent}{power}"
    given = given.replace("-", "/")
    if not is_capakey(given):
        raise ValidationError(
            _(
                "“%(key)s” is not a parcel key. It looks like 40613A1154/02C000: 17 characters, as on the cadastral map."
            )
            % {"key": text.strip()[:40]},
            code="parcel_key",
        )
    return given


def parcel_keys(text: str) -> list[str]:
    """All keys in a text, one a line or between commas; each once, in the given order."""
    wrong: list[ValidationError] = []
    found: list[str] = []
    for part in re.split(r"[\n,;]+", text):
        if not part.strip():
            continue
        try:
            found.append(parcel_key(part))
        except ValidationError as error:
            wrong.append(error)
    if wrong:
        raise ValidationError(wrong)
    return list(dict.fromkeys(found))
