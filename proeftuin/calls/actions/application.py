"""Begin an application and write in it, together, without losing a word."""

import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from proeftuin.accounts.models import Organisation, User
from proeftuin.accounts.rules import acts_for
from proeftuin.calls.models import Answer, Application, AsideText, Call, Question
from proeftuin.calls.queries.application import applications_of
from proeftuin.calls.rules.call import fits, takes_drafts
from proeftuin.core.errors import Refused
from proeftuin.record.actions import note

TEXT_LIMIT = 60_000  # characters of one answer that we keep, whatever the question asks


class CannotApply(Refused):
    """An organisation or a person that cannot apply for this call."""


class TextTooLong(Refused):
    """A text that is far beyond what any question asks."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one page has in one field, and what stood there when the page was loaded."""

    question: Question
    value: Any
    version: int  # of the answer as the page knew it, 0 when there was none
    was: str  # `stamp` of the answer as the page knew it


@dataclass(slots=True)
class Saved:
    """What became of a save: the answers that are kept now, and the texts that met a newer one."""

    answers: list[Answer] = field(default_factory=list)
    aside: list[AsideText] = field(default_factory=list)


def stamp(value: Any) -> str:
    """A short mark of a value: tells whether somebody typed something since the page was loaded."""
    plain = json.dumps(tidy(value), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def tidy(value: Any) -> Any:
    """A typed value with one kind of line break and nothing that the database cannot hold."""
    if isinstance(value, list):
        return sorted(str(tidy(one)) for one in value)
    text = str(value or "").replace("\0", "").replace("\r\n", "\n")
    return text.encode("utf-8", "ignore").decode("utf-8").strip()


@transaction.atomic
def start(
    *, call: Call, organisation: Organisation, by: User, token: uuid.UUID, now: datetime, language: str = "nl"
) -> Application:
    """Begin an application, or give back the one in which this person may already write."""
    if not takes_drafts(call, now):
        raise CannotApply(_("The deadline of this call has passed. You can no longer begin an application."))
    if not acts_for(by, organisation):
        raise CannotApply(_("You do not act for this organisation. Choose or add your organisation first."))
    if not fits(call, organisation):
        raise CannotApply(
            _("This call is for %(level)s. Choose another organisation.")
            % {"level": call.get_level_display()}
        )
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)  # two colleagues at once
    existing = applications_of(by).filter(call=call, organisation=organisation).order_by("id").first()
    if existing is not None:
        return existing
    application = Application.objects.create(
        call=call,
        organisation=organisation,
        created_by=by,
        token=token,
        language=language,
        started_at=now,
        changed_at=now,
    )
    note(by=by, verb="application.started", on=application, at=now, detail={"call": call.slug})
    return application


@transaction.atomic
def save(
    *, application: Application, changes: Iterable[Change], page: uuid.UUID, by: User, now: datetime
) -> Saved:
    """Keep what was typed; a text that meets a newer one of somebody else is set beside it, never lost.

    Also after the deadline: what was typed is kept, it only can no longer be handed in.
    """
    Application.objects.select_for_update(no_key=True).get(pk=application.pk)
    known = {answer.question_id: answer for answer in application.answers.select_related("changed_by")}
    saved = Saved()
    for change in changes:
        _save_one(saved, application, known.get(change.question.pk), change, page, by, now)
    if saved.answers:
        Application.objects.filter(pk=application.pk).update(changed_at=now)
    return saved


def _save_one(
    saved: Saved,
    application: Application,
    current: Answer | None,
    change: Change,
    page: uuid.UUID,
    by: User,
    now: datetime,
) -> None:
    value = tidy(change.value)
    if len(str(value)) > TEXT_LIMIT:
        raise TextTooLong(
            _("The answer to “%(label)s” is too long to keep (more than %(n)s characters). Make it shorter.")
            % {"label": change.question.label, "n": TEXT_LIMIT}
        )
    if stamp(value) == change.was or (current is not None and stamp(value) == stamp(current.value)):
        return  # nobody typed here, or both typed the same
    if current is None:
        answer = Answer.objects.create(
            application=application, question=change.question, value=value, changed_at=now, changed_by=by
        )
        saved.answers.append(answer)
    elif current.version == change.version:
        current.value, current.version = value, current.version + 1
        current.changed_at, current.changed_by = now, by
        current.save()
        saved.answers.append(current)
    else:
        saved.aside.append(_set_aside(application, change.question, value, page, by, now))


def _set_aside(
    application: Application, question: Question, value: Any, page: uuid.UUID, by: User, now: datetime
) -> AsideText:
    """Keep a text beside the answer: one for each page that it is typed in, and the same text once."""
    twin = application.aside_texts.filter(question=question, value=value).exclude(page=page).first()
    if twin is not None:
        return twin
    return AsideText.objects.update_or_create(
        application=application,
        question=question,
        page=page,
        defaults={"value": value, "written_at": now, "written_by": by},
    )[0]


@transaction.atomic
def choose(*, aside: AsideText, use: bool, by: User, now: datetime) -> None:
    """End a meeting of two texts: take the one that was set aside, or let it go."""
    Application.objects.select_for_update(no_key=True).get(pk=aside.application_id)
    if use:
        answer, is_new = Answer.objects.get_or_create(
            application_id=aside.application_id,
            question_id=aside.question_id,
            defaults={"value": aside.value, "changed_at": now, "changed_by": by},
        )
        if not is_new:
            answer.value, answer.version = aside.value, answer.version + 1
            answer.changed_at, answer.changed_by = now, by
            answer.save()
        Application.objects.filter(pk=aside.application_id).update(changed_at=now)
    aside.delete()
