"""`bin/run` starts everything, stops everything, and keeps what was made."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from proeftuin.core import serve
from proeftuin.core.postgres import Cluster

ROOT = Path(__file__).resolve().parents[2]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class House:
    """`bin/run` after its environment is made, with everything it keeps in a folder of the test."""

    def __init__(self, var):
        self.var, self.port = var, free_port()
        self.cluster = Cluster((var / "postgres" / "main").resolve())

    def __enter__(self):
        house = {"PROEFTUIN_VAR": str(self.var), "PORT": str(self.port)}
        unwanted = ("PROEFTUIN_", "DATABASE_", "DJANGO_")
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith(unwanted)
        } | house
        self.process = subprocess.Popen(
            [sys.executable, "-m", "proeftuin.core.serve"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return self

    def __exit__(self, *error):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.cluster.stop()

    def read_until(self, words):
        said = ""
        for line in self.process.stdout:
            said += line
            if words in line:
                return said
        raise AssertionError(f"It ended without saying {words!r}:\n{said}")

    def status(self):
        connection = http.client.HTTPConnection("localhost", self.port, timeout=30)
        connection.request("GET", "/")
        return connection.getresponse().status

    def stop(self, number=signal.SIGINT):
        self.process.send_signal(number)
        said = self.process.stdout.read()
        return self.process.wait(60), said

    def still_answers(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def test_the_house_starts_stops_cleanly_and_starts_again_in_seconds(tmp_path):
    with House(tmp_path) as house:
        assert "Preparing the database" in house.read_until(f"http://localhost:{house.port}")
        assert house.status() < 500
        code, said = house.stop()
        assert (code, "Your data stays" in said) == (0, True), said
        assert not house.still_answers()
        assert not (house.cluster.data / "postmaster.pid").exists()
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    secret = (tmp_path / "secret").read_text()

    with House(tmp_path) as house:
        assert "Preparing" not in house.read_until(f"http://localhost:{house.port}")
        assert house.stop(signal.SIGTERM)[0] == 0
    assert (tmp_path / "secret").read_text() == secret

    with House(tmp_path) as house:
        house.read_until(f"http://localhost:{house.port}")
        house.process.kill()
        until = time.monotonic() + 30
        while house.still_answers() and time.monotonic() < until:
            time.sleep(0.1)
        assert sys.platform != "linux" or not house.still_answers()

    with House(tmp_path) as house:
        house.read_until(f"http://localhost:{house.port}")
        assert house.stop()[0] == 0


def test_a_port_in_use_stops_with_what_to_do(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        house = House(tmp_path)
        house.port = taken.getsockname()[1]
        with house:
            code, said = house.process.wait(30), house.process.stdout.read()
    assert (code, said) == (
        1,
        f"Port {house.port} is in use. Choose another: PORT={house.port + 1} bin/run\n",
    )


@pytest.fixture
def state(monkeypatch, tmp_path):
    """The state of a small tree with one source file and a database."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "run.lock").write_text("")
    (tmp_path / "proeftuin").mkdir()
    (tmp_path / "proeftuin" / "models.py").write_text("one = 1\n")
    data = tmp_path / "var" / "postgres" / "main"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("18\n")
    monkeypatch.setattr(serve, "ROOT", tmp_path)
    monkeypatch.setenv("PROEFTUIN_VAR", str(tmp_path / "var"))
    return serve._state


def test_the_same_code_and_database_need_no_preparation(state):
    assert state() == state()


@pytest.mark.parametrize(
    "change", ["proeftuin/models.py", "requirements/run.lock", "var/postgres/main/PG_VERSION"]
)
def test_other_code_or_another_database_is_prepared_again(state, change, tmp_path):
    before = state()
    (tmp_path / change).unlink()
    (tmp_path / change).write_text("two = 2\n")
    assert state() != before
