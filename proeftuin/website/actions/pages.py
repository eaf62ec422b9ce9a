"""The base tree of pages in both languages, built from the words in `content/`; what exists is left alone."""

import tomllib
import uuid
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Locale, Page, Site

from proeftuin.core.templatetags.house import render_markdown
from proeftuin.website import models
from proeftuin.website.actions.editors import editors_group, grant_rights

CONTENT = Path(__file__).resolve().parent.parent / "content"
ORDER = ("home", "what", "citizen", "municipality", "initiator", "expert", "investor", "about", "news")
TYPES: dict[str, type[models.PublicPage]] = {"home": models.HomePage, "news": models.NewsIndexPage}
NAMES = uuid.UUID("7a1f3a52-64b4-4c57-9f2e-0b6a7c1d0f10")  # under which page names become fixed keys
LANGUAGES = ("nl", "en")


def page_key(name: str) -> uuid.UUID:
    """The key that a page and its translations share, the same on every installation."""
    return uuid.uuid5(NAMES, name)


@transaction.atomic
def build_pages() -> dict[str, Page]:
    """Make the pages that are missing, in Dutch and in English; returns the Dutch ones by name."""
    grant_rights(editors_group())
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}
    words = {name: tomllib.loads((CONTENT / f"{name}.toml").read_text("utf-8")) for name in ORDER}
    _clear_welcome()
    made: dict[tuple[str, str], Page] = {}
    new: list[tuple[str, str]] = []
    for code, locale in locales.items():
        for name in ORDER:
            page = _existing(name, locale)
            if page is None:
                page = _add(name, words[name][code], locale, made.get(("home", code)))
                new.append((name, code))
            made[name, code] = page
    for name, code in new:
        _fill(made[name, code], words[name][code], partial(_page_of, made, code))
    _serve(made["home", "nl"])
    return {name: made[name, "nl"] for name in ORDER}


def _clear_welcome() -> None:
    """Wagtail's own welcome page is no page of ours."""
    for page in Page.objects.filter(depth=2, content_type=ContentType.objects.get_for_model(Page)):
        page.delete()


def _existing(name: str, locale: Locale) -> Page | None:
    return Page.objects.filter(translation_key=page_key(name), locale=locale).first()


def _page_of(made: dict[tuple[str, str], Page], code: str, name: str) -> int:
    return int(made[name, code].pk)


def _add(name: str, words: dict[str, Any], locale: Locale, home: Page | None) -> Page:
    """An empty page in its place; its body follows when all pages exist, as pages point to each other."""
    page = TYPES.get(name, models.ContentPage)(
        title=words["title"],
        slug=words["slug"],
        lead=words["lead"],
        search_description=words["description"],
        show_in_menus=words.get("in_menu", False),
        locale=locale,
        translation_key=page_key(name),
    )
    parent = home or Page.get_first_root_node()
    return parent.add_child(instance=page)


def _fill(page: Page, words: dict[str, Any], page_of: Any) -> None:
    page = page.specific
    if "body" in words:
        page.body = page._meta.get_field("body").to_python(
            [{"type": block["type"], "value": _value(block, page_of)} for block in words["body"]]
        )
    page.save_revision().publish()


def _value(block: dict[str, Any], page_of: Any) -> Any:
    """A block's value as Wagtail keeps it: markdown becomes rich text, page names become pages."""
    kind = block["type"]
    if kind == "text":
        return str(render_markdown(block["text"]))
    if kind == "drawing":
        return None
    value = {key: part for key, part in block.items() if key != "type"}
    if kind in {"figure", "notice"}:
        value["text"] = str(render_markdown(value.get("text", "")))
    if kind == "doors":
        value["doors"] = [
            {**door, "page": page_of(door["page"]) if "page" in door else None} for door in value["doors"]
        ]
    return value


def _serve(home: Page) -> None:
    """The Dutch first page is the root of the one site, at the address of the settings."""
    parts = urlsplit(settings.SITE_URL)
    wanted = {
        "hostname": parts.hostname,
        "port": parts.port or (443 if parts.scheme == "https" else 80),
        "root_page_id": home.pk,
        "site_name": settings.OPERATOR["name"],
    }
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if any(getattr(site, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(site, name, value)
        site.save()
