"""The pages: scanners do nothing, one click unsubscribes, no address can be found out."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from proeftuin.core.tokens import link_token
from proeftuin.mail.models import Message
from proeftuin.newsletter import actions, rules
from proeftuin.newsletter.models import Campaign, SignUp, Subscription
from tests.factories import accounts
from tests.factories import newsletter as factories
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
FORM = {"email": "ann@example.org", "role": "citizen", "wants": ["newsletter"]}


def address(text, part):
    return re.search(rf"https?://[^/\s]+(\S*/{part}/\S+)", text)[1]


def personal(name, subscription):
    return reverse(f"newsletter:{name}", args=[link_token("newsletter.subscription", subscription.key)])


def test_from_the_form_to_the_list(client):
    page = client.get("/nieuws-ontvangen/")
    token = re.search(r'name="token" value="([^"]+)"', page.text)[1]
    assert client.post("/nieuws-ontvangen/", {**FORM, "token": token}).url == "/nieuws-ontvangen/bedankt/"
    link = address(Message.objects.get().text, "bevestigen")
    for method in (client.get, client.head, client.get):
        assert method(link).status_code == 200
    assert SignUp.objects.get().confirmed_at is None
    assert client.post(link).status_code == 200
    assert Subscription.objects.get().state == Subscription.State.CONFIRMED
    assert "al bevestigd" in client.get(link).text


def test_the_english_page_mails_in_english_with_the_words_that_were_shown(client):
    client.post("/en/keep-me-informed/", {**FORM, "token": uuid4()})
    asked = SignUp.objects.get()
    assert asked.texts["newsletter"].startswith("I want to receive the newsletter")
    assert asked.page == "/en/keep-me-informed/"
    assert "Somebody filled in this address" in Message.objects.get().text


def test_the_answer_is_the_same_for_a_known_address(client):
    factories.subscription("ann@example.org")
    known, unknown = (
        client.post("/nieuws-ontvangen/", {**FORM, "email": email, "token": uuid4()})
        for email in ("ann@example.org", "new@example.org")
    )
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "a@example.org\r\nBcc: b@example.org"},
        {"email": ""},
        {"role": ""},
        {"role": "king"},
        {"wants": []},
        {"wants": ["everything"]},
        {"token": "x"},
        {"email": "x" * 300 + "@example.org"},
        {"place": "x\0y"},
    ],
)
def test_wrong_input_is_explained_and_nothing_is_lost(client, wrong):
    page = client.post("/nieuws-ontvangen/", {**FORM, "name": "Ann O'Neil", "token": uuid4(), **wrong})
    assert page.status_code == 422
    assert "Ann O&#x27;Neil" in page.text
    assert not SignUp.objects.exists()


def test_a_robot_that_fills_in_the_trap_is_thanked_and_ignored(client):
    client.post("/nieuws-ontvangen/", {**FORM, "token": uuid4(), "website": "https://example.org"})
    assert not Message.objects.exists()


@pytest.mark.parametrize("part", ["bevestigen", "voorkeuren", "afmelden"])
@pytest.mark.parametrize("token", ["x", "x:y:z", "a" * 500])
def test_an_altered_link_gets_a_clear_page(client, part, token):
    page = client.get(f"/nieuws-ontvangen/{part}/{token}/")
    assert page.status_code == 410
    assert "Deze link werkt niet meer" in page.text


def test_a_link_of_one_purpose_does_not_work_for_another(client):
    mine = factories.subscription()
    token = link_token("newsletter.sign-up", mine.key)
    assert client.post(f"/nieuws-ontvangen/afmelden/{token}/").status_code == 410


def test_before_confirmation_there_is_no_personal_page(client):
    asked = factories.sign_up()
    assert client.get(personal("preferences", asked.subscription)).status_code == 410


def test_one_click_unsubscribes_without_cookie_or_code():
    mine = factories.subscription()
    client = Client(enforce_csrf_checks=True)
    link = personal("unsubscribe", mine)
    assert client.get(link).status_code == client.head(link).status_code == 200
    mine.refresh_from_db()
    assert mine.state == Subscription.State.CONFIRMED
    answer = client.post(link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert not answer.cookies
    mine.refresh_from_db()
    assert mine.state == Subscription.State.UNSUBSCRIBED
    assert client.post(link).status_code == 200


def test_other_deeds_do_need_the_code_against_forgery():
    mine = factories.subscription()
    client = Client(enforce_csrf_checks=True)
    assert client.post(personal("preferences", mine), {}).status_code == 403


def test_personal_pages_are_kept_by_nobody(client):
    answer = client.get(personal("preferences", factories.subscription()))
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"


def test_preferences_change_and_the_proof_holds_no_secret(client):
    mine = factories.subscription()
    link = personal("preferences", mine)
    answer = client.post(link, {"role": "expert", "wants": ["newsletter"], "language": "en"})
    assert answer.status_code == 200
    mine.refresh_from_db()
    assert (mine.role, mine.language, mine.wants_invitations) == ("expert", "en", False)
    assert [proof.page for proof in mine.consents.filter(is_given=False)] == ["/nieuws-ontvangen/voorkeuren/"]


def test_signing_up_again_after_unsubscribing_needs_a_new_confirmation(client):
    mine = factories.subscription("ann@example.org")
    actions.unsubscribe(subscription=mine, page="/x/", now=mine.created_at)
    accounts.user(email="Ann@Example.org")
    client.post("/nieuws-ontvangen/", {**FORM, "email": "ANN@example.org", "token": uuid4()})
    mine.refresh_from_db()
    assert mine.state == Subscription.State.UNSUBSCRIBED


DESK = ["campaigns", "write", "subscriptions", "export"]


@pytest.mark.parametrize("name", DESK)
def test_the_desk_is_for_the_office(client, name):
    link = reverse(f"newsletter:{name}")
    assert client.get(link).status_code == 302
    client.force_login(accounts.user())
    assert client.get(link).status_code == 404
    client.force_login(accounts.office())
    assert client.get(link).status_code == 200


@pytest.mark.parametrize("name", ["campaign", "edit", "trial", "send"])
def test_a_message_is_hidden_from_others(client, name):
    campaign = factories.campaign()
    client.force_login(accounts.user())
    link = reverse(f"newsletter:{name}", args=[campaign.pk])
    assert client.get(link).status_code in {404, 405}
    assert client.post(link).status_code in {404, 405}


def test_a_coordinator_may_write_but_not_read_the_addresses(client, monkeypatch):
    coordinator = accounts.user()
    monkeypatch.setattr(rules, "_writers", [lambda user: user == coordinator])
    client.force_login(coordinator)
    assert client.get(reverse("newsletter:campaigns")).status_code == 200
    assert client.get(reverse("newsletter:subscriptions")).status_code == 404
    assert client.get(reverse("newsletter:export")).status_code == 404


def test_write_look_try_and_send(client):
    office = accounts.office()
    factories.subscription("ann@example.org", role="expert")
    factories.subscription("bob@example.org", role="citizen")
    client.force_login(office)
    form = {"purpose": "newsletter", "subject": "Nieuws", "body": "Er is **nieuws**.", "roles": ["expert"]}
    page = client.post(reverse("newsletter:write"), form, follow=True)
    campaign = Campaign.objects.get()
    assert campaign.audience == {"roles": ["expert"]}
    assert "<strong>nieuws</strong>" in page.text
    assert "1 persoon" in page.text
    client.post(reverse("newsletter:trial", args=[campaign.pk]))
    assert Message.objects.get(to=office.email).subject == "Nieuws"
    for _ in range(2):
        assert client.post(reverse("newsletter:send", args=[campaign.pk])).status_code == 302
    assert campaign.deliveries.count() == 1
    assert client.get(reverse("newsletter:edit", args=[campaign.pk])).status_code == 302


def test_an_unknown_municipality_is_named_and_nothing_is_lost(client):
    client.force_login(accounts.office())
    form = {"purpose": "newsletter", "subject": "Nieuws", "body": "Tekst", "municipalities": "Nergenshuizen"}
    page = client.post(reverse("newsletter:write"), form)
    assert page.status_code == 422
    assert "Nergenshuizen" in page.text


def test_the_export_writes_formulas_as_text(client):
    factories.subscription("ann@example.org", name='=HYPERLINK("http://example.org")')
    client.force_login(accounts.office())
    answer = client.get(reverse("newsletter:export"))
    assert answer["Content-Type"].startswith("text/csv")
    assert "'=HYPERLINK" in answer.content.decode()


def test_lists_take_the_same_number_of_queries(client):
    client.force_login(accounts.office())
    assert_same_queries(lambda: client.get(reverse("newsletter:campaigns")), factories.campaign)
    assert_same_queries(lambda: client.get(reverse("newsletter:subscriptions")), factories.subscription)


@pytest.mark.parametrize("kept", [True, False])
def test_a_new_message_is_an_example_where_no_mail_leaves(client, settings, kept):
    settings.MAIL_KEPT = kept
    client.force_login(accounts.user(is_office=True))
    page = client.get("/desk/nieuwsbrief/nieuw/")
    assert page.context["form"]["is_fictional"].value() is kept
