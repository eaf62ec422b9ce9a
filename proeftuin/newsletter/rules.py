"""Who may write to subscribers, and the words with which people agree."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from proeftuin.newsletter.models import Campaign, Purpose, SignUp, Subscription

CONFIRM_WITHIN = timedelta(days=7)
FORGET_AFTER = timedelta(days=30)
MAILS_AN_HOUR = 2
TEXT_VERSION = "2026-1"  # a new one with every change of the words below

_writers: list[Callable[[Any], bool]] = []


def let_write(test: Callable[[Any], bool]) -> None:
    """An upper floor says who else may write to subscribers, such as the coordination team of a pathway."""
    _writers.append(test)


def may_write(user: Any) -> bool:
    """Who may write and send messages to subscribers."""
    if not user.is_authenticated:
        return False
    return bool(user.is_office) or any(test(user) for test in _writers)


def may_read_subscriptions(user: Any) -> bool:
    """Who may see the addresses."""
    return bool(user.is_authenticated and user.is_office)


def consent_text(purpose: str) -> str:
    """The words beside the box to tick, in the language of the page; they are kept as proof."""
    if purpose == Purpose.NEWSLETTER:
        return _("I want to receive the newsletter on cooperative housing. I can stop this at any time.")
    return _("I want to receive invitations to meetings on cooperative housing. I can stop this at any time.")


def is_expired(sign_up: SignUp, now: datetime) -> bool:
    """Whether the link is too old, or from before the last time that this address was unsubscribed."""
    unsubscribed_at = sign_up.subscription.unsubscribed_at
    is_overtaken = unsubscribed_at is not None and sign_up.asked_at <= unsubscribed_at
    return is_overtaken or now > sign_up.asked_at + CONFIRM_WITHIN


def has_preferences(subscription: Subscription) -> bool:
    """Whether this address was ever confirmed: only then its personal page exists."""
    return subscription.state != Subscription.State.PENDING


def is_draft(campaign: Campaign) -> bool:
    """Whether it may still be changed and sent."""
    return campaign.state == Campaign.State.DRAFT
