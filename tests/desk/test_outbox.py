"""The outbox screen: for the office, without the codes that open accounts; on a trial installation for all."""

import pytest
from django.utils import timezone

from proeftuin.mail.models import Message
from proeftuin.record.models import Entry
from tests.factories import accounts
from tests.factories import pathways as make
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def message(**fields) -> Message:
    number = Message.objects.count() + 1
    return Message.objects.create(
        **{
            "key": f"test:{number}",
            "kind": "test.letter",
            "to": f"person{number}@example.org",
            "subject": f"Brief {number}",
            "text": "Klik op http://localhost:8000/bevestigen/abc om te bevestigen.",
            "written_at": NOW,
            "due_at": NOW,
            **fields,
        }
    )


@pytest.fixture
def olga(client):
    person = accounts.office()
    client.force_login(person)
    return person


def test_the_office_sees_each_message_with_links_that_can_be_followed(client, olga):
    row = message(attachments=[{"name": "moment.ics", "type": "text/calendar", "content": "QkVHSU4="}])
    assert "Brief 1" in client.get("/desk/outbox/").content.decode()
    page = client.get(f"/desk/outbox/{row.pk}/").content.decode()
    assert '<a href="http://localhost:8000/bevestigen/abc"' in page
    file = client.get(f"/desk/outbox/{row.pk}/files/0/")
    assert file.content == b"BEGIN"
    assert file["Content-Disposition"] == 'attachment; filename="moment.ics"'
    assert client.get(f"/desk/outbox/{row.pk}/files/1/").status_code == 404
    assert Entry.objects.get().verb == "message.read"


@pytest.mark.parametrize("page", ["/desk/outbox/", "/desk/outbox/{pk}/", "/desk/outbox/{pk}/files/0/"])
def test_the_outbox_is_not_there_for_others(client, page):
    row = message(attachments=[{"name": "x.ics", "type": "text/calendar", "content": ""}])
    address = page.format(pk=row.pk)
    assert client.get(address).status_code == 404
    client.force_login(make.assigned("coordination", to=make.pathway()))
    assert client.get(address).status_code == 404
    client.force_login(accounts.office())  # control
    assert client.get(address).status_code == 200


def test_a_sign_in_code_stays_hidden_but_on_a_trial_installation(client, olga, settings):
    row = message(
        is_secret=True, text="ABC-DEF", attachments=[{"name": "x", "type": "text/plain", "content": ""}]
    )
    page = f"/desk/outbox/{row.pk}/"
    assert "ABC-DEF" not in client.get(page).content.decode()
    assert client.get(f"{page}files/0/").status_code == 404
    settings.ROLE_SWITCHER = settings.MAIL_KEPT = True
    assert "ABC-DEF" in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("switcher", "kept", "status"), [(True, True, 200), (True, False, 404), (False, True, 404)]
)
def test_visitors_see_it_only_on_a_trial_installation(client, settings, switcher, kept, status):
    row = message()
    settings.ROLE_SWITCHER, settings.MAIL_KEPT = switcher, kept
    assert client.get("/desk/outbox/").status_code == status
    assert client.get(f"/desk/outbox/{row.pk}/").status_code == status


def test_filters_by_state_and_address(client, olga):
    message(to="ann@example.org", state=Message.State.FAILED)
    message(to="bert@example.org", state=Message.State.SENT)
    page = client.get("/desk/outbox/?state=failed").content.decode()
    assert "ann@example.org" in page
    assert "bert@example.org" not in page
    assert "ann@example.org" not in client.get("/desk/outbox/?q=BERT").content.decode()
    assert client.get("/desk/outbox/?state=nonsense&page=1e9").status_code == 200


def test_a_failed_message_is_sent_again_once(client, olga):
    row = message(state=Message.State.FAILED, last_error="550")
    again = f"/desk/outbox/{row.pk}/again/"
    assert client.get(again).status_code == 405
    client.post(again)
    row.refresh_from_db()
    assert row.state == Message.State.QUEUED
    Message.objects.update(state=Message.State.SENT)
    client.post(again)
    row.refresh_from_db()
    assert row.state == Message.State.SENT


def test_sending_again_is_for_the_office_also_on_a_trial_installation(client, settings):
    settings.ROLE_SWITCHER = settings.MAIL_KEPT = True
    row = message(state=Message.State.FAILED)
    assert client.post(f"/desk/outbox/{row.pk}/again/").status_code == 404


def test_a_hostile_subject_and_text_stay_text(client, olga):
    row = message(
        subject="<script>alert(1)</script>", text='<img src=x onerror="alert(1)"> javascript:alert(1)'
    )
    for page in ("/desk/outbox/", f"/desk/outbox/{row.pk}/"):
        text = client.get(page).content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_the_list_takes_the_same_queries_for_more(client, olga):
    assert_same_queries(lambda: client.get("/desk/outbox/"), message)
