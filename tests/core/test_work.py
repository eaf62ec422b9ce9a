"""The worker does what waits, stops when asked, and does what a dead one left."""

import asyncio
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from proeftuin.core import tasks

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker():
    process = subprocess.Popen(
        [sys.executable, "manage.py", "work"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def wait_until(true, seconds=30.0):
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it takes too long"
        time.sleep(0.05)


def ask_for(task, **arguments):
    return app.configure_task(task).defer(**arguments)


def test_the_worker_does_a_job_and_stops_when_asked(worker):
    job = ask_for("proeftuin.mail.tasks.send_due_messages")
    wait_until(lambda: not ProcrastinateJob.objects.filter(pk=job).exists())
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0, worker.stdout.read()
    assert ProcrastinateWorker.objects.count() == 0


def take_and_die(job):
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')"
            " RETURNING id) UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM dead)"
            " WHERE id = %s",
            [job],
        )


def look_for_lost_jobs():
    class Context:
        app = None

    async def look():
        with app.replace_connector(app.connector.get_worker_connector()) as connected:
            async with connected.open_async():
                Context.app = connected
                await tasks.do_lost_jobs.func(Context, timestamp=0)

    asyncio.run(look())


def status(job):
    return ProcrastinateJob.objects.filter(pk=job).values_list("status", flat=True).first()


def test_a_job_of_a_worker_that_died_is_done_after_all():
    job = ask_for("proeftuin.mail.tasks.send_due_messages")
    take_and_die(job)
    assert status(job) == "doing"
    look_for_lost_jobs()
    assert status(job) == "todo"


def test_a_lost_job_that_was_asked_again_meanwhile_is_dropped():
    configured = app.configure_task("proeftuin.mail.tasks.send_due_messages", queueing_lock="once")
    job = configured.defer()
    take_and_die(job)
    again = configured.defer()
    look_for_lost_jobs()
    assert (status(job), status(again)) == (None, "todo")


def test_a_job_of_a_living_worker_is_left_alone():
    job = ask_for("proeftuin.mail.tasks.send_due_messages")
    take_and_die(job)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now()")
    look_for_lost_jobs()
    assert status(job) == "doing"
