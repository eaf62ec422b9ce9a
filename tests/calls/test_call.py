"""Writing a call: complete before it is public, and fixed where applicants count on it."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from proeftuin.calls.actions import call as deeds
from proeftuin.calls.actions import questions
from proeftuin.calls.models import Call, PublicQuestion, Question
from proeftuin.calls.queries.call import steps, waiting_for_office
from proeftuin.calls.queries.readiness import checks, is_ready
from proeftuin.mail.models import Message
from tests.factories import calls as make

pytestmark = pytest.mark.django_db
TEXTS = {"summary": "s", "reasons": "r", "conditions": "c", "support": "s", "contact": "c"}


@pytest.fixture
def office():
    return make.person(is_office=True)


def ready(**fields):
    call = make.call(**{"state": "draft", "published_at": None, **TEXTS, **fields})
    make.criterion(call)
    make.question(call)
    return call


def publish(call, by):
    return deeds.publish(call=call, by=by, now=timezone.now())


def test_a_complete_call_is_published(office):
    call = publish(ready(), office)
    assert (call.state, call.is_public) == ("published", True)


@pytest.mark.parametrize("lacking", [*TEXTS, "opens_at"])
def test_a_call_without_one_of_its_texts_is_not_published(office, lacking):
    call = ready(**{lacking: None if lacking == "opens_at" else ""})
    with pytest.raises(deeds.NotReady):
        publish(call, office)
    assert [check.is_done for check in checks(call, timezone.now()) if check.is_needed].count(False) == 1


@pytest.mark.parametrize("part", ["criteria", "questions"])
def test_a_call_without_criteria_or_questions_is_not_published(part):
    call = ready()
    getattr(call, part).all().delete()
    assert not is_ready(call, timezone.now())


def test_questions_and_criteria_stand_still_once_published(office):
    call = publish(ready(), office)
    question = call.questions.get()
    for deed in (
        lambda: deeds.write_part(part=question, by=office, now=timezone.now()),
        lambda: deeds.remove_part(part=question, by=office, now=timezone.now()),
        lambda: deeds.shift_part(part=question, up=True, by=office, now=timezone.now()),
        lambda: deeds.write_part(part=Question(call=call, label="Nog een"), by=office, now=timezone.now()),
    ):
        with pytest.raises(deeds.Fixed):
            deed()
    assert call.questions.count() == 1


def test_a_published_call_goes_back_to_draft_only_while_nobody_began(office):
    call = publish(ready(), office)
    deeds.take_back(call=call, by=office, now=timezone.now())
    publish(call, office)
    make.draft(call=call)
    with pytest.raises(deeds.Fixed):
        deeds.take_back(call=call, by=office, now=timezone.now())


@pytest.mark.parametrize(("days", "is_taken"), [(-1, False), (1, True)])
def test_a_deadline_moves_later_and_never_earlier(office, days, is_taken):
    call = make.call()
    call.closes_at += timedelta(days=days)
    if is_taken:
        assert deeds.write(call=call, by=office, now=timezone.now()).closes_at == call.closes_at
    else:
        with pytest.raises(deeds.Fixed):
            deeds.write(call=call, by=office, now=timezone.now())


def test_a_deadline_that_has_passed_is_not_moved(office):
    call = make.call(closes_at=timezone.now() - timedelta(hours=1), question_deadline=None)
    call.closes_at += timedelta(days=9)
    with pytest.raises(deeds.Fixed):
        deeds.write(call=call, by=office, now=timezone.now())


def test_nothing_of_an_ended_pathway_is_changed(office):
    call = make.call(pathway=make.pathway(state="ended"))
    for deed in (
        lambda: deeds.write(call=call, by=office, now=timezone.now()),
        lambda: deeds.cancel(call=call, reason="x", by=office, now=timezone.now()),
    ):
        with pytest.raises(deeds.Fixed):
            deed()


def test_all_who_began_are_told_when_a_call_is_called_off(office):
    call = make.call()
    makers = {make.draft(call=call).created_by.email for _n in range(2)}
    deeds.cancel(call=call, reason="Geen budget.", by=office, now=timezone.now())
    sent = Message.objects.filter(kind="calls.call_cancelled")
    assert {message.to for message in sent} == makers
    assert all("Geen budget." in message.text for message in sent)


def test_parts_move_up_and_down(office):
    call = ready(state="draft")
    for n in range(3):
        deeds.write_part(part=Question(call=call, label=f"V{n}"), by=office, now=timezone.now())
    third = call.questions.get(label="V2")
    deeds.shift_part(part=third, up=True, by=office, now=timezone.now())
    assert [one.label for one in call.questions.all()][1:] == ["V0", "V2", "V1"]


def test_the_answer_goes_to_who_asked_and_is_public(office):
    call = make.call()
    asked = questions.ask(
        call=call,
        email="vraag@example.org",
        text="Wat?",
        token=uuid.uuid4(),
        now=timezone.now(),
        language="nl",
    )
    assert len(waiting_for_office(office, timezone.now())) == 1
    asked.public_text, asked.answer = "Wat?", "Dat."
    questions.answer(question=asked, by=office, now=timezone.now())
    assert Message.objects.get(kind="calls.answer").to == "vraag@example.org"
    assert waiting_for_office(office, timezone.now()) == []


def test_the_database_refuses_a_late_question_and_an_answer_without_text():
    call = make.call()
    words = {"call": call, "contact": make.person().contact, "text": "?"}
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicQuestion.objects.create(asked_at=call.question_deadline + timedelta(microseconds=1), **words)
    asked = PublicQuestion.objects.create(asked_at=call.question_deadline, **words)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicQuestion.objects.filter(pk=asked.pk).update(state="published")


@pytest.mark.parametrize(
    "wrong",
    [
        {"closes_at": timezone.now() - timedelta(days=400)},
        {"closes_at": None},
        {"question_deadline": timezone.now() + timedelta(days=400)},
    ],
)
def test_the_database_refuses_dates_that_cannot_be(wrong):
    call = make.call()
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(**wrong)


def test_an_archived_call_may_have_no_opening_and_still_tells_its_dates(client):
    call = make.call(
        pathway=make.pathway(state="ended", is_fictional=False),
        opens_at=None,
        opening="januari 2022",
        question_deadline=None,
        closes_at=timezone.now() - timedelta(days=900),
    )
    assert steps(call, timezone.now())[0].when == "januari 2022"
    page = client.get(reverse("calls:call", args=[call.slug])).content.decode()
    assert "afgelopen leertraject" in page
    assert reverse("calls:start", args=[call.slug]) not in page


def test_the_office_writes_a_call_in_the_browser(client, office):
    pathway = make.pathway()
    client.force_login(office)
    sent = {"pathway": pathway.pk, "level": "municipalities", "title": "Oproep", "slug": "oproep-x", **TEXTS}
    sent |= {"opens_at": "2026-12-01T09:00", "closes_at": "2027-03-01T12:00"}
    client.post(reverse("calls:new"), sent)
    call = Call.objects.get(slug="oproep-x")
    client.post(
        reverse("calls:criteria", args=[call.pk]),
        {
            "title": "Kwaliteit",
            "weight": 40,
            "scale_min": 0,
            "scale_max": 5,
            "labels": "0 = niets\n5 = alles",
        },
    )
    client.post(
        reverse("calls:questions", args=[call.pk]),
        {"kind": "choice", "label": "Welke?", "choices": "a\nb", "max_files": 5, "kinds_of_file": []},
    )
    assert call.criteria.get().scale_labels == {"0": "niets", "5": "alles"}
    client.post(reverse("calls:change_state", args=[call.pk]), {"publish": "1"})
    call.refresh_from_db()
    assert call.state == "published"


@pytest.mark.parametrize(
    ("kind", "sent", "field"),
    [
        ("questions", {"kind": "choice", "label": "x", "choices": "een", "max_files": 5}, "choices"),
        ("questions", {"kind": "long", "label": "x", "may_follow": "on", "max_files": 5}, "may_follow"),
        ("questions", {"kind": "choice", "label": "x", "choices": "a\nb", "choices_en": "a", "max_files": 5}, "choices_en"),
        ("criteria", {"title": "x", "weight": 0, "scale_min": 0, "scale_max": 5}, "weight"),
        ("criteria", {"title": "x", "weight": 1, "scale_min": 5, "scale_max": 5}, "scale_max"),
        ("criteria", {"title": "x", "weight": 1, "scale_min": 0, "scale_max": 5, "labels": "9 = x"}, "labels"),
    ],
)  # fmt: skip
def test_a_part_that_cannot_be_is_told_with_its_field(client, office, kind, sent, field):
    call = make.call(state="draft")
    client.force_login(office)
    answer = client.post(reverse(f"calls:{kind}", args=[call.pk]), sent)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_documents_are_public_once_the_call_is(client, office):
    call = make.call(state="draft")
    client.force_login(office)
    url = reverse("calls:documents", args=[call.pk])
    sent = {"title": "Reglement", "upload": SimpleUploadedFile("reglement.pdf", make.pdf())}
    assert client.post(url, sent).status_code == 302
    path = reverse("files:download", args=[call.documents.get().file.key])
    client.logout()
    assert client.get(path).status_code == 404
    Call.objects.filter(pk=call.pk).update(state="published")
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "sent", [{}, {"url": "https://example.org/", "upload": "both"}, {"url": "javascript:alert(1)"}]
)
def test_a_document_is_a_file_or_a_link_and_nothing_else(client, office, sent):
    call = make.call(state="draft")
    client.force_login(office)
    if "upload" in sent:
        sent = sent | {"upload": SimpleUploadedFile("a.pdf", make.pdf())}
    answer = client.post(reverse("calls:documents", args=[call.pk]), {"title": "x"} | sent)
    assert (answer.status_code, call.documents.count()) == (422, 0)
