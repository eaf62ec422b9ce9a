"""The admissibility check by the office: per ground, with a reason for what is not met."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from proeftuin.accounts.models import User
from proeftuin.accounts.rules import is_approved_for
from proeftuin.calls.actions.jury import JuryRefused, locked_jury
from proeftuin.calls.models import Admissibility, Application, Finding, Jury
from proeftuin.calls.rules.jury import may_start_check
from proeftuin.record.actions import note


@transaction.atomic
def check_admissibility(
    *, application: Application, findings: Mapping[str, tuple[bool, str]], by: User, now: datetime
) -> Admissibility:
    """Note per ground whether it is met; the application is admissible when all are."""
    jury = locked_jury(application.call)
    if not may_start_check(application.call, now):
        raise JuryRefused(_("The call is still open. Wait until the deadline has passed."))
    if jury.state != Jury.State.CHECKING:
        raise JuryRefused(_("The check is closed. Go back to the check first."))
    _refuse_what_cannot_be(application, findings)
    is_admissible = all(is_met for is_met, _reason in findings.values())
    admissibility, _new = Admissibility.objects.update_or_create(
        application=application,
        defaults={"is_admissible": is_admissible, "checked_by": by, "checked_at": now},
    )
    admissibility.findings.all().delete()
    Finding.objects.bulk_create(
        Finding(admissibility=admissibility, ground=ground, is_met=is_met, reason=reason.strip())
        for ground, (is_met, reason) in findings.items()
    )
    note(
        by=by,
        verb="application.checked",
        on=application,
        at=now,
        detail={
            "admissible": is_admissible,
            "unmet": [g for g, (is_met, _r) in findings.items() if not is_met],
        },
    )
    return admissibility


def _refuse_what_cannot_be(application: Application, findings: Mapping[str, tuple[bool, str]]) -> None:
    """Every ground is answered, an unmet one has a reason, and an approval is not invented."""
    if set(findings) != set(Finding.Ground.values):
        raise JuryRefused(_("Answer for every ground."))
    if any(not is_met and not reason.strip() for is_met, reason in findings.values()):
        raise JuryRefused(_("Give a reason for each ground that is not met."))
    says_approved = findings[Finding.Ground.MEMBERSHIP][0]
    if says_approved and not is_approved_for(submitter(application), application.organisation):
        raise JuryRefused(
            _("The person who handed in is not approved for %(name)s yet. Approve the membership first.")
            % {"name": application.organisation.name}
        )


def submitter(application: Application) -> User:
    """Who handed in the version that counts."""
    newest = application.submissions.select_related("submitted_by").order_by("-serial").first()
    return newest.submitted_by if newest is not None else application.created_by
