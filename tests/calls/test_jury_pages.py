"""The pages of the jury: drafts that keep, forms that come back whole, lists that stay fast, the whole walk."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from proeftuin.calls.models import Jury
from proeftuin.mail.models import Message
from tests.factories import jury as a
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def autosave(client, application, **fields):
    url = reverse("calls:jury_dossier", args=[application.pk])
    return client.post(url, {"deed": "autosave", **fields})


def test_autosave_keeps_a_draft_and_tells_what_is_wrong():
    call, _by, chair, _member, (one, _other) = a.scoring()
    a.declare(chair)
    client, criterion = signed_in(chair.user), call.criteria.first()
    answer = autosave(client, one, **{f"score_{criterion.pk}": "4", f"reason_{criterion.pk}": "Half"})
    assert answer.status_code == 200
    assert json.loads(answer.content)["saved"]
    score = chair.reviews.get().scores.get(criterion=criterion)
    assert (score.value, score.reason) == (4, "Half")
    assert autosave(client, one, **{f"score_{criterion.pk}": "9"}).status_code == 422
    a.hand_in(chair, one)
    assert autosave(client, one, **{f"score_{criterion.pk}": "1"}).status_code == 422
    score.refresh_from_db()
    assert score.value == 3


def test_a_hand_in_with_a_missing_reason_comes_back_with_all_that_was_typed():
    call, _by, chair, _member, (one, _other) = a.scoring()
    a.declare(chair)
    first, second = call.criteria.all()
    data = {"deed": "hand_in", f"score_{first.pk}": "4", f"reason_{first.pk}": "Een lang verhaal"}
    answer = signed_in(chair.user).post(reverse("calls:jury_dossier", args=[one.pk]), data)
    assert answer.status_code == 422
    assert "Een lang verhaal" in answer.content.decode()
    assert set(answer.context["form"].errors) == {f"score_{second.pk}", f"reason_{second.pk}"}


def test_a_hand_in_leads_to_the_next_file_and_at_the_end_to_the_list():
    call, _by, chair, _member, (one, other) = a.scoring()
    a.declare(chair)
    client = signed_in(chair.user)
    data = {"deed": "hand_in"}
    for criterion in call.criteria.all():
        data |= {f"score_{criterion.pk}": "4", f"reason_{criterion.pk}": "Goed"}
    first = client.post(reverse("calls:jury_dossier", args=[one.pk]), data)
    assert first["Location"] == reverse("calls:jury_dossier", args=[other.pk])
    last = client.post(reverse("calls:jury_dossier", args=[other.pk]), data)
    assert last["Location"] == reverse("calls:jury", args=[call.slug])


def assert_same_for_one_and_three(name, seats):
    """`seats` are two people with their call: one call with one application, one with three."""
    (one, first), (three, last) = [(signed_in(user), call) for user, call in seats]
    urls = {
        client: reverse(f"calls:{name}", args=[call.slug]) for client, call in ((one, first), (three, last))
    }
    three.get(urls[three])
    order = iter([one, one, three])

    def visit():
        client = next(order)
        return client.get(urls[client])

    assert_same_queries(visit, lambda: None)


@pytest.mark.parametrize(
    "name", ["jury_table", "jury_table_csv", "jury_decisions", "jury_admissibility", "jury"]
)
def test_lists_take_the_same_queries_with_one_and_with_three_applications(name):
    by = a.office()
    assert_same_for_one_and_three(name, [(by, a.deciding(applications=n)[0]) for n in (1, 3)])


@pytest.mark.parametrize("name", ["jury", "interests"])
def test_pages_of_a_juror_take_the_same_queries_with_one_and_with_three_applications(name):
    seats = []
    for n in (1, 3):
        call, _by, _chair, member, _brought = a.scoring(applications=n)
        if name == "jury":
            a.declare(member)
        seats.append((member.user, call))
    assert_same_for_one_and_three(name, seats)


def test_a_decision_page_tells_a_reserve_place_is_missing():
    call, by, *_seats, brought = a.deciding()
    url = reverse("calls:jury_decide", args=[call.slug, brought[0].pk])
    answer = signed_in(by).post(url, {"outcome": "reserve", "motive": "Bijna."})
    assert "reserve_place" in answer.context["form"].errors
    assert "Bijna." in answer.content.decode()
    kept = signed_in(by).post(url, {"outcome": "reserve", "motive": "Bijna.", "reserve_place": "1"})
    assert kept.status_code == 302


def test_the_whole_walk_through_pages():
    call, by = a.closed_call(), a.office()
    application = a.handed_in(call)
    office, other = signed_in(by), signed_in(a.office())
    person = {"email": "jo@example.org", "name": "Jo Jury", "language": "nl", "is_chair": "on"}
    assert office.post(reverse("calls:jury_appoint", args=[call.slug]), person).status_code == 302
    check = reverse("calls:jury_check", args=[call.slug, application.pk])
    grounds = {f"ground_{ground}": "yes" for ground in ("membership", "site", "documents", "conditions")}
    assert office.post(check, grounds).status_code == 302
    office.post(reverse("calls:jury_open", args=[call.slug]))
    seat = call.jurors.get()
    juror = signed_in(seat.user)
    juror.post(reverse("calls:interests", args=[call.slug]), {f"interest_{application.pk}": "none"})
    data = {"deed": "hand_in"}
    for criterion in call.criteria.all():
        data |= {f"score_{criterion.pk}": "4", f"reason_{criterion.pk}": "Goed"}
    juror.post(reverse("calls:jury_dossier", args=[application.pk]), data)
    juror.post(reverse("calls:jury_close", args=[call.slug]))
    decide = reverse("calls:jury_decide", args=[call.slug, application.pk])
    juror.post(decide, {"outcome": "selected", "motive": "Sterk.", "is_motive_public": "on"})
    juror.post(reverse("calls:jury_propose", args=[call.slug]), {"report": "Verslag"})
    juror.post(reverse("calls:jury_release", args=[call.slug]))
    assert Jury.objects.get(call=call).state == Jury.State.PROPOSED
    other.post(reverse("calls:jury_release", args=[call.slug]))
    assert Jury.objects.get(call=call).state == Jury.State.RELEASED
    assert Message.objects.filter(kind="calls.decision", to=application.created_by.email).count() == 1


def test_a_dismissed_juror_needs_a_reason_to_go():
    call, by, _chair, member, _brought = a.scoring()
    url = reverse("calls:jury_dismiss", args=[call.slug, member.pk])
    signed_in(by).post(url)
    member.refresh_from_db()
    assert member.state == "active"
    signed_in(by).post(url, {"why": "Verhuisd"})
    member.refresh_from_db()
    assert member.state == "ended"
