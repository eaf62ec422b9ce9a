"""Pathways, pilots and municipalities as visitors see them."""

import pytest

from proeftuin.pathways.models import Partner, Pathway, Phase
from proeftuin.website import actions
from tests.factories import calls, pilots, places
from tests.factories import library as factories
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


def test_an_ended_pathway_is_an_archive(client):
    pathway = calls.pathway(state=Pathway.State.ENDED, is_fictional=False)
    page = client.get(f"/leertrajecten/{pathway.slug}/").text
    assert "Dit leertraject is afgelopen." in page
    assert "Stel een vraag over dit leertraject" not in page
    assert "Niet openbaar gedocumenteerd" in page


def test_a_running_pathway_can_be_asked_about(client):
    pathway = calls.pathway(state=Pathway.State.RUNNING)
    page = client.get(f"/leertrajecten/{pathway.slug}/").text
    assert "Stel een vraag over dit leertraject" in page


def test_a_fictional_pathway_says_so(client):
    page = client.get(f"/leertrajecten/{calls.pathway(is_fictional=True).slug}/").text
    assert 'class="fictional"' in page
    assert 'class="fictional"' not in client.get("/leertrajecten/").text


def test_a_pathway_takes_the_same_queries_for_one_and_three(client):
    pathway = calls.pathway()

    def add():
        Phase.objects.create(pathway=pathway, title="Fase")
        Partner.objects.create(pathway=pathway, name="Partner", role="rol")
        pilots.pilot(pathway=pathway)
        actions.shelve(pathway=pathway, items=[factories.item()])

    assert_same_queries(lambda: client.get(f"/leertrajecten/{pathway.slug}/"), add)


def test_the_overviews_take_the_same_queries_for_one_and_three(client):
    assert_same_queries(lambda: client.get("/leertrajecten/"), calls.pathway)
    assert_same_queries(lambda: client.get("/proeftuinen/"), pilots.pilot)


def test_only_published_pilots_are_shown(client):
    pilots.pilot(name="Zichtbaar")
    pilots.pilot(name="Verborgen", published_at=None)
    page = client.get("/proeftuinen/").text
    assert "Zichtbaar" in page
    assert "Verborgen" not in page


def test_a_name_leads_to_the_page_of_the_municipality(client):
    antwerp = places.municipality("Antwerpen", nis="11002")
    places.submunicipality("Deurne", of=antwerp)
    assert client.get("/gemeenten/?q=deurne").url == "/gemeenten/antwerpen/"
    assert client.get("/gemeenten/11002/").url == "/gemeenten/antwerpen/"
    assert "Deurne" in client.get("/gemeenten/antwerpen/").text


def test_a_merged_municipality_leads_to_what_it_became(client):
    new = places.municipality("Beveren-Kruibeke-Zwijndrecht")
    places.municipality("Kruibeke", successor=new, valid_until="2024-12-31")
    assert client.get("/gemeenten/kruibeke/").url == "/gemeenten/beveren-kruibeke-zwijndrecht/"


def test_a_municipality_without_anything_says_so_honestly(client):
    places.municipality("Herstappe")
    page = client.get("/gemeenten/herstappe/").text
    assert "Nog niets" in page
    assert "Wat u kunt doen" in page


def test_the_pilots_of_a_former_municipality_are_shown_with_what_it_became(client):
    new = places.municipality("Nieuwstad")
    old = places.municipality("Oudstad", successor=new, valid_until="2024-12-31")
    pilots.pilot(municipality=old, name="De oude school")
    page = client.get("/gemeenten/nieuwstad/").text
    assert "De oude school" in page
    assert "Nog niets" not in page


def test_two_places_of_one_name_are_both_offered(client):
    for town in ("Antwerpen", "Diest"):
        places.submunicipality("Deurne", of=places.municipality(town))
    page = client.get("/gemeenten/?q=deurne").text
    assert "/gemeenten/antwerpen/" in page
    assert "/gemeenten/diest/" in page


@pytest.mark.parametrize("words", ["xyzzy", "%00", "'", "a" * 300])
def test_an_unknown_place_gets_a_clear_answer(client, words):
    assert "We kennen geen gemeente" in client.get("/gemeenten/", {"q": words}).text
    assert client.get("/gemeenten/bestaat-niet/").status_code == 404


def test_the_active_municipalities_take_the_same_queries_for_one_and_three(client):
    assert_same_queries(lambda: client.get("/gemeenten/"), pilots.pilot)
