"""Who runs a call, and what may still be changed about it."""

from datetime import datetime
from typing import Any

from proeftuin.accounts.models import Organisation
from proeftuin.calls.models import Call
from proeftuin.calls.rules.jury import is_coordinator, is_office


def may_manage(user: Any, call: Call) -> bool:
    """The programme office or the host runs the call; the coordination team writes along."""
    return bool(user.is_authenticated) and (is_office(user, call) or is_coordinator(user, call))


def may_see_applications(call: Call, now: datetime) -> bool:
    """What was handed in is opened after the deadline, for all at once."""
    return call.is_closed(now)


def is_form_fixed(call: Call) -> bool:
    """Questions and criteria stand still once the call is published."""
    return call.state != Call.State.DRAFT


def fits(call: Call, organisation: Organisation) -> bool:
    """Whether an organisation of this kind may apply."""
    if call.level == Call.Level.MUNICIPALITIES:
        return organisation.is_public_body
    return organisation.kind in Organisation.INITIATOR_KINDS


def takes_drafts(call: Call, now: datetime) -> bool:
    """Whether an application can be begun: from publication until the deadline."""
    return call.state == Call.State.PUBLISHED and not call.is_closed(now) and not call.pathway.is_archive
