"""What a person can do now, by role: shown below what waits, and alone when nothing waits."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from proeftuin.desk.queries.standing import Standing

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Door:
    """A place to go on, and what one does there."""

    title: Text
    text: Text
    url: str


DOORS: tuple[tuple[Callable[[Standing], bool], Text, Text, str], ...] = (
    (
        lambda standing: standing.is_new,
        _("Say for whom you act"),
        _("To apply for a call you act for a municipality, another public body, an association or a group."),
        "accounts:organisations",
    ),
    (
        lambda standing: standing.official,
        _("Describe a site"),
        _("A place where cooperative homes could come: address, parcels, owner, conditions."),
        "sites:list",
    ),
    (
        lambda standing: standing.acts or standing.advises,
        _("See whether a site works"),
        _("Three questions give a first answer: what a home costs a month, and what capital it takes."),
        "studies:new",
    ),
    (
        lambda standing: standing.acts,
        _("See the open calls"),
        _("Read what a call asks, and start an application. You can stop and go on later."),
        "calls:list",
    ),
    (
        lambda standing: standing.office,
        _("Make or follow a call"),
        _("Write the text, the criteria and the questions; publish it; see what was handed in."),
        "calls:managed",
    ),
    (
        lambda standing: standing.coordinates and not standing.office,
        _("Work on the calls"),
        _("Write along with the text and the questions of the calls in your pathway."),
        "calls:managed",
    ),
    (
        lambda standing: standing.runs or standing.reads,
        _("See what goes on"),
        _("Calls, pilots and moments of each pathway on one page."),
        "desk:dashboard",
    ),
    (
        lambda standing: standing.office,
        _("Look at the mails"),
        _("What was sent, what waits, and what did not arrive."),
        "desk:outbox",
    ),
    (
        lambda standing: standing.office,
        _("Run a pathway"),
        _("Its phases, its partners, and who has which role in it."),
        "pathways:mine",
    ),
    (
        lambda standing: standing.advises or standing.coordinates,
        _("Open your pilots"),
        _("The notes, documents and milestones of the pilots that you guide."),
        "pilots:mine",
    ),
    (
        lambda standing: standing.official,
        _("Open your pilots"),
        _("When your application is selected, your pilot and its team are here."),
        "pilots:mine",
    ),
    (
        lambda standing: standing.judges,
        _("Judge applications"),
        _("First say where you have an interest, then score what is left."),
        "calls:juries",
    ),
    (
        lambda standing: standing.editor,
        _("Edit the public site"),
        _("Pages, news and the knowledge library."),
        "wagtailadmin_home",
    ),
)


def doors_for(standing: Standing) -> list[Door]:
    """The doors of this person, each place once."""
    doors = [Door(title, text, reverse(name)) for is_for, title, text, name in DOORS if is_for(standing)]
    return list({door.url: door for door in reversed(doors)}.values())[::-1]
