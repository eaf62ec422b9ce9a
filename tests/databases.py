"""Databases for tests: one is prepared as `bin/run` does it and kept as the template; each process works in a clone."""

import fcntl
import hashlib
import os
from io import StringIO
from pathlib import Path

from proeftuin.core import postgres

ROOT = Path(__file__).resolve().parent.parent


def cluster() -> postgres.Cluster:
    """The tests' own server: fast, and never the one that `bin/run` uses."""
    return postgres.Cluster(ROOT / "var" / "postgres" / "test", durable=False)


def mine() -> str:
    """The name of this process's database."""
    return f"test_{os.getpid()}"


def use_mine() -> None:
    """Point Django, and the programs that a test starts, at this process's database."""
    from django.db import connections

    connections["default"].settings_dict["NAME"] = mine()
    os.environ["DATABASE_URL"] = cluster().url(database=mine())
    os.environ["DATABASE_OWNER_URL"] = cluster().url(postgres.OWNER, mine())


def renew_mine() -> None:
    """Throw this process's database away and clone the template anew."""
    from django.db import connections

    connections.close_all()
    drop_mine()
    clone(mine())


def drop_mine() -> None:
    """Leave nothing of this process, nor of test runs that were killed."""
    from django.db import connections

    connections.close_all()
    for name in cluster().sql("SELECT datname FROM pg_database WHERE datname ~ '^test_[0-9]+$'").split():
        if name == mine() or not _runs(int(name.removeprefix("test_"))):
            drop(name)


def clone(name: str) -> None:
    """Make a database with all tables, and the base pages of the public site."""
    cluster().sql(f'CREATE DATABASE "{name}" TEMPLATE "{template()}" OWNER {postgres.OWNER}')


def drop(name: str) -> None:
    """Remove a database, whoever is still connected to it."""
    cluster().sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def template() -> str:
    """The template's name: it follows from all that migrations depend on."""
    told = hashlib.sha256()
    kinds = ("*/migrations/*.py", "*/apps.py", "website/**/*.py", "website/**/*.toml")
    sources = [file for kind in kinds for file in ROOT.glob(f"proeftuin/{kind}")]
    sources += [*ROOT.glob("requirements/*.lock"), Path(__file__)]
    for source in sorted(sources):
        told.update(f"{source.relative_to(ROOT)}".encode())
        told.update(source.read_bytes())
    return f"template_{told.hexdigest()[:16]}"


def ready_template() -> None:
    """Prepare the template once; other processes wait for it."""
    with (ROOT / "var" / "postgres" / "test.template").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = cluster().sql("SELECT datname FROM pg_database WHERE datname ~ '^(template_|half_)'").split()
        if template() in known:
            return
        for old in known:
            drop(old)
        half = template().replace("template_", "half_")
        cluster().sql(f'CREATE DATABASE "{half}" OWNER {postgres.OWNER}')
        _prepare(half)
        cluster().sql(f'ALTER DATABASE "{half}" RENAME TO "{template()}"')


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _prepare(name: str) -> None:
    from django.core.management import call_command
    from django.db import connections

    connection = connections["default"]
    was = connection.settings_dict
    connection.close()
    connection.settings_dict = was | {"NAME": name, "USER": postgres.OWNER}
    try:
        call_command("prepare", stdout=StringIO())
    finally:
        connection.close()
        connection.settings_dict = was
