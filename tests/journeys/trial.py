"""A trial installation for journeys: the examples, a real web server and a real worker."""

import fcntl
import hashlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from proeftuin.core import postgres
from tests import databases

ROOT = databases.ROOT
EXAMPLES = "examples_ready"


@dataclass(frozen=True)
class Trial:
    """An installation that runs for the time of a test session."""

    address: str
    database: str
    environment: dict[str, str]

    def rows(self, question: str) -> list[str]:
        """What its database answers, a line a row."""
        return databases.cluster().sql(question, database=self.database).splitlines()


def _environment(database: str, port: int, var: Path) -> dict[str, str]:
    keep = {
        name: value for name, value in os.environ.items() if not name.startswith(("PROEFTUIN_", "DATABASE_"))
    }
    return keep | {
        "DATABASE_URL": databases.cluster().url(database=database),
        "DATABASE_OWNER_URL": databases.cluster().url(postgres.OWNER, database),
        "DJANGO_SETTINGS_MODULE": "proeftuin.settings",
        "PROEFTUIN_LOCALHOST": "1",
        "PROEFTUIN_MAIL_KEPT": "1",
        "PROEFTUIN_ROLE_SWITCHER": "1",
        "PROEFTUIN_SECOND_FACTOR": "0",
        "PROEFTUIN_SECRET_KEY": "only-for-journeys",
        "PROEFTUIN_SITE_URL": f"http://localhost:{port}",
        "PROEFTUIN_VAR": str(var),
    }


def _manage(environment: dict[str, str], *words: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _examples() -> str:
    """The name of the database with the examples: it follows from all that makes them."""
    told = hashlib.sha256(f"{time.strftime('%Y-%m-%d')} {databases.template()}".encode())
    for source in sorted((ROOT / "proeftuin").rglob("*")):
        if source.suffix in {".py", ".toml", ".txt", ".po", ".csv"}:
            told.update(source.read_bytes())
    return f"{EXAMPLES}_{told.hexdigest()[:12]}"


def _with_examples(name: str, environment: dict[str, str], var: Path) -> None:
    """A database with the examples, made once a day for each state of the code and cloned by each process."""
    cluster, ready = databases.cluster(), _examples()
    with (ROOT / "var" / "postgres" / "test.examples").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for old in cluster.sql(f"SELECT datname FROM pg_database WHERE datname ~ '^{EXAMPLES}'").split():
            if old != ready:
                databases.drop(old)
        if ready not in cluster.sql("SELECT datname FROM pg_database").split():
            databases.clone(name)
            _manage(environment, "load_examples")
            cluster.sql(f'ALTER DATABASE "{name}" RENAME TO "{ready}"')
        cluster.sql(f'CREATE DATABASE "{name}" TEMPLATE "{ready}" OWNER {postgres.OWNER}')


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _attempt in range(300):
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):
                return
        except OSError:  # not there yet, or still busy with its first answer
            if server.poll() is not None:
                raise RuntimeError("The web server of the trial installation stopped at its start.") from None
            time.sleep(0.1)
    raise RuntimeError("The web server of the trial installation does not answer.")


@contextmanager
def serving(environment: dict[str, str], port: int) -> Iterator[str]:
    """A web server with these settings, for the time of a block; gives its address."""
    words = [sys.executable, "-m", "gunicorn", "proeftuin.wsgi", "--bind", f"127.0.0.1:{port}"]
    words += ["--threads", "6", "--log-level", "warning"]
    server = subprocess.Popen(words, cwd=ROOT, env=environment)
    try:
        address = f"http://localhost:{port}"
        _wait_for(address, server)
        yield address
    finally:
        _stop(server)


@contextmanager
def running(var: Path, **settings: str) -> Iterator[Trial]:
    """Start a trial installation with web server and worker, and leave nothing of it behind."""
    port = free_port()
    database = f"journey_{os.getpid()}_{port}"
    environment = _environment(database, port, var) | settings
    (var / "static").mkdir(exist_ok=True)  # nothing is collected: the files come from the apps
    databases.drop(database)
    _with_examples(database, environment, var)
    worker = subprocess.Popen([sys.executable, "manage.py", "work"], cwd=ROOT, env=environment)
    try:
        with serving(environment, port) as address:
            yield Trial(address, database, environment)
    finally:
        _stop(worker)
        databases.drop(database)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    process.wait(20)
