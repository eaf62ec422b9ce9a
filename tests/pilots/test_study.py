"""The study of a pilot: who publishes it, who reads it, and what its public page tells."""

import uuid

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone, translation

from proeftuin.calls.models import SubmissionStudy
from proeftuin.core.cache import public_version
from proeftuin.pilots import actions, queries
from proeftuin.pilots.models import Pilot, TeamMember
from proeftuin.record.models import Entry
from proeftuin.studies.actions import study as deeds
from proeftuin.studies.models import StudyVersion
from tests.factories import accounts, calls, pilots, studies
from tests.support import queries_of

pytestmark = pytest.mark.django_db


def public(pilot, language="nl"):
    with translation.override(language):
        return reverse("pilots:public", args=[pilot.slug])


def publish(pilot, version):
    return actions.publish_study(pilot, version=version, by=version.made_by, now=timezone.now())


def read(client, pilot, language="nl"):
    caches["pages"].clear()
    return client.get(public(pilot, language)).content.decode()


def send(client, pilot, **data):
    return client.post(reverse("pilots:study", args=[pilot.pk]), data)


# The public page ---------------------------------------------------------------------------------


def test_the_public_page_tells_the_key_figures_to_the_cent_with_their_date(client):
    pilot, version = pilots.pilot(), studies.version()
    assert "936,31" not in read(client, pilot)
    publish(pilot, version)
    page = read(client, pilot)
    for words in (
        "€ 936,31",
        "€ 1.330,50",
        "€ 1.674,00",
        "€ 35.000",
        "€ 5.957.464",
        "€ 2.005.366",
        "€ 3.912.098",
    ):
        assert words in page, words
    assert "Lening ‘Bank’" in page
    assert f'#study={version.public_key}"' in page
    with translation.override("nl"):
        assert reverse("studies:calculator") in page
    english = read(client, pilot, "en")
    assert "€936.31" in english
    assert "no promise" in english
    assert f"engine {version.engine}" in english
    assert "version 1 of the study" in english


def test_the_figures_on_the_page_are_those_that_were_published_not_those_of_a_later_engine(client):
    pilot, version = pilots.pilot(), studies.version()
    publish(pilot, version)
    figures = {**version.figures, "home_charge_1": [900.0, 1300.0, 1600.0], "charge_1": 16.0}
    older = StudyVersion.objects.create(
        study=version.study, serial=2, plan=version.plan, on=version.on, engine="0.0.9", parameters=version.parameters,
        figures=figures, answer=version.answer, made_by=version.made_by, made_at=timezone.now(),
    )  # fmt: skip
    publish(pilot, older)
    page = read(client, pilot)
    assert "€ 900,00" in page
    assert "936,31" not in page
    assert "Lening ‘Bank’" not in page  # the sources of another calculation would not add up


def test_what_is_not_verified_is_counted(client):
    pilot, version = pilots.pilot(), studies.version()
    publish(pilot, version)
    shown = queries.feasibility_of(queries.public_pilot(pilot.slug), "nl")
    assert shown.unverified == sum(row["status"] == "unverified" for row in version.parameters)


def test_a_study_of_an_example_organisation_is_marked(client):
    real = calls.pathway(is_fictional=False)
    pilot, other = pilots.pilot(pathway=real), pilots.pilot(pathway=real)
    by = accounts.membership(organisation=accounts.organisation(is_fictional=True))
    publish(pilot, studies.version(by=by.user, organisation=by.organisation))
    publish(other, studies.version())
    assert 'class="fictional"' in read(client, pilot)
    assert 'class="fictional"' not in read(client, other)


def test_publishing_and_withdrawing_move_the_public_version(django_capture_on_commit_callbacks):
    pilot, version = pilots.pilot(), studies.version()
    seen = [public_version()]
    for deed in (lambda: publish(pilot, version), lambda: withdraw(pilot)):
        with django_capture_on_commit_callbacks(execute=True):
            deed()
        seen.append(public_version())
    assert seen == sorted(set(seen))


def withdraw(pilot):
    return actions.withdraw_study(pilot, by=accounts.office(), now=timezone.now())


def test_the_page_is_light_and_takes_one_query_more_than_without_a_study_at_most(client):
    pilot = pilots.pilot()
    client.get(public(pilot))
    without = len(queries_of(lambda: client.get(public(pilot))))
    publish(pilot, studies.version())
    assert len(queries_of(lambda: client.get(public(pilot)))) <= without + 1
    assert len(read(client, pilot)) < 100_000


# Publish and withdraw ----------------------------------------------------------------------------


def test_publishing_locks_and_is_noted_and_twice_is_once():
    pilot, version = pilots.pilot(), studies.version()
    publish(pilot, version)
    publish(pilot, version)
    version.refresh_from_db()
    assert version.is_public
    assert version.is_locked
    noted = Entry.objects.filter(verb="pilot.study_published", thing_id=str(pilot.pk))
    assert [one.detail for one in noted] == [{"study": version.study_id, "version": 1}]


def test_another_version_takes_the_place_of_the_first():
    pilot, version = pilots.pilot(), studies.version()
    publish(pilot, version)
    second = studies.changed(version.study)
    publish(pilot, second)
    for one in (version, second):
        one.refresh_from_db()
    assert (version.is_public, version.is_locked, second.is_public) == (False, True, True)
    assert Pilot.objects.get(pk=pilot.pk).study_version == second


def test_a_version_that_another_pilot_shows_stays_public():
    first, second, version = pilots.pilot(), pilots.pilot(), studies.version()
    publish(first, version)
    publish(second, version)
    withdraw(first)
    version.refresh_from_db()
    assert version.is_public
    withdraw(second)
    version.refresh_from_db()
    assert not version.is_public
    assert version.is_locked


def test_an_archive_gets_no_study():
    with pytest.raises(actions.PilotIsArchived):
        publish(pilots.archived(), studies.version())


# Who may -----------------------------------------------------------------------------------------


def municipality(pilot, version):
    """A person of the municipality in the team, in whose workspace the study is."""
    TeamMember.objects.create(
        pilot=pilot, user=version.made_by, role=TeamMember.Role.MUNICIPALITY, joined_at=timezone.now()
    )
    return version.made_by


def test_who_edits_the_pilot_publishes_an_own_study_and_takes_it_off_again(client):
    pilot, version = pilots.pilot(), studies.version()
    client.force_login(municipality(pilot, version))
    assert version.study.name in client.get(reverse("pilots:team", args=[pilot.pk])).content.decode()
    assert send(client, pilot, version=version.pk).status_code == 302
    pilot.refresh_from_db()
    assert pilot.study_version == version
    assert send(client, pilot, withdraw="1").status_code == 302
    pilot.refresh_from_db()
    assert pilot.study_version is None


def test_a_study_of_somebody_else_cannot_be_published(client):
    pilot, version = pilots.pilot(), studies.version()
    client.force_login(municipality(pilot, version))
    other = studies.version()
    assert send(client, pilot, version=other.pk).status_code == 422
    assert not StudyVersion.objects.get(pk=other.pk).is_public


def test_who_only_looks_along_publishes_nothing(client):
    pilot, version = pilots.pilot(), studies.version()
    publish(pilot, version)
    for user, status in ((pilots.member(pilot, "expert"), 404), (accounts.user(), 404)):
        client.force_login(user)
        assert send(client, pilot, version=version.pk).status_code == status
        assert send(client, pilot, withdraw="1").status_code == status
    assert StudyVersion.objects.get(pk=version.pk).is_public


def test_a_version_that_was_handed_in_with_the_application_can_be_published(client):
    application = pilots.selected()
    pilot = actions.start(application, by=accounts.office(), now=timezone.now())
    version, beside = studies.locked(), studies.locked()
    question = calls.question(application.call, kind="study")
    SubmissionStudy.objects.create(
        submission=application.submissions.get(), question=question, version=version
    )
    coordinator = pilots.coordinator(pilot.pathway)
    assert list(queries.versions_to_publish(coordinator, pilot)) == [version]
    client.force_login(coordinator)
    assert send(client, pilot, version=beside.pk).status_code == 422
    assert send(client, pilot, version=version.pk).status_code == 302
    assert StudyVersion.objects.get(pk=version.pk).is_public


def test_old_drafts_are_not_offered_but_locked_versions_and_the_newest_are():
    pilot, first = pilots.pilot(), studies.version()
    by = municipality(pilot, first)
    second, third = studies.changed(first.study), studies.changed(first.study)
    assert list(queries.versions_to_publish(by, pilot)) == [third]
    deeds.lock(version=first, for_="de raad", by=by, now=timezone.now())
    assert list(queries.versions_to_publish(by, pilot)) == [third, first]
    assert second not in queries.versions_to_publish(by, pilot)


def test_the_circle_of_the_pilot_reads_the_version_and_nobody_else_nor_another_version(client):
    pilot, version = pilots.pilot(), studies.version()
    expert, coordinator = pilots.member(pilot, "expert"), pilots.coordinator(pilot.pathway)
    circle = [expert, coordinator, accounts.office()]

    def statuses(users, one):
        found = set()
        for user in users:
            client.force_login(user)
            for name in ("version", "years", "plan-toml"):
                address = reverse(f"studies:{name}", args=[one.study_id, one.serial])
                found.add(client.get(address).status_code)
        return found

    assert statuses(circle, version) == {404}
    publish(pilot, version)
    assert statuses(circle, version) == {200}
    assert statuses([accounts.user(), pilots.member(pilots.pilot())], version) == {404}
    assert statuses(circle, studies.changed(version.study)) == {404}
    withdraw(pilot)
    assert statuses(circle, version) == {404}


def test_a_forged_number_is_told_at_the_field(client):
    pilot, version = pilots.pilot(), studies.version()
    client.force_login(municipality(pilot, version))
    for wrong in ("", "x", str(uuid.uuid4()), "99999999999999999999"):
        assert send(client, pilot, version=wrong).status_code == 422


def test_a_page_that_is_taken_off_takes_its_study_along():
    pilot, version = pilots.pilot(), studies.version()
    publish(pilot, version)
    actions.publish(pilot, by=version.made_by, now=timezone.now())
    actions.unpublish(pilot, by=version.made_by, now=timezone.now())
    version.refresh_from_db()
    assert (pilot.study_version, version.is_public) == (None, False)
