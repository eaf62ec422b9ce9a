"""A question of a visitor: kept once, told to the office, confirmed to who asked."""

import hashlib
import uuid
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from proeftuin.accounts.models import Contact
from proeftuin.core.errors import Refused
from proeftuin.mail import outbox
from proeftuin.pathways.models import Enquiry, Pathway
from proeftuin.record.actions import note

MOST_IN_AN_HOUR = 5


class TooManyQuestions(Refused):
    """Somebody sends more questions than a person would."""


def ask(
    *,
    token: uuid.UUID,
    email: str,
    name: str,
    subject: str,
    text: str,
    pathway: Pathway | None,
    language: str,
    sender: str,
    now: datetime,
) -> Enquiry:
    """Keep a question and tell both sides; the same token gives the same question again."""
    known = Enquiry.objects.filter(token=token).first()
    if known:
        return known
    _count(sender, now)
    with transaction.atomic():
        enquiry, is_new = Enquiry.objects.get_or_create(
            token=token,
            defaults={
                "contact": Contact.of(email),
                "name": name,
                "subject": outbox.one_line(subject),
                "text": text,
                "pathway": pathway,
                "language": language,
                "asked_at": now,
            },
        )
        if is_new:
            note(by="visitor", verb="enquiry.asked", on=enquiry, at=now)
            _tell(enquiry, now)
    return enquiry


def _count(sender: str, now: datetime) -> None:
    """At most a handful an hour from one address; the address itself is not kept."""
    who = hashlib.sha256(f"{settings.SECRET_KEY}{sender}{now:%Y%m%d%H}".encode()).hexdigest()[:32]
    key = f"enquiry:{who}"
    cache.add(key, 0, 3600)
    if cache.incr(key) > MOST_IN_AN_HOUR:
        raise TooManyQuestions(
            _("You sent several questions this hour. Please wait a while, or write to %(email)s.")
            % {"email": settings.OPERATOR["email"]}
        )


def _tell(enquiry: Enquiry, now: datetime) -> None:
    is_fictional = bool(enquiry.pathway and enquiry.pathway.is_fictional)
    context = {"enquiry": enquiry}
    outbox.post(
        to=settings.OPERATOR["email"],
        template="website/emails/enquiry_office",
        key=f"enquiry:{enquiry.token}:office",
        now=now,
        context=context,
        headers={"Reply-To": enquiry.contact.email},
        is_fictional=is_fictional,
    )
    outbox.post(
        to=enquiry.contact.email,
        template="website/emails/enquiry_received",
        key=f"enquiry:{enquiry.token}:asker",
        now=now,
        context=context,
        language=enquiry.language,
        is_fictional=is_fictional,
    )
