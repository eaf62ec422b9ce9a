"""What every page gets from this app."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from proeftuin.desk import navigation
from proeftuin.desk.queries import people


def signed_in(request: HttpRequest) -> dict[str, Any]:
    """The menu of the signed-in pages and the addresses of signing in and out; read only when used."""
    words: dict[str, Any] = {
        "desk_navigation": lambda: navigation.links(request),
        "desk_url": reverse("desk:home"),
        "sign_in_url": reverse("account_request_login_code"),
        "sign_out_url": reverse("account_logout"),
    }
    if settings.ROLE_SWITCHER:
        words |= {
            "switcher_people": people.switcher_people,
            "switcher_url": reverse("desk:switch"),
            "switcher_mail_url": reverse("desk:outbox") if settings.MAIL_KEPT else "",
        }
    return words
