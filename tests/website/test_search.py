"""The search of the site: public things only, up to date, in the reader's language."""

import pytest

from proeftuin.library.models import Item
from proeftuin.website import indexing
from proeftuin.website.models import SearchEntry
from proeftuin.website.searching import find
from tests.factories import calls, pilots, places
from tests.factories import library as factories
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


def hits(words, language="nl", kind=""):
    return [(group.kind, entry.title) for group in find(words, language, kind) for entry in group.entries]


def test_a_saved_item_is_found_and_a_withdrawn_one_is_not(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        item = factories.item(title="Coöperatieve woningen", title_en="Cooperative homes")
    assert hits("cooperatief woning", kind="item") == [("item", "Coöperatieve woningen")]
    assert hits("home", "en", "item") == [("item", "Cooperative homes")]
    with django_capture_on_commit_callbacks(execute=True):
        item.state = Item.State.DRAFT
        item.save()
    assert hits("woning", kind="item") == []
    with django_capture_on_commit_callbacks(execute=True):
        item.delete()
    assert not SearchEntry.objects.filter(kind="item").exists()


def test_a_pilot_is_found_once_it_is_published(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        pilots.pilot(name="Oude Pastorie", published_at=None)
    assert hits("pastorie") == []
    with django_capture_on_commit_callbacks(execute=True):
        pilots.pilot(name="Nieuwe Pastorie")
    assert hits("pastorie") == [("pilot", "Nieuwe Pastorie")]


def test_a_page_is_found_in_its_own_language(pages):
    indexing.rebuild()
    assert ("page", "Wat is coöperatief wonen?") in hits("kostprijshuur")
    assert hits("kostprijshuur", "en") == []
    assert ("page", "What is cooperative housing?") in hits("cost rent", "en")


def test_an_unpublished_page_is_not_found(pages, django_capture_on_commit_callbacks):
    indexing.rebuild()
    with django_capture_on_commit_callbacks(execute=True):
        pages["what"].specific.unpublish()
    assert hits("kostprijshuur") == []


def test_rebuilding_gives_what_following_gave(django_capture_on_commit_callbacks, pages):
    with django_capture_on_commit_callbacks(execute=True):
        factories.item()
        calls.pathway()
        places.municipality("Aarlen")
    indexing.rebuild()
    before = list(
        SearchEntry.objects.order_by("kind", "thing_id", "language").values_list(
            "kind", "thing_id", "language", "title", "text", "url"
        )
    )
    indexing.rebuild()
    assert before == list(
        SearchEntry.objects.order_by("kind", "thing_id", "language").values_list(
            "kind", "thing_id", "language", "title", "text", "url"
        )
    )


def test_each_kind_shows_a_few_and_all_when_chosen(client):
    for _number in range(7):
        factories.item(title="Erfpacht")
    indexing.rebuild()
    items = [title for kind, title in hits("erfpacht") if kind == "item"]
    assert (len(items), len(hits("erfpacht", kind="item"))) == (5, 7)
    assert "Alle 7: Kennisbank" in client.get("/zoeken/?q=erfpacht").text


def test_the_search_takes_the_same_queries_for_one_and_three(client, django_capture_on_commit_callbacks):
    def add():
        with django_capture_on_commit_callbacks(execute=True):
            factories.item(title="Erfpacht")

    assert_same_queries(lambda: client.get("/zoeken/?q=erfpacht"), add)


@pytest.mark.parametrize("query", ["", "?q=", "?q=%27%22%3C", "?q=!", "?kind=x&q=a", "?q=" + "woord+" * 40])
def test_odd_questions_get_a_page(client, query):
    assert client.get(f"/zoeken/{query}").status_code == 200


def test_the_sitemap_holds_public_real_things_only(client, pages):
    factories.item(slug="echt")
    factories.item(slug="ontwerp", state=Item.State.DRAFT)
    factories.item(slug="verzonnen", is_fictional=True)
    indexing.rebuild()
    sitemap = client.get("/sitemap.xml")
    assert "http://localhost:8000/kennisbank/echt/" in sitemap.text
    assert "/en/library/echt/" in sitemap.text
    assert "ontwerp" not in sitemap.text
    assert "verzonnen" not in sitemap.text


def test_robots_are_kept_from_what_is_private(client):
    assert "Disallow: /desk/" in client.get("/robots.txt").text
