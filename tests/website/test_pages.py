"""The editorial pages: built once, in two languages, light, without cookies."""

import re
from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image as PillowImage
from wagtail.images.models import Image
from wagtail.models import Page

from proeftuin.website import actions
from proeftuin.website.models import ContentPage, NewsPage
from tests.factories import accounts
from tests.support import assert_same_queries, queries_of

ADDRESSES = [
    "/", "/en/", "/cooperatief-wonen/", "/en/cooperative-housing/", "/voor-bewoners/", "/en/for-residents/",
    "/voor-gemeenten/", "/en/for-municipalities/", "/voor-initiatiefnemers/", "/en/for-initiators/",
    "/voor-experten/", "/en/for-experts/", "/voor-investeerders/", "/en/for-investors/", "/over/", "/en/about/",
    "/nieuws/", "/en/news/", "/leertrajecten/", "/en/pathways/", "/kennisbank/", "/en/library/", "/proeftuinen/",
    "/gemeenten/", "/en/municipalities/", "/zoeken/?q=wonen", "/en/search/?q=home", "/toegankelijkheid/",
    "/en/accessibility/", "/privacy/", "/cookies/", "/colofon/", "/contact/bedankt/",
]  # fmt: skip


def news(pages, number=1):
    index = pages["news"].specific
    page = NewsPage(title=f"Bericht {number}", slug=f"bericht-{number}", lead="Kort.")
    index.add_child(instance=page)
    return page


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_light_whole_and_sets_no_cookie(pages, client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert len(answer.content) < 60_000
    assert not answer.cookies
    assert answer.text.count("<h1") == 1
    assert not re.search(r"<script(?![^>]*nonce)| style=|\son\w+=", answer.text)


def test_no_page_loads_anything_from_elsewhere(pages, client):
    for address in ADDRESSES:
        text = client.get(address).text
        loaded = re.findall(r'<(?:img|script|iframe|source|video)[^>]*\ssrc="([^"]+)"', text)
        loaded += re.findall(r'<link[^>]*rel="(?:stylesheet|icon|preload)"[^>]*href="([^"]+)"', text)
        assert [url for url in loaded if not url.startswith("/")] == []


def test_building_twice_changes_nothing(pages):
    before = list(Page.objects.order_by("pk").values_list("pk", "title", "latest_revision"))
    page = pages["what"].specific
    page.title = "Van de redactie"
    page.save_revision().publish()
    actions.build_pages()
    assert Page.objects.count() == len(before)
    assert ContentPage.objects.get(pk=page.pk).title == "Van de redactie"


def test_every_door_leads_to_a_page(pages, client):
    for address in [address for address in ADDRESSES if "?" not in address]:
        for door in re.findall(r'class="door" href="([^"]+)"', client.get(address).text):
            assert client.get(door).status_code == 200, f"{address} → {door}"


def test_a_page_leads_to_its_translation(pages, client):
    assert 'href="/en/cooperative-housing/" lang="en"' in client.get("/cooperatief-wonen/").text
    assert 'href="/cooperatief-wonen/" lang="nl"' in client.get("/en/cooperative-housing/").text


def test_a_page_without_translation_leads_to_the_first_page(pages, client):
    news(pages)
    assert 'href="/en/" lang="en"' in client.get("/nieuws/bericht-1/").text


def test_an_unpublished_page_is_gone_from_menu_and_address(pages, client):
    pages["what"].unpublish()
    assert client.get("/cooperatief-wonen/").status_code == 404
    assert "/cooperatief-wonen/" not in client.get("/leertrajecten/").text


def test_news_takes_the_same_queries_for_one_and_three(pages, client):
    numbers = iter(range(1, 10))
    assert_same_queries(lambda: client.get("/nieuws/"), lambda: news(pages, next(numbers)))


def test_the_first_page_takes_few_queries(pages, client):
    queries_of(lambda: client.get("/"))
    assert len(queries_of(lambda: client.get("/"))) <= 20


def test_the_feed_holds_the_news_of_its_language(pages, client):
    news(pages)
    feed = client.get("/nieuws/feed.xml")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "Bericht 1" in feed.text
    assert "http://localhost:8000/nieuws/bericht-1/" in feed.text
    assert "Bericht 1" not in client.get("/en/news/feed.xml").text


def test_a_change_of_an_editor_is_seen_at_once(pages, client, django_capture_on_commit_callbacks):
    assert "Nieuwe titel" not in client.get("/over/").text
    with django_capture_on_commit_callbacks(execute=True):
        page = pages["about"].specific
        page.title = "Nieuwe titel"
        page.save_revision().publish()
    assert "Nieuwe titel" in client.get("/over/").text


def image(**fields):
    file = BytesIO()
    PillowImage.new("RGB", (40, 30), "green").save(file, "PNG")
    return Image.objects.create(title="Huis", file=ImageFile(BytesIO(file.getvalue()), "huis.png"), **fields)


def test_an_image_says_what_there_is_to_see_and_comes_from_us(pages, client):
    page = pages["about"].specific
    page.body = [("image", {"image": image(), "alt": "Een groen huis", "caption": "", "credit": ""})]
    page.save_revision().publish()
    text = client.get("/over/").text
    address = re.search(r'<img src="([^"]+)"[^>]*alt="Een groen huis"', text)[1]
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "name",
    ["../original_images/huis.png", "..%2foriginal_images%2fhuis.png", "x.svg", "x.html", "bestaat-niet.png"],
)
def test_nothing_else_of_the_media_folder_lies_open(pages, client, name):
    image()
    assert client.get(f"/media/images/{name}").status_code in {400, 404}
    assert client.get("/media/original_images/huis.png").status_code == 404


@pytest.mark.parametrize(
    "address", ["/", "/en/", "/kennisbank/", "/leertrajecten/", "/proeftuinen/", "/zoeken/?q=wonen"]
)
def test_the_second_visitor_is_answered_from_the_page_cache(pages, client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    assert [query["sql"].split(" FROM ")[1] for query in asked.captured_queries] == ["core_public_version"]


def test_a_page_for_somebody_who_is_signed_in_is_not_kept(pages, client):
    user = accounts.user(name="Ann Aanwezig")
    client.force_login(user)
    assert "Mijn" in client.get("/").text
    client.logout()
    client.cookies.clear()
    assert "Aanmelden" in client.get("/").text
