"""Handing in: judged on the moment of receipt, once, with a receipt; replaced and withdrawn until the deadline."""

import hashlib
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from proeftuin.calls.actions import application as deeds
from proeftuin.calls.actions import attachments, submission
from proeftuin.calls.models import Application, Call, Submission
from proeftuin.calls.queries.checks import missing, number_of
from proeftuin.mail.models import Message
from tests.factories import calls as make

pytestmark = pytest.mark.django_db


def hand_in(application, received_at=None, token=None, by=None):
    return submission.submit(
        application=application,
        token=token or uuid.uuid4(),
        by=by or application.created_by,
        received_at=received_at or timezone.now(),
    )


def test_handing_in_gives_a_number_a_hash_and_a_receipt_by_mail():
    application = make.complete()
    handed_in = hand_in(application)
    application.refresh_from_db()
    year = application.call.closes_at.year
    assert (application.state, application.number, handed_in.serial) == ("submitted", f"{year}-001", 1)
    message = Message.objects.get(kind="calls.receipt")
    assert (message.to, message.is_fictional) == (application.created_by.email, True)
    assert application.number in message.subject
    assert handed_in.digest in message.text


def test_the_hash_is_that_of_the_content_as_it_can_be_downloaded():
    application = make.complete()
    handed_in = Submission.objects.get(pk=hand_in(application).pk)
    assert hashlib.sha256(submission.canonical(handed_in.snapshot)).hexdigest() == handed_in.digest


def test_the_hash_changes_with_one_letter():
    application = make.complete()
    first = hand_in(application)
    make.answer(application, application.call.questions.first(), "Ons antwoord!")
    assert hand_in(application).digest != first.digest


def test_the_last_instant_is_in_time_and_the_next_is_late():
    application, other = make.complete(), make.complete()
    assert hand_in(application, application.call.closes_at).serial == 1
    with pytest.raises(attachments.TooLate, match="deadline"):
        hand_in(other, other.call.closes_at + timedelta(microseconds=1))
    other.refresh_from_db()
    assert (other.state, other.answers.count()) == ("draft", 1)


def test_it_is_judged_on_the_moment_of_receipt_not_on_when_the_work_is_done():
    call = make.call(closes_at=timezone.now() - timedelta(seconds=5), question_deadline=None)
    application = make.complete(call=call)
    assert hand_in(application, call.closes_at - timedelta(seconds=1)).serial == 1


def test_before_the_opening_nothing_can_be_handed_in():
    call = make.call(opens_at=timezone.now() + timedelta(days=1))
    application = make.complete(call=call)
    with pytest.raises(attachments.TooLate, match="nog niet open"):
        hand_in(application)


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_a_call_that_is_not_published_takes_nothing(state):
    application = make.complete()
    Call.objects.filter(pk=application.call_id).update(state=state)
    with pytest.raises(attachments.TooLate):
        hand_in(Application.objects.get(pk=application.pk))


def test_the_same_token_gives_the_same_receipt():
    application = make.complete()
    token = uuid.uuid4()
    first, again = hand_in(application, token=token), hand_in(application, token=token)
    assert (first.pk, Submission.objects.count(), Message.objects.filter(kind="calls.receipt").count()) == (
        again.pk,
        1,
        1,
    )


def test_another_token_replaces_and_the_earlier_version_stays():
    application = make.complete()
    first = hand_in(application)
    number = application.number
    second = hand_in(application)
    application.refresh_from_db()
    assert [first.serial, second.serial, application.number] == [1, 2, number]
    assert application.submitted_at == second.received_at


def test_a_retry_of_a_lost_answer_after_the_deadline_still_gives_the_receipt():
    application = make.complete()
    token = uuid.uuid4()
    first = hand_in(application, token=token)
    late = application.call.closes_at + timedelta(hours=1)
    assert hand_in(application, received_at=late, token=token).pk == first.pk


def test_nothing_incomplete_is_handed_in_and_it_says_what_is_missing():
    call = make.call()
    question = make.question(call, label="Waarom?")
    application = make.draft(call=call)
    with pytest.raises(submission.Incomplete) as refusal:
        hand_in(application)
    assert [one.question for one in refusal.value.missing] == [question]
    make.answer(application, question, "Daarom")
    assert hand_in(application).serial == 1


def test_withdrawn_and_handed_in_again_before_the_deadline():
    application = make.complete()
    hand_in(application)
    submission.withdraw(application=application, by=application.created_by, now=timezone.now())
    application.refresh_from_db()
    assert application.state == "withdrawn"
    hand_in(application)
    application.refresh_from_db()
    assert (application.state, application.withdrawn_at) == ("submitted", None)


def test_nothing_is_withdrawn_after_the_deadline():
    application = make.complete()
    hand_in(application)
    with pytest.raises(attachments.TooLate):
        submission.withdraw(
            application=application,
            by=application.created_by,
            now=application.call.closes_at + timedelta(microseconds=1),
        )
    application.refresh_from_db()
    assert (application.state, application.withdrawn_at) == ("submitted", None)


def test_what_was_handed_in_cannot_be_changed_or_removed_not_even_by_sql():
    handed_in = hand_in(make.complete())
    for deed in (
        lambda: Submission.objects.filter(pk=handed_in.pk).update(digest="x"),
        lambda: Submission.objects.filter(pk=handed_in.pk).delete(),
    ):
        with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
            deed()


@pytest.mark.parametrize("to", ["submitted", "withdrawn"])
def test_a_state_is_not_jumped_to_by_sql(to):
    application = make.complete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(
            state=to, number="x", digest="x", submitted_at=timezone.now()
        )


def test_a_file_that_was_handed_in_stays_with_that_version():
    call = make.call()
    question = make.question(call, kind="file", file_kinds=["pdf"])
    application = make.draft(call=call)
    upload = SimpleUploadedFile("plan.pdf", make.pdf())
    kept = attachments.add_file(
        application=application,
        question=question,
        upload=upload,
        by=application.created_by,
        now=timezone.now(),
    )
    handed_in = hand_in(application)
    attachments.remove_file(kept=kept, by=application.created_by, now=timezone.now())
    assert [one.file.name for one in handed_in.files.all()] == ["plan.pdf"]
    assert [one.question for one in missing(application)] == [question]


def test_a_decision_may_follow_after_the_deadline_until_its_day_and_other_files_not():
    call = make.call(council_decision_by=(timezone.now() + timedelta(days=60)).date())
    decision = make.question(call, kind="file", may_follow=True, is_required=True)
    plan = make.question(call, kind="file", is_required=False)
    application = make.draft(call=call)
    hand_in(application)
    words = {"application": application, "by": application.created_by}
    after = call.closes_at + timedelta(days=1)
    kept = attachments.add_file(
        question=decision, upload=SimpleUploadedFile("besluit.pdf", make.pdf()), now=after, **words
    )
    assert kept.followed
    for question, now in ((plan, after), (decision, after + timedelta(days=60))):
        with pytest.raises(attachments.TooLate):
            attachments.add_file(
                question=question, upload=SimpleUploadedFile("a.pdf", make.pdf("2")), now=now, **words
            )


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1234", "1234"),
        ("1 234,5", "1234.5"),
        ("1.234", "1234"),
        ("1.5", "1.5"),
        ("12,50 ", "12.50"),
        ("-3", "-3"),
    ],
)
def test_a_number_is_read_as_people_here_write_it(typed, number):
    assert str(number_of(typed)) == number


@pytest.mark.parametrize("typed", ["twaalf", "1,2,3", "1e5", "--3", "12 m²", "NaN", "∞"])
def test_what_is_no_number_is_said_to_be_none(typed):
    assert number_of(typed) is None


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_at_once_hand_in_once():
    application = make.complete()
    token, now = uuid.uuid4(), timezone.now()

    def click(_n):
        try:
            return hand_in(Application.objects.get(pk=application.pk), received_at=now, token=token).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = set(pool.map(click, range(10)))
    assert (len(answers), Submission.objects.count(), Message.objects.count()) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_applications_that_come_in_together_get_different_numbers():
    call = make.call()
    make.question(call, is_required=False)
    drafts = [make.draft(call=call) for _n in range(8)]

    def click(draft):
        try:
            hand_in(Application.objects.get(pk=draft.pk))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(click, drafts))
    numbers = sorted(Application.objects.values_list("number", flat=True))
    assert numbers == [f"{call.closes_at.year}-{n:03d}" for n in range(1, 9)]


def test_saving_never_refuses_after_the_deadline_and_it_cannot_be_handed_in():
    call = make.call()
    question = make.question(call)
    application = make.draft(call=call)
    late = call.closes_at + timedelta(minutes=1)
    deeds.save(
        application=application,
        changes=[deeds.Change(question, "net te laat", 0, deeds.stamp(""))],
        page=uuid.uuid4(),
        by=application.created_by,
        now=late,
    )
    assert application.answers.get().value == "net te laat"
    with pytest.raises(attachments.TooLate):
        hand_in(application, received_at=late)
