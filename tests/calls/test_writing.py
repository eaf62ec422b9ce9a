"""Writing together: two tabs, two colleagues, a pending member, an invitation; no word is lost."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from proeftuin.accounts.models import Membership
from proeftuin.calls.actions import application as deeds
from proeftuin.calls.actions import colleagues
from proeftuin.calls.models import Application
from proeftuin.calls.queries.application import applications_of, waiting_for_applicant
from proeftuin.calls.queries.checks import missing
from proeftuin.calls.rules.application import writes_along
from proeftuin.mail.models import Message
from tests.factories import calls as make

pytestmark = pytest.mark.django_db


def change(question, value, *, version=0, was=""):
    return deeds.Change(question, value, version, deeds.stamp(was))


def save(application, *changes, by=None, page=None):
    return deeds.save(
        application=application,
        changes=changes,
        page=page or uuid.uuid4(),
        by=by or application.created_by,
        now=timezone.now(),
    )


@pytest.fixture
def draft():
    call = make.call()
    make.question(call)
    return make.draft(call=call)


@pytest.fixture
def question(draft):
    return draft.call.questions.get()


def test_two_tabs_keep_both_texts(draft, question):
    save(draft, change(question, "Uit tab een"))
    saved = save(draft, change(question, "Uit tab twee"))
    assert draft.answers.get().value == "Uit tab een"
    assert [one.value for one in saved.aside] == ["Uit tab twee"]
    assert [one.question for one in missing(draft)] == [question]


def test_without_the_mark_of_what_was_read_the_second_tab_would_overwrite(draft, question):
    save(draft, change(question, "Uit tab een"))
    current = draft.answers.get()
    save(draft, change(question, "Uit tab twee", version=current.version, was=current.value))
    assert draft.answers.get().value == "Uit tab twee"


def test_who_typed_nothing_in_a_field_never_meets_the_text_of_another(draft, question):
    save(draft, change(question, "Van mijn collega"))
    saved = save(draft, change(question, ""))
    assert (draft.answers.get().value, saved.aside) == ("Van mijn collega", [])


def test_two_who_type_the_same_do_not_meet(draft, question):
    save(draft, change(question, "Hetzelfde"))
    assert save(draft, change(question, "Hetzelfde\r\n")).aside == []


def test_typing_on_in_the_second_tab_updates_its_own_text(draft, question):
    save(draft, change(question, "Een"))
    page = uuid.uuid4()
    save(draft, change(question, "Twe"), page=page)
    save(draft, change(question, "Twee en meer"), page=page)
    assert [one.value for one in draft.aside_texts.all()] == ["Twee en meer"]


def test_the_same_text_from_two_pages_is_set_aside_once(draft, question):
    save(draft, change(question, "Een"))
    for _n in range(2):
        save(draft, change(question, "Twee"))
    assert draft.aside_texts.count() == 1


@pytest.mark.parametrize(("use", "kept"), [(True, "Twee"), (False, "Een")])
def test_a_choice_ends_the_meeting(client, draft, question, use, kept):
    save(draft, change(question, "Een"))
    save(draft, change(question, "Twee"))
    client.force_login(draft.created_by)
    aside = draft.aside_texts.get()
    url = reverse("calls:fill", args=[draft.pk])
    assert "Twee" in client.get(url).content.decode()
    client.post(url, {("use" if use else "drop"): aside.pk})
    assert (draft.answers.get().value, draft.aside_texts.count()) == (kept, 0)


def test_autosave_answers_with_the_new_mark_and_the_same_mark_twice_is_no_meeting(client, draft, question):
    client.force_login(draft.created_by)
    url = reverse("calls:autosave", args=[draft.pk])
    sent = {f"q{question.pk}": "Ha", f"v{question.pk}": f"0:{deeds.stamp('')}", "page": uuid.uuid4()}
    first = client.post(url, sent).json()
    again = client.post(url, sent).json()  # a retry after a lost answer
    assert list(first["stamps"]) == [str(question.pk)]
    assert (again["stamps"], again["aside"]) == ({}, [])
    assert draft.answers.get().version == 1


def test_a_text_beyond_all_measure_is_refused_and_the_others_are_not_touched(client, draft, question):
    save(draft, change(question, "Kort"))
    client.force_login(draft.created_by)
    current = draft.answers.get()
    sent = {
        f"q{question.pk}": "x" * 60_001,
        f"v{question.pk}": f"{current.version}:{deeds.stamp(current.value)}",
    }
    answer = client.post(reverse("calls:autosave", args=[draft.pk]), sent)
    assert (answer.status_code, draft.answers.get().value) == (422, "Kort")


@pytest.mark.django_db(transaction=True)
def test_twenty_saves_at_once_lose_no_text():
    call = make.call()
    question = make.question(call)
    draft = make.draft(call=call)

    def write(n):
        try:
            return save(Application.objects.get(pk=draft.pk), change(question, f"Tekst {n}"))
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(write, range(20)))
    kept = {draft.answers.get().value, *draft.aside_texts.values_list("value", flat=True)}
    assert kept == {f"Tekst {n}" for n in range(20)}


def start(call, organisation, by):
    return deeds.start(call=call, organisation=organisation, by=by, token=uuid.uuid4(), now=timezone.now())


def test_beginning_twice_goes_on_with_the_same():
    call, organisation = make.call(), make.organisation()
    user = make.member(organisation)
    assert start(call, organisation, user) == start(call, organisation, user)


def test_confirmed_colleagues_share_one_application():
    call, organisation = make.call(), make.organisation()
    one, other = make.member(organisation), make.member(organisation)
    assert start(call, organisation, one) == start(call, organisation, other)


def test_somebody_whom_nobody_confirmed_yet_begins_his_own_and_sees_no_other():
    call, organisation = make.call(), make.organisation()
    official, stranger = make.member(organisation), make.member(organisation, state="requested")
    theirs = start(call, organisation, official)
    own = start(call, organisation, stranger)
    assert own != theirs
    assert [*applications_of(stranger)] == [own]
    assert {*applications_of(official)} == {own, theirs}


@pytest.mark.parametrize("state", ["requested", "approved", "refused", "ended"])
@pytest.mark.parametrize("role", ["maker", "invited", "none"])
def test_the_list_and_the_rule_agree_on_who_writes_along(state, role):
    organisation = make.organisation()
    user = make.member(organisation, state=state)
    draft = make.draft(organisation=organisation, by=user if role == "maker" else None)
    if role == "invited":
        draft.co_applicants.create(contact=user.contact, user=user, invited_at=timezone.now())
    listed = applications_of(user).filter(pk=draft.pk).exists()
    expected = state == "approved" or (state == "requested" and role != "none")
    assert (listed, writes_along(user, draft)) == (expected, expected)


def test_an_organisation_of_another_kind_cannot_apply():
    group = make.organisation(kind="de_facto_association")
    with pytest.raises(deeds.CannotApply):
        start(make.call(), group, make.member(group))
    assert start(make.call(level="initiators"), group, make.member(group)).pk


def test_nobody_begins_for_an_organisation_of_others():
    with pytest.raises(deeds.CannotApply):
        start(make.call(), make.organisation(), make.person())


def test_a_colleague_is_invited_by_mail_accepts_by_post_and_writes_along(client, draft):
    words = {"application": draft, "by": draft.created_by, "now": timezone.now(), "language": "nl"}
    invited = colleagues.invite(email="Collega@example.org", **words)
    assert colleagues.invite(email="collega@example.org", **words) == invited
    assert Message.objects.get(kind="calls.invitation").to == "collega@example.org"
    colleague = make.person(email="collega@example.org")
    assert [one.url for one in waiting_for_applicant(colleague, timezone.now())] == [
        reverse("calls:invitation", args=[invited.token])
    ]
    client.force_login(colleague)
    url = reverse("calls:invitation", args=[invited.token])
    assert client.get(url).status_code == 200
    assert not writes_along(colleague, draft)
    client.post(url)
    assert writes_along(colleague, draft)
    membership = Membership.objects.get(user=colleague)
    assert membership.state == "requested"


def test_an_invitation_is_there_only_for_the_address_it_went_to(client, draft):
    invited = colleagues.invite(
        application=draft, email="collega@example.org", by=draft.created_by, now=timezone.now(), language="nl"
    )
    client.force_login(make.person())
    assert client.post(reverse("calls:invitation", args=[invited.token])).status_code == 404


def test_who_was_refused_for_the_organisation_cannot_come_in_by_invitation(client, draft):
    refused = make.member(draft.organisation, state="refused")
    invited = colleagues.invite(
        application=draft, email=refused.email, by=draft.created_by, now=timezone.now(), language="nl"
    )
    client.force_login(refused)
    client.post(reverse("calls:invitation", args=[invited.token]))
    assert not writes_along(refused, draft)
