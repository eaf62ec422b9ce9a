"""The library as visitors see it."""

import pytest

from proeftuin.library.models import Item
from tests.factories import library as factories
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


def test_the_library_takes_the_same_queries_for_one_and_three(client):
    topic = factories.topic()
    assert_same_queries(lambda: client.get("/kennisbank/"), lambda: factories.item(topic))


def test_the_library_has_pages_that_keep_the_filters(client):
    for _number in range(13):
        factories.item(audiences=["citizen"])
    page = client.get("/kennisbank/?audience=citizen&page=2")
    assert page.text.count('class="card item"') == 1
    assert "?audience=citizen&amp;page=1" in page.text


@pytest.mark.parametrize(
    "query", ["?page=99", "?page=x", "?topic=bestaat-niet", "?phase=%01", "?q=" + "a" * 500]
)
def test_odd_questions_get_a_page(client, query):
    factories.item()
    assert client.get(f"/kennisbank/{query}").status_code == 200


def test_a_draft_is_404(client):
    draft = factories.item(state=Item.State.DRAFT)
    assert client.get(f"/kennisbank/{draft.slug}/").status_code == 404


def test_a_recording_says_honestly_that_there_are_no_captions(client):
    item = factories.item(kind=Item.Kind.RECORDING, captions=Item.Captions.NONE)
    page = client.get(f"/kennisbank/{item.slug}/").text
    assert "geen ondertitels" in page
    assert "Niet openbaar gedocumenteerd" in page


def test_an_item_in_dutch_only_is_marked_as_dutch_on_an_english_page(client):
    item = factories.item(title="Erfpacht")
    assert '<span lang="nl">Erfpacht</span>' in client.get(f"/en/library/{item.slug}/").text


def test_words_of_editors_are_no_markup(client):
    item = factories.item(title="<script>x</script>", body="<img src=x onerror=y> **vet** [a](javascript:x)")
    page = client.get(f"/kennisbank/{item.slug}/").text
    assert "<script>x" not in page
    assert "onerror=y>" not in page.replace("&gt;", "")
    assert 'href="javascript' not in page
    assert "<strong>vet</strong>" in page
