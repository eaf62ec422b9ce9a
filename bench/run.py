"""What `bin/bench` prints: public pages against a bare Wagtail page on the same server, the rush for seats, studies, and the engine."""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import AbstractContextManager
from pathlib import Path

import django

from bench import engine
from bench.load import load
from bench.rush import rush
from tests import databases
from tests.journeys import trial as trials

SECONDS = 3.0
ROUNDS = 5
BARE = "/bare/"


def pages(trial: trials.Trial) -> dict[str, str]:
    """The measured pages and their addresses in the example data."""
    call = trial.rows(
        "SELECT slug FROM calls_call WHERE state = 'published' ORDER BY closes_at DESC LIMIT 1"
    )[0]
    event = trial.rows(
        "SELECT slug FROM events_event WHERE state <> 'draft' ORDER BY starts_at DESC LIMIT 1"
    )[0]
    return {
        "home": "/",
        "library": "/kennisbank/",
        "call": f"/oproepen/{call}/",
        "pilot map": "/proeftuinen/",
        "moment": f"/agenda/{event}/",
    }


def inside(trial: trials.Trial, module: str, *words: str) -> str:
    """Run a module in the trial installation's environment."""
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        env=trial.environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


def measure(trial: trials.Trial, addresses: list[str]) -> dict[str, float]:
    """Requests per second of each page over eight connections, the bare one first and last."""
    for address in addresses:
        load(trial.address, address, 2, 0.5)
    speeds = {address: load(trial.address, address, 8, SECONDS) for address in addresses}
    speeds[BARE] = (speeds[BARE] + load(trial.address, BARE, 8, SECONDS)) / 2
    return speeds


def compare() -> None:
    """The pages, uncached and cached, beside the bare Wagtail page of the same run."""
    with started(PROEFTUIN_PAGE_CACHE="0") as uncached:
        addresses = pages(uncached)
        costs = json.loads(inside(uncached, "bench.queries", *addresses.values(), BARE))
        slow = measure(uncached, [BARE, *addresses.values()])
    with started(PROEFTUIN_PAGE_CACHE="1") as cached:
        fast = measure(cached, [BARE, *addresses.values()])
    print(
        f"One process, 8 connections, {SECONDS:g} s a page; ratios are to the bare Wagtail page of the same run.\n"
    )
    print(f"{'page':<12}{'req/s':>8}{'ratio':>8}{'cached':>9}{'ratio':>8}{'queries':>9}{'bytes':>9}")
    for name, address in {"bare page": BARE, **addresses}.items():
        cost = costs[address]
        print(
            f"{name:<12}{slow[address]:>8.0f}{slow[address] / slow[BARE]:>8.2f}"
            f"{fast[address]:>9.0f}{fast[address] / slow[BARE]:>8.1f}{cost['queries']:>9}{cost['bytes']:>9}"
        )


def seats() -> None:
    """200 requests over 40 connections for 30 seats, some rounds."""
    with started() as trial:
        slugs = inside(trial, "bench.seats", "make", str(ROUNDS)).split()
        rounds = [rush(trial.address, slug) for slug in slugs]
        counted = [
            [int(word) for word in line.split()]
            for line in inside(trial, "bench.seats", "count", *slugs).splitlines()
        ]
    speed = sum(len(one.answers) for one in rounds) / sum(one.seconds for one in rounds)
    overbooked = sum(max(given - 30, 0) for given, _taken, _people in counted)
    unfilled = sum(max(30 - given, 0) for given, _taken, _people in counted)
    lost = sum(one.lost for one in rounds) + sum(200 - people for _given, _taken, people in counted)
    print(f"\nSeat rush, {ROUNDS} rounds of 200 requests on 40 connections for 30 seats, over HTTP:")
    print(f"{speed:.0f} requests/s, overbooked {overbooked}, unfilled {unfilled}, lost {lost}")


def studies() -> None:
    """Pages, files and lists of sites of the feasibility studies."""
    with started() as trial:
        print(inside(trial, "bench.studies"))


def started(**settings: str) -> AbstractContextManager[trials.Trial]:
    """A trial installation of one web process with the benchmark's addresses and without the role switcher."""
    var = Path(tempfile.mkdtemp(prefix="bench-"))
    ours = {"DJANGO_SETTINGS_MODULE": "bench.settings", "PROEFTUIN_ROLE_SWITCHER": "0"}
    return trials.running(var, **ours, **settings)


def main(asked: list[str]) -> None:
    """The parts that are asked for, or everything, one after the other."""
    parts = {"pages": compare, "seats": seats, "studies": studies, "engine": engine.main}
    if unknown := set(asked) - parts.keys():
        sys.exit(f"There is no part {', '.join(sorted(unknown))}. Choose from {', '.join(parts)}.")
    chosen = [part for name, part in parts.items() if not asked or name in asked]
    if chosen == [engine.main]:
        engine.main()
        return
    os.environ |= {
        "DATABASE_URL": databases.cluster().url(database=databases.mine()),
        "DJANGO_SETTINGS_MODULE": "proeftuin.settings",
        "PROEFTUIN_LOCALHOST": "1",
        "PROEFTUIN_SECRET_KEY": "only-for-benchmarks",
    }
    with databases.cluster().in_use():
        django.setup()
        databases.ready_template()
        for part in chosen:
            part()


if __name__ == "__main__":
    main(sys.argv[1:])
