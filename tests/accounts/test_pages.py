"""Every page of signing in: in both languages, addressed with "u", and without a script that our policy would stop."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache

from tests.factories import accounts

pytestmark = pytest.mark.django_db
FOR_ALL = [
    "login/code/",
    "login/",
    "signup/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/x-y/",
    "inactive/",
]
FOR_ME = [
    "email/", "password/set/", "logout/", "sessions/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/", "2fa/webauthn/add/",
    "2fa/recovery-codes/generate/",
]  # fmt: skip
WITH_APP = ["2fa/", "2fa/totp/deactivate/", "2fa/reauthenticate/"]


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def check(page: str, language: str) -> None:
    """The page speaks the language, says "u" and holds nothing inline that runs."""
    assert f'<html lang="{language}">' in page
    if language == "nl":
        said = re.sub(r"<[^>]+>", " ", page)
        assert not re.search(r"\b(je|jouw|jij)\b", said), "it says je"
    for script in re.findall(r"<script[^>]*>", page):
        assert "nonce=" in script or 'type="application/json"' in script, script
    assert not re.search(r"<[^>]+\s(style|on\w+)=", page)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", FOR_ALL)
def test_pages_for_everybody(client, path, language):
    prefix = "" if language == "nl" else "/en"
    answer = client.get(f"{prefix}/account/{path}", follow=True)
    assert answer.status_code == 200
    check(answer.content.decode(), language)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", FOR_ME)
def test_pages_for_who_is_signed_in(client, path, language):
    prefix = "" if language == "nl" else "/en"
    client.force_login(accounts.user())
    answer = client.get(f"{prefix}/account/{path}", follow=True)
    assert answer.status_code == 200
    check(answer.content.decode(), language)
    assert 'content="noindex"' in answer.content.decode()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", WITH_APP)
def test_pages_for_who_has_an_app(client, path, language):
    prefix = "" if language == "nl" else "/en"
    person = accounts.user()
    TOTP.activate(person, generate_totp_secret())
    client.force_login(person)
    answer = client.get(f"{prefix}/account/{path}", follow=True)
    assert answer.status_code == 200
    check(answer.content.decode(), language)
