"""Deeds with subscriptions and campaigns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from proeftuin.accounts.models import Contact
from proeftuin.core.errors import Refused
from proeftuin.newsletter import audiences, emails, rules
from proeftuin.newsletter.models import (
    Campaign,
    Choices,
    Consent,
    Delivery,
    Purpose,
    SignUp,
    Subscription,
    Topic,
)
from proeftuin.places.models import Municipality
from proeftuin.record import actions as record


class LinkExpired(Refused):
    """A confirmation link that no longer counts."""


class SentAlready(Refused):
    """A change of a campaign that is on its way."""


class NobodyThere(Refused):
    """A campaign without receivers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What somebody chose on the form."""

    wants_newsletter: bool
    wants_invitations: bool
    role: str
    name: str = ""
    municipality: Municipality | None = None
    place: str = ""
    language: str = "nl"
    topics: Iterable[Topic] = ()

    def put_on(self, row: Choices) -> None:
        """Copy the choices, apart from the topics."""
        for name in (
            "wants_newsletter", "wants_invitations", "role", "name", "municipality", "place", "language",
        ):  # fmt: skip
            setattr(row, name, getattr(self, name))

    @classmethod
    def of(cls, row: Choices) -> "Wishes":
        """The choices of a row."""
        return cls(
            wants_newsletter=row.wants_newsletter,
            wants_invitations=row.wants_invitations,
            role=row.role,
            name=row.name,
            municipality=row.municipality,
            place=row.place,
            language=row.language,
            topics=list(row.topics.all()),
        )

    def purposes(self) -> dict[str, bool]:
        """Each purpose and whether it is wanted."""
        return {Purpose.NEWSLETTER: self.wants_newsletter, Purpose.INVITATIONS: self.wants_invitations}


@dataclass(frozen=True, slots=True)
class Shown:
    """What was on the screen when somebody agreed or took that back: the proof."""

    page: str
    version: str
    texts: Mapping[str, str]

    @classmethod
    def now_on(cls, page: str) -> "Shown":
        """Today's words, in the language of the page."""
        texts = {purpose: rules.consent_text(purpose) for purpose in Purpose.values}
        return cls(page[:200], rules.TEXT_VERSION, texts)


@transaction.atomic
def sign_up(*, email: str, wishes: Wishes, token: UUID, page: str, now: datetime) -> SignUp:
    """Keep what was asked and mail a link; nothing counts before that link is confirmed."""
    contact = Contact.of(email)
    Contact.objects.select_for_update(no_key=True).get(pk=contact.pk)  # counts of one address are exact
    subscription, _new = Subscription.objects.get_or_create(
        contact=contact,
        defaults={"created_at": now, "language": wishes.language, "is_fictional": settings.MAIL_KEPT},
    )
    before = SignUp.objects.filter(token=token).first()
    if before is not None:
        return before
    shown = Shown.now_on(page)
    asked = SignUp(
        subscription=subscription,
        token=token,
        page=shown.page,
        text_version=shown.version,
        texts=shown.texts,
        asked_at=now,
    )
    wishes.put_on(asked)
    recent = subscription.sign_ups.filter(is_mailed=True, asked_at__gt=now - timedelta(hours=1)).count()
    asked.is_mailed = recent < rules.MAILS_AN_HOUR
    asked.save()
    asked.topics.set(wishes.topics)
    if asked.is_mailed:
        emails.confirmation(asked, now=now)
    return asked


@transaction.atomic
def confirm(*, sign_up: SignUp, now: datetime) -> Subscription:
    """The owner of the address says yes: the wishes count from now on, with proof."""
    subscription = Subscription.objects.select_for_update(no_key=True).get(pk=sign_up.subscription_id)
    sign_up.subscription = subscription
    if sign_up.confirmed_at is not None:
        return subscription
    if rules.is_expired(sign_up, now):
        raise LinkExpired(_("This link is no longer valid. Fill in the form again; you get a new link."))
    if not SignUp.objects.filter(pk=sign_up.pk, confirmed_at=None).update(confirmed_at=now):
        return subscription
    sign_up.confirmed_at = now
    shown = Shown(sign_up.page, sign_up.text_version, sign_up.texts)
    _apply(subscription, Wishes.of(sign_up), shown=shown, now=now, is_new=True)
    Contact.objects.filter(pk=subscription.contact_id, verified_at=None).update(verified_at=now)
    emails.welcome(sign_up, now=now)
    return subscription


@transaction.atomic
def change_preferences(
    *, subscription: Subscription, wishes: Wishes, page: str, now: datetime
) -> Subscription:
    """Other wishes, by the personal link; with nothing ticked the address is unsubscribed."""
    if not any(wishes.purposes().values()):
        return unsubscribe(subscription=subscription, page=page, now=now)
    subscription = Subscription.objects.select_for_update(no_key=True).get(pk=subscription.pk)
    _apply(subscription, wishes, shown=Shown.now_on(page), now=now, is_new=False)
    return subscription


def _apply(subscription: Subscription, wishes: Wishes, *, shown: Shown, now: datetime, is_new: bool) -> None:
    """Write the wishes on a locked subscription, with a line of proof for each purpose that changes."""
    was = Wishes.of(subscription).purposes()
    for purpose, wanted in wishes.purposes().items():
        if wanted != was[purpose] or (is_new and wanted):
            _prove(subscription, purpose, given=wanted, wishes=wishes, shown=shown, now=now)
    wishes.put_on(subscription)
    subscription.confirmed_at = subscription.confirmed_at or now
    subscription.save()
    subscription.topics.set(wishes.topics)
    if subscription.state != Subscription.State.CONFIRMED:
        _move(subscription, Subscription.State.CONFIRMED, now)


def _prove(
    subscription: Subscription,
    purpose: str,
    *,
    given: bool,
    wishes: Wishes,
    shown: Shown,
    now: datetime,
) -> None:
    Consent.objects.create(
        subscription=subscription,
        at=now,
        purpose=purpose,
        is_given=given,
        text_version=shown.version,
        text=shown.texts.get(purpose, ""),
        page=shown.page,
        ticked=wishes.purposes(),
    )


def _move(subscription: Subscription, to: str, now: datetime) -> None:
    record.move(subscription, to=to, by="subscriber", allowed=Subscription.MOVES, now=now)


@transaction.atomic
def unsubscribe(*, subscription: Subscription, page: str, now: datetime) -> Subscription:
    """Never again a mail, until there is a new consent; doing it twice is doing it once."""
    subscription = Subscription.objects.select_for_update(no_key=True).get(pk=subscription.pk)
    if subscription.state != Subscription.State.CONFIRMED:
        return subscription
    wishes = Wishes.of(subscription)
    nothing = Wishes(
        wants_newsletter=False,
        wants_invitations=False,
        role=wishes.role,
        language=wishes.language,
    )
    for purpose, wanted in wishes.purposes().items():
        if wanted:
            shown = Shown(page[:200], rules.TEXT_VERSION, {})
            _prove(subscription, purpose, given=False, wishes=nothing, shown=shown, now=now)
    Subscription.objects.filter(pk=subscription.pk).update(
        wants_newsletter=False, wants_invitations=False, unsubscribed_at=now
    )
    subscription.wants_newsletter = subscription.wants_invitations = False
    subscription.unsubscribed_at = now
    _move(subscription, Subscription.State.UNSUBSCRIBED, now)
    return subscription


@transaction.atomic
def forget_unconfirmed(*, now: datetime) -> int:
    """Addresses that never confirmed are forgotten after a month."""
    old = SignUp.objects.filter(confirmed_at=None, asked_at__lt=now - rules.FORGET_AFTER)
    number = old.count()
    old.delete()
    for subscription in Subscription.objects.filter(
        state=Subscription.State.PENDING, sign_ups=None, created_at__lt=now - rules.FORGET_AFTER
    ).select_related("contact"):
        contact = subscription.contact
        subscription.delete()
        _forget_contact(contact)
    return number


def _forget_contact(contact: Contact) -> None:
    try:
        with transaction.atomic():
            contact.delete()
    except ProtectedError:
        return  # it also belongs to an account or a registration


@transaction.atomic
def send(*, campaign: Campaign, by: Any, now: datetime) -> Campaign:
    """Fix who receives it and let the worker fill the outbox; sending twice is sending once."""
    record.move(campaign, to=Campaign.State.SENDING, by=by, allowed=Campaign.MOVES, now=now)
    campaign.refresh_from_db()  # a colleague may have saved another audience just before
    receivers = audiences.select(
        campaign.audience, purpose=campaign.purpose, is_fictional=campaign.is_fictional
    )
    Delivery.objects.bulk_create(
        (Delivery(campaign=campaign, contact_id=pk) for pk in receivers.values_list("pk", flat=True)),
        batch_size=1000,
        ignore_conflicts=True,
    )
    if not campaign.deliveries.exists():
        raise NobodyThere(_("Nobody would receive this message. Choose a wider audience."))
    return campaign


@transaction.atomic
def queue_some(*, campaign: Campaign, now: datetime, most: int = 100) -> int:
    """Put the next receivers in the outbox; who unsubscribed in the meantime is skipped."""
    rows = list(
        campaign.deliveries.filter(state=Delivery.State.DUE)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("contact__subscription")[:most]
    )
    agreed = audiences.agreed(campaign.purpose, is_fictional=campaign.is_fictional)
    willing = set(
        Contact.objects.filter(agreed, pk__in=[row.contact_id for row in rows]).values_list("pk", flat=True)
    )
    for row in rows:
        row.handled_at, row.state = now, Delivery.State.SKIPPED
        if row.contact_id in willing:
            row.message_key = emails.campaign(campaign, row.contact, now=now).key
            row.state = Delivery.State.QUEUED
    Delivery.objects.bulk_update(rows, ["state", "message_key", "handled_at"])
    return len(rows)


@transaction.atomic
def finish(*, campaign: Campaign, now: datetime) -> bool:
    """Close a campaign of which nobody waits any more."""
    if campaign.state != Campaign.State.SENDING or campaign.deliveries.filter(state="due").exists():
        return False
    try:
        record.move(campaign, to=Campaign.State.SENT, by=None, allowed=Campaign.MOVES, now=now)
    except record.MoveRefused:
        return False
    Campaign.objects.filter(pk=campaign.pk).update(sent_at=now)
    return True


@transaction.atomic
def write(*, campaign: Campaign, audience: dict[str, list[Any]], by: Any) -> Campaign:
    """Keep a draft; what is on its way stays as it is."""
    if not campaign._state.adding:
        was = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
        if not rules.is_draft(was):
            raise SentAlready(_("This message was already sent; it cannot be changed any more."))
    campaign.audience = audience
    campaign.save()
    record.note(by=by, verb="campaign.written", on=campaign, detail={"audience": audience})
    return campaign
