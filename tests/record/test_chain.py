"""The chain of the record: what is changed is found by it, and a cut tail by the anchor outside the database."""

import threading
import time
from contextlib import contextmanager

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from proeftuin.core import postgres
from proeftuin.record import actions, anchors
from proeftuin.record.models import Entry, Seal
from tests import databases
from tests.factories.accounts import organisation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_anchor_file(tmp_path, settings):
    settings.VAR_DIR = tmp_path


@contextmanager
def as_thief():
    """The owner of the tables, who put the guards out of action."""
    with psycopg.connect(databases.cluster().url(postgres.OWNER, databases.mine())) as thief:
        for table in ("record_entry", "record_seal"):
            thief.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield thief
        for table in ("record_entry", "record_seal"):
            thief.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def deeds(number: int) -> None:
    """So many entries, and a seal over them."""
    thing = organisation()
    for count in range(number):
        actions.note(by=None, verb="thing.done", on=thing, detail={"n": count})
    actions.seal()


def test_each_seal_covers_what_came_since_the_last_one():
    deeds(3)
    deeds(2)
    first, second = Seal.objects.all()
    assert second.previous == first.digest
    assert second.first_id == first.last_id + 1
    assert second.last_id == Entry.objects.latest("id").pk
    assert actions.seal() is None, "nothing new, no seal"
    assert actions.broken_seal() is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE record_entry SET actor = 'iemand anders' WHERE id = {id}",
        "UPDATE record_entry SET at = at - interval '1 day' WHERE id = {id}",
        "UPDATE record_entry SET detail = '{{}}' WHERE id = {id}",
        "DELETE FROM record_entry WHERE id = {id}",
        "UPDATE record_seal SET digest = repeat('0', 64) WHERE first_id <= {id} AND last_id >= {id}",
        "DELETE FROM record_seal WHERE first_id <= {id} AND last_id >= {id}",
    ],
)
def test_what_is_changed_behind_the_guards_is_found(change):
    deeds(3)
    deeds(3)
    target = Entry.objects.order_by("id")[1].pk
    assert actions.broken_seal() is None  # control
    with as_thief() as thief:
        thief.execute(change.format(id=target))
    assert actions.broken_seal() is not None
    with pytest.raises(CommandError, match="was changed"):
        call_command("verify_record")


def cut_tail() -> None:
    """Take away the newest entries and their seal: what is left is a whole chain."""
    last = Seal.objects.last()
    with as_thief() as thief:
        thief.execute("DELETE FROM record_entry WHERE id >= %s", [last.first_id])
        thief.execute("DELETE FROM record_seal WHERE id = %s", [last.pk])


def test_a_cut_tail_is_found_by_the_anchor_and_not_by_the_chain():
    deeds(3)
    deeds(3)
    line = anchors.write_anchor(timezone.now())
    cut_tail()
    assert actions.broken_seal() is None, "the control: the chain alone sees nothing"
    assert anchors.lost_anchor() == line
    with pytest.raises(CommandError, match="lost its tail"):
        call_command("verify_record")


def test_a_tail_that_is_written_anew_is_found_too():
    deeds(3)
    deeds(3)
    anchors.write_anchor(timezone.now())
    cut_tail()
    deeds(3)
    assert actions.broken_seal() is None
    assert anchors.lost_anchor()


def test_a_whole_record_verifies_and_each_night_adds_one_line(capsys):
    deeds(3)
    anchors.write_anchor(timezone.now())
    deeds(1)
    anchors.write_anchor(timezone.now())
    assert len(anchors.anchor_file().read_text().splitlines()) == 2
    call_command("verify_record")
    assert "whole" in capsys.readouterr().out


def test_an_empty_record_is_whole_and_gives_no_anchor():
    assert anchors.write_anchor(timezone.now()) == ""
    assert anchors.lost_anchor() == ""


def test_a_seal_waits_for_deeds_under_way_so_that_no_lower_number_comes_later():
    thing = organisation()
    noted, sealed = threading.Event(), []

    def slow_deed() -> None:
        with transaction.atomic():
            actions.note(by=None, verb="thing.slow", on=thing)
            noted.set()
            time.sleep(0.5)
        connection.close()

    worker = threading.Thread(target=slow_deed)
    worker.start()
    noted.wait(5)
    actions.note(by=None, verb="thing.quick", on=thing)
    sealed.append(actions.seal())
    worker.join()
    assert sealed[0].last_id == Entry.objects.latest("id").pk
    assert actions.broken_seal() is None
    assert actions.seal() is None, "the slow deed was sealed with the others"


def test_two_workers_seal_once():
    thing = organisation()
    actions.note(by=None, verb="thing.done", on=thing)
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        actions.seal()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Seal.objects.count() == 1
    assert actions.broken_seal() is None


def test_a_deed_that_is_undone_leaves_no_entry():
    thing = organisation()
    with transaction.atomic():
        actions.note(by=None, verb="thing.done", on=thing)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()
