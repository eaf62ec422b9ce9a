"""All public pages, link by link, as a machine reads them: they answer, are small, and keep to themselves."""

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from tests.journeys import trial as trials

PAGES = 150
PRIVATE = re.compile(r"^(/en)?/(account|desk|cms|admin)/")
LOADS = {"img": "src", "script": "src", "iframe": "src", "link": "href", "source": "srcset", "video": "src"}


class Reader(HTMLParser):
    """What a page links to, what it loads, and whether it holds a form that changes something."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.has_form = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        if tag in LOADS and given.get("rel") != "alternate":
            self.loads.append(given.get(LOADS[tag]) or "")
        self.has_form = self.has_form or (tag == "form" and given.get("method") == "post")


@pytest.fixture(scope="module")
def address(trial) -> Iterator[str]:
    """The same installation as visitors find it: without the role switcher."""
    port = trials.free_port()
    changes = {"PROEFTUIN_ROLE_SWITCHER": "0", "PROEFTUIN_SITE_URL": f"http://localhost:{port}"}
    with trials.serving(trial.environment | changes, port) as address:
        yield address


def faults_of(status: int, body: str, cookie: str | None, page: Reader) -> list[str]:
    """What is wrong with one page."""
    others = [load for load in page.loads if urlsplit(load).hostname not in {None, "localhost"}]
    return [
        *([f"answers {status}"] if status != 200 else []),
        *([f"is {len(body) // 1000} kB"] if len(body) > 100_000 else []),
        *([f"sets a cookie: {cookie}"] if cookie and not page.has_form else []),
        *(f"loads {other}" for other in others),
    ]


def test_every_public_page_answers_is_small_sets_no_cookie_and_loads_nothing_from_others(address):
    waiting, seen, faults = ["/", "/en/"], {"/", "/en/"}, []
    for path in waiting:
        status, kind, cookie, body = fetch(address + path)
        page = Reader()
        if kind == "text/html":
            page.feed(body)
        faults += [f"{path} {fault}" for fault in faults_of(status, body, cookie, page)]
        for link in page.links:
            other = urlsplit(urldefrag(urljoin(address + path, link)).url)
            where = other.path + (f"?{other.query}" if other.query else "")
            is_ours = other.netloc == urlsplit(address).netloc and not PRIVATE.match(other.path)
            if is_ours and where not in seen and len(seen) < PAGES:
                seen.add(where)
                waiting.append(where)
    assert not faults, "\n".join(faults)
    assert len(seen) > 100


def fetch(url: str) -> tuple[int, str, str | None, str]:
    """Ask for a page as somebody without cookies: status, kind, cookie and text."""
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            body = answer.read().decode(errors="replace")
            return answer.status, answer.headers.get_content_type(), answer.headers["Set-Cookie"], body
    except urllib.error.HTTPError as refused:
        return refused.code, "", None, ""
