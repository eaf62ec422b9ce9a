"""Which roles a person has, in words; roles live in the apps of their objects, so only the desk sees them all."""

from dataclasses import dataclass
from typing import Any, cast

from django.core.cache import caches
from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from proeftuin.accounts.models import Membership, User
from proeftuin.calls.models import Juror

SWITCHER_SECONDS = 10
LOOKED_AT = ("assignments", "juror_roles", "memberships__organisation")


@dataclass(frozen=True, slots=True)
class Person:
    """An example person in the role switcher."""

    pk: int
    label: str
    email: str
    roles: tuple[str, ...]


def with_roles(people: QuerySet[User]) -> QuerySet[User]:
    """People with all that `roles` looks at, in a constant number of queries."""
    return people.prefetch_related(*LOOKED_AT)


def roles(person: Any) -> list[str]:
    """What a person is here, in words: programme office, expert, official of Testegem."""
    prefetch_related_objects([person], *LOOKED_AT)
    words = []
    if person.is_office:
        words.append(_("programme office"))
    words += sorted({str(assignment.get_role_display()) for assignment in person.assignments.all()})
    words += _memberships(person)
    if any(role.state == Juror.State.ACTIVE for role in person.juror_roles.all()):
        words.append(_("jury member"))
    if person.is_editor:
        words.append(_("editor of the public site"))
    return words or [_("citizen")]


def _memberships(person: Any) -> list[str]:
    words = []
    for membership in person.memberships.all():
        if membership.state not in Membership.ACTING:
            continue
        organisation = membership.organisation
        text = _("official of %(name)s") if organisation.is_public_body else _("member of %(name)s")
        words.append(text % {"name": organisation.name})
    return sorted(words)


def example_people() -> list[Person]:
    """The example people, with their roles, in the order in which a newcomer meets them."""
    people = with_roles(User.objects.filter(is_fictional=True, is_active=True)).order_by(
        "-is_office", "-is_editor", "pk"
    )
    return [_example(person) for person in people]


def _example(person: User) -> Person:
    words = roles(person)
    return Person(person.pk, f"{words[0]} – {person}", person.email, tuple(words))


def switcher_people() -> list[Person]:
    """The example people for the bar on each page, read once in a while."""
    key = f"desk.switcher.{get_language()}"
    return cast("list[Person]", caches["pages"].get_or_set(key, example_people, SWITCHER_SECONDS))
