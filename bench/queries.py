"""Queries and bytes of pages, as JSON: `python -m bench.queries PATH …` inside a trial installation's environment."""

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402


def measure(path: str) -> dict[str, int]:
    """The second visit to a page: what is loaded once for each process does not count."""
    client = Client(SERVER_NAME="localhost")
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answers {answer.status_code}")
    return {"queries": len(captured.captured_queries), "bytes": len(answer.content)}


if __name__ == "__main__":
    print(json.dumps({path: measure(path) for path in sys.argv[1:]}))
