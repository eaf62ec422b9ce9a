"""Loading the reference data, again and again."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from proeftuin.places import actions, reference
from proeftuin.places.models import Municipality, SubMunicipality

pytestmark = pytest.mark.django_db


def test_load_brings_municipalities_mergers_and_submunicipalities():
    report = actions.load()
    assert len(report.added) == 285 + 27 + 1132
    assert Municipality.objects.real().current().count() == 285
    assert Municipality.objects.exclude(successor=None).count() == 27
    assert SubMunicipality.objects.count() == 1132


def test_a_second_load_changes_nothing_and_says_so():
    actions.load()
    assert actions.load().is_empty


def test_load_repairs_what_differs_and_reports_it():
    actions.load()
    Municipality.objects.filter(nis="44021").update(name="Gand", kbo="")
    report = actions.load()
    assert report.changed == ["Gent (44021): name, kbo"]
    assert Municipality.objects.get(nis="44021").folded_name == "gent"


def test_load_reports_what_it_does_not_know_and_leaves_it():
    stranger = Municipality.objects.create(nis="12345", name="Nergenshuizen")
    actions.fictional_municipality(nis="99001", name="Voorbeeldstad")
    assert actions.load().unknown == ["Nergenshuizen"]
    assert Municipality.objects.filter(pk=stranger.pk).exists()


def test_a_merged_municipality_keeps_its_last_day_and_its_successor():
    actions.load()
    old = Municipality.objects.get(nis="23023")
    assert (old.name, old.valid_until, old.successor.name) == ("Galmaarden", date(2024, 12, 31), "Pajottegem")
    assert old.has_ended
    assert old.successor.valid_from == date(2025, 1, 1)


def test_antwerpen_kept_its_code_and_took_borsbeek_in():
    actions.load()
    antwerp = Municipality.objects.get(nis="11002")
    assert (antwerp.has_ended, antwerp.valid_from) == (False, None)
    assert [old.name for old in antwerp.predecessors.all()] == ["Borsbeek"]


def test_a_municipality_may_keep_its_name_and_change_its_code():
    actions.load()
    old, new = Municipality.objects.filter(name="Lochristi").order_by("nis")
    assert (old.nis, new.nis, old.successor) == ("44034", "44087", new)


def test_zwijndrecht_changed_province():
    actions.load()
    old = Municipality.objects.get(nis="11056")
    assert (old.province, old.successor.province) == ("10000", "40000")


def test_the_command_prints_the_differences():
    out = StringIO()
    call_command("load_places", stdout=out)
    assert out.getvalue() == "Places: 1444 added, 0 changed, 0 unknown.\n"
    Municipality.objects.filter(nis="44021").update(name="Gand")
    out = StringIO()
    call_command("load_places", stdout=out)
    assert out.getvalue() == "~ Gent (44021): name\nPlaces: 0 added, 1 changed, 0 unknown.\n"


def test_reference_data_that_points_nowhere_is_refused_whole(monkeypatch):
    row = reference.SubMunicipalityRow("00000A", "Nergens", "00000")
    monkeypatch.setattr(reference, "submunicipalities", lambda: [row])
    with pytest.raises(actions.MissingReference, match="00000"), transaction.atomic():
        actions.load()
    assert not Municipality.objects.exists()


def test_a_fictional_municipality_is_made_once_and_is_no_real_one():
    first = actions.fictional_municipality(nis="99001", name="Voorbeeldstad")
    again = actions.fictional_municipality(nis="99001", name="Voorbeeldstad aan de Leie")
    assert first == again
    assert (again.is_fictional, again.folded_name) == (True, "voorbeeldstad aan de leie")
    assert not Municipality.objects.real().exists()


@pytest.mark.parametrize("nis", ["44021", "9900", "990011", "99abc"])
def test_a_fictional_municipality_takes_no_real_code(nis):
    with pytest.raises(ValueError, match="99000"):
        actions.fictional_municipality(nis=nis, name="Voorbeeldstad")


@pytest.mark.parametrize(
    "fields",
    [
        {"nis": "4402"},
        {"nis": "99001", "is_fictional": False},
        {"nis": "44021", "is_fictional": True},
        {"nis": "44021", "valid_until": date(2024, 12, 31)},
    ],
)
def test_the_database_refuses_a_municipality_that_cannot_be(fields):
    with pytest.raises(IntegrityError):
        Municipality.objects.create(name="Onmogelijk", **fields)
