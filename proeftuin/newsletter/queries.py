"""Reads of subscriptions and campaigns."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from proeftuin.core.tokens import key_of
from proeftuin.newsletter import rules
from proeftuin.newsletter.models import Campaign, SignUp, Subscription
from proeftuin.places import queries as places
from proeftuin.places.models import Municipality


def municipality_named(text: str) -> Municipality | None:
    """The municipality of today that is meant by its name, or by the name of a place inside it."""
    found = places.find(text)
    return found[0].municipality if len(found) == 1 else None


def municipality_names() -> list[str]:
    """Names to choose from while typing."""
    return list(Municipality.objects.current().values_list("name", flat=True))


def sign_up_of(token: str) -> SignUp | None:
    """The sign-up behind a confirmation link."""
    key = key_of("newsletter.sign-up", token)
    if key is None:
        return None
    return SignUp.objects.filter(key=key).select_related("subscription__contact").first()


def subscription_of(token: str) -> Subscription | None:
    """The subscription behind a personal link, once it was confirmed."""
    key = key_of("newsletter.subscription", token)
    found = None if key is None else Subscription.objects.filter(key=key).select_related("contact").first()
    return found if found and rules.has_preferences(found) else None


def campaigns_for(user: Any) -> QuerySet[Campaign]:
    """Messages with their numbers, for who may write them."""
    if not rules.may_write(user):
        raise Http404
    return (
        Campaign.objects.select_related("created_by")
        .annotate(
            receivers=Count("deliveries"),
            skipped=Count("deliveries", filter=Q(deliveries__state="skipped")),
            waiting=Count("deliveries", filter=Q(deliveries__state="due")),
        )
        .order_by("-created_at", "-pk")
    )


def campaign_for(user: Any, pk: int) -> Campaign:
    """One message, for who may write it."""
    found = campaigns_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def subscriptions_for(user: Any) -> QuerySet[Subscription]:
    """All subscriptions, for the programme office."""
    if not rules.may_read_subscriptions(user):
        raise Http404
    return Subscription.objects.select_related("contact", "municipality").prefetch_related("topics")


def numbers() -> dict[str, int]:
    """How many people follow us."""
    confirmed = Q(state=Subscription.State.CONFIRMED)
    return Subscription.objects.aggregate(
        confirmed=Count("pk", filter=confirmed),
        newsletter=Count("pk", filter=confirmed & Q(wants_newsletter=True)),
        invitations=Count("pk", filter=confirmed & Q(wants_invitations=True)),
        pending=Count("pk", filter=Q(state=Subscription.State.PENDING)),
    )
