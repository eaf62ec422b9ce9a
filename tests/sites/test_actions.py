"""Deeds with sites."""

import json
import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from proeftuin.files.checks import UploadRefused
from proeftuin.files.models import StoredFile
from proeftuin.places import coordinates, outlines
from proeftuin.record.models import Entry
from proeftuin.sites import actions, queries
from proeftuin.sites.models import Parcel, Site, SiteFile
from tests.factories import accounts, calls, places
from tests.factories.sites import site

pytestmark = pytest.mark.django_db

NOW = timezone.now()
SQUARE = '{"type":"Polygon","coordinates":[[[104400,193100],[104500,193100],[104500,193200],[104400,193200],[104400,193100]]]}'
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def values(**more):
    return {"name": "Oude wasserij", "municipality": places.municipality(), **more}


def described(**more):
    return actions.describe(
        **{
            "organisation": accounts.organisation(),
            "values": values(),
            "token": uuid.uuid4(),
            "by": None,
            "now": NOW,
            **more,
        }
    )


def photo(name="gevel.png", content=PNG):
    return SimpleUploadedFile(name, content, "image/png")


def verbs(of):
    return list(
        Entry.objects.filter(kind="sites.site", thing_id=str(of.pk))
        .order_by("pk")
        .values_list("verb", flat=True)
    )


def test_a_name_and_a_municipality_make_a_site_of_which_the_rest_is_not_known():
    made = described()
    assert (made.name, made.area_m2, made.ownership, made.position, made.outline) == (
        "Oude wasserij",
        None,
        "",
        None,
        None,
    )
    assert verbs(made) == ["site.described"]


def test_the_same_form_sent_twice_is_one_site():
    token, organisation = uuid.uuid4(), accounts.organisation()
    again = [described(token=token, organisation=organisation) for _ in range(2)]
    assert again[0] == again[1]
    assert Site.objects.count() == 1
    assert verbs(again[0]) == ["site.described"]


def test_a_form_of_one_organisation_makes_no_site_of_another():
    token = uuid.uuid4()
    described(token=token)
    with pytest.raises(actions.NotYours):
        described(token=token)


def test_the_given_numbers_are_kept_beside_the_place_in_wgs84():
    made = described(values=values(position=coordinates.parse("104412,344 193117,350")))
    made.refresh_from_db()
    assert (made.position_system, made.position_given) == ("31370", "104412.344, 193117.35")
    assert made.position["coordinates"] == pytest.approx([3.7186704, 51.0464289], abs=1e-6)


def test_an_outline_is_kept_as_given_and_measured():
    made = described(values=values(outline=outlines.parse(SQUARE)))
    made.refresh_from_db()
    assert (made.outline_system, made.outline_given, made.outline_area_m2) == ("31370", SQUARE, 10_000)


def test_parcels_follow_the_list_with_the_day_they_were_looked_up():
    made = described(
        values=values(parcels=["44021A0001/00A000", "40613A1154/02C000"], parcels_seen_on=date(2026, 3, 5))
    )
    actions.change(
        site=made,
        values=values(parcels=["40613A1154/02C000"], parcels_seen_on=date(2026, 4, 1)),
        version=1,
        by=None,
        now=NOW,
    )
    assert list(Parcel.objects.values_list("key", "seen_on")) == [("40613A1154/02C000", date(2026, 4, 1))]


def test_a_change_replaces_what_was_there_and_records_which_fields():
    made = described(values=values(area_m2=500, position=coordinates.parse("51,0464 3,7187")))
    actions.change(
        site=made,
        values={"name": "Wasserij", "municipality": made.municipality, "area_m2": 600},
        version=1,
        by=None,
        now=NOW,
    )
    made.refresh_from_db()
    assert (made.name, made.area_m2, made.position, made.version) == ("Wasserij", 600, None, 2)
    detail = Entry.objects.get(verb="site.changed").detail
    assert detail == {
        "fields": ["area_m2", "name", "position", "position_given", "position_system"],
        "version": 2,
    }


def test_a_change_on_an_older_version_is_refused_and_changes_nothing():
    made = described()
    actions.change(site=made, values=values(name="Eerste"), version=1, by=None, now=NOW)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.change(site=made, values=values(name="Tweede"), version=1, by=None, now=NOW)
    assert Site.objects.get().name == "Eerste"


def test_control_without_the_version_the_second_tab_would_overwrite_the_first():
    made = described()
    actions.change(site=made, values=values(name="Eerste"), version=1, by=None, now=NOW)
    Site.objects.filter(pk=made.pk).update(name="Tweede")
    assert Site.objects.get().name == "Tweede"


def test_publishing_twice_is_one_deed_and_can_be_taken_back():
    made = described()
    actions.publish(site=made, by=None, now=NOW)
    actions.publish(site=made, by=None, now=NOW)
    assert made.is_public
    actions.withdraw(site=made, by=None, now=NOW)
    assert not made.is_public
    assert verbs(made) == ["site.described", "site.published", "site.withdrawn"]


@pytest.mark.django_db(transaction=True)
def test_each_deed_moves_the_version_of_what_is_public():
    from proeftuin.core.cache import public_version

    made = described()
    for deed in (
        lambda: actions.change(site=made, values=values(name="Ander"), version=1, by=None, now=NOW),
        lambda: actions.publish(site=made, by=None, now=NOW),
        lambda: actions.withdraw(site=made, by=None, now=NOW),
    ):
        before = public_version()
        deed()
        assert public_version() > before


def test_a_document_is_kept_with_its_words_and_not_twice():
    made = described()
    for _ in range(2):
        actions.add_document(site=made, upload=photo(), caption="De gevel", by=None, now=NOW)
    document = SiteFile.objects.get()
    assert (document.caption, document.stored.name, StoredFile.objects.count()) == (
        "De gevel",
        "gevel.png",
        1,
    )


def test_a_document_of_the_wrong_kind_is_refused_and_nothing_stays():
    made = described()
    with pytest.raises(UploadRefused):
        actions.add_document(site=made, upload=photo("virus.exe"), caption="x", by=None, now=NOW)
    with pytest.raises(UploadRefused):
        actions.add_document(site=made, upload=photo(content=b"<svg/>"), caption="x", by=None, now=NOW)
    assert not StoredFile.objects.exists()


def test_a_site_carries_no_more_documents_than_it_may(monkeypatch):
    made = described()
    monkeypatch.setattr(actions, "DOCUMENTS_LIMIT", 1)
    actions.add_document(site=made, upload=photo(), caption="Een", by=None, now=NOW)
    with pytest.raises(actions.TooManyDocuments):
        actions.add_document(site=made, upload=photo(), caption="Twee", by=None, now=NOW)


def test_removing_a_site_forgets_its_documents_but_not_the_deed():
    made = described(values=values(parcels=["44021A0001/00A000"]))
    actions.add_document(site=made, upload=photo(), caption="De gevel", by=None, now=NOW)
    number = made.pk
    actions.remove(site=made, by=None, now=NOW)
    assert (Site.objects.count(), SiteFile.objects.count(), StoredFile.objects.count()) == (0, 0, 0)
    assert Entry.objects.filter(verb="site.removed", thing_id=str(number)).exists()


def test_a_document_can_be_removed():
    made = described()
    document = actions.add_document(site=made, upload=photo(), caption="De gevel", by=None, now=NOW)
    actions.remove_document(document=document, by=None, now=NOW)
    assert not StoredFile.objects.exists()


def brought_in(made):
    """An application that holds the site."""
    application = calls.draft(organisation=made.organisation)
    question = calls.question(application.call, kind="site")
    application.application_sites.create(site=made, question=question, added_at=NOW)


def test_a_site_in_an_application_is_not_removed():
    made = described()
    brought_in(made)
    with pytest.raises(actions.InUse):
        actions.remove(site=made, by=None, now=NOW)
    assert Site.objects.filter(pk=made.pk).exists()
    assert verbs(made) == ["site.described"]


def test_a_document_of_a_site_in_an_application_is_taken_off_and_not_destroyed():
    made = described()
    document = actions.add_document(site=made, upload=photo(), caption="De gevel", by=None, now=NOW)
    brought_in(made)
    actions.remove_document(document=document, by=None, now=NOW)
    assert list(made.documents.all()) == []
    assert StoredFile.objects.get() == document.stored
    again = actions.add_document(site=made, upload=photo(), caption="De gevel", by=None, now=NOW)
    assert list(made.documents.all()) == [again]


def test_a_snapshot_holds_all_that_is_known_as_plain_values():
    made = described(
        values=values(
            parcels=["44021A0001/00A000"], parcels_seen_on=date(2026, 3, 5), outline=outlines.parse(SQUARE)
        )
    )
    document = actions.add_document(site=made, upload=photo(), caption="De gevel", by=None, now=NOW)
    kept = json.loads(json.dumps(queries.snapshot(made)))
    told = {field.name for field in Site._meta.concrete_fields}
    about = {"token", "created_at", "created_by", "changed_at", "changed_by", "published_at"}
    assert told - about - {"organisation", "outline_given"} == kept.keys() - {"parcels", "documents"}
    assert kept["parcels"] == [{"key": "44021A0001/00A000", "seen_on": "2026-03-05"}]
    assert [one["key"] for one in kept["documents"]] == [document.stored.key]


def test_a_position_that_is_not_known_is_null_in_the_database_and_not_json():
    site()
    with connection.cursor() as cursor:
        cursor.execute("SELECT position IS NULL AND outline IS NULL FROM sites_site")
        assert cursor.fetchall() == [(True,)]
