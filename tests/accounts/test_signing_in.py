"""Signing in by a code from our mail: the same answer for everybody, and only a POST does something."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from proeftuin.accounts.models import Contact, User
from proeftuin.mail.models import Message
from tests.factories import accounts

pytestmark = pytest.mark.django_db
ASK = "/account/login/code/"
CONFIRM = "/account/login/code/confirm/"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def ask(client, email: str, **fields):
    return client.post(ASK, {"email": email, **fields})


def code_in(message: Message) -> str:
    """The code stands alone on its line."""
    return re.search(r"^[A-Z0-9]{3,5}-?[A-Z0-9]{2,5}$", message.text, re.MULTILINE)[0]


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_the_code_from_the_mail_signs_in(client):
    person = User.objects.create_user("ann@example.org")
    assert ask(client, "ann@example.org").url == CONFIRM
    message = Message.objects.get()
    assert message.to == "ann@example.org"
    answer = client.post(CONFIRM, {"code": code_in(message)})
    assert answer.url == reverse("desk:home")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert Contact.objects.get(email="ann@example.org").verified_at is not None


def test_a_wrong_code_does_not_and_three_end_it(client):
    accounts.user(email="ann@example.org")
    ask(client, "ann@example.org")
    assert client.post(CONFIRM, {"code": "AAA-BBB"}).status_code == 200
    assert client.post(CONFIRM, {"code": "AAA-BBB"}).status_code == 200
    assert client.post(CONFIRM, {"code": "AAA-BBB"}).url == ASK
    client.post(CONFIRM, {"code": code_in(Message.objects.get())})
    assert not signed_in(client)


def test_the_link_in_the_mail_fills_in_the_code_and_does_nothing_more(client):
    accounts.user(email="ann@example.org")
    ask(client, "ann@example.org")
    message = Message.objects.get()
    link = re.search(r"http://localhost:8000(\S+confirm/\S+)", message.text)[1]
    answer = client.get(link)
    assert f'value="{code_in(message)}"' in answer.content.decode()
    assert not signed_in(client)
    client.post(CONFIRM, {"code": code_in(message)})  # control
    assert signed_in(client)


def test_the_link_is_of_no_use_in_another_browser(client, django_user_model):
    accounts.user(email="ann@example.org")
    ask(client, "ann@example.org")
    other = Client()
    code = code_in(Message.objects.get())
    assert other.get(f"{CONFIRM}?code={code}").url == ASK
    other.post(CONFIRM, {"code": code})
    assert not signed_in(other)


def test_one_goes_on_to_the_page_one_was_on_the_way_to(client):
    accounts.user(email="ann@example.org")
    answer = ask(client, "ann@example.org", next="/desk/profile/")
    assert answer.url == f"{CONFIRM}?next=%2Fdesk%2Fprofile%2F"
    message = Message.objects.get()
    assert "next=%2Fdesk%2Fprofile%2F" in message.text
    answer = client.post(CONFIRM, {"code": code_in(message), "next": "/desk/profile/"})
    assert answer.url == "/desk/profile/"


ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example",
    "javascript:alert(1)", "https:evil.example", "http:///evil.example", "/%09/evil.example", "\t//evil.example",
    "https://localhost@evil.example/", "//localhost:8000@evil.example", "data:text/html,x", "https://evil.example\\@localhost",
]  # fmt: skip


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_signing_in_never_leads_to_another_site(client, elsewhere):
    accounts.user(email="ann@example.org")
    ask(client, "ann@example.org", next=elsewhere)
    message = Message.objects.get()
    answer = client.post(CONFIRM, {"code": code_in(message), "next": elsewhere})
    host = re.match(r"(?:[a-z]+:)?[/\\]{2,}([^/\\]*)", answer.url.strip())
    assert host is None or host[1] in {"localhost", "testserver"}, answer.url


def answer_to(client, email: str) -> tuple:
    """All that a stranger can see of asking a code."""
    answer = ask(client, email)
    page = client.get(answer.url).content.decode().replace(email, "ADDRESS")
    page = re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page)
    return answer.status_code, answer.url, sorted(answer.cookies), page


def test_known_and_unknown_addresses_get_the_same_answer(client):
    accounts.user(email="known@example.org")
    accounts.user(email="closed@example.org", is_active=False)
    answers = [answer_to(Client(), f"{name}@example.org") for name in ("known", "unknown", "closed")]
    assert answers[0] == answers[1] == answers[2]
    assert Message.objects.count() == 3  # the same work too: one mail each
    assert {message.kind for message in Message.objects.all()} == {
        "account.email.login_code_message", "account.email.unknown_account_message"
    }  # fmt: skip


def writes_of(email: str) -> list[str]:
    """The tables that asking a code writes to: what takes time, and what a stranger could measure."""
    with CaptureQueriesContext(connection) as captured:
        ask(Client(), email)
    found = (
        re.match(r'(INSERT INTO|UPDATE|DELETE FROM) "(\w+)"', query["sql"])
        for query in captured.captured_queries
    )
    return [found_one[0] for found_one in found if found_one]


def test_both_ways_do_the_same_work_so_that_time_tells_nothing(client):
    """No mail server is waited for, and both paths write the same rows; `bin/bench` is the place for seconds."""
    accounts.user(email="known@example.org")
    for address in ("known@example.org", "unknown@example.org"):
        ask(Client(), address)  # afterwards both have a row in the cache of limits
    known, unknown = writes_of("known@example.org"), writes_of("unknown@example.org")
    assert known == unknown
    assert 'INSERT INTO "mail_message"' in known, "control: the message is among the work that is compared"


def test_nobody_is_flooded_with_codes(client):
    accounts.user(email="victim@example.org")
    for _ in range(20):
        ask(Client(), "victim@example.org")
    assert Message.objects.count() == 8


def test_signing_up_asks_a_name_and_no_password(client):
    answer = client.post("/account/signup/", {"email": "New@Example.org", "name": "Nele Nieuw"})
    assert answer.url == "/account/confirm-email/"
    message = Message.objects.get()
    client.post(answer.url, {"code": code_in(message)})
    person = User.objects.get(email="new@example.org")
    assert (person.name, person.has_usable_password(), person.contact.email) == (
        "Nele Nieuw",
        False,
        "new@example.org",
    )
    assert signed_in(client)


def test_signing_up_with_a_known_address_shows_nothing(client):
    accounts.user(email="known@example.org")
    known = client.post("/account/signup/", {"email": "known@example.org", "name": "X"})
    new = Client().post("/account/signup/", {"email": "new@example.org", "name": "X"})
    assert (known.status_code, known.url) == (new.status_code, new.url)
    assert "is er al een" in Message.objects.get(to="known@example.org").text
    assert User.objects.filter(email="known@example.org").count() == 1


def test_changing_the_address_waits_for_its_code_and_moves_the_contact(client):
    person = accounts.user(email="old@example.org")
    client.force_login(person)
    answer = client.post("/account/email/", {"email": "new@example.org", "action_add": ""})
    person.refresh_from_db()
    assert person.email == "old@example.org"
    message = Message.objects.get(to="new@example.org")
    client.post(answer.url, {"code": code_in(message)})
    person.refresh_from_db()
    assert (person.email, person.contact.email) == ("new@example.org", "new@example.org")
    assert Contact.objects.get(email="new@example.org").verified_at is not None


def test_codes_are_hidden_from_staff_but_on_a_trial_installation(client, settings):
    ask(client, "ann@example.org")
    settings.ROLE_SWITCHER = True
    ask(Client(), "ann@example.org")
    assert list(Message.objects.order_by("pk").values_list("is_secret", flat=True)) == [True, False]


def test_links_in_mails_carry_our_own_address(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    accounts.user(email="ann@example.org", password="a long enough password")
    client.post("/account/password/reset/", {"email": "ann@example.org"}, HTTP_HOST="evil.example")
    text = Message.objects.get().text
    assert "evil" not in text
    assert "http://localhost:8000/account/password/reset/key/" in text
