"""Whom a message goes to: segments of subscribers, and audiences that upper floors register by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from proeftuin.accounts.models import Contact
from proeftuin.newsletter.models import Purpose, Role, Subscription, Topic
from proeftuin.places.models import Municipality, Province

Filters = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Audience:
    """A named group of contacts; with options it is one group for each, such as one for each moment."""

    name: str
    title: str | Promise
    contacts: Callable[[str], QuerySet[Contact]]
    options: Callable[[], Sequence[tuple[str, str]]] | None = None


_registered: dict[str, Audience] = {}


def register(
    name: str,
    title: str | Promise,
    contacts: Callable[[str], QuerySet[Contact]],
    options: Callable[[], Sequence[tuple[str, str]]] | None = None,
) -> None:
    """Let messages go to this group: `contacts(option)` gives its people, `options()` what one may choose."""
    _registered[name] = Audience(name, title, contacts, options)


def choices() -> list[tuple[str, str]]:
    """All named audiences that can be chosen now, as "name" or "name=option"."""
    found = []
    for audience in _registered.values():
        if audience.options is None:
            found.append((audience.name, str(audience.title)))
        else:
            found += [
                (f"{audience.name}={value}", f"{audience.title}: {label}")
                for value, label in audience.options()
            ]
    return found


def _named(choice: str) -> QuerySet[Contact]:
    name, _sep, option = choice.partition("=")
    audience = _registered.get(name)
    return Contact.objects.none() if audience is None else audience.contacts(option)


def _segments(filters: Filters) -> Q:
    """Within one kind of filter any will do; every kind that is used must match."""
    fields = {
        "roles": "subscription__role__in",
        "municipalities": "subscription__municipality__in",
        "provinces": "subscription__municipality__province__in",
    }
    wanted = Q()
    for name, lookup in fields.items():
        if filters.get(name):
            wanted &= Q(**{lookup: list(filters[name])})
    if filters.get("topics"):
        following = Subscription.objects.filter(topics__slug__in=list(filters["topics"]))
        wanted &= Q(subscription__in=following.values("pk"))
    if filters.get("named"):
        anyone = Q(pk__in=[])
        for choice in filters["named"]:
            anyone |= Q(pk__in=_named(choice).values("pk"))
        wanted &= anyone
    return wanted


def agreed(purpose: str, *, is_fictional: bool) -> Q:
    """Who confirmed and still wants this; examples are never mixed with real people."""
    wish = "wants_newsletter" if purpose == Purpose.NEWSLETTER else "wants_invitations"
    return Q(
        subscription__state=Subscription.State.CONFIRMED,
        subscription__is_fictional=is_fictional,
        **{f"subscription__{wish}": True},
    )


def select(filters: Filters, *, purpose: str, is_fictional: bool = False) -> QuerySet[Contact]:
    """The contacts that a message may and should go to."""
    return (
        Contact.objects.filter(agreed(purpose, is_fictional=is_fictional))
        .filter(_segments(filters))
        .order_by("pk")
    )


def describe(filters: Filters) -> list[tuple[str, str]]:
    """The choice in words, for the screen and the record."""
    named = dict(choices())
    topics = dict(Topic.objects.values_list("slug", "title"))
    places = dict(
        Municipality.objects.filter(pk__in=list(filters.get("municipalities", []))).values_list("pk", "name")
    )
    parts: list[tuple[str, str, Mapping[Any, Any]]] = [
        ("roles", _("Role"), dict(Role.choices)),
        ("municipalities", _("Municipality"), places),
        ("provinces", _("Province"), dict(Province.choices)),
        ("topics", _("Topic"), topics),
        ("named", _("Group"), named),
    ]
    return [
        (title, ", ".join(str(words.get(value, value)) for value in filters[name]))
        for name, title, words in parts
        if filters.get(name)
    ]
