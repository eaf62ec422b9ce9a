"""Staff read what others entrusted to us: a second step before anything else, and no way round it."""

import re

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from proeftuin.mail.models import Message
from tests.accounts.test_signing_in import CONFIRM, ask, code_in, signed_in
from tests.factories import accounts

pytestmark = pytest.mark.django_db
SET_UP = "/account/2fa/"


@pytest.fixture(autouse=True)
def _strict(settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = True
    cache.clear()


def with_app(person):
    """The person's secret in an authenticator app."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def app_code(secret: str) -> str:
    import time

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.mark.parametrize("role", ["is_office", "is_editor", "is_staff"])
@pytest.mark.parametrize("page", ["/desk/", "/en/desk/", "/desk/requests/", "/cms/", "/", "/files/x/"])
def test_staff_without_a_second_step_are_led_to_setting_it_up(client, role, page):
    client.force_login(accounts.user(**{role: True}))
    assert client.get(page).url.endswith(SET_UP)


def test_others_are_not_asked(client):
    client.force_login(accounts.user())
    assert client.get("/desk/").status_code == 200


def test_staff_with_a_second_step_go_on(client):
    person = accounts.office()
    with_app(person)
    client.force_login(person)
    assert client.get("/desk/").status_code == 200


def test_the_page_to_set_it_up_stays_open(client):
    client.force_login(accounts.office())
    assert client.get(SET_UP).status_code == 200
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


@pytest.mark.parametrize(
    "trick", ["/desk/account/", "/cms/account/", "/desk/requests/?x=/account/", "/cms/static/"]
)
def test_an_address_that_looks_open_is_not(client, trick):
    client.force_login(accounts.office())
    assert client.get(trick).url.endswith(SET_UP)


def test_a_code_by_mail_alone_does_not_sign_in_staff_who_have_a_second_step(client):
    person = accounts.office(email="olga@example.org")
    secret = with_app(person)
    ask(client, "olga@example.org")
    answer = client.post(CONFIRM, {"code": code_in(Message.objects.get())})
    assert answer.url == reverse("mfa_authenticate")
    assert not signed_in(client)
    assert client.get("/desk/").status_code == 302
    client.post(answer.url, {"code": "000000"})
    assert not signed_in(client)
    client.post(answer.url, {"code": app_code(secret)})
    assert signed_in(client)


def test_resetting_the_password_does_not_go_round_it(client):
    person = accounts.office(email="olga@example.org", password="an old long password")
    with_app(person)
    client.post("/account/password/reset/", {"email": "olga@example.org"})
    link = re.search(r"http://localhost:8000(\S+)", Message.objects.get().text)[1]
    form = client.get(link, follow=True)
    new = {"password1": "a new and longer password", "password2": "a new and longer password"}
    client.post(form.redirect_chain[-1][0], new)
    assert not signed_in(client)
    person.refresh_from_db()
    assert person.check_password("a new and longer password")
    client = Client()
    answer = client.post(
        "/account/login/", {"login": "olga@example.org", "password": "a new and longer password"}
    )
    assert answer.url == reverse("mfa_authenticate")
    assert not signed_in(client)
    assert Authenticator.objects.filter(user=person).exists()


def test_a_role_that_is_given_or_taken_works_on_the_next_request(client):
    person = accounts.user()
    client.force_login(person)
    assert client.get("/desk/requests/").status_code == 404
    person.is_office = True
    person.save()
    assert client.get("/desk/requests/").url.endswith(SET_UP)
    with_app(person)
    assert client.get("/desk/requests/").status_code == 200
    person.is_office = False
    person.save()
    assert client.get("/desk/requests/").status_code == 404


def test_a_closed_account_is_out_on_the_next_request(client):
    person = accounts.user()
    client.force_login(person)
    assert client.get("/desk/").status_code == 200
    person.is_active = False
    person.save()
    assert client.get("/desk/").status_code == 302


def test_the_app_shows_the_operators_name(settings):
    settings.OPERATOR = {**settings.OPERATOR, "name": "Regio Voorbeeld"}
    assert get_adapter().get_totp_issuer() == "Regio Voorbeeld"
