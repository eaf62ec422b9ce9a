"""Build the archive of 2022–2024: facts only, no accounts, applications, scores or hours."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models, transaction

from proeftuin.calls.models import Call
from proeftuin.desk.examples import archive_facts as facts
from proeftuin.desk.examples.archive_library import ITEMS, TOPICS
from proeftuin.desk.examples.archive_pilots import PILOTS
from proeftuin.events.models import Event, Material, ProgrammePart
from proeftuin.library.models import Item, Topic
from proeftuin.pathways.models import Partner, Pathway, Phase
from proeftuin.pilots.models import Milestone, Pilot, PilotFact, PilotPartner
from proeftuin.places.models import Municipality

BRUSSELS = ZoneInfo("Europe/Brussels")


@transaction.atomic
def build(now: datetime) -> Pathway:
    """Bring the archive in line with the facts; what is already so is left alone."""
    values = {**facts.PATHWAY, "state": Pathway.State.ENDED, "is_fictional": False}
    pathway: Pathway = _keep(Pathway, {"slug": values.pop("slug")}, values)
    _list(Phase, {"pathway": pathway}, facts.PHASES)
    _list(Partner, {"pathway": pathway}, facts.PARTNERS)
    session, _network = _build_events(pathway, now)
    _build_call(pathway, session, now)
    for pilot in PILOTS:
        _build_pilot(pathway, pilot, now)
    build_library()
    return pathway


def build_library() -> None:
    """Topics and the items that point to real works."""
    for topic in TOPICS:
        _keep(Topic, {"slug": topic["slug"]}, topic)
    for row in ITEMS:
        values = {**row, "state": Item.State.PUBLISHED}
        topics = values.pop("topics")
        item = _keep(Item, {"slug": values.pop("slug")}, values)
        wanted = set(Topic.objects.filter(slug__in=topics))
        if set(item.topics.all()) != wanted:
            item.topics.set(wanted)


def _build_call(pathway: Pathway, session: Event, now: datetime) -> None:
    values = {
        **facts.CALL,
        "pathway": pathway,
        "level": Call.Level.MUNICIPALITIES,
        "information_session": session,
        "closes_at": datetime(2022, 5, 16, 12, 0, tzinfo=BRUSSELS),
    }
    call = _keep(Call, {"slug": values.pop("slug")}, values, first={"state": Call.State.DRAFT})
    if call.state == Call.State.DRAFT:
        call.state, call.published_at = Call.State.PUBLISHED, now
        call.save()


def _build_events(pathway: Pathway, now: datetime) -> list[Event]:
    moments: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
        (
            facts.INFO_MOMENT,
            {
                "kind": Event.Kind.INFORMATION,
                "starts_at": datetime(2022, 3, 8, 9, 30, tzinfo=BRUSSELS),
                "ends_at": datetime(2022, 3, 8, 12, 30, tzinfo=BRUSSELS),
            },
        ),
        (
            facts.NETWORK_MOMENT,
            {
                "kind": Event.Kind.NETWORK,
                "starts_at": datetime(2022, 11, 10, 0, 0, tzinfo=BRUSSELS),
                "hours_known": False,
            },
        ),
    )
    built = []
    for row, more in moments:
        values = {**row, **more, "pathway": pathway, "state": Event.State.ENDED}
        programme, materials = values.pop("programme"), values.pop("materials")
        event = _keep(Event, {"slug": values.pop("slug")}, values, first={"changed_at": now})
        _list(ProgrammePart, {"event": event}, programme)
        _list(Material, {"event": event}, materials)
        built.append(event)
    return built


def _build_pilot(pathway: Pathway, row: dict[str, Any], now: datetime) -> None:
    values = {**row, "pathway": pathway, "is_pioneer": True, "state": Pilot.State.GUIDED}
    parts = [(PilotPartner, "partners"), (PilotFact, "facts"), (Milestone, "milestones")]
    rows = {key: values.pop(key) for _model, key in parts}
    values["municipality"] = Municipality.objects.get(nis=values.pop("nis"))
    pilot = _keep(Pilot, {"slug": values.pop("slug")}, values, first={"published_at": now})
    for model, key in parts:
        _list(model, {"pilot": pilot}, rows[key])


def _keep(
    model: type[Any], key: dict[str, Any], values: dict[str, Any], first: dict[str, Any] | None = None
) -> Any:
    """The row under this key with these values; written only when something differs."""
    row = model._default_manager.filter(**key).first()
    if row is None:
        return model._default_manager.create(**{**key, **(first or {}), **values})
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.save()
    return row


def _list(model: type[models.Model], owner: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    """The rows of an owner, in this order and no others."""
    for order, values in enumerate(rows, start=1):
        if any(field.name == "order" for field in model._meta.fields):
            _keep(model, {**owner, "order": order}, values)
        else:
            _keep(model, {**owner, "title": values["title"]}, values)
