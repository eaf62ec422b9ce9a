"""The archive of 2022–2024: facts with sources, in two languages, and nothing that is not documented."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from proeftuin.accounts.models import User
from proeftuin.calls.models import Application, Call
from proeftuin.desk.examples import archive
from proeftuin.events.models import Event
from proeftuin.library.models import Item
from proeftuin.pathways.models import Pathway
from proeftuin.pilots.models import Milestone, Pilot, PilotFact, TeamMember
from proeftuin.places.actions import load

pytestmark = pytest.mark.django_db
SHOWN = (
    "pathways.Pathway", "pathways.Phase", "pathways.Partner", "calls.Call", "events.Event", "events.ProgrammePart",
    "events.Material", "pilots.Pilot", "pilots.PilotFact", "pilots.PilotPartner", "pilots.Milestone", "library.Item",
    "library.Topic",
)  # fmt: skip
UNDOCUMENTED = (
    # marked [U] in the digest of facts: no full address was noted
    "focus-wtv", "belganews", "lierbelicht", "antwerpspersbureau", "pzc.nl", "gva.be", "matthiasdiependaele",
    "begijnhof", "beguinage", "kanunnik", "18de", "18th", "protected", "beschermd", "zorgorganisatie", "470",
    "woonhaven", "148", "322", "schepen", "alderman", "woonwinkel", "subsid", "studiereis", "zürich trip", "bulletin",
    "lefgozers gezocht", "heulebrug", "knokke", "675", "zorg",
    # recollection: the merger of the two administrations
    "samengevoegd", "merged",
)  # fmt: skip


@pytest.fixture
def built():
    load()
    return archive.build(timezone.now())


def texts() -> list[str]:
    """Every word of the archive that a visitor can read."""
    return [
        str(value)
        for label in SHOWN
        for row in apps.get_model(label).objects.values()
        for value in row.values()
        if isinstance(value, str)
    ]


def test_the_archive_has_no_accounts_applications_teams_or_hours(built):
    assert (User.objects.count(), Application.objects.count(), TeamMember.objects.count()) == (0, 0, 0)
    assert Call.objects.get().criteria.count() == Call.objects.get().questions.count() == 0
    assert not any(event.registrations.exists() for event in Event.objects.all())
    assert built.is_archive
    assert not built.is_fictional


def test_nothing_that_is_not_documented_is_shown(built):
    words = "\n".join(texts()).lower()
    assert [word for word in UNDOCUMENTED if word in words] == []
    assert "arenawijk" in words  # the search does find what is there


def test_the_dates_are_those_of_the_sources(built):
    call = Call.objects.get()
    assert timezone.localtime(call.closes_at).isoformat() == "2022-05-16T12:00:00+02:00"
    assert call.opens_at is None
    assert call.opening == "januari 2022"
    info, network = Event.objects.order_by("starts_at")
    assert timezone.localtime(info.starts_at).isoformat() == "2022-03-08T09:30:00+01:00"
    assert timezone.localtime(info.ends_at).isoformat() == "2022-03-08T12:30:00+01:00"
    assert timezone.localtime(network.starts_at).date().isoformat() == "2022-11-10"
    assert not network.hours_known
    assert not network.place


def test_the_five_pioneers_lie_in_their_real_municipality(built):
    names = {pilot.municipality.name for pilot in Pilot.objects.all()}
    assert names == {"Antwerpen", "Gent", "Lier", "Kampenhout", "Zedelgem"}
    assert all(pilot.is_public and pilot.application is None for pilot in Pilot.objects.all())


def test_each_fact_milestone_and_item_points_to_its_source(built):
    for fact in PilotFact.objects.all():
        assert bool(fact.statement) == bool(fact.source_url) == bool(fact.source_name), fact
    assert all(milestone.source_url for milestone in Milestone.objects.all())
    assert all(pilot.intention_source_url for pilot in Pilot.objects.exclude(intention=""))
    assert all(item.url.startswith("https://") for item in Item.objects.all())
    assert all(event.source_url for event in Event.objects.all())


def test_what_was_not_found_stays_open(built):
    for slug in ("lier", "kampenhout"):
        pilot = Pilot.objects.get(slug=slug)
        assert not pilot.summary
        assert not any(fact.statement for fact in pilot.facts.all())
    assert all(pilot.facts.filter(statement="").exists() for pilot in Pilot.objects.all())


def test_every_text_is_there_in_english(built):
    for label in SHOWN:
        for row in apps.get_model(label).objects.values():
            lacking = [
                name for name in row if name.endswith("_en") and bool(row[name]) != bool(row[name[:-3]])
            ]
            assert [name for name in lacking if name != "name_en"] == [], (label, row)


def test_building_again_changes_nothing(built):
    before = {label: list(apps.get_model(label).objects.order_by("pk").values()) for label in SHOWN}
    archive.build(timezone.now() + timedelta(days=1))
    after = {label: list(apps.get_model(label).objects.order_by("pk").values()) for label in SHOWN}
    assert before == after
    assert Pathway.objects.count() == 1
