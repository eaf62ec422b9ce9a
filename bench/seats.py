"""Moments with thirty seats for the rush: `python -m bench.seats make ROUNDS` prints a slug a line, `… count SLUG …` the seats."""

import sys
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402

from proeftuin.events.models import Event, Registration  # noqa: E402
from proeftuin.pathways.models import Pathway  # noqa: E402

SEATS = 30


def make(rounds: int) -> None:
    """A moment a round, open for registration."""
    now = timezone.now()
    pathway = Pathway.objects.filter(is_fictional=True, state=Pathway.State.RUNNING)[0]
    for number in range(rounds):
        event = Event.objects.create(
            pathway=pathway,
            slug=f"rush-{number}",
            title=f"Stormloop {number}",
            starts_at=now + timedelta(days=30),
            capacity=SEATS,
            state=Event.State.REGISTRATION,
            changed_at=now,
        )
        print(event.slug)


def count(slugs: list[str]) -> None:
    """For each moment: seats given, seats counted, people who are registered in all."""
    for event in Event.objects.filter(slug__in=slugs).order_by("pk"):
        people = Registration.objects.filter(event=event)
        seats = people.filter(state=Registration.State.SEAT).count()
        print(seats, event.seats_taken, people.count())


if __name__ == "__main__":
    make(int(sys.argv[2])) if sys.argv[1] == "make" else count(sys.argv[2:])
