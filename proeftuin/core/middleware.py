"""The whole-page cache for visitors without a session."""

import hashlib
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.crypto import salted_hmac

from proeftuin.core.cache import public_version

PRIVATE_PATHS = ("/account/", "/en/account/", "/desk/", "/en/desk/", "/cms/")
LARGEST = 500_000  # bytes of one page: whatever addresses a stranger makes up, the memory is not filled


@cache
def _nonce_place() -> bytes:
    """What stands for the nonce in a kept page: nobody can write it in a text of the site."""
    return salted_hmac("proeftuin.page_cache", "nonce").hexdigest().encode()


class PageCacheMiddleware:
    """Answer anonymous readers from the cache; a page that depends on a person never enters it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not self._may_be_cached(request):
            response = self.get_response(request)
            if request.path.startswith(PRIVATE_PATHS):
                response.headers.setdefault("Cache-Control", "private, no-store")
            return response
        pages = caches["pages"]
        key = self._key(request)
        kept = pages.get(key)
        if kept is not None:
            return self._answer(request, *kept)
        response = self.get_response(request)
        if not request.COOKIES and self._may_be_kept(request, response):
            assert isinstance(response, HttpResponse)
            nonce = str(getattr(request, "csp_nonce", "")).encode()
            body = response.content.replace(nonce, _nonce_place()) if nonce else response.content
            pages.set(key, (body, dict(response.headers)))
        return response

    @staticmethod
    def _may_be_cached(request: HttpRequest) -> bool:
        return (
            settings.PAGE_CACHE
            and request.method in {"GET", "HEAD"}
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and "Authorization" not in request.headers
            and not request.path.startswith(PRIVATE_PATHS)
            and len(request.META.get("QUERY_STRING", "")) <= 200
        )

    @staticmethod
    def _may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
        return (
            response.status_code == 200
            and request.method == "GET"
            and isinstance(response, HttpResponse)
            and len(response.content) <= LARGEST
            and not response.cookies
            and "Cache-Control" not in response.headers
            and "Content-Disposition" not in response.headers
            and not getattr(request, "page_cache_never", False)
        )

    @staticmethod
    def _key(request: HttpRequest) -> str:
        """All that a public page depends on: address, host, public version, htmx or not, the minute (deadlines)."""
        minute = timezone.now().strftime("%Y%m%d%H%M")
        htmx = request.headers.get("HX-Request", "")
        parts = (
            request.scheme,
            request.get_host(),
            request.get_full_path(),
            str(public_version()),
            htmx,
            minute,
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()  # type: ignore[arg-type]

    @staticmethod
    def _answer(request: HttpRequest, body: bytes, headers: dict[str, str]) -> HttpResponse:
        if _nonce_place() in body:
            body = body.replace(_nonce_place(), str(request.csp_nonce).encode())  # type: ignore[attr-defined]
        return HttpResponse(body, headers=headers)


class PlainAddressMiddleware:
    """Refuse an address with a NUL in it: no database holds one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest
        return self.get_response(request)
