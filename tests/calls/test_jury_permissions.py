"""Who may open what of the jury: every address, every role, at every step; a new address must be added here."""

from typing import NamedTuple

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from proeftuin.calls import urls_jury
from proeftuin.calls.actions import decision, jury
from tests.factories import calls as make
from tests.factories import jury as a

pytestmark = pytest.mark.django_db

ROLES = (
    "anonymous other_official applicant undeclared declared recused chair office coordination expert reader editor"
).split()
JURORS = {"undeclared", "declared", "recused", "chair"}
RUNS = {"office", "coordination"}
LEADS = {"office", "chair"}
NOBODY: set[str] = set()


class Address(NamedTuple):
    """Its method, whether it is about an application, and who may use it while scoring, proposed, released."""

    method: str
    about: str
    scoring: set[str]
    proposed: set[str]
    released: set[str]


EVERYBODY = set(ROLES) - {"anonymous"}
ADDRESSES = {
    "juries": Address("get", "nothing", EVERYBODY, EVERYBODY, EVERYBODY),
    "jury": Address("get", "call", JURORS | RUNS, JURORS | RUNS, JURORS | RUNS),
    "jury_appoint": Address("post", "call", RUNS, NOBODY, NOBODY),
    "jury_dismiss": Address("post", "juror", RUNS, NOBODY, NOBODY),
    "jury_open": Address("post", "call", {"office"}, {"office"}, {"office"}),
    "jury_check_again": Address("post", "call", {"office"}, {"office"}, {"office"}),
    "jury_close": Address("post", "call", LEADS, LEADS, {"office"}),
    "jury_score_again": Address("post", "call", LEADS, LEADS, {"office"}),
    "jury_admissibility": Address("get", "call", {"office"}, {"office"}, {"office"}),
    "jury_check": Address("get", "application", {"office"}, {"office"}, {"office"}),
    "interests": Address("get", "call", JURORS, JURORS, JURORS),
    "jury_reopen": Address("post", "review", LEADS, LEADS, {"office"}),
    "jury_table": Address("get", "call", LEADS, LEADS, {"office"}),
    "jury_table_csv": Address("get", "call", LEADS, LEADS, {"office"}),
    "jury_compare": Address("get", "call", LEADS, LEADS, {"office"}),
    "jury_decisions": Address("get", "call", NOBODY, LEADS, {"office"}),
    "jury_decide": Address("get", "application", NOBODY, NOBODY, NOBODY),
    "jury_propose": Address("post", "call", NOBODY, LEADS, {"office"}),
    "jury_take_back": Address("post", "call", NOBODY, LEADS, {"office"}),
    "jury_release": Address("post", "call", NOBODY, LEADS, {"office"}),
    "jury_dossier": Address("get", "dossier", {"declared", "chair"}, {"declared", "chair"}, NOBODY),
    "jury_recuse": Address("post", "dossier", {"declared", "chair"}, {"declared", "chair"}, NOBODY),
    "decision_letter": Address("get", "dossier", NOBODY, NOBODY, {"applicant"}),
    "decision_letter_pdf": Address("get", "dossier", NOBODY, NOBODY, {"applicant"}),
}


class Scene(NamedTuple):
    """A call at one step, and a person in every role."""

    people: dict
    arguments: dict


@pytest.fixture
def scene():
    """Scored by three jurors, of whom one stepped aside for the first application and one never declared."""
    call, office, chair, declared, (one, other) = a.scoring()
    recused, undeclared = a.juror(call, office), a.juror(call, office)
    for seat in (chair, declared):
        a.declare(seat)
        a.hand_in(seat, one)
        a.hand_in(seat, other)
    a.declare(recused, conflicts=[one])
    people = {"anonymous": None, "other_official": make.member(make.organisation()), "office": office}
    people |= {"applicant": one.created_by, "editor": make.person(is_editor=True)}
    people |= {"chair": chair.user, "declared": declared.user}
    people |= {"recused": recused.user, "undeclared": undeclared.user}
    for role in ("coordination", "expert", "reader"):
        people[role] = make.person()
        call.pathway.assignments.create(user=people[role], role=role)
    review = declared.reviews.get(application=one)
    arguments = {
        "nothing": [],
        "call": [call.slug],
        "juror": [call.slug, undeclared.pk],
        "application": [call.slug, one.pk],
        "review": [call.slug, review.pk],
        "dossier": [one.pk],
    }
    return call, one, other, Scene(people, arguments)


def visit(name, scene, role, method=None):
    address = ADDRESSES[name]
    client, person = Client(), scene.people[role]
    if person is not None:
        client.force_login(person)
    url = reverse(f"calls:{name}", args=scene.arguments[address.about])
    with transaction.atomic():
        answer = getattr(client, method or address.method)(url)
        transaction.set_rollback(True)
    return answer


def found(scene, step):
    """Who gets in, by trying everything."""
    open_to = {}
    for name in ADDRESSES:
        open_to[name] = set()
        for role in ROLES:
            answer = visit(name, scene, role)
            if role == "anonymous":
                assert answer.status_code == 302, f"{name} as a visitor at {step}"
                assert "/account/" in answer["Location"]
                continue
            assert answer.status_code in (200, 302, 404, 422), f"{name} as {role} at {step}"
            if answer.status_code != 404:
                open_to[name].add(role)
    return open_to


def told(step):
    return {name: getattr(address, step) for name, address in ADDRESSES.items()}


def test_every_address_of_the_jury_is_in_the_table():
    assert {pattern.name for pattern in urls_jury.urlpatterns} == set(ADDRESSES)


def test_while_the_jury_scores(scene):
    *_, people = scene
    assert found(people, "scoring") == told("scoring")


def to_proposed(call, one, other, scene):
    office = scene.people["office"]
    decision.close_scoring(call=call, by=office, now=timezone.now())
    a.decide(one, office, "selected")
    a.decide(other, office)
    decision.propose(call=call, by=office, now=timezone.now())


def test_while_the_decision_waits(scene):
    _call, _one, _other, people = scene
    to_proposed(*scene)
    assert found(people, "proposed") == told("proposed")


def test_after_the_release(scene):
    call, _one, _other, people = scene
    to_proposed(*scene)
    decision.release(call=call, by=a.office(), now=timezone.now())
    assert found(people, "released") == told("released")


def test_while_decisions_are_written_only_office_and_chair_reach_them(scene):
    call, _one, _other, people = scene
    decision.close_scoring(call=call, by=people.people["office"], now=timezone.now())
    assert {role for role in ROLES if visit("jury_decide", people, role).status_code == 200} == LEADS


def test_before_anything_is_opened_jurors_reach_only_their_page():
    call, by = a.closed_call(), a.office()
    application = a.handed_in(call)
    a.check(application, by)
    seat = a.juror(call, by, is_chair=True)
    scene = Scene({"chair": seat.user}, {"nothing": [], "call": [call.slug], "dossier": [application.pk]})
    scene.arguments.update(
        application=[call.slug, application.pk], juror=[call.slug, seat.pk], review=[call.slug, 1]
    )
    reached = {name for name in ADDRESSES if visit(name, scene, "chair").status_code != 404}
    assert reached == {"juries", "jury", "interests"}


@pytest.mark.parametrize("name", [name for name, each in ADDRESSES.items() if each.method == "post"])
def test_a_deed_is_never_done_by_looking(name, scene):
    *_, people = scene
    assert visit(name, people, "office", "get").status_code == 405


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(method, scene):
    *_, people = scene
    assert {visit(name, people, "office", method).status_code for name in ADDRESSES} == {405}


def test_a_seat_that_ended_closes_the_files_at_once(scene):
    call, _one, _other, people = scene
    seat = call.jurors.get(user=people.people["declared"])
    jury.dismiss(juror=seat, by=people.people["office"], now=timezone.now(), why="Verhuisd")
    assert visit("jury_dossier", people, "declared").status_code == 404
    assert visit("jury", people, "declared").status_code == 404
