"""The study of the first example site: made-up figures, with two other ways to do it set beside it."""

from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from proeftuin.desk.examples.cast import Cast
from proeftuin.desk.examples.clock import token
from proeftuin.sites.models import Site
from proeftuin.studies.actions import study as studies
from proeftuin.studies.alternatives import alternative
from proeftuin.studies.models import Study
from proeftuin.studies.starting import KEYS, Answers, plan_from

BESIDE = (("bought", "de grond gekocht"), ("bank-60", "60% geleend"))


def begin_study(site: Site, *, cast: Cast, now: datetime) -> Study:
    """The old school on a long lease, renovated; then bought, and then with less borrowed."""
    by, on = cast.people["official"], timezone.localdate(now)
    answers = Answers(
        name=f"{site.name} (voorbeeld)", start=on.replace(month=1, day=1, year=on.year + 1), tenure="leased", land_price=520_000.0,
        homes=14, kind="renovation", cost_m2=1650.0,
    )  # fmt: skip
    plan = plan_from(answers, on)
    plan = replace(plan, operation=replace(plan.operation, common=180.0))
    given = [key for name in ("tenure", "land_price", "kind", "cost_m2") for key in KEYS[name]]
    study = studies.begin(
        plan=plan, given=given, organisation=site.organisation, site=site, token=token(f"study {site.pk}"), by=by, now=now,
        why="een eerste berekening",
    )  # fmt: skip
    version = study.versions.get()
    for slug, words in BESIDE:
        other = alternative(slug, plan)
        assert other is not None
        studies.copy(
            version=version,
            plan=other.change(plan, on),
            alternative=words,
            by=by,
            now=now,
            token=token(f"study {slug}"),
        )
    return study
