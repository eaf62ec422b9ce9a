"""Messages of pathways: one function each."""

from datetime import datetime

from proeftuin.mail import outbox
from proeftuin.pathways.models import Enquiry


def answered(enquiry: Enquiry, *, now: datetime) -> None:
    """The answer of the programme office, with the question below it."""
    outbox.post(
        to=enquiry.contact.email,
        template="pathways/emails/answer",
        key=f"pathways.answer:{enquiry.pk}",
        now=now,
        context={"enquiry": enquiry},
        language=enquiry.language,
        is_fictional=bool(enquiry.pathway and enquiry.pathway.is_fictional),
    )
