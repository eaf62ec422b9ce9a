"""The recipe of docs/operations.md is followed: prepared as the owner, served as the app, with a server's settings."""

import http.client
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from proeftuin.core import postgres
from tests import databases

ROOT = Path(__file__).resolve().parent.parent
HOST = "proeftuin.example.org"
RECIPE = (ROOT / "docs/operations.md").read_text()


@pytest.fixture(scope="module")
def settings_of_a_server(django_db_setup, tmp_path_factory):
    """What .env.example tells to fill in, and nothing of this test run."""
    name = f"test_{os.getpid()}"
    plain = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("PROEFTUIN_", "DATABASE_", "DJANGO_"))
    }
    return plain | {
        "PROEFTUIN_SECRET_KEY": "k" * 20 + "".join(map(chr, range(48, 120))),
        "PROEFTUIN_SITE_URL": f"https://{HOST}",
        "PROEFTUIN_HOSTS": HOST,
        "PROEFTUIN_BEHIND_PROXY": "1",
        "PROEFTUIN_VAR": str(tmp_path_factory.mktemp("server")),
        "DATABASE_URL": databases.cluster().url(database=name),
        "DATABASE_OWNER_URL": databases.cluster().url(postgres.OWNER, name),
    }


@pytest.fixture(scope="module")
def server(settings_of_a_server):
    """The web service as the recipe's unit starts it; gives its port."""
    prepare(settings_of_a_server)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (command,) = re.findall(r"^ExecStart=(.*gunicorn.*)$", RECIPE, re.MULTILINE)
    words = shlex.split(command.replace("127.0.0.1:8000", f"127.0.0.1:{port}"))
    process = subprocess.Popen([sys.executable, *words[1:]], cwd=ROOT, env=settings_of_a_server)
    until = time.monotonic() + 60
    while not listens(port):
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.1)
    yield port
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


def prepare(settings):
    environment = settings | {"DATABASE_URL": settings["DATABASE_OWNER_URL"]}
    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=environment, check=True)


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def get(port, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    names = {"Host": HOST, "X-Forwarded-Proto": "https"} | {
        key.replace("_", "-"): value for key, value in headers.items()
    }
    connection.request("GET", path, headers=names)
    answer = connection.getresponse()
    return answer, answer.read().decode(errors="replace")


def test_a_page_comes_over_https_with_headers_that_keep_it_safe(server):
    answer, page = get(server, "/")
    assert answer.status in {200, 404}
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "'unsafe" not in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers
    assert "<html" in page


def test_nothing_is_loaded_from_another_host(server):
    _, page = get(server, "/")
    assert re.findall(r'(?:src|srcset|action)="(?:https?:)?//', page) == []
    assert re.findall(r'<link[^>]+rel="(?:stylesheet|icon|preload)"[^>]+href="(?:https?:)?//', page) == []


def test_plain_http_is_sent_to_https(server):
    answer, _ = get(server, "/some/page?a=1", X_Forwarded_Proto="http")
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/some/page?a=1")


def test_another_host_name_is_refused(server):
    assert get(server, "/", Host="evil.example.org")[0].status == 400


def test_static_files_have_a_name_of_their_content_and_may_be_kept(server):
    _, page = get(server, "/")
    styles = re.findall(r'href="(/static/[^"]+\.css)"', page)
    assert styles
    for address in styles:
        assert re.search(r"\.[0-9a-f]{12}\.css$", address), address
        answer, _ = get(server, address)
        assert (answer.status, "immutable" in answer.headers["Cache-Control"]) == (200, True)


def test_preparing_twice_is_harmless(settings_of_a_server):
    prepare(settings_of_a_server)


def test_the_sign_in_form_sets_cookies_that_only_https_carries(server):
    answer, _ = get(server, "/account/login/code/")
    cookies = answer.headers.get_all("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= {
            part.strip() for part in cookie.split(";")
        }


@pytest.mark.parametrize("missing", ["PROEFTUIN_SECRET_KEY", "DATABASE_URL"])
def test_nothing_starts_without_a_key_or_a_database(settings_of_a_server, missing):
    settings = {key: value for key, value in settings_of_a_server.items() if key != missing}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert f"{missing} is not set" in done.stderr


def test_the_deployment_checks_find_nothing(settings_of_a_server):
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    subprocess.run(command, cwd=ROOT, env=settings_of_a_server, check=True)


def test_the_roles_of_the_recipe_are_those_of_the_embedded_server():
    rights = [line for line in RECIPE.splitlines() if line.startswith("ALTER DEFAULT PRIVILEGES")]
    assert [line.rstrip(";") for line in rights] == [
        sql for sql in postgres.FIRST_SQL if sql.startswith("ALTER")
    ]
