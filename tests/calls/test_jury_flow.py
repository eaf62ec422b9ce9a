"""From check to release: what each deed needs, does and refuses."""

from datetime import timedelta

import pytest
from django.utils import timezone

from proeftuin.accounts.models import User
from proeftuin.calls.actions import decision, jury, review
from proeftuin.calls.actions.jury import JuryRefused
from proeftuin.calls.models import Decision, Finding, Juror, Jury, Review
from proeftuin.calls.queries import jury as queries
from proeftuin.calls.queries.judging import ranking_of, released_result
from proeftuin.mail.models import Message
from proeftuin.record.actions import MoveRefused
from proeftuin.record.models import Entry
from tests.factories import calls as make
from tests.factories import jury as a

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


def test_the_check_waits_for_the_deadline():
    call = make.call()
    application = make.draft(call=call)
    with pytest.raises(JuryRefused):
        a.check(application, a.office())


def test_an_unmet_ground_makes_it_inadmissible_and_needs_a_reason():
    call, by = a.closed_call(), a.office()
    application = a.handed_in(call)
    assert a.check(application, by, unmet=[Finding.Ground.SITE]).is_admissible is False
    findings = {str(ground): (False, " ") for ground in Finding.Ground}
    from proeftuin.calls.actions.admissibility import check_admissibility

    with pytest.raises(JuryRefused):
        check_admissibility(application=application, findings=findings, by=by, now=now())


def test_an_unapproved_official_is_not_admissible_until_approved():
    call, by = a.closed_call(), a.office()
    organisation = make.organisation()
    application = a.handed_in(
        call, organisation=organisation, by=make.member(organisation, state="requested")
    )
    with pytest.raises(JuryRefused):
        a.check(application, by)
    organisation.memberships.update(state="approved")
    assert a.check(application, by).is_admissible


def test_a_new_juror_gets_an_account_and_a_mail_that_names_no_applicant():
    call, by = a.closed_call(), a.office()
    application = a.handed_in(call)
    seat = jury.appoint(call=call, email="New.Juror@example.org", name="Nele Nieuw", by=by, now=now())
    assert User.objects.get(email="new.juror@example.org") == seat.user
    mail = Message.objects.get(to="new.juror@example.org")
    assert application.organisation.name not in mail.text + mail.subject


def test_an_appointment_sent_twice_is_one_and_a_new_seat_after_leaving_gets_a_new_mail():
    call, by, user = a.closed_call(), a.office(), make.person()
    seat = a.juror(call, by, user=user)
    assert a.juror(call, by, user=user) == seat
    assert Message.objects.filter(to=user.email).count() == 1
    jury.dismiss(juror=seat, by=by, now=now(), why="Vergissing")
    assert a.juror(call, by, user=user).state == Juror.State.ACTIVE
    assert Message.objects.filter(to=user.email).count() == 2


def test_a_second_chair_takes_the_place_of_the_first():
    call, by = a.closed_call(), a.office()
    first, second = a.juror(call, by, is_chair=True), a.juror(call, by, is_chair=True)
    first.refresh_from_db()
    assert (first.is_chair, second.is_chair) == (False, True)


@pytest.mark.parametrize("role", ["office", "coordination"])
def test_who_runs_the_call_cannot_judge(role):
    call, by = a.closed_call(), a.office()
    user = a.office() if role == "office" else make.person()
    if role == "coordination":
        call.pathway.assignments.create(user=user, role="coordination")
    with pytest.raises(JuryRefused):
        a.juror(call, by, user=user)


def test_scoring_opens_only_when_all_is_checked():
    call, by = a.closed_call(), a.office()
    one, other = a.handed_in(call), a.handed_in(call)
    a.juror(call, by)
    a.check(one, by)
    with pytest.raises(JuryRefused):
        jury.open_scoring(call=call, by=by, now=now())
    a.check(other, by)
    assert jury.open_scoring(call=call, by=by, now=now()).state == Jury.State.SCORING


def test_declaring_needs_an_answer_for_every_application():
    _call, _by, chair, _member, (one, _other) = a.scoring()
    with pytest.raises(JuryRefused):
        jury.declare(juror=chair, words={one.pk: (False, "")}, by=chair.user, now=now())
    assert chair.declarations.count() == 0


def test_who_belongs_to_the_applicant_cannot_say_to_have_no_interest():
    call, by = a.closed_call(), a.office()
    user = make.person()
    organisation = make.organisation()
    organisation.memberships.create(user=user, state="approved", requested_at=now())
    application = a.handed_in(call, organisation=organisation)
    a.check(application, by)
    seat = a.juror(call, by, user=user)
    jury.open_scoring(call=call, by=by, now=now())
    with pytest.raises(JuryRefused, match=organisation.name):
        a.declare(seat)
    a.declare(seat, conflicts=[application])
    assert queries.is_recused(user, application)


def test_a_hand_in_needs_every_score_with_a_reason():
    call, _by, chair, _member, (one, _other) = a.scoring()
    a.declare(chair)
    for wanted in (a.scores(call, None), a.scores(call, 3, " ")):
        with pytest.raises(JuryRefused):
            review.hand_in(juror=chair, application=one, scores=wanted, by=chair.user, now=now())
    assert a.hand_in(chair, one).state == Review.State.HANDED_IN


def test_a_hand_in_twice_is_one_and_other_scores_afterwards_are_refused():
    _call, _by, chair, _member, (one, _other) = a.scoring()
    a.declare(chair)
    assert a.hand_in(chair, one) == a.hand_in(chair, one)
    with pytest.raises(JuryRefused):
        a.hand_in(chair, one, 5)
    assert {score.value for score in chair.reviews.get().scores.all()} == {3}


def test_a_late_interest_lapses_the_own_scores():
    call, _by, chair, member, (one, _other) = a.scoring()
    for seat in (chair, member):
        a.declare(seat)
        a.hand_in(seat, one, 5 if seat == chair else 1)
    jury.recuse(juror=chair, application=one, word="Nieuwe opdracht", by=chair.user, now=now())
    assert chair.reviews.get(application=one).state == Review.State.WITHDRAWN
    standing = next(s for s in ranking_of(call).standings if s.number == one.number)
    assert (standing.sheets, standing.points["1"]) == (1, 2)


def test_given_back_scores_can_be_corrected_but_never_ones_own():
    _call, _by, chair, member, (one, _other) = a.scoring()
    for seat in (chair, member):
        a.declare(seat)
    own, others = a.hand_in(chair, one), a.hand_in(member, one)
    with pytest.raises(JuryRefused):
        review.reopen(review=own, by=chair.user, now=now(), why="Vergissing")
    review.reopen(review=others, by=chair.user, now=now(), why="Vergissing")
    assert a.hand_in(member, one, 5).state == Review.State.HANDED_IN


def test_scores_of_who_left_no_longer_count():
    call, by, chair, member, (one, other) = a.scoring()
    for seat in (chair, member):
        a.declare(seat)
        for application in (one, other):
            a.hand_in(seat, application)
    jury.dismiss(juror=member, by=by, now=now(), why="Ziek")
    assert {standing.sheets for standing in ranking_of(call).standings} == {1}


def test_scores_close_only_when_every_application_has_some():
    call, by, chair, _member, (one, other) = a.scoring()
    a.declare(chair)
    a.hand_in(chair, one)
    with pytest.raises(JuryRefused, match=other.number):
        decision.close_scoring(call=call, by=by, now=now())
    a.hand_in(chair, other)
    assert decision.close_scoring(call=call, by=by, now=now()).state == Jury.State.DECIDING


def test_what_is_not_admissible_has_its_reason_as_motive_at_once():
    _call, _by, *_seats, brought = a.deciding(applications=2, unmet=(1,))
    decided = Decision.objects.get(application=brought[1])
    assert decided.outcome == Decision.Outcome.INADMISSIBLE
    assert "Dit ontbreekt." in decided.motive


def test_every_candidate_needs_a_decision_before_it_is_prepared():
    call, by, *_seats, brought = a.deciding()
    a.decide(brought[0], by, "selected")
    with pytest.raises(JuryRefused, match=brought[1].number):
        decision.propose(call=call, by=by, now=now())
    with pytest.raises(JuryRefused):
        a.decide(brought[1], by, motive="  ")


def test_the_reserve_list_counts_from_one_without_gaps():
    call, by, *_seats, brought = a.deciding(applications=3)
    a.decide(brought[0], by, "selected")
    a.decide(brought[1], by, "reserve", reserve_place=1)
    a.decide(brought[2], by, "reserve", reserve_place=3)
    with pytest.raises(JuryRefused):
        decision.propose(call=call, by=by, now=now())
    a.decide(brought[2], by, "reserve", reserve_place=2)
    assert decision.propose(call=call, by=by, now=now()).state == Jury.State.PROPOSED


def test_one_person_alone_cannot_release():
    call, by, *_ = a.proposed()
    with pytest.raises(decision.ReleaseRefused):
        decision.release(call=call, by=by, now=now())
    assert Message.objects.filter(kind="calls.decision").count() == 0
    assert released_result(call) is None


def test_the_release_writes_every_letter_and_the_result_at_one_moment():
    call, _by, _chair, _member, brought = a.proposed()
    at = now()
    decision.release(call=call, by=a.office(), now=at)
    letters = Message.objects.filter(kind="calls.decision")
    assert {letter.to for letter in letters} == {application.created_by.email for application in brought}
    assert {letter.written_at for letter in letters} == {at}
    for application in brought:
        letter = letters.get(to=application.created_by.email)
        assert application.decision.motive.splitlines()[0] in letter.text
        assert "[Voorbeeld]" in letter.subject
    result = released_result(call)
    assert [each.application for each in result.selected] == [brought[0]]


def test_a_letter_is_in_the_language_of_its_reader():
    call, _by, _chair, _member, brought = a.proposed()
    User.objects.filter(pk=brought[0].created_by_id).update(language="en")
    decision.release(call=call, by=a.office(), now=now())
    assert "Your application is selected." in Message.objects.get(to=brought[0].created_by.email).text
    assert "niet geselecteerd" in Message.objects.get(to=brought[1].created_by.email).text


def test_a_second_release_changes_nothing():
    call, *_ = a.released()
    before = list(Message.objects.values()), list(Entry.objects.values()), list(Jury.objects.values())
    decision.release(call=call, by=a.office(), now=now() + timedelta(hours=1))
    after = list(Message.objects.values()), list(Entry.objects.values()), list(Jury.objects.values())
    assert before == after


def test_after_the_release_nothing_goes_back():
    call, by, *_ = a.released()
    for deed in (decision.take_back, jury.score_again, jury.check_again):
        with pytest.raises(MoveRefused):
            deed(call=call, by=by, now=now(), why="Spijt")


def test_an_ended_pathway_is_not_touched():
    call, by, _chair, _member, _brought = a.scoring()
    type(call.pathway).objects.update(state="ended")
    call.refresh_from_db()
    for deed in (
        lambda: decision.close_scoring(call=call, by=by, now=now()),
        lambda: jury.appoint(call=call, email="x@example.org", by=by, now=now()),
        lambda: decision.release(call=call, by=by, now=now()),
    ):
        with pytest.raises(JuryRefused):
            deed()


def test_every_step_is_in_the_record():
    call, _by, *_ = a.released()
    moves = Entry.objects.filter(kind="calls.jury").values_list("verb", flat=True)
    assert list(moves) == ["jury.scoring", "jury.deciding", "jury.proposed", "jury.released"]
    assert Juror.objects.filter(call=call).count() == 2
