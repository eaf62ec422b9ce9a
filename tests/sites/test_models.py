"""What the database keeps true of a site."""

import pytest
from django.db import IntegrityError

from proeftuin.sites.models import Parcel, SiteFile
from tests.factories.sites import site

pytestmark = pytest.mark.django_db

POINT = {"type": "Point", "coordinates": [3.7, 51.0]}
AREA = {"type": "Polygon", "coordinates": [[[3.7, 51.0], [3.71, 51.0], [3.71, 51.01], [3.7, 51.0]]]}


def test_a_name_and_a_municipality_are_enough():
    assert (str(site()), site().is_public) == ("Oude wasserij", False)


def test_a_place_and_an_outline_are_kept_with_how_they_were_given():
    site(position=POINT, position_system="31370", position_given="104412, 193117")
    site(outline=AREA, outline_system="4326", outline_given="{…}", outline_area_m2=400)


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"position": POINT},
        {"position_system": "31370"},
        {"position": POINT, "position_system": "31370"},
        {"outline": AREA, "outline_system": "4326"},
        {"outline": AREA, "outline_system": "4326", "outline_given": "{…}", "outline_area_m2": 0},
        {"outline_area_m2": 5},
    ],
)
def test_half_a_fact_is_refused(fields):
    with pytest.raises(IntegrityError):
        site(**fields)


def test_a_parcel_is_stored_once_and_in_one_spelling():
    here = site()
    Parcel.objects.create(site=here, key="44021A0001/00A000")
    Parcel.objects.create(site=site(), key="44021A0001/00A000")
    with pytest.raises(IntegrityError):
        Parcel.objects.create(site=here, key="44021A0001-00A000")


def test_the_same_parcel_twice_in_a_site_is_refused():
    here = site()
    Parcel.objects.create(site=here, key="44021A0001/00_000")
    with pytest.raises(IntegrityError):
        Parcel.objects.create(site=here, key="44021A0001/00_000")


def test_a_document_needs_words_for_who_cannot_see_it():
    assert [constraint.name for constraint in SiteFile._meta.constraints] == ["site_document_has_a_caption"]
