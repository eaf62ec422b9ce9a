"""Deeds with reference data: load it, again and again, and say what changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import models, transaction

from proeftuin.core.errors import Refused
from proeftuin.core.folding import fold
from proeftuin.places import reference
from proeftuin.places.models import Municipality, SubMunicipality

FICTIONAL_PREFIX = "99"


@dataclass(slots=True)
class Report:
    """What loading changed, one line each; nothing when all was already there."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether the database already held exactly this."""
        return not (self.added or self.changed or self.unknown)

    def lines(self) -> list[str]:
        """The differences, ready to print."""
        return [
            *(f"+ {line}" for line in self.added),
            *(f"~ {line}" for line in self.changed),
            *(f"? {line} is in the database but not in the reference data" for line in self.unknown),
        ]


class MissingReference(Refused):
    """Reference data that points to a code that is not there."""


@transaction.atomic
def load() -> Report:
    """Bring municipalities, their mergers and submunicipalities in line with the reference data."""
    report = Report()
    rows = reference.municipalities()
    mergers = [merger for merger in reference.mergers() if not merger.keeps_its_code]
    began = {merger.became: merger.on for merger in mergers}
    kept = {merger.nis for merger in reference.mergers() if merger.keeps_its_code}
    _load_all(
        Municipality,
        "nis",
        [(row.nis, _current(row, began.get(row.nis) if row.nis not in kept else None)) for row in rows],
        report,
    )
    ids = dict(Municipality.objects.values_list("nis", "pk"))
    _refuse_dangling({merger.became for merger in mergers}, ids)
    _load_all(Municipality, "nis", [(merger.nis, _former(merger, ids)) for merger in mergers], report)
    _load_submunicipalities(ids, report)
    expected = {row.nis for row in rows} | {merger.nis for merger in mergers}
    report.unknown.extend(map(str, Municipality.objects.real().exclude(nis__in=expected)))
    return report


def _current(row: reference.MunicipalityRow, valid_from: date | None) -> dict[str, Any]:
    return {
        "name": row.name,
        "province": row.province,
        "region": row.region,
        "kbo": row.kbo,
        "ovo": row.ovo,
        "valid_from": valid_from,
        "valid_until": None,
        "successor_id": None,
        "is_fictional": False,
    }


def _former(merger: reference.MergerRow, ids: Mapping[str, int]) -> dict[str, Any]:
    """A municipality that ended the day before its merger; its province is in the first digit of its code."""
    provinces = {row.nis[0]: row.nis for row in reference.provinces()}
    return {
        "name": merger.name,
        "province": provinces[merger.nis[0]],
        "valid_until": merger.on - timedelta(days=1),
        "successor_id": ids[merger.became],
        "is_fictional": False,
    }


def _load_submunicipalities(ids: Mapping[str, int], report: Report) -> None:
    rows = reference.submunicipalities()
    _refuse_dangling({row.municipality for row in rows}, ids)
    _load_all(
        SubMunicipality,
        "code",
        [(row.code, {"name": row.name, "municipality_id": ids[row.municipality]}) for row in rows],
        report,
    )


def _refuse_dangling(codes: set[str], ids: Mapping[str, int]) -> None:
    missing = sorted(codes - ids.keys())
    if missing:
        raise MissingReference(
            f"The reference data names municipalities that are not in it: {', '.join(missing)}."
        )


def _load_all(
    model: type[models.Model],
    key: str,
    rows: Iterable[tuple[str, dict[str, Any]]],
    report: Report,
) -> None:
    """Add what is new and change what differs; rows that are equal are not written."""
    present: dict[str, Any] = {getattr(thing, key): thing for thing in model._default_manager.all()}
    new: list[models.Model] = []
    for code, values in rows:
        thing = present.get(code)
        if thing is None:
            new.append(model(**{key: code, **values, "folded_name": fold(values["name"])}))
            report.added.append(f"{values['name']} ({code})")
            continue
        different = [name for name, value in values.items() if getattr(thing, name) != value]
        if different:
            for name in different:
                setattr(thing, name, values[name])
            thing.save()
            report.changed.append(f"{values['name']} ({code}): {', '.join(different)}")
    model._default_manager.bulk_create(new)


def fictional_municipality(*, nis: str, name: str) -> Municipality:
    """A made-up municipality for an example, under a code that no real one has (99001 and on); the same one again."""
    if not (len(nis) == 5 and nis.isdigit() and nis.startswith(FICTIONAL_PREFIX)):
        raise ValueError(f"A fictional municipality needs a code from 99000 to 99999, not {nis}.")
    return Municipality.objects.update_or_create(nis=nis, defaults={"name": name, "is_fictional": True})[0]
