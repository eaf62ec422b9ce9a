"""A selected application starts a pilot, once."""

from uuid import uuid4

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone

from proeftuin.accounts.models import Membership
from proeftuin.calls.models import CoApplicant
from proeftuin.mail.models import Message
from proeftuin.pilots import actions, queries
from proeftuin.pilots.models import Pilot
from proeftuin.record.models import Entry
from proeftuin.sites.models import Site
from proeftuin.sites.rules import may_read
from tests.factories import accounts, calls, pilots

pytestmark = pytest.mark.django_db


def test_a_selected_and_released_application_starts_a_pilot_with_its_people():
    application = pilots.selected()
    pilot = actions.start(application, by=accounts.office(), now=timezone.now())
    assert pilot.municipality == application.organisation.municipality
    assert [(m.user, m.role) for m in pilot.team.all()] == [(application.created_by, "municipality")]
    assert [m.title_en for m in pilot.milestones.all()] == ["Chosen in the call"]
    assert [p.name for p in pilot.partners.all()] == [application.organisation.name]
    assert pilot.is_public is False
    assert Message.objects.filter(to=application.created_by.email, kind="pilots.welcome").count() == 1
    assert Entry.objects.filter(verb="pilot.started", thing_id=str(pilot.pk)).count() == 1


def test_starting_twice_gives_the_same_pilot():
    application = pilots.selected()
    by, now = accounts.office(), timezone.now()
    assert actions.start(application, by=by, now=now) == actions.start(application, by=by, now=now)
    assert Pilot.objects.count() == 1
    assert Message.objects.count() == 1


@pytest.mark.parametrize("outcome", ["not_selected", "inadmissible"])
def test_an_application_that_was_not_selected_starts_nothing(outcome):
    application = pilots.selected(outcome=outcome)
    with pytest.raises(actions.NotSelected):
        actions.start(application, by=accounts.office(), now=timezone.now())


def test_a_decision_that_is_not_released_starts_nothing_and_is_on_no_list():
    application = pilots.selected(is_released=False)
    office = accounts.office()
    with pytest.raises(actions.NotSelected):
        actions.start(application, by=office, now=timezone.now())
    assert list(queries.to_start(office)) == []
    pilots.release(application)
    assert list(queries.to_start(office)) == [application]


def test_an_organisation_without_municipality_is_refused_with_words():
    application = pilots.selected()
    application.organisation.municipality = None
    with pytest.raises(actions.NoMunicipality, match="geen gemeente"):
        actions.start(application, by=accounts.office(), now=timezone.now())


def test_only_approved_writers_come_into_the_team():
    application = pilots.selected()
    organisation = application.organisation
    colleague = calls.member(organisation)
    stranger = calls.member(organisation, state=Membership.State.REQUESTED)
    for user in (colleague, stranger):
        CoApplicant.objects.create(
            application=application, contact=user.contact, user=user, invited_at=timezone.now(),
            accepted_at=timezone.now(),
        )  # fmt: skip
    pilot = actions.start(application, by=accounts.office(), now=timezone.now())
    assert {m.user for m in pilot.team.all()} == {application.created_by, colleague}


def test_the_office_starts_a_pilot_on_its_screen(client):
    application = pilots.selected()
    client.force_login(accounts.office())
    page = client.get(reverse("pilots:mine")).content.decode()
    assert application.organisation.name in page
    for _twice in range(2):
        answer = client.post(reverse("pilots:start", args=[application.pk]))
        pilot = Pilot.objects.get()
        assert answer.url == reverse("pilots:team", args=[pilot.pk])


def test_the_coordination_team_of_another_pathway_cannot_start_it(client):
    application = pilots.selected()
    client.force_login(pilots.coordinator(calls.pathway()))
    assert client.post(reverse("pilots:start", args=[application.pk])).status_code == 404
    client.force_login(pilots.coordinator(application.call.pathway))
    assert client.post(reverse("pilots:start", args=[application.pk])).status_code == 302


def test_two_pilots_of_one_municipality_get_their_own_address():
    first = pilots.selected()
    second = pilots.selected()
    second.organisation.municipality = first.organisation.municipality
    second.organisation.save()
    by, now = accounts.office(), timezone.now()
    one = actions.start(first, by=by, now=now)
    two = actions.start(second, by=by, now=now)
    assert two.slug == f"{one.slug}-2"


def test_the_site_of_the_application_comes_along_and_its_facts_show_once_they_are_public(client):
    application = pilots.selected()
    municipality = application.organisation.municipality
    now = timezone.now()
    site = Site.objects.create(
        organisation=application.organisation, municipality=municipality, name="Oude school", token=uuid4(),
        description="Een lege school.", created_at=now, changed_at=now,
    )  # fmt: skip
    question = calls.question(application.call, kind="site")
    application.application_sites.create(question=question, site=site, added_at=now)
    pilot = actions.start(application, by=accounts.office(), now=now)
    assert pilot.site == site
    expert = pilots.member(pilot, "expert")
    assert may_read(expert, site)
    assert not may_read(accounts.user(), site)
    Pilot.objects.update(published_at=now)
    page = reverse("pilots:public", args=[pilot.slug])
    assert "Een lege school." not in client.get(page).content.decode()
    site.published_at = now
    site.save()
    caches["pages"].clear()
    assert "Een lege school." in client.get(page).content.decode()
