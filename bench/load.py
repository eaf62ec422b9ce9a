"""Ask for pages as fast as they come: `python -m bench.load ADDRESS PATH CONNECTIONS SECONDS` prints how many came."""

import http.client
import sys
import threading
import time
from urllib.parse import urlsplit


def asker(host: str, path: str, until: float, done: list[int]) -> None:
    """One connection that asks until the time is over."""
    connection = http.client.HTTPConnection(host, timeout=30)
    count = 0
    while time.perf_counter() < until:
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path} answers {answer.status}")
        count += 1
    done.append(count)


def load(address: str, path: str, connections: int, seconds: float) -> float:
    """Answers per second over this number of connections."""
    host, done = urlsplit(address).netloc, list[int]()
    start = time.perf_counter()
    threads = [
        threading.Thread(target=asker, args=(host, path, start + seconds, done)) for _ in range(connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - start)


if __name__ == "__main__":
    print(load(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])))
