"""What goes with the example pathways: their shelf in the library and visibly fictional news."""

import tomllib
from typing import Any

from django.db import transaction
from wagtail.models import Locale

from proeftuin.core.templatetags.house import render_markdown
from proeftuin.library.models import Item
from proeftuin.pathways.models import Pathway
from proeftuin.website.actions.pages import CONTENT, LANGUAGES, page_key
from proeftuin.website.actions.shelves import shelve
from proeftuin.website.models import NewsIndexPage, NewsPage, Shelf


@transaction.atomic
def add_examples() -> None:
    """Add to the example pathways that are there what they do not have yet; twice is once."""
    words = tomllib.loads((CONTENT / "examples.toml").read_text("utf-8"))
    for slug, items in words["shelves"].items():
        pathway = Pathway.objects.filter(slug=slug).first()
        if pathway and not Shelf.objects.filter(pathway=pathway).exists():
            shelve(pathway=pathway, items=Item.objects.filter(slug__in=items))
    for message in words["news"]:
        if Pathway.objects.filter(slug=message["pathway"], is_fictional=True).exists():
            for code in LANGUAGES:
                _add_news(message["name"], message[code], code)


def _add_news(name: str, words: dict[str, Any], code: str) -> None:
    locale = Locale.objects.get(language_code=code)
    index = NewsIndexPage.objects.filter(locale=locale).first()
    if index is None or NewsPage.objects.filter(translation_key=page_key(name), locale=locale).exists():
        return
    page = NewsPage(
        title=words["title"],
        slug=words["slug"],
        lead=words["lead"],
        is_fictional=True,
        locale=locale,
        translation_key=page_key(name),
    )
    page.body = [("text", str(render_markdown(words["text"])))]
    index.add_child(instance=page)
    page.save_revision().publish()
