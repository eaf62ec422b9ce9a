"""Two people who change a study at once."""

import pytest

from proeftuin.studies.calculation import plan_of
from proeftuin.studies.models import Draft, Study, StudyVersion
from tests.factories import accounts, studies
from tests.studies.editing import address, inputs, newest, send, visitor, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return studies.version()


@pytest.fixture
def official(made):
    return visitor(made.made_by)


@pytest.fixture
def colleague(made):
    return accounts.membership(organisation=made.study.organisation).user


@pytest.fixture
def both(made, official, colleague):
    """The page of the official lies open while a colleague saves another rate and another term."""
    opened = inputs(official.get(address(made, "finance")))
    send(visitor(colleague), made, "finance", loans__0__rate="4", loans__0__years="28", why="bod van de bank")
    return opened


def test_the_second_sees_what_the_first_did_and_nothing_is_lost(made, official, colleague, both):
    answer = official.post(
        address(made, "finance"), {**both, "loans-0-rate": "5", "loans-1-amount": "300.000"}
    )
    assert answer.status_code == 422
    said = words(answer)
    assert str(colleague) in said
    assert "bod van de bank" in said
    assert [(one.key, one.after) for one in answer.context["theirs"]] == [
        ("loans[Bank].rate", "4% per jaar"),
        ("loans[Bank].years", "28 jaar"),
    ]
    assert [clash["key"] for clash in answer.context["clashes"]] == ["loans[Bank].rate"]
    assert StudyVersion.objects.count() == 2
    assert official.get(address(made, "finance", "merge")).status_code == 200  # it is there later too


def on_top(official, made, both, **sent):
    official.post(address(made, "finance"), {**both, "loans-0-rate": "5", "loans-1-amount": "300.000"})
    return official.post(address(made, "finance", "merge"), {"deed": "mine", "onto": "2", **sent})


def test_mine_on_top_keeps_theirs_where_both_changed(made, official, both):
    assert on_top(official, made, both).status_code == 302
    bank, gap = plan_of(newest(made)).loans
    assert (bank.rate, bank.years, gap.amount) == (0.04, 28, 300_000.0)
    assert not Draft.objects.exists()


def test_mine_on_top_takes_mine_where_it_was_ticked(made, official, both):
    on_top(official, made, both, take="loans[Bank].rate")
    bank, gap = plan_of(newest(made)).loans
    assert (bank.rate, bank.years, gap.amount) == (0.05, 28, 300_000.0)


def test_without_the_merge_the_second_would_undo_the_first(made, official, both):
    """The control: the same form on top of the newest version, as if nobody had looked."""
    official.post(address(made, "finance"), {**both, "serial": "2", "loans-1-amount": "300.000"})
    assert plan_of(newest(made)).loans[0].years == 30  # the 28 years of the colleague are gone


def test_somebody_who_saves_again_before_the_merge_is_seen_too(made, official, colleague, both):
    official.post(address(made, "finance"), {**both, "loans-0-rate": "5"})
    send(visitor(colleague), made, "finance", loans__0__rate="4,5")
    answer = official.post(
        address(made, "finance", "merge"), {"deed": "mine", "onto": "2", "take": "loans[Bank].rate"}
    )
    assert answer.status_code == 422
    assert answer.context["clashes"][0]["theirs"] == "4,5% per jaar"
    assert answer.context["version"].serial == 3


def test_a_merge_that_contradicts_itself_is_said_and_nothing_is_lost(made, official, colleague):
    opened = inputs(official.get(address(made, "finance")))
    send(
        visitor(colleague),
        made,
        "finance",
        loans__0__rest="",
        loans__0__amount="3.000.000",
        loans__1__rest="on",
        loans__1__amount="0",
    )
    send_ = official.post(address(made, "finance"), {**opened, "loans-1-amount": "300.000"})
    assert send_.status_code == 422
    key = "loans[Aanvullende lening van de gemeente].amount"
    answer = official.post(address(made, "finance", "merge"), {"deed": "mine", "onto": "2", "take": key})
    assert answer.status_code == 422
    assert "Dekt wat nog ontbreekt" in answer.context["said"][0]
    assert Draft.objects.count() == 1


def test_mine_as_a_copy_stands_beside_the_study(made, official, both):
    official.post(address(made, "finance"), {**both, "loans-0-rate": "5", "shares-0-subscribed": "100"})
    official.post(address(made, "finance", "merge"), {"deed": "copy"})
    other = Study.objects.get(alternative_of=made.study)
    assert plan_of(newest(made)).loans[0].rate == 0.04
    version = StudyVersion.objects.filter(study=other).latest("serial")
    assert plan_of(version).loans[0].rate == 0.05
    assert version.equity == {"Bewoners": {"subscribed": 100.0}}
    assert not Draft.objects.exists()


def test_without_anything_typed_there_is_nothing_to_merge(made, official):
    assert official.get(address(made, "finance", "merge")).url == address(made, "finance")
    assert official.post(address(made, "finance", "merge"), {"deed": "copy"}).url == address(made, "finance")


def test_a_guest_who_keeps_a_copy_gets_it_in_an_own_workspace_and_the_owner_keeps_his(made, official):
    guest = accounts.user()
    made.study.grants.create(
        contact=guest.contact, may_edit=True, given_by=made.made_by, given_at=made.made_at
    )
    opened = inputs(visitor(guest).get(address(made, "finance")))
    send(official, made, "finance", loans__0__rate="4")
    visitor(guest).post(address(made, "finance"), {**opened, "loans-0-rate": "5"})
    answer = visitor(guest).post(address(made, "finance", "merge"), {"deed": "copy"}, follow=True)
    copy = Study.objects.exclude(pk=made.study_id).get()
    assert answer.status_code == 200
    assert (copy.organisation, copy.alternative_of, copy.created_by) == (None, None, guest)
    assert official.get(f"/desk/studies/{copy.pk}/").status_code == 404
