"""The ground under every test: its settings, and a database of its own in the embedded PostgreSQL."""

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

import django
import pytest
from django.conf import settings

from proeftuin.core import postgres, words
from tests import databases

_VAR = tempfile.TemporaryDirectory(prefix="proeftuin-tests-", ignore_cleanup_errors=True)

# Set before Django reads its settings. Nothing of the machine's own environment is used.
for _name in [name for name in os.environ if name.startswith("PROEFTUIN_")]:
    del os.environ[_name]
(Path(_VAR.name) / "static").mkdir()
os.environ |= {
    "DATABASE_URL": postgres.named("test").url(database=databases.mine()),
    "DJANGO_SETTINGS_MODULE": "proeftuin.settings",
    "PROEFTUIN_LOCALHOST": "1",
    "PROEFTUIN_SECRET_KEY": "only-for-tests",
    "PROEFTUIN_SECOND_FACTOR": "0",
    "PROEFTUIN_VAR": _VAR.name,
}
words.compile_lists()
django.setup()
settings.WHITENOISE_AUTOREFRESH = (
    True  # each test client is a new server: it need not list all static files first
)


@pytest.fixture(scope="session")
def var() -> Path:
    """The folder for this run's files, instead of the working copy's `var/`."""
    return Path(_VAR.name)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """A database for this process, cloned from one that is migrated once for each state of the code."""
    with ExitStack() as stack:
        stack.enter_context(databases.cluster().in_use())
        stack.enter_context(django_db_blocker.unblock())
        databases.ready_template()
        databases.use_mine()
        databases.renew_mine()
        yield
        databases.drop_mine()


@pytest.fixture(scope="session", autouse=True)
def _renewed_after_transactions():
    """A test with real transactions leaves a mess: it gets a whole new database, not a flush."""
    from django.test import TransactionTestCase

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: databases.renew_mine())
        yield


@pytest.fixture(autouse=True)
def _empty_caches():
    """No page, language or site of one test is seen by the next."""
    yield
    from django.core.cache import caches
    from django.utils import translation

    translation.deactivate()
    caches["pages"].clear()
