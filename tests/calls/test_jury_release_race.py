"""Two people press release at the same moment, on two real connections."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from proeftuin.calls.actions import decision
from proeftuin.calls.models import Jury
from proeftuin.mail.models import Message
from proeftuin.record.models import Entry
from tests.factories import jury as a


@pytest.mark.django_db(transaction=True)
def test_two_releases_at_once_give_one_set_of_letters():
    call, *_seats, brought = a.proposed()
    people, wrong = [a.office() for _ in range(4)], []
    gate = threading.Barrier(len(people))

    def release(person):
        try:
            gate.wait()
            decision.release(call=type(call).objects.get(pk=call.pk), by=person, now=timezone.now())
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=release, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert Jury.objects.get(call=call).state == Jury.State.RELEASED
    assert Message.objects.filter(kind="calls.decision").count() == len(brought)
    assert Entry.objects.filter(verb="decision.released").count() == len(brought)
    assert Entry.objects.filter(verb="jury.released").count() == 1
