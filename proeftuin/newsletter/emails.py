"""Messages of the newsletter: one function each."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from proeftuin.accounts.models import Contact
from proeftuin.core.templatetags.house import localised
from proeftuin.core.tokens import link_token
from proeftuin.mail import outbox
from proeftuin.mail.models import Message
from proeftuin.newsletter import rules
from proeftuin.newsletter.models import Campaign, SignUp, Subscription


def _link(name: str, purpose: str, key: str, language: str) -> str:
    with translation.override(language):
        return outbox.absolute(reverse(f"newsletter:{name}", args=[link_token(purpose, key)]))


def preferences_link(subscription: Subscription) -> str:
    """The personal page of a subscription."""
    return _link("preferences", "newsletter.subscription", subscription.key, subscription.language)


def unsubscribe_link(subscription: Subscription) -> str:
    """Where one POST unsubscribes."""
    return _link("unsubscribe", "newsletter.subscription", subscription.key, subscription.language)


def one_click(subscription: Subscription) -> dict[str, str]:
    """RFC 8058: mail programs show a button that unsubscribes."""
    return {
        "List-Unsubscribe": f"<{unsubscribe_link(subscription)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def confirmation(sign_up: SignUp, *, now: datetime) -> Message:
    """Ask whether it was really the owner of this address who signed up."""
    return outbox.post(
        to=sign_up.subscription.contact.email,
        template="newsletter/emails/confirmation",
        key=f"newsletter.confirmation:{sign_up.pk}",
        now=now,
        language=sign_up.language,
        is_fictional=sign_up.subscription.is_fictional,
        context={
            "link": _link("confirm", "newsletter.sign-up", sign_up.key, sign_up.language),
            "days": rules.CONFIRM_WITHIN.days,
        },
    )


def welcome(sign_up: SignUp, *, now: datetime) -> Message:
    """Tell that it worked, and give the personal link."""
    subscription = sign_up.subscription
    return outbox.post(
        to=subscription.contact.email,
        template="newsletter/emails/welcome",
        key=f"newsletter.welcome:{sign_up.pk}",
        now=now,
        language=subscription.language,
        headers=one_click(subscription),
        is_fictional=subscription.is_fictional,
        context={
            "subscription": subscription,
            "preferences": preferences_link(subscription),
            "unsubscribe": unsubscribe_link(subscription),
        },
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """A campaign as it will arrive, with links that lead nowhere personal."""

    language: str
    subject: str
    text: str
    body: SafeString


def preview(campaign: Campaign, language: str) -> Preview:
    """The message in one language, in both its parts."""
    subject, text = campaign_text(campaign, language, None)
    words = outbox.compose(
        "newsletter/emails/campaign",
        context=text,
        subject=subject,
        language=language,
        is_fictional=campaign.is_fictional,
        markdown=True,
    )
    body = mark_safe(outbox.from_markdown(words.text))  # noqa: S308 - cleaned where it was made
    return Preview(language, words.subject, words.text, body)


def campaign_text(
    campaign: Campaign, language: str, subscription: Subscription | None
) -> tuple[str, dict[str, str]]:
    """Subject and template words in one language."""
    with translation.override(language):
        subject, body = localised(campaign, "subject")[0], localised(campaign, "body")[0]
        example = outbox.absolute(reverse("newsletter:subscribe"))
    return subject, {
        "body": body,
        "preferences": preferences_link(subscription) if subscription else example,
        "unsubscribe": unsubscribe_link(subscription) if subscription else example,
    }


def campaign(campaign: Campaign, contact: Contact, *, now: datetime) -> Message:
    """One campaign to one receiver."""
    subscription = contact.subscription
    subject, words = campaign_text(campaign, subscription.language, subscription)
    return outbox.post(
        to=contact.email,
        template="newsletter/emails/campaign",
        key=f"newsletter.campaign:{campaign.pk}:{contact.pk}",
        now=now,
        subject=subject,
        context=words,
        language=subscription.language,
        headers=one_click(subscription),
        is_fictional=campaign.is_fictional,
        markdown=True,
    )


def trial(campaign: Campaign, *, to: str, language: str, now: datetime) -> Message:
    """The campaign to its own writer, to see how it arrives."""
    subject, words = campaign_text(campaign, language, None)
    return outbox.post(
        to=to,
        template="newsletter/emails/campaign",
        key=f"newsletter.trial:{campaign.pk}:{to}:{now.isoformat()}",
        now=now,
        subject=subject,
        context=words,
        language=language,
        is_fictional=campaign.is_fictional,
        markdown=True,
    )
