"""The base pages, for the tests that need them."""

import pytest

from proeftuin.website import actions


@pytest.fixture
def pages(db):
    """The tree of pages in both languages."""
    return actions.build_pages()
