"""A message to many: everybody once, nobody after unsubscribing, whatever happens to the worker."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from proeftuin.mail.models import Message
from proeftuin.newsletter import actions, tasks
from proeftuin.newsletter.models import Campaign, Delivery
from proeftuin.record.actions import MoveRefused
from tests.factories import newsletter as factories

pytestmark = pytest.mark.django_db


def sent():
    return Message.objects.filter(kind="newsletter.campaign")


def test_sending_puts_one_message_for_each_receiver_in_the_outbox():
    people = [factories.subscription() for _ in range(3)]
    campaign = factories.campaign()
    actions.send(campaign=campaign, by=campaign.created_by, now=timezone.now())
    tasks.fill_outbox()
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.SENT
    assert campaign.sent_at
    assert sorted(sent().values_list("to", flat=True)) == sorted(one.contact.email for one in people)


def test_sending_twice_is_refused_and_filling_twice_adds_nothing():
    factories.subscription()
    campaign = factories.campaign()
    actions.send(campaign=campaign, by=campaign.created_by, now=timezone.now())
    with pytest.raises(MoveRefused):
        actions.send(
            campaign=Campaign.objects.get(pk=campaign.pk), by=campaign.created_by, now=timezone.now()
        )
    tasks.fill_outbox()
    tasks.fill_outbox()
    assert sent().count() == 1


def test_without_receivers_it_stays_a_draft():
    campaign = factories.campaign()
    with pytest.raises(actions.NobodyThere):
        actions.send(campaign=campaign, by=campaign.created_by, now=timezone.now())
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.DRAFT


def test_a_worker_that_dies_between_batches_loses_nothing():
    for _ in range(5):
        factories.subscription()
    campaign = factories.campaign()
    actions.send(campaign=campaign, by=campaign.created_by, now=timezone.now())
    assert actions.queue_some(campaign=campaign, now=timezone.now(), most=2) == 2
    assert not actions.finish(campaign=campaign, now=timezone.now())
    tasks.fill_outbox()
    assert sent().count() == 5


def test_who_unsubscribes_between_sending_and_the_batch_is_skipped():
    stays, leaves = factories.subscription(), factories.subscription()
    campaign = factories.campaign()
    actions.send(campaign=campaign, by=campaign.created_by, now=timezone.now())
    actions.unsubscribe(subscription=leaves, page="/x/", now=timezone.now())
    tasks.fill_outbox()
    assert [message.to for message in sent()] == [stays.contact.email]
    assert Delivery.objects.get(contact=leaves.contact).state == Delivery.State.SKIPPED


def test_each_reader_gets_the_language_that_was_chosen():
    factories.subscription("nl@example.org", language="nl")
    factories.subscription("en@example.org", language="en")
    campaign = factories.campaign(subject_en="News on housing", body_en="Dear reader")
    actions.send(campaign=campaign, by=campaign.created_by, now=timezone.now())
    tasks.fill_outbox()
    words = {message.to: (message.subject, message.text) for message in sent()}
    assert words["nl@example.org"][0] == "Nieuws over wonen"
    assert words["en@example.org"][0] == "News on housing"
    assert "Dear reader" in words["en@example.org"][1]
    assert "/en/keep-me-informed/unsubscribe/" in words["en@example.org"][1]


def test_markdown_becomes_safe_html_and_stays_readable_as_text():
    factories.subscription()
    campaign = factories.campaign(body="**Vet** & <script>alert(1)</script> O'Neil")
    actions.send(campaign=campaign, by=campaign.created_by, now=timezone.now())
    tasks.fill_outbox()
    message = sent().get()
    assert "<strong>Vet</strong>" in message.html
    assert "<script>" not in message.html
    assert "**Vet** & <script>alert(1)</script> O'Neil" in message.text


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_time_send_everything_once():
    for _ in range(40):
        factories.subscription()
    campaign = factories.campaign()
    actions.send(campaign=campaign, by=campaign.created_by, now=timezone.now())

    def work():
        try:
            tasks.fill_outbox()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    tasks.fill_outbox()
    assert sent().count() == 40
    assert Campaign.objects.get().state == Campaign.State.SENT
