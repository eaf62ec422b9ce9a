"""A backup is whole, and what is restored from it is the same."""

import io
import os
import subprocess
import sys
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from proeftuin.core import backup, postgres
from proeftuin.core.backup import BackupError
from proeftuin.core.postgres import Cluster
from tests import databases

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 3, 1, 3, 30, tzinfo=UTC)


@pytest.fixture
def uploads(tmp_path):
    """A folder with a confidential file, a picture and things that can be made again."""
    var = tmp_path / "var"
    for name, content in {
        "files/a/b.pdf": b"%PDF secret",
        "media/x.png": b"\x89PNG",
        "static/y.css": b"y",
    }.items():
        (var / name).parent.mkdir(parents=True)
        (var / name).write_bytes(content)
    (var / "files/a/b.pdf").chmod(0o600)
    (var / "record-anchors.txt").write_text("seal 1\n")
    return var


@pytest.fixture
def saved(transactional_db, django_user_model, uploads, tmp_path):
    """A backup of a database in which something was done."""
    from proeftuin.record import actions

    user = django_user_model.objects.create(email="ann@example.org")
    actions.note(by=user, verb="user.made", on=user, detail={"é": "één"})
    return save(uploads, tmp_path / "backups")


def save(var, target):
    mine = databases.cluster().url(postgres.OWNER, databases.mine())
    return backup.save(target, now=NOW, database=mine, var=var, programs=postgres.binaries())


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """Another server, as after a fire."""
    cluster = Cluster(tmp_path_factory.mktemp("elsewhere") / "main", durable=False)
    with cluster.in_use():
        yield cluster


@pytest.fixture
def empty(elsewhere):
    """A new database on it."""
    elsewhere.sql("DROP DATABASE IF EXISTS restored WITH (FORCE)")
    elsewhere.sql(f"CREATE DATABASE restored OWNER {postgres.OWNER}")
    return elsewhere


def restore(folder, cluster, var):
    address = cluster.url(postgres.OWNER, "restored")
    backup.restore(folder, database=address, var=var, programs=postgres.binaries())


def content(cluster, database):
    """Every table's rows and every sequence's place, as sums."""

    def ask(command):
        return cluster.sql(command, database=database)

    names = ask(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    ).split()
    rows = {
        name: ask(f'SELECT count(*), md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{name}" t')
        for name in sorted(names)
    }
    places = ask("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")
    return rows, places


def files(var):
    return {
        str(file.relative_to(var)): (file.read_bytes(), file.stat().st_mode)
        for file in sorted(var.rglob("*"))
        if file.is_file()
    }


def test_what_is_restored_on_another_server_is_what_was_saved(saved, empty, uploads, tmp_path):
    restore(saved, empty, tmp_path / "new")
    before = content(databases.cluster(), databases.mine())
    assert before[0]["record_entry"].startswith("1|")
    assert content(empty, "restored") == before
    kept = {name: file for name, file in files(uploads).items() if not name.startswith("static")}
    assert files(tmp_path / "new") == kept


def test_a_difference_of_one_letter_would_be_seen(saved, empty, tmp_path):
    """The control for the comparison above."""
    restore(saved, empty, tmp_path / "new")
    empty.sql("UPDATE accounts_user SET email = 'anna@example.org'", role=postgres.OWNER, database="restored")
    assert content(empty, "restored") != content(databases.cluster(), databases.mine())


def test_the_restored_database_keeps_the_rights_of_its_roles(saved, empty, tmp_path):
    restore(saved, empty, tmp_path / "new")
    assert empty.sql("SELECT count(*) FROM record_entry", role=postgres.APP, database="restored") == "1"
    for command in ("UPDATE record_entry SET verb = 'x'", "CREATE TABLE mine ()"):
        with pytest.raises(subprocess.CalledProcessError):
            empty.sql(command, role=postgres.APP, database="restored")


def test_a_restore_never_overwrites_a_database(saved, empty, tmp_path):
    restore(saved, empty, tmp_path / "new")
    with pytest.raises(BackupError, match="The database is not empty"):
        restore(saved, empty, tmp_path / "newer")


def test_a_restore_never_overwrites_files(saved, empty, uploads):
    with pytest.raises(BackupError, match="files is not empty"):
        restore(saved, empty, uploads)


@pytest.mark.parametrize("name", [backup.DUMP, backup.FILES])
def test_a_damaged_backup_is_refused(saved, empty, name, tmp_path):
    content = bytearray((saved / name).read_bytes())
    content[len(content) // 2] ^= 1
    (saved / name).write_bytes(content)
    with pytest.raises(BackupError, match="changed or damaged"):
        restore(saved, empty, tmp_path / "new")


def test_a_backup_without_one_of_its_parts_is_refused(saved, empty, tmp_path):
    (saved / backup.FILES).unlink()
    with pytest.raises(BackupError, match="not a whole backup"):
        restore(saved, empty, tmp_path / "new")


def test_an_archive_that_reaches_outside_is_refused(saved, empty, tmp_path):
    with tarfile.open(saved / backup.FILES, "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("files/../../evil"), io.BytesIO())
    sums = [f"{backup._sum(saved / name)}  {name}\n" for name in (backup.DUMP, backup.FILES)]
    (saved / backup.SUMS).write_text("".join(sums))
    with pytest.raises(BackupError, match="does not belong"):
        restore(saved, empty, tmp_path / "new")
    assert not (tmp_path / "evil").exists()


def test_an_interrupted_backup_leaves_nothing_that_looks_like_one(
    transactional_db, uploads, tmp_path, monkeypatch
):
    monkeypatch.setattr(tarfile.TarFile, "add", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        save(uploads, tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


def test_the_commands_save_and_restore(saved, empty, uploads, tmp_path):
    def command(deed, *arguments, **environment):
        done = subprocess.run(
            [sys.executable, "-m", "proeftuin.core.backup", deed, *map(str, arguments)],
            cwd=ROOT,
            env=os.environ | environment | {"PATH": f"{postgres.binaries()}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout.strip(), done.stderr.strip()

    code, made, _ = command("save", tmp_path / "more", PROEFTUIN_VAR=str(uploads))
    assert (code, Path(made).parent) == (0, tmp_path / "more")
    target = {
        "DATABASE_OWNER_URL": empty.url(postgres.OWNER, "restored"),
        "PROEFTUIN_VAR": str(tmp_path / "new"),
    }
    assert command("restore", made, **target)[0] == 0
    assert content(empty, "restored") == content(databases.cluster(), databases.mine())
    code, _, said = command("restore", made, **target)
    assert (code, "not empty" in said) == (1, True)
