"""Where a page stands: its trail, its translations and the menus around it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

HOME = _("Home")
LANGUAGES = (("nl", "Nederlands"), ("en", "English"))

# Title and URL name of what is no editorial page.
MENU = (
    (_("Learning pathways"), "website:pathways"),
    (_("Pilots"), "website:pilots"),
    (_("Work it out"), "studies:calculator"),
    (_("Knowledge library"), "website:library"),
    (_("Calendar"), "events:calendar"),
    (_("Calls"), "calls:list"),
    (_("Keep me informed"), "newsletter:subscribe"),
)
FOOTER = (
    (_("Contact"), "website:contact"),
    (_("Your municipality"), "website:municipalities"),
    (_("Accessibility"), "website:accessibility"),
    (_("Privacy"), "website:privacy"),
    (_("Cookies"), "website:cookies"),
    (_("Colophon"), "website:colophon"),
)


def home_url(language: str) -> str:
    """The first page in this language; Dutch has no prefix."""
    return "/" if language == "nl" else f"/{language}/"


def url_of(page: Any, language: str) -> str:
    """The address of an editorial page, without asking the database for the site."""
    inside = page.url_path.split("/", 2)[2]
    return f"{home_url(language)}{inside}"


def languages_of(page: Page) -> list[dict[str, Any]]:
    """The same page in each language; the first page where it is not translated."""
    here = page.locale.language_code
    translated = {other.locale.language_code: other for other in _translations(page)}
    return [
        {
            "code": code,
            "name": name,
            "here": code == here,
            "url": url_of(page, here)
            if code == here
            else url_of(translated[code], code)
            if code in translated
            else home_url(code),
        }
        for code, name in LANGUAGES
    ]


def _translations(page: Page) -> Any:
    return page.get_translations().live().public().select_related("locale")


def trail_of(page: Page) -> list[dict[str, Any]]:
    """The pages above this one, from the first page on."""
    if page.depth <= 2:
        return []
    language = page.locale.language_code
    above = page.get_ancestors().filter(depth__gte=2)
    links = [{"title": one.title, "url": url_of(one, language)} for one in above]
    links[0]["title"] = str(HOME)
    return [*links, {"title": page.title, "url": ""}]


def trail(title: Any, *above: tuple[Any, str]) -> list[dict[str, Any]]:
    """The trail above a page that is no editorial one, from the first page on."""
    home = home_url(get_language() or "nl")
    links = [{"title": HOME, "url": home}, *({"title": name, "url": url} for name, url in above)]
    return [*links, {"title": title, "url": ""}]


def editorial(language: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The pages just below the first one: those that editors put in the menu, and the others."""
    pages = Page.objects.live().public().filter(depth=3, locale__language_code=language).order_by("path")
    chosen: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for page in pages.only("title", "url_path", "show_in_menus"):
        (chosen if page.show_in_menus else others).append(
            {"title": page.title, "url": url_of(page, language)}
        )
    return chosen, others


def addresses(names: Any, path: str) -> list[dict[str, Any]]:
    """Title and address of the pages that are no editorial ones."""
    return [link(title, reverse(name), path) for title, name in names]


def link(title: Any, url: str, path: str) -> dict[str, Any]:
    """A link that knows whether we are under it."""
    return {"title": title, "url": url, "here": path.startswith(url)}
