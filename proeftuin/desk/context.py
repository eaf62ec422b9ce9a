"""What every page gets from this app."""

from typing import Any

from django.http import HttpRequest


def signed_in(request: HttpRequest) -> dict[str, Any]:
    """The menu of the signed-in pages and the addresses of signing in and out."""
    return {
        "desk_navigation": [],
        "desk_url": "/desk/",
        "sign_in_url": "/account/login/code/",
        "sign_out_url": "/account/logout/",
    }
