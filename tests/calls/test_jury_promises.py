"""What the database refuses about juries, whoever writes to it; each with its control."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from proeftuin.calls.models import Criterion, Decision, Jury
from tests.factories import jury as a

pytestmark = pytest.mark.django_db


def sql(text, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.rowcount


def refused(rule, text, *values):
    with pytest.raises(IntegrityError) as error:
        sql(text, *values)
    assert error.value.__cause__.diag.constraint_name == rule


@pytest.fixture
def drafted():
    """A review that one juror has begun, while the jury scores."""
    from proeftuin.calls.actions.review import save_scores

    call, _by, chair, _member, brought = a.scoring()
    a.declare(chair)
    review = save_scores(juror=chair, application=brought[0], scores=a.scores(call), now=timezone.now())
    return call, chair, brought[0], review


@pytest.mark.parametrize(("value", "fits"), [(-1, False), (0, True), (5, True), (6, False)])
def test_a_score_stays_within_the_scale_of_its_criterion(drafted, value, fits):
    text, score = "UPDATE calls_score SET value = %s WHERE id = %s", drafted[3].scores.first()
    if fits:
        assert sql(text, value, score.pk) == 1
    else:
        refused("score_in_scale", text, value, score.pk)


def test_a_score_outside_the_scale_is_not_inserted_either(drafted):
    call, _chair, _application, review = drafted
    sql("DELETE FROM calls_score WHERE review_id = %s", review.pk)
    text = "INSERT INTO calls_score (review_id, criterion_id, value, reason) VALUES (%s, %s, %s, 'x')"
    criterion = call.criteria.first()
    refused("score_in_scale", text, review.pk, criterion.pk, 99)
    assert sql(text, review.pk, criterion.pk, 3) == 1


def test_a_score_is_on_a_criterion_of_the_same_call(drafted):
    other = a.closed_call().criteria.first()
    text = "INSERT INTO calls_score (review_id, criterion_id, value, reason) VALUES (%s, %s, 3, 'x')"
    refused("score_of_call", text, drafted[3].pk, other.pk)


def test_a_review_is_not_handed_in_with_a_reason_missing(drafted):
    review = drafted[3]
    hand_in = "UPDATE calls_review SET state = 'handed_in', handed_in_at = now() WHERE id = %s"
    reason = "UPDATE calls_score SET reason = %s WHERE id = %s"
    sql(reason, " ", review.scores.first().pk)
    refused("review_complete", hand_in, review.pk)
    sql(reason, "Sterk plan.", review.scores.first().pk)
    assert sql(hand_in, review.pk) == 1


def test_scores_that_were_handed_in_are_not_changed_or_removed(drafted):
    _call, chair, application, review = drafted
    a.hand_in(chair, application)
    refused("score_in_draft", "UPDATE calls_score SET value = 5 WHERE review_id = %s", review.pk)
    refused("score_stays", "DELETE FROM calls_score WHERE review_id = %s", review.pk)


def test_nobody_reviews_with_an_interest_or_undeclared():
    _call, _by, chair, member, (one, _other) = a.scoring()
    a.declare(chair, conflicts=[one])
    text = (
        "INSERT INTO calls_review (juror_id, application_id, state, saved_at) VALUES (%s, %s, 'draft', now())"
    )
    refused("review_without_conflict", text, chair.pk, one.pk)
    refused("review_without_conflict", text, member.pk, one.pk)
    assert sql(text, chair.pk, _other.pk) == 1


def test_a_declared_interest_is_not_taken_back():
    _call, _by, chair, _member, (one, _other) = a.scoring()
    a.declare(chair, conflicts=[one])
    text = "UPDATE calls_declaration SET has_conflict = %s, word = 'x' WHERE juror_id = %s"
    refused("declaration_stays", text, False, chair.pk)
    assert sql(text, True, chair.pk) == 2


def test_an_interest_is_told_in_words():
    _call, _by, chair, _member, _brought = a.scoring()
    a.declare(chair)
    refused(
        "declaration_conflict_has_word",
        "UPDATE calls_declaration SET has_conflict = true WHERE juror_id = %s",
        chair.pk,
    )


def test_an_unmet_ground_has_a_reason():
    call, by = a.closed_call(), a.office()
    admissibility = a.check(a.handed_in(call), by)
    text = "UPDATE calls_finding SET is_met = false, reason = %s WHERE id = %s"
    finding = admissibility.findings.first()
    refused("finding_has_reason", text, "", finding.pk)
    assert sql(text, "Ontbreekt", finding.pk) == 1


def test_admissibility_stands_once_the_jury_works():
    _call, _by, _chair, _member, (one, _other) = a.scoring()
    refused(
        "admissibility_while_checking",
        "UPDATE calls_admissibility SET is_admissible = false WHERE application_id = %s",
        one.pk,
    )


def test_criteria_stand_once_the_jury_works():
    call, _by = a.closed_call(), a.office()
    assert sql("UPDATE calls_criterion SET weight = 20 WHERE call_id = %s", call.pk) == 2
    call, *_ = a.scoring()
    refused("criteria_stay", "UPDATE calls_criterion SET weight = 20 WHERE call_id = %s", call.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Criterion.objects.create(call=call, title="Later bedacht")


@pytest.mark.parametrize("to", ["deciding", "proposed", "released"])
def test_a_jury_does_not_jump(to):
    call, *_ = a.scoring()
    rule = "jury_state"
    text = (
        "UPDATE calls_jury SET state = %s, prepared_by_id = %s, prepared_at = now(), released_by_id = %s,"
        " released_at = now() WHERE call_id = %s"
    )
    if to == "deciding":
        assert sql("UPDATE calls_jury SET state = 'deciding' WHERE call_id = %s", call.pk) == 1
    else:
        refused(rule, text, to, a.office().pk, a.office().pk, call.pk)


def test_the_jury_does_not_score_before_every_application_is_checked():
    call, by = a.closed_call(), a.office()
    application = a.handed_in(call)
    Jury.objects.create(call=call)
    text = "UPDATE calls_jury SET state = 'scoring' WHERE call_id = %s"
    refused("jury_all_checked", text, call.pk)
    a.check(application, by)
    assert sql(text, call.pk) == 1


def test_one_person_does_not_prepare_and_release():
    call, by, *_ = a.proposed()
    text = "UPDATE calls_jury SET state = 'released', released_by_id = %s, released_at = now() WHERE call_id = %s"
    refused("jury_two_people", text, by.pk, call.pk)
    assert sql(text, a.office().pk, call.pk) == 1


def test_nothing_is_released_by_nobody():
    call, *_ = a.proposed()
    refused(
        "jury_released_by_somebody", "UPDATE calls_jury SET state = 'released' WHERE call_id = %s", call.pk
    )


def test_a_prepared_decision_is_not_changed_or_removed():
    _call, *_seats, brought = a.proposed()
    refused(
        "decision_while_deciding",
        "UPDATE calls_decision SET motive = 'anders' WHERE application_id = %s",
        brought[0].pk,
    )
    refused("decision_while_deciding", "DELETE FROM calls_decision WHERE application_id = %s", brought[0].pk)


def test_a_released_decision_stays():
    call, *_ = a.released()
    refused("jury_state", "UPDATE calls_jury SET report = 'anders' WHERE call_id = %s", call.pk)
    refused("decision_while_deciding", "UPDATE calls_decision SET outcome = 'reserve', reserve_place = 1")


def test_a_decision_has_a_motive_follows_the_check_and_publishes_only_the_selected():
    _call, by, *_seats, brought = a.deciding(applications=2, unmet=(1,))
    a.decide(brought[0], by)
    one = brought[0].pk
    refused("decision_has_motive", "UPDATE calls_decision SET motive = '' WHERE application_id = %s", one)
    refused(
        "decision_public_only_selected",
        "UPDATE calls_decision SET is_motive_public = true WHERE application_id = %s",
        one,
    )
    refused(
        "decision_follows_check",
        "UPDATE calls_decision SET outcome = 'selected' WHERE application_id = %s",
        brought[1].pk,
    )
    refused(
        "decision_reserve_has_place",
        "UPDATE calls_decision SET outcome = 'reserve' WHERE application_id = %s",
        one,
    )
    assert sql("UPDATE calls_decision SET outcome = 'selected' WHERE application_id = %s", one) == 1
    assert Decision.objects.get(application=one).outcome == "selected"
