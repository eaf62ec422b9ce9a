"""Deeds with people and organisations."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from proeftuin.accounts import emails, rules
from proeftuin.accounts.models import Contact, Membership, Organisation
from proeftuin.core.errors import Refused
from proeftuin.places import reference
from proeftuin.places.models import Municipality
from proeftuin.record.actions import move, note


class AlreadyMember(Refused):
    """Asking for what one has already."""


class NotAllowed(Refused):
    """A decision by somebody who may not take it."""


class KnownOrganisation(Refused):
    """An organisation that we have already."""


@transaction.atomic
def ask_to_act_for(organisation: Organisation, *, by: Any, function: str, now: datetime) -> Membership:
    """Ask to act for an organisation; asking again after leaving or a refusal starts anew."""
    membership, is_new = Membership.objects.select_for_update().get_or_create(
        organisation=organisation, user=by, defaults={"function": function, "requested_at": now}
    )
    if is_new:
        note(by=by, verb="membership.requested", on=membership, at=now)
        return membership
    if membership.state in Membership.ACTING:
        raise AlreadyMember(_("You act for this organisation already, or your request still waits."))
    move(membership, to=Membership.State.REQUESTED, by=by, allowed=Membership.MOVES, now=now)
    membership.function, membership.requested_at, membership.reason = function, now, ""
    membership.save(update_fields=["function", "requested_at", "reason"])
    return membership


@transaction.atomic
def add_organisation(
    *,
    by: Any,
    now: datetime,
    name: str,
    kind: str,
    function: str,
    kbo_number: str = "",
    municipality: Municipality | None = None,
) -> Membership:
    """Add an organisation that we did not know, and ask to act for it."""
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(
                name=name.strip(),
                kind=kind,
                kbo_number=kbo_number,
                municipality=municipality,
                is_fictional=by.is_fictional,
            )
    except IntegrityError as error:
        raise KnownOrganisation(_("We know this organisation already. Search for its name.")) from error
    note(by=by, verb="organisation.added", on=organisation, at=now)
    return ask_to_act_for(organisation, by=by, function=function, now=now)


@transaction.atomic
def approve(membership: Membership, *, by: Any, now: datetime) -> Membership:
    """Confirm that a person acts for an organisation, and tell that person."""
    return _decide(membership, to=Membership.State.APPROVED, by=by, now=now, reason="")


@transaction.atomic
def refuse(membership: Membership, *, by: Any, now: datetime, reason: str) -> Membership:
    """Refuse a request, with the reason that the person will read."""
    return _decide(membership, to=Membership.State.REFUSED, by=by, now=now, reason=reason)


def _decide(membership: Membership, *, to: str, by: Any, now: datetime, reason: str) -> Membership:
    if not rules.may_approve(by, membership):
        raise NotAllowed(_("You cannot decide on your own request. Ask a colleague."))
    move(membership, to=to, by=by, allowed=Membership.MOVES, now=now, why=reason)
    membership.decided_at, membership.decided_by, membership.reason = now, by, reason
    membership.save(update_fields=["decided_at", "decided_by", "reason"])
    emails.decided(membership, now=now)
    return membership


@transaction.atomic
def leave(membership: Membership, *, by: Any, now: datetime) -> Membership:
    """Stop acting for an organisation."""
    return move(membership, to=Membership.State.ENDED, by=by, allowed=Membership.MOVES, now=now)  # type: ignore[no-any-return]


def confirm_address(address: str, *, now: datetime) -> Contact:
    """An address whose owner typed our code is verified, once."""
    contact = Contact.of(address)
    Contact.objects.filter(pk=contact.pk, verified_at=None).update(verified_at=now)
    return contact


@dataclass(slots=True)
class Loaded:
    """How many organisations were added, and how many were changed."""

    added: int = 0
    changed: int = 0


@transaction.atomic
def load_organisations() -> Loaded:
    """The municipalities, provinces and intermunicipal bodies as organisations; safe to run again."""
    loaded = Loaded()
    _load_municipalities(loaded)
    _load_provinces(loaded)
    _load_intermunicipal_bodies(loaded)
    return loaded


def _load_municipalities(loaded: Loaded) -> None:
    known = {
        organisation.municipality_id: organisation
        for organisation in Organisation.objects.filter(kind=Organisation.Kind.MUNICIPALITY)
    }
    for municipality in Municipality.objects.current().real():
        values = {"name": municipality.name, "kbo_number": municipality.kbo}
        _keep(
            known.get(municipality.pk)
            or Organisation(kind=Organisation.Kind.MUNICIPALITY, municipality=municipality),
            values,
            loaded,
        )


def _load_provinces(loaded: Loaded) -> None:
    kind = Organisation.Kind.PROVINCE
    known = {one.name: one for one in Organisation.objects.filter(kind=kind, is_fictional=False)}
    for row in reference.provinces():
        name = f"Provincie {row.name}"
        _keep(known.get(name) or Organisation(kind=kind), {"name": name}, loaded)


def _load_intermunicipal_bodies(loaded: Loaded) -> None:
    kind = Organisation.Kind.INTERMUNICIPAL_BODY
    known = {one.name: one for one in Organisation.objects.filter(kind=kind, is_fictional=False)}
    numbers = {one.kbo_number: one for one in known.values() if one.kbo_number}
    seats = {one.nis: one for one in Municipality.objects.real()}
    for row in reference.intermunicipal_bodies():
        organisation = numbers.get(row.kbo) or known.get(row.name) or Organisation(kind=kind)
        seat: Any = seats.get(row.seat)
        _keep(organisation, {"name": row.name, "kbo_number": row.kbo, "municipality": seat}, loaded)


def _keep(organisation: Organisation, values: dict[str, Any], loaded: Loaded) -> None:
    """Write only what is new or different."""
    if organisation.pk and all(getattr(organisation, name) == value for name, value in values.items()):
        return
    loaded.added += organisation.pk is None
    loaded.changed += organisation.pk is not None
    for name, value in values.items():
        setattr(organisation, name, value)
    organisation.save()
