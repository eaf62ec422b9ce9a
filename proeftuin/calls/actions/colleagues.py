"""Invite colleagues to write along in an application."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from proeftuin.accounts.models import Contact, Membership, User
from proeftuin.calls.emails import application as emails
from proeftuin.calls.models import Application, CoApplicant
from proeftuin.core.errors import Refused
from proeftuin.record.actions import move, note
from proeftuin.record.models import Entry

MOST_INVITED = 10
MOST_IN_A_DAY = {"all": 20, "one": 3}  # mails about one application, and to one address


class CannotInvite(Refused):
    """A colleague who cannot be invited, or who cannot accept."""


@transaction.atomic
def invite(*, application: Application, email: str, by: User, now: datetime, language: str) -> CoApplicant:
    """Ask a colleague by mail to write along; the same address is asked once."""
    Application.objects.select_for_update(no_key=True).get(pk=application.pk)
    contact = Contact.of(email)
    known = application.co_applicants.filter(contact=contact).first()
    if known is not None:
        return known
    if contact == application.created_by.contact:
        raise CannotInvite(_("This colleague already writes in the application."))
    if application.co_applicants.count() >= MOST_INVITED:
        raise CannotInvite(_("You can invite at most %(n)s colleagues.") % {"n": MOST_INVITED})
    _refuse_many(application, contact, now)
    invited = CoApplicant.objects.create(
        application=application, contact=contact, invited_by=by, invited_at=now
    )
    emails.invitation(invited, now=now, language=language)
    note(by=by, verb="application.invited", on=application, at=now, detail={"contact": contact.pk})
    return invited


def _refuse_many(application: Application, contact: Contact, now: datetime) -> None:
    """Taking an invitation back and sending it again must not fill somebody's mailbox."""
    lately = Entry.objects.filter(
        verb="application.invited",
        kind=Application._meta.label_lower,
        thing_id=str(application.pk),
        at__gt=now - timedelta(days=1),
    )
    to_this_one = lately.filter(detail__contact=contact.pk)
    if lately.count() >= MOST_IN_A_DAY["all"] or to_this_one.count() >= MOST_IN_A_DAY["one"]:
        raise CannotInvite(_("Many invitations went out today. Invite this colleague tomorrow."))


@transaction.atomic
def accept(*, invited: CoApplicant, by: User, now: datetime) -> Application:
    """Write along from now on; who does not act for the organisation yet asks the office to confirm it."""
    membership, is_new = Membership.objects.get_or_create(
        organisation=invited.application.organisation, user=by, defaults={"requested_at": now}
    )
    if membership.state == Membership.State.ENDED:
        move(membership, to=Membership.State.REQUESTED, by=by, allowed=Membership.MOVES, now=now)
    elif membership.state == Membership.State.REFUSED:
        raise CannotInvite(
            _("The programme office found that you do not act for this organisation. Contact the office.")
        )
    if is_new:
        note(by=by, verb="membership.requested", on=membership, at=now)
    changed = CoApplicant.objects.filter(pk=invited.pk, user=None).update(user=by, accepted_at=now)
    if changed:
        note(by=by, verb="application.joined", on=invited.application, at=now)
    return invited.application


@transaction.atomic
def uninvite(*, invited: CoApplicant, by: User, now: datetime) -> None:
    """Take an invitation back, or end that a colleague writes along."""
    detail = {"contact": invited.contact_id}
    note(by=by, verb="application.uninvited", on=invited.application, at=now, detail=detail)
    invited.delete()
