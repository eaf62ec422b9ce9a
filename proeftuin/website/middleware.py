"""The CMS has its own, wider policy: editors' screens need scripts of their own; visitors' pages do not."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

CMS = "/cms/"
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)


class CMSPolicyMiddleware:
    """Give every answer under /cms/ its own Content-Security-Policy: this host only, nothing from others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path.startswith(CMS):
            response["Content-Security-Policy"] = POLICY
            response["Cache-Control"] = "private, no-store"
        return response
