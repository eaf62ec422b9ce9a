"""Upkeep of the worker itself: jobs of a worker that died are done after all, old failures are dropped."""

from datetime import timedelta

from procrastinate import JobContext, builtin_tasks
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

FAILURES_KEPT = timedelta(days=30)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="core.lost", pass_context=True)
async def do_lost_jobs(context: JobContext, timestamp: int) -> None:
    """Put jobs of a worker that gives no sign of life back in the queue: every task is safe to run twice."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # the same was asked again meanwhile
            await manager.finish_job(job, status=Status.ABORTED, delete_job=True)


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="core.old", pass_context=True)
async def drop_old_jobs(context: JobContext, timestamp: int) -> None:
    """Forget what was done or failed long ago."""
    hours = int(FAILURES_KEPT / timedelta(hours=1))
    await builtin_tasks.remove_old_jobs(context, max_hours=hours, remove_failed=True, remove_cancelled=True)
