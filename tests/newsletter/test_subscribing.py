"""Double opt-in: nothing counts before the owner of the address presses the button, and that is proven."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from proeftuin.accounts.models import Contact
from proeftuin.mail.models import Message
from proeftuin.newsletter import actions
from proeftuin.newsletter.models import Consent, SignUp, Subscription
from tests.factories import newsletter as factories

pytestmark = pytest.mark.django_db


def test_a_sign_up_sends_one_mail_and_changes_nothing_else():
    asked = factories.sign_up("Ann@Example.org ")
    assert Message.objects.values_list("kind", "to").get() == ("newsletter.confirmation", "ann@example.org")
    assert asked.subscription.state == Subscription.State.PENDING
    assert not Consent.objects.exists()


def test_confirming_keeps_proof_of_moment_words_purpose_and_page():
    now = timezone.now()
    asked = factories.sign_up(wants_invitations=False)
    actions.confirm(sign_up=asked, now=now)
    proof = Consent.objects.get()
    assert (proof.at, proof.purpose, proof.is_given, proof.page) == (
        now,
        "newsletter",
        True,
        "/nieuws-ontvangen/",
    )
    assert proof.text == asked.texts["newsletter"]
    assert proof.text_version
    assert proof.ticked == {"newsletter": True, "invitations": False}


def test_no_internet_address_is_kept():
    names = {field.name for model in (Consent, SignUp, Subscription) for field in model._meta.get_fields()}
    assert not {name for name in names if "ip" in name.split("_") or "agent" in name}


def test_proof_is_never_changed_not_even_by_us():
    factories.subscription()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Consent.objects.update(text="other words")


def test_confirming_twice_is_confirming_once():
    asked = factories.sign_up()
    for _ in range(2):
        actions.confirm(sign_up=SignUp.objects.get(pk=asked.pk), now=timezone.now())
    assert Consent.objects.count() == 2
    assert Message.objects.filter(kind="newsletter.welcome").count() == 1


def test_a_link_works_for_seven_days():
    asked = factories.sign_up()
    last = asked.asked_at + timedelta(days=7)
    with pytest.raises(actions.LinkExpired):
        actions.confirm(sign_up=asked, now=last + timedelta(seconds=1))
    assert actions.confirm(sign_up=asked, now=last).state == Subscription.State.CONFIRMED


def test_the_same_form_twice_is_one_sign_up():
    token = uuid4()
    one, two = (factories.sign_up("ann@example.org", token=token) for _ in range(2))
    assert one.pk == two.pk
    assert Message.objects.count() == 1


def test_an_address_gets_at_most_two_of_these_mails_an_hour():
    now = timezone.now()
    for minute in range(6):
        factories.sign_up("ann@example.org", now=now + timedelta(minutes=minute))
    assert Message.objects.count() == 2
    factories.sign_up("ann@example.org", now=now + timedelta(minutes=62))
    assert Message.objects.count() == 3


def test_a_stranger_cannot_change_a_subscription_by_filling_in_the_form():
    mine = factories.subscription("ann@example.org", role="expert", wants_invitations=False)
    factories.sign_up("ANN@example.org", role="investor", wants_newsletter=False)
    mine.refresh_from_db()
    assert (mine.role, mine.wants_newsletter, mine.wants_invitations) == ("expert", True, False)


def test_a_second_confirmed_sign_up_takes_the_new_wishes():
    factories.subscription("ann@example.org", wants_invitations=False)
    now = factories.subscription("ann@example.org", wants_newsletter=False)
    assert (now.wants_newsletter, now.wants_invitations) == (False, True)
    given = [(proof.purpose, proof.is_given) for proof in Consent.objects.all()]
    assert given == [("newsletter", True), ("newsletter", False), ("invitations", True)]


def test_after_unsubscribing_an_older_link_no_longer_counts():
    asked = factories.sign_up("ann@example.org")
    mine = factories.subscription("ann@example.org", now=asked.asked_at)
    actions.unsubscribe(subscription=mine, page="/x/", now=asked.asked_at + timedelta(hours=1))
    with pytest.raises(actions.LinkExpired):
        actions.confirm(sign_up=asked, now=asked.asked_at + timedelta(hours=2))


def test_unsubscribing_twice_proves_it_once():
    mine = factories.subscription()
    for _ in range(2):
        actions.unsubscribe(subscription=mine, page="/x/", now=timezone.now())
    mine.refresh_from_db()
    assert mine.state == Subscription.State.UNSUBSCRIBED
    assert [proof.is_given for proof in Consent.objects.all()] == [True, True, False, False]


def test_preferences_without_anything_ticked_unsubscribe():
    mine = factories.subscription()
    nothing = factories.wishes(wants_newsletter=False, wants_invitations=False)
    actions.change_preferences(subscription=mine, wishes=nothing, page="/x/", now=timezone.now())
    mine.refresh_from_db()
    assert mine.state == Subscription.State.UNSUBSCRIBED


def test_preferences_can_give_consent_again():
    mine = factories.subscription()
    actions.unsubscribe(subscription=mine, page="/x/", now=timezone.now())
    mine.refresh_from_db()
    actions.change_preferences(subscription=mine, wishes=factories.wishes(), page="/x/", now=timezone.now())
    mine.refresh_from_db()
    assert mine.state == Subscription.State.CONFIRMED


def test_an_address_that_never_confirmed_is_forgotten_after_a_month():
    asked = factories.sign_up()
    kept = factories.subscription()
    later = asked.asked_at + timedelta(days=31)
    assert actions.forget_unconfirmed(now=asked.asked_at + timedelta(days=29)) == 0
    assert actions.forget_unconfirmed(now=later) == 1
    assert actions.forget_unconfirmed(now=later) == 0
    assert list(Contact.objects.filter(subscription__isnull=False)) == [kept.contact]
    assert not Contact.objects.filter(pk=asked.subscription.contact_id).exists()
