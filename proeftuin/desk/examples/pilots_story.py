"""The third chapter: two pilots start, get a team, a page and a log."""

from datetime import timedelta

from proeftuin.calls.models import Application, Call
from proeftuin.desk.examples import words
from proeftuin.desk.examples.cast import Cast
from proeftuin.desk.examples.clock import Clock, token
from proeftuin.desk.examples.review_story import handed_in, key_of
from proeftuin.pilots import actions, queries
from proeftuin.pilots.models import Milestone, Pilot, PilotFact, PilotPartner
from proeftuin.sites import actions as sites


def tell(call: Call, cast: Cast, clock: Clock) -> None:
    """Start a pilot for each selected application; the second page is still to be published."""
    for application in handed_in(call):
        key = key_of(application, cast)
        if key in words.PILOTS:
            pilot = _start(application, key, cast, clock)
            if key == "voorbeeldegem":
                _work(pilot, cast, clock)
                _publish_study(pilot, cast, clock)


def _start(application: Application, key: str, cast: Cast, clock: Clock) -> Pilot:
    office, now = cast.people["office"], clock.after(0.6)
    pilot = actions.start(application, by=office, now=now)
    texts = words.PILOTS[key]
    pilot = actions.describe(pilot, texts=texts, seen_revision=pilot.revision, by=office, now=now)
    actions.add_member(
        pilot, email=cast.people["coordination"].email, role="coordination", by=office, now=now
    )
    actions.publish(pilot, by=office, now=clock.after(0.62))
    if pilot.site is not None:
        sites.publish(site=pilot.site, by=office, now=clock.after(0.63))
    return pilot


def _publish_study(pilot: Pilot, cast: Cast, clock: Clock) -> None:
    """The study that was handed in is shown to everybody."""
    by, now = cast.people["official"], clock.after(0.85)
    handed_in = queries.versions_to_publish(by, pilot).get(study__site=pilot.site, study__alternative_of=None)
    actions.publish_study(pilot, version=handed_in, by=by, now=now)


def _work(pilot: Pilot, cast: Cast, clock: Clock) -> None:
    """The first pilot is under way: expert, initiator, milestones, facts, partners and notes."""
    guide, now = cast.people["coordination"], clock.after(0.65)
    actions.move(pilot, to=Pilot.State.GUIDED, by=guide, now=now, why="Het eerste overleg is geweest.")
    actions.add_member(pilot, email=cast.people["expert"].email, role="expert", by=guide, now=now)
    actions.add_member(pilot, email=cast.people["initiator"].email, role="initiator", by=guide, now=now)
    for milestone in _milestones(clock):
        actions.save_part(pilot, part=milestone, by=guide, now=now)
    for partner, role, role_en in (
        ("Zorghuis Denkbeeld (voorbeeld)", "denkt mee over zorg in huis", "thinks along about care at home"),
        ("Architecten Papier & Lijm (voorbeeld)", "tekent de eerste schetsen", "draws the first sketches"),
    ):
        actions.save_part(
            pilot, part=PilotPartner(name=partner, role=role, role_en=role_en), by=guide, now=now
        )
    for fact in _facts():
        actions.save_part(pilot, part=fact, by=guide, now=now)
    for number, (person, text) in enumerate(_NOTES):
        actions.write_note(
            pilot,
            text=text,
            token=token(f"note {number}"),
            by=cast.people[person],
            now=clock.after(0.7 + number / 20),
        )


_NOTES = (
    ("coordination", "Eerste overleg op de site. **Afspraak:** het plan van de zaal komt eerst."),
    ("official", "Het college besliste over de erfpacht. Ik bezorg de tekst."),
    ("expert", "De muren zijn gezond. Het dak moet vernieuwd worden voor de winter."),
)


def _milestones(clock: Clock) -> list[Milestone]:
    reached, planned = Milestone.State.REACHED, Milestone.State.PLANNED
    return [
        Milestone(title="Eerste schetsen", title_en="First sketches", phase="plan", state=reached,
                  on=clock.after(0.8).date(), evidence="De schetsen hangen in de school.",
                  evidence_en="The sketches hang in the school."),
        Milestone(title="Lokale oproep aan initiatiefnemers", title_en="Local call to initiators", phase="group",
                  state=reached, on=clock.after(0.85).date()),
        Milestone(title="Beslissing over de erfpacht", title_en="Decision on the long lease", phase="plan",
                  state=planned, on=clock.after(0.95).date()),
        Milestone(title="Vergunning aangevraagd", title_en="Permit applied for", phase="build", state=planned,
                  on=(clock.now + timedelta(days=120)).date()),
    ]  # fmt: skip


def _facts() -> list[PilotFact]:
    source = {"source_name": "Gemeente Voorbeeldegem (fictief)"}
    return [
        PilotFact(subject="Aantal woningen", subject_en="Number of homes", statement="Ongeveer veertien.",
                  statement_en="About fourteen.", **source),
        PilotFact(subject="Grond", subject_en="Land", statement="Erfpacht van de gemeente.",
                  statement_en="Long lease from the municipality.", **source),
        PilotFact(subject="Aannemer", subject_en="Builder"),
    ]  # fmt: skip
