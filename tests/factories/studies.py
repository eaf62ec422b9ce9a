"""Studies for tests."""

import uuid
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

import feasibility
from feasibility import Plan
from feasibility.reading import read_plan
from proeftuin.studies.actions import study as deeds
from proeftuin.studies.models import Study, StudyVersion
from tests.factories import accounts

EXAMPLE = Path(feasibility.__file__).with_name("example.toml")


@cache
def plan() -> Plan:
    """The example plan of the engine."""
    return read_plan(EXAMPLE.read_text("utf-8"))


def study(**fields: Any) -> Study:
    """A study of the example plan, in the workspace of an organisation of which its maker is a member."""
    by = fields.pop("by", None)
    organisation = fields.pop("organisation", None)
    if by is None:
        member = accounts.membership(**({"organisation": organisation} if organisation else {}))
        by, organisation = member.user, member.organisation
    made = replace(fields.pop("plan", plan()), name=fields.pop("name", "Kerkstraat"))
    return deeds.begin(
        plan=made, given=fields.pop("given", ["site.land_price"]), organisation=organisation, site=fields.pop("site", None),
        token=uuid.uuid4(), by=by, now=fields.pop("now", timezone.now()), **fields,
    )  # fmt: skip


def version(**fields: Any) -> StudyVersion:
    """The first version of such a study."""
    return study(**fields).versions.get()


def locked(**fields: Any) -> StudyVersion:
    """A version that was put before a council."""
    made = version(**fields)
    return deeds.lock(version=made, for_="de gemeenteraad", by=made.made_by, now=timezone.now())


def beside(first: StudyVersion, alternative: str = "duurdere grond", more: float = 50_000.0) -> Study:
    """An alternative of a version: the same with land that costs more."""
    plan = read_plan(first.plan)
    dearer = replace(plan, site=replace(plan.site, land_price=plan.site.land_price + more))
    return deeds.copy(
        version=first, plan=dearer, alternative=alternative, by=first.made_by, now=timezone.now()
    )


def changed(study: Study, more: float = 10_000.0) -> StudyVersion:
    """A next version: land that costs more."""
    first = study.versions.get(serial=study.last_serial)
    plan = read_plan(first.plan)
    dearer = replace(plan, site=replace(plan.site, land_price=plan.site.land_price + more))
    return deeds.save(
        study=study, plan=dearer, given=[], serial=first.serial, by=first.made_by, now=timezone.now()
    )
