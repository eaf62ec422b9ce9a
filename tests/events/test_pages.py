"""The pages of moments: every state, registering without account, and the desk."""

import io
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfWriter

from proeftuin.events.models import Event, Registration
from proeftuin.mail.models import Message
from proeftuin.newsletter import audiences
from proeftuin.newsletter.actions import unsubscribe
from tests.factories import accounts, newsletter
from tests.factories import events as factories
from tests.support import assert_same_queries, queries_of

pytestmark = pytest.mark.django_db
FORM = {"name": "Ann O'Neil", "email": "ann@example.org", "role": "citizen"}


@pytest.fixture(autouse=True)
def _without_page_cache(settings):
    """Nothing is committed in these tests, so the public version does not move."""
    settings.PAGE_CACHE = False


def page_of(event, name="event"):
    return reverse(f"events:{name}", args=[event.slug])


def fill_in(client, event, **fields):
    return client.post(page_of(event, "register"), {**FORM, "token": uuid4(), **fields})


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ("announced", "De inschrijving is nog niet open"),
        ("programme", "De inschrijving is nog niet open"),
        ("registration", "Inschrijven"),
        ("ended", "Terugblik"),
        ("cancelled", "gaat niet door"),
    ],
)
def test_every_state_has_its_page(client, state, text):
    event = factories.event(state=state)
    page = client.get(page_of(event))
    assert page.status_code == 200
    assert text in page.text
    assert client.get(page_of(event, "event-file")).status_code == 200


def test_a_draft_is_nowhere_to_be_seen(client):
    event = factories.event(state="draft", title="Geheim moment")
    for name in ("event", "event-file", "register"):
        assert client.get(page_of(event, name)).status_code == 404
    assert "Geheim" not in client.get("/agenda/").text
    assert b"Geheim" not in client.get("/agenda/kalender.ics").content


def test_the_note_stands_where_the_programme_will_come(client):
    event = factories.event(
        programme_note="Programma volgt in oktober", programme_note_en="Programme follows in October"
    )
    assert "Programma volgt in oktober" in client.get(page_of(event)).text
    with translation.override("en"):
        assert "Programme follows in October" in client.get(page_of(event)).text
    event.programme.create(title="Welkom", speakers="Sofie Voorbeeld")
    page = client.get(page_of(event)).text
    assert "Sofie Voorbeeld" in page
    assert "volgt in oktober" not in page


def test_an_archived_moment_says_what_is_not_documented(client):
    archive = factories.pathway(state="ended", is_fictional=False)
    event = factories.event(
        pathway=archive, state="ended", hours_known=False, ends_at=None, place="", capacity=None,
        starts_at=timezone.now() - timedelta(days=900),
    )  # fmt: skip
    page = client.get(page_of(event)).text
    assert page.count('class="unknown"') >= 3
    assert "fictional" not in page


def test_the_calendar_lists_what_comes_and_what_was_by_pathway(client):
    one, other = factories.event(title="Straks A"), factories.event(title="Straks B")
    factories.event(title="Toen", state="ended", starts_at=timezone.now() - timedelta(days=9))
    page = client.get("/agenda/").text
    assert page.index("Straks A") < page.index("Toen")
    page = client.get("/agenda/", {"pathway": one.pathway.slug}).text
    assert "Straks A" in page
    assert other.title not in page
    assert client.get("/agenda/", {"pathway": "x"}).status_code == 404


def test_public_pages_set_no_cookie_and_the_form_does(client):
    event = factories.event()
    for url in ("/agenda/", page_of(event), "/agenda/kalender.ics"):
        assert not client.get(url).cookies
    assert client.get(page_of(event, "register")).cookies


def test_registering_without_account_gives_a_receipt_and_the_link_by_mail(client):
    event = factories.event()
    answer = fill_in(client, event, access_needs="Een plek voor een rolstoel")
    assert answer.status_code == 302
    receipt = client.get(answer.url)
    assert "U hebt een plaats" in receipt.text
    assert "ann@example.org" not in receipt.text
    link = re.search(r"https?://[^/\s]+(/agenda/inschrijving/\S+)", Message.objects.get().text)[1]
    assert link not in receipt.text
    assert client.get(link).status_code == client.head(link).status_code == 200
    assert Registration.objects.get().state == "seat"
    assert client.post(link).status_code == 200
    assert Registration.objects.get().state == "cancelled"
    assert client.post(link).status_code == 200
    assert client.get(link.replace(link[-10:-1], "xxxxxxxxx")).status_code == 410


def test_the_same_form_again_gives_the_same_receipt(client):
    event, token = factories.event(), uuid4()
    one, two = (client.get(fill_in(client, event, token=token).url).text for _ in range(2))
    assert ("U hebt een plaats" in one, "U hebt een plaats" in two) == (True, True)
    assert Registration.objects.count() == 1


@pytest.mark.parametrize("capacity", [1, 5])
def test_a_known_address_gets_the_receipt_of_a_stranger(client, capacity):
    event = factories.event(capacity=capacity)
    factories.register(event, "known@example.org")
    known = client.get(fill_in(client, event, email="known@example.org").url).text
    unknown = client.get(fill_in(client, event, email="new@example.org").url).text

    def words(text):
        return re.search(r"<h1>.*?</h1>", text)[0]

    assert words(known) == words(unknown)


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "a@example.org\r\nBcc: b@example.org"},
        {"email": "x, y@example.org"},
        {"name": ""},
        {"name": "x" * 121},
        {"name": "x\0"},
        {"role": "king"},
        {"token": ""},
        {"remarks": "x" * 1001},
    ],
)
def test_wrong_input_is_explained_and_nothing_is_lost(client, wrong):
    page = fill_in(client, factories.event(), **{"organisation": "Gemeente 'Zandhoven'", **wrong})
    assert page.status_code == 422
    assert "Gemeente &#x27;Zandhoven&#x27;" in page.text
    assert not Registration.objects.exists()


def test_when_registration_closes_while_typing_nothing_is_lost(client):
    event = factories.event()
    Event.objects.filter(pk=event.pk).update(registration_closes_at=timezone.now() - timedelta(seconds=1))
    page = fill_in(client, event)
    assert page.status_code == 422
    assert "Ann O&#x27;Neil" in page.text
    assert 'role="alert"' in page.text


def test_pages_of_fictional_pathways_carry_the_banner(client):
    event = factories.event()
    for url in ("/agenda/", page_of(event), page_of(event, "register"), fill_in(client, event).url):
        assert 'class="fictional"' in client.get(url).text


def test_where_real_and_fictional_stand_together_each_example_is_marked(client):
    factories.event()
    factories.event(pathway=factories.pathway(is_fictional=False))
    page = client.get("/agenda/").text
    assert 'class="fictional"' not in page
    assert page.count("Voorbeeld</span>") == 1


DESK = ["overview", "edit", "programme", "materials", "attendance", "sheet", "export"]


@pytest.mark.parametrize("name", DESK)
def test_the_desk_is_for_who_runs_the_pathway(client, name):
    event = factories.event()
    url = reverse(f"events:{name}", args=[event.pk])
    assert client.get(url).status_code == 302
    for stranger in (accounts.user(), factories.coordinator(factories.pathway())):
        client.force_login(stranger)
        assert client.get(url).status_code == 404
    for insider in (accounts.office(), factories.coordinator(event.pathway)):
        client.force_login(insider)
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("name", ["events", "new"])
def test_who_runs_nothing_has_no_list_of_moments(client, name):
    client.force_login(accounts.user())
    assert client.get(reverse(f"events:{name}")).status_code == 404


@pytest.mark.parametrize(
    ("name", "data"),
    [("move", {"to": "cancelled"}), ("attendance", {}), ("programme", {}), ("materials", {})],
)
def test_strangers_can_do_nothing(client, name, data):
    event = factories.event()
    client.force_login(accounts.user())
    assert client.post(reverse(f"events:{name}", args=[event.pk]), data).status_code == 404
    event.refresh_from_db()
    assert event.state == "registration"


def new_event(**fields):
    return {
        "kind": "network_session", "title": "Tweede netwerkmoment", "starts_at": "2027-05-11T14:00",
        "ends_at": "2027-05-11T17:00", "hours_known": "on", "mode": "on_site", "capacity": "30", **fields,
    }  # fmt: skip


def test_plan_announce_open_and_call_off(client):
    pathway = factories.pathway()
    client.force_login(factories.coordinator(pathway))
    answer = client.post(reverse("events:new"), new_event(pathway=pathway.pk))
    event = Event.objects.get()
    assert answer.url == reverse("events:overview", args=[event.pk])
    assert (event.slug, event.state) == ("tweede-netwerkmoment", "draft")
    for state in ("announced", "registration"):
        client.post(reverse("events:move", args=[event.pk]), {"to": state})
    event.refresh_from_db()
    factories.register(event)
    client.post(reverse("events:move", args=[event.pk]), {"to": "draft"})
    client.post(reverse("events:move", args=[event.pk]), {"to": "nonsense"})
    client.post(reverse("events:move", args=[event.pk]), {"to": "cancelled", "why": "Zaal weg"})
    event.refresh_from_db()
    assert event.state == "cancelled"
    assert Message.objects.filter(kind="events.called_off").count() == 1


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"starts_at": "2027-03-28T02:30", "ends_at": ""}, "In die nacht verandert de klok"),
        ({"ends_at": "2027-05-11T13:00"}, "Het einde ligt voor het begin"),
        ({"registration_closes_at": "2027-05-12T13:00"}, "kan niet na het begin sluiten"),
        ({"capacity": "-1"}, 'aria-invalid="true"'),
        ({"pathway": ""}, 'aria-invalid="true"'),
    ],
)
def test_a_wrong_moment_is_explained(client, fields, text):
    pathway = factories.pathway()
    client.force_login(accounts.office())
    page = client.post(reverse("events:new"), new_event(**{"pathway": pathway.pk, **fields}))
    assert page.status_code == 422
    assert text in page.text
    assert not Event.objects.exists()


def test_nobody_plans_a_moment_in_another_pathway_or_in_an_ended_one(client):
    mine = factories.pathway()
    client.force_login(factories.coordinator(mine))
    for pathway in (factories.pathway(), factories.pathway(state="ended")):
        assert client.post(reverse("events:new"), new_event(pathway=pathway.pk)).status_code == 422


def test_a_programme_is_written_part_by_part(client):
    event = factories.event()
    client.force_login(accounts.office())
    url = reverse("events:programme", args=[event.pk])
    lines = {"programme-TOTAL_FORMS": "2", "programme-INITIAL_FORMS": "0"}
    first = {"programme-0-title": "Welkom", "programme-0-starts": "14:00", "programme-0-ends": "14:15"}
    assert (
        client.post(url, {**lines, **first, "programme-0-order": "0", "programme-1-order": "0"}).status_code
        == 302
    )
    part = event.programme.get()
    wrong = {
        **lines, "programme-INITIAL_FORMS": "1", "programme-TOTAL_FORMS": "1", "programme-0-id": part.pk,
        "programme-0-title": "Welkom!", "programme-0-starts": "15:00", "programme-0-ends": "14:15",
        "programme-0-order": "0",
    }  # fmt: skip
    page = client.post(url, wrong)
    assert page.status_code == 422
    assert "Welkom!" in page.text
    assert client.post(url, {**wrong, "programme-0-DELETE": "on"}).status_code == 302
    assert not event.programme.exists()
    assert client.post(url, {}).status_code == 422


def pdf():
    """The smallest real PDF."""
    file = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(9, 9)
    writer.write(file)
    return SimpleUploadedFile("a.pdf", file.getvalue())


def test_slides_are_public_only_when_ticked(client):
    event = factories.event(state="ended", starts_at=timezone.now() - timedelta(days=2))
    office = accounts.office()
    client.force_login(office)
    url = reverse("events:materials", args=[event.pk])
    form = {"kind": "slides", "title": "Dia’s van Ann"}
    assert client.post(url, form).status_code == 422
    assert client.post(url, {**form, "upload": SimpleUploadedFile("a.exe", b"MZ")}).status_code == 422
    assert client.post(url, {**form, "upload": pdf()}).status_code == 302
    thing = event.materials.get()
    download = reverse("files:download", args=[thing.file.key])
    client.logout()
    assert client.get(download).status_code == 404
    assert "Dia’s van Ann" not in client.get(page_of(event)).text
    client.force_login(office)
    change = reverse("events:material", args=[event.pk, thing.pk])
    assert client.post(change, {**form, "is_published": "on"}).status_code == 302
    client.logout()
    assert client.get(download).status_code == 200
    assert "Dia’s van Ann" in client.get(page_of(event)).text
    client.force_login(office)
    client.post(reverse("events:drop-material", args=[event.pk, thing.pk]))
    assert client.get(download).status_code == 404


def test_a_recording_without_captions_says_so(client):
    event = factories.event(state="ended", starts_at=timezone.now() - timedelta(days=2))
    link = {"kind": "recording", "url": "https://video.example.org/1", "is_published": True}
    event.materials.create(title="Opname", **link)
    assert "geen ondertitels bekend" in client.get(page_of(event)).text
    event.materials.update(captions_url="https://video.example.org/1.vtt")
    page = client.get(page_of(event)).text
    assert "https://video.example.org/1.vtt" in page
    assert "geen ondertitels bekend" not in page


def test_tick_attendance_print_and_export(client):
    event = factories.event()
    came = factories.register(event, name="=1+1", access_needs="tolk")
    factories.register(event)
    client.force_login(accounts.office())
    url = reverse("events:attendance", args=[event.pk])
    client.post(url, {"present": [came.pk, "x", "9" * 30]})
    came.refresh_from_db()
    assert came.attended
    assert "checked" in client.get(url).text
    assert "tolk" not in client.get(reverse("events:sheet", args=[event.pk])).text
    table = client.get(reverse("events:export", args=[event.pk])).content.decode()
    assert "VOORBEELD" in table.splitlines()[0]
    assert "'=1+1" in table


def test_staff_cancels_for_somebody_who_phoned(client):
    event = factories.event(capacity=1)
    first, second = factories.register(event), factories.register(event)
    client.force_login(accounts.office())
    client.post(reverse("events:cancel", args=[event.pk, first.pk]))
    second.refresh_from_db()
    assert second.state == "seat"
    other = factories.register(factories.event())
    assert client.post(reverse("events:cancel", args=[event.pk, other.pk])).status_code == 404


def test_an_invitation_can_follow_to_people_of_an_earlier_moment():
    event = factories.event()
    mine = newsletter.subscription("ann@example.org")
    factories.register(event, "ann@example.org")
    factories.register(event, "never-agreed@example.org")
    choice = f"events.registered={event.pk}"
    assert choice in dict(audiences.choices())
    assert list(audiences.select({"named": [choice]}, purpose="invitations")) == [mine.contact]
    assert not audiences.select({"named": ["events.registered=x"]}, purpose="invitations")


def test_registering_after_unsubscribing_is_no_new_consent():
    mine = newsletter.subscription("ann@example.org")
    unsubscribe(subscription=mine, page="/x/", now=timezone.now())
    event = factories.event()
    factories.register(event, "ANN@example.org")
    choice = {"named": [f"events.registered={event.pk}"]}
    for purpose in ("newsletter", "invitations"):
        assert not audiences.select(choice, purpose=purpose)
        assert not audiences.select({}, purpose=purpose)


def test_the_coordination_team_may_write_to_subscribers(client):
    client.force_login(factories.coordinator(factories.pathway()))
    assert client.get(reverse("newsletter:campaigns")).status_code == 200


def test_lists_take_the_same_number_of_queries(client):
    event = factories.event(capacity=9)
    assert_same_queries(lambda: client.get("/agenda/"), factories.event)
    assert_same_queries(lambda: client.get("/agenda/kalender.ics"), factories.event)
    client.force_login(accounts.office())
    assert_same_queries(lambda: client.get(reverse("events:events")), factories.event)
    attendance = reverse("events:attendance", args=[event.pk])
    assert_same_queries(lambda: client.get(attendance), lambda: factories.register(event))


def test_an_event_page_takes_few_queries(client):
    event = factories.event()
    event.programme.create(title="Welkom")
    assert len(queries_of(lambda: client.get(page_of(event)))) <= 6
