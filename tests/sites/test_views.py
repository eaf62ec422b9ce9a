"""Pages of sites: who sees them, what they keep, what they refuse."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from proeftuin.accounts.models import Membership, Organisation
from proeftuin.sites import actions, queries, rules
from proeftuin.sites.models import Site
from tests.factories import accounts, places
from tests.factories.sites import site
from tests.sites.test_actions import PNG, SQUARE
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


def visitor(user=None):
    client = Client()
    if user:
        client.force_login(user)
    return client


@pytest.fixture
def gent():
    return places.municipality("Gent")


@pytest.fixture
def membership(gent):
    organisation = accounts.organisation(
        kind=Organisation.Kind.MUNICIPALITY, name="Stad Gent", municipality=gent
    )
    return accounts.membership(organisation=organisation)


@pytest.fixture
def official(membership):
    return visitor(membership.user)


@pytest.fixture
def here(membership):
    return site(organisation=membership.organisation)


def pages(one):
    """Every address of a site: what to do with it and how."""
    stored = actions.add_document(
        site=one, upload=SimpleUploadedFile("gevel.png", PNG), caption="De gevel", by=None, now=timezone.now()
    )
    return [
        ("get", reverse("sites:show", args=[one.pk])),
        ("get", reverse("sites:edit", args=[one.pk])),
        ("post", reverse("sites:edit", args=[one.pk])),
        ("post", reverse("sites:publish", args=[one.pk])),
        ("post", reverse("sites:withdraw", args=[one.pk])),
        ("get", reverse("sites:remove", args=[one.pk])),
        ("post", reverse("sites:remove", args=[one.pk])),
        ("post", reverse("sites:add-document", args=[one.pk])),
        ("post", reverse("sites:remove-document", args=[one.pk, stored.pk])),
        ("get", reverse("files:download", args=[stored.stored.key])),
    ]


def answers(client, one):
    return {getattr(client, method)(address).status_code for method, address in pages(one)}


def test_a_stranger_with_an_account_finds_no_page_of_a_site(here):
    stranger = visitor(accounts.membership().user)
    assert answers(stranger, here) == {404}
    assert here.name not in stranger.get(reverse("sites:list")).content.decode()


@pytest.mark.parametrize("state", [Membership.State.REFUSED, Membership.State.ENDED])
def test_who_no_longer_acts_for_the_organisation_finds_nothing(here, membership, state):
    Membership.objects.filter(pk=membership.pk).update(state=state)
    assert answers(visitor(membership.user), here) == {404}


def test_who_is_not_signed_in_is_asked_to_and_learns_nothing(here):
    answer = visitor().get(reverse("sites:show", args=[here.pk]))
    same = visitor().get(reverse("sites:show", args=[here.pk + 1000]))
    assert (answer.status_code, same.status_code) == (302, 302)
    assert "/account/" in answer["Location"]


def test_control_the_organisation_itself_reaches_every_page(here, official):
    one = [getattr(official, method)(address).status_code for method, address in pages(here)[:5]]
    assert one == [200, 200, 422, 302, 302]


def test_who_merely_asked_to_act_for_the_organisation_finds_nothing_of_it(here, membership):
    Membership.objects.filter(pk=membership.pk).update(state=Membership.State.REQUESTED)
    assert answers(visitor(membership.user), here) == {404}
    assert here.name not in visitor(membership.user).get(reverse("sites:list")).content.decode()


def test_who_waits_for_approval_works_on_his_own_site_but_does_not_make_it_public(membership):
    Membership.objects.filter(pk=membership.pk).update(state=Membership.State.REQUESTED)
    client = visitor(membership.user)
    client.post(reverse("sites:add"), typed(organisation=membership.organisation.pk))
    made = Site.objects.get()
    assert made.name in client.get(reverse("sites:list")).content.decode()
    assert client.get(reverse("sites:edit", args=[made.pk])).status_code == 200
    assert client.post(reverse("sites:publish", args=[made.pk])).status_code == 404


@pytest.mark.parametrize("state", Membership.State.values)
@pytest.mark.parametrize("is_own", [True, False])
def test_the_list_and_the_rule_agree_on_who_may_change_a_site(membership, state, is_own):
    Membership.objects.filter(pk=membership.pk).update(state=state)
    one = site(organisation=membership.organisation, created_by=membership.user if is_own else None)
    assert (one in queries.sites_of(membership.user)) == rules.may_edit(membership.user, one)


def test_the_programme_office_reads_and_does_not_write(here):
    client = visitor(accounts.office())
    assert client.get(reverse("sites:show", args=[here.pk])).status_code == 200
    assert client.get(reverse("sites:edit", args=[here.pk])).status_code == 404
    assert client.post(reverse("sites:remove", args=[here.pk])).status_code == 404
    assert here.name in client.get(reverse("sites:list")).content.decode()


def test_an_app_above_may_let_others_read(here, monkeypatch):
    monkeypatch.setattr(rules, "_readers", [])
    coordinator = accounts.user()
    rules.let_read(lambda user, one: user == coordinator and one == here)
    client = visitor(coordinator)
    assert client.get(reverse("sites:show", args=[here.pk])).status_code == 200
    assert client.get(reverse("sites:edit", args=[here.pk])).status_code == 404
    assert client.get(reverse("sites:show", args=[site().pk])).status_code == 404


def typed(**more):
    return {"token": str(uuid.uuid4()), "name": "Oude wasserij", "municipality": "Gent", **more}


FULL = {
    "address": "Wasstraat 1, 9000 Gent",
    "description": "Een wasserij uit 1911.",
    "parcels": "44021a0001-00a000\n40613_A_1154_C_000_02",
    "parcels_seen_on": "5 maart 2026",
    "position": "104450 193150",
    "outline": SQUARE,
    "area_m2": "1 ha",
    "built": "built",
    "buildings": "Eén hal.",
    "heritage": "inventory",
    "heritage_note": "Vastgesteld in 2010.",
    "zoning": "Woongebied",
    "parking": "1 per woning",
    "ownership": "municipality",
    "ownership_note": "Aangekocht in 2019.",
    "intention": "long_lease",
    "conditions": "Betaalbaar blijven.",
}


def test_an_official_describes_a_site_with_all_that_is_known(official, membership):
    organisation = membership.organisation
    answer = official.post(reverse("sites:add"), typed(**FULL, organisation=organisation.pk), follow=True)
    made = Site.objects.get()
    assert (made.organisation, made.municipality.name, made.area_m2) == (organisation, "Gent", 10_000)
    assert [parcel.key for parcel in made.parcels.all()] == ["44021A0001/00A000", "40613A1154/02C000"]
    page = answer.content.decode()
    for words in (
        "Wasstraat 1",
        "40613A1154/02C000 (opgezocht op 5 maart 2026)",
        "Lambert 72: 104450, 193150",
    ):
        assert words in page
    assert "Nog niet bekend" not in page
    assert "sitemap__outline" in page


def test_a_name_and_a_municipality_are_enough_and_the_rest_says_not_known_yet(official, membership):
    answer = official.post(reverse("sites:add"), typed(organisation=membership.organisation.pk), follow=True)
    assert answer.content.decode().count("Nog niet bekend") == 13


def test_a_failed_form_keeps_all_that_was_typed(official, membership):
    wrong = typed(**FULL, organisation=membership.organisation.pk) | {
        "name": "",
        "position": "50.63 3.06",
        "parcels": "perceel 12",
        "area_m2": "veel",
    }
    answer = official.post(reverse("sites:add"), wrong)
    form = answer.context["form"]
    assert answer.status_code == 422
    assert {name: form[name].value() for name in wrong if name != "organisation"} == {
        name: value for name, value in wrong.items() if name != "organisation"
    }
    assert set(form.errors) == {"name", "position", "parcels", "area_m2"}
    assert not Site.objects.exists()


def test_an_outline_in_a_file_is_not_lost_when_something_else_is_wrong(official, membership):
    upload = SimpleUploadedFile("omtrek.geojson", SQUARE.encode())
    data = typed(organisation=membership.organisation.pk, name="", outline_file=upload)
    assert official.post(reverse("sites:add"), data).context["form"]["outline"].value() == SQUARE


def test_an_outline_in_a_file_is_read(official, membership):
    upload = SimpleUploadedFile("omtrek.geojson", b"\xef\xbb\xbf" + SQUARE.encode())
    official.post(reverse("sites:add"), typed(organisation=membership.organisation.pk, outline_file=upload))
    assert Site.objects.get().outline_area_m2 == 10_000


@pytest.mark.parametrize("content", [b"\x00\xff\xfe", b"x" * 300_001, b"[" * 100_000])
def test_a_file_that_is_no_outline_is_refused_in_words(official, membership, content):
    upload = SimpleUploadedFile("omtrek.geojson", content)
    data = typed(organisation=membership.organisation.pk, outline_file=upload)
    assert official.post(reverse("sites:add"), data).status_code == 422


def test_a_place_far_from_its_outline_is_questioned(official, membership):
    data = typed(organisation=membership.organisation.pk, outline=SQUARE, position="51.2 4.4")
    assert list(official.post(reverse("sites:add"), data).context["form"].errors) == ["position"]


def test_a_register_number_in_the_description_is_refused(official, membership):
    data = typed(organisation=membership.organisation.pk, description="Eigenaar 85.07.30-000.61")
    assert list(official.post(reverse("sites:add"), data).context["form"].errors) == ["description"]
    assert not Site.objects.exists()


def test_a_double_click_makes_one_site(official, membership):
    data = typed(organisation=membership.organisation.pk)
    first, second = (official.post(reverse("sites:add"), data) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Site.objects.count() == 1


def test_nobody_describes_a_site_for_an_organisation_of_others(official):
    other = accounts.organisation()
    assert official.post(reverse("sites:add"), typed(organisation=other.pk)).status_code == 422
    assert not Site.objects.exists()


def test_who_acts_for_no_public_body_has_no_form():
    group = accounts.organisation(kind=Organisation.Kind.GROUP)
    client = visitor(accounts.membership(organisation=group).user)
    assert client.get(reverse("sites:add")).status_code == 404
    assert "Nog geen sites" in client.get(reverse("sites:list")).content.decode()


def test_who_acts_for_two_bodies_chooses_one(official, membership):
    assert 'type="hidden" name="organisation"' in official.get(reverse("sites:add")).content.decode()
    accounts.membership(user=membership.user, organisation=accounts.organisation(name="OCMW Gent"))
    assert '<select name="organisation"' in official.get(reverse("sites:add")).content.decode()


def change_of(one, **more):
    return typed(organisation=one.organisation_id, version=one.version, **more)


def test_the_second_of_two_tabs_is_told_and_keeps_its_text(official, here):
    address = reverse("sites:edit", args=[here.pk])
    assert official.post(address, change_of(here, address="Eerste tab")).status_code == 302
    answer = official.post(address, change_of(here, address="Tweede tab"))
    assert answer.status_code == 422
    assert "Iemand anders bewaarde deze site" in answer.content.decode()
    assert answer.context["form"]["address"].value() == "Tweede tab"
    again = {
        name: answer.context["form"][name].value()
        for name in ("token", "name", "municipality", "address", "version")
    }
    assert official.post(address, {**again, "organisation": here.organisation_id}).status_code == 302
    assert Site.objects.get().address == "Tweede tab"


def test_the_form_of_a_change_holds_what_is_there_and_saves_it_unchanged(official, membership):
    official.post(reverse("sites:add"), typed(**FULL, organisation=membership.organisation.pk))
    before = Site.objects.values().get()
    form = official.get(reverse("sites:edit", args=[before["id"]])).context["form"]
    shown = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    official.post(reverse("sites:edit", args=[before["id"]]), shown)
    after = Site.objects.values().get()
    for name in ("version", "changed_at"):
        before.pop(name), after.pop(name)
    assert after == before
    assert Site.objects.get().parcels.count() == 2


def test_a_document_without_words_is_refused_and_with_words_kept(official, here):
    address = reverse("sites:add-document", args=[here.pk])
    answer = official.post(address, {"file": SimpleUploadedFile("gevel.png", PNG), "caption": ""})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["caption"])
    official.post(address, {"file": SimpleUploadedFile("gevel.png", PNG), "caption": "De gevel"})
    assert "De gevel" in official.get(reverse("sites:show", args=[here.pk])).content.decode()


@pytest.mark.parametrize("name", ["virus.exe", "gevel.svg", "85.07.30-000.61.png"])
def test_a_document_that_we_do_not_take_says_why(official, here, name):
    content = PNG if name.endswith("png") else b"<svg/>"
    answer = official.post(
        reverse("sites:add-document", args=[here.pk]),
        {"file": SimpleUploadedFile(name, content), "caption": "x"},
    )
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])


def test_a_document_is_for_readers_of_the_site_also_when_its_facts_are_public(here, official):
    actions.publish(site=here, by=None, now=timezone.now())
    stored = actions.add_document(
        site=here,
        upload=SimpleUploadedFile("gevel.png", PNG),
        caption="De gevel",
        by=None,
        now=timezone.now(),
    ).stored
    address = reverse("files:download", args=[stored.key])
    assert official.get(address).status_code == 200
    assert visitor(accounts.user()).get(address).status_code == 404
    assert visitor().get(address).status_code == 404


def test_a_site_is_removed_after_a_question(official, here):
    address = reverse("sites:remove", args=[here.pk])
    assert official.get(address).status_code == 200
    assert Site.objects.exists()
    assert official.post(address).status_code == 302
    assert not Site.objects.exists()


def test_the_list_takes_as_many_queries_for_three_sites_as_for_one(membership, official):
    assert_same_queries(
        lambda: official.get(reverse("sites:list")), lambda: site(organisation=membership.organisation)
    )


def test_the_page_of_a_site_takes_as_many_queries_for_three_documents_as_for_one(here, official):
    captions = iter("abc")

    def add():
        actions.add_document(
            site=here,
            upload=SimpleUploadedFile("x.png", PNG),
            caption=next(captions),
            by=None,
            now=timezone.now(),
        )

    assert_same_queries(lambda: official.get(reverse("sites:show", args=[here.pk])), add)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_is_there_in_both_languages(official, here, prefix):
    names = [("list", []), ("add", []), ("show", [here.pk]), ("edit", [here.pk]), ("remove", [here.pk])]
    for address in [prefix + reverse(f"sites:{name}", args=args) for name, args in names]:
        answer = official.get(address)
        assert answer.status_code == 200
        assert f'<html lang="{prefix[1:] or "nl"}">' in answer.content.decode()


def test_a_fictional_organisation_is_announced_on_every_page(gent):
    organisation = accounts.organisation(name="OCMW Voorbeeld", municipality=gent, is_fictional=True)
    one = site(organisation=organisation)
    client = visitor(accounts.membership(organisation=organisation).user)
    for name, args in (("add", []), ("show", [one.pk]), ("edit", [one.pk]), ("remove", [one.pk])):
        assert 'class="fictional"' in client.get(reverse(f"sites:{name}", args=args)).content.decode()


def test_what_people_wrote_is_escaped(official, here):
    Site.objects.filter(pk=here.pk).update(name="<script>1</script>", conditions="<b>x</b>\n<i>y</i>")
    page = official.get(reverse("sites:show", args=[here.pk])).content.decode()
    assert "<script>1" not in page
    assert "&lt;b&gt;x&lt;/b&gt;<br>&lt;i&gt;" in page
