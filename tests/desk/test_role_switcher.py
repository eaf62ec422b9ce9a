"""The role switcher: only where it is switched on, and only to example people."""

import pytest

from tests.factories import accounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def trial(settings):
    settings.ROLE_SWITCHER = True
    settings.MAIL_KEPT = True
    return settings


def test_switching_signs_in_an_example_person_and_shows_what_waits(client, trial):
    person = accounts.office(is_fictional=True)
    answer = client.post("/desk/switch/", {"person": person.pk}, follow=True)
    assert answer.redirect_chain == [("/desk/", 302)]
    assert answer.wsgi_request.user == person


def test_switching_to_a_visitor_signs_out(client, trial):
    client.force_login(accounts.user(is_fictional=True))
    client.post("/desk/switch/", {"person": ""})
    assert "_auth_user_id" not in client.session


def test_a_real_person_cannot_be_switched_to(client, trial):
    answer = client.post("/desk/switch/", {"person": accounts.office().pk})
    assert answer.status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_switcher_does_not_exist_elsewhere(client, settings):
    person = accounts.office(is_fictional=True)
    settings.ROLE_SWITCHER = False
    assert client.post("/desk/switch/", {"person": person.pk}).status_code == 404
    settings.ROLE_SWITCHER = True
    assert client.post("/desk/switch/", {"person": person.pk}).status_code == 302  # control


def test_switching_is_a_deed_and_not_a_link(client, trial):
    assert client.get("/desk/switch/").status_code == 405


def test_the_bar_names_each_example_person_with_the_role(client, trial):
    accounts.office(name="Olga Kantoor", is_fictional=True)
    client.force_login(accounts.user(is_fictional=True))
    assert "programmabureau – Olga Kantoor" in client.get("/desk/").content.decode()


def test_without_the_switcher_there_is_no_bar(client, settings):
    accounts.office(name="Olga Kantoor", is_fictional=True)
    client.force_login(accounts.user())
    assert "Olga Kantoor" not in client.get("/desk/").content.decode()
