"""The one view of confidential files: asked each time, a download that no browser runs, 404 for all others."""

import hashlib
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from proeftuin.files import actions, guards
from proeftuin.files.models import StoredFile
from tests.factories import accounts
from tests.files import make

pytestmark = pytest.mark.django_db


def on_disk(key: str) -> Path:
    """Where the content of a file must lie, and nowhere else."""
    return Path(settings.FILES_ROOT) / key[:2] / key


def all_on_disk() -> set[Path]:
    return {path for path in Path(settings.FILES_ROOT).parent.rglob("*") if path.is_file()}


@pytest.fixture
def owner():
    """Only this person may read files of the kind "test"."""
    person = accounts.user()
    guards.register("test", lambda user, stored: user.is_authenticated and user.pk == stored.owner_id)
    yield person
    guards._guards.pop("test")


def stored_for(person, name: str = "plan.pdf", content: bytes = b"") -> StoredFile:
    upload = make.upload(name, content or make.pdf())
    return actions.store(upload, owner_kind="test", owner_id=person.pk, by=person, now=timezone.now())


def test_the_owner_gets_the_same_bytes_as_a_download_that_never_runs(client, owner):
    stored = stored_for(owner)
    client.force_login(owner)
    answer = client.get(f"/files/{stored.key}/")
    assert b"".join(answer.streaming_content) == make.pdf()
    assert answer["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"


def test_everybody_else_gets_the_same_404_as_for_what_is_not_there(client, owner):
    stored = stored_for(owner)
    pages = []
    for person in (None, accounts.user(), accounts.office()):
        client.logout()
        if person:
            client.force_login(person)
        pages += [client.get(f"/files/{key}/").status_code for key in (stored.key, "nonsense")]
        pages.append(client.head(f"/files/{stored.key}/").status_code)
    assert set(pages) == {404}


def test_without_a_guard_nobody_reads(client, owner):
    stored = stored_for(owner)
    StoredFile.objects.update(owner_kind="unknown")
    client.force_login(owner)
    assert client.get(f"/files/{stored.key}/").status_code == 404


def test_a_right_that_is_taken_away_works_at_once(client, owner):
    stored = stored_for(owner)
    client.force_login(owner)
    assert client.get(f"/files/{stored.key}/").status_code == 200
    StoredFile.objects.update(owner_id=0)
    assert client.get(f"/files/{stored.key}/").status_code == 404


def test_names_lie_nowhere_on_the_disk_and_do_not_lead_out_of_the_folder(owner):
    before = all_on_disk()
    stored = stored_for(owner, name="../../../evil.pdf")
    assert stored.name == "evil.pdf"
    assert all_on_disk() - before == {on_disk(stored.key)}
    assert oct(on_disk(stored.key).stat().st_mode & 0o777) == "0o600"
    assert len(stored.key) >= 43  # 256 bits


def test_a_name_with_accents_and_quotes_stays_one_header(client, owner):
    stored = stored_for(owner, name='Stedenbouw "é" €\r\nX: y.pdf')
    client.force_login(owner)
    header = client.get(f"/files/{stored.key}/")["Content-Disposition"]
    assert "\r" not in header
    assert "\n" not in header
    assert header.startswith("attachment; filename*=utf-8''Stedenbouw")


def test_content_that_is_gone_is_a_404_and_not_an_error(client, owner):
    stored = stored_for(owner)
    stored.content.storage.delete(stored.content.name)
    client.force_login(owner)
    assert client.get(f"/files/{stored.key}/").status_code == 404


def test_a_refused_file_leaves_nothing(owner):
    before = all_on_disk()
    with pytest.raises(actions.checks.UploadRefused):
        stored_for(owner, content=b"<html>")
    assert not StoredFile.objects.exists()
    assert all_on_disk() == before


def test_the_digest_is_that_of_the_content(owner):
    assert stored_for(owner).digest == hashlib.sha256(make.pdf()).hexdigest()


def test_a_removed_file_is_gone_from_table_and_disk(owner, django_capture_on_commit_callbacks):
    stored = stored_for(owner)
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove(stored)
        assert on_disk(stored.key).exists(), "the content waits for the commit"
    assert not StoredFile.objects.exists()
    assert not on_disk(stored.key).exists()
