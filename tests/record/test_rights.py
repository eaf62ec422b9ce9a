"""The role that runs the house can read the record and add to it, and nothing more."""

import psycopg
import pytest
from django.db import ProgrammingError, connection

from proeftuin.core import postgres
from proeftuin.record import actions
from proeftuin.record.models import Entry, Seal
from tests import databases
from tests.factories.accounts import user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def entry():
    person = user()
    actions.note(by=person, verb="user.made", on=person)
    return Entry.objects.get(verb="user.made")


@pytest.mark.parametrize(
    "command",
    [
        "UPDATE record_entry SET verb = 'other'",
        "DELETE FROM record_entry",
        "TRUNCATE record_entry",
        "UPDATE record_seal SET digest = 'other'",
        "INSERT INTO record_seal (sealed_at, first_id, last_id, previous, digest) VALUES (now(), 1, 1, '', '')",
        "ALTER TABLE record_entry DISABLE TRIGGER ALL",
    ],
)
def test_the_running_role_may_not_change_the_record_or_forge_a_seal(entry, command):
    with (
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        connection.cursor() as cursor,
    ):
        cursor.execute(command)


def test_it_may_seal_what_was_added_by_the_owners_function(entry):
    actions.seal()
    assert Seal.objects.get().last_id == entry.pk


def test_the_owner_too_is_stopped_by_the_database_itself(entry):
    """The control: with every right on the table, the trigger still refuses."""
    owner = databases.cluster().url(postgres.OWNER, databases.mine())
    with psycopg.connect(owner) as own, pytest.raises(psycopg.DatabaseError, match="only ever added to"):
        own.execute("UPDATE record_entry SET verb = 'other'")
