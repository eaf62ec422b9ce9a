"""The rush for the last seats, over HTTP: many people register for one moment at the same time."""

import http.client
import re
import threading
import time
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit


@dataclass
class Rush:
    """What came of it."""

    answers: list[int] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def lost(self) -> int:
        """Requests without the answer that a registration gets."""
        return sum(1 for status in self.answers if status != 302)


def _person(host: str, slug: str, people: int, barrier: threading.Barrier, answers: list[int]) -> None:
    """One connection: opens the form once, waits for the others, then registers its people."""
    address = f"/agenda/{slug}/inschrijven/"
    connection = http.client.HTTPConnection(host, timeout=60)
    connection.request("GET", address)
    answer = connection.getresponse()
    page = answer.read().decode()
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, f"{address} answers {answer.status} without a form"
    barrier.wait()
    for _number in range(people):
        who = uuid.uuid4()
        words = {
            "csrfmiddlewaretoken": found.group(1),
            "token": str(who),
            "name": "Stormloop",
            "email": f"{who.hex}@example.org",
            "role": "citizen",
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        connection.request("POST", address, urlencode(words), headers)
        answer = connection.getresponse()
        answer.read()
        answers.append(answer.status)


def rush(address: str, slug: str, *, connections: int = 40, requests: int = 200) -> Rush:
    """Let `requests` people register over `connections` at once."""
    result, host = Rush(), urlsplit(address).netloc
    barrier = threading.Barrier(connections + 1)
    each = requests // connections
    threads = [
        threading.Thread(target=_person, args=(host, slug, each, barrier, result.answers))
        for _ in range(connections)
    ]
    for thread in threads:
        thread.start()
    barrier.wait()
    start = time.perf_counter()
    for thread in threads:
        thread.join()
    result.seconds = time.perf_counter() - start
    return result
