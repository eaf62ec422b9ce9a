"""Many people want few seats at the same time: over real connections, for tests and for the bench."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from proeftuin.accounts.models import Contact
from proeftuin.events import actions
from proeftuin.events.actions import Details
from proeftuin.events.models import Event, Registration

Register = Callable[[Event, Contact], str]
_people = count(1)


@dataclass
class Rush:
    """What came of it: how many seats the database holds, who got which answer, and how long it took."""

    seats: int = 0
    waiting: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def lost(self) -> int:
        """Answers without a row, or rows without an answer."""
        return abs(sum(self.answers.values()) - self.seats - self.waiting)


def with_guard(event: Event, contact: Contact) -> str:
    """As the platform does it."""
    return actions.register(
        event=event,
        contact=contact,
        details=Details(name=contact.email),
        token=uuid4(),
        now=timezone.now(),
    ).state


def without_guard(event: Event, contact: Contact) -> str:
    """The fault that the guard is there for: count, then insert."""
    taken = Registration.objects.filter(event=event, state=Registration.State.SEAT).count()
    is_free = taken < (event.capacity or 0)
    state = Registration.State.SEAT if is_free else Registration.State.WAITING
    Registration.objects.create(
        event=event,
        contact=contact,
        name=contact.email,
        token=uuid4(),
        state=state,
        registered_at=timezone.now(),
    )
    return state


def rush(
    event: Event, *, requests: int = 200, connections: int = 40, register: Register = with_guard
) -> Rush:
    """Let `requests` people register over `connections` connections that start together."""
    people = iter(
        Contact.objects.bulk_create(
            [Contact(email=f"rush{next(_people)}@example.org") for _ in range(requests)]
        )
    )
    result, lock, start = Rush(), threading.Lock(), threading.Barrier(connections + 1)

    def connect_and_register() -> None:
        connection.ensure_connection()
        start.wait()
        try:
            while True:
                with lock:
                    person = next(people, None)
                if person is None:
                    return
                _one(event, person, register, result, lock)
        finally:
            connection.close()

    threads = [threading.Thread(target=connect_and_register) for _ in range(connections)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    result.seconds = time.perf_counter() - began
    states = Counter(Registration.objects.filter(event=event).values_list("state", flat=True))
    result.seats, result.waiting = states[Registration.State.SEAT], states[Registration.State.WAITING]
    return result


def _one(event: Event, person: Contact, register: Register, result: Rush, lock: threading.Lock) -> None:
    try:
        answer = register(event, person)
    except Exception as error:
        with lock:
            result.errors.append(repr(error))
        return
    with lock:
        result.answers[answer] += 1
