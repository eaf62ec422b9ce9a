"""Messages of pilots."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation

from proeftuin.mail import outbox
from proeftuin.mail.models import Message
from proeftuin.pilots.models import TeamMember


def welcome(member: TeamMember, *, now: datetime) -> Message:
    """Tell somebody that they are in the team of a pilot, and where to find its page."""
    user, pilot = member.user, member.pilot
    with translation.override(user.language):
        address = outbox.absolute(reverse("pilots:team", args=[pilot.pk]))
        role = member.get_role_display()
    return outbox.post(
        to=user.email,
        template="pilots/emails/welcome",
        key=f"pilot-welcome:{member.pk}",
        now=now,
        context={"user": user, "pilot": pilot, "role": role, "address": address},
        language=user.language,
        is_fictional=pilot.is_fictional,
    )
