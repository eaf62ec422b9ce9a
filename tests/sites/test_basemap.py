"""The basemap comes through our own server, from the configured address only, and is off by default."""

import os
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.test import Client

PNG = b"\x89PNG\r\n\x1a\n" + b"tile"
HERE = "/basemap/17/66890/43928.png"  # in Gent


class Tiles(ThreadingHTTPServer):
    """A server of squares that can misbehave."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked, self.answer = [], (200, {}, PNG)


class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        status, headers, body = self.server.answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def tiles(settings, tmp_path):
    server = Tiles()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.VAR_DIR = tmp_path
    settings.BASEMAP = {"url": f"http://127.0.0.1:{server.server_port}/{{z}}/{{x}}/{{y}}", "credit": "Kaart"}
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def get(address=HERE):
    return Client().get(address)


def kept(tmp_path):
    return [path for path in Path(tmp_path).rglob("*") if path.is_file()]


def test_it_is_off_by_default():
    assert get().status_code == 404


def test_a_square_is_fetched_once_and_then_comes_from_our_own_store(tiles):
    first, second = get(), get()
    assert (first.content, first["Content-Type"], second.content) == (PNG, "image/png", PNG)
    assert tiles.asked == ["/17/66890/43928"]
    assert "max-age" in first["Cache-Control"]
    assert not first.cookies


def test_an_old_square_is_fetched_again(tiles, tmp_path):
    get()
    month_ago = time.time() - 31 * 24 * 3600
    os.utime(kept(tmp_path)[0], (month_ago, month_ago))
    get()
    assert len(tiles.asked) == 2


@pytest.mark.parametrize(
    "address",
    [
        "/basemap/17/0/0.png",  # not in Belgium
        "/basemap/20/535120/351424.png",  # closer than the map goes
        "/basemap/3/4/2.png",  # further than the map goes
        "/basemap/17/99999999999/43928.png",
        "/basemap/17/66890/..%2f..%2fetc.png",
        "/basemap/17/66890/-1.png",
    ],
)
def test_nobody_makes_us_ask_for_anything_but_squares_of_belgium(tiles, address):
    assert get(address).status_code == 404
    assert tiles.asked == []


@pytest.mark.parametrize(
    "answer",
    [
        (200, {}, b"<html>not an image</html>"),
        (200, {}, b""),
        (200, {}, PNG + b"x" * 1_000_001),
        (302, {"Location": "http://127.0.0.1:1/secret"}, b""),
        (404, {}, PNG),
        (500, {}, PNG),
    ],
)
def test_an_answer_that_is_no_square_is_not_passed_on_and_not_kept(tiles, tmp_path, answer):
    tiles.answer = answer
    assert get().status_code == 404
    assert kept(tmp_path) == []


def test_a_server_that_is_away_is_a_missing_square(tiles):
    tiles.shutdown()
    tiles.server_close()
    assert get().status_code == 404


def test_an_address_that_is_no_web_address_is_never_opened(settings, tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(PNG)
    settings.VAR_DIR = tmp_path / "var"
    settings.BASEMAP = {"url": f"file://{secret}?{{z}}{{x}}{{y}}", "credit": ""}
    assert get().status_code == 404
