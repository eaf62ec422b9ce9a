"""The second half of `bin/run`: database, preparation, web server and worker, started and stopped as one."""

import ctypes
import hashlib
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, NoReturn

from proeftuin.core import postgres

ROOT = Path(__file__).resolve().parents[2]
GRACE = 25.0  # seconds a process gets to finish what it is doing
SHOWN_HERE = {  # a house on one's own machine: plain http, every role at hand, no mail leaves
    "PROEFTUIN_LOCALHOST": "1",
    "PROEFTUIN_ROLE_SWITCHER": "1",
    "PROEFTUIN_MAIL_KEPT": "1",
    "PROEFTUIN_SECOND_FACTOR": "0",
}


class Stopped(Exception):
    """Somebody asked to stop, or something stopped by itself; the message says which."""


def main() -> int:
    """Run everything until Ctrl-C."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    with ExitStack() as stack:
        try:
            _run(stack)
        except postgres.PostgresError as error:
            return _say(str(error), failed=True)
        except Stopped as reason:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            stack.close()
            return _say(str(reason), failed=reason.__cause__ is not None)
    return 0


def _run(stack: ExitStack) -> None:
    port = int(os.environ.get("PORT") or 8000)
    address = f"http://localhost:{port}"
    _require_free(port)
    os.environ.update(SHOWN_HERE)
    os.environ.setdefault("PROEFTUIN_SITE_URL", address)
    os.environ["PROEFTUIN_SECRET_KEY"] = _secret(_var() / "secret")
    own_server = not os.environ.get("DATABASE_URL")
    if own_server:
        cluster = postgres.named("main")
        stack.enter_context(cluster.in_use())
        os.environ["DATABASE_URL"] = cluster.url()
        os.environ["DATABASE_OWNER_URL"] = cluster.url(postgres.OWNER)
    _prepare(_state() if own_server else None)
    web = _start(stack, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", *_web_options(), "proeftuin.wsgi")
    worker = _start(stack, "manage.py", "work")
    both = {"web server": web, "worker": worker}
    _wait(both, lambda: _answers(port))
    _say(f"\n  Proeftuin is at {address}    (Ctrl-C stops it)\n")
    _manage("sign_ins")
    _wait(both, lambda: False)


def _web_options() -> list[str]:
    return ["--worker-class=gthread", "--workers=2", "--threads=4", "--preload", "--log-level=warning"]


def _start(stack: ExitStack, *command: str) -> subprocess.Popen[bytes]:
    """Start a Python program that ends with us: asked kindly, and also when we are killed."""
    process = subprocess.Popen([sys.executable, *command], **_APART)  # noqa: S603
    stack.callback(_end, process)
    return process


def _manage(*command: str, **environment: str) -> int:
    """Run one management command to its end."""
    run = [sys.executable, "manage.py", *command]
    return subprocess.run(run, env=os.environ | environment, check=False, **_APART).returncode  # noqa: S603


def _end_with_parent() -> None:
    with suppress(OSError, AttributeError):  # Linux only
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


# Not in the terminal's group: Ctrl-C reaches us alone, and we stop the others in order.
_APART: dict[str, Any] = {"cwd": ROOT, "start_new_session": True, "preexec_fn": _end_with_parent}


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait(processes: dict[str, subprocess.Popen[bytes]], done: Callable[[], bool]) -> None:
    while not done():
        for name, process in processes.items():
            if process.poll() is not None:
                raise Stopped(f"The {name} stopped by itself; see above why.") from RuntimeError(name)
        time.sleep(0.1)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < 600
    except OSError:
        return False
    finally:
        connection.close()


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Stopped(f"Port {port} is in use. Choose another: PORT={port + 1} bin/run") from error


def _prepare(state: str | None) -> None:
    """Migrate, compile words, load the examples: only when the code or the database is another than last time."""
    stamp = _var() / "prepared"
    if state is not None and stamp.exists() and stamp.read_text() == state:
        return
    owner = os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]
    if _manage("prepare", "--examples", DATABASE_URL=owner):
        raise Stopped(
            "The preparation failed; see above why. Nothing was lost: try again."
        ) from RuntimeError()
    if state is not None:
        stamp.write_text(state)


def _state() -> str:
    """The state of the code and which database it is: the same as last time means nothing to prepare."""
    told = hashlib.sha256()
    kinds = {".py", ".po", ".toml", ".csv", ".json", ".lock"}
    for file in [ROOT / "requirements" / "run.lock", *sorted(ROOT.glob("proeftuin/**/*"))]:
        if file.suffix in kinds:
            found = file.stat()
            told.update(
                f"{file} {found.st_size} {found.st_mtime_ns} {file.with_suffix('.mo').exists()}\n".encode()
            )
    database = (postgres.named("main").data / "PG_VERSION").stat()
    told.update(f"{database.st_ino} {database.st_mtime_ns}".encode())
    return told.hexdigest()


def _var() -> Path:
    var = Path(os.environ.get("PROEFTUIN_VAR") or ROOT / "var")
    (var / "static").mkdir(parents=True, exist_ok=True)
    return var


def _secret(path: Path) -> str:
    """The key that signs sessions, made once and readable by this user only."""
    half = path.with_suffix(".half")
    if not path.exists():
        half.unlink(missing_ok=True)
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        half.replace(path)
    return path.read_text().strip()


def _stop(number: int, frame: object) -> NoReturn:
    raise Stopped("\nStopped. Your data stays in var/; bin/run starts again.")


def _say(text: str, *, failed: bool = False) -> int:
    print(text, file=sys.stderr if failed else sys.stdout, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
