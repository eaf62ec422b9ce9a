"""The CMS: who gets in, what they may do, and that it talks to nobody else."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import resolve

from proeftuin.accounts.models import User
from proeftuin.library.models import Item
from proeftuin.pathways.models import Enquiry, Pathway, Phase
from proeftuin.website.actions.editors import EDITORS
from tests.factories import accounts, calls
from tests.factories import library as factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, pages):
    user = accounts.user(is_editor=True)
    client.force_login(user)
    return user


def test_an_editor_joins_the_group_and_leaves_it(pages):
    user = accounts.user()
    assert not user.groups.exists()
    user.is_editor = True
    user.save()
    assert user.groups.get().name == EDITORS
    user.is_editor = False
    user.save(update_fields=["is_editor"])
    assert not user.groups.exists()


def test_editors_touch_public_models_only():
    accounts.user(is_editor=True)
    models = {
        permission.content_type.model_class()
        for permission in Group.objects.get(name=EDITORS).permissions.all()
    }
    assert {model._meta.app_label for model in models if model} <= {
        "library",
        "pathways",
        "website",
        "wagtailadmin",
        "simple_translation",
    }
    assert Enquiry not in models
    assert User not in models


@pytest.mark.parametrize("address", ["/cms/", "/cms/pages/", "/cms/snippets/library/item/", "/cms/images/"])
def test_strangers_sign_in_at_the_one_place(client, pages, address):
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.url.startswith("/account/login/code/")


def test_wagtails_own_sign_in_is_closed(client, pages):
    assert client.get("/cms/login/").url == "/account/login/code/?next=/cms/"


def test_no_side_door_leads_past_the_second_factor(client, pages):
    assert resolve("/_util/login/", "wagtail.urls"), "control: Wagtail does bring a sign-in page of its own"
    for address in ("/_util/login/", "/en/_util/login/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"username": "a", "password": "b"}).status_code == 404
    assert client.post("/cms/login/", {"username": "x", "password": "y"}).status_code == 302
    assert client.get("/cms/password_reset/").status_code == 404


def test_somebody_without_the_role_does_not_get_in(client, pages):
    client.force_login(accounts.office())
    answer = client.get("/cms/")
    assert answer.status_code in {302, 403}


def addresses_of_editors(pages, item):
    home, about = pages["home"].pk, pages["about"].pk
    return [
        "/cms/", f"/cms/pages/{home}/", f"/cms/pages/{about}/edit/", f"/cms/pages/add/website/contentpage/{home}/",
        f"/cms/pages/{about}/history/", "/cms/snippets/library/item/", "/cms/snippets/library/item/add/",
        f"/cms/snippets/library/item/edit/{item.pk}/", "/cms/snippets/library/topic/",
        "/cms/snippets/pathways/pathway/", "/cms/images/", "/cms/documents/", "/cms/account/",
    ]  # fmt: skip


def test_editors_see_their_screens_and_nothing_from_elsewhere(client, pages, editor):
    item = factories.item()
    for address in addresses_of_editors(pages, item):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        hosts = set(re.findall(r'(?:src|action)="https?://([^/"]+)|fetch\("https?://([^/"]+)', answer.text))
        assert hosts == set(), address
        for word in ("gravatar", "releases.wagtail.org"):
            assert word not in answer.text, address


def test_the_public_site_keeps_its_strict_policy(client, pages):
    policy = client.get("/")["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "script-src 'self'" not in policy


def item_form(**fields):
    return {
        "kind": "link", "title": "Nieuw", "title_en": "", "slug": "nieuw", "state": "published", "summary": "Kort.",
        "summary_en": "", "body": "", "body_en": "", "url": "https://example.org/", "authors": "", "publisher": "",
        "published_on": "", "published_words": "2020", "language": "nl", "source": "", "audiences": "citizen,expert",
        "phases": "", "captions": "unknown", "captions_url": "", "transcript": "", **fields,
    }  # fmt: skip


def test_an_editor_adds_an_item(client, editor):
    answer = client.post("/cms/snippets/library/item/add/", item_form())
    assert answer.status_code == 302, re.findall(r"error-message[^>]*>([^<]+)", answer.text)
    assert client.get("/kennisbank/nieuw/").status_code == 200
    assert Item.objects.get().audiences == ["citizen", "expert"]


def test_an_item_without_address_and_text_is_refused_with_its_words_kept(client, editor):
    answer = client.post("/cms/snippets/library/item/add/", item_form(url="", summary="Dit wil ik houden."))
    assert answer.status_code == 200
    assert "Dit wil ik houden." in answer.text
    assert not Item.objects.exists()


def test_an_editor_writes_the_words_of_a_running_pathway(client, editor):
    pathway = calls.pathway()
    words = {
        "name": "Anders",
        "name_en": "",
        "summary": "S",
        "summary_en": "",
        "body": "",
        "body_en": "",
        "period": "",
        "period_en": "",
    }
    client.post(f"/cms/snippets/pathways/pathway/edit/{pathway.pk}/", words)
    assert Pathway.objects.get(pk=pathway.pk).name == "Anders"


def test_an_archive_is_read_only(client, editor):
    pathway = calls.pathway(state=Pathway.State.ENDED)
    name = pathway.name
    words = {
        "name": "Anders",
        "name_en": "",
        "summary": "S",
        "summary_en": "",
        "body": "",
        "body_en": "",
        "period": "",
        "period_en": "",
    }
    answer = client.post(f"/cms/snippets/pathways/pathway/edit/{pathway.pk}/", words)
    assert answer.status_code == 200
    assert Pathway.objects.get(pk=pathway.pk).name == name
    phase = {
        "pathway": pathway.pk,
        "order": 1,
        "title": "Erbij",
        "title_en": "",
        "when": "",
        "when_en": "",
        "text": "",
        "text_en": "",
        "source_url": "",
    }
    client.post("/cms/snippets/pathways/phase/add/", phase)
    assert not Phase.objects.exists()
    client.post("/cms/snippets/pathways/phase/add/", {**phase, "pathway": calls.pathway().pk})
    assert Phase.objects.count() == 1


def test_an_editor_makes_or_removes_no_pathway(client, editor):
    pathway = calls.pathway()
    assert client.get("/cms/snippets/pathways/pathway/add/").status_code in {302, 403}
    client.post(f"/cms/snippets/pathways/pathway/delete/{pathway.pk}/")
    assert Pathway.objects.filter(pk=pathway.pk).exists()


def test_an_editor_sees_a_page_before_it_is_kept(client, pages, editor):
    address = f"/cms/pages/add/website/contentpage/{pages['home'].pk}/preview/"
    words = {
        "title": "Nog niet bewaard", "slug": "nog-niet", "lead": "Kort.", "body-count": "0", "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "",
    }  # fmt: skip
    answer = client.post(address, words)
    assert answer.json()["is_valid"], answer.text
    assert "<h1>Nog niet bewaard</h1>" in client.get(address).text
    assert client.get("/nog-niet/").status_code == 404


def test_an_editor_publishes_a_page(client, pages, editor):
    address = f"/cms/pages/add/website/contentpage/{pages['home'].pk}/"
    words = {
        "title": "Nieuw", "slug": "nieuw", "lead": "Kort.", "action-publish": "1", "body-count": "1",
        "body-0-type": "text", "body-0-order": "0", "body-0-deleted": "",
        "body-0-value": '{"blocks":[{"key":"a","type":"unstyled","depth":0,"text":"Een zin.","inlineStyleRanges":[],'
        '"entityRanges":[]}],"entityMap":{}}', "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "",
    }  # fmt: skip
    assert client.post(address, words).status_code == 302
    assert "Een zin." in client.get("/nieuw/").text


def test_an_image_without_words_is_refused(pages):
    from django.core.exceptions import ValidationError

    from proeftuin.website.blocks import DoorBlock, ImageBlock

    with pytest.raises(ValidationError) as wrong:
        ImageBlock().clean({"image": None, "alt": "", "caption": "", "credit": ""})
    assert {"alt", "image"} <= set(wrong.value.block_errors)
    for address in ("javascript:alert(1)", "http://example.org/", ""):
        with pytest.raises(ValidationError):
            DoorBlock().clean({"title": "T", "text": "t", "page": None, "address": address})


def test_the_cms_sends_no_mail_of_its_own(client, pages, editor, mailoutbox, settings):
    assert not settings.WAGTAIL_WORKFLOW_ENABLED
    page = client.get(f"/cms/pages/{pages['about'].pk}/edit/").text
    assert 'name="action-submit"' not in page
    assert 'name="action-publish"' in page
    assert mailoutbox == []
