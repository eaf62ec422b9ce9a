"""Reads of the outbox and of the record for their screens."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from proeftuin.desk import rules
from proeftuin.mail.models import Message
from proeftuin.record.models import Entry


def messages_for(user: Any, *, state: str = "", words: str = "") -> QuerySet[Message]:
    """The outbox for who may see it, without what is inside; 404 for all others."""
    if not rules.may_see_outbox(user):
        raise Http404
    found = Message.objects.defer("text", "html", "attachments", "headers")
    if state in Message.State.values:
        found = found.filter(state=state)
    if words:
        found = found.filter(Q(to__icontains=words) | Q(subject__icontains=words))
    return found


def message_for(user: Any, pk: int) -> Message:
    """One message, for who may see the outbox; 404 for all others."""
    if not rules.may_see_outbox(user):
        raise Http404
    return get_object_or_404(Message, pk=pk)


def numbers() -> list[tuple[str, str, int]]:
    """How many messages are in each state: value, name, number."""
    found = dict(Message.objects.order_by().values_list("state").annotate(Count("pk")))
    return [(str(state.value), str(state.label), found.get(state.value, 0)) for state in Message.State]


def entries_for(
    user: Any, *, who: str = "", verb: str = "", kind: str = "", thing: str = ""
) -> QuerySet[Entry]:
    """The record for who may read it, the newest first; 404 for all others."""
    if not rules.may_see_record(user):
        raise Http404
    found = Entry.objects.order_by("-id")
    if who:
        found = found.filter(actor__icontains=who)
    if verb:
        found = found.filter(verb__startswith=verb)
    if kind:
        found = found.filter(kind=kind)
    if thing:
        found = found.filter(thing_id=thing)
    return found


def kinds() -> list[str]:
    """The kinds of things that the record speaks of."""
    return list(Entry.objects.order_by("kind").values_list("kind", flat=True).distinct())
