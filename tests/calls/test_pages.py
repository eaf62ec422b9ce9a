"""Pages of calls: public ones for everybody, an application for its writers, nothing for anybody else."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from proeftuin.calls.actions import attachments
from proeftuin.calls.models import Application, Call, PublicQuestion, Submission
from proeftuin.calls.queries.sites import sites_to_choose
from tests.factories import calls as make
from tests.factories import sites
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


def full_call(**fields):
    """A call with all kinds of questions, criteria and texts."""
    call = make.call(reasons="Omdat het kan.", conditions="- Een site", summary="Kort.", **fields)
    make.criterion(call, description="Hoe goed?")
    make.question(call, kind="short", limit=20, section="Wie")
    make.question(call, kind="long", limit=200, section="Wie", help="Leg uit.")
    make.question(call, kind="choice", choices="ja\nneen", choices_en="yes\nno", section="Wat")
    make.question(call, kind="multiple", choices="a\nb\nc", is_required=False, section="Wat")
    make.question(call, kind="number", unit="m²", section="Wat")
    make.question(call, kind="file", file_kinds=["pdf", "png"], max_files=2, section="Wat")
    make.question(call, kind="site", section="Waar")
    return call


def fields(application, **typed):
    """What the page sends: every field with the mark of what stood there."""
    from proeftuin.calls.forms.application import stamp_of
    from proeftuin.calls.queries.application import form_of

    data = {"page": str(uuid.uuid4())}
    for question in form_of(application):
        if question.kind in question.TEXT_KINDS:
            data[f"v{question.pk}"] = stamp_of(question)
    return data | typed


def of_kind(call, kind):
    return call.questions.get(kind=kind)


@pytest.mark.parametrize("name", ["call", "form", "form_pdf", "form_text", "ask"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_public_pages_are_open_to_everybody_in_both_languages(client, name, language):
    call = full_call()
    with translation.override(language):
        address = reverse(f"calls:{name}", args=[call.slug])
    assert address.startswith("/en/") == (language == "en")
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("name", ["call", "form", "form_pdf", "form_text", "ask"])
def test_a_call_that_is_being_written_is_not_there_for_visitors(client, name):
    call = full_call(state="draft")
    assert client.get(reverse(f"calls:{name}", args=[call.slug])).status_code == 404


def test_the_list_of_calls_takes_as_many_queries_with_three_as_with_one(client):
    assert_same_queries(lambda: client.get(reverse("calls:list")), lambda: make.call())


def test_the_page_of_a_call_takes_as_many_queries_with_more_criteria_and_answers(client):
    call = full_call()

    def add():
        make.criterion(call)
        PublicQuestion.objects.create(
            call=call, contact=make.person().contact, text="?", asked_at=timezone.now(), state="published",
            public_text="Wat?", answer="Dat.", published_at=timezone.now(),
        )  # fmt: skip

    assert_same_queries(lambda: client.get(reverse("calls:call", args=[call.slug])), add)


def test_the_list_of_my_applications_takes_as_many_queries_with_three_as_with_one(client):
    user = make.person()
    client.force_login(user)

    def add():
        organisation = make.organisation()
        from proeftuin.accounts.models import Membership

        Membership.objects.create(
            organisation=organisation, user=user, state="approved", requested_at=timezone.now()
        )
        make.draft(organisation=organisation, by=user)

    assert_same_queries(lambda: client.get(reverse("calls:applications")), add)


@pytest.mark.parametrize("name", ["managed", "received"])
def test_the_lists_of_the_office_take_as_many_queries_with_three_as_with_one(client, name):
    call = make.call()
    if name == "received":
        make.question(call, is_required=False)
        add, arguments = (lambda: make.submitted(call=call)), [call.pk]
    else:
        add, arguments = make.call, []
    client.force_login(make.person(is_office=True))
    later = call.closes_at - timezone.now() + timedelta(days=1)

    def page():
        Call.objects.filter(pk=call.pk).update(
            opens_at=call.opens_at - later, closes_at=call.closes_at - later, question_deadline=None
        )
        answer = client.get(reverse(f"calls:{name}", args=arguments))
        Call.objects.filter(pk=call.pk).update(opens_at=call.opens_at, closes_at=call.closes_at)
        return answer

    assert_same_queries(page, add)


def test_the_form_takes_as_many_queries_with_more_questions(client):
    application = make.draft()
    client.force_login(application.created_by)
    assert_same_queries(
        lambda: client.get(reverse("calls:fill", args=[application.pk])),
        lambda: make.answer(application, make.question(application.call), "Ja"),
    )


def test_who_asks_a_question_is_never_shown(client):
    call = make.call()
    sent = {"text": "Mag een OCMW?", "email": "vraag@example.org", "token": uuid.uuid4(), "website": ""}
    assert client.post(reverse("calls:ask", args=[call.slug]), sent).status_code == 302
    asked = call.public_questions.get()
    office = make.person(is_office=True)
    client.force_login(office)
    client.post(
        reverse("calls:answer", args=[call.pk, asked.pk]), {"public_text": "Mag een OCMW?", "answer": "Ja."}
    )
    client.logout()
    page = client.get(reverse("calls:call", args=[call.slug])).content.decode()
    assert "Mag een OCMW?" in page
    assert "vraag@example.org" not in page


def test_a_robot_that_fills_the_trap_asks_nothing(client):
    call = make.call()
    sent = {
        "text": "Koop!",
        "email": "robot@example.org",
        "token": uuid.uuid4(),
        "website": "http://x.example",
    }
    assert client.post(reverse("calls:ask", args=[call.slug]), sent).status_code == 302
    assert call.public_questions.count() == 0


def test_a_question_sent_twice_is_one_and_a_late_one_is_refused_with_its_text(client):
    call = make.call()
    sent = {"text": "Mag een OCMW?", "email": "vraag@example.org", "token": uuid.uuid4(), "website": ""}
    for _n in range(2):
        client.post(reverse("calls:ask", args=[call.slug]), sent)
    assert call.public_questions.count() == 1
    Call.objects.filter(pk=call.pk).update(question_deadline=timezone.now() - timedelta(seconds=1))
    late = client.post(
        reverse("calls:ask", args=[call.slug]), sent | {"token": uuid.uuid4(), "text": "Te laat?"}
    )
    assert late.status_code == 422
    assert "Te laat?" in late.content.decode()
    assert call.public_questions.count() == 1


def test_one_address_asks_at_most_five_questions_in_an_hour(client):
    call = make.call()
    url = reverse("calls:ask", args=[call.slug])
    codes = [
        client.post(
            url, {"text": f"V{n}", "email": "v@example.org", "token": uuid.uuid4(), "website": ""}
        ).status_code
        for n in range(6)
    ]
    assert codes == [302] * 5 + [422]


def test_begin_write_preview_and_hand_in_without_javascript(client):
    call = full_call()
    organisation = make.organisation()
    user = make.member(organisation, state="requested")
    site = sites.site(organisation=organisation, created_by=user)
    client.force_login(user)
    begun = client.post(
        reverse("calls:start", args=[call.slug]), {"organisation": organisation.pk, "token": uuid.uuid4()}
    )
    application = Application.objects.get()
    assert begun["Location"] == reverse("calls:fill", args=[application.pk])
    number = {kind: of_kind(call, kind).pk for kind in call.questions.values_list("kind", flat=True)}
    sent = fields(application) | {
        f"q{number['short']}": "Kort",
        f"q{number['long']}": "Lang\r\nen breed",
        f"q{number['choice']}": "ja",
        f"q{number['multiple']}": ["a", "c"],
        f"q{number['number']}": "1 234,5",
        f"q{number['file']}": SimpleUploadedFile("plan.pdf", make.pdf()),
        f"s{number['site']}": "1",
        f"q{number['site']}": str(site.pk),
        "preview": "1",
    }
    saved = client.post(reverse("calls:fill", args=[application.pk]), sent)
    assert saved["Location"] == reverse("calls:preview", args=[application.pk])
    assert "Er ontbreekt niets" in client.get(saved["Location"]).content.decode()
    done = client.post(
        reverse("calls:submit", args=[application.pk]), {"token": uuid.uuid4(), "is_true": "on"}
    )
    handed_in = Submission.objects.get()
    assert done["Location"] == reverse("calls:receipt", args=[application.pk, 1])
    receipt = client.get(done["Location"]).content.decode()
    assert handed_in.digest in receipt
    values = {line["kind"]: line for line in handed_in.snapshot["answers"]}
    assert values["multiple"]["value"] == ["a", "c"]
    assert values["number"]["number"] == "1234.5"
    assert values["site"]["sites"][0]["name"] == site.name
    assert values["file"]["files"][0]["name"] == "plan.pdf"


PATHS = ["application", "fill", "preview", "withdraw"]


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize("who", ["visitor", "stranger", "pending", "office", "juror", "writer"])
def test_an_application_is_there_for_its_writers_only(client, name, who):
    application = make.submitted()
    people = {
        "stranger": make.person,
        "pending": lambda: make.member(application.organisation, state="requested"),
        "office": lambda: make.person(is_office=True),
        "juror": make.person,
        "writer": lambda: application.created_by,
    }
    if who != "visitor":
        client.force_login(people[who]())
    answer = client.get(reverse(f"calls:{name}", args=[application.pk]))
    assert answer.status_code == {"visitor": 302, "writer": 200}.get(who, 404)


@pytest.mark.parametrize("who", ["pending", "office"])
def test_receipt_content_and_files_are_there_for_writers_only(client, who):
    call = make.call()
    question = make.question(call, kind="file")
    application = make.draft(call=call)
    kept = attachments.add_file(
        application=application,
        question=question,
        upload=SimpleUploadedFile("plan.pdf", make.pdf()),
        by=application.created_by,
        now=timezone.now(),
    )
    client.force_login(application.created_by)
    client.post(reverse("calls:submit", args=[application.pk]), {"token": uuid.uuid4(), "is_true": "on"})
    paths = [
        reverse("calls:receipt", args=[application.pk, 1]),
        reverse("calls:content", args=[application.pk, 1]),
        reverse("files:download", args=[kept.file.key]),
    ]
    assert [client.get(path).status_code for path in paths] == [200, 200, 200]
    others = {
        "pending": lambda: make.member(application.organisation, state="requested"),
        "office": lambda: make.person(is_office=True),
    }
    client.force_login(others[who]())
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]


def test_the_office_opens_what_came_in_after_the_deadline_and_never_a_draft(client):
    call = make.call()
    application, draft = make.submitted(call=call), make.complete(call=call)
    client.force_login(make.person(is_office=True))
    paths = [reverse("calls:dossier", args=[one.pk]) for one in (application, draft)]
    received = reverse("calls:received", args=[call.pk])
    assert [client.get(path).status_code for path in paths] == [404, 404]
    assert application.number not in client.get(received).content.decode()
    Call.objects.filter(pk=call.pk).update(
        closes_at=timezone.now() - timedelta(seconds=1), question_deadline=None
    )
    assert [client.get(path).status_code for path in paths] == [200, 404]
    listed = client.get(received).content.decode()
    assert application.number in listed
    assert draft.organisation.name not in listed


@pytest.mark.parametrize("name", ["manage", "write", "criteria", "questions", "documents", "questions_asked"])
@pytest.mark.parametrize(("who", "status"), [("office", 200), ("coordination", 200), ("stranger", 404)])
def test_the_pages_of_a_call_are_for_who_runs_it(client, name, who, status):
    from proeftuin.pathways.models import Assignment

    call = full_call(state="draft")
    user = make.person(is_office=who == "office")
    if who == "coordination":
        Assignment.objects.create(pathway=call.pathway, user=user, role="coordination")
    client.force_login(user)
    assert client.get(reverse(f"calls:{name}", args=[call.pk])).status_code == status


def test_a_bad_file_is_told_with_its_question_and_the_texts_are_kept(client):
    call = full_call()
    application = make.draft(call=call)
    client.force_login(application.created_by)
    long, file = of_kind(call, "long"), of_kind(call, "file")
    sent = fields(application) | {
        f"q{long.pk}": "Dit blijft",
        f"q{file.pk}": SimpleUploadedFile("plan.pdf", b"<html>geen pdf</html>"),
    }
    answer = client.post(reverse("calls:fill", args=[application.pk]), sent)
    assert answer.status_code == 422
    assert f'href="#question-{file.pk}"' in answer.content.decode()
    assert application.answers.get(question=long).value == "Dit blijft"
    assert application.application_files.count() == 0


@pytest.mark.parametrize("what", ["exe", "large", "bomb", "empty", "good"])
def test_only_a_file_that_is_what_it_says_is_taken(client, settings, what):
    settings.PIXEL_LIMIT, settings.UPLOAD_LIMIT = 10_000, 200_000
    call = full_call()
    application = make.draft(call=call)
    client.force_login(application.created_by)
    file = of_kind(call, "file")
    content = {
        "exe": ("plan.exe", b"MZ" + b"0" * 99),
        "large": ("plan.pdf", make.pdf() + b"0" * 300_000),
        "bomb": ("foto.png", make.png(400, 400)),
        "empty": ("plan.pdf", b""),
        "good": ("foto.png", make.png(50, 50)),
    }[what]
    sent = fields(application) | {f"q{file.pk}": SimpleUploadedFile(*content)}
    status = client.post(reverse("calls:fill", args=[application.pk]), sent).status_code
    assert (status, application.application_files.count()) == ((302, 1) if what == "good" else (422, 0))


def test_the_same_file_sent_twice_is_kept_once(client):
    call = full_call()
    application = make.draft(call=call)
    client.force_login(application.created_by)
    file = of_kind(call, "file")
    for _n in range(2):
        sent = fields(application) | {f"q{file.pk}": SimpleUploadedFile("plan.pdf", make.pdf())}
        client.post(reverse("calls:fill", args=[application.pk]), sent)
    assert application.application_files.count() == 1


def test_a_site_of_another_organisation_cannot_be_brought_in(client):
    call = full_call()
    application = make.draft(call=call)
    client.force_login(application.created_by)
    mine, other = (
        sites.site(organisation=application.organisation),
        sites.site(organisation=make.organisation()),
    )
    question = of_kind(call, "site")
    sent = fields(application) | {f"s{question.pk}": "1", f"q{question.pk}": [str(mine.pk), str(other.pk)]}
    client.post(reverse("calls:fill", args=[application.pk]), sent)
    assert [one.site for one in application.application_sites.all()] == [mine]


def test_a_deadline_that_passes_while_typing_keeps_the_text_and_refuses_clearly(client):
    call = make.call()
    question = make.question(call)
    application = make.draft(call=call)
    client.force_login(application.created_by)
    sent = fields(application) | {f"q{question.pk}": "Bijna op tijd"}
    Call.objects.filter(pk=call.pk).update(
        closes_at=timezone.now() - timedelta(seconds=1), question_deadline=None
    )
    answer = client.post(reverse("calls:fill", args=[application.pk]), sent, follow=True)
    assert "deadline is voorbij" in answer.content.decode()
    assert application.answers.get().value == "Bijna op tijd"
    late = client.post(
        reverse("calls:submit", args=[application.pk]), {"token": uuid.uuid4(), "is_true": "on"}
    )
    assert late.status_code == 422
    assert "De deadline was voorbij" in late.content.decode()
    assert Submission.objects.count() == 0


def test_without_the_declaration_nothing_is_handed_in(client):
    application = make.complete()
    client.force_login(application.created_by)
    answer = client.post(reverse("calls:submit", args=[application.pk]), {"token": uuid.uuid4()})
    assert (answer.status_code, Submission.objects.count()) == (422, 0)


def test_autosave_of_who_was_signed_out_says_so_and_keeps_nothing_secret(client):
    application = make.draft()
    answer = client.post(reverse("calls:autosave", args=[application.pk]), {})
    assert (answer.status_code, answer.json()) == (401, {"signed_out": True})


@pytest.mark.parametrize("typed", ["a\x00b", "\ud83d", "x" * 59_000, "<script>alert(1)</script>", "=1+1"])
def test_any_text_is_kept_as_text(client, typed):
    call = make.call()
    question = make.question(call)
    application = make.draft(call=call)
    client.force_login(application.created_by)
    sent = fields(application) | {f"q{question.pk}": typed.encode("utf-8", "ignore").decode()}
    assert client.post(reverse("calls:fill", args=[application.pk]), sent).status_code == 302
    page = client.get(reverse("calls:preview", args=[application.pk])).content.decode()
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize("broken", ["v", "page", "q"])
def test_a_page_with_mangled_fields_changes_nothing_and_does_not_break(client, broken):
    call = make.call()
    question = make.question(call)
    application = make.draft(call=call)
    make.answer(application, question, "Staat er al")
    client.force_login(application.created_by)
    sent = fields(application) | {f"q{question.pk}": "Nieuw"}
    sent |= {"v": {f"v{question.pk}": "9999999999999:zz"}, "page": {"page": "x"}, "q": {"q999999": "x"}}[
        broken
    ]
    assert client.post(reverse("calls:fill", args=[application.pk]), sent).status_code == 302
    kept = application.answers.get().value
    assert kept == ("Staat er al" if broken == "v" else "Nieuw")


def test_who_waits_for_approval_chooses_from_own_sites_and_keeps_those_of_colleagues():
    call = full_call()
    application = make.draft(call=call)
    secret = sites.site(organisation=application.organisation, name="Geheime site")
    colleague = make.member(application.organisation, state="requested")
    own = sites.site(organisation=application.organisation, created_by=colleague)
    assert sites_to_choose(application, colleague) == [own]
    application.application_sites.create(site=secret, question=of_kind(call, "site"), added_at=timezone.now())
    assert set(sites_to_choose(application, colleague)) == {own, secret}
