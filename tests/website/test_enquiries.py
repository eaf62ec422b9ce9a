"""The contact form: one question, told once, and no use to robots."""

import re
import uuid

import pytest
from django.core.cache import cache

from proeftuin.accounts.models import Contact
from proeftuin.mail.models import Message
from proeftuin.pathways.models import Enquiry
from tests.factories import calls

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()


def words(**fields):
    return {
        "token": str(uuid.uuid4()), "name": "Ann", "email": "Ann@Example.org", "subject": "Een vraag",
        "text": "Mag dit?", "website": "", **fields,
    }  # fmt: skip


def test_a_question_reaches_the_office_and_is_confirmed(client):
    form = client.get("/contact/")
    token = re.search(r'name="token" value="([^"]+)"', form.text)[1]
    answer = client.post("/contact/", words(token=token))
    assert answer.url == "/contact/bedankt/"
    enquiry = Enquiry.objects.get()
    assert (enquiry.contact.email, enquiry.text, enquiry.language) == ("ann@example.org", "Mag dit?", "nl")
    office, asker = Message.objects.order_by("kind")
    assert office.to == "proeftuin@example.org"
    assert "Mag dit?" in office.text
    assert office.headers["Reply-To"] == "ann@example.org"
    assert asker.to == "ann@example.org"


def test_the_confirmation_repeats_nothing_that_a_stranger_typed(client):
    client.post("/contact/", words(name="KOOP NU", subject="KOOP NU", text="KOOP NU http://evil.example"))
    asker = Message.objects.get(to="ann@example.org")
    assert "KOOP NU" not in asker.subject + asker.text


def test_a_double_click_is_one_question(client):
    once = words()
    assert client.post("/contact/", once).url == client.post("/contact/", once).url
    assert (Enquiry.objects.count(), Message.objects.count()) == (1, 2)


def test_a_robot_gets_the_same_answer_and_nothing_happens(client):
    assert client.post("/contact/", words(website="http://spam.example")).url == "/contact/bedankt/"
    assert not Enquiry.objects.exists()
    assert not Contact.objects.exists()


def test_what_is_wrong_is_said_and_nothing_is_lost(client):
    answer = client.post("/contact/", words(email="geen adres", text="Mijn lange vraag"))
    assert answer.status_code == 422
    assert "Mijn lange vraag" in answer.text
    assert 'href="#id_email"' in answer.text
    assert not Enquiry.objects.exists()


def test_the_sixth_question_of_an_hour_waits(client):
    for _number in range(5):
        assert client.post("/contact/", words()).status_code == 302
    answer = client.post("/contact/", words(text="Nog eentje"))
    assert answer.status_code == 422
    assert "Nog eentje" in answer.text
    assert Enquiry.objects.count() == 5
    cache.clear()
    assert client.post("/contact/", words()).status_code == 302


def test_a_line_break_in_the_subject_makes_no_header(client):
    client.post("/contact/", words(subject="Een\r\nBcc: ander@example.org"))
    assert all("\n" not in message.subject for message in Message.objects.all())


def test_a_question_on_a_pathway_keeps_it_and_is_marked_as_example(client):
    pathway = calls.pathway(is_fictional=True)
    client.post(f"/contact/?pathway={pathway.slug}", words())
    assert Enquiry.objects.get().pathway == pathway
    assert all(message.is_fictional for message in Message.objects.all())
    assert client.get("/contact/?pathway=bestaat-niet").status_code == 404


def test_the_form_never_enters_the_page_cache(client):
    first = re.search(r'name="token" value="([^"]+)"', client.get("/contact/").text)[1]
    client.cookies.clear()
    assert first not in client.get("/contact/").text


def test_a_question_on_an_archive_is_not_added_to_it(client):
    pathway = calls.pathway(state="ended")
    client.post(f"/contact/?pathway={pathway.slug}", words())
    assert Enquiry.objects.get().pathway is None
