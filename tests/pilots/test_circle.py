"""Who sees and changes a pilot: everybody else gets 404, on every path."""

import pytest
from django.urls import reverse
from django.utils import timezone

from proeftuin.pathways.models import Assignment
from proeftuin.pilots import actions, queries
from tests.factories import accounts, calls, pilots

pytestmark = pytest.mark.django_db


def pages(pilot):
    return [reverse("pilots:team", args=[pilot.pk])]


def edits(pilot):
    milestone = pilots.milestone(pilot)
    return [
        reverse("pilots:texts", args=[pilot.pk]),
        reverse("pilots:new-part", args=[pilot.pk, "milestone"]),
        reverse("pilots:part", args=[pilot.pk, "milestone", milestone.pk]),
    ]


def document(pilot):
    upload = pilots.document()
    return actions.add_file(pilot, upload=upload, by=accounts.office(), now=timezone.now())


def outsiders(pilot):
    other = pilots.pilot()
    expert = accounts.user()
    Assignment.objects.create(pathway=pilot.pathway, user=expert, role=Assignment.Role.EXPERT)
    gone = pilots.member(pilot)
    pilot.team.filter(user=gone).delete()
    return [
        accounts.user(), accounts.user(is_editor=True), pilots.member(other), pilots.coordinator(other.pathway),
        expert, gone,
    ]  # fmt: skip


def test_everybody_outside_the_circle_gets_404_on_page_file_list_and_count(client):
    pilot = pilots.pilot()
    stored = document(pilot)
    paths = [*pages(pilot), *edits(pilot), reverse("files:download", args=[stored.key])]
    for user in outsiders(pilot):
        client.force_login(user)
        assert [client.get(path).status_code for path in paths] == [404] * len(paths)
        assert pilot not in queries.pilots_of(user)
        assert pilot.name not in client.get(reverse("pilots:mine")).content.decode()
        posts = [
            client.post(reverse(f"pilots:{name}", args=[pilot.pk]))
            for name in ("state", "publish", "add-member", "write-note", "add-file")
        ]
        assert {answer.status_code for answer in posts} == {404}


def test_without_signing_in_the_private_page_asks_to_sign_in(client):
    pilot = pilots.pilot()
    assert client.get(pages(pilot)[0]).status_code == 302


def test_the_circle_reads_the_page_and_the_file(client):
    pilot = pilots.pilot()
    stored = document(pilot)
    circle = [
        accounts.office(), pilots.coordinator(pilot.pathway), pilots.member(pilot), pilots.member(pilot, "expert"),
        pilots.member(pilot, "partner"),
    ]  # fmt: skip
    for user in circle:
        client.force_login(user)
        assert client.get(pages(pilot)[0]).status_code == 200
        assert client.get(reverse("files:download", args=[stored.key])).status_code == 200
        assert list(queries.pilots_of(user)) == [pilot]


def test_an_expert_in_the_team_reads_but_does_not_edit(client):
    pilot = pilots.pilot()
    client.force_login(pilots.member(pilot, "expert"))
    assert {client.get(path).status_code for path in edits(pilot)} == {404}
    assert "Een mijlpaal toevoegen" not in client.get(pages(pilot)[0]).content.decode()


def test_the_municipality_edits_but_does_not_compose_the_team_or_move_the_state(client):
    pilot = pilots.pilot()
    client.force_login(pilots.member(pilot))
    assert {client.get(path).status_code for path in edits(pilot)} == {200}
    for name in ("add-member", "state"):
        assert client.post(reverse(f"pilots:{name}", args=[pilot.pk])).status_code == 404


def test_a_part_of_another_pilot_cannot_be_reached_through_ones_own(client):
    mine, other = pilots.pilot(), pilots.pilot()
    milestone = pilots.milestone(other)
    client.force_login(pilots.member(mine))
    assert client.get(reverse("pilots:part", args=[mine.pk, "milestone", milestone.pk])).status_code == 404
    assert (
        client.post(reverse("pilots:remove-part", args=[mine.pk, "milestone", milestone.pk])).status_code
        == 404
    )
    assert client.get(reverse("pilots:new-part", args=[mine.pk, "nothing"])).status_code == 404


def test_an_archive_can_be_read_but_not_changed(client):
    pilot = pilots.archived()
    client.force_login(accounts.office())
    page = client.get(pages(pilot)[0])
    assert page.status_code == 200
    assert "<form" not in page.content.decode().split("<main")[1].split("</main")[0]
    assert {client.get(path).status_code for path in edits(pilot)} == {404}
    with pytest.raises(actions.PilotIsArchived):
        actions.publish(pilot, by=accounts.office(), now=timezone.now())


def test_edit_rules_and_their_list_agree():
    pathway = calls.pathway()
    running, archived = pilots.pilot(pathway=pathway), pilots.archived()
    people = [
        accounts.office(), pilots.coordinator(pathway), pilots.member(running), pilots.member(running, "expert"),
        accounts.user(), pilots.member(archived),
    ]  # fmt: skip
    for user in people:
        expected = {p for p in (running, archived) if queries.rules.may_edit(user, p)}
        assert set(queries.pilots_to_edit(user)) == expected
