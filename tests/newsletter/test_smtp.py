"""What really arrives at a mail server."""

import pytest
from django.test import Client
from django.utils import timezone

from proeftuin.mail import delivery
from proeftuin.newsletter import actions, tasks
from proeftuin.newsletter.models import Subscription
from tests.factories import newsletter as factories
from tests.mail.smtp import Mailbox, server

pytestmark = pytest.mark.django_db


def test_a_campaign_arrives_once_with_a_button_to_unsubscribe(settings):
    settings.SITE_URL = "https://proeftuin.example.org"
    mine = factories.subscription("ann@example.org")
    campaign = factories.campaign(subject="Café & nieuws\r\nBcc: b@example.org")
    actions.send(campaign=campaign, by=campaign.created_by, now=timezone.now())
    tasks.fill_outbox()
    box = Mailbox()
    with server(settings, box):
        for _ in range(2):
            delivery.deliver_all(clock=timezone.now)
    arrived = [mail for mail in box.received if "nieuws" in mail["Subject"]]
    assert len(arrived) == 1
    mail = arrived[0]
    assert (mail["X-Envelope-To"], mail["Bcc"]) == ("ann@example.org", None)
    assert mail["Subject"] == "Café & nieuws Bcc: b@example.org"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = mail["List-Unsubscribe"].strip()
    assert link.startswith("<https://proeftuin.example.org/nieuws-ontvangen/afmelden/")
    assert link.endswith(">")
    parts = [part.get_content_type() for part in mail.walk()]
    assert parts == ["multipart/alternative", "text/plain", "text/html"]
    address = link.strip("<>").removeprefix("https://proeftuin.example.org")
    Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})
    mine.refresh_from_db()
    assert mine.state == Subscription.State.UNSUBSCRIBED


def test_only_the_confirmation_leaves_before_the_button_is_pressed(settings):
    asked = factories.sign_up("ann@example.org")
    box = Mailbox()
    with server(settings, box):
        delivery.deliver_all(clock=timezone.now)
        assert box.receivers() == {"ann@example.org": 1}
        actions.confirm(sign_up=asked, now=timezone.now())
        delivery.deliver_all(clock=timezone.now)
    assert box.receivers() == {"ann@example.org": 2}
    assert box.received[1]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
