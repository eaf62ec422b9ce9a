"""Studies on a trial installation: `python -m bench.studies` prints what each page and file takes, beside one bare calculation."""

import sys
import time
import uuid
from collections.abc import Callable
from statistics import median

import django

django.setup()

from django.core.cache import caches  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from feasibility import assess  # noqa: E402
from feasibility.household import compare, read_household  # noqa: E402
from feasibility.household.reading import example  # noqa: E402
from feasibility.writing import write_plan  # noqa: E402
from proeftuin.accounts.models import User  # noqa: E402
from proeftuin.studies import handing, risks, tasks  # noqa: E402
from proeftuin.studies.actions import portfolio as portfolios  # noqa: E402
from proeftuin.studies.actions import study as deeds  # noqa: E402
from proeftuin.studies.models import StudyVersion  # noqa: E402
from proeftuin.studies.portfolio.reading import read_sites  # noqa: E402
from tests.factories.studies import plan  # noqa: E402

ROUNDS = 7
SITES = 10_000


def version() -> StudyVersion:
    """A study of the example plan."""
    by = User.objects.filter(is_fictional=True, is_office=False)[0]
    study = deeds.begin(
        plan=plan(), given=[], organisation=None, site=None, token=uuid.uuid4(), by=by, now=timezone.now()
    )
    return study.versions.get()


def took(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds, the median of some rounds after one that does not count."""
    work()
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return 1000 * median(times)


def queries(work: Callable[[], object]) -> int:
    """How many questions a page asks of the database."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def pages(made: StudyVersion) -> dict[str, Callable[[], object]]:
    """What people do with a study."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(made.made_by)

    def at(name: str, *more: object) -> str:
        return reverse(f"studies:{name}", args=[made.study_id, *more])

    def risk() -> object:
        risks._remembered.cache_clear()  # the first visit of a process
        return client.get(at("risk", made.serial))

    return {
        "answer page": lambda: client.get(at("study")),
        "slider": lambda: client.post(
            at("trying", made.serial), {"build_cost": "120"}, HTTP_HX_REQUEST="true"
        ),
        "goal seek": lambda: client.post(
            at("goal", made.serial), {"target": "land_price", "ceiling": "1500"}, HTTP_HX_REQUEST="true"
        ),
        "risk page, first": risk,
        "risk page, again": lambda: client.get(at("risk", made.serial)),
        "years page": lambda: client.get(at("years", made.serial)),
        "side by side": lambda: client.get(at("alternatives")),
        "edit page": lambda: client.get(at("edit", "programme")),
        "list": lambda: client.get(reverse("studies:studies")),
        "calculator": lambda: Client(SERVER_NAME="localhost").get(reverse("studies:calculator")),
    }


def files(made: StudyVersion) -> dict[str, Callable[[], object]]:
    """What is handed over."""

    def anew(make: Callable[[StudyVersion, str], bytes]) -> Callable[[], object]:
        def made_anew() -> bytes:
            caches["pages"].clear()  # a file is kept a minute
            return make(made, "nl")

        return made_anew

    return {"PDF report": anew(handing.report_of), "workbook": anew(handing.workbook_of)}


def ranking(sites: int) -> float:
    """Seconds until the worker of the trial has ranked a list of so many sites, from the file to the last rank."""
    rows = "".join(
        f"Site {n};Voorbeeldegem;{5 + n % 60};{200_000 + 997 * (n % 3000)}\n" for n in range(sites)
    )
    by = User.objects.filter(is_fictional=True, is_office=False)[0]
    begun = time.perf_counter()
    read = read_sites(f"naam;gemeente;woningen;grondprijs\n{rows}".encode(), "csv")
    made = portfolios.begin(
        name="bench", organisation=None, file_name="bench.csv", plan=write_plan(plan()), on=timezone.localdate(), rows=read,
        token=uuid.uuid4(), by=by, now=timezone.now(),
    )  # fmt: skip
    tasks.wake_for_portfolios()
    while made.state not in {made.State.DONE, made.State.FAILED}:
        time.sleep(0.2)
        made.refresh_from_db()
    return time.perf_counter() - begun


def main() -> None:
    """The table."""
    made = version()
    one = took(lambda: assess(plan()))
    household = read_household(example())
    print(f"\nStudies, one process; ratios are to one bare calculation of the example plan ({one:.1f} ms)\n")
    print(f"{'what':<22}{'ms':>9}{'ratio':>8}{'queries':>9}")
    for name, work in {**pages(made), **files(made), "household": lambda: compare(household)}.items():
        took_ms = took(work)
        print(f"{name:<22}{took_ms:>9.1f}{took_ms / one:>8.1f}{queries(work):>9}")
    seconds = ranking(SITES)
    each = seconds / SITES * 1000
    print(
        f"\nA list of {SITES:,} sites: {seconds:.1f} s; {seconds / SITES * 1000:.2f} s per 1,000 sites, {each / one:.2f} calculations a site"
    )


if __name__ == "__main__":
    sys.exit(main())
