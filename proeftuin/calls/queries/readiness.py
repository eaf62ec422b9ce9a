"""What a call still needs before it can be published."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from proeftuin.calls.models import Call


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the check list of a call."""

    text: str
    is_done: bool
    url: str
    is_needed: bool = True


def _texts(call: Call, url: str) -> list[Check]:
    return [
        Check(_("There is a summary"), bool(call.summary), url),
        Check(_("The reasons to apply are written"), bool(call.reasons), url),
        Check(_("The conditions are written"), bool(call.conditions), url),
        Check(_("The support is written"), bool(call.support), url),
        Check(_("There is a contact"), bool(call.contact), url),
    ]


def _dates(call: Call, url: str, now: datetime) -> list[Check]:
    is_ahead = call.closes_at is not None and call.closes_at > now
    return [
        Check(_("The opening is set"), call.opens_at is not None, url),
        Check(_("The deadline is set and still to come"), is_ahead, url),
        Check(_("Questions have a deadline"), call.question_deadline is not None, url, is_needed=False),
        Check(
            _("There is an information session"),
            call.information_session_id is not None,
            url,
            is_needed=False,
        ),
    ]


def checks(call: Call, now: datetime) -> list[Check]:
    """The check list: what is needed first, then what is wise."""
    text = reverse("calls:write", args=[call.pk])
    form = reverse("calls:questions", args=[call.pk])
    criteria = reverse("calls:criteria", args=[call.pk])
    has_english = bool(call.title_en and call.summary_en and call.conditions_en)
    lines = [
        *_texts(call, text),
        *_dates(call, text, now),
        Check(_("There is at least one criterion"), call.criteria.exists(), criteria),
        Check(_("The form has at least one question"), call.questions.exists(), form),
        Check(
            _("The form asks for a site"), call.questions.filter(kind="site").exists(), form, is_needed=False
        ),
        Check(_("Title, summary and conditions are there in English"), has_english, text, is_needed=False),
    ]
    return sorted(lines, key=lambda check: not check.is_needed)


def is_ready(call: Call, now: datetime) -> bool:
    """Whether nothing that is needed is missing."""
    return all(check.is_done for check in checks(call, now) if check.is_needed)
