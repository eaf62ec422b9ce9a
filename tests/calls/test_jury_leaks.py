"""Nothing leaks: a recused file is gone on every path, and the decision is unknown before its release."""

import uuid

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from proeftuin.calls.actions import decision, jury
from proeftuin.calls.models import Jury
from proeftuin.calls.queries.judging import ranking_of
from proeftuin.calls.queries.waiting import waiting_for_jury
from proeftuin.mail.models import Message
from proeftuin.record.models import Entry
from tests.factories import calls as make
from tests.factories import jury as a

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def page(user, name, *args, **query):
    return signed_in(user).get(reverse(f"calls:{name}", args=args), query)


@pytest.fixture
def kept_out():
    """A chair with an interest in the first of three applications; all scores closed."""
    call, by, chair, member, brought = a.scoring(applications=3)
    a.declare(chair, conflicts=[brought[0]])
    a.declare(member)
    for application in brought:
        a.hand_in(member, application)
        if application != brought[0]:
            a.hand_in(chair, application)
    return call, by, chair, member, brought


def names(application):
    return [application.number, application.organisation.name, f"Geheim {application.number}"]


def assert_unknown(answer, application):
    text = answer.content.decode()
    assert not [name for name in names(application) if name in text]


def test_a_recused_file_is_gone_from_every_page_and_count_of_a_juror(kept_out):
    call, _by, chair, _member, (gone, kept, _third) = kept_out
    overview = page(chair.user, "jury", call.slug)
    assert_unknown(overview, gone)
    assert kept.organisation.name in overview.content.decode()
    assert [each.application.pk for each in overview.context["dossiers"]] == [kept.pk, _third.pk]
    assert page(chair.user, "jury_dossier", gone.pk).status_code == 404
    recuse = reverse("calls:jury_recuse", args=[gone.pk])
    assert signed_in(chair.user).post(recuse, {"word": "x"}).status_code == 404
    for line in overview.context["progress"]:
        assert (line.dossiers, line.handed_in) == (2, 2)


def test_a_recused_file_is_gone_from_table_export_comparison_and_decisions_of_a_chair(kept_out):
    call, by, chair, member, (gone, kept, third) = kept_out
    assert_unknown(page(chair.user, "jury_table", call.slug), gone)
    assert_unknown(page(chair.user, "jury_table_csv", call.slug), gone)
    assert_unknown(page(chair.user, "jury_compare", call.slug, a=[gone.pk, kept.pk, third.pk]), gone)
    assert page(chair.user, "jury_compare", call.slug, a=[gone.pk, kept.pk]).status_code == 302
    review = member.reviews.get(application=gone)
    reopen = reverse("calls:jury_reopen", args=[call.slug, review.pk])
    assert signed_in(chair.user).post(reopen, {"why": "x"}).status_code == 404
    decision.close_scoring(call=call, by=by, now=timezone.now())
    assert_unknown(page(chair.user, "jury_decisions", call.slug), gone)
    assert page(chair.user, "jury_decide", call.slug, gone.pk).status_code == 404
    assert page(chair.user, "jury_decide", call.slug, kept.pk).status_code == 200
    for application in (gone, kept, third):
        a.decide(application, by)
    for name in ("jury_propose", "jury_release", "jury_take_back", "jury_score_again"):
        answer = signed_in(chair.user).post(reverse(f"calls:{name}", args=[call.slug]), {"why": "x"})
        assert answer.status_code == 404


def test_the_places_that_a_kept_out_chair_sees_have_no_gap(kept_out):
    call, _by, chair, _member, (_gone, kept, third) = kept_out
    table = page(chair.user, "jury_table", call.slug).context["table"]
    assert [row.standing.rank for row in table.rows] == [1, 1]
    assert {row.application.pk for row in table.rows} == {kept.pk, third.pk}


def test_mails_and_what_waits_do_not_name_or_count_a_recused_file(kept_out):
    _call, _by, chair, _member, (gone, *_rest) = kept_out
    mails = "".join(mail.subject + mail.text for mail in Message.objects.filter(to=chair.user.email))
    assert not [name for name in names(gone) if name in mails]
    assert waiting_for_jury(chair.user, timezone.now()) == []


def test_what_waits_counts_only_open_own_files():
    call, _by, chair, _member, brought = a.scoring(applications=3)
    assert [line.url for line in waiting_for_jury(chair.user, timezone.now())] == [
        reverse("calls:interests", args=[call.slug])
    ]
    a.declare(chair, conflicts=[brought[0]])
    a.hand_in(chair, brought[1])
    (line,) = waiting_for_jury(chair.user, timezone.now())
    assert "1" in line.title
    assert line.url == reverse("calls:jury", args=[call.slug])


def test_before_declaring_a_juror_sees_names_and_sites_and_nothing_more():
    call, _by, chair, _member, (one, other) = a.scoring()
    text = page(chair.user, "interests", call.slug).content.decode()
    assert one.organisation.name in text
    assert "Pastorie" in text
    assert "Geheim" not in text
    for application in (one, other):
        assert page(chair.user, "jury_dossier", application.pk).status_code == 404
        assert application.organisation.name not in page(chair.user, "jury", call.slug).content.decode()


def test_scores_of_others_are_hidden_until_ones_own_are_in():
    call, _by, chair, member, (one, other) = a.scoring()
    for seat in (chair, member):
        a.declare(seat)
    a.hand_in(member, one)
    secret = "Omdat het goed is."
    assert secret not in page(chair.user, "jury_dossier", one.pk).content.decode()
    assert page(chair.user, "jury_table", call.slug).context["table"] is None
    assert page(chair.user, "jury_table_csv", call.slug).status_code == 404
    a.hand_in(chair, one)
    assert member.user.name in page(chair.user, "jury_dossier", one.pk).content.decode()
    assert page(chair.user, "jury_table", call.slug).context["table"] is None
    a.hand_in(chair, other)
    assert page(chair.user, "jury_table", call.slug).context["table"] is not None


def test_jurors_never_see_drafts_withdrawn_or_inadmissible_applications():
    call, _by, chair, _member, brought = a.scoring(applications=2, unmet=(1,))
    draft = make.draft(call=call)
    a.declare(chair)
    assert page(chair.user, "jury_dossier", brought[0].pk).status_code == 200
    for application in (brought[1], draft):
        assert page(chair.user, "jury_dossier", application.pk).status_code == 404


def test_every_reading_of_a_dossier_is_recorded():
    call, by, chair, _member, (one, _other) = a.scoring()
    a.declare(chair)
    page(chair.user, "jury_dossier", one.pk)
    page(by, "jury_check", call.slug, one.pk)
    read = Entry.objects.filter(verb="application.read", thing_id=str(one.pk))
    assert [(entry.actor_id, entry.detail["seat"]) for entry in read] == [
        (chair.user_id, "juror"),
        (by.pk, "office"),
    ]


def test_before_the_release_applicants_and_readers_learn_nothing():
    call, _by, _chair, _member, brought = a.proposed()
    reader = make.person()
    call.pathway.assignments.create(user=reader, role="reader")
    for user in (brought[0].created_by, brought[2].created_by, reader):
        assert page(user, "decision_letter", brought[0].pk).status_code == 404
        assert page(user, "decision_letter_pdf", brought[0].pk).status_code == 404
    assert not Message.objects.filter(to=brought[0].created_by.email).exists()
    for application in brought:
        application.refresh_from_db()
    assert {application.state for application in brought} == {"submitted"}


def test_after_the_release_each_applicant_reads_only_their_own_letter():
    _call, _by, chair, _member, brought = a.released()
    first, second = brought[0].created_by, brought[1].created_by
    own = page(first, "decision_letter", brought[0].pk)
    text = own.content.decode()
    assert brought[0].decision.motive in text
    assert "Uw kandidaatstelling is geselecteerd." in text
    assert own["Cache-Control"].find("no-store") >= 0
    document = page(first, "decision_letter_pdf", brought[0].pk)
    assert document.content.startswith(b"%PDF-")
    assert page(second, "decision_letter", brought[0].pk).status_code == 404
    assert page(chair.user, "jury_dossier", brought[0].pk).status_code == 404


def test_the_public_result_names_only_who_was_selected():
    from django.template.loader import render_to_string

    from proeftuin.calls.queries.judging import released_result

    call, *_seats, brought = a.released()
    html = render_to_string("calls/_result.html", {"result": released_result(call), "call": call})
    assert brought[0].organisation.name in html
    assert brought[0].decision.motive in html
    for application in brought[1:]:
        assert application.organisation.name not in html
        assert application.decision.motive not in html


def test_the_command_computes_the_same_hash_and_finds_a_change(capsys):
    call, _by, *_seats, brought = a.proposed()
    call_command("ranking", call.slug)
    told = capsys.readouterr().out
    digest = Jury.objects.get(call=call).ranking_digest
    assert f"sha256 {digest}" in told
    assert told.splitlines()[0].split()[:2] == ["1", brought[0].number]
    Jury.objects.filter(call=call).update(ranking_digest="0" * 64)
    with pytest.raises(CommandError, match="another hash"):
        call_command("ranking", call.slug)


def test_a_release_is_refused_when_the_scores_no_longer_give_the_prepared_ranking():
    call, _by, *_ = a.proposed()
    Jury.objects.filter(call=call).update(ranking_digest="0" * 64)
    with pytest.raises(decision.ReleaseRefused):
        decision.release(call=call, by=a.office(), now=timezone.now())


def test_the_hash_does_not_depend_on_keys_of_this_database():
    one = a.deciding(slug="zelfde", closes_at=None or timezone.now())[0]
    first = ranking_of(one).digest
    one.slug = "elders"
    one.save()
    two = a.deciding(slug="zelfde", closes_at=one.closes_at)[0]
    assert ranking_of(two).digest == first


def with_file(call):
    """An application with a document that was handed in, and one that was taken out before."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from proeftuin.files.models import StoredFile

    question = make.question(call, kind="file")
    application = a.handed_in(call)
    kept = []
    for name in ("plan.pdf", "weg.pdf"):
        stored = StoredFile.objects.create(
            owner_kind="application",
            owner_id=application.pk,
            name=name,
            content_type="application/pdf",
            size=4,
            digest="f" * 64,
            content=SimpleUploadedFile(name, b"%PDF"),
            uploaded_at=timezone.now(),
        )
        kept.append(
            application.application_files.create(question=question, file=stored, added_at=timezone.now())
        )
    application.submissions.get().files.add(kept[0])
    return application, kept[0].file, kept[1].file


def test_files_open_for_a_juror_without_interest_only_and_each_opening_is_recorded():
    call, by = a.closed_call(), a.office()
    application, plan, removed = with_file(call)
    other = a.handed_in(call)
    for each in (application, other):
        a.check(each, by)
    free, kept_out, undeclared = a.juror(call, by), a.juror(call, by), a.juror(call, by)
    jury.open_scoring(call=call, by=by, now=timezone.now())
    a.declare(free)
    a.declare(kept_out, conflicts=[application])

    def status(user, stored):
        return signed_in(user).get(reverse("files:download", args=[stored.key])).status_code

    assert status(free.user, plan) == 200
    assert status(free.user, removed) == 404
    assert [status(seat.user, plan) for seat in (kept_out, undeclared)] == [404, 404]
    read = Entry.objects.filter(verb="application.read", thing_id=str(application.pk))
    assert [(entry.actor_id, entry.detail.get("file")) for entry in read] == [(free.user_id, "plan.pdf")]


def test_a_site_opens_for_a_juror_without_interest_only():
    from proeftuin.calls.queries.jury import may_read_site
    from proeftuin.sites.models import Site
    from tests.factories import places

    call, _by, free, kept_out, brought = a.scoring()
    a.declare(free)
    a.declare(kept_out, conflicts=[brought[0]])
    site = Site.objects.create(
        organisation=brought[0].organisation,
        municipality=places.municipality(),
        name="Pastorie",
        token=uuid.uuid4(),
        created_at=timezone.now(),
        changed_at=timezone.now(),
    )
    brought[0].application_sites.create(
        question=make.question(call, kind="site"), site=site, added_at=timezone.now()
    )
    assert may_read_site(free.user, site)
    assert not may_read_site(kept_out.user, site)


def test_the_public_page_shows_the_result_only_after_the_release():
    call, _by, _chair, _member, brought = a.proposed()
    address = reverse("calls:call", args=[call.slug])
    before = Client().get(address).content.decode()
    assert not [each for each in brought if each.organisation.name in before]
    decision.release(call=call, by=a.office(), now=timezone.now())
    from django.core.cache import caches

    caches["pages"].clear()
    after = Client().get(address).content.decode()
    assert [each.organisation.name in after for each in brought] == [True, False, False]


def test_an_applicant_finds_the_letter_on_the_page_of_the_application():
    call, *_seats, brought = a.proposed()
    letter = reverse("calls:decision_letter", args=[brought[0].pk])
    owner = brought[0].created_by
    assert letter not in page(owner, "application", brought[0].pk).content.decode()
    decision.release(call=call, by=a.office(), now=timezone.now())
    assert letter in page(owner, "application", brought[0].pk).content.decode()


def test_who_sits_in_a_jury_is_never_its_office_even_when_promoted():
    call, _by, chair, _member, (one, _other) = a.scoring()
    a.declare(chair, conflicts=[one])
    type(chair.user).objects.filter(pk=chair.user_id).update(is_office=True)
    chair.user.refresh_from_db()
    assert page(chair.user, "jury_check", call.slug, one.pk).status_code == 404
    assert page(chair.user, "dossier", one.pk).status_code == 404
    assert_unknown(page(chair.user, "received", call.pk), one)


def test_a_juror_finds_the_juries_in_a_list():
    call, _by, chair, _member, _brought = a.scoring()
    assert reverse("calls:jury", args=[call.slug]) in page(chair.user, "juries").content.decode()
    assert call.title not in page(make.person(), "juries").content.decode()
