"""Reads of moments and registrations."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proeftuin.accounts.models import Contact
from proeftuin.core.templatetags.house import localised
from proeftuin.core.tokens import key_of
from proeftuin.core.waiting import Waiting
from proeftuin.events import rules
from proeftuin.events.models import Event, Material, ProgrammePart, Registration
from proeftuin.pathways.models import Assignment, Pathway


def public_events() -> QuerySet[Event]:
    """Moments that everybody may see."""
    return Event.objects.filter(state__in=Event.PUBLIC).select_related("pathway", "municipality")


def _is_over(now: datetime) -> Q:
    """The same as `Event.is_past`, for the database."""
    without_end = Q(ends_at=None, starts_at__lt=now - Event.WITHOUT_END)
    return Q(state=Event.State.ENDED) | Q(ends_at__lt=now) | without_end


def upcoming(now: datetime, pathway: Pathway | None = None) -> QuerySet[Event]:
    """Moments that are still to come, the first one first; those called off are told too."""
    found = public_events().exclude(_is_over(now))
    return found if pathway is None else found.filter(pathway=pathway)


def past(now: datetime, pathway: Pathway | None = None) -> QuerySet[Event]:
    """Moments that are over, the last one first."""
    found = public_events().filter(_is_over(now)).order_by("-starts_at", "-pk")
    return found if pathway is None else found.filter(pathway=pathway)


def events_of(pathway: Pathway) -> QuerySet[Event]:
    """The public moments of a pathway in order of time."""
    return public_events().filter(pathway=pathway)


def public_event(slug: str) -> Event:
    """One public moment; a draft is not there."""
    return get_object_or_404(public_events(), slug=slug)


def public_materials(event: Event) -> QuerySet[Material]:
    """What everybody may look back at."""
    return event.materials.filter(is_published=True).select_related("file")


def may_read_material(user: Any, stored: Any) -> bool:
    """The guard of files: public material of a public moment, or a moment that one runs."""
    material = Material.objects.filter(file=stored).select_related("event__pathway").first()
    if material is None:
        return False
    is_public = material.is_published and material.event.state in Event.PUBLIC
    return is_public or rules.may_run(user, material.event)


def registration_of(token: str) -> Registration | None:
    """The registration behind a personal link."""
    key = key_of("events.registration", token)
    if key is None:
        return None
    return Registration.objects.filter(key=key).select_related("event__pathway", "contact").first()


def pathways_run_by(user: Any) -> QuerySet[Pathway]:
    """The pathways whose moments this person runs."""
    if not user.is_authenticated:
        return Pathway.objects.none()
    if user.is_office:
        return Pathway.objects.all()
    return Pathway.objects.filter(
        assignments__user=user, assignments__role=Assignment.Role.COORDINATION
    ).distinct()


def events_for(user: Any) -> QuerySet[Event]:
    """The moments that this person runs, the last one first; 404 for who runs none."""
    pathways = pathways_run_by(user)
    if not (user.is_authenticated and user.is_office) and not pathways.exists():
        raise Http404
    return (
        Event.objects.filter(pathway__in=pathways)
        .select_related("pathway", "municipality")
        .annotate(
            seats=Count("registrations", filter=Q(registrations__state="seat")),
            waiting=Count("registrations", filter=Q(registrations__state="waiting")),
            present=Count("registrations", filter=Q(registrations__attended=True)),
        )
        .order_by("-starts_at", "-pk")
    )


def event_for(user: Any, pk: int) -> Event:
    """A moment, for who runs it."""
    return get_object_or_404(events_for(user), pk=pk)


def people(event: Event) -> QuerySet[Registration]:
    """Who comes or waits, by name."""
    return (
        event.registrations.filter(state__in=Registration.ACTIVE)
        .select_related("contact")
        .order_by("state", "name", "pk")
    )


def reminders_due(now: datetime) -> list[Registration]:
    """Who has a seat tomorrow and was not reminded; who registered after that moment needs no reminder."""
    soon = Registration.objects.filter(
        state=Registration.State.SEAT,
        reminded_at=None,
        event__state__in=Event.EXPECTED,
        event__starts_at__gt=now,
        event__starts_at__lt=now + timedelta(days=2),
    ).select_related("event__pathway", "contact")
    return [one for one in soon if one.registered_at < rules.remind_at(one.event) <= now]


def with_free_seats_and_waiting(now: datetime) -> QuerySet[Event]:
    """Moments of which the waiting list can move up."""
    waiting = Registration.objects.filter(event=OuterRef("pk"), state=Registration.State.WAITING)
    free = Q(capacity=None) | Q(seats_taken__lt=F("capacity"))
    return Event.objects.filter(Exists(waiting), free, state__in=Event.EXPECTED, starts_at__gt=now)


def registered_contacts(option: str) -> QuerySet[Contact]:
    """A named audience: who has a seat at a moment or waits for one."""
    if not option.isascii() or not option.isdigit():
        return Contact.objects.none()
    active = Registration.objects.filter(event_id=int(option), state__in=Registration.ACTIVE)
    return Contact.objects.filter(pk__in=active.values("contact"))


def audience_options() -> list[tuple[str, str]]:
    """The last moments of which one may choose the people."""
    people = Registration.objects.filter(event=OuterRef("pk"))
    return [
        (str(event.pk), f"{event.title} ({timezone.localtime(event.starts_at):%d/%m/%Y})")
        for event in Event.objects.filter(Exists(people)).order_by("-starts_at")[:50]
    ]


def waiting_for(user: Any, now: datetime) -> list[Waiting]:
    """What the people who run moments have to do next."""
    mine = Event.objects.filter(pathway__in=pathways_run_by(user)).exclude(pathway__state=Pathway.State.ENDED)
    return [*_without_programme(mine, now), *_after(mine, now)]


def _without_programme(mine: QuerySet[Event], now: datetime) -> list[Waiting]:
    parts = ProgrammePart.objects.filter(event=OuterRef("pk"))
    found = mine.filter(
        ~Exists(parts),
        state__in=[Event.State.DRAFT, *Event.EXPECTED],
        starts_at__gt=now,
        starts_at__lt=now + rules.PROGRAMME_AHEAD,
    )
    return [
        Waiting(
            title=_("Put the programme online: %(title)s") % {"title": localised(event, "title")[0]},
            url=reverse("events:programme", args=[event.pk]),
            context=_("The moment has no programme yet."),
            due_at=event.starts_at,
            urgent=event.starts_at < now + timedelta(days=7),
        )
        for event in found.order_by("starts_at")
    ]


def _after(mine: QuerySet[Event], now: datetime) -> list[Waiting]:
    public = Material.objects.filter(event=OuterRef("pk"), is_published=True)
    unmarked = Registration.objects.filter(
        event=OuterRef("pk"), state=Registration.State.SEAT, attended__isnull=True
    )
    over = mine.filter(starts_at__lt=now, starts_at__gt=now - rules.MATERIAL_WITHIN).exclude(
        state__in=[Event.State.DRAFT, Event.State.CANCELLED]
    )
    found = []
    for event in over.annotate(has_material=Exists(public), has_unmarked=Exists(unmarked)).order_by(
        "starts_at"
    ):
        if not event.is_past(now):
            continue
        title = localised(event, "title")[0]
        if event.has_unmarked:
            found.append(
                Waiting(
                    title=_("Tick who came: %(title)s") % {"title": title},
                    url=reverse("events:attendance", args=[event.pk]),
                    context=ngettext("%(n)s seat", "%(n)s seats", event.seats_taken)
                    % {"n": event.seats_taken},
                )
            )
        if not event.has_material:
            found.append(
                Waiting(
                    title=_("Put slides and recordings online: %(title)s") % {"title": title},
                    url=reverse("events:materials", args=[event.pk]),
                    context=_("People who could not come look for them."),
                )
            )
    return found
