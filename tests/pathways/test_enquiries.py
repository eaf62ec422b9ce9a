"""The inbox of the programme office: a question is answered once, by mail."""

import pytest
from django.utils import timezone

from proeftuin.mail.models import Message
from proeftuin.pathways import actions
from proeftuin.pathways.models import Enquiry
from proeftuin.record.actions import MoveRefused
from tests.factories import accounts
from tests.factories import pathways as make
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def olga(client):
    person = accounts.office()
    client.force_login(person)
    return person


def test_an_answer_goes_out_once_with_the_question_below(client, olga):
    question = make.enquiry(subject="Rechtsvorm", name="Vera", language="nl")
    page = f"/desk/questions/{question.pk}/"
    assert "1 vraag te beantwoorden" in client.get("/desk/").content.decode()
    client.post(page, {"deed": "answer", "text": "Ja, dat mag."})
    client.post(page, {"deed": "answer", "text": "Ja, dat mag, nogmaals."})
    message = Message.objects.get()
    assert message.to == question.contact.email
    assert message.subject == "Antwoord op uw vraag: Rechtsvorm"
    assert message.text.index("Ja, dat mag.") < message.text.index("zonder rechtsvorm")
    question.refresh_from_db()
    assert (question.state, question.answer, question.answered_by) == ("answered", "Ja, dat mag.", olga)
    assert "te beantwoorden" not in client.get("/desk/").content.decode()


def test_an_answer_speaks_the_language_of_the_question(olga):
    actions.answer(make.enquiry(language="en", subject="Legal form"), text="Yes.", by=olga, now=NOW)
    assert Message.objects.get().subject == "Answer to your question: Legal form"


def test_an_empty_answer_is_refused_and_nothing_is_sent(client, olga):
    question = make.enquiry()
    page = client.post(f"/desk/questions/{question.pk}/", {"deed": "answer", "text": " "})
    assert 'id="errors"' in page.content.decode()
    assert not Message.objects.exists()


def test_a_question_is_put_aside_and_taken_up_again(client, olga):
    question = make.enquiry()
    page = f"/desk/questions/{question.pk}/"
    client.post(page, {"deed": "close"})
    assert Enquiry.objects.get().state == "closed"
    client.post(page, {"deed": "reopen"})
    assert Enquiry.objects.get().state == "open"


def test_two_colleagues_answer_at_once_and_one_answer_goes_out(olga):
    question = make.enquiry()
    same = Enquiry.objects.get(pk=question.pk)
    actions.answer(question, text="Ja.", by=olga, now=NOW)
    with pytest.raises(MoveRefused):
        actions.answer(same, text="Nee.", by=olga, now=NOW)
    assert Message.objects.count() == 1


def test_questions_are_for_the_office_only(client):
    question = make.enquiry()
    client.force_login(make.assigned("coordination", to=make.pathway()))
    assert client.get("/desk/questions/").status_code == 404
    assert client.post(f"/desk/questions/{question.pk}/", {"deed": "close"}).status_code == 404
    with pytest.raises(actions.NotAllowed):
        actions.close(question, by=accounts.user(), now=NOW)


def test_the_inbox_takes_the_same_queries_for_more(client, olga):
    assert_same_queries(lambda: client.get("/desk/questions/"), make.enquiry)
    assert client.get("/desk/questions/?state=nonsense").status_code == 200
