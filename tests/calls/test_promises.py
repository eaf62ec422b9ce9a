"""What the database refuses by itself, whoever writes to it."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests.factories import calls as make

pytestmark = pytest.mark.django_db


def hand_in_by_sql(application, received_at):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO calls_submission (application_id, serial, token, received_at, submitted_by_id, snapshot,"
            " digest) VALUES (%s, 1, %s, %s, %s, '{}', 'x')",
            [application.pk, uuid.uuid4(), received_at, application.created_by_id],
        )


def test_the_database_takes_what_comes_before_the_deadline():
    application = make.draft()
    hand_in_by_sql(application, application.call.closes_at)
    assert application.submissions.count() == 1


@pytest.mark.parametrize("late", [timedelta(microseconds=1), timedelta(days=300)])
def test_the_database_refuses_what_comes_after_the_deadline(late):
    application = make.draft()
    with pytest.raises(IntegrityError, match="not open"):
        hand_in_by_sql(application, application.call.closes_at + late)


def test_the_database_refuses_a_moment_of_receipt_that_is_made_up():
    real = make.call(pathway=make.pathway(is_fictional=False))
    application = make.draft(call=real)
    hand_in_by_sql(application, timezone.now())
    with pytest.raises(IntegrityError, match="not now"):
        hand_in_by_sql(application, real.opens_at + timedelta(hours=1))
