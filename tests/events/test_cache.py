"""What everybody reads changes as soon as the moment does."""

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from proeftuin.events import actions
from tests.factories import events as factories

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_kept_page_is_renewed_when_the_moment_is_called_off():
    event, visitor = factories.event(), Client()
    caches["pages"].clear()
    for url in (f"/agenda/{event.slug}/", "/agenda/", "/agenda/kalender.ics"):
        before = visitor.get(url).content
        assert visitor.get(url).content == before
        assert b"CANCELLED" not in before
        assert b"niet door" not in before
    actions.move(event=event, to="cancelled", by=None, now=timezone.now())
    assert "gaat niet door" in visitor.get(f"/agenda/{event.slug}/").text
    assert b"STATUS:CANCELLED" in visitor.get("/agenda/kalender.ics").content
    assert "geannuleerd" in visitor.get("/agenda/").text
