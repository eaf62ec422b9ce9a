"""The browser, the trial installation and the people of the journeys."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from tests import databases
from tests.journeys import trial as trials
from tests.journeys.visitor import Visitor

WAYS = {"locale": "nl-BE", "viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All that lies here is a journey."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def trial(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[trials.Trial]:
    with databases.cluster().in_use():
        with django_db_blocker.unblock():
            databases.ready_template()
        with trials.running(Path(tmp_path_factory.mktemp("trial"))) as running:
            yield running


@pytest.fixture(scope="module")
def browser(trial: trials.Trial) -> Iterator[Browser]:
    """For one file of journeys: while it runs, other tests could not speak to the database."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert chromium, "Chromium is missing: bin/test installs it, or apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


def _only_home(route: Route) -> None:
    """No page loads anything from elsewhere."""
    host = urlsplit(route.request.url).hostname
    assert host in {"localhost", "127.0.0.1"}, f"A page asked for {route.request.url}"
    route.continue_()


def _visitor(context: BrowserContext, trial: trials.Trial) -> Visitor:
    context.route("**/*", _only_home)
    context.set_default_timeout(15_000)
    return Visitor(context.new_page(), trial)


@pytest.fixture
def visitor(browser: Browser, trial: trials.Trial) -> Iterator[Visitor]:
    """Somebody who is not signed in."""
    with browser.new_context(**WAYS) as context:
        yield _visitor(context, trial)


@pytest.fixture
def visitor_without_script(browser: Browser, trial: trials.Trial) -> Iterator[Visitor]:
    """Somebody whose browser runs no JavaScript."""
    with browser.new_context(**WAYS, java_script_enabled=False) as context:
        yield _visitor(context, trial)
