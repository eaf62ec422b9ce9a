"""Write, publish and change a call."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from proeftuin.accounts.models import User
from proeftuin.calls.emails import application as emails
from proeftuin.calls.models import Application, Call, CallDocument, Criterion, Question
from proeftuin.calls.queries.readiness import is_ready
from proeftuin.calls.rules.call import is_form_fixed
from proeftuin.core.errors import Refused
from proeftuin.files import actions as files
from proeftuin.record.actions import move, note

DOCUMENT_KIND = "call_document"  # the owner kind under which `files` asks who may read
KEPT_BY_OTHERS = {"id", "state", "state_reason", "published_at", "last_number"}
DOCUMENT_KINDS = ("pdf", "docx", "odt", "xlsx", "ods")


class NotReady(Refused):
    """A call in which something is missing."""


class Fixed(Refused):
    """A part of a call that stands still."""


def _refuse_archive(call: Call) -> None:
    if call.pathway.is_archive:
        raise Fixed(_("This pathway has ended. Its calls can be read and no longer be changed."))


def _refuse_fixed_form(call: Call) -> None:
    _refuse_archive(call)
    if is_form_fixed(call):
        raise Fixed(
            _(
                "The call is published: its questions and criteria stand still, so that all applicants are equal."
            )
        )


@transaction.atomic
def write(*, call: Call, by: User, now: datetime) -> Call:
    """Keep the text and dates of a new or existing call; what applicants count on is not taken back."""
    _refuse_archive(call)
    if call._state.adding:
        call.save()
    else:
        before = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
        if before.state != Call.State.DRAFT:
            _refuse_worse_dates(before, call, now)
        call.save(update_fields=[f.name for f in call._meta.fields if f.name not in KEPT_BY_OTHERS])
    note(by=by, verb="call.written", on=call, at=now)
    return call


def _refuse_worse_dates(before: Call, after: Call, now: datetime) -> None:
    if before.is_closed(now) and after.closes_at != before.closes_at:
        raise Fixed(_("The deadline has passed and cannot be moved any more."))
    if before.closes_at and (after.closes_at is None or after.closes_at < before.closes_at):
        raise Fixed(_("The deadline of a published call can be later, never earlier."))
    if before.opens_at and before.opens_at <= now and after.opens_at != before.opens_at:
        raise Fixed(_("The call is open. Its opening cannot be moved any more."))
    if after.level != before.level or after.pathway_id != before.pathway_id:
        raise Fixed(_("For whom a published call is meant cannot be changed."))


@transaction.atomic
def write_part(*, part: Criterion | Question, by: User, now: datetime) -> Criterion | Question:
    """Keep a criterion or a question of the form; a new one comes last."""
    _refuse_fixed_form(part.call)
    if part._state.adding:
        last = type(part)._default_manager.filter(call=part.call).aggregate(last=Max("order"))["last"]
        part.order = 0 if last is None else last + 1
    part.save()
    note(by=by, verb=f"call.{part._meta.model_name}_written", on=part.call, at=now, detail={"part": part.pk})
    return part


@transaction.atomic
def remove_part(*, part: Criterion | Question, by: User, now: datetime) -> None:
    """Take a criterion or a question out of the form."""
    _refuse_fixed_form(part.call)
    note(by=by, verb=f"call.{part._meta.model_name}_removed", on=part.call, at=now, detail={"part": part.pk})
    part.delete()


@transaction.atomic
def shift_part(*, part: Criterion | Question, up: bool, by: User, now: datetime) -> None:
    """Move a criterion or a question one place; all places are numbered anew."""
    _refuse_fixed_form(part.call)
    parts: list[Any] = list(type(part)._default_manager.filter(call=part.call).select_for_update())
    here = next(place for place, one in enumerate(parts) if one.pk == part.pk)
    there = max(0, here - 1) if up else min(len(parts) - 1, here + 1)
    parts.insert(there, parts.pop(here))
    for place, one in enumerate(parts):
        one.order = place
    type(part)._default_manager.bulk_update(parts, ["order"])
    note(by=by, verb="call.order_changed", on=part.call, at=now, detail={"part": part.pk})


@transaction.atomic
def add_document(
    *, document: CallDocument, upload: "UploadedFile[Any] | None", by: User, now: datetime
) -> CallDocument:
    """Add a public document: a file of ours or a link."""
    _refuse_archive(document.call)
    if upload is not None:
        document.file = files.store(
            upload,
            owner_kind=DOCUMENT_KIND,
            owner_id=document.call_id,
            by=by,
            now=now,
            allowed=DOCUMENT_KINDS,
        )
    document.order = document.call.documents.count()
    document.save()
    note(by=by, verb="call.document_added", on=document.call, at=now, detail={"title": document.title})
    return document


@transaction.atomic
def remove_document(*, document: CallDocument, by: User, now: datetime) -> None:
    """Take a document away."""
    _refuse_archive(document.call)
    note(by=by, verb="call.document_removed", on=document.call, at=now, detail={"title": document.title})
    stored = document.file
    document.delete()
    if stored is not None:
        files.remove(stored)


@transaction.atomic
def publish(*, call: Call, by: User, now: datetime) -> Call:
    """Show the call to everybody, once nothing is missing."""
    _refuse_archive(call)
    if not is_ready(call, now):
        raise NotReady(_("The call is not complete yet. See what is missing below."))
    Call.objects.filter(pk=call.pk, published_at=None).update(published_at=now)
    move(call, to=Call.State.PUBLISHED, by=by, allowed=Call.MOVES, now=now)
    call.refresh_from_db()
    call.save(update_fields=["published_at"])  # tells the cache of public pages
    return call


@transaction.atomic
def take_back(*, call: Call, by: User, now: datetime) -> Call:
    """Write on at a published call, as long as nobody began an application."""
    _refuse_archive(call)
    Call.objects.select_for_update().get(pk=call.pk)
    if call.applications.exists():
        raise Fixed(_("Somebody has begun an application. The call can be called off, not taken back."))
    move(call, to=Call.State.DRAFT, by=by, allowed=Call.MOVES, now=now)
    call.save(update_fields=["published_at"])
    return call


@transaction.atomic
def cancel(*, call: Call, reason: str, by: User, now: datetime) -> Call:
    """Call off a published call: the reason is public, and all who began an application are told."""
    _refuse_archive(call)
    call.state_reason = reason
    call.save(update_fields=["state_reason"])
    move(call, to=Call.State.CANCELLED, by=by, allowed=Call.MOVES, now=now, why=reason)
    for application in Application.objects.filter(call=call).select_related("created_by", "organisation"):
        application.call = call
        emails.call_cancelled(application, now=now)
    return call
