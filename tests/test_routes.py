"""Every address × people to whom it does not open: a page, a file or a deed that nobody guarded is found here."""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.urls import URLResolver, get_resolver, path

from proeftuin.accounts.models import Membership, Organisation, User
from proeftuin.calls.models import (
    Answer,
    Application,
    Call,
    CoApplicant,
    Criterion,
    Juror,
    PublicQuestion,
    Question,
)
from proeftuin.events.models import Event, Material, Registration
from proeftuin.files.models import StoredFile
from proeftuin.mail.models import Message
from proeftuin.newsletter.models import Campaign
from proeftuin.pathways.models import Assignment, Enquiry, Pathway, Phase
from proeftuin.pilots.models import Milestone, Pilot, TeamMember
from proeftuin.record.models import Entry
from proeftuin.sites.models import Site, SiteFile
from proeftuin.studies.models import Grant, Link, Portfolio, Study

TABLE: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("routes.toml").read_text("utf-8"))
ELSEWHERE = ("cms/", "account/")
NOTHING = 2_000_000_000


def routes(patterns: Any, address: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """The name and the pattern of every address."""
    for pattern in patterns:
        whole = address + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, whole, inner)
        elif not whole.startswith(ELSEWHERE):
            yield f"{space}{pattern.name}", whole


def first(model: Any, field: str = "pk", **where: Any) -> Callable[[], Any]:
    """The key of some row, or of none when the examples have none."""
    return lambda: model.objects.filter(**where).values_list(field, flat=True).first() or NOTHING


submitted = first(Application, state="submitted")
KEYS: list[tuple[str, dict[str, Callable[[], Any]]]] = [
    ("files/", {"key": first(StoredFile, "key")}),
    ("desk/pilots/start/", {"pk": submitted}),
    (
        "desk/pilots/",
        {
            "pk": first(Pilot, application__isnull=False),
            "member": first(TeamMember),
            "file": first(StoredFile, owner_kind="pilot"),
            "kind": lambda: "milestone",
            "part_pk": first(Milestone),
        },
    ),
    ("desk/oproepen/dossier/", {"pk": submitted}),
    (
        "desk/oproepen/<slug:slug>/jury/leden/",
        {"slug": first(Call, "slug", jury__isnull=False), "pk": first(Juror)},
    ),
    ("desk/oproepen/<slug:slug>/", {"slug": first(Call, "slug", jury__isnull=False), "pk": submitted}),
    (
        "desk/oproepen/",
        {"pk": first(Call, state="published"), "part": first(Criterion), "question": first(PublicQuestion)},
    ),
    ("desk/kandidaatstellingen/uitnodiging/", {"token": first(CoApplicant, "token")}),
    ("desk/kandidaatstellingen/", {"pk": submitted, "serial": lambda: 1}),
    ("desk/dossiers/", {"pk": submitted}),
    ("desk/outbox/", {"pk": first(Message), "number": lambda: 0}),
    (
        "desk/momenten/",
        {"pk": first(Event), "material_pk": first(Material), "registration_pk": first(Registration)},
    ),
    ("desk/nieuwsbrief/", {"pk": first(Campaign)}),
    ("desk/memberships/", {"pk": first(Membership)}),
    ("desk/requests/", {"pk": first(Membership)}),
    ("desk/organisations/", {"pk": first(Organisation, is_fictional=True)}),
    ("desk/pathways/<slug:slug>/people/", {"slug": first(Pathway, "slug"), "pk": first(Assignment)}),
    ("desk/pathways/", {"slug": first(Pathway, "slug"), "kind": lambda: "phase", "pk": first(Phase)}),
    ("desk/questions/", {"pk": first(Enquiry)}),
    ("desk/sites/", {"pk": first(Site), "document": first(SiteFile)}),
    (
        "desk/studies/",
        {
            "pk": first(Study),
            "serial": lambda: 1,
            "name": lambda: "charge_1",
            "subject": lambda: "programme",
            "grant_pk": first(Grant),
            "link_pk": first(Link),
        },
    ),
    ("desk/portfolios/", {"pk": first(Portfolio)}),
]


def filled(pattern: str, *, nothing: bool = False) -> str:
    """The address of something that exists and is not theirs, or of something that does not exist."""
    keys = next((keys for start, keys in KEYS if pattern.startswith(start)), {})
    address = pattern
    while "<" in address:
        before, _sep, rest = address.partition("<")
        part, _sep, after = rest.partition(">")
        kind, _sep, name = part.partition(":")
        assert name in keys, f"No key is known for <{name}> of {pattern}"
        value = keys[name]()
        if nothing and kind in {"int", "slug", "str"} and name in {"pk", "slug", "key"}:
            value = NOTHING
        address = f"{before}{value}{after}"
    return f"/{address}"


@pytest.fixture(scope="module")
def _examples(django_db_setup, django_db_blocker):
    """The fictional pathway up to its network moments, for all tests of this file."""
    from tests import databases

    with django_db_blocker.unblock():
        call_command("load_examples", verbosity=0)
    yield
    with django_db_blocker.unblock():
        databases.renew_mine()


@pytest.fixture
def people(_examples, db) -> dict[str, User]:
    """People to whom nothing confidential of others opens."""
    stranger = User.objects.create_user("vreemd@example.org", name="Vreemd")
    elsewhere = User.objects.create_user("elders@example.org", name="Elders")
    other = Organisation.objects.filter(kind="municipality", is_fictional=False).first()
    assert other is not None
    Membership.objects.create(
        organisation=other, user=elsewhere, state="approved", requested_at="2026-01-01T00:00:00Z"
    )
    return {
        "stranger": stranger,
        "official elsewhere": elsewhere,
        "citizen": User.objects.get(email="citizen@example.org"),
    }


def traces() -> tuple[int, ...]:
    """What a deed would leave behind."""
    return tuple(
        model.objects.count()
        for model in (Entry, Message, Application, Answer, Registration, Question, Pilot)
    )


def open_doors(client: Any, patterns: dict[str, str], *, signed_in: bool) -> list[str]:
    """The addresses that answer otherwise than with a closed door, by reading or by a deed."""
    found = []
    for name, pattern in patterns.items():
        address, before = filled(pattern), traces()
        for method in ("get", "post"):
            answer = getattr(client, method)(address)
            to_sign_in = answer.status_code == 302 and "/account/login" in answer.url
            if not (answer.status_code in {401, 403, 404, 405} or (to_sign_in and not signed_in)):
                found.append(f"{name} {method} {address} → {answer.status_code}")
        if traces() != before:
            found.append(f"{name}: something was changed")
    return found


def test_every_address_has_its_place_in_the_table():
    """A new address must be placed before it can land; one that is gone must go from the table."""
    written = {(name, pattern) for part in TABLE.values() for name, pattern in part.items()}
    assert {(name, str(pattern)) for name, pattern in routes(get_resolver().url_patterns)} == written


def test_nothing_closed_opens_to_a_visitor(client, people):
    assert open_doors(client, TABLE["closed"] | TABLE["signed_in"], signed_in=False) == []


@pytest.mark.parametrize("who", ["stranger", "official elsewhere", "citizen"])
def test_nothing_closed_opens_to_somebody_without_a_part_in_it(client, people, who):
    client.force_login(people[who])
    assert open_doors(client, TABLE["closed"], signed_in=True) == []


def test_what_is_not_yours_answers_like_what_does_not_exist(client, people):
    client.force_login(people["stranger"])
    told = {
        name: (client.get(filled(pattern)).status_code, client.get(filled(pattern, nothing=True)).status_code)
        for name, pattern in TABLE["closed"].items()
        if "<" in pattern
    }
    assert {name: pair for name, pair in told.items() if pair[0] != pair[1]} == {}


def test_a_personal_link_with_another_word_opens_nothing(client, people):
    for pattern in TABLE["personal"].values():
        event = Event.objects.exclude(state="draft").values_list("slug", flat=True).first()
        address = "/" + pattern.replace("<slug:slug>", str(event))
        for part in ("<str:token>", "<str:receipt>"):
            address = address.replace(part, "geraden")
        assert client.get(address).status_code in {200, 404, 410}, address
        assert b"@example.org" not in client.get(address).content.replace(b"proeftuin@example.org", b"")


class Unguarded:
    """Addresses with one that nobody guarded."""

    urlpatterns = [path("desk/open/", lambda request: HttpResponse("dossier"))]


def test_the_sweep_does_find_an_open_door(client, people, settings):
    """Control: an address that nobody guarded is found."""

    settings.ROOT_URLCONF = Unguarded
    client.force_login(people["stranger"])
    assert open_doors(client, {"open": "desk/open/"}, signed_in=True) == [
        "open get /desk/open/ → 200",
        "open post /desk/open/ → 200",
    ]
