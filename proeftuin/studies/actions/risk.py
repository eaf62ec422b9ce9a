"""Deeds with a long calculation of risk: ask, claim, keep what is found so far, give up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from proeftuin.studies.models import RiskRun, StudyVersion


def ask(*, version: StudyVersion, draws: int, by: Any, now: datetime) -> RiskRun:
    """Ask once for so many draws of a version; one that failed is tried again."""
    run, is_new = RiskRun.objects.get_or_create(
        version=version, draws=draws, seed=version.seed, defaults={"asked_by": by, "asked_at": now}
    )
    if not is_new:
        RiskRun.objects.filter(pk=run.pk, state=RiskRun.State.FAILED).update(
            state=RiskRun.State.WAITING, done=0
        )
    return run


def claim(*, run: RiskRun, now: datetime) -> bool:
    """Take it, unless another worker took it since it was looked up."""
    free = RiskRun.objects.filter(pk=run.pk, state=run.state, started_at=run.started_at)
    return bool(free.update(state=RiskRun.State.RUNNING, started_at=now, done=5))


def keep(*, run: RiskRun, result: Mapping[str, Any], done: int, now: datetime) -> None:
    """What was found; all of it at a hundred."""
    is_last = done == 100
    RiskRun.objects.filter(pk=run.pk).update(
        result=dict(result),
        done=done,
        state=RiskRun.State.DONE if is_last else RiskRun.State.RUNNING,
        finished_at=now if is_last else None,
    )


def give_up(*, run: RiskRun, now: datetime) -> None:
    """It failed; who asked may ask again."""
    RiskRun.objects.filter(pk=run.pk).update(state=RiskRun.State.FAILED, finished_at=now)
