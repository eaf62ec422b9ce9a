"""The one gate of a state: only allowed moves, once, and each one recorded."""

import pytest
from django.utils import timezone

from proeftuin.accounts.models import Membership
from proeftuin.record.actions import MoveRefused, move
from proeftuin.record.models import Entry
from tests.factories import accounts

pytestmark = pytest.mark.django_db
NOW = timezone.now()
State = Membership.State


def test_a_move_is_recorded_with_who_when_and_why():
    membership, olga = accounts.membership(state=State.REQUESTED), accounts.office(name="Olga")
    move(membership, to=State.REFUSED, by=olga, allowed=Membership.MOVES, now=NOW, why="onbekend adres")
    entry = Entry.objects.get()
    assert (entry.at, entry.actor_id, entry.actor, entry.verb) == (NOW, olga.pk, "Olga", "membership.refused")
    assert entry.detail == {"from": "requested", "why": "onbekend adres"}
    assert (entry.kind, entry.thing_id) == ("accounts.membership", str(membership.pk))


@pytest.mark.parametrize(
    ("was", "to"), [(a, b) for a in State for b in State if b not in Membership.MOVES[a]]
)
def test_a_move_outside_the_table_is_refused_and_changes_nothing(was, to):
    membership = accounts.membership(state=was)
    with pytest.raises(MoveRefused):
        move(membership, to=to, by=None, allowed=Membership.MOVES, now=NOW)
    membership.refresh_from_db()
    assert membership.state == was
    assert not Entry.objects.exists()


def test_who_comes_second_is_told_so():
    membership = accounts.membership(state=State.REQUESTED)
    late = Membership.objects.get(pk=membership.pk)
    move(membership, to=State.APPROVED, by=None, allowed=Membership.MOVES, now=NOW)
    with pytest.raises(MoveRefused, match="net voor u gewijzigd"):
        move(late, to=State.REFUSED, by=None, allowed=Membership.MOVES, now=NOW)
    assert Entry.objects.count() == 1
