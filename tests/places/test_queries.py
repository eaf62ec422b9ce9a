"""Finding the municipality that somebody means."""

import pytest

from proeftuin.places import actions, queries
from proeftuin.places.models import Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def flanders():
    actions.load()


def names(text):
    return [str(found) for found in queries.find(text)]


@pytest.mark.usefixtures("flanders")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gent", ["Gent"]),
        (" gént ", ["Gent"]),
        ("44021", ["Gent"]),
        ("Aartrijke", ["Aartrijke (Zedelgem)"]),
        ("Galmaarden", ["Galmaarden (Pajottegem)"]),
        ("23023", ["Galmaarden (Pajottegem)"]),
        ("Borsbeek", ["Borsbeek (Antwerpen)"]),
        ("Zwijndrecht", ["Zwijndrecht (Beveren-Kruibeke-Zwijndrecht)"]),
        ("Lochristi", ["Lochristi"]),
        ("sint-kàtelijne  waver", ["Sint-Katelijne-Waver"]),
        ("SINT KATELIJNE WAVER", ["Sint-Katelijne-Waver"]),
        ("Deurne", ["Deurne (Antwerpen)", "Deurne (Diest)"]),
        ("Aalst", ["Aalst", "Aalst (Sint-Truiden)"]),
        ("Tielt", ["Tielt", "Tielt (Tielt-Winge)"]),
        ("Aartr", ["Aartrijke (Zedelgem)"]),
        ("Namur", []),
        ("", []),
        ("%", []),
        ("12345", []),
    ],
)
def test_find(text, expected):
    assert names(text) == expected


@pytest.mark.usefixtures("flanders")
def test_a_few_letters_give_a_short_list_and_no_municipality_twice():
    found = queries.find("sint")
    assert len(found) == queries.ALIKE_LIMIT
    assert len({one.municipality for one in found}) == len(found)


def test_a_second_merger_leads_to_the_municipality_of_today():
    today = Municipality.objects.create(nis="10003", name="Nieuwstad")
    between = Municipality.objects.create(
        nis="10002", name="Tussen", successor=today, valid_until="2030-12-31"
    )
    Municipality.objects.create(nis="10001", name="Eerst", successor=between, valid_until="2024-12-31")
    assert names("Eerst") == ["Eerst (Nieuwstad)"]


@pytest.mark.usefixtures("flanders")
def test_looking_up_takes_two_queries(django_assert_num_queries):
    with django_assert_num_queries(2):
        names("Deurne")
