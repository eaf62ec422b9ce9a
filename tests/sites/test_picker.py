"""The map on which a site is pointed at: by mouse and by keyboard; without it the fields stay."""

import shutil
import struct
import zlib
from contextlib import contextmanager

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import sync_playwright

from proeftuin.places import coordinates, outlines
from tests.factories import accounts, places
from tests.sites.test_basemap import tiles  # noqa: F401 - a fixture

QUIET = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking".split()


def grey(side=256):
    """A square of one colour as a PNG."""

    def chunk(kind, content):
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\xd8" * side for _ in range(side)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@contextmanager
def form_page(live_server, cookie):
    """The empty form in a browser; whatever the page asks elsewhere fails the test."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert chromium, "Chromium is missing: bin/test installs it, or apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        # Without reduced motion the page still glides to the map while the mouse already presses.
        context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        wrong = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.on(
            "request",
            lambda request: None if request.url.startswith(live_server.url) else wrong.append(request.url),
        )
        page.goto(live_server.url + "/desk/sites/add/")
        yield page
        browser.close()
        assert wrong == []


@pytest.fixture
def cookie(db):
    """The session of an official; made before the browser, whose loop forbids the database."""
    gent = places.municipality("Gent")
    client = Client()
    client.force_login(accounts.membership(organisation=accounts.organisation(municipality=gent)).user)
    return client.cookies["session"]


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_a_place_and_an_outline_are_pointed_at_with_the_mouse(tiles, live_server, cookie):  # noqa: F811
    tiles.answer = (200, {}, grey())
    with form_page(live_server, cookie) as page:
        svg = page.locator(".picker__map")
        for _ in range(8):
            page.get_by_role("button", name="Dichterbij").click()
        svg.click(position={"x": 200, "y": 120})
        page.get_by_role("button", name="Omtrek tekenen").click()
        for x, y in ((100, 100), (260, 100), (260, 220), (100, 220), (40, 160)):
            svg.click(position={"x": x, "y": y})
        page.get_by_role("button", name="Laatste hoekpunt weghalen").click()
        place, outline = page.locator("#id_position").input_value(), page.locator("#id_outline").input_value()
    position, read = coordinates.parse(place), outlines.parse(outline)
    assert len(read.geometry["coordinates"][0]) == 5
    assert 1_000 < read.area_m2 < 100_000
    ring = read.geometry["coordinates"][0]
    assert min(x for x, _ in ring) < position.longitude < max(x for x, _ in ring)
    assert min(y for _, y in ring) < position.latitude < max(y for _, y in ring)
    assert len(tiles.asked) > 6


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_a_place_is_pointed_at_with_the_keyboard_and_the_map_can_be_dragged(tiles, live_server, cookie):  # noqa: F811
    tiles.answer = (200, {}, grey())
    with form_page(live_server, cookie) as page:
        svg = page.locator(".picker__map")
        svg.focus()
        for key in ("+", "+", "ArrowLeft", "ArrowUp", "Enter"):
            page.keyboard.press(key)
        by_key = coordinates.parse(page.locator("#id_position").input_value())
        box = svg.bounding_box()
        page.mouse.move(box["x"] + 300, box["y"] + 200)
        page.mouse.down()
        page.mouse.move(box["x"] + 200, box["y"] + 200, steps=4)
        page.mouse.up()
        assert page.locator("#id_position").input_value() == f"{by_key.latitude:.6f}, {by_key.longitude:.6f}"
        svg.focus()
        page.keyboard.press("Enter")
        after = coordinates.parse(page.locator("#id_position").input_value())
    assert by_key.longitude < 4.2 < after.longitude
    assert by_key.latitude > 51.02


@pytest.mark.django_db
def test_without_a_basemap_the_form_has_no_map_and_no_script():
    client = Client()
    client.force_login(accounts.membership().user)
    page = client.get(reverse("sites:add")).content.decode()
    assert "picker" not in page
    assert 'name="position"' in page


@pytest.mark.django_db
def test_with_a_basemap_the_map_stays_hidden_until_the_script_runs(settings):
    settings.BASEMAP = {"url": "https://tiles.example.org/{z}/{x}/{y}.png", "credit": "Kaart: iemand"}
    client = Client()
    client.force_login(accounts.membership().user)
    page = client.get(reverse("sites:add")).content.decode()
    assert '<div class="picker" data-picker="/basemap/" hidden>' in page
    assert "tiles.example.org" not in page
    assert "Kaart: iemand" in page
