"""What many tests need to say."""

from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(page: Callable[[], Any]) -> list[str]:
    """The SQL that one visit to a page takes, with nothing in the page cache."""
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as captured:
        answer = page()
    assert answer.status_code == 200, f"{answer.status_code} instead of a page"
    return [query["sql"] for query in captured.captured_queries]


def assert_same_queries(page: Callable[[], Any], add: Callable[[], Any]) -> None:
    """A list takes as many queries with three items as with one: `page` visits it, `add` makes an item more."""
    add()
    queries_of(page)  # what is loaded once for each process counts for neither
    one = queries_of(page)
    add()
    add()
    three = queries_of(page)
    assert len(one) == len(three), "\n".join(["With one item:", *one, "", "With three items:", *three])
