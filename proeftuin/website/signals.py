"""What follows on a change: the page cache moves, the search follows, editors get their rights."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale, Page, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from proeftuin.accounts.models import User
from proeftuin.core import cache
from proeftuin.pathways.models import Partner, Pathway, Phase
from proeftuin.website import actions, indexing, models


def connect() -> None:
    """Listen to all that visitors may see change."""
    cache.depends_on(
        models.HomePage, models.ContentPage, models.NewsIndexPage, models.NewsPage, models.Shelf,
        Page, Site, Locale, Pathway, Phase, Partner,
    )  # fmt: skip
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(cache.bump, dispatch_uid="website:public")
    for source in indexing.SOURCES:
        for change in (post_save, post_delete):
            change.connect(indexing.follow, sender=source.model, dispatch_uid="website:search")
    post_save.connect(_editor, sender=User, dispatch_uid="website:editor")


def _editor(sender: type[User], instance: User, update_fields: Any = None, **_signal: Any) -> None:
    if update_fields is None or "is_editor" in update_fields:
        actions.set_editor_rights(user=instance)
