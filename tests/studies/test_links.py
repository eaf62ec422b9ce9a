"""What somebody without an account sees behind a link, and what not."""

import html
import io
import re
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from feasibility.assessment import assess_unfinanced
from feasibility.formats import money
from proeftuin.core.tokens import link_token
from proeftuin.record.models import Entry
from proeftuin.studies import calculation, lending, varying
from proeftuin.studies.actions import sharing as deeds
from proeftuin.studies.actions import study as study_deeds
from proeftuin.studies.models import Link, LinkCopy, StudyVersion
from proeftuin.studies.queries.sharing import token_of
from tests.factories import links, studies

pytestmark = pytest.mark.django_db
PLACES = ("link", "link-report", "link-workbook")
SHIFTS = {"rate_rise": "1", "loan_years": "25", "build_cost": "-10", "vacancy_extra": "2,5"}
MOVED = {"rate_rise": 0.01, "loan_years": 25, "build_cost_factor": 0.9, "vacancy_extra": 0.025}


def words_of(answer):
    """The words of a page, without its tags."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def statuses(link):
    """What page, report and workbook answer."""
    return [Client().get(links.address(link, name)).status_code for name in PLACES]


# — which link opens


def test_an_open_link_shows_the_version_without_account_cookie_or_cache(client):
    link = links.link()
    caches["pages"].clear()
    answer = client.get(links.address(link))
    assert answer.status_code == 200
    assert html.escape(link.version.answer["nl"]) in answer.content.decode().replace("\xa0", " ")
    assert not answer.cookies
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"].startswith("noindex")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not caches["pages"]._cache  # the public pages of the house do stand there: the next line
    client.get("/")
    assert caches["pages"]._cache
    assert len(answer.content) < 100_000


def test_a_revoked_link_opens_nothing_any_more():
    link = links.link()
    assert statuses(link) == [200, 200, 200]
    deeds.revoke(link=link, by=link.made_by, now=timezone.now())
    assert statuses(link) == [404, 404, 404]
    assert client_post(link).status_code == 404


def client_post(link, **form):
    """The own copy, sent by a browser that keeps no cookie and has no security code."""
    return Client(enforce_csrf_checks=True).post(links.address(link), {**SHIFTS, **form})


def test_links_of_a_removed_study_open_nothing():
    link = links.link()
    study_deeds.remove(study=link.version.study, by=link.made_by, now=timezone.now())
    assert statuses(link) == [404, 404, 404]


def test_wrong_altered_expired_and_revoked_links_answer_the_same():
    good, old, revoked = links.link(), links.expired(), links.link(label="Weg")
    deeds.revoke(link=revoked, by=revoked.made_by, now=timezone.now())
    token = token_of(good)
    wrong = [
        token_of(old), token_of(revoked), token[:-1] + ("A" if token[-1] != "A" else "B"), good.key,
        link_token("events.registration", good.key), link_token("study", "geraden"), link_token("study", ""),
    ]  # fmt: skip
    answers = [Client().get(reverse(f"studies:{place}", args=[one])) for one in wrong for place in PLACES]
    assert {one.status_code for one in answers} == {404}
    assert len({words_of(one) for one in answers}) == 1
    assert not Entry.objects.filter(verb="study.link_opened").exists()
    assert Client().get(reverse("studies:link", args=[token])).status_code == 200  # the control


def test_a_link_shows_its_own_version_and_not_what_the_study_became():
    first = studies.version(name="Eerste naam")
    link = links.link(version=first)
    plan = calculation.plan_of(first)
    newer = replace(plan, name="Geheime nieuwe naam", site=replace(plan.site, land_price=5_000_000.0))
    study_deeds.save(
        study=first.study,
        plan=newer,
        given=[],
        serial=1,
        by=first.made_by,
        now=timezone.now(),
        why="bod van X",
    )
    answer = Client().get(links.address(link))
    said = words_of(answer)
    assert "Eerste naam" in said
    assert first.answer["nl"] in said
    newest = StudyVersion.objects.get(serial=2)
    for secret in ("Geheime nieuwe naam", "bod van X", newest.answer["nl"]):
        assert secret not in said
    file = Client().get(links.address(link, "link-workbook"))
    assert "eerste-naam-1.xlsx" in file["Content-Disposition"]
    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(file.content)) for row in sheet.iter_rows(values_only=True) for cell in row]  # fmt: skip
    assert plan.site.land_price in cells
    assert newer.site.land_price not in cells


# — who opened it


def test_an_opening_is_counted_and_noted_once_an_hour():
    link = links.link()
    for _time in range(3):
        for place in PLACES[::2]:
            Client().get(links.address(link, place))
    link.refresh_from_db()
    entry = Entry.objects.get(verb="study.link_opened")
    assert (link.openings, entry.actor, entry.actor_id, entry.thing_id) == (
        1,
        "Voorbeeldbank",
        None,
        str(link.pk),
    )
    deeds.open_link(link=link, now=link.opened_at + timedelta(minutes=61))
    link.refresh_from_db()
    assert link.openings == Entry.objects.filter(verb="study.link_opened").count() == 2


@pytest.mark.parametrize("how", [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}])
def test_what_a_machine_fetches_beforehand_is_not_counted_and_gets_nothing(how):
    link = links.link()
    answer = Client().get(links.address(link), headers=how)
    assert (answer.status_code, answer.content) == (503, b"")
    assert Client().head(links.address(link)).status_code == 200
    link.refresh_from_db()
    assert link.openings == 0
    Client().get(links.address(link))  # the control
    link.refresh_from_db()
    assert link.openings == 1


def test_a_wrong_form_shows_the_page_so_it_counts_too():
    link = links.link()
    assert client_post(link, rate_rise="veel").status_code == 422
    link.refresh_from_db()
    assert link.openings == 1


# — what the page shows


def test_a_draft_says_so_and_a_locked_version_says_for_what():
    draft, locked = links.link(), links.link(version=studies.locked())
    with override("nl"):
        marks = [Client().get(links.address(one)).content.decode() for one in (draft, locked)]
    assert ["badge--warn" in mark and "badge--good" not in mark for mark in marks] == [True, False]
    assert "de gemeenteraad" in marks[1]


def test_names_and_labels_are_text_and_no_html():
    version = studies.version(name="<script>alert(1)</script>")
    link = links.link(version=version, label="<img src=x onerror=alert(2)>")
    page = Client().get(links.address(link)).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "&lt;img src=x" in page


def test_the_page_is_there_in_english_too():
    link = links.link()
    with override("en"):
        answer = Client().get(links.address(link))
    assert link.version.answer["en"] in words_of(answer)


def test_report_and_workbook_are_files_that_no_browser_runs_or_keeps():
    link = links.link()
    for place, start in (("link-report", b"%PDF"), ("link-workbook", b"PK")):
        answer = Client().get(links.address(link, place))
        assert answer.content.startswith(start)
        assert answer["Content-Disposition"].startswith("attachment;")
        assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
        assert Client().post(links.address(link, place)).status_code == 405


# — the own copy


def test_an_own_copy_stands_beside_the_version_which_stays_as_it_is():
    link = links.link()
    answer = client_post(link)
    assert answer.status_code == 302
    assert not answer.cookies
    assert LinkCopy.objects.get().shifts == MOVED
    expected = assess_unfinanced(varying.varied(calculation.plan_of(link.version), MOVED), on=link.version.on)
    said = words_of(Client().get(links.address(link)))
    for charge in (*link.version.figures["home_charge_1"], *expected.figures["home_charge_1"]):
        assert money(charge, "nl", 2) in said
    assert StudyVersion.objects.get().plan == link.version.plan


def test_back_to_the_version_forgets_the_copy():
    link = links.link()
    client_post(link)
    assert client_post(link, back="1").status_code == 302
    assert not LinkCopy.objects.exists()


def test_a_copy_belongs_to_one_link_and_who_shared_it_does_not_see_it(client):
    link = links.link()
    other = links.link(version=link.version, label="Jurylid")
    client_post(link, rate_rise="3,217")
    assert "3,217" in Client().get(links.address(link)).content.decode()
    assert "3,217" not in Client().get(links.address(other)).content.decode()
    client.force_login(link.made_by)
    page = client.get(f"/desk/studies/{link.version.study_id}/sharing/")
    assert page.status_code == 200
    assert "3,217" not in page.content.decode()
    assert not Entry.objects.filter(detail__icontains="0.03217").exists()


def test_without_the_right_to_vary_there_is_no_form_and_no_deed():
    link = links.link(may_vary=False)
    assert 'id="id_rate_rise"' not in Client().get(links.address(link)).content.decode()
    assert client_post(link).status_code == 404
    assert not LinkCopy.objects.exists()


def test_a_copy_that_was_made_before_varying_was_closed_is_not_shown():
    link = links.link()
    client_post(link)
    Link.objects.update(may_vary=False)
    assert "Your copy" not in words_of(Client().get(links.address(link).replace("/studie/", "/en/study/")))
    assert lending.sheet(link.version, {}, "nl").copy is None


@pytest.mark.parametrize(
    ("field", "typed"),
    [("rate_rise", "veel"), ("rate_rise", "99"), ("loan_years", "1,5"), ("loan_years", "0"), ("build_cost", "-51"), ("vacancy_extra", "-1"), ("vacancy_extra", "1e400")],
)  # fmt: skip
def test_a_wrong_number_is_said_at_its_field_and_what_was_typed_stays(field, typed):
    link = links.link()
    answer = client_post(link, **{field: typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in page
    assert f'value="{typed}"' in page
    assert not LinkCopy.objects.exists()


def test_a_term_that_the_plan_cannot_bear_is_said_at_the_term():
    plan = studies.plan()
    loans = tuple(replace(one, grace=24) if one.rest else one for one in plan.loans)
    link = links.link(version=studies.version(plan=replace(plan, loans=loans)))
    answer = client_post(link, loan_years="2")
    assert answer.status_code == 422
    assert 'href="#id_loan_years"' in answer.content.decode()
    assert "24 maanden zonder aflossing" in words_of(answer)
    assert client_post(link, loan_years="3").status_code == 302


def test_empty_fields_and_noughts_leave_all_as_it_is():
    link = links.link()
    for value in ("", "0"):
        client_post(link, **dict.fromkeys(SHIFTS, value) | {"loan_years": "30" if value else ""})
        assert LinkCopy.objects.get().shifts == {}
    assert 'name="back"' not in Client().get(links.address(link)).content.decode()


def test_a_plan_without_loans_asks_neither_rate_nor_term():
    plan = studies.plan()
    shares = (replace(plan.shares[0], amount=6e6), *plan.shares[1:])
    link = links.link(version=studies.version(plan=replace(plan, loans=(), shares=shares)))
    page = Client().get(links.address(link)).content.decode()
    assert "id_rate_rise" not in page
    assert "id_loan_years" not in page
    assert "id_vacancy_extra" in page
    assert client_post(link).status_code == 302
