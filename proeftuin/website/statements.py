"""What we say of ourselves, from data that can be checked: tests of accessibility, cookies."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

RESULTS = Path(__file__).resolve().parent / "content" / "accessibility.toml"


@dataclass(frozen=True, slots=True)
class Statement:
    """The accessibility statement: when, what was tested, and what is not in order."""

    drawn_up_on: date
    tests: list[dict[str, Any]]
    issues: list[dict[str, Any]]
    untested: list[dict[str, Any]]

    @property
    def conforms(self) -> str:
        """How far we may say that we conform: without a full outside audit never more than partly."""
        return "partly"


@lru_cache(maxsize=1)
def accessibility() -> Statement:
    """The statement as the dated data file has it."""
    data = tomllib.loads(RESULTS.read_text("utf-8"))
    return Statement(data["drawn_up_on"], data["tests"], data["issues"], data["untested"])


def cookies() -> list[tuple[str, str, str]]:
    """The cookies we set: name, when, for how long."""
    days = settings.SESSION_COOKIE_AGE // 86400
    return [
        (
            settings.SESSION_COOKIE_NAME,
            _("when you sign in, so that we know you on the next page"),
            _("%(days)s days, or until you sign out") % {"days": days},
        ),
        (
            settings.CSRF_COOKIE_NAME,
            _("when you open a form that sends us something, so that nobody else can send it in your name"),
            _("one year"),
        ),
        (
            "messages",
            _("when you did something here, so that the next page can say how it went"),
            _("until that page is shown"),
        ),
    ]
