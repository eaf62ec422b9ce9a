"""The news for feed readers."""

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from proeftuin.website import queries

MOST = 20


class NewsFeed(Feed):  # type: ignore[type-arg]
    """The newest messages in the language of the address."""

    feed_type = Atom1Feed

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Feed readers must not learn the address of the site from a stranger's header."""
        response = super().__call__(request, *args, **kwargs)
        host = f"{request.scheme}://{request.get_host()}".encode()
        response.content = response.content.replace(host, settings.SITE_URL.encode())
        return response

    def title(self) -> str:
        return _("News of %(operator)s") % {"operator": settings.OPERATOR["name"]}

    def link(self) -> str:
        return reverse("website:news-feed")

    def items(self) -> list[dict[str, Any]]:
        return queries.newest_news(get_language() or "nl", MOST)

    def item_title(self, item: dict[str, Any]) -> str:
        prefix = f"[{_('Example')}] " if item["page"].is_fictional else ""
        return f"{prefix}{item['page'].title}"

    def item_link(self, item: dict[str, Any]) -> str:
        return str(item["url"])

    def item_description(self, item: dict[str, Any]) -> str:
        return str(item["page"].lead)

    def item_pubdate(self, item: dict[str, Any]) -> datetime:
        return timezone.make_aware(datetime.combine(item["page"].on, time(9)))

    def item_updateddate(self, item: dict[str, Any]) -> datetime:
        return item["page"].last_published_at or self.item_pubdate(item)
