"""A study in an application: chosen, handed in with its newest version, and read by who may read the dossier."""

import hashlib
import threading
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from proeftuin.accounts.models import Membership
from proeftuin.calls.actions import attachments, jury, submission
from proeftuin.calls.models import Submission
from proeftuin.calls.queries.checks import missing
from proeftuin.calls.queries.studies import studies_to_choose, versions_to_hand_in
from proeftuin.record.models import Entry
from proeftuin.studies.actions import study as deeds
from proeftuin.studies.models import StudyVersion
from tests.factories import calls as make
from tests.factories import jury as a
from tests.factories import studies
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


def hand_in(application):
    return submission.submit(
        application=application, token=uuid.uuid4(), by=application.created_by, received_at=timezone.now()
    )


def own_study(application, **fields):
    """A study in the workspace of the applicant."""
    return studies.study(by=application.created_by, organisation=application.organisation, **fields)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def handed_in_versions(one):
    return [(row.version.study_id, row.version.serial, row.is_alternative) for row in one.studies.all()]


# Choose ------------------------------------------------------------------------------------------


def fill_page(application):
    return signed_in(application.created_by).get(reverse("calls:fill", args=[application.pk]))


def send(application, question, *chosen, along=()):
    data = {
        f"s{question.pk}": "1", f"q{question.pk}": [one.pk for one in chosen], f"a{question.pk}": [one.pk for one in along],
    }  # fmt: skip
    return signed_in(application.created_by).post(reverse("calls:fill", args=[application.pk]), data)


def test_the_form_shows_the_studies_of_the_applicant_with_their_answer():
    application = make.draft()
    question = make.question(application.call, kind="study", max_files=1)
    study, other = own_study(application), studies.study(name="Van iemand anders")
    alone = studies.study(by=application.created_by, organisation=None, name="Alleen van mij")
    page = fill_page(application).content.decode()
    assert study.versions.get().answer["nl"][:40] in page
    assert alone.name in page
    assert other.name not in page
    assert reverse("studies:new") in page
    assert f'name="a{question.pk}"' not in page
    studies.beside(study.versions.get())
    assert f'name="a{question.pk}"' in fill_page(application).content.decode()


def test_a_study_is_chosen_with_or_without_its_alternatives_and_taken_out_again():
    application = make.draft()
    question, study = make.question(application.call, kind="study"), own_study(application)
    assert send(application, question, study, along=[study]).status_code == 302
    assert application.application_studies.get().with_alternatives
    send(application, question, study)
    assert not application.application_studies.get().with_alternatives
    send(application, question)
    assert not application.application_studies.exists()


def test_somebody_elses_study_cannot_be_chosen():
    application = make.draft()
    question, other = make.question(application.call, kind="study"), studies.study()
    send(application, question, other)
    assert not application.application_studies.exists()


def test_more_studies_than_the_question_takes_are_refused_and_told():
    application = make.draft()
    question = make.question(application.call, kind="study", max_files=1)
    answer = send(application, question, own_study(application), own_study(application))
    assert answer.status_code == 422
    assert not application.application_studies.exists()


def test_a_colleague_keeps_what_was_brought_in_already():
    application = make.draft()
    alone = studies.study(by=application.created_by, organisation=None)
    question = make.bring_study(application, alone)
    colleague = make.member(application.organisation)
    assert [one.study_id for one in studies_to_choose(application, colleague)] == [alone.pk]
    attachments.choose_studies(
        application=application, question=question, chosen={}, by=colleague, now=timezone.now()
    )
    assert studies_to_choose(application, colleague) == []


def test_the_form_takes_as_many_queries_for_three_studies_as_for_one():
    application = make.draft()
    make.question(application.call, kind="study")
    client = signed_in(application.created_by)
    address = reverse("calls:fill", args=[application.pk])
    assert_same_queries(lambda: client.get(address), lambda: own_study(application))


def test_after_the_deadline_nothing_is_chosen_any_more():
    application = make.draft()
    question, study = make.question(application.call, kind="study"), own_study(application)
    late = application.call.closes_at + timedelta(seconds=1)
    with pytest.raises(attachments.TooLate):
        attachments.choose_studies(
            application=application,
            question=question,
            chosen={study.pk: False},
            by=application.created_by,
            now=late,
        )


# What is missing ---------------------------------------------------------------------------------


def test_a_study_that_must_be_there_is_missing_until_one_is_chosen():
    application = make.draft()
    question = make.question(application.call, kind="study")
    make.question(application.call, kind="study", is_required=False)
    assert [one.question for one in missing(application)] == [question]
    make.bring_study(application, own_study(application), question)
    assert missing(application) == []


def test_a_study_of_who_no_longer_writes_along_is_told_and_not_handed_in():
    application = make.draft()
    colleague = make.member(application.organisation)
    alone = studies.study(by=colleague, organisation=None)
    question = make.bring_study(application, alone)
    assert missing(application) == []
    Membership.objects.filter(user=colleague).update(state="ended")
    assert [one.question for one in missing(application)] == [question]
    with pytest.raises(submission.Incomplete):
        hand_in(application)
    assert not StudyVersion.objects.get(study=alone).is_locked


def test_a_study_that_was_brought_in_cannot_be_removed():
    application = make.draft()
    study, free = own_study(application), own_study(application)
    make.bring_study(application, study)
    deeds.remove(study=free, by=application.created_by, now=timezone.now())
    with pytest.raises(deeds.InUse):
        deeds.remove(study=study, by=application.created_by, now=timezone.now())


# Hand in -----------------------------------------------------------------------------------------


def test_handing_in_locks_the_newest_version_and_the_receipt_proves_it():
    application = make.draft()
    study = own_study(application)
    newest = studies.changed(study)
    make.bring_study(application, study)
    handed_in = hand_in(application)
    newest.refresh_from_db()
    assert newest.is_locked
    assert newest.locked_for == f"{application.call.title} {handed_in.snapshot['number']}"
    assert not study.versions.get(serial=1).is_locked
    (proof,) = handed_in.snapshot["answers"][0]["studies"]
    assert (proof["study"], proof["version"], proof["name"]) == (study.pk, 2, study.name)
    assert proof["plan_sha256"] == hashlib.sha256(newest.plan.encode()).hexdigest()
    assert proof["answer"] == newest.answer
    assert (proof["engine"], proof["on"]) == (newest.engine, newest.on.isoformat())
    assert [home["charge"] for home in proof["homes"]] == [
        f"{one:.2f}" for one in newest.figures["home_charge_1"]
    ]
    assert proof["figures"]["total_investment"] == f"{newest.figures['total_investment']:.4f}"


def test_the_hash_is_that_of_the_content_that_is_kept():
    application = make.draft()
    make.bring_study(application, own_study(application))
    handed_in = Submission.objects.get(pk=hand_in(application).pk)
    assert submission.digest_of(handed_in.snapshot) == handed_in.digest


def test_alternatives_go_along_only_when_that_is_asked():
    application = make.draft()
    study = own_study(application)
    other = studies.beside(study.versions.get())
    question = make.bring_study(application, study)
    assert handed_in_versions(hand_in(application)) == [(study.pk, 1, False)]
    assert not other.versions.get().is_locked
    make.bring_study(application, study, question, along=True)
    assert handed_in_versions(hand_in(application)) == [(study.pk, 1, False), (other.pk, 1, True)]
    assert other.versions.get().is_locked


def test_handing_in_again_takes_the_version_that_is_newest_then():
    application = make.draft()
    study = own_study(application)
    make.bring_study(application, study)
    first = hand_in(application)
    studies.changed(study)
    second = hand_in(application)
    assert handed_in_versions(first) == [(study.pk, 1, False)]
    assert handed_in_versions(second) == [(study.pk, 2, False)]
    assert first.digest != second.digest


def save_beside(study):
    """A colleague saves at the same time, in another connection; what tells that it is done."""
    done = threading.Event()

    def work():
        try:
            studies.changed(study)
            done.set()
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    return thread, done


@pytest.mark.parametrize("hold", [True, False])
@pytest.mark.django_db(transaction=True)
def test_what_a_colleague_saves_while_it_is_handed_in_is_a_later_version(hold):
    """The control, without the hold: the colleague is not kept waiting, and saves in between."""
    application = make.draft()
    study = own_study(application)
    make.bring_study(application, study)
    with transaction.atomic():
        (brought,) = versions_to_hand_in(application, hold=hold)
        thread, done = save_beside(study)
        saved_in_between = done.wait(0.5 if hold else 10)
    thread.join()
    assert saved_in_between is not hold
    assert brought.version.serial == 1
    study.refresh_from_db()
    assert study.last_serial == 2


def test_what_was_handed_in_of_a_study_is_only_ever_added_to():
    application = make.draft()
    make.bring_study(application, own_study(application))
    row = hand_in(application).studies.get()
    for deed in (lambda: row.delete(), lambda: row.save()):
        with pytest.raises(IntegrityError), transaction.atomic():
            deed()


def test_the_applicant_reads_the_study_in_preview_and_receipt():
    application = make.draft()
    study = own_study(application)
    make.bring_study(application, study)
    client = signed_in(application.created_by)
    preview = client.get(reverse("calls:preview", args=[application.pk])).content.decode()
    assert "936,31" in preview
    handed_in = hand_in(application)
    address = reverse("calls:receipt", args=[application.pk, handed_in.serial])
    for language, charge in (("", "936,31"), ("/en", "936.31")):
        page = client.get(f"{language}{address}").content.decode()
        assert charge in page
        assert hashlib.sha256(study.versions.get().plan.encode()).hexdigest() in page


def test_the_form_says_on_paper_that_it_takes_a_study():
    call = make.call()
    make.question(call, kind="study", max_files=1, label="Uw studie?")
    for name in ("form", "form_text"):
        page = Client().get(reverse(f"calls:{name}", args=[call.slug])).content.decode()
        assert "Uw studie?" in page
        assert "1 " in page


# Read --------------------------------------------------------------------------------------------

PATHS = (
    "version",
    "risk",
    "years",
    "trying",
    "hand-over",
    "plan-toml",
    "homes-csv",
    "homes-xlsx",
    "workbook",
    "report",
)


def opened(user, version, paths=PATHS):
    """How the pages of a version answer this person."""
    client, key = signed_in(user), [version.study_id, version.serial]
    answers = {client.get(reverse(f"studies:{path}", args=key)).status_code for path in paths}
    why = reverse("studies:explain", args=[*key, "charge_1"])
    return answers | {client.get(why).status_code}


def bring_along(application, *, along=0):
    """A study that was handed in with what a factory handed in already."""
    question = make.question(application.call, kind="study")
    first = own_study(application).versions.get()
    versions = [
        first,
        *(studies.beside(first, f"anders {n}", 50_000.0 * (n + 1)).versions.get() for n in range(along)),
    ]
    last = application.submissions.order_by("-serial")[0]
    for number, version in enumerate(versions):
        deeds.lock(version=version, for_="de oproep", by=version.made_by, now=timezone.now())
        last.studies.create(question=question, version=version, is_alternative=number > 0)
    return versions


@pytest.fixture
def judged():
    """A call in which the jury scores; the first application brought a study."""
    call, by, free, kept_out, brought = a.scoring()
    (version,) = bring_along(brought[0])
    a.declare(kept_out, conflicts=[brought[0]])
    return call, by, free, kept_out, brought, version


def test_a_juror_without_interest_reads_the_version_on_every_path(judged):
    _call, by, free, _kept_out, _brought, version = judged
    assert opened(free.user, version) == {404}  # before all interests are declared
    a.declare(free)
    assert opened(free.user, version) == {200}
    assert opened(by, version) == {200}


def test_a_version_stays_closed_to_everybody_else_on_every_path(judged):
    call, _by, free, kept_out, brought, version = judged
    a.declare(free)
    coordinator = make.person()
    coordinator.assignments.create(pathway=call.pathway, role="coordination")
    others = [kept_out.user, make.person(), brought[1].created_by, coordinator]
    for user in others:
        assert opened(user, version) == {404}
    key = [version.study_id, version.serial]
    assert Client().get(reverse("studies:version", args=key)).status_code == 302
    assert call.jurors.count() == 2


def test_the_host_of_a_call_reads_as_its_office_and_a_juror_with_an_interest_never_does(judged):
    call, _by, _free, kept_out, _brought, version = judged
    host = make.organisation(kind="municipality")
    type(call).objects.filter(pk=call.pk).update(host=host)
    approved, asked = make.member(host), make.member(host, state="requested")
    assert opened(approved, version, PATHS[:2]) == {200}
    assert opened(asked, version, PATHS[:2]) == {404}
    type(kept_out.user).objects.filter(pk=kept_out.user_id).update(is_office=True)
    assert opened(type(kept_out.user).objects.get(pk=kept_out.user_id), version, PATHS[:2]) == {404}


def test_another_version_of_the_same_study_stays_closed_to_a_juror(judged):
    _call, by, free, _kept_out, _brought, version = judged
    a.declare(free)
    later = studies.changed(version.study)
    assert opened(free.user, later, PATHS[:4]) == {404}
    assert opened(by, later, PATHS[:4]) == {404}
    client = signed_in(free.user)
    for name in ("study", "versions", "alternatives", "sharing"):
        assert client.get(reverse(f"studies:{name}", args=[version.study_id])).status_code == 404
    assert opened(version.made_by, later, PATHS[:4]) == {200}


def test_a_juror_who_steps_aside_no_longer_reads_the_version(judged):
    _call, _by, free, _kept_out, brought, version = judged
    a.declare(free)
    assert opened(free.user, version, PATHS[:2]) == {200}
    jury.recuse(juror=free, application=brought[0], word="Familie", by=free.user, now=timezone.now())
    assert opened(free.user, version, PATHS[:2]) == {404}


def test_the_office_reads_nothing_before_the_call_closes():
    application = make.draft()
    make.bring_study(application, own_study(application))
    version = hand_in(application).studies.get().version
    office = a.office()
    assert opened(office, version, PATHS[:2]) == {404}
    type(application.call).objects.filter(pk=application.call_id).update(
        closes_at=timezone.now(), question_deadline=None
    )
    assert opened(office, version, PATHS[:2]) == {200}


def test_only_the_version_that_counts_is_read():
    application = make.draft()
    study = own_study(application)
    make.bring_study(application, study)
    first = hand_in(application).studies.get().version
    studies.changed(study)
    second = hand_in(application).studies.get().version
    type(application.call).objects.filter(pk=application.call_id).update(
        closes_at=timezone.now(), question_deadline=None
    )
    office = a.office()
    assert opened(office, first, PATHS[:2]) == {404}
    assert opened(office, second, PATHS[:2]) == {200}


def test_what_was_withdrawn_is_closed_again():
    application = make.draft()
    make.bring_study(application, own_study(application))
    version = hand_in(application).studies.get().version
    submission.withdraw(application=application, by=application.created_by, now=timezone.now())
    type(application.call).objects.filter(pk=application.call_id).update(
        closes_at=timezone.now(), question_deadline=None
    )
    assert opened(a.office(), version, PATHS[:2]) == {404}


def test_that_a_juror_opened_a_study_is_noted_once(judged):
    _call, _by, free, _kept_out, brought, version = judged
    a.declare(free)
    opened(free.user, version, PATHS[:3])
    lines = Entry.objects.filter(verb="application.read", thing_id=str(brought[0].pk))
    noted = [(one.actor_id, one.detail["seat"], one.detail["study"], one.detail["version"]) for one in lines]
    assert noted == [(free.user_id, "juror", version.study_id, 1)]


# Dossiers ----------------------------------------------------------------------------------------


def test_juror_and_office_see_the_study_and_its_alternatives_in_the_dossier():
    call, by, free, _other, brought = a.scoring()
    versions = bring_along(brought[0], along=4)
    a.declare(free)
    seen = {
        "calls:jury_dossier": (free.user, [brought[0].pk]),
        "calls:dossier": (by, [brought[0].pk]),
        "calls:jury_check": (by, [call.slug, brought[0].pk]),
    }
    for name, (user, key) in seen.items():
        page = signed_in(user).get(reverse(name, args=key)).content.decode()
        assert page.count('<table class="compare">') == 2  # five columns, four at a time
        for version in versions:
            assert reverse("studies:version", args=[version.study_id, version.serial]) in page
        assert reverse("studies:report", args=[versions[0].study_id, 1]) in page
        assert "936,31" in page
        assert 'class="number differs"' in page
        assert versions[0].answer["nl"] in page.replace("&euro;", "€").replace("\xa0", " ")


def test_a_dossier_takes_as_many_queries_with_three_studies_as_with_one():
    _call, by, *_jurors, brought = a.scoring()
    client = signed_in(by)
    address = reverse("calls:dossier", args=[brought[0].pk])
    assert_same_queries(lambda: client.get(address), lambda: bring_along(brought[0]))
