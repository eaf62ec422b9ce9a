"""Municipalities for tests."""

from itertools import count

from proeftuin.places.models import Municipality, SubMunicipality

_codes = count(10_001)


def municipality(name: str = "", **fields) -> Municipality:
    """A municipality of today with a code of its own."""
    nis = fields.pop("nis", None) or str(next(_codes))
    return Municipality.objects.create(nis=nis, name=name or f"Gemeente {nis}", **fields)


def submunicipality(name: str, *, of: Municipality) -> SubMunicipality:
    """A submunicipality of a municipality."""
    return SubMunicipality.objects.create(
        code=f"{of.nis}{of.submunicipalities.count()}", name=name, municipality=of
    )
