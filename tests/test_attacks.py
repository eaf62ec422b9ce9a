"""What an attacker tried, and may not get: one test for each way that was once open."""

import io
import logging
import random
import uuid
import zipfile

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.module_loading import import_string

from proeftuin.calls.actions import call as call_deeds
from proeftuin.calls.actions import colleagues
from proeftuin.calls.actions import questions as question_deeds
from proeftuin.calls.models import Call, PublicQuestion
from proeftuin.core import pdf
from proeftuin.core.errors import Refused
from proeftuin.core.middleware import PageCacheMiddleware
from proeftuin.core.tokens import link_token
from proeftuin.files import checks
from proeftuin.mail.models import Message
from proeftuin.newsletter import actions as newsletter_deeds
from proeftuin.newsletter.models import Campaign
from proeftuin.pathways import actions as pathway_deeds
from proeftuin.pathways.models import Enquiry, Pathway
from proeftuin.record.models import Entry
from proeftuin.sites import actions as site_deeds
from tests.factories import calls, events, jury, newsletter, sites

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


# Words of one person in the page of another ------------------------------------------------------


def test_the_name_of_a_site_is_text_and_no_markup_to_the_jury():
    call, by = jury.closed_call(), jury.office()
    jury.check(jury.handed_in(call, site='<form action="/desk/"><b>Pastorie</b></form>'), by)
    seat = jury.juror(call, by)
    jury.jury.open_scoring(call=call, by=by, now=timezone.now())
    page = signed_in(seat.user).get(reverse("calls:interests", args=[call.slug])).text
    assert "Pastorie" in page
    assert "<b>Pastorie</b>" not in page


def test_help_in_another_language_keeps_its_mark():
    from proeftuin.calls.forms.application import AnswersForm

    question = calls.question(calls.call(), kind="short", help="Kort & <goed>", limit=10)
    question.answer = None
    html = str(AnswersForm(questions=[question]))
    assert "Kort &amp; &lt;goed&gt;" in html
    assert "&amp;amp;" not in html


def test_a_name_in_a_mail_to_a_stranger_is_no_link():
    event = events.event(state="registration")
    client = Client()
    client.post(
        reverse("events:register", args=[event.slug]),
        {
            "token": str(uuid.uuid4()), "name": "www.evil.example http://evil.com/win evil.net", "role": "other",
            "email": "victim@example.org",
        },
    )  # fmt: skip
    message = Message.objects.get(to="victim@example.org")
    assert "evil" in message.text
    assert "evil.com" not in message.text + message.html
    assert "evil.net" not in message.text + message.html
    assert "www.evil" not in message.text
    assert "http://evil" not in message.text


# Doors that lead elsewhere -----------------------------------------------------------------------


@pytest.mark.parametrize("path", ["//evil.example/", "//evil.example/agenda/", "//evil.example/en/agenda/"])
def test_no_link_of_ours_leads_to_a_host_from_the_address(path):
    page = Client().get("/", PATH_INFO=path).text
    assert 'href="//evil.example' not in page


# Readings leave a line ---------------------------------------------------------------------------


def test_a_dossier_that_comes_back_with_a_wrong_form_was_read():
    _call, _by, chair, _member, (one, _other) = jury.scoring()
    jury.declare(chair)
    signed_in(chair.user).post(reverse("calls:jury_dossier", args=[one.pk]), {"deed": "hand_in"})
    assert Entry.objects.filter(
        verb="application.read", thing_id=str(one.pk), actor_id=chair.user.pk
    ).exists()


def test_taking_the_scores_as_a_file_leaves_a_line():
    call, by, *_others = jury.deciding()
    assert signed_in(by).get(reverse("calls:jury_table_csv", args=[call.slug])).status_code == 200
    assert Entry.objects.filter(verb="scores.exported", thing_id=str(call.pk), actor_id=by.pk).exists()


def test_staff_who_read_a_site_of_others_or_its_documents_leave_a_line():
    organisation = calls.organisation()
    owner = calls.member(organisation)
    site = sites.site(organisation=organisation, created_by=owner)
    document = site_deeds.add_document(
        site=site,
        upload=SimpleUploadedFile("plan.pdf", calls.pdf()),
        caption="Plan",
        by=owner,
        now=timezone.now(),
    )
    office = calls.person(is_office=True)
    for user in (owner, office):
        assert signed_in(user).get(reverse("sites:show", args=[site.pk])).status_code == 200
        assert signed_in(user).get(reverse("files:download", args=[document.stored.key])).status_code == 200
    read = Entry.objects.filter(verb="site.read", thing_id=str(site.pk)).order_by("id")
    assert [(entry.actor_id, entry.detail.get("file", "")) for entry in read] == [
        (office.pk, ""),
        (office.pk, document.stored.name),
    ]


# Two at once -------------------------------------------------------------------------------------


def test_a_campaign_that_is_on_its_way_is_not_brought_back_by_a_late_edit():
    newsletter.subscription()
    campaign = newsletter.campaign()
    late = Campaign.objects.get(pk=campaign.pk)
    newsletter_deeds.send(campaign=campaign, by=campaign.created_by, now=timezone.now())
    late.body = "Iets anders"
    with pytest.raises(Refused):
        newsletter_deeds.write(campaign=late, audience={}, by=campaign.created_by)
    campaign.refresh_from_db()
    assert (campaign.state, campaign.body) != ("draft", "Iets anders")
    assert campaign.state == "sending"


def test_an_ended_pathway_is_not_opened_by_a_late_edit():
    office = calls.person(is_office=True)
    pathway = calls.pathway()
    late = Pathway.objects.get(pk=pathway.pk)
    pathway_deeds.move_pathway(pathway, to="ended", by=office, now=timezone.now())
    late.name = "Anders"
    with pytest.raises(Refused):
        pathway_deeds.save_pathway(late, by=office, now=timezone.now())
    pathway.refresh_from_db()
    assert (pathway.state, pathway.name) != ("running", "Anders")


def test_ending_a_pathway_keeps_words_that_were_saved_meanwhile():
    office = calls.person(is_office=True)
    pathway = calls.pathway()
    Pathway.objects.filter(pk=pathway.pk).update(summary="Nieuw")
    pathway_deeds.move_pathway(pathway, to="ended", by=office, now=timezone.now())
    pathway.refresh_from_db()
    assert (pathway.state, pathway.summary) == ("ended", "Nieuw")


def test_an_edit_of_a_call_gives_no_number_a_second_time():
    office = calls.person(is_office=True)
    call = calls.call()
    late = Call.objects.get(pk=call.pk)
    Call.objects.filter(pk=call.pk).update(last_number=6, state="cancelled")
    late.summary = "Anders"
    call_deeds.write(call=late, by=office, now=timezone.now())
    call.refresh_from_db()
    assert (call.last_number, call.state, call.summary) == (6, "cancelled", "Anders")


def test_a_question_that_a_colleague_set_aside_is_not_published_by_a_late_answer():
    office = calls.person(is_office=True)
    call = calls.call()
    asked = question_deeds.ask(
        call=call,
        email="ann@example.org",
        text="Mag dit?",
        token=uuid.uuid4(),
        now=timezone.now(),
        language="nl",
    )
    late = PublicQuestion.objects.get(pk=asked.pk)
    question_deeds.set_aside(question=asked, by=office, now=timezone.now())
    late.answer, late.public_text = "Ja", "Mag dit?"
    with pytest.raises(Refused):
        question_deeds.answer(question=late, by=office, now=timezone.now())
    asked.refresh_from_db()
    assert asked.state == PublicQuestion.State.SET_ASIDE


# Somebody else's mailbox, somebody else's turn ---------------------------------------------------


def invite_and_take_back(application, address):
    by, now = application.created_by, timezone.now()
    invited = colleagues.invite(application=application, email=address, by=by, now=now, language="nl")
    colleagues.uninvite(invited=invited, by=by, now=now)


def test_taking_invitations_back_and_sending_them_again_fills_no_mailbox():
    application = calls.draft()
    for _ in range(3):
        invite_and_take_back(application, "victim@example.org")
    with pytest.raises(Refused):
        invite_and_take_back(application, "victim@example.org")
    for number in range(17):
        invite_and_take_back(application, f"victim{number}@example.org")
    with pytest.raises(Refused):
        invite_and_take_back(application, "another@example.org")
    invite_and_take_back(calls.draft(), "victim@example.org")


def ask(client, **headers):
    words = {
        "token": str(uuid.uuid4()), "name": "Ann", "email": "ann@example.org", "subject": "Vraag", "text": "Mag dit?",
        "website": "",
    }  # fmt: skip
    return client.post("/contact/", words, **headers).status_code


def test_behind_the_proxy_each_visitor_has_a_turn_of_their_own(settings):
    settings.BEHIND_PROXY = True
    one = {"HTTP_X_FORWARDED_FOR": "203.0.113.1"}
    assert [ask(Client(), **one) for _ in range(6)][-1] == 422
    assert ask(Client(), HTTP_X_FORWARDED_FOR="203.0.113.2") == 302
    forged = {"HTTP_X_FORWARDED_FOR": "198.51.100.7, 203.0.113.1"}
    assert ask(Client(), **forged) == 422


def test_without_a_proxy_nobody_chooses_an_address(settings):
    settings.BEHIND_PROXY = False
    assert [ask(Client(), HTTP_X_FORWARDED_FOR=f"203.0.113.{n}") for n in range(6)][-1] == 422


def test_a_flood_of_keys_does_not_wash_away_what_was_counted():
    cache.set("a-counter", 5, 3600)
    for number in range(700):
        cache.set(f"z{number}", 1, 3600)
    assert cache.get("a-counter") == 5


# Input that nobody types -------------------------------------------------------------------------

ENDLESS = "a@" + ".".join(["b" * 60] * 4) + ".example.org"
STRANGE = [
    ("website:search", "q=%00"), ("website:search", "q=a&kind=%00"), ("website:municipalities", "q=%00"),
    ("website:contact", "pathway=%00"), ("events:calendar", "pathway=%00"), ("website:pilots", "pathway=%00"),
    ("website:library", "q=%00&topic=%00"), ("events:calendar", "page=99999999999999999999"),
    ("website:search", "q=" + "a" * 60_000), ("website:search", "q=%27%26%7C%21%28%3A*%5C"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "query"), STRANGE)
def test_a_strange_question_gets_a_page_and_no_failure(name, query):
    client = Client(raise_request_exception=False)
    assert client.get(f"{reverse(name)}?{query}").status_code == (400 if "%00" in query else 200)


@pytest.mark.parametrize("path", ["/agenda/inschrijving/%00/", "/files/%00/", "/%00/", "/en/%00"])
def test_a_strange_address_gets_a_page_and_no_failure(path):
    assert Client(raise_request_exception=False).get(path).status_code == 400


def test_a_question_with_an_endless_address_or_text_is_refused_in_words():
    client = Client(raise_request_exception=False)
    assert len(ENDLESS) > 254
    base = {"token": str(uuid.uuid4()), "name": "Ann", "subject": "Vraag", "website": ""}
    assert client.post("/contact/", {**base, "email": ENDLESS, "text": "Mag dit?"}).status_code == 422
    answer = client.post("/contact/", {**base, "email": "ann@example.org", "text": "x" * 200_000})
    assert answer.status_code == 422
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize("name", ["account_signup", "account_request_login_code", "account_reset_password"])
@pytest.mark.parametrize("address", [ENDLESS, '"a b"@example.org'])
def test_an_endless_or_quoted_address_opens_no_door_and_breaks_none(name, address):
    client = Client(raise_request_exception=False)
    answer = client.post(reverse(name), {"email": address, "name": "Ann"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["email"]
    assert not Message.objects.exists()


def test_numbers_and_reasons_that_nobody_types_break_no_page_of_the_office():
    call, by, *_others = jury.deciding()
    moment = events.event(state="registration", pathway=call.pathway)
    client, endless = signed_in(by), "9" * 5000
    compared = reverse("calls:jury_compare", args=[call.slug])
    assert client.get(compared, {"a": [endless, "1"]}).status_code == 302
    for name, button in (("calls:criteria", "up"), ("calls:documents", "remove")):
        assert client.post(reverse(name, args=[call.pk]), {button: endless}).status_code == 404
    seats = reverse("events:attendance", args=[moment.pk])
    assert client.post(seats, {"present": [endless, "9" * 30]}).status_code == 302
    move = reverse("events:move", args=[moment.pk])
    assert client.post(move, {"to": "programme", "why": "a\0b"}).status_code == 302


def test_a_question_sent_twice_is_one_question_whatever_page_it_is_sent_to():
    words = {"token": str(uuid.uuid4()), "text": "Hoe?", "email": "ann@example.org", "website": ""}
    for call in (calls.call(), calls.call()):
        assert Client().post(reverse("calls:ask", args=[call.slug]), words).status_code == 302
    assert PublicQuestion.objects.count() == 1


def test_a_package_of_an_unusual_packing_is_refused_in_words():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_LZMA) as package:
        package.writestr("word/document.xml", "<w:document/>" * 100)
    broken = bytearray(content.getvalue())
    broken[60:80] = b"\xff" * 20
    with pytest.raises(checks.UploadRefused):
        checks.check(SimpleUploadedFile("brief.docx", bytes(broken)))


def damaged(content, number):
    """The same content with a few changes that a bad disk or an attacker makes."""
    dice, bent = random.Random(number), bytearray(content)
    for _ in range(dice.choice([1, 2, 4])):
        place = dice.randrange(len(bent))
        if dice.random() < 0.5:
            bent[place] = dice.randrange(256)
        else:
            del bent[place : place + dice.randrange(1, 20)]
    return bytes(bent)


@pytest.mark.parametrize("name", ["plan.pdf", "brief.docx"])
def test_a_damaged_file_is_taken_or_refused_in_words(name):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", "<w:document/>" * 100)
    whole = calls.pdf() if name == "plan.pdf" else content.getvalue()
    refused = 0
    for number in range(400):
        try:
            checks.check(SimpleUploadedFile(name, damaged(whole, number)))
        except checks.UploadRefused:
            refused += 1
    assert 0 < refused < 400


def test_the_form_of_a_call_is_set_as_a_document_once(monkeypatch, django_capture_on_commit_callbacks):
    call, asked = calls.call(), []
    calls.question(call)
    monkeypatch.setattr(pdf, "render", lambda *args, **kwargs: asked.append(kwargs["title"]) or b"%PDF-")
    url = reverse("calls:form_pdf", args=[call.slug])
    assert [Client().get(f"{url}?n={n}").content for n in range(3)] == [b"%PDF-"] * 3
    assert len(asked) == 1
    Client().get(translate_url(url, "en"))
    with django_capture_on_commit_callbacks(execute=True):
        Call.objects.get(pk=call.pk).save()
    Client().get(url)
    assert len(asked) == 3


def test_large_pages_do_not_fill_the_memory():
    caches["pages"].clear()
    asked = []

    def serve(request):
        asked.append(request)
        return HttpResponse(b"x" * 2_000_000)

    kept = PageCacheMiddleware(serve)
    for _ in range(2):
        kept(RequestFactory().get("/large/"))
    assert len(asked) == 2


# What stays behind -------------------------------------------------------------------------------


def test_no_signed_in_page_stays_behind_in_a_shared_browser():
    client = signed_in(calls.person())
    for name in ("calls:applications", "pilots:mine", "accounts:organisations", "calls:list"):
        is_private = "no-store" in client.get(reverse(name)).headers.get("Cache-Control", "")
        assert is_private == (name != "calls:list"), name


def test_the_log_of_the_server_holds_no_personal_link():
    signed = link_token("events.registration", "a-key-of-somebody-000000")
    said = logging.LogRecord("x", 30, "x", 1, "%s: %s", ("Conflict", f"/agenda/inschrijving/{signed}/"), None)
    reset = logging.LogRecord(
        "x", 30, "x", 1, "%s: %s", ("Gone", "/account/password/reset/key/3-abcdef/"), None
    )
    plain = logging.LogRecord(
        "x", 30, "x", 1, "%s: %s", ("Not Found", "/oproepen/een-hele-lange-naam-2026/"), None
    )
    names = settings.LOGGING["handlers"]["console"]["filters"]
    for record in (said, reset, plain):
        for name in names:
            assert import_string(settings.LOGGING["filters"][name]["()"])().filter(record)
    assert signed.rpartition(":")[2] not in said.getMessage()
    assert "/agenda/inschrijving/" in said.getMessage()
    assert "abcdef" not in reset.getMessage()
    assert plain.getMessage() == "Not Found: /oproepen/een-hele-lange-naam-2026/"


def test_somebody_with_every_right_needs_a_second_factor():
    assert calls.person(is_superuser=True).needs_second_factor
    assert not calls.person().needs_second_factor
