"""What a visitor finds in the library."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from proeftuin.library.models import Item
from proeftuin.library.queries import found, published, related
from tests.factories import library as factories

pytestmark = pytest.mark.django_db


def titles(**asked):
    return [item.title for item in found(asked)]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("cooperatief", "Coöperatief wonen"),
        ("COÖPERATIEF", "cooperatief wonen"),
        ("cooperatief", "Een coöperatieve vennootschap"),
        ("cooperatieve", "Coöperatief wonen"),
        ("woning", "Negen leegstaande woningen"),
        ("woningen", "Een woning"),
        ("betaalbaar", "Betaalbare huizen"),
        ("erfpacht", "De erfpachtovereenkomst"),
        ("een woning in gent", "Woningen in Gent"),
    ],
)
def test_words_are_found_without_accents_and_in_other_forms(typed, written):
    factories.item(title=written)
    factories.item(title="Iets anders")
    assert titles(q=typed) == [written]


def test_english_words_are_found_too():
    factories.item(title="Erfpacht", title_en="Long leases")
    assert titles(q="lease") == ["Erfpacht"]


@pytest.mark.parametrize("typed", ["!!!", "' | (", "a:*", "\\", "<->", "  ", "& !woning"])
def test_signs_of_the_search_language_do_no_harm(typed):
    factories.item(title="Een woning")
    assert isinstance(titles(q=typed), list)


def test_a_title_comes_before_a_text():
    factories.item(title="Boek", body="Over de jury.")
    factories.item(title="De jury")
    assert titles(q="jury") == ["De jury", "Boek"]


def test_drafts_are_found_by_nobody():
    factories.item(title="Ontwerp", state=Item.State.DRAFT)
    assert titles() == titles(q="ontwerp") == []


def test_filters_narrow_each_other():
    money = factories.topic("geld")
    both = factories.item(money, audiences=["citizen"], phases=["plan"], kind=Item.Kind.WEBINAR)
    factories.item(money, audiences=["expert"])
    factories.item(audiences=["citizen"])
    asked = {"topic": "geld", "audience": "citizen", "phase": "plan", "kind": "webinar"}
    assert list(found(asked)) == [both]


@pytest.mark.parametrize("name", ["audience", "phase", "kind"])
def test_a_filter_that_does_not_exist_filters_nothing(name):
    item = factories.item()
    assert list(found({name: "x' OR 1=1"})) == [item]


def test_related_items_share_a_topic_and_are_published():
    topic = factories.topic()
    item, other = factories.item(topic), factories.item(topic)
    factories.item(topic, state=Item.State.DRAFT)
    factories.item()
    assert related(published().get(pk=item.pk)) == [other]


def test_a_published_item_says_or_points_somewhere():
    with pytest.raises(IntegrityError):
        factories.item(url="", body="")


def test_a_recording_is_not_published_without_a_word_on_captions():
    item = factories.item(kind=Item.Kind.RECORDING)
    with pytest.raises(ValidationError) as wrong:
        item.full_clean()
    assert list(wrong.value.message_dict) == ["captions"]
    item.captions = Item.Captions.NONE
    item.full_clean()


def test_choices_keep_their_order():
    assert factories.item(audiences=["expert", "citizen"]).audiences == ["citizen", "expert"]
