"""Deeds with pathways and with the questions of visitors."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from proeftuin.accounts.models import User
from proeftuin.core.errors import Refused
from proeftuin.pathways import emails, rules
from proeftuin.pathways.models import Assignment, Enquiry, Partner, Pathway, Phase
from proeftuin.record.actions import move, note


class NotAllowed(Refused):
    """A deed by somebody who may not do it."""

    def __init__(self) -> None:
        super().__init__(_("Only the programme office can do this."))


class SlugTaken(Refused):
    """An address that another pathway has."""


class UnknownPerson(Refused):
    """An address without an account."""


def _only_office(by: Any) -> None:
    if not rules.may_manage(by):
        raise NotAllowed


@transaction.atomic
def save_pathway(pathway: Pathway, *, by: Any, now: datetime) -> Pathway:
    """Keep a new pathway, or the changed words and dates of one."""
    _only_office(by)
    rules.refuse_when_ended(pathway)
    verb = "pathway.changed" if pathway.pk else "pathway.added"
    if pathway.pk:
        was = Pathway.objects.select_for_update(no_key=True).get(pk=pathway.pk)
        rules.refuse_when_ended(was)
        pathway.state = was.state
    try:
        with transaction.atomic():
            pathway.save()
    except IntegrityError as error:
        raise SlugTaken(_("Another pathway has this address. Choose another one.")) from error
    note(by=by, verb=verb, on=pathway, at=now)
    return pathway


@transaction.atomic
def move_pathway(pathway: Pathway, *, to: str, by: Any, now: datetime) -> Pathway:
    """Start a pathway, or end it: from then on it can only be read."""
    _only_office(by)
    move(pathway, to=to, by=by, allowed=Pathway.MOVES, now=now)
    pathway.save(update_fields=["state"])  # tells the cache of public pages
    return pathway


@transaction.atomic
def save_part(part: Phase | Partner, *, by: Any, now: datetime) -> Phase | Partner:
    """Keep a phase or a partner of a pathway."""
    _only_office(by)
    rules.refuse_when_ended(part.pathway)
    part.save()
    note(by=by, verb=f"{part._meta.model_name}.saved", on=part, at=now, detail={"pathway": part.pathway_id})
    return part


@transaction.atomic
def remove_part(part: models.Model, *, pathway: Pathway, by: Any, now: datetime) -> None:
    """Take a phase, a partner or an assignment out of a pathway."""
    _only_office(by)
    rules.refuse_when_ended(pathway)
    detail: Mapping[str, Any] = {"pathway": pathway.pk, "what": str(part)}
    note(by=by, verb=f"{part._meta.model_name}.removed", on=part, at=now, detail=detail)
    part.delete()


@transaction.atomic
def assign(pathway: Pathway, *, address: str, role: str, by: Any, now: datetime) -> Assignment:
    """Give a person with an account a role in a pathway; giving it twice is once."""
    _only_office(by)
    rules.refuse_when_ended(pathway)
    person = User.objects.filter(email=address.strip().lower(), is_active=True).first()
    if person is None:
        raise UnknownPerson(
            _("Nobody has an account with this address yet. Ask the person to make one first.")
        )
    assignment, is_new = Assignment.objects.get_or_create(pathway=pathway, user=person, role=role)
    if is_new:
        note(by=by, verb="assignment.added", on=assignment, at=now, detail={"role": role, "user": person.pk})
    return assignment


@transaction.atomic
def answer(enquiry: Enquiry, *, text: str, by: Any, now: datetime) -> Enquiry:
    """Answer a question of a visitor by mail, once."""
    _only_office(by)
    move(enquiry, to=Enquiry.State.ANSWERED, by=by, allowed=Enquiry.MOVES, now=now)
    enquiry.answer, enquiry.answered_at, enquiry.answered_by = text, now, by
    enquiry.save(update_fields=["answer", "answered_at", "answered_by"])
    emails.answered(enquiry, now=now)
    return enquiry


@transaction.atomic
def close(enquiry: Enquiry, *, by: Any, now: datetime) -> Enquiry:
    """Put a question aside without an answer."""
    _only_office(by)
    return move(enquiry, to=Enquiry.State.CLOSED, by=by, allowed=Enquiry.MOVES, now=now)  # type: ignore[no-any-return]


@transaction.atomic
def reopen(enquiry: Enquiry, *, by: Any, now: datetime) -> Enquiry:
    """Take a question up again that was put aside."""
    _only_office(by)
    return move(enquiry, to=Enquiry.State.OPEN, by=by, allowed=Enquiry.MOVES, now=now)  # type: ignore[no-any-return]
