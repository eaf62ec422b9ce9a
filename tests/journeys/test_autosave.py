"""What is typed in an application is kept: by itself, in two tabs, when the session ends, without a connection."""

import shutil
import uuid

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.urls import reverse
from playwright.sync_api import expect, sync_playwright

from tests.factories import calls as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def browser():
    """A browser of this module only: while it runs, Django must be told to read the database beside its loop."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert chromium, "Chromium is missing: bin/test installs it, or apt-get install chromium"
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()
    connections.close_all()  # those from before the browser's loop know nothing of the databases since


@pytest.fixture(autouse=True, scope="module")
def _browser_before_the_database(browser):
    """The browser starts before and stops after the database of each test."""


@pytest.fixture
def draft():
    call = make.call()
    make.question(call)
    return make.draft(call=call)


@pytest.fixture
def tabs(browser, live_server, draft):
    """A browser in which the writer is signed in, and the address of the form."""
    with browser.new_context(locale="nl-BE") as context:
        sign_in(context, live_server, draft.created_by)
        yield context, live_server.url + reverse("calls:fill", args=[draft.pk])


def sign_in(context, server, user):
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": server.url}]
    )


def end_session(context):
    cookie = next(one for one in context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    SessionStore(cookie["value"]).delete()


def says(page, words):
    expect(page.locator("#save-state")).to_contain_text(words, timeout=15_000)


def test_typing_is_saved_by_itself(tabs, draft):
    context, address = tabs
    page = context.new_page()
    page.goto(address)
    page.fill("textarea", "Vanzelf bewaard")
    says(page, "Bewaard om")
    assert draft.answers.get().value == "Vanzelf bewaard"


def test_two_tabs_keep_both_texts_and_ask_which_one_stays(tabs, draft):
    context, address = tabs
    one, two = context.new_page(), context.new_page()
    one.goto(address)
    two.goto(address)
    two.fill("textarea", "Uit tab twee")
    says(two, "Bewaard om")
    one.fill("textarea", "Uit tab een")
    expect(one.locator(".is-aside")).to_be_visible(timeout=15_000)
    one.get_by_role("button", name="Bewaren", exact=True).first.click()
    expect(one.locator("blockquote")).to_have_text("Uit tab een")
    one.get_by_role("button", name="Gebruik deze tekst").click()
    expect(one.locator("textarea")).to_have_value("Uit tab een")
    assert (draft.answers.get().value, draft.aside_texts.count()) == ("Uit tab een", 0)


def test_a_session_that_ends_costs_no_word(tabs, draft, live_server):
    context, address = tabs
    page = context.new_page()
    page.goto(address)
    end_session(context)
    page.fill("textarea", "Na het einde")
    says(page, "U bent afgemeld")
    sign_in(context, live_server, draft.created_by)
    page.goto(address)
    says(page, "Bewaard om")
    assert draft.answers.get().value == "Na het einde"


def test_text_that_comes_back_does_not_overwrite_a_newer_one(tabs, draft, live_server):
    context, address = tabs
    page = context.new_page()
    page.goto(address)
    end_session(context)
    page.fill("textarea", "Van mij")
    says(page, "U bent afgemeld")
    make.answer(draft, draft.call.questions.get(), "Van mijn collega")
    sign_in(context, live_server, draft.created_by)
    page.goto(address)
    expect(page.locator(".is-aside")).to_be_visible(timeout=15_000)
    assert draft.answers.get().value == "Van mijn collega"
    assert [aside.value for aside in draft.aside_texts.all()] == ["Van mij"]


def test_a_broken_connection_is_told_and_mended(tabs, draft):
    context, address = tabs
    page = context.new_page()
    page.goto(address)
    context.set_offline(True)
    page.fill("textarea", f"Zonder net {uuid.uuid4()}")
    says(page, "geen verbinding")
    context.set_offline(False)
    says(page, "Bewaard om")
    assert draft.answers.get().value.startswith("Zonder net")
