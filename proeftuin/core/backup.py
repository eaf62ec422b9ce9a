"""Back up the database and the files together, and put a backup back into an empty house (no Django in here)."""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from proeftuin.core import postgres

DUMP, FILES, SUMS = "database.dump", "files.tar.gz", "SHA256SUMS"
FOLDERS = ("files", "media")  # what people uploaded; the rest of var/ can be made again
ANCHORS = "record-anchors.txt"


class BackupError(Exception):
    """The backup or restore cannot be done; the message says what to do."""


def save(target: Path, *, now: datetime, database: str, var: Path, programs: Path | None = None) -> Path:
    """Write a backup folder whole or not at all; the database first, so that no row misses its file."""
    folder = target / f"proeftuin-{now:%Y%m%d-%H%M%S}"
    half = folder.with_suffix(".half")
    half.mkdir(mode=0o700, parents=True)
    try:
        _run(programs, "pg_dump", "--format=custom", f"--file={half / DUMP}", f"--dbname={database}")
        with tarfile.open(half / FILES, "w:gz") as archive:
            for name in (*FOLDERS, ANCHORS):
                if (var / name).exists():
                    archive.add(var / name, arcname=name)
        sums = "".join(f"{_sum(half / name)}  {name}\n" for name in (DUMP, FILES))
        (half / SUMS).write_text(sums)
        half.rename(folder)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
    return folder


def restore(folder: Path, *, database: str, var: Path, programs: Path | None = None) -> None:
    """Put a backup into an empty database and an empty `var/files` and `var/media`."""
    verify(folder)
    for name in FOLDERS:
        if (var / name).exists() and any((var / name).iterdir()):
            raise BackupError(f"{var / name} is not empty. Move it away first: a restore never overwrites.")
    count = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    if _run(programs, "psql", "-XAtq", f"--dbname={database}", f"--command={count}").strip() != "0":
        raise BackupError("The database is not empty. Restore into a new one: a restore never overwrites.")
    options = ["--no-owner", "--exit-on-error", "--single-transaction"]
    _run(programs, "pg_restore", *options, f"--dbname={database}", str(folder / DUMP))
    var.mkdir(parents=True, exist_ok=True)
    with tarfile.open(folder / FILES) as archive:
        archive.extractall(var, [_require_inside(member) for member in archive])  # noqa: S202


def verify(folder: Path) -> None:
    """Refuse a backup that is incomplete or was changed."""
    try:
        for line in (folder / SUMS).read_text().splitlines():
            wanted, _, name = line.partition("  ")
            if _sum(folder / name) != wanted:
                raise BackupError(
                    f"{folder / name} was changed or damaged since the backup. Use another backup."
                )
    except FileNotFoundError as error:
        raise BackupError(f"{error.filename} is missing: this is not a whole backup.") from error


def _require_inside(member: tarfile.TarInfo) -> tarfile.TarInfo:
    path = PurePosixPath(member.name)
    if (
        not (member.isreg() or member.isdir())
        or ".." in path.parts
        or path.parts[0] not in {*FOLDERS, ANCHORS}
    ):
        raise BackupError(f"{member.name} does not belong in a backup of ours. Nothing was unpacked.")
    return member


def _sum(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _run(programs: Path | None, name: str, *arguments: str) -> str:
    program = str(programs / name) if programs else shutil.which(name)
    if program is None:
        raise BackupError(
            f"{name} is missing. Install PostgreSQL's programs: apt-get install postgresql-client"
        )
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupError(f"{name} failed: {done.stderr.strip()}")
    return done.stdout


@contextmanager
def _database() -> Iterator[tuple[str, Path | None]]:
    """The owner's address of the database and where its programs are: the system's, or the embedded ones."""
    if os.environ.get("DATABASE_URL"):
        yield os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"], None
        return
    cluster = postgres.named("main")
    with cluster.in_use():
        yield cluster.url(postgres.OWNER), postgres.binaries()


def main(arguments: list[str] | None = None) -> int:
    """`bin/backup FOLDER` makes a backup in the folder; `bin/restore BACKUP` puts one back."""
    parser = argparse.ArgumentParser(prog="proeftuin.core.backup", description=main.__doc__)
    parser.add_argument("deed", choices=["save", "restore"])
    parser.add_argument("folder", type=Path)
    chosen = parser.parse_args(arguments)
    var = Path(os.environ.get("PROEFTUIN_VAR") or Path(__file__).resolve().parents[2] / "var")
    try:
        with _database() as (database, programs):
            if chosen.deed == "save":
                made = save(
                    chosen.folder, now=datetime.now(UTC), database=database, var=var, programs=programs
                )
                sys.stdout.write(f"{made}\n")
            else:
                restore(chosen.folder, database=database, var=var, programs=programs)
                sys.stdout.write("Restored. Run bin/manage prepare before you start the server.\n")
    except (BackupError, postgres.PostgresError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
