"""The page cache: quick for who is nobody, and never a word of somebody to another."""

import re

import pytest
from django.core.cache import caches
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from proeftuin.core import cache
from proeftuin.core.middleware import PageCacheMiddleware

pytestmark = pytest.mark.django_db


class Site:
    """A site that says how often it was asked, behind the cache."""

    def __init__(self) -> None:
        self.asked = 0
        self.answer = lambda request: HttpResponse(f"answer {self.asked}")
        self.cached = PageCacheMiddleware(self._serve)

    def _serve(self, request):
        self.asked += 1
        return self.answer(request)

    def get(self, path="/page/", method="get", cookies=None, **headers) -> str:
        request = getattr(RequestFactory(), method)(path, **headers)
        request.COOKIES = cookies or {}
        response = self.cached(request)
        return "" if response.streaming else response.content.decode()


@pytest.fixture
def site():
    caches["pages"].clear()
    return Site()


def test_the_second_visitor_gets_the_kept_page(site):
    assert [site.get(), site.get()] == ["answer 1", "answer 1"]


PRIVATE = {
    "session cookie": {"cookies": {"session": "abc"}},
    "authorization": {"HTTP_AUTHORIZATION": "Basic abc"},
    "post": {"method": "post"},
    "put": {"method": "put"},
    "account": {"path": "/account/login/code/"},
    "english account": {"path": "/en/account/login/code/"},
    "desk": {"path": "/desk/"},
    "english desk": {"path": "/en/desk/outbox/"},
    "cms": {"path": "/cms/pages/"},
    "long question": {"path": "/page/?q=" + "x" * 300},
}


@pytest.mark.parametrize("case", PRIVATE)
def test_what_may_depend_on_a_person_is_neither_read_nor_kept(site, case):
    assert [site.get(**PRIVATE[case]), site.get(**PRIVATE[case])] == ["answer 1", "answer 2"]


@pytest.mark.parametrize("case", ["session cookie", "authorization"])
def test_a_page_of_a_person_never_reaches_a_visitor_nor_the_other_way(site, case):
    site.answer = lambda request: HttpResponse("private" if site.asked == 1 else "public")
    assert site.get(**PRIVATE[case]) == "private"
    assert site.get() == "public"
    site.answer = lambda request: HttpResponse("private")
    assert site.get(**PRIVATE[case]) == "private"
    assert site.get() == "public"


def set_cookie(request):
    response = HttpResponse("form")
    response.set_cookie("csrf", "abc")
    return response


def marked(request):
    cache.never(request)
    return HttpResponse("marked")


UNKEPT = {
    "sets a cookie": set_cookie,
    "says private": lambda request: HttpResponse("x", headers={"Cache-Control": "private"}),
    "is a download": lambda request: HttpResponse("x", headers={"Content-Disposition": "attachment"}),
    "is an error": lambda request: HttpResponse("x", status=404),
    "is a redirect": lambda request: HttpResponse(status=302, headers={"Location": "/"}),
    "streams": lambda request: StreamingHttpResponse(iter([b"x"])),
    "is marked": marked,
}


@pytest.mark.parametrize("case", UNKEPT)
def test_answers_that_are_not_for_all_are_not_kept(site, case):
    site.answer = UNKEPT[case]
    site.get()
    site.get()
    assert site.asked == 2


def test_a_visitor_with_any_cookie_fills_no_page_for_others(site):
    site.get(cookies={"django_language": "en"})
    site.get()
    assert site.asked == 2


def test_asking_for_the_head_keeps_nothing(site):
    site.get(method="head")
    assert site.get() == "answer 2"


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/en/page/"},
        {"path": "/page/?page=2"},
        {"HTTP_HOST": "127.0.0.1"},
        {"HTTP_HX_REQUEST": "true"},
    ],
)
def test_another_address_language_host_or_fragment_is_another_page(site, other):
    assert [site.get(), site.get(**other)] == ["answer 1", "answer 2"]
    assert site.get() == "answer 1"


def test_a_public_change_makes_all_pages_new(site, django_capture_on_commit_callbacks):
    site.get()
    with django_capture_on_commit_callbacks(execute=True):
        cache.bump()
        assert site.get() == "answer 1", "not before the change is there for all"
    assert site.get() == "answer 2"


def test_without_the_setting_nothing_is_kept(site, settings):
    settings.PAGE_CACHE = False
    assert [site.get(), site.get()] == ["answer 1", "answer 2"]


PAGE = "/.well-known/security.txt"
NONCE = re.compile(r'nonce="([^"]+)"')


def without_nonce(answer) -> dict[str, str]:
    """The headers of an answer, but for the policy, which is made anew each time."""
    return {name: value for name, value in answer.headers.items() if name != "Content-Security-Policy"}


def test_kept_answers_carry_the_same_headers_as_fresh_ones(client):
    fresh, kept = client.get(PAGE), client.get(PAGE)
    assert without_nonce(fresh) == without_nonce(kept)
    assert kept["X-Frame-Options"] == "DENY"
    assert kept["X-Content-Type-Options"] == "nosniff"


def nonces(answers) -> tuple[list[str], list[str]]:
    """The nonces in the pages and in their policies."""
    in_pages = [NONCE.search(answer.content.decode())[1] for answer in answers]
    in_policies = [re.search(r"'nonce-([^']+)'", answer["Content-Security-Policy"])[1] for answer in answers]
    return in_pages, in_policies


def test_each_answer_has_a_nonce_of_its_own_also_from_the_cache(settings):
    settings.ROOT_URLCONF = "tests.core.page_urls"
    answers = [Client().get("/page/") for _ in range(50)]
    in_pages, in_policies = nonces(answers)
    assert in_pages == in_policies
    assert len(set(in_pages)) == 50
    assert caches["pages"]._cache, "the control: the page was kept"


def test_scripts_run_by_nonce_only_and_nothing_else_is_allowed(client):
    policy = client.get("/account/login/")["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";") if " " in rule.strip())
    assert "'self'" not in rules["script-src"]
    assert "unsafe" not in policy
    assert (
        rules["object-src"]
        == rules["base-uri"]
        == rules["default-src"]
        == rules["frame-ancestors"]
        == "'none'"
    )
