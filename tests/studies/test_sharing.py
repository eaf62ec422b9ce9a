"""With whom a study is shared: people, links, and who decides about them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from proeftuin.accounts.models import Contact
from proeftuin.mail.models import Message
from proeftuin.record.models import Entry
from proeftuin.studies import calculation, rules
from proeftuin.studies.actions import sharing as deeds
from proeftuin.studies.actions import study as study_deeds
from proeftuin.studies.models import Grant, Link
from proeftuin.studies.queries import study as queries
from tests.factories import accounts, links, studies
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def give(study, email="ann@example.org", **more):
    values = {"may_edit": False, "by": study.created_by, "now": timezone.now(), "language": "nl"}
    return deeds.give(study=study, email=email, **{**values, **more})


def addresses(study, grant_pk=1, link_pk=1):
    """Every address of sharing a study: the page, and the deeds."""
    return {
        "sharing": reverse("studies:sharing", args=[study.pk]),
        "give": reverse("studies:give", args=[study.pk]),
        "take-back": reverse("studies:take-back", args=[study.pk, grant_pk]),
        "make-link": reverse("studies:make-link", args=[study.pk]),
        "revoke-link": reverse("studies:revoke-link", args=[study.pk, link_pk]),
    }


def doors(client, study, **keys):
    """What each address answers; deeds are posted."""
    return {
        name: (client.get if name == "sharing" else client.post)(address).status_code
        for name, address in addresses(study, **keys).items()
    }


# — people


def test_who_gets_a_study_may_read_it_and_gets_one_mail():
    study, reader = studies.study(name="Kerkstraat"), accounts.user(language="en")
    assert not rules.may_read(reader, study)
    give(study, reader.email.upper())
    give(study, reader.email)
    assert rules.may_read(reader, study)
    assert not rules.may_edit(reader, study)
    mail = Message.objects.get()
    assert (mail.to, mail.language) == (reader.email, "en")
    assert mail.subject == f"{study.created_by} shares a study with you: “Kerkstraat”"
    assert f"/en/desk/studies/{study.pk}/" in mail.text
    assert "You may read it." in mail.text


def test_somebody_without_account_gets_the_mail_in_the_language_of_who_shares_and_reads_once_there_is_one():
    study = studies.study()
    give(study, "nieuw@example.org", may_edit=True, language="en")
    assert Message.objects.get().language == "en"
    assert rules.may_edit(accounts.user(email="nieuw@example.org"), study)


def test_giving_again_changes_what_somebody_may_do_without_another_mail():
    study, reader = studies.study(), accounts.user()
    first = give(study, reader.email)
    assert give(study, reader.email, may_edit=True) == first
    assert rules.may_edit(reader, study)
    give(study, reader.email)
    assert not rules.may_edit(reader, study)
    assert Message.objects.count() == 1
    assert list(Entry.objects.filter(verb__startswith="study.share").values_list("verb", flat=True)) == [
        "study.shared", "study.share_changed", "study.share_changed",
    ]  # fmt: skip


def test_words_of_who_shares_become_no_link_in_the_mail_of_a_stranger():
    study = studies.study(
        by=accounts.user(name="Bank https://evil.example"), name="Zie www.evil.example/x <b>"
    )
    give(study)
    mail = Message.objects.get()
    assert "evil.example" not in mail.text + mail.html
    assert "<b>" not in mail.html


def test_somebody_of_the_workspace_needs_no_sharing_and_is_told_so():
    study = studies.study()
    colleague = accounts.membership(organisation=study.organisation).user
    for person in (colleague, study.created_by):
        with pytest.raises(deeds.CannotShare, match="werkruimte"):
            give(study, person.email)
    assert not Message.objects.exists()


def test_a_study_is_shared_with_fifty_people_and_no_more():
    study = studies.study()
    people = Contact.objects.bulk_create([Contact(email=f"p{number}@example.org") for number in range(49)])
    Grant.objects.bulk_create(
        [Grant(study=study, contact=one, given_by=study.created_by, given_at=NOW) for one in people]
    )
    give(study, "fifty@example.org")
    with pytest.raises(deeds.CannotShare, match="50"):
        give(study, "more@example.org")
    assert study.grants.count() == 50


def test_sharing_and_taking_back_does_not_fill_somebodys_mailbox():
    study = studies.study()
    for _time in range(3):
        deeds.take_back(grant=give(study), by=study.created_by, now=timezone.now())
    for other in (study, studies.study(by=study.created_by)):
        with pytest.raises(deeds.CannotShare):
            give(other)
    assert Message.objects.count() == 3
    give(study, now=timezone.now() + timedelta(days=1, minutes=1))


def test_taking_back_closes_every_path_to_the_study():
    study, editor = studies.study(), accounts.user()
    grant = give(study, editor.email, may_edit=True)
    ways = (queries.study_for, queries.study_to_edit, lambda user, pk: queries.version_for(user, pk, 1))
    assert [bool(way(editor, study.pk)) for way in ways] == [True] * 3
    assert queries.versions_for(editor).exists()
    for _twice in range(2):
        deeds.take_back(grant=grant, by=study.created_by, now=timezone.now())
    for way in ways:
        with pytest.raises(Http404):
            way(editor, study.pk)
    assert not queries.versions_for(editor).exists()
    assert Entry.objects.filter(verb="study.unshared").count() == 1


def test_a_grant_to_read_lets_nobody_change():
    study, reader = studies.study(), accounts.user()
    give(study, reader.email)
    assert queries.study_for(reader, study.pk) == study
    for way in (queries.study_to_edit, queries.study_to_share):
        with pytest.raises(Http404):
            way(reader, study.pk)


# — who decides


def test_only_the_workspace_shares(client):
    study, link = studies.study(), links.link()
    editor, stranger = accounts.user(), accounts.user()
    grant = give(study, editor.email, may_edit=True)
    elsewhere = give(link.version.study, stranger.email, may_edit=True)
    for person in (editor, stranger):
        client.force_login(person)
        for keys in ({}, {"grant_pk": grant.pk, "link_pk": link.pk}, {"grant_pk": elsewhere.pk}):
            assert set(doors(client, study, **keys).values()) == {404}
    assert set(doors(Client(), study).values()) == {302}
    assert (Grant.objects.count(), Link.objects.get().revoked_at) == (2, None)
    client.force_login(study.created_by)  # the control: to the workspace the same addresses open
    assert doors(client, study, grant_pk=grant.pk) == {
        "sharing": 200, "give": 422, "take-back": 302, "make-link": 422, "revoke-link": 302,
    }  # fmt: skip


def test_from_one_study_nothing_of_another_is_closed_or_linked(client):
    study, other = studies.study(), links.link()
    grant = give(other.version.study)
    client.force_login(study.created_by)
    doors(client, study, grant_pk=grant.pk, link_pk=other.pk)
    form = {"version": other.version.pk, "label": "Bank", "days": "30"}
    assert client.post(addresses(study)["make-link"], form).status_code == 422
    assert Grant.objects.filter(pk=grant.pk).exists()
    assert Link.objects.get().revoked_at is None


def test_a_deed_of_sharing_needs_the_security_code():
    study = studies.study()
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(study.created_by)
    assert careful.post(addresses(study)["give"], {"email": "ann@example.org"}).status_code == 403


# — links


def test_the_same_form_of_a_link_sent_twice_is_one_link():
    version = studies.version()
    first = links.link(version=version)
    assert links.link(version=version) == first
    assert links.link(version=version, label="Andere bank") != first
    assert links.link(version=version, now=timezone.now() + timedelta(minutes=2)) != first


def test_a_study_has_fifty_open_links_and_closed_ones_do_not_count():
    version = studies.version()
    made = [links.link(version=version, label=f"Bank {number}") for number in range(50)]
    with pytest.raises(deeds.CannotShare, match="50"):
        links.link(version=version, label="Nog een")
    deeds.revoke(link=made[0], by=version.made_by, now=timezone.now())
    assert links.link(version=version, label="Nog een")


def test_making_and_revoking_stands_in_the_record_once():
    link = links.link()
    for _twice in range(2):
        deeds.revoke(link=link, by=link.made_by, now=timezone.now())
    entries = Entry.objects.filter(kind="studies.link")
    assert [(one.verb, one.actor_id) for one in entries] == [
        ("study.link_made", link.made_by_id), ("study.link_revoked", link.made_by_id),
    ]  # fmt: skip


# — the page


def test_the_page_names_people_links_addresses_and_openings(client):
    study = studies.study()
    give(study, "ann@example.org")
    link = links.link(version=study.versions.get())
    client.get(links.address(link))
    client.force_login(study.created_by)
    page = client.get(addresses(study)["sharing"]).content.decode()
    assert "ann@example.org" in page
    assert page.count("Voorbeeldbank") >= 3  # its heading, its button, who opened when
    address = page.split('readonly value="')[1].split('"')[0]
    assert Client().get(address.removeprefix("http://localhost:8000")).status_code == 200


def test_a_label_and_an_address_are_text_and_no_html(client):
    study = studies.study(name="<i>naam</i>")
    link = links.link(version=study.versions.get(), label="<script>alert(1)</script>")
    client.get(links.address(link))
    deeds.revoke(link=link, by=study.created_by, now=timezone.now())
    links.link(version=study.versions.get(), label='"><img src=x onerror=alert(1)>')
    give(study, "o'neil&x@example.org")
    client.force_login(study.created_by)
    page = client.get(addresses(study)["sharing"]).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<i>naam" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "o&#x27;neil&amp;x@example.org" in page


@pytest.mark.parametrize("days", ["", "0", "366", "-1", "veel", "1,5", "1e3", "9" * 400])
def test_wrong_days_are_said_at_the_field_and_what_was_typed_stays(client, days):
    study = studies.study()
    client.force_login(study.created_by)
    form = {"version": study.versions.get().pk, "label": "Bank <b>", "days": days}
    answer = client.post(addresses(study)["make-link"], form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_days"' in page
    assert 'value="Bank &lt;b&gt;"' in page
    assert f'name="days" value="{days}"' in page or days == ""
    assert not Link.objects.exists()


def test_a_wrong_address_is_said_at_the_field(client):
    study = studies.study()
    client.force_login(study.created_by)
    answer = client.post(addresses(study)["give"], {"email": "geen adres"})
    assert answer.status_code == 422
    assert 'href="#id_email"' in answer.content.decode()
    assert 'value="geen adres"' in answer.content.decode()


def test_a_link_is_made_to_the_version_that_was_chosen(client):
    first = studies.version()
    plan = calculation.plan_of(first)
    dearer = replace(plan, site=replace(plan.site, land_price=1.0))
    study_deeds.save(study=first.study, plan=dearer, given=[], serial=1, by=first.made_by, now=timezone.now())
    client.force_login(first.made_by)
    form = {"version": first.pk, "label": "  Bank\r\n  A ", "days": "7", "may_vary": "on"}
    assert client.post(addresses(first.study)["make-link"], form).status_code == 302
    link = Link.objects.get()
    assert (link.version, link.label, link.may_vary) == (first, "Bank A", True)
    assert link.expires_at - link.made_at == timedelta(days=7)


def test_the_page_takes_as_many_queries_with_three_as_with_one(client):
    study = studies.study()
    client.force_login(study.created_by)
    number = iter(range(9))

    def add():
        one = next(number)
        links.grant(study, user=accounts.user(name=f"Lezer {one}"))
        link = links.link(version=study.versions.get(), label=f"Bank {one}")
        deeds.open_link(link=link, now=timezone.now())
        deeds.revoke(
            link=links.link(version=study.versions.get(), label=f"Oud {one}"),
            by=study.created_by,
            now=timezone.now(),
        )

    assert_same_queries(lambda: client.get(addresses(study)["sharing"]), add)
